"""Overlaps of two trackers with each other and with the truth, over the whole clip."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.pair_history import PARTED_BELOW, PairHistory, PairPoint
from engines.palette import BESIDE_COLOR, TRACK_COLORS
from widgets.texts import UNKNOWN
from widgets.theme import UNIT, current_theme, figure_font

_LEGEND = 20
_LEAST_FRAMES = 60


class PairChart(QWidget):
    """Three lines over time; a click goes to a frame.

    Signals:
        frame_chosen(int): index of the frame under the pointer.
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = PairHistory()
        self._frames: int | None = None
        self._position: int | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(240, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Overlap over time"))
        self._titles = (self.tr("A with B"), self.tr("A with truth"), self.tr("B with truth"))

    def begin(self, frame_count: int | None) -> None:
        """Another source, or another pair."""
        self.history.clear()
        self._frames = frame_count
        self.update()

    def append(self, point: PairPoint) -> None:
        self.history.add(point)
        self.update()

    def show_position(self, index: int | None) -> None:
        self._position = index
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 180)

    def legend_texts(self) -> tuple[str, ...]:
        """Titles with the figures of the marked frame."""
        marked = self._hovered if self._hovered is not None else self._position
        point = None if marked is None else self.history.at(marked)
        values = (None,) * 3 if point is None else (point.between, point.first, point.second)
        pairs = zip(self._titles, values, strict=True)
        return tuple(f"{title} {UNKNOWN if value is None else f'{value:.2f}'}" for title, value in pairs)

    def index_at(self, x: float) -> int | None:
        """The frame at x; None where nothing is known yet."""
        if not len(self.history):
            return None
        return int(np.clip(x * self._span / max(self.width(), 1), 0, len(self.history) - 1))

    @property
    def _span(self) -> int:
        return max(self._frames or 0, len(self.history), _LEAST_FRAMES)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self.index_at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.frame_chosen.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.88))
        area = QRectF(0, _LEGEND, self.width(), self.height() - _LEGEND)
        painter.fillRect(area, theme.color("window"))
        limit = area.bottom() - PARTED_BELOW * area.height()
        painter.setPen(QPen(theme.color("line"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, limit), QPointF(area.right(), limit))
        columns = self.history.columns
        colors = (theme.color("text"), QColor(*TRACK_COLORS[0]), QColor(*BESIDE_COLOR))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in (1, 2, 0):
            self._paint_line(painter, area, columns[:, number], QPen(colors[number], 1.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_marks(painter, area)
        self._paint_legend(painter, colors)
        painter.end()

    def _paint_line(self, painter: QPainter, area: QRectF, values: NDArray[np.float32], pen: QPen) -> None:
        painter.setPen(pen)
        step = area.width() / self._span
        known = np.isfinite(values)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
        for start, stop in edges.reshape(-1, 2).tolist():
            ys = area.bottom() - values[start:stop] * area.height()
            # More points than pixels cannot be told apart, and cost.
            stride = max(1, int((stop - start) / max(area.width(), 1) / 2))
            pairs = zip(range(start, stop, stride), ys[::stride].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF((x + 0.5) * step, y) for x, y in pairs]))

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        """Where the two part, and the frame on screen."""
        theme, step = current_theme(), area.width() / self._span
        parted = self.history.summary().parted_at
        if parted is not None:
            painter.fillRect(
                QRectF((parted + 0.5) * step - 1, area.top(), 2, area.height()), theme.color("bad")
            )
        marked = self._hovered if self._hovered is not None else self._position
        if marked is not None:
            x = (marked + 0.5) * step
            painter.fillRect(QRectF(x - 0.75, area.top(), 1.5, area.height()), theme.color("text"))

    def _paint_legend(self, painter: QPainter, colors: tuple[QColor, ...]) -> None:
        x = 0.0
        for text, color in zip(self.legend_texts(), colors, strict=True):
            painter.fillRect(QRectF(x, _LEGEND / 2 - 1.5, 12, 3), color)
            painter.setPen(current_theme().color("text"))
            width = painter.fontMetrics().horizontalAdvance(text) + UNIT
            place = QRectF(x + 16, 0, width, _LEGEND)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
            x += 16 + width + UNIT
