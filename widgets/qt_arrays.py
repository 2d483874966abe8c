"""Many rectangles or lines handed to Qt as one array instead of as many Python objects."""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter
from shiboken6 import wrapInstance

_T = TypeVar("_T", QLineF, QRectF)


def draw_rects(painter: QPainter, rects: NDArray[np.float64]) -> None:
    """Draws (N, 4) rectangles x, y, w, h with the painter's pen and brush."""
    if len(rects):
        rows = np.ascontiguousarray(rects, dtype=np.float64)
        painter.drawRects(_first(rows, QRectF), len(rows))


def draw_lines(painter: QPainter, segments: NDArray[np.float64]) -> None:
    """Draws (N, 4) lines x1, y1, x2, y2 with the painter's pen."""
    if len(segments):
        rows = np.ascontiguousarray(segments, dtype=np.float64)
        painter.drawLines(_first(rows, QLineF), len(rows))


def _first(rows: NDArray[np.float64], kind: type[_T]) -> _T:
    """The first of the Qt values that lie in an array of four float64 each, as C++ reads them."""
    return cast("_T", wrapInstance(rows.ctypes.data, kind))
