"""Where each track has been lately."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import FrameResult
from engines.track import TrackState


class Trails:
    """Centres of the last `length` frames of each track; a lost frame adds nothing."""

    def __init__(self, length: int = 60) -> None:
        self._length = length
        self._points: dict[int, deque[tuple[int, float, float]]] = {}

    def add(self, result: FrameResult) -> None:
        for track in result.tracks:
            points = self._points.setdefault(track.id, deque(maxlen=self._length))
            while points and points[-1][0] >= result.frame_index:  # the user went back
                points.pop()
            if track.state is TrackState.TRACKED:
                points.append((result.frame_index, track.box.cx, track.box.cy))

    def upto(self, frame_index: int) -> Mapping[int, NDArray[np.float64]]:
        """(N, 2) centres by track id, oldest first, of frames up to this one."""
        return {
            track_id: np.array([p[1:] for p in points if p[0] <= frame_index], np.float64).reshape(-1, 2)
            for track_id, points in self._points.items()
        }

    def clear(self) -> None:
        self._points.clear()
