"""What speaks for or against a target being where its tracker says, beside the tracker's own score."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box, clip_to_frame

_PATCH = 32


class Likeness:
    """Compares what boxes show with what a first box showed: correlation of their pixels.

    Both are scaled to 32 x 32 pixels of grey; the figure is their correlation coefficient, which knows
    neither brightness nor contrast. It costs some 20 to 40 us.
    """

    def __init__(self, bgr: NDArray[np.uint8], box: Box) -> None:
        self._first = _patch(bgr, box)

    def of(self, bgr: NDArray[np.uint8], box: Box) -> float | None:
        """-1...1; None where a box shows nothing of the picture, or all of one grey."""
        patch = _patch(bgr, box)
        if self._first is None or patch is None:
            return None
        return float(np.dot(self._first, patch))


def jump_of(last: Box, now: Box) -> float:
    """Way of the centre in sides of the square with the last box's area."""
    return math.hypot(now.cx - last.cx, now.cy - last.cy) / math.sqrt(last.area)


def _patch(bgr: NDArray[np.uint8], box: Box) -> NDArray[np.float32] | None:
    """(1024,) grey pixels of mean 0 and length 1."""
    height, width = bgr.shape[:2]
    inside = clip_to_frame(box, width, height)
    if inside is None:
        return None
    left, top = int(inside.x), int(inside.y)
    right, bottom = max(left + 1, math.ceil(inside.right)), max(top + 1, math.ceil(inside.bottom))
    small = cv2.resize(bgr[top:bottom, left:right], (_PATCH, _PATCH), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32).ravel()
    grey -= grey.mean()
    length = float(np.linalg.norm(grey))
    return grey / length if length > 0 else None
