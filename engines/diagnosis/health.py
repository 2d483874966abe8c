"""Lights of a quantised network's outputs: dead channels, saturation, range."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engines.diagnosis.measures import ErrorSums, TensorError
from engines.diagnosis.pairs import Pair, shape_of
from engines.diagnosis.peaks import Cell, PeakFigures, peak_of, score_map
from engines.diagnosis.values import OutputHealth
from engines.networks.network import Tensor
from engines.texts import Text

_MUCH_SATURATED = 0.01
# Less of B's range in use costs more than two bits.
_LITTLE_USED = 0.25


class OutputSums:
    """Gathers outputs of both networks, frame by frame."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._outputs = {value.name: shape_of(value) for value in pair.a.model.graph.output}
        self._limits = {name: pair.limits(name) for name in self._outputs}
        self._sums = {name: ErrorSums() for name in self._outputs}
        self._alive_a: dict[str, NDArray[np.bool_]] = {}
        self._alive_b: dict[str, NDArray[np.bool_]] = {}
        self._low: dict[str, float] = {}
        self._high: dict[str, float] = {}
        self._peaks: list[tuple[Cell, Cell]] = []
        self._map: str | None = None

    def add(self, a: Mapping[str, Tensor], b: Mapping[str, Tensor]) -> None:
        """One frame's tensors, outputs among them."""
        outs_a = {name: a[name] for name in self._outputs}
        outs_b = {name: b[name] for name in self._outputs}
        for name, sums in self._sums.items():
            sums.add(outs_a[name], outs_b[name], self._limits[name])
            for kept, outs in ((self._alive_a, outs_a), (self._alive_b, outs_b)):
                alive = _alive_channels(outs[name])
                if name in kept:
                    np.logical_or(alive, kept[name], out=alive)
                kept[name] = alive
            low, high = float(outs_a[name].min()), float(outs_a[name].max())
            self._low[name] = min(low, self._low.get(name, low))
            self._high[name] = max(high, self._high.get(name, high))
        peaks = peak_of(outs_a), peak_of(outs_b)
        if peaks[0] is not None and peaks[1] is not None:
            self._peaks.append((peaks[0], peaks[1]))
            self._map = self._map or _map_name(outs_a)

    @property
    def lights(self) -> tuple[OutputHealth, ...]:
        return tuple(self._light(name) for name in self._outputs)

    def _light(self, name: str) -> OutputHealth:
        error = self._sums[name].error
        dead = int((self._alive_a[name] & ~self._alive_b[name]).sum()) if name in self._alive_a else 0
        peaks = PeakFigures.of(self._peaks) if name == self._map else None
        limits = self._limits[name]
        used = None
        if limits is not None and name in self._low and limits[1] > limits[0]:
            used = (self._high[name] - self._low[name]) / (limits[1] - limits[0])
        problem = _problem(error, dead, used)
        return OutputHealth(
            self._pair.role, name, self._outputs[name], dead, error.saturated, used, error, peaks, problem
        )


def _problem(error: TensorError, dead: int, used: float | None) -> Text | None:
    if error.problem is not None:
        return error.problem
    if dead:
        return Text("{count} channels are all zero", count=dead)
    if (error.saturated or 0.0) > _MUCH_SATURATED:
        share = 100 * (error.saturated or 0.0)
        return Text("{share:.1f} % of the values lie beyond its range", share=share)
    if used is not None and used < _LITTLE_USED:
        return Text("only {share:.0f} % of its range are used", share=100 * used)
    return None


def _alive_channels(tensor: Tensor) -> NDArray[np.bool_]:
    """Which channels (axis 1, or the whole of a vector) hold anything but zeros."""
    if tensor.ndim < 2:
        return np.array([bool(np.any(tensor))])
    alive: NDArray[np.bool_] = np.asarray(np.moveaxis(tensor, 1, 0).reshape(tensor.shape[1], -1).any(axis=1))
    return alive


def _map_name(outputs: Mapping[str, Tensor]) -> str | None:
    """Which output is the score map: without it there is none, or another one."""
    found = score_map(outputs)
    if found is None:
        return None
    names = [name for name, each in outputs.items() if each.ndim == 4 and each.shape[2:] == found.shape]
    return min(names, key=lambda name: outputs[name].shape[1])
