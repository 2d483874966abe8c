"""Which layer of a quantised network is which layer of the float one.

onnxruntime's quantiser keeps the names of nodes and tensors, puts a pair QuantizeLinear, DequantizeLinear
behind each tensor, and lets a Relu or Clip behind a convolution vanish into it. Other makers of this format
do the same; names of their own for the pairs do no harm, since only the graph is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from onnx import numpy_helper

from engines.diagnosis.values import NotAPair
from engines.quantisation.formats import Format
from engines.quantisation.graph import Layer, Node, read_graph
from engines.quantisation.weights import Array, LayerWeights, QuantisedFile, compare_weights
from engines.texts import Text

# More that do not match than do: another network, or one whose names were lost.
_LEAST_MATCHED = 0.5
_LIMITS = {np.dtype(kind): np.iinfo(kind) for kind in ("uint8", "int8", "uint16", "int16")}


@dataclass(frozen=True, slots=True)
class PairedLayer:
    """A layer of the float network and what it is compared by.

    Attributes:
        layer: of the float network.
        tensor: the tensor that is compared; another than the layer's own where a following layer is fused
            into it. None where B has no counterpart.
        seen: name of the same tensor in B, as the following layers see it.
        limits: least and greatest value B can represent there; None where it is float.
        left_out: why it does not count; None where it does.
    """

    layer: Layer
    tensor: str | None
    seen: str | None
    limits: tuple[float, float] | None
    left_out: Text | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """How B's layers see one of its tensors: rounded, or as it is."""

    name: str
    quantize: Node | None = None
    dequantize: Node | None = None


