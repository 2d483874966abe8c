"""Paints marks with Qt: grouped by pen, lines and rectangles handed over as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from engines.overlay import DotsMark, HeatMark, LinesMark, Mark, RectMark, TextMark
from engines.palette import Rgb
from widgets.map_picture import heat_image
from widgets.picture_transform import PictureTransform
from widgets.qt_arrays import draw_lines, draw_rects
from widgets.theme import figure_font

# Smooth lines cost by their length, 0.1 ms for 100 pixels: only where little is drawn.
_SMOOTH_UP_TO_PX = 4000.0
_ROUND_DOTS_UP_TO = 120
_HALO_UP_TO = 40
_HALO = QColor(0, 0, 0, 110)
_PLATE = QColor(14, 16, 20, 205)
_PLATE_TEXT = QColor(255, 255, 255)

_RectKey = tuple[Rgb, float, bool]


class OverlayPainter:
    """Paints the marks of one frame over its picture; keeps only fonts."""

    def __init__(self, font: QFont) -> None:
        self._font = figure_font(font, 0.92, bold=True)
        self._metrics = QFontMetricsF(self._font)

    def paint(
        self, painter: QPainter, marks: Iterable[Mark], transform: PictureTransform, area: QRectF
    ) -> None:
        """Paints marks bottom first; texts last so that no line crosses them.

        Args:
            painter: in logical pixels of the view.
            marks: in pixels of the frame.
            transform: from frame to view.
            area: part of the view that texts must stay within.
        """
        rects: dict[_RectKey, list[tuple[float, float, float, float]]] = defaultdict(list)
        lines: dict[tuple[Rgb, float], list[NDArray[np.float64]]] = defaultdict(list)
        dots: dict[tuple[Rgb, float], list[NDArray[np.float64]]] = defaultdict(list)
        texts: list[TextMark] = []
        for mark in marks:
            if isinstance(mark, RectMark):
                box = mark.box
                rects[mark.color, mark.width, mark.dashed].append((box.x, box.y, box.w, box.h))
            elif isinstance(mark, LinesMark):
                lines[mark.color, mark.width].append(mark.segments)
            elif isinstance(mark, DotsMark):
                dots[mark.color, mark.radius].append(mark.points)
            elif isinstance(mark, HeatMark):
                _paint_heat(painter, mark, transform)
            else:
                texts.append(mark)
        painter.save()
        for (color, width), segments in lines.items():
            _paint_lines(painter, np.concatenate(segments), QPen(QColor(*color), width), transform)
        for key, boxes in rects.items():
            _paint_rects(painter, np.array(boxes, dtype=np.float64), key, transform)
        for (color, radius), points in dots.items():
            _paint_dots(painter, np.concatenate(points), QColor(*color), radius, transform)
        self._paint_texts(painter, texts, transform, area)
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, texts: list[TextMark], transform: PictureTransform, area: QRectF
    ) -> None:
        painter.setFont(self._font)
        height = round(self._metrics.height()) + 4
        for mark in texts:
            width = round(self._metrics.horizontalAdvance(mark.text)) + 15
            x, y = transform.to_view(mark.x, mark.y)
            above = y + 1 if mark.hangs else y - height - 1
            left = round(min(max(x - 1, area.left()), max(area.right() - width, area.left())))
            top = round(min(max(above, area.top()), max(area.bottom() - height, area.top())))
            painter.fillRect(left, top, width, height, _PLATE)
            painter.fillRect(left, top, 3, height, QColor(*mark.color))
            painter.setPen(_PLATE_TEXT)
            baseline = top + 2 + self._metrics.ascent()
            painter.drawText(QPointF(left + 9, baseline), mark.text)


def _paint_heat(painter: QPainter, mark: HeatMark, transform: PictureTransform) -> None:
    left, top = transform.to_view(mark.box.x, mark.box.y)
    size = mark.box.w * transform.scale, mark.box.h * transform.scale
    painter.drawImage(QRectF(left, top, *size), heat_image(mark.values))


def _paint_lines(
    painter: QPainter, segments: NDArray[np.float64], pen: QPen, transform: PictureTransform
) -> None:
    if not len(segments):
        return
    shift = (transform.dx, transform.dy, transform.dx, transform.dy)
    placed = segments * transform.scale + shift
    length = float(np.abs(placed[:, 2:] - placed[:, :2]).sum())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, length <= _SMOOTH_UP_TO_PX)
    if length <= _SMOOTH_UP_TO_PX:
        pen.setWidthF(max(pen.widthF(), 1.5))
        # Round caps take five times as long and cannot be seen on lines this thin.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    draw_lines(painter, placed)


def _paint_rects(
    painter: QPainter, boxes: NDArray[np.float64], key: _RectKey, transform: PictureTransform
) -> None:
    color, width, dashed = key
    placed = boxes * transform.scale
    placed[:, 0] += transform.dx
    placed[:, 1] += transform.dy
    # Whole pixels: crisp edges without antialiasing.
    placed = np.round(placed)
    if len(placed) <= _HALO_UP_TO and not dashed:
        for box in placed.astype(int).tolist():
            _frame_box(painter, box, round(width) + 2, _HALO)
            _frame_box(painter, box, round(width), QColor(*color))
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if len(placed) <= _HALO_UP_TO:
        painter.setPen(_square_pen(_HALO, width + 2))
        draw_rects(painter, placed)
    pen = _square_pen(QColor(*color), width)
    if dashed:
        pen.setDashPattern([5.0, 4.0] if width > 1 else [6.0, 5.0])
    painter.setPen(pen)
    draw_rects(painter, placed)


def _frame_box(painter: QPainter, box: list[int], width: int, color: QColor) -> None:
    """The outline as four filled bars, centred on the box's edge: a quarter of the time of a stroke."""
    x, y, w, h = box
    left, top = x - width // 2, y - width // 2
    painter.fillRect(left, top, w + width, width, color)
    painter.fillRect(left, top + h, w + width, width, color)
    painter.fillRect(left, top + width, width, h - width, color)
    painter.fillRect(left + w, top + width, width, h - width, color)


def _paint_dots(
    painter: QPainter, points: NDArray[np.float64], color: QColor, radius: float, transform: PictureTransform
) -> None:
    if not len(points):
        return
    placed = points * transform.scale + (transform.dx, transform.dy)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if len(placed) <= _ROUND_DOTS_UP_TO:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y in placed.tolist():
            painter.drawEllipse(QPointF(x, y), radius, radius)
        return
    squares = np.full((len(placed), 4), 2 * radius)
    squares[:, :2] = np.round(placed - radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_rects(painter, squares)


def _square_pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
