"""Colours for maps of numbers: the same on crops, over the picture and in saved files."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Opacity of nothing and of the greatest value, of 255.
_LEAST, _MOST = 40, 210


def heat_bgra(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """(R, C, 4) uint8 blue, green, red, opacity of an (R, C) map.

    From 0, dark and nearly see-through, to the map's greatest value, bright and nearly opaque. A map
    without anything above 0, or with something that is no number, is dark all over.
    """
    greatest = float(values.max()) if values.size and np.isfinite(values).all() else 0.0
    part = np.clip(values / greatest, 0, 1) if greatest > 0 else np.zeros(values.shape)
    colors = cv2.applyColorMap((part * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    opacity = (_LEAST + part * (_MOST - _LEAST)).astype(np.uint8)
    return np.ascontiguousarray(np.dstack([colors, opacity]))
