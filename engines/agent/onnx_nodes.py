"""Which nodes of an ONNX file the operators of a runtime's optimised graph stand for.

onnxruntime fuses, renames and reorders nodes before it runs them; its profile knows the names that come
of that ("..._output_0_nchwc", "ReorderOutput_token_83"). Here both graphs are read, without weights, and
laid over each other: tensors that have kept their names are common points, and what lies between them in
the file is what an operator stands for.

Source: onnx.proto3 (ModelProto, GraphProto, NodeProto, AttributeProto) and the protocol buffers' wire format;
how the NCHWc transformation of onnxruntime names nodes was read off the graphs that it saves.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Field numbers of onnx.proto3.
_GRAPH = 7
_NODE, _INITIALIZER, _INPUT = 1, 5, 11
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_TYPE, _NODE_ATTRIBUTE = 1, 2, 3, 4, 5
_TENSOR_NAME = 8
_VALUE_NAME = 1
_ATTRIBUTE_NAME, _ATTRIBUTE_TEXT = 1, 4
_LONGEST_VARINT = 10

_NCHWC = "_nchwc"
# Operators that only change how numbers lie in memory.
_REORDERS = ("ReorderInput", "ReorderOutput")
# What fusions append to the name of the last node that went into them.
_FUSION = re.compile(r"/\w*Fusion\w*/?$")
# What the type of a fused operator puts before the type of its main part.
_PREFIXES = ("Fused", "QLinear", "DynamicQuantize", "Nhwc", "QOrdered")
# A convolution that adds another map has that as its fourth input.
_SUM_INPUT = 3


class OnnxNode:
    """One node. `activation` is what a fused convolution applies at its end, or ""."""

    __slots__ = ("activation", "inputs", "name", "op_type", "outputs")

    def __init__(
        self, name: str, op_type: str, inputs: list[str], outputs: list[str], activation: str = ""
    ) -> None:
        self.name = name
        self.op_type = op_type
        self.inputs = inputs
        self.outputs = outputs
        self.activation = activation

    @property
    def shown_name(self) -> str:
        """Its name, or what it makes where it has none."""
        return self.name or (self.outputs[0] if self.outputs else self.op_type)


class OnnxGraph:
    """Nodes in the order of the file, and the inputs that are no weights."""

    def __init__(self, nodes: list[OnnxNode], inputs: list[str]) -> None:
        self.nodes = nodes
        self.inputs = inputs
        self.producer = {}  # type: dict[str, OnnxNode]
        self.consumers = {}  # type: dict[str, list[OnnxNode]]
        #: Tensors that depend on an input; all others are known before a run.
        self.moving = set(inputs)
        for node in nodes:
            if any(tensor in self.moving for tensor in node.inputs):
                self.moving.update(node.outputs)
            for tensor in node.outputs:
                self.producer[tensor] = node
            for tensor in node.inputs:
                self.consumers.setdefault(tensor, []).append(node)


class Standing:
    """What an operator of the optimised graph stands for.

    Attributes:
        name: of the node of the file that gives it its character.
        sources: names of all nodes of the file that went into it, in the file's order; never empty.
    """

    __slots__ = ("name", "sources")

    def __init__(self, name: str, sources: list[str]) -> None:
        self.name = name
        self.sources = sources


def read_graph(path: Path) -> OnnxGraph:
    """The nodes of a file, weights jumped over.

    Raises:
        OSError, ValueError: it cannot be read, or is no ONNX file.
    """
    data = path.read_bytes()
    try:
        return _Reader(data).graph()
    except IndexError:
        raise ValueError("it ends too early") from None


def standings(original: OnnxGraph, optimised: OnnxGraph) -> list[Standing | None]:
    """For each node of the optimised graph what it stands for; None where it cannot be told.

    Operators that only reorder memory stand for nothing.
    """
    made = _Overlay(original, optimised).made
    common = set(original.inputs)
    for tensors in made:
        common.update(tensors)
    order = {id(node): place for place, node in enumerate(original.nodes)}
    found, taken = [], set()  # type: list[Standing | None], set[str]
    for node, tensors in zip(optimised.nodes, made):  # noqa: B905 (strict= is Python 3.10)
        sources = _between(original, tensors, common)
        if not sources:
            found.append(None)
            continue
        sources.sort(key=lambda source: order[id(source)])
        name = _main(node, sources).shown_name
        # One node of the file may also have become several operators.
        name = name if name not in taken else "%s (%s)" % (name, node.op_type)
        taken.add(name)
        found.append(Standing(name, [source.shown_name for source in sources]))
    return found


def _between(original: OnnxGraph, tensors: list[str], common: set[str]) -> list[OnnxNode]:
    """Nodes of the file on the way back from some tensors to the nearest common ones."""
    sources = {}  # type: dict[int, OnnxNode]
    waiting = list(tensors)
    while waiting:
        node = original.producer.get(waiting.pop())
        if node is None or id(node) in sources:
            continue
        sources[id(node)] = node
        waiting += [t for t in node.inputs if t in original.moving and t not in common]
    return list(sources.values())


def _main(node: OnnxNode, sources: list[OnnxNode]) -> OnnxNode:
    """The source of the operator's own type, else the last one, which makes its result."""
    own_type = node.op_type
    for prefix in _PREFIXES:
        if own_type.startswith(prefix) and own_type != prefix:
            own_type = own_type[len(prefix) :]
    if sources[-1].op_type == own_type:
        return sources[-1]
    return next((source for source in sources if source.op_type == own_type), sources[-1])


