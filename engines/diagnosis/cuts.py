"""Graphs made for looking inside: B cut between all its layers, and A with one layer's answer replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx

from engines.diagnosis.pairs import Pair
from engines.networks.network import Tensor
from engines.quantisation.graph import Model, Node
from engines.quantisation.sessions import Bound, copy_of, open_session, tensor_of

_OWN = "__own"
_NOTHING = np.zeros(1, np.float32)


class CutNetwork:
    """B with each layer fed from outside: one run gives every layer's answer to A's tensors."""

    def __init__(self, pair: Pair, shapes: Mapping[str, tuple[int, ...]]) -> None:
        """Cuts B.

        Args:
            pair: B and what it is compared with.
            shapes: of A's tensors, as far as they are known.
        """
        self._tensors = tuple(each.tensor for each in pair.compared if each.tensor is not None)
        model, self._answers = _cut(pair, self._tensors, shapes)
        self._bound = Bound(open_session(model))

    def run(self, feeds: Mapping[str, Tensor], inside_a: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Each layer's own answer, by the tensor it stands for; they hold until the next run.

        Args:
            feeds: the network's inputs.
            inside_a: A's tensors by name.
        """
        answers = self._bound.run({**inside_a, **feeds})
        return {name: answers[own] for name, own in zip(self._tensors, self._answers, strict=True)}


class ReplacedNetwork:
    """A with a switch behind some of its layers: what one of them answers can be given from outside."""

    def __init__(self, pair: Pair, tensors: Sequence[str]) -> None:
        self._tensors = tuple(tensors)
        self._outputs = pair.a.outputs
        self._session = open_session(_with_switches(pair.a.model, self._tensors))

    def run(self, feeds: Mapping[str, Tensor], tensor: str, answer: Tensor) -> dict[str, Tensor]:
        """The network's outputs where one tensor is replaced and everything else is float."""
        given: dict[str, Any] = dict(feeds)
        for each in self._tensors:
            is_it = each == tensor
            given[_use(each)] = np.array(is_it)
            given[_given(each)] = answer if is_it else _NOTHING
        return dict(zip(self._outputs, self._session.run(list(self._outputs), given), strict=True))


def _cut(
    pair: Pair, tensors: Sequence[str], shapes: Mapping[str, tuple[int, ...]]
) -> tuple[Model, tuple[str, ...]]:
    model = copy_of(pair.b.model)
    graph, names = model.graph, set(tensors)
    for node in graph.node:
        for place, name in enumerate(node.output):
            if name in names:
                node.output[place] = name + _OWN
    added: list[Node] = []
    answers = []
    for tensor in tensors:
        seen = pair.seen(tensor)
        if seen.quantize is None or seen.dequantize is None:
            answers.append(tensor + _OWN)
            continue
        rounded, answer = f"{tensor}{_OWN}_rounded", f"{tensor}{_OWN}_answer"
        added.append(_like(seen.quantize, tensor + _OWN, rounded))
        added.append(_like(seen.dequantize, rounded, answer))
        answers.append(answer)
    taken = {name for node in graph.node for name in node.input}
    inputs = {value.name for value in graph.input}
    cut = [name for name in tensors if name in taken and name not in inputs]
    graph.input.extend(tensor_of(name, shape=shapes.get(name)) for name in cut)
    _sort_nodes(graph, added)
    del graph.output[:]
    graph.output.extend(tensor_of(name) for name in answers)
    # Shapes of tensors that are now two.
    del graph.value_info[:]
    return model, tuple(answers)


def _like(node: Node, taken: str, made: str) -> Node:
    """The same rounding of another tensor."""
    twin = onnx.NodeProto()
    twin.CopyFrom(node)
    twin.name, twin.input[0], twin.output[0] = node.name + _OWN, taken, made
    return twin


def _sort_nodes(graph: Any, added: Sequence[Node]) -> None:
    """Puts nodes behind those whose results they take, as the format demands."""
    nodes = [*graph.node, *added]
    makers = {name: index for index, node in enumerate(nodes) for name in node.output if name}
    waits = [{makers[name] for name in node.input if name in makers} for node in nodes]
    takers: dict[int, list[int]] = {}
    for index, wanted in enumerate(waits):
        for maker in wanted:
            takers.setdefault(maker, []).append(index)
    ready = [index for index, wanted in enumerate(waits) if not wanted]
    order = []
    for index in ready:  # it grows while it is gone through
        order.append(index)
        for taker in takers.get(index, ()):
            waits[taker].discard(index)
            if not waits[taker]:
                ready.append(taker)
    in_order = [onnx.NodeProto.FromString(nodes[index].SerializeToString()) for index in order]
    del graph.node[:]
    graph.node.extend(in_order)


def _with_switches(model: Model, tensors: Sequence[str]) -> Model:
    changed = copy_of(model)
    graph, names = changed.graph, set(tensors)
    nodes: list[Node] = []
    for node in graph.node:
        copied = onnx.NodeProto()
        copied.CopyFrom(node)
        nodes.append(copied)
        for place, name in enumerate(node.output):
            if name in names:
                copied.output[place] = name + _OWN
                picked = [_use(name), _given(name), name + _OWN]
                nodes.append(onnx.helper.make_node("Where", picked, [name], name=f"{name}_switch"))
    del graph.node[:]
    graph.node.extend(nodes)
    for name in tensors:
        graph.input.append(tensor_of(_use(name), onnx.TensorProto.BOOL, []))
        graph.input.append(tensor_of(_given(name)))
    del graph.value_info[:]
    return changed


def _use(tensor: str) -> str:
    return f"{tensor}__use"


def _given(tensor: str) -> str:
    return f"{tensor}__given"
