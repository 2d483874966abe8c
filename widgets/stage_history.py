"""Stage times of the last frames in bounded memory, and their percentiles."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import FrameResult, Stage
from engines.origin import Origin
from engines.timing import Percentiles

CAPACITY = 300
# Waiting is shown in the legend; stacked it would hide the work.
STACKED = tuple(stage for stage in Stage if stage is not Stage.QUEUE)
_INDEX = {stage: i for i, stage in enumerate(Stage)}
_NOW = 30


@dataclass(frozen=True, slots=True)
class StageRow:
    """One line of the legend."""

    stage: Stage
    times: Percentiles
    origin: Origin


class StageHistory:
    """A ring of the last `CAPACITY` frames."""

    def __init__(self) -> None:
        self._ms: NDArray[np.float64] = np.full((CAPACITY, len(Stage)), np.nan)
        self._frame_ms: NDArray[np.float64] = np.full(CAPACITY, np.nan)
        self._origins: dict[Stage, Origin] = {}
        self._bytes: deque[tuple[int, int]] = deque(maxlen=_NOW)
        self._count = 0
        self.dropped = 0

    def append(self, result: FrameResult) -> None:
        slot = self._count % CAPACITY
        self._count += 1
        self._ms[slot] = np.nan
        for entry in result.stages:
            self._ms[slot, _INDEX[entry.stage]] = entry.ms
            self._origins[entry.stage] = entry.origin
        self._frame_ms[slot] = np.nan if result.step_ms is None else result.step_ms
        self.dropped += result.dropped
        if result.bytes_out is not None and result.bytes_in is not None:
            self._bytes.append((result.bytes_out, result.bytes_in))

    def __len__(self) -> int:
        return min(self._count, CAPACITY)

    def stacked(self) -> NDArray[np.float64]:
        """Stage times (N, len(STACKED)) in ms, oldest first, 0 where a frame did not meet a stage."""
        columns = [_INDEX[stage] for stage in STACKED]
        return np.nan_to_num(self._in_order(self._ms)[:, columns])

    def rows(self) -> tuple[StageRow, ...]:
        """Stages that were met, in the order in which a frame meets them."""
        made = []
        for stage in Stage:
            values = self._ms[:, _INDEX[stage]]
            times = Percentiles.of(values[np.isfinite(values)].tolist())
            if times is not None:
                made.append(StageRow(stage, times, self._origins[stage]))
        return tuple(made)

    @property
    def frame_ms(self) -> float | None:
        """Median time of a step over the last second or so, ms."""
        recent = self._in_order(self._frame_ms)[-_NOW:]
        known = recent[np.isfinite(recent)]
        if len(known):
            return float(np.median(known))
        sums = self.stacked()[-_NOW:].sum(axis=1)
        return float(np.median(sums)) if len(sums) and sums.any() else None

    @property
    def origin(self) -> Origin:
        """Of the whole frame: simulated as soon as one stage is."""
        origins = set(self._origins.values())
        return next((o for o in (Origin.SIMULATED, Origin.PUBLISHED) if o in origins), Origin.MEASURED)

    @property
    def bytes_out_in(self) -> tuple[float, float] | None:
        """Bytes per frame over the last second or so, sent and received; None without a link."""
        if not self._bytes:
            return None
        out, back = np.mean(np.asarray(self._bytes, dtype=np.float64), axis=0).tolist()
        return out, back

    def _in_order(self, ring: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._count <= CAPACITY:
            return ring[: self._count]
        return np.roll(ring, -(self._count % CAPACITY), axis=0)
