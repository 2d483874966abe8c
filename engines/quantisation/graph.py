"""An ONNX graph as a list of layers with names for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.quantisation.errors import UnknownLayer

Model = Any
"""An onnx.ModelProto."""
Node = Any

# Where a weighted operator has its weights, and their axis of output channels.
_WEIGHTED = {"Conv": 0, "ConvTranspose": 1, "Gemm": 0, "MatMul": -1}
_FLOAT = onnx.TensorProto.FLOAT
# Values that are no work of the network's.
_NOT_LAYERS = {"Constant", "Identity", "Shape", "QuantizeLinear", "DequantizeLinear"}


@dataclass(frozen=True, slots=True)
class Layer:
    """One operator with a float result.

    Attributes:
        name: for people, unique in its network; `layer_names` says how it is made.
        node: the operator's own name in the file.
        op: its type.
        inputs: float tensors it takes that are no weights.
        output: its first result.
        weight: name of its weights, None where it has none.
        axis: axis of output channels in the weights.
    """

    name: str
    node: str
    op: str
    inputs: tuple[str, ...]
    output: str
    weight: str | None = None
    axis: int = 0


class Graph:
    """A float network: its layers, its tensors, its weights."""

    def __init__(self, model: Model, path: Path) -> None:
        self.model, self.path = model, path
        _name_nodes(model)

    @cached_property
    def weights(self) -> dict[str, Any]:
        """Initializers by name, as protos."""
        return {tensor.name: tensor for tensor in self.model.graph.initializer}

    @cached_property
    def float_tensors(self) -> frozenset[str]:
        """Inputs, intermediate results and outputs of type float32."""
        inferred = onnx.shape_inference.infer_shapes(self.model)
        values = (*inferred.graph.value_info, *inferred.graph.output, *inferred.graph.input)
        return frozenset(
            value.name
            for value in values
            if value.type.tensor_type.elem_type == _FLOAT and value.name not in self.weights
        )

    @cached_property
    def results(self) -> tuple[str, ...]:
        """Float tensors that nodes make, constants included, in the order in which they are made."""
        nodes = self.model.graph.node
        return tuple(name for node in nodes for name in node.output if name in self.float_tensors)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Layers in the order in which they run."""
        names = layer_names(self.model.graph.node)
        constants = {o for n in self.model.graph.node if n.op_type in _NOT_LAYERS for o in n.output}
        found = []
        for node in self.model.graph.node:
            if node.op_type in _NOT_LAYERS or not node.output or node.output[0] not in self.float_tensors:
                continue
            weight = _weight_of(node, self.weights)
            taken = tuple(i for i in node.input if i in self.float_tensors and i not in constants)
            axis = _channel_axis(node)
            found.append(
                Layer(names[node.name], node.name, node.op_type, taken, node.output[0], weight, axis)
            )
        return tuple(found)

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(value.name for value in self.model.graph.output)

    def array(self, name: str) -> NDArray[np.float32]:
        """Weights as numbers."""
        values: NDArray[np.float32] = numpy_helper.to_array(self.weights[name]).astype(np.float32)
        return values


def read_graph(path: Path) -> Graph:
    """The graph of an ONNX file.

    Raises:
        NetworkFileMissing, NetworkBroken: there is no such file, or it is no ONNX file.
    """
    if not path.is_file():
        raise NetworkFileMissing(path=path)
    try:
        model = onnx.load(path)
    except Exception as error:  # protobuf's errors share no base class that it exports
        raise NetworkBroken(path=path, details=str(error)) from error
    if not model.graph.output:
        raise NetworkBroken(path=path)
    return Graph(model, path)


def layer_names(nodes: Iterable[Node]) -> dict[str, str]:
    """Names for people by names in the file.

    "/features/blocks/blocks.1/blocks.1.1/conv_dw/Conv" becomes "blocks.1.1/conv_dw": a weighted
    operator's type at the end says nothing new, a parent that the next part repeats neither, and of the
    parts in front at most one is kept that is not needed to tell layers apart.
    """
    parts = {node.name: _parts(node) for node in nodes if node.op_type not in _NOT_LAYERS}
    full = Counter(parts.values())
    for node in nodes:
        if node.name in parts and full[parts[node.name]] > 1:
            parts[node.name] = _without_repeats(node.name.strip("/").split("/"))
    tails = Counter(part[i:] for part in parts.values() for i in range(len(part)))
    return {name: _shortest(part, tails) for name, part in parts.items()}


def _parts(node: Node) -> tuple[str, ...]:
    parts = node.name.strip("/").split("/")
    if len(parts) > 1 and node.op_type in _WEIGHTED and re.fullmatch(rf"{node.op_type}(_\d+)?", parts[-1]):
        parts = parts[:-1]
    return _without_repeats(parts)


def _without_repeats(parts: Sequence[str]) -> tuple[str, ...]:
    following = (*parts[1:], "")
    return tuple(
        part for part, after in zip(parts, following, strict=True) if not after.startswith(f"{part}.")
    )


def _shortest(parts: tuple[str, ...], tails: Counter[tuple[str, ...]]) -> str:
    for start in range(max(0, len(parts) - 2), 0, -1):
        if tails[parts[start:]] == 1:
            return "/".join(parts[start:])
    return "/".join(parts)


def find_layers(graph: Graph, wanted: Iterable[str], role: str = "") -> tuple[list[Layer], list[str]]:
    """Layers by any of their names, and the wishes that name none of this network's.

    A wish "role:layer" concerns only the network of that role; for others it is none that fails.
    """
    by_name: dict[str, Layer] = {}
    for layer in graph.layers:
        for name in (layer.node, layer.node.strip("/"), layer.name):
            by_name[name] = layer
    found, missing = [], []
    for wish in wanted:
        meant, colon, rest = wish.partition(":")
        name = rest if colon and meant == role else wish
        if name in by_name:
            found.append(by_name[name])
        else:
            missing.append(wish)
    return found, missing


def unknown_layer(wish: str, graphs: Sequence[Graph]) -> UnknownLayer:
    """The expected error for a layer that no network has."""
    names = [layer.name for graph in graphs for layer in graph.layers]
    close = get_close_matches(wish.rpartition(":")[2], names, n=4, cutoff=0.4)
    files = ", ".join(graph.path.name for graph in graphs)
    return UnknownLayer(layer=wish, networks=files, similar=", ".join(dict.fromkeys(close)) or "none")


def _name_nodes(model: Model) -> None:
    """Gives a name to every node without one, or with that of another: layers are told apart by it."""
    seen: set[str] = set()
    for index, node in enumerate(model.graph.node):
        if not node.name or node.name in seen:
            node.name = f"{node.name or node.op_type}_{index}"
        seen.add(node.name)


def _weight_of(node: Node, weights: dict[str, Any]) -> str | None:
    if node.op_type not in _WEIGHTED or len(node.input) < 2:
        return None
    name = node.input[1]
    return name if name in weights and weights[name].data_type == _FLOAT else None


def _channel_axis(node: Node) -> int:
    axis = _WEIGHTED.get(node.op_type, 0)
    if node.op_type == "Gemm":
        turned = any(each.name == "transB" and each.i for each in node.attribute)
        return 0 if turned else 1
    return axis
