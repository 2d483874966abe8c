"""How the origin of a figure looks: measured plain, published outlined, simulated hatched."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.origin import Origin
from widgets.texts import origin_name
from widgets.theme import current_theme


def paint_origin(painter: QPainter, area: QRectF, origin: Origin, color: QColor | None = None) -> None:
    """Paints the plate behind a figure or a badge; nothing where it was measured."""
    if origin is Origin.MEASURED:
        return
    theme = current_theme()
    ink = QColor(color) if color is not None else theme.color("muted")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if origin is Origin.SIMULATED:
        faint = QColor(ink)
        faint.setAlpha(70 if theme.is_dark else 60)
        painter.setBrush(QBrush(faint, Qt.BrushStyle.BDiagPattern))
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.0))
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.restore()


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
