"""How far two trackers and the truth agree over a clip, frame by frame, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.geometry import PARTED_BELOW

# Three columns of 4 bytes: 2.4 MB at most. Longer sources are told up to here.
CAPACITY = 200_000


@dataclass(frozen=True, slots=True)
class PairPoint:
    """Overlaps (IoU, 0...1) in one frame; None where one of the two boxes is not known.

    Attributes:
        index: of the frame.
        between: of the two trackers.
        first, second: of each with the ground truth.
    """

    index: int
    between: float | None = None
    first: float | None = None
    second: float | None = None


@dataclass(frozen=True, slots=True)
class PairSummary:
    """What the frames so far come to. Means are None where nothing is known.

    Attributes:
        frames: in which both trackers gave a box.
        mean_between, mean_first, mean_second: mean overlaps.
        parted_at: first frame where the two overlap by less than `PARTED_BELOW`; None where they never do.
    """

    frames: int
    mean_between: float | None
    mean_first: float | None
    mean_second: float | None
    parted_at: int | None


class PairHistory:
    """Overlaps by frame index; a frame that comes again replaces what was known of it."""

    def __init__(self) -> None:
        self._values: NDArray[np.float32] = np.full((256, 3), np.nan, np.float32)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, point: PairPoint) -> None:
        if not 0 <= point.index < CAPACITY:
            return
        while point.index >= len(self._values):
            more = np.full_like(self._values, np.nan)
            self._values = np.concatenate([self._values, more])
        values = point.between, point.first, point.second
        self._values[point.index] = [np.nan if value is None else value for value in values]
        self._length = max(self._length, point.index + 1)

    def clear(self) -> None:
        self._values = np.full((256, 3), np.nan, np.float32)
        self._length = 0

    @property
    def columns(self) -> NDArray[np.float32]:
        """(frames, 3): between, first, second; NaN where not known."""
        return self._values[: self._length]

    def at(self, index: int) -> PairPoint | None:
        if not 0 <= index < self._length or np.isnan(self._values[index]).all():
            return None
        known = [None if np.isnan(value) else float(value) for value in self._values[index]]
        return PairPoint(index, *known)

    def summary(self) -> PairSummary:
        known = self.columns
        between = known[:, 0]
        apart = np.flatnonzero(between < PARTED_BELOW)
        mean_between, mean_first, mean_second = (_mean(known[:, column]) for column in range(3))
        return PairSummary(
            frames=int(np.isfinite(between).sum()),
            mean_between=mean_between,
            mean_first=mean_first,
            mean_second=mean_second,
            parted_at=int(apart[0]) if len(apart) else None,
        )


def _mean(values: NDArray[np.float32]) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
