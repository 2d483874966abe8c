"""How the origin of a figure looks: measured plain, published outlined, simulated hatched."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.origin import Origin
from widgets.texts import origin_name
from widgets.theme import current_theme

_HATCH_STEP = 5.0


def paint_origin(painter: QPainter, area: QRectF, origin: Origin, color: QColor | None = None) -> None:
    """Paints the plate behind a figure or a badge; nothing where it was measured."""
    if origin is Origin.MEASURED:
        return
    theme = current_theme()
    ink = QColor(color) if color is not None else theme.color("muted")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plate = QPainterPath()
    plate.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if origin is Origin.SIMULATED:
        painter.setClipPath(plate)
        hatch(painter, area, ink, alpha=80)
    else:
        painter.setPen(QPen(ink, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(plate)
    painter.restore()


def hatch(painter: QPainter, area: QRectF, ink: QColor, *, alpha: int) -> None:
    """Diagonal lines: Qt's own pattern brush is too coarse for plates as low as a line of text."""
    faint = QColor(ink)
    faint.setAlpha(alpha)
    painter.setPen(QPen(faint, 1.0))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()))
        x += _HATCH_STEP


class OriginBadge(QWidget):
    """A small word saying where the figures beside it come from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._origin = Origin.MEASURED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def origin(self) -> Origin:
        return self._origin

    def show_origin(self, origin: Origin) -> None:
        self._origin = origin
        self.setAccessibleName(origin_name(origin))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(origin_name(self._origin)) + 12, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_origin(painter, QRectF(self.rect()), self._origin)
        painter.setPen(current_theme().color("muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, origin_name(self._origin))
        painter.end()
