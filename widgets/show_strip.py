"""Show mode's figures, readable from three metres."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.origin_style import paint_origin
from widgets.texts import figure, fps_text, origin_name
from widgets.theme import UNIT, current_theme, figure_font
from widgets.views import ShowFiguresView

# Height at which fonts have the sizes given below; a larger strip is larger in everything.
_HEIGHT = 168
_LAYERS = 5


class ShowStrip(QWidget):
    """Frame time, frame rate, the five slowest layers and a hint for visitors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ShowFiguresView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Figures"))

    def show_figures(self, figures: ShowFiguresView) -> None:
        self._shown = figures
        self.setAccessibleDescription(f"{figure(figures.frame_ms)} ms {fps_text(figures.fps)}")
        self.update()

    @property
    def figures(self) -> ShowFiguresView:
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(800, _HEIGHT)

    def _font(self, scale: float, *, bold: bool = False) -> QFont:
        return figure_font(self.font(), scale * self.height() / _HEIGHT, bold=bold)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("window"))
        area = self.rect().toRectF().adjusted(UNIT * 3, UNIT * 2, -UNIT * 3, -UNIT * 2)
        third = area.width() / 3
        self._paint_figures(painter, QRectF(area.left(), area.top(), third * 1.1, area.height()))
        self._paint_layers(painter, QRectF(area.left() + third * 1.1, area.top(), third, area.height()))
        self._paint_hint(painter, QRectF(area.left() + third * 2.15, area.top(), third * 0.85, area.height()))
        painter.end()

    def _paint_figures(self, painter: QPainter, area: QRectF) -> None:
        theme, shown = current_theme(), self._shown
        painter.setFont(self._font(5.0, bold=True))
        metrics = painter.fontMetrics()
        value = figure(shown.frame_ms)
        big = QRectF(area.left(), area.top(), metrics.horizontalAdvance(value), area.height() * 0.74)
        painter.setPen(theme.color("text"))
        painter.drawText(big, int(Qt.AlignmentFlag.AlignVCenter), value)
        painter.setFont(self._font(2.0))
        rest = QRectF(big.right() + UNIT * 2, area.top(), area.width() - big.width(), big.height())
        unit = self.tr("ms\n{fps}").format(fps=fps_text(shown.fps))
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), unit)
        painter.setFont(self._font(1.2))
        word = origin_name(shown.origin)
        width = painter.fontMetrics().horizontalAdvance(word) + 16
        line = painter.fontMetrics().height() + 8.0
        plate = QRectF(area.left(), area.bottom() - line, width, line)
        paint_origin(painter, plate, shown.origin)
        painter.setPen(theme.color("muted"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), word)
        system = QRectF(plate.right() + UNIT, plate.top(), area.right() - plate.right() - UNIT * 3, line)
        text = painter.fontMetrics().elidedText(
            shown.system, Qt.TextElideMode.ElideRight, int(system.width())
        )
        painter.drawText(system, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_layers(self, painter: QPainter, area: QRectF) -> None:
        theme = current_theme()
        line = area.height() / _LAYERS
        painter.setFont(self._font(1.15))
        metrics = painter.fontMetrics()
        largest = max((layer.share for layer in self._shown.layers), default=1.0) or 1.0
        for i, layer in enumerate(self._shown.layers[:_LAYERS]):
            at = QRectF(area.left(), area.top() + i * line, area.width(), line)
            track = at.adjusted(0, 2, 0, -2)
            painter.fillRect(track, theme.color("panel"))
            bar = QRectF(track.left(), track.top(), track.width() * layer.share / largest, track.height())
            painter.fillRect(bar, theme.color("selection"))
            painter.setPen(theme.color("text"))
            inner = at.adjusted(UNIT, 0, -UNIT, 0)
            time = self.tr("{ms} ms").format(ms=figure(layer.ms))
            room = inner.width() - metrics.horizontalAdvance(time) - UNIT * 2
            name = metrics.elidedText(layer.name, Qt.TextElideMode.ElideMiddle, int(room))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), name)
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(inner, right, time)

    def _paint_hint(self, painter: QPainter, area: QRectF) -> None:
        theme = current_theme()
        painter.setFont(self._font(1.8, bold=True))
        painter.setPen(theme.color("accent"))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(area, flags, self._shown.hint)
