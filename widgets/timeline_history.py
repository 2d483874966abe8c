"""Score, lost spans, overlap and profiled frames of a run in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CAPACITY = 4096
_LIVE_CAPACITY = 1800


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """What one frame adds to the timeline.

    Attributes:
        score: 0...1; None where there is none.
        iou: overlap with the ground truth in 0...1; None without one.
        profiled: its layers were timed.
        switched: an identity went over to another object in it.
    """

    index: int
    score: float | None = None
    lost: bool = False
    iou: float | None = None
    profiled: bool = False
    switched: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TimelineColumns:
    """What a timeline of W pixels shows, per pixel column. NaN where nothing is known.

    Attributes:
        score: (W,) lowest score in 0...1.
        iou: (W,) lowest overlap with the ground truth in 0...1.
        lost, profiled, switched: (W,) bool.
    """

    score: NDArray[np.float32]
    iou: NDArray[np.float32]
    lost: NDArray[np.bool_]
    profiled: NDArray[np.bool_]
    switched: NDArray[np.bool_]


class TimelineHistory:
    """One slot per frame, or per group of frames where the source is longer than the memory.

    Args:
        frame_count: of the source, or None for a live one, which keeps the last minute or so.
    """

    def __init__(self, frame_count: int | None) -> None:
        self._count = frame_count
        size = _LIVE_CAPACITY if frame_count is None else max(1, min(frame_count, _CAPACITY))
        self._score = np.full(size, np.nan, np.float32)
        self._iou = np.full(size, np.nan, np.float32)
        self._lost = np.zeros(size, np.bool_)
        self._profiled = np.zeros(size, np.bool_)
        self._switched = np.zeros(size, np.bool_)
        self._frame = np.full(size, -1, np.int64)
        self._newest = -1

    def append(self, point: TimelinePoint) -> None:
        """Adds a frame; a frame seen again replaces what was known of it."""
        slot = self._slot(point.index)
        if slot is None:
            return
        is_again = self._frame[slot] in (-1, point.index) or self._count is None
        self._frame[slot] = point.index
        self._newest = max(self._newest, point.index)
        score = np.nan if point.score is None else point.score
        iou = np.nan if point.iou is None else point.iou
        flags = ((self._lost, point.lost), (self._profiled, point.profiled), (self._switched, point.switched))
        if is_again:
            self._score[slot], self._iou[slot] = score, iou
        else:
            self._score[slot] = np.fmin(self._score[slot], score)
            self._iou[slot] = np.fmin(self._iou[slot], iou)
        for column, flag in flags:
            column[slot] = flag or (column[slot] and not is_again)

    @property
    def first_index(self) -> int:
        """Frame at the left end."""
        if self._count is not None:
            return 0
        return max(0, self._newest - len(self._frame) + 1)

    @property
    def span(self) -> int:
        """Frames from the left end to the right end."""
        return self._count if self._count is not None else len(self._frame)

    def columns(self, width: int) -> TimelineColumns:
        """The history drawn together to `width` columns."""
        score, iou = self._score, self._iou
        flags = (self._lost, self._profiled, self._switched)
        if self._count is None:
            order = (self.first_index + np.arange(len(self._frame))) % len(self._frame)
            fresh = self._frame[order] >= self.first_index
            score = np.where(fresh, score[order], np.nan).astype(np.float32)
            iou = np.where(fresh, iou[order], np.nan).astype(np.float32)
            flags = tuple(flag[order] & fresh for flag in flags)  # type: ignore[assignment]
        lost, profiled, switched = flags
        size = len(score)
        if size <= width:
            pick = np.minimum(np.arange(width) * size // width, size - 1)
            first = np.concatenate(([True], pick[1:] != pick[:-1]))
            ticks = (profiled[pick] & first, switched[pick] & first)
            return TimelineColumns(score[pick], iou[pick], lost[pick], *ticks)
        starts = np.arange(width) * size // width
        return TimelineColumns(
            np.fmin.reduceat(score, starts),
            np.fmin.reduceat(iou, starts),
            *(np.logical_or.reduceat(flag, starts) for flag in (lost, profiled, switched)),
        )

    def _slot(self, index: int) -> int | None:
        if index < 0:
            return None
        if self._count is None:
            return index % len(self._frame)
        if index >= self._count:
            return None
        return index * len(self._frame) // self._count
