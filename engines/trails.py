"""Where each track has been lately. Bounded, however many tracks come and go."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import FrameResult
from engines.track import TrackState


class Trails:
    """Centres of the last `length` frames of each track; a lost frame adds nothing.

    Of tracks that are gone the latest `most_tracks` are kept, for going back.
    """

    def __init__(self, length: int = 60, most_tracks: int = 2000) -> None:
        self._length, self._most_tracks = length, most_tracks
        self._points: dict[int, deque[tuple[int, float, float]]] = {}

    def add(self, result: FrameResult) -> None:
        for track in result.tracks:
            points = self._points.setdefault(track.id, deque(maxlen=self._length))
            while points and points[-1][0] >= result.frame_index:  # the user went back
                points.pop()
            if track.state is TrackState.TRACKED:
                points.append((result.frame_index, track.box.cx, track.box.cy))
        if len(self._points) > 2 * self._most_tracks:
            self._forget_oldest()

    def upto(self, frame_index: int, track_ids: Iterable[int]) -> Mapping[int, NDArray[np.float64]]:
        """(N, 2) centres of these tracks by id, oldest first, of frames up to this one."""
        return {
            track_id: np.array(
                [p[1:] for p in self._points[track_id] if p[0] <= frame_index], np.float64
            ).reshape(-1, 2)
            for track_id in track_ids
            if track_id in self._points
        }

    def _forget_oldest(self) -> None:
        newest = sorted(self._points, key=lambda i: self._points[i][-1][0] if self._points[i] else -1)
        for track_id in newest[: -self._most_tracks]:
            del self._points[track_id]

    def clear(self) -> None:
        self._points.clear()
