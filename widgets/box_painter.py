"""How a box looks while it is drawn or corrected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engines.geometry import Box
from widgets.theme import current_theme, figure_font

# On video, so the same in both themes.
_BAND = QColor(90, 169, 255)
_SHADE = QColor(8, 12, 18, 110)
_PLATE = QColor(14, 16, 20, 215)


def paint_band(painter: QPainter, in_view: Box, box: Box, area: QRectF) -> None:
    """The rubber band with its size in pixels of the frame; what lies outside is shaded."""
    band = QRectF(in_view.x, in_view.y, in_view.w, in_view.h)
    painter.save()
    for part in _around(area, band):
        painter.fillRect(part, _SHADE)
    painter.setPen(QPen(QColor(0, 0, 0, 140), 4))
    painter.drawRect(band)
    painter.setPen(QPen(_BAND, 2))
    painter.drawRect(band)
    text = QCoreApplication.translate("VideoView", "{w} × {h} px").format(w=round(box.w), h=round(box.h))
    _paint_plate(painter, band, text, area)
    painter.restore()


def paint_handles(painter: QPainter, in_view: Box) -> None:
    """Squares at the corners and edges that can be dragged."""
    xs = (in_view.x, in_view.cx, in_view.right)
    ys = (in_view.y, in_view.cy, in_view.bottom)
    has_room = in_view.w > 48 and in_view.h > 48
    painter.save()
    painter.setPen(QPen(QColor(14, 16, 20), 1))
    painter.setBrush(QColor(255, 255, 255))
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            is_corner = i != 1 and j != 1
            is_edge = (i == 1) != (j == 1)
            if is_corner or (is_edge and has_room):
                painter.drawRect(QRectF(round(x) - 3.5, round(y) - 3.5, 7, 7))
    painter.restore()


def paint_drop_hint(painter: QPainter, area: QRectF) -> None:
    """A frame round the view while files hover above it."""
    painter.save()
    painter.setPen(QPen(current_theme().color("accent"), 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(2, 2, -2, -2))
    painter.restore()


def _paint_plate(painter: QPainter, band: QRectF, text: str, area: QRectF) -> None:
    painter.setFont(figure_font(painter.font(), bold=True))
    metrics = painter.fontMetrics()
    plate = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 8)
    below = band.bottom() + 8 + plate.height() <= area.bottom()
    top = band.bottom() + 8 if below else max(band.top() - 8 - plate.height(), area.top())
    left = min(max(band.left(), area.left()), area.right() - plate.width())
    plate.moveTopLeft(QPointF(left, top))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _around(area: QRectF, hole: QRectF) -> tuple[QRectF, ...]:
    inner = hole.intersected(area)
    return (
        QRectF(area.left(), area.top(), area.width(), inner.top() - area.top()),
        QRectF(area.left(), inner.bottom(), area.width(), area.bottom() - inner.bottom()),
        QRectF(area.left(), inner.top(), inner.left() - area.left(), inner.height()),
        QRectF(inner.right(), inner.top(), area.right() - inner.right(), inner.height()),
    )
