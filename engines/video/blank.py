"""Grey pictures where there is no video: results can be made and drawn all the same."""

from __future__ import annotations

import math

import numpy as np

from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video.source import SourceInfo

_GREY = 128
_FPS = 25.0
_LEAST_SIDE, _MOST_SIDE = 64, 8192


class BlankSource:
    """As many grey pictures of one size as are wanted (a FrameSource)."""

    def __init__(self, frame_count: int, width: float, height: float, title: str = "blank") -> None:
        """Makes the picture.

        Args:
            frame_count: how many there are.
            width: of what it has to hold, in pixels; made even, and kept within what a video can have,
                64...8192.
            height: likewise.
            title: for people.
        """
        # Only as large as what is drawn into it needs: a picture of the largest size has 200 MB.
        self._bgr = np.full((_side(height), _side(width), 3), _GREY, np.uint8)
        self._bgr.setflags(write=False)
        self._next = 0
        self._info = SourceInfo(
            spec=title,
            title=title,
            width=self._bgr.shape[1],
            height=self._bgr.shape[0],
            fps=_FPS,
            frame_count=frame_count,
            is_live=False,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def ground_truth(self) -> GroundTruth | None:
        return None

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        """The next picture, or None at the end."""
        at = self._next
        if at >= (self._info.frame_count or 0):
            return None
        self._next = at + 1
        return Frame(at, at / _FPS, self._bgr)

    def seek(self, index: int) -> None:
        """Makes picture `index` the next one; numbers outside go to the start or the end."""
        self._next = min(max(index, 0), self._info.frame_count or 0)

    def close(self) -> None:
        self._next = self._info.frame_count or 0


def _side(pixels: float) -> int:
    even = 2 * math.ceil(min(max(pixels, _LEAST_SIDE), _MOST_SIDE) / 2)
    return min(even, _MOST_SIDE)
