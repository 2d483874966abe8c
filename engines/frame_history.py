"""Times of the last frames in bounded memory: percentiles, what eats the budget, what profiling costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import FrameResult, Stage
from engines.origin import Origin
from engines.timing import Percentiles

#: Frames that are remembered; with a dozen stages that is some 150 kB.
CAPACITY = 1000
STAGES = tuple(Stage)
_INDEX = {stage: i for i, stage in enumerate(STAGES)}
# A longer gap between two frames is a pause of the user's, not the speed of the program.
_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage over many frames, in ms; frames that did not meet it do not count."""

    stage: Stage
    times: Percentiles
    origin: Origin


@dataclass(frozen=True, slots=True)
class BudgetReport:
    """How many frames took longer than the budget, and what took the time in those.

    Attributes:
        frames, over: how many there are, and how many of them are over the budget.
        stage, share: the stage with the largest part of the frames over the budget, 0...1; None where
            none is over.
        grown, grown_ms: the stage whose median is most above that of the frames within the budget, and by
            how much; None where all or none are over.
    """

    budget_ms: float
    frames: int
    over: int
    stage: Stage | None = None
    share: float | None = None
    grown: Stage | None = None
    grown_ms: float | None = None


@dataclass(frozen=True, slots=True)
class ProfilingCost:
    """Medians of whole steps without and with layer times, in ms; None where there are no such frames."""

    ordinary_ms: float | None
    profiled_ms: float | None

    @property
    def inflation(self) -> float | None:
        """By which part of itself a step becomes longer where layers are timed; -0.1 is 10 % shorter."""
        if not self.ordinary_ms or self.profiled_ms is None:
            return None
        return self.profiled_ms / self.ordinary_ms - 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FrameWindow:
    """The last N frames, oldest first. NaN where nothing is known.

    Attributes:
        index: (N,) frame numbers.
        ms: (N, len(STAGES)) times of the stages; NaN where a frame did not meet one.
        step_ms: (N,) wall times of the steps.
        profiled: (N,) whether the layers were timed.
        link_bytes: (N, 2) bytes sent and received.
        arrived_s: (N,) when the result came, on a clock of its own.
        dropped: frames of a live source that were skipped among these.
        origins: where each stage's times come from.
    """

    index: NDArray[np.int64]
    ms: NDArray[np.float64]
    step_ms: NDArray[np.float64]
    profiled: NDArray[np.bool_]
    link_bytes: NDArray[np.float64]
    arrived_s: NDArray[np.float64]
    dropped: int
    origins: Mapping[Stage, Origin]

    def __len__(self) -> int:
        return len(self.index)

    @property
    def totals_ms(self) -> NDArray[np.float64]:
        """(N,) from glass to glass: all stages that are known of a frame."""
        return np.asarray(np.nansum(self.ms, axis=1))

    @property
    def ordinary(self) -> NDArray[np.bool_]:
        """(N,) frames whose times say how fast it is: those without layer times, if there are any."""
        plain = ~self.profiled
        return plain if plain.any() else np.ones(len(self), np.bool_)

    @property
    def total(self) -> Percentiles | None:
        """Of whole frames, glass to glass, over the ordinary ones."""
        return Percentiles.of(self.totals_ms[self.ordinary].tolist())

    def rows(self) -> tuple[StageRow, ...]:
        """Stages that were met, in the order in which a frame meets them, over the ordinary frames."""
        made, ms = [], self.ms[self.ordinary]
        for i, stage in enumerate(STAGES):
            times = Percentiles.of(ms[np.isfinite(ms[:, i]), i].tolist())
            if times is not None:
                made.append(StageRow(stage, times, self.origins.get(stage, Origin.MEASURED)))
        return tuple(made)

    @property
    def origin(self) -> Origin:
        """Of the whole frame: simulated as soon as one stage is."""
        found = set(self.origins.values())
        return next((o for o in (Origin.SIMULATED, Origin.PUBLISHED) if o in found), Origin.MEASURED)

    @property
    def frames_per_second(self) -> float | None:
        """Results per second of wall time, pauses left out; None for fewer than two."""
        gaps = np.diff(self.arrived_s)
        gaps = gaps[gaps < _PAUSE_S]
        spent_s = float(gaps.sum())
        return len(gaps) / spent_s if spent_s > 0 else None

    @property
    def bytes_out_in(self) -> tuple[float, float] | None:
        """Bytes per frame, sent and received; None without a link."""
        known = self.link_bytes[np.isfinite(self.link_bytes[:, 0])]
        if not len(known):
            return None
        out, back = known.mean(axis=0).tolist()
        return out, back

    def over(self, budget_ms: float) -> NDArray[np.bool_]:
        """(N,) frames that took longer than the budget."""
        return np.asarray(self.totals_ms > budget_ms)

    def budget(self, budget_ms: float) -> BudgetReport:
        """What eats the budget."""
        over = self.over(budget_ms)
        count = int(over.sum())
        if not count:
            return BudgetReport(budget_ms, len(self), 0)
        slow = np.nan_to_num(self.ms[over])
        spent = slow.sum(axis=0)
        most = int(spent.argmax())
        report = BudgetReport(budget_ms, len(self), count, STAGES[most], float(spent[most] / spent.sum()))
        if count == len(self):
            return report
        more = np.median(slow, axis=0) - np.median(np.nan_to_num(self.ms[~over]), axis=0)
        grown = int(more.argmax())
        return BudgetReport(
            budget_ms, len(self), count, report.stage, report.share, STAGES[grown], float(more[grown])
        )

    @property
    def profiling(self) -> ProfilingCost:
        """What timing the layers costs."""
        known = np.isfinite(self.step_ms)
        ordinary, profiled = (self.step_ms[known & mask] for mask in (~self.profiled, self.profiled))
        return ProfilingCost(
            float(np.median(ordinary)) if len(ordinary) else None,
            float(np.median(profiled)) if len(profiled) else None,
        )

    def next_slow(self, after: int, budget_ms: float) -> int | None:
        """Index of the next frame over the budget, from the beginning again after the last.

        Where no frame is over it, the slowest one in a hundred count as slow. None without frames.
        """
        if not len(self):
            return None
        slow, totals = self.over(budget_ms), self.totals_ms
        if not slow.any():
            slow = totals >= np.percentile(totals, 99)
        found = np.unique(self.index[slow])
        later = found[found > after]
        return int(later[0] if len(later) else found[0])


