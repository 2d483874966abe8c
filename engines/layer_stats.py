"""Percentiles of every layer over the last profiled frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin

#: Times of the last profiled frames that a row hands out one by one.
RECENT = 24
# Which share of the values lies below a percentile, and the columns of the ring.
_P50, _P95 = 0.5, 0.95
_HARD_OP = "::HardOp"
_TOTAL, _MEMCPY, _HARD, _OTHER = range(4)


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One operator over many profiled frames, times in ms. Unknown is None, never zero.

    Attributes:
        op_id, name, op_type, device, network, sources: as in `LayerTime`.
        total_p50, total_p95: percentiles of the operator's whole time.
        memcpy_ms, hard_ms, other_ms: medians of Icraft's three parts; other may be negative.
        share: of the sum of all known `total_p50`, 0...1.
        count: profiled frames behind these figures.
        origin: of all its times.
        order: place in the order in which operators first ran, from 0.
        recent: whole times in the last profiled frames, oldest first.
        published_ms: what somebody published for this layer.
    """

    op_id: int
    name: str
    op_type: str
    device: str
    network: str
    total_p50: float | None
    total_p95: float | None
    memcpy_ms: float | None
    hard_ms: float | None
    other_ms: float | None
    share: float | None
    count: int
    origin: Origin
    order: int = 0
    recent: tuple[float | None, ...] = ()
    sources: tuple[str, ...] = ()
    published_ms: float | None = None


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """Time of one whole network on its accelerator, as somebody published it."""

    network: str
    hard_ms: float
    source: str


def hard_total(rows: Sequence[LayerRow]) -> float | None:
    """Hardware time of a network as its vendor quotes it, in ms; None where no hardware time is known.

    Source: Icraft's model zoo quotes the sum of the hard times of the HardOps alone; operators of the
    programmable logic (ImageMake, DetPost) are reported apart.
    """
    known = [row for row in rows if row.hard_ms is not None]
    hard = [row for row in known if row.op_type.endswith(_HARD_OP)] or known
    return sum(row.hard_ms or 0.0 for row in hard) if hard else None


_Key = tuple[str, int, str]
_Times = tuple[float | None, float | None, float | None, float | None]


class LayerStats:
    """Keeps the last `capacity` profiles; memory is bounded whatever the length of a run.

    A ring of float32 with four numbers per layer and profile: 200 layers of 100 profiles are 320 kB.
    """

    def __init__(self, capacity: int = 100) -> None:
        self._capacity = capacity
        self._origin = Origin.MEASURED
        self.clear()

    def add(self, profile: LayerProfile) -> None:
        """Adds one profiled frame. A profile of another origin starts afresh: origins do not mix."""
        if self._count and self._origin is not profile.origin:
            self.clear()
        self._origin = profile.origin
        columns = [self._column(layer) for layer in profile.layers]
        slot = self._count % self._capacity
        self._count += 1
        self._ms[slot] = np.nan
        self._is_there[slot] = 0
        if not columns:
            return
        times = [(layer.total_ms, layer.memcpy_ms, layer.hard_ms, layer.other_ms) for layer in profile.layers]
        self._ms[slot, columns] = np.array(times, dtype=np.float32)  # None becomes NaN
        np.add.at(self._is_there[slot], columns, 1)
        if len(set(columns)) < len(columns):
            self._average_runs(slot, columns, times)

    def _average_runs(self, slot: int, columns: list[int], times: list[_Times]) -> None:
        """A network may run several times in a frame, once per target: a layer's time is that of one run."""
        runs: dict[int, list[_Times]] = {}
        for column, row in zip(columns, times, strict=True):
            runs.setdefault(column, []).append(row)
        for column, rows in runs.items():
            known = np.ma.masked_invalid(np.array(rows, dtype=np.float64))
            self._ms[slot, column] = known.mean(axis=0).filled(np.nan)

    def clear(self) -> None:
        self._count = 0
        self._columns: dict[_Key, int] = {}
        self._layers: list[LayerTime] = []
        self._ms: NDArray[np.float32] = np.full((self._capacity, 0, 4), np.nan, np.float32)
        self._is_there: NDArray[np.int32] = np.zeros((self._capacity, 0), np.int32)

    def __len__(self) -> int:
        return min(self._count, self._capacity)

    def rows(self) -> tuple[LayerRow, ...]:
        """One row per operator, in the order in which operators first ran."""
        size = len(self._layers)
        in_order = self._in_order()
        counts = self._is_there[in_order, :size].sum(axis=0)
        ordered = np.sort(self._ms[in_order, :size], axis=0)  # NaN last
        known = np.isfinite(ordered).sum(axis=0)
        p50, p95 = (_percentile(ordered, known, rank) for rank in (_P50, _P95))
        whole = float(np.nansum(p50[:, _TOTAL]))
        recent = self._ms[in_order[-RECENT:], :size, _TOTAL].T
        return tuple(
            self._row(i, p50[i].tolist(), float(p95[i, _TOTAL]), whole, int(counts[i]), recent[i])
            for i in np.flatnonzero(counts).tolist()
        )

    def _row(
        self, i: int, p50: list[float], p95: float, whole: float, count: int, recent: NDArray[np.float32]
    ) -> LayerRow:
        layer, total = self._layers[i], _known(p50[_TOTAL])
        return LayerRow(
            op_id=layer.op_id,
            name=layer.name,
            op_type=layer.op_type,
            device=layer.device,
            network=layer.network,
            total_p50=total,
            total_p95=_known(p95),
            memcpy_ms=_known(p50[_MEMCPY]),
            hard_ms=_known(p50[_HARD]),
            other_ms=_known(p50[_OTHER]),
            share=total / whole if total is not None and whole > 0 else None,
            count=count,
            origin=self._origin,
            order=i,
            recent=tuple(_known(value) for value in recent.tolist()),
            sources=layer.sources,
        )

    def _column(self, layer: LayerTime) -> int:
        key = (layer.network, layer.op_id, layer.name)
        column = self._columns.get(key)
        if column is None:
            column = self._columns[key] = len(self._layers)
            self._layers.append(layer)
            if column >= self._ms.shape[1]:
                self._grow()
        else:
            self._layers[column] = layer
        return column

    def _grow(self) -> None:
        room = max(64, self._ms.shape[1])
        more = np.full((self._capacity, room, 4), np.nan, np.float32)
        self._ms = np.concatenate((self._ms, more), axis=1)
        self._is_there = np.concatenate((self._is_there, np.zeros((self._capacity, room), np.int32)), axis=1)

    def _in_order(self) -> NDArray[np.int64]:
        return np.arange(self._count - len(self), self._count) % self._capacity


def _percentile(ordered: NDArray[np.float32], known: NDArray[np.int64], rank: float) -> NDArray[np.float64]:
    """Of each column, whose `known` first values count: as `numpy.percentile`, which cannot leave NaN out."""
    if not len(ordered):
        return np.full(known.shape, np.nan)
    place = np.maximum(known - 1, 0) * rank
    below = place.astype(np.int64)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    return np.where(known > 0, low + (high.astype(np.float64) - low) * (place - below), np.nan)


def _known(value: float) -> float | None:
    return None if value != value else value
