"""Identity switches while a run goes on: an annotated object that another track follows from now on.

The same switches as `mot_clear` counts over a whole run, told in the frame where they happen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.assignment import assign
from engines.geometry import iou
from engines.track import Track

_LEAST_IOU = 0.5
_STAY = 1000.0
"""Worth of a match that goes on from the last frame: more than any overlap."""


class SwitchWatch:
    """Counts switches frame by frame; knows only who followed whom last."""

    def __init__(self) -> None:
        self._follower: dict[int, int] = {}
        self._last_frame: dict[int, int] = {}

    def add(self, truth: Sequence[Track], tracks: Sequence[Track]) -> int:
        """How many annotated objects are followed by another track than the one before."""
        if not truth or not tracks:
            return 0
        worth = np.array([[self._worth(true, track) for track in tracks] for true in truth])
        rows, cols = assign(worth, maximize=True)
        switches, matched = 0, {}
        for row, col in zip(rows, cols, strict=True):
            if worth[row, col] <= 0:
                continue
            true_id, track_id = truth[row].id, tracks[col].id
            switches += self._follower.get(true_id, track_id) != track_id
            self._follower[true_id] = matched[true_id] = track_id
        self._last_frame = matched
        return switches

    def _worth(self, true: Track, track: Track) -> float:
        overlap = iou(true.box, track.box)
        if overlap < _LEAST_IOU:
            return 0.0
        return overlap + (_STAY if self._last_frame.get(true.id) == track.id else 0.0)
