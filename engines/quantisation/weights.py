"""What quantising does to the weights of each layer, read from the weights alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import numpy_helper

from engines.quantisation.formats import Format
from engines.quantisation.graph import Graph, Layer

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """Weights of one layer before and after.

    Attributes:
        layer: its name.
        op: its type.
        channels: how many output channels it has.
        channels_lost: share of the channels with weights whose quantised weights are all zero, 0...1;
            None where the layer stays in float.
        sqnr_db: 10 log10(sum w^2 / sum (w - quantised w)^2); None in float, or where nothing is changed.
        spread: the largest channel's greatest weight over the median channel's; None without weights.
    """

    layer: str
    op: str
    channels: int
    channels_lost: float | None
    sqnr_db: float | None
    spread: float | None

    @property
    def is_quantised(self) -> bool:
        return self.channels_lost is not None


def predict_weights(
    graph: Graph, wanted: Format, kept_float: Collection[str] = ()
) -> tuple[LayerWeights, ...]:
    """What a format would do, before any run."""
    found = []
    for layer in graph.layers:
        if layer.weight is not None:
            weights = graph.array(layer.weight)
            axis = layer.axis if wanted.scales == "channel" else None
            after = None if layer.name in kept_float else rounded(weights, wanted.weights, axis)
            found.append(compare_weights(layer, weights, after))
    return tuple(found)


def rounded(weights: Array, bits: int, axis: int | None) -> Array:
    """Weights after symmetric quantisation: scale = greatest absolute weight / (2^(bits - 1) - 1).

    Args:
        weights: any shape.
        bits: of the signed numbers.
        axis: one scale for each index of it; None for one scale in all.
    """
    most = 2 ** (bits - 1) - 1
    other = None if axis is None else tuple(i for i in range(weights.ndim) if i != axis % weights.ndim)
    scale = np.abs(weights).max(axis=other, keepdims=True) / most
    safe = np.where(scale > 0, scale, 1)
    steps = np.clip(np.rint(weights / safe), -most, most)
    return (steps * safe).astype(np.float32)


def compare_weights(layer: Layer, weights: Array, after: Array | None) -> LayerWeights:
    """Figures of one layer; `after` is None where it stays in float."""
    by_channel = np.moveaxis(weights, layer.axis, 0).reshape(weights.shape[layer.axis], -1)
    greatest = np.abs(by_channel).max(axis=1)
    alive = greatest > 0
    median = float(np.median(greatest[alive])) if alive.any() else 0.0
    spread = float(greatest.max()) / median if median > 0 else None
    if after is None:
        return LayerWeights(layer.name, layer.op, len(greatest), None, None, spread)
    left = np.moveaxis(after, layer.axis, 0).reshape(by_channel.shape)
    lost = alive & ~left.any(axis=1)
    share = float(lost.sum() / alive.sum()) if alive.any() else 0.0
    return LayerWeights(layer.name, layer.op, len(greatest), share, sqnr_db(weights, after), spread)


def sqnr_db(weights: Array, after: Array) -> float | None:
    """10 log10(sum w^2 / sum (w - after)^2); None where there is no signal or no noise."""
    signal = float(np.square(weights, dtype=np.float64).sum())
    noise = float(np.square(np.subtract(weights, after, dtype=np.float64)).sum())
    return 10 * float(np.log10(signal / noise)) if signal > 0 and noise > 0 else None


class QuantisedFile:
    """Weights as a quantised file has them; its nodes keep the names of the float network's."""

    def __init__(self, model: Any) -> None:
        self._nodes = {node.name: node for node in model.graph.node}
        self._makers = {name: node for node in model.graph.node for name in node.output}
        self._held = {tensor.name: tensor for tensor in model.graph.initializer}

    def weights_of(self, layer: Layer) -> Array | None:
        """A layer's weights; None where they are float, or not to be found."""
        node = self._nodes.get(layer.node)
        maker = self._makers.get(node.input[1]) if node is not None and len(node.input) > 1 else None
        if maker is None or maker.op_type != "DequantizeLinear":
            return None
        parts = [numpy_helper.to_array(self._held[name]) for name in maker.input if name in self._held]
        if len(parts) != len(maker.input):
            return None
        values, scale = parts[0].astype(np.float32), parts[1].astype(np.float32)
        zero = parts[2].astype(np.float32) if len(parts) > 2 else np.zeros_like(scale)
        if scale.ndim:
            axis = next((each.i for each in maker.attribute if each.name == "axis"), 1)
            shape = [1] * values.ndim
            shape[axis] = -1
            scale, zero = scale.reshape(shape), zero.reshape(shape)
        result: Array = ((values - zero) * scale).astype(np.float32)
        return result
