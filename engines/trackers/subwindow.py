"""Square crops of a frame, scaled to the size a network wants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box

# Above this, padding at the frame's own scale would cost more memory than the crop is worth.
_MAX_PADDED_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """A square of whole pixels of the frame: the part a tracker looks at. May reach outside."""

    x: int
    y: int
    side: int

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.side, self.side)


def window_around(box: Box, factor: float) -> Window:
    """The square around a box whose side is sqrt(w h) * factor, rounded up.

    Source: VitTrack, OSTrack (`sample_target`).
    """
    side = max(1, math.ceil(math.sqrt(box.w * box.h) * factor))
    return Window(round(box.cx - side / 2), round(box.cy - side / 2), side)


def cut(
    bgr: NDArray[np.uint8], window: Window, size: int, fill: Sequence[float] = (0, 0, 0)
) -> NDArray[np.uint8]:
    """The window scaled to size x size (bilinear, on uint8).

    Args:
        bgr: the frame.
        window: the part to cut.
        size: side of the result in pixels.
        fill: blue, green, red of what lies outside the picture; cut to whole numbers.

    Returns:
        (size, size, 3) uint8 in memory of its own.
    """
    height, width = bgr.shape[:2]
    x1, y1 = window.x, window.y
    x2, y2 = x1 + window.side, y1 + window.side
    if x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height:
        return _scaled(bgr[y1:y2, x1:x2], size)
    left, top = max(0, x1), max(0, y1)
    right, bottom = min(width, x2), min(height, y2)
    if right <= left or bottom <= top:
        return np.full((size, size, 3), [int(level) for level in fill], np.uint8)
    level = [int(value) for value in fill]
    if window.side**2 > _MAX_PADDED_PIXELS:
        return _warped(bgr, window, size, level)
    padded = cv2.copyMakeBorder(
        bgr[top:bottom, left:right],
        top - y1,
        y2 - bottom,
        left - x1,
        x2 - right,
        cv2.BORDER_CONSTANT,
        value=level,
    )
    return _scaled(padded, size)


def _scaled(part: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    scaled: NDArray[np.uint8] = cv2.resize(part, (size, size), interpolation=cv2.INTER_LINEAR)
    return scaled


def _warped(bgr: NDArray[np.uint8], window: Window, size: int, fill: Sequence[int]) -> NDArray[np.uint8]:
    """The same sampling without padding: pixel centres map to pixel centres, as in `cv2.resize`."""
    step = window.side / size
    matrix = np.array([[step, 0, window.x + step / 2 - 0.5], [0, step, window.y + step / 2 - 0.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped: NDArray[np.uint8] = cv2.warpAffine(
        bgr, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
    )
    return warped