class _Overlay:
    """Finds for each node of the optimised graph which tensors of the file it makes, in `made`."""

    def __init__(self, original: OnnxGraph, optimised: OnnxGraph) -> None:
        self._original = original
        self._by_name = {node.name: node for node in original.nodes if node.name}
        self._same = {}  # type: dict[str, str]
        # What is turned back into the file's layout says under which name the file knows it.
        for node in optimised.nodes:
            if node.op_type == "ReorderOutput" and node.outputs and node.outputs[0] in original.moving:
                self._same[node.inputs[0]] = node.outputs[0]
        self.made = [self._made_by(node) for node in optimised.nodes]

    def _made_by(self, node: OnnxNode) -> list[str]:
        if node.op_type in _REORDERS:
            return []
        known = [self._same.get(tensor, tensor) for tensor in node.outputs]
        known = [tensor for tensor in known if tensor in self._original.moving]
        if known:
            return known
        named = self._named(node)
        return [named] if named is not None and named in self._original.moving else []

    def _named(self, node: OnnxNode) -> str | None:
        """The tensor that the node's name tells of."""
        name = node.name
        if name.endswith(_NCHWC):
            tensor = name[: -len(_NCHWC)]
            return self._after_fusions(node, tensor) if tensor in self._original.producer else None
        source = self._by_name.get(_FUSION.sub("", name))
        return source.outputs[0] if source is not None and source.outputs else None

    def _after_fusions(self, node: OnnxNode, tensor: str) -> str:
        """Its own name tells of the convolution; a sum and an activation may have come to it afterwards."""
        if len(node.inputs) > _SUM_INPUT and node.inputs[_SUM_INPUT]:
            tensor = self._next(tensor, "Add")
        if node.activation and self._original.producer[tensor].op_type != node.activation:
            tensor = self._next(tensor, node.activation)
        return tensor

    def _next(self, tensor: str, op_type: str) -> str:
        users = self._original.consumers.get(tensor, [])
        if len(users) == 1 and users[0].op_type == op_type and len(users[0].outputs) == 1:
            return users[0].outputs[0]
        return tensor


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def graph(self) -> OnnxGraph:
        parts = self._parts((0, len(self._data)), (_GRAPH,))[_GRAPH]
        if not parts:
            raise ValueError("it has no graph")
        found = self._parts(parts[-1], (_NODE, _INITIALIZER, _INPUT))
        nodes = [self._node(place) for place in found[_NODE]]
        weights = {self._text(place, _TENSOR_NAME) for place in found[_INITIALIZER]}
        inputs = [self._text(place, _VALUE_NAME) for place in found[_INPUT]]
        # Old files list their weights among the inputs.
        return OnnxGraph(nodes, [name for name in inputs if name not in weights])

    def _node(self, place: tuple[int, int]) -> OnnxNode:
        wanted = (_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_TYPE, _NODE_ATTRIBUTE)
        found = self._parts(place, wanted)
        inputs, outputs, names, types = ([self._string(p) for p in found[key]] for key in wanted[:4])
        activation = ""
        for attribute in found[_NODE_ATTRIBUTE]:
            if self._text(attribute, _ATTRIBUTE_NAME) == "activation":
                activation = self._text(attribute, _ATTRIBUTE_TEXT)
        return OnnxNode("".join(names[-1:]), "".join(types[-1:]), inputs, outputs, activation)

    def _text(self, place: tuple[int, int], field: int) -> str:
        found = self._parts(place, (field,))[field]
        return self._string(found[-1]) if found else ""

    def _string(self, place: tuple[int, int]) -> str:
        return self._data[place[0] : place[1]].decode("utf-8", "replace")

    def _parts(self, place: tuple[int, int], wanted: tuple[int, ...]) -> dict[int, list[tuple[int, int]]]:
        """Where the messages and texts of some fields lie."""
        found = {number: [] for number in wanted}  # type: dict[int, list[tuple[int, int]]]
        for number, part in self._fields(place):
            if number in found:
                found[number].append(part)
        return found

    def _fields(self, place: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
        data, at, end = self._data, place[0], place[1]
        while at < end:
            key, at = self._varint(at)
            wire = key & 7
            if wire == _VARINT:
                _value, at = self._varint(at)
                continue
            if wire not in (_FIXED64, _BYTES, _FIXED32) or not key >> 3:
                raise ValueError("it is no protocol buffer")
            size, at = self._varint(at) if wire == _BYTES else (8 if wire == _FIXED64 else 4, at)
            if at + size > end or end > len(data):
                raise ValueError("it ends too early")
            if wire == _BYTES:
                yield key >> 3, (at, at + size)
            at += size

    def _varint(self, at: int) -> tuple[int, int]:
        value, data = 0, self._data
        for shift in range(_LONGEST_VARINT):
            byte = data[at + shift]
            value |= (byte & 127) << (7 * shift)
            if byte < 128:
                return value, at + shift + 1
        raise ValueError("it is no protocol buffer")


def names_of_operators(path: Path, optimised_path: Path) -> OperatorNames | None:
    """Reads both graphs; None where one of them cannot be read."""
    try:
        original, optimised = read_graph(path), read_graph(optimised_path)
    except (OSError, ValueError):
        return None
    return OperatorNames(optimised.nodes, standings(original, optimised))


class OperatorNames:
    """What the operators of one profile stand for."""

    def __init__(self, nodes: list[OnnxNode], found: list[Standing | None]) -> None:
        self._types = [node.op_type for node in nodes]
        self._found = found
        self._by_name = {
            node.name: standing for node, standing in zip(nodes, found) if node.name  # noqa: B905
        }  # fmt: skip

    def of(self, operators: list[tuple[str, str]]) -> list[Standing | None]:
        """For the (name, type) of each operator of a run, in the order in which they ran.

        The saved graph is in that order too, so nodes without a name are found by their place.
        """
        if [op_type for _name, op_type in operators] == self._types:
            return self._found
        return [self._by_name.get(name) for name, _type in operators]