class Pair:
    """A float network and its quantised version."""

    def __init__(self, a: Path, b: Path, role: str) -> None:
        """Reads both.

        Raises:
            NetworkFileMissing, NetworkBroken: a file is missing or no ONNX file.
            NotAPair: their layers do not match.
        """
        self.a, self.b, self.role = read_graph(a), read_graph(b), role
        nodes = self.b.model.graph.node
        self._makers = {name: node for node in nodes for name in node.output}
        self._takers: dict[str, list[Node]] = {}
        for node in nodes:
            for name in node.input:
                self._takers.setdefault(name, []).append(node)
        self._held = {tensor.name: tensor for tensor in self.b.model.graph.initializer}
        self._file = QuantisedFile(self.b.model)
        self._swishes = swishes(self.a.layers)
        self.layers = self._paired()
        self._check()

    @property
    def compared(self) -> tuple[PairedLayer, ...]:
        """Those with a counterpart that are not fused away, in order."""
        return tuple(each for each in self.layers if each.tensor is not None and each.left_out is None)

    def weights(self) -> dict[str, LayerWeights]:
        """What became of the weights, by the float network's layer."""
        found = {}
        for layer in self.a.layers:
            if layer.weight is not None:
                before = self.a.array(layer.weight)
                after: Array | None = self._file.weights_of(layer)
                fits = after is None or after.shape == before.shape
                found[layer.name] = compare_weights(layer, before, after if fits else None)
        return found

    def format(self) -> Format:
        """B's number format, as its nodes tell."""
        weighted = [layer for layer in self.a.layers if layer.weight is not None]
        float_layers = tuple(each.name for each in weighted if self._file.weights_of(each) is None)
        wide = any(limits and limits[2] for limits in map(self._limits_of, self._pairs()))
        scales = [self._held[node.input[1]] for node in self._weight_nodes() if node.input[1] in self._held]
        per_channel = any(np.prod(scale.dims or [1]) > 1 for scale in scales)
        kinds = {self._held[node.input[0]].data_type for node in self._weight_nodes()}
        return Format(
            bits=16 if wide else 8,
            scales="channel" if per_channel else "tensor",
            weight_bits=16 if kinds and all(numpy_kind(kind) == "int16" for kind in kinds) else 8,
            keep_float=float_layers if len(float_layers) < len(weighted) else (),
        )

    @property
    def is_quantised(self) -> bool:
        return bool(self._pairs())

    def seen(self, tensor: str) -> _Seen:
        """How B's layers see one of its tensors."""
        for quantize in self._takers.get(tensor, ()):
            if quantize.op_type == "QuantizeLinear":
                for dequantize in self._takers.get(quantize.output[0], ()):
                    if dequantize.op_type == "DequantizeLinear":
                        return _Seen(dequantize.output[0], quantize, dequantize)
        return _Seen(tensor)

    def limits(self, tensor: str) -> tuple[float, float] | None:
        """Least and greatest value B can represent in a tensor, half a step beyond its outermost ones."""
        maker = self._makers.get(tensor)
        quantize = self.seen(tensor).quantize
        if quantize is None and maker is not None and maker.op_type == "DequantizeLinear":
            quantize = self._makers.get(maker.input[0])
        found = None if quantize is None else self._limits_of(quantize)
        return None if found is None else found[:2]

    def _pairs(self) -> list[Node]:
        return [node for node in self.b.model.graph.node if node.op_type == "QuantizeLinear"]

    def _weight_nodes(self) -> list[Node]:
        """Nodes that turn stored whole numbers, of weights and not of biases, into floats."""
        return [
            node
            for node in self.b.model.graph.node
            if node.op_type == "DequantizeLinear"
            and node.input[0] in self._held
            and numpy_kind(self._held[node.input[0]].data_type) in ("int8", "uint8", "int16", "uint16")
            and len(self._held[node.input[0]].dims) > 1
        ]

    def _limits_of(self, quantize: Node) -> tuple[float, float, bool] | None:
        """Least and greatest value, and whether 16 bits are used."""
        parts = [self._held.get(name) for name in quantize.input[1:3]]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        scale, zero = (numpy_helper.to_array(part) for part in parts)
        ends = _LIMITS.get(zero.dtype)
        if scale.size != 1 or ends is None:
            return None
        step, middle = float(scale.reshape(())), int(zero.reshape(()))
        low, high = (ends.min - middle - 0.5) * step, (ends.max - middle + 0.5) * step
        return low, high, zero.dtype.itemsize == 2

    def _paired(self) -> tuple[PairedLayer, ...]:
        by_node: dict[str, str] = {}
        fused: dict[str, str] = {}
        names = {layer.node: layer.name for layer in self.a.layers}
        for layer in self.a.layers:
            maker = self._float_maker(layer.output)
            if maker is None:
                continue
            if maker.name != layer.node and maker.name in names:
                # What made it in B is an earlier layer of A: this one vanished into that.
                by_node[maker.name] = layer.output
                fused[layer.node] = names[maker.name]
            else:
                by_node[layer.node] = layer.output
        return tuple(self._paired_layer(layer, by_node, fused) for layer in self.a.layers)

    def _paired_layer(self, layer: Layer, by_node: dict[str, str], fused: dict[str, str]) -> PairedLayer:
        if layer.node in fused:
            return PairedLayer(layer, None, None, None, Text("fused into {layer}", layer=fused[layer.node]))
        swish = self._swishes.get(layer.node)
        if swish is not None:
            return PairedLayer(layer, None, None, None, Text("part of {layer}", layer=swish))
        tensor = by_node.get(layer.node)
        if tensor is None:
            return PairedLayer(layer, None, None, None, Text("no counterpart in B"))
        return PairedLayer(layer, tensor, self.seen(tensor).name, self.limits(tensor))

    def _float_maker(self, tensor: str) -> Node | None:
        """The node of B that computes a tensor, behind its rounding."""
        maker = self._makers.get(tensor)
        if maker is not None and maker.op_type == "DequantizeLinear":
            quantize = self._makers.get(maker.input[0])
            maker = None if quantize is None else self._makers.get(quantize.input[0])
        return maker

    def _check(self) -> None:
        files = {"a": self.a.path.name, "b": self.b.path.name}
        ends_a = {value.name for value in (*self.a.model.graph.input, *self.a.model.graph.output)}
        ends_b = {value.name for value in (*self.b.model.graph.input, *self.b.model.graph.output)}
        missing = sorted(ends_a - ends_b - set(self.a.weights))
        if missing:
            raise NotAPair(**files, reason=Text("it has no input or output {name!r}", name=missing[0]))
        found = sum(each.tensor is not None or each.left_out != _NO_COUNTERPART for each in self.layers)
        if found < _LEAST_MATCHED * len(self.layers):
            reason = Text(
                "only {found} of {count} layers are found in it, {name!r} for one is not",
                found=found,
                count=len(self.layers),
                name=next(each.layer.node for each in self.layers if each.tensor is None),
            )
            raise NotAPair(**files, reason=reason)


def swishes(layers: Sequence[Layer]) -> dict[str, str]:
    """Sigmoids that are half of x * sigmoid(x), by node, and the layer that is the other half.

    Both together are one layer to whoever made the network; alone the first half only costs time.
    """
    takers: dict[str, list[Layer]] = {}
    for layer in layers:
        for name in layer.inputs:
            takers.setdefault(name, []).append(layer)
    found = {}
    for layer in layers:
        after = takers.get(layer.output, [])
        if layer.op != "Sigmoid" or [each.op for each in after] != ["Mul"]:
            continue
        if set(after[0].inputs) == {layer.output, *layer.inputs}:
            found[layer.node] = after[0].name
    return found


_NO_COUNTERPART = Text("no counterpart in B")


def numpy_kind(data_type: int) -> str:
    """Name of an ONNX element type as numpy calls it."""
    from onnx import helper

    return str(np.dtype(helper.tensor_dtype_to_np_dtype(data_type)))


def shape_of(value: Any) -> tuple[int, ...]:
    """Declared sizes of an input or output; 0 for one that is free."""
    return tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim)