class FrameHistory:
    """A ring of the last `CAPACITY` frames."""

    def __init__(self) -> None:
        self._index = np.full(CAPACITY, -1, np.int64)
        self._ms = np.full((CAPACITY, len(STAGES)), np.nan)
        self._step_ms = np.full(CAPACITY, np.nan)
        self._profiled = np.zeros(CAPACITY, np.bool_)
        self._bytes = np.full((CAPACITY, 2), np.nan)
        self._arrived_s = np.zeros(CAPACITY)
        self._dropped = np.zeros(CAPACITY, np.int64)
        self._origins: dict[Stage, Origin] = {}
        self._count = 0

    def append(self, result: FrameResult, arrived_s: float | None = None) -> None:
        """Adds a frame; cheap. `arrived_s` is when its result came, now by default."""
        slot = self._count % CAPACITY
        self._count += 1
        row = self._ms[slot]
        row.fill(np.nan)
        for entry in result.stages:
            row[_INDEX[entry.stage]] = entry.ms
            self._origins[entry.stage] = entry.origin
        self._index[slot] = result.frame_index
        self._step_ms[slot] = np.nan if result.step_ms is None else result.step_ms
        self._profiled[slot] = result.layers is not None
        has_link = result.bytes_out is not None and result.bytes_in is not None
        self._bytes[slot] = (result.bytes_out, result.bytes_in) if has_link else (np.nan, np.nan)
        self._arrived_s[slot] = perf_counter() if arrived_s is None else arrived_s
        self._dropped[slot] = result.dropped

    def add_draw(self, index: int, ms: float) -> None:
        """What it took to put the newest result of a frame on screen; frames without one are passed over.

        A frame counts when it is drawn first; that it is painted again says nothing of its way.
        """
        found = np.flatnonzero(self._index == index)
        if not len(found):
            return
        age = (self._count - 1 - found) % CAPACITY
        slot, column = found[age.argmin()], _INDEX[Stage.DRAW]
        if np.isnan(self._ms[slot, column]):
            self._ms[slot, column] = ms
            self._origins[Stage.DRAW] = Origin.MEASURED

    def __len__(self) -> int:
        return min(self._count, CAPACITY)

    def window(self, frames: int = CAPACITY) -> FrameWindow:
        """The last frames, at most so many."""
        count = min(frames, len(self))
        slots = np.arange(self._count - count, self._count) % CAPACITY
        return FrameWindow(
            index=self._index[slots],
            ms=self._ms[slots],
            step_ms=self._step_ms[slots],
            profiled=self._profiled[slots],
            link_bytes=self._bytes[slots],
            arrived_s=self._arrived_s[slots],
            dropped=int(self._dropped[slots].sum()),
            origins=dict(self._origins),
        )
