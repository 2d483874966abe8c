"""Score, peak, jump and likeness of a target over time, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Six columns of 8 bytes: less than half a megabyte.
CAPACITY = 9000


@dataclass(frozen=True, slots=True)
class EvidencePoint:
    """What one frame says about the target that stands out. Unknown is None.

    Attributes:
        index: of the frame.
        score: the tracker's, 0...1.
        lost: whether it counts as lost.
        sidelobe_ratio, jump, similarity: as in `engines.track.Evidence`.
    """

    index: int
    score: float | None = None
    lost: bool = False
    sidelobe_ratio: float | None = None
    jump: float | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """Where each figure means lost; None for no limit."""

    score: float | None = None
    sidelobe_ratio: float | None = None
    jump: float | None = None
    similarity: float | None = None


FIGURES = ("score", "sidelobe_ratio", "jump", "similarity")


class EvidenceHistory:
    """The last frames in the order of their index; a frame that comes again replaces what was known."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._index: NDArray[np.int64] = np.zeros(CAPACITY, np.int64)
        self._lost: NDArray[np.bool_] = np.zeros(CAPACITY, np.bool_)
        self._values: NDArray[np.float64] = np.full((CAPACITY, len(FIGURES)), np.nan)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, point: EvidencePoint) -> None:
        """Adds a frame. One that lies before the newest cuts off what came after: the video went back."""
        place = int(np.searchsorted(self._index[: self._count], point.index))
        self._count = place
        if self._count == CAPACITY:
            for column in (self._index, self._lost, self._values):
                column[:-1] = column[1:].copy()
            self._count -= 1
        row = self._count
        self._index[row], self._lost[row] = point.index, point.lost
        values = [getattr(point, name) for name in FIGURES]
        self._values[row] = [np.nan if value is None else value for value in values]
        self._count += 1

    def between(
        self, first: int, last: int
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
        """Indices (N,), lost (N,) and figures (N, 4; NaN unknown) of the known frames first...last."""
        known = self._index[: self._count]
        part = slice(int(np.searchsorted(known, first)), int(np.searchsorted(known, last, "right")))
        return self._index[part], self._lost[part], self._values[part]

    @property
    def ends(self) -> tuple[int, int] | None:
        """First and last frame that is known; None where nothing is."""
        return (int(self._index[0]), int(self._index[self._count - 1])) if self._count else None

    def at(self, index: int) -> EvidencePoint | None:
        """What is known of a frame."""
        row = int(np.searchsorted(self._index[: self._count], index))
        if row >= self._count or self._index[row] != index:
            return None
        known = [None if np.isnan(value) else float(value) for value in self._values[row]]
        return EvidencePoint(index, known[0], bool(self._lost[row]), *known[1:])
