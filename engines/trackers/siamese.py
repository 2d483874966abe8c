"""What the Siamese trackers share: context, windows around a centre, penalties on a change of shape.

Source: SiamFC and SiamRPN (`pysot/tracker/siamrpn_tracker.py`), whose rules E.T.Track, LightTrack and
NanoTrack took over.
"""

from __future__ import annotations

import math
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", float, NDArray[np.float64])

CONTEXT = 0.5


def padded_side(w: Value, h: Value) -> Value:
    """Side of the square with the area of a box and its context: sqrt((w + p)(h + p)), p = (w + h) / 2."""
    pad = (w + h) * CONTEXT
    area = (w + pad) * (h + pad)
    side: Value = area**0.5
    return side


def change(ratio: Value) -> Value:
    """max(r, 1/r): how much something grew or shrank, whichever way."""
    if isinstance(ratio, float):
        return max(ratio, 1.0 / ratio)
    return cast(Value, np.maximum(ratio, 1.0 / ratio))


def shape_penalty(
    w: NDArray[np.float64], h: NDArray[np.float64], last_w: float, last_h: float, strength: float
) -> NDArray[np.float64]:
    """exp(-(change of size * change of ratio - 1) * strength) for each proposed size, all in one unit."""
    size = change(padded_side(w, h) / padded_side(last_w, last_h))
    ratio = change((last_w / last_h) / (w / h))
    penalty: NDArray[np.float64] = np.exp(-(ratio * size - 1.0) * strength)
    return penalty


def cosine_window(size: int) -> NDArray[np.float64]:
    """(size, size) outer product of two Hann windows that are zero at both ends."""
    row = np.hanning(size)
    return np.outer(row, row)


def channel_means(bgr: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Mean blue, green, red of a picture: what fills a crop where it leaves the picture."""
    blue, green, red, _none = cv2.mean(bgr)
    return blue, green, red


def round_half_up(value: float) -> int:
    """Rounds halves away from zero, as Python 2 and C do."""
    return math.floor(value + 0.5) if value >= 0 else math.ceil(value - 0.5)
