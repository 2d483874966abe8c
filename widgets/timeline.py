"""The strip under the picture: score, lost spans, overlap, profiled frames, and a cursor to scrub."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.qt_arrays import draw_rects
from widgets.theme import current_theme, is_restyled
from widgets.timeline_history import TimelineColumns, TimelineHistory, TimelinePoint

_REFRESH_MS = 100
_TICKS_HEIGHT = 3


class Timeline(QWidget):
    """Draws its history to a pixmap at most ten times a second; the cursor goes over it.

    Signals:
        seek_requested(int, bool): frame under the pointer; True when the pointer lets go.
    """

    seek_requested = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = TimelineHistory(1)
        self._can_seek = False
        self._position = 0
        self._pixmap = QPixmap()
        self._is_stale = True
        self._is_scrubbing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._redraw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Timeline"))
        self.setToolTip(
            self.tr(
                "Filled: score. Grey: lost. Line: overlap with the ground truth. "
                "Marks above: an identity went over to another object. Ticks below: profiled frames."
            )
        )

    def show_source(self, frame_count: int | None, *, can_seek: bool) -> None:
        """Starts an empty history for a source."""
        self._history = TimelineHistory(frame_count)
        self._can_seek = can_seek and frame_count is not None
        self._position = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._can_seek else Qt.CursorShape.ArrowCursor)
        self._redraw()

    def append(self, point: TimelinePoint) -> None:
        self._history.append(point)
        if not self._timer.isActive():
            self._timer.start()

    def show_position(self, index: int) -> None:
        if not self._is_scrubbing and index != self._position:
            self._position = index
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 40)

    def _redraw(self) -> None:
        self._is_stale = True
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_stale = True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            # The pixmap holds colours of the theme.
            self._redraw()

    # Scrubbing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._can_seek and event.button() is Qt.MouseButton.LeftButton:
            self._is_scrubbing = True
            self._seek(event.position().x(), final=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing:
            self._seek(event.position().x(), final=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing and event.button() is Qt.MouseButton.LeftButton:
            self._is_scrubbing = False
            self._seek(event.position().x(), final=True)

    def _seek(self, x: float, *, final: bool) -> None:
        span = self._history.span
        index = min(max(int(x * span / max(self.width(), 1)), 0), span - 1)
        if index != self._position or final:
            self._position = index
            self.update()
            self.seek_requested.emit(index, final)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._is_stale or self._pixmap.size() != size:
            self._pixmap = self._draw_history(size, ratio)
            self._is_stale = False
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        self._draw_cursor(painter)
        painter.end()

    def _draw_cursor(self, painter: QPainter) -> None:
        span = max(self._history.span, 1)
        x = (self._position - self._history.first_index + 0.5) * self.width() / span
        x = min(max(round(x), 1), self.width() - 1)
        theme = current_theme()
        painter.fillRect(QRectF(x - 1, 0, 2, self.height()), theme.color("text"))
        if self._can_seek:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text"))
            painter.drawEllipse(QPointF(x, 4), 4, 4)

    def _draw_history(self, size: QSize, ratio: float) -> QPixmap:
        theme = current_theme()
        pixmap = QPixmap(size)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.color("panel"))
        painter = QPainter(pixmap)
        area = QRectF(0, 6, self.width(), self.height() - 6 - _TICKS_HEIGHT - 3)
        painter.fillRect(area, theme.color("window"))
        columns = self._history.columns(max(self.width(), 1))
        _draw_lost(painter, area, columns)
        _draw_score(painter, area, columns)
        _draw_iou(painter, area, columns)
        _draw_switches(painter, area, columns)
        ink = theme.color("muted")
        for x in np.flatnonzero(columns.profiled).tolist():
            painter.fillRect(QRectF(x, area.bottom() + 2, 1, _TICKS_HEIGHT), ink)
        painter.end()
        return pixmap


def _draw_score(painter: QPainter, area: QRectF, columns: TimelineColumns) -> None:
    accent = current_theme().color("accent")
    fill = QColor(accent)
    fill.setAlpha(90)
    x = np.flatnonzero(np.isfinite(columns.score))
    heights = np.maximum(np.clip(columns.score[x].astype(np.float64), 0, 1) * area.height(), 1.0)
    tops = area.bottom() - heights
    ones = np.ones(len(x))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    draw_rects(painter, np.stack([x, tops, ones, heights], axis=1))
    painter.setBrush(accent)
    draw_rects(painter, np.stack([x, tops, ones, ones * 1.5], axis=1))


def _draw_lost(painter: QPainter, area: QRectF, columns: TimelineColumns) -> None:
    muted = current_theme().color("muted")
    plain = QColor(muted)
    plain.setAlpha(40)
    hatch = QColor(muted)
    hatch.setAlpha(120)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], columns.lost, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        span = QRectF(start, area.top(), stop - start, area.height())
        painter.fillRect(span, plain)
        painter.fillRect(span, QBrush(hatch, Qt.BrushStyle.BDiagPattern))


def _draw_switches(painter: QPainter, area: QRectF, columns: TimelineColumns) -> None:
    """A line from top to bottom with a small triangle, so that one frame in thousands can be seen."""
    color = current_theme().color("bad")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x in np.flatnonzero(columns.switched).tolist():
        painter.fillRect(QRectF(x, area.top(), 1, area.height()), color)
        corners = (QPointF(x - 3, 0), QPointF(x + 4, 0), QPointF(x + 0.5, area.top()))
        painter.drawPolygon(QPolygonF(corners))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_iou(painter: QPainter, area: QRectF, columns: TimelineColumns) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_theme().color("good"), 1.25))
    known = np.isfinite(columns.iou)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        heights = area.bottom() - np.clip(columns.iou[start:stop], 0, 1) * area.height()
        points = [QPointF(x + 0.5, y) for x, y in zip(range(start, stop), heights.tolist(), strict=True)]
        painter.drawPolyline(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
