"""NV12: full-size brightness, then colour at half size; what camera and board pipelines carry.

One uint8 vector of H * W * 3 / 2 values: H * W of Y, row by row, then one U and one V by turns for each
square of 2 x 2 pixels (U first). The arithmetic is OpenCV's `COLOR_BGR2YUV_I420`.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.texts import Text

LAYOUT = "NV12"


def picture_size(shape: tuple[int | None, ...]) -> tuple[int, int]:
    """Height and width of the picture that an NV12 input of this shape takes.

    Args:
        shape: (1, H * 3 / 2, W); or (1, 3, H, W), as board runtimes name it though they are fed a flat
            vector; or flat, (1, n) or (n,), which is taken to be square.

    Raises:
        ValueError: a shape that is none of these, or a side that is odd.
    """
    sides = tuple(0 if d is None else d for d in shape)
    height, width = 0, 0
    if len(sides) == 4 and sides[1] == 3:
        height, width = sides[2:]
    elif len(sides) == 3 and sides[1] % 3 == 0:
        height, width = sides[1] // 3 * 2, sides[2]
    elif len(sides) in (1, 2) and sides[-1] % 3 == 0:
        side = math.isqrt(sides[-1] // 3 * 2)
        height = width = side if side * side * 3 == sides[-1] * 2 else 0
    if min(height, width) < 2 or height % 2 or width % 2:
        raise ValueError(Text("{shape} is no NV12 picture with even sides", shape=list(shape)))
    return height, width


class Nv12Converter:
    """From BGR pictures of one size to NV12 vectors, through a buffer that is kept."""

    def __init__(self, width: int, height: int) -> None:
        self._planar = np.empty((height * 3 // 2, width), np.uint8)
        flat, pixels = self._planar.reshape(-1), height * width
        self._y, chroma = flat[:pixels], flat[pixels:]
        # OpenCV takes planes, not vectors: a quarter of the picture each.
        self._u, self._v = (half.reshape(height // 2, width // 2) for half in np.split(chroma, 2))

    def convert(self, bgr: NDArray[np.uint8], out: NDArray[np.uint8]) -> None:
        """Writes a picture of H x W x 3 into a flat vector of H * W * 3 / 2."""
        cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420, dst=self._planar)
        out[: self._y.size] = self._y
        pairs = out[self._y.size :].reshape(*self._u.shape, 2)
        cv2.merge((self._u, self._v), dst=pairs)
