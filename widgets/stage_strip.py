"""Stages of the last frames as stacked columns under a budget line; a column can be looked at and chosen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.frame_history import STAGES, FrameHistory, FrameWindow
from engines.origin import Origin
from engines.palette import stage_color
from widgets.keyboard import claims_key
from widgets.qt_arrays import draw_rects
from widgets.theme import current_theme, figure_font

_CAP = 3  # marks frames over the budget, at the top
_TICKS = 4  # marks profiled frames, at the bottom
_GAP_FROM_PX = 6.0
_HATCH_PX = 6
_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_COLORS = np.array(
    [0xFF000000 | (r << 16) | (g << 8) | b for r, g, b in map(stage_color, STAGES)],
    dtype=np.uint32,
)
# Below this a spike cannot be told from an ordinary frame.
_LEAST_HEIGHT = 112


class StageStrip(QWidget):
    """Paints a window of frames; one column per frame, newest at the right.

    Where there are more frames than pixels a column shows the longest of its frames, so that no spike is
    lost. With the keyboard: left and right go from column to column, Enter chooses.

    Signals:
        hovered(int): place in the window of the frame under the pointer, -1 for none.
        frame_chosen(int): index of the frame whose column was clicked.
    """

    hovered = Signal(int)
    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = FrameHistory().window()
        self._capacity, self._budget_ms = 1, 1000 / 30
        self._top_ms = 40.0
        self._hovered = -1
        self._chosen = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Stages over the last frames"))

    def show_window(self, window: FrameWindow, capacity: int, budget_ms: float) -> None:
        """Shows frames.

        Args:
            window: at most `capacity` frames.
            capacity: frames for which there is room from left to right.
            budget_ms: where the budget line is.
        """
        if self._hovered >= 0 and len(window):
            # The column under the pointer stays; which frame it is changes as frames go by.
            self._hovered = min(self._hovered, len(window) - 1)
        self._window, self._capacity, self._budget_ms = window, capacity, budget_ms
        self._top_ms = _top(window.totals_ms, budget_ms)
        self.setCursor(Qt.CursorShape.PointingHandCursor if len(window) else Qt.CursorShape.ArrowCursor)
        if not len(window):
            self._hover(-1)
            self._chosen = -1
        self.update()

    def mark(self, index: int) -> None:
        """Marks the column of a frame as the chosen one."""
        self._chosen = index
        self.update()

    @property
    def top_ms(self) -> float:
        """Time at the upper edge."""
        return self._top_ms

    @property
    def hovered_place(self) -> int:
        """Place in the window of the frame that is looked at, -1 for none."""
        return self._hovered

    def place_at(self, x: float) -> int:
        """Place in the window of the frame drawn at a horizontal position; -1 where there is none."""
        places = _places(self._window.totals_ms, self._capacity, max(self.width(), 1))
        return int(places[int(min(max(x, 0), len(places) - 1))])

    def x_of(self, place: int) -> float:
        """Middle of the column of a frame."""
        slot = self._capacity - len(self._window) + place
        return (slot + 0.5) * self.width() / self._capacity

    def sizeHint(self) -> QSize:
        return QSize(300, 120)

    # Looking and choosing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hover(self.place_at(event.position().x()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hover(-1)
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_key(event, self._wants) or super().event(event)

    def _wants(self, key: int) -> bool:
        return key in _KEYS and (key != Qt.Key.Key_Escape or self._hovered >= 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._window) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._hover(last if self._hovered < 0 else min(max(self._hovered + step, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape and self._hovered >= 0:
            self._hover(-1)
        else:
            super().keyPressEvent(event)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()
            self.hovered.emit(place)

    def _choose(self) -> None:
        if 0 <= self._hovered < len(self._window):
            index = int(self._window.index[self._hovered])
            self.mark(index)
            self.frame_chosen.emit(index)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        area = self.rect().toRectF()
        painter.fillRect(area, theme.color("window"))
        if len(self._window) and not area.isEmpty():
            self._paint_frames(painter, area)
        else:
            painter.setPen(theme.color("muted"))
            text = self.tr("Times appear here while a target is followed.")
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(area.adjusted(16, 0, -16, 0), flags, text)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_frames(self, painter: QPainter, area: QRectF) -> None:
        theme, window = current_theme(), self._window
        body = area.adjusted(0, _CAP, 0, -_TICKS)
        places = _places(window.totals_ms, self._capacity, self.width())
        if painter.paintEngine().type() is QPaintEngine.Type.SVG:
            self._paint_vectors(painter, body)
        else:
            ratio = self.devicePixelRatioF()
            width, height = round(self.width() * ratio), round(body.height() * ratio)
            wide = _places(window.totals_ms, self._capacity, width)
            pixels = _raster(
                window, wide, height, self._top_ms, self.width() / self._capacity >= _GAP_FROM_PX
            )
            image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(body.topLeft(), image)
        shown = places >= 0
        ticks = shown & window.profiled[places]
        _mark_columns(painter, ticks, body.bottom() + 1, _TICKS - 1, theme.color("muted"))
        over = shown & (window.totals_ms[places] > self._budget_ms)
        _mark_columns(painter, over, 1, _CAP - 1, theme.color("bad"))
        self._paint_budget(painter, body)
        for place, role in ((self._place_of_chosen(), "accent"), (self._hovered, "text")):
            if 0 <= place < len(window):
                x = round(self.x_of(place)) + 0.5
                painter.setPen(QPen(theme.color(role), 1))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _place_of_chosen(self) -> int:
        found = np.flatnonzero(self._window.index == self._chosen)
        return int(found[-1]) if len(found) else -1

    def _paint_vectors(self, painter: QPainter, body: QRectF) -> None:
        """The same columns as rectangles, for pictures that stay sharp when they are enlarged."""
        scale = body.height() / self._top_ms
        ms = np.nan_to_num(self._window.ms)
        ends = np.minimum(np.cumsum(ms, axis=1) * scale, body.height())
        starts = np.concatenate((np.zeros((len(ms), 1)), ends[:, :-1]), axis=1)
        step = self.width() / self._capacity
        left = (self._capacity - len(ms) + np.arange(len(ms))) * step
        painter.setPen(Qt.PenStyle.NoPen)
        for i, stage in enumerate(STAGES):
            seen = ends[:, i] > starts[:, i]
            tall = (ends - starts)[seen, i]
            rects = np.stack(
                [left[seen], body.bottom() - ends[seen, i], np.full(seen.sum(), step), tall], axis=1
            )
            painter.setBrush(QColor(*stage_color(stage)))
            draw_rects(painter, rects)

    def _paint_budget(self, painter: QPainter, body: QRectF) -> None:
        theme = current_theme()
        painter.setFont(figure_font(self.font(), 0.8))
        metrics = painter.fontMetrics()
        y = round(body.bottom() - self._budget_ms / self._top_ms * body.height()) + 0.5
        painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(body.left(), y), QPointF(body.right(), y))
        text = self.tr("{ms} ms").format(ms=f"{self._budget_ms:.1f}")
        below = y + 2 + metrics.height() < body.bottom()
        plate = QRectF(3, y + 2 if below else y - metrics.height() - 2, 0, metrics.height())
        plate.setWidth(metrics.horizontalAdvance(text) + 8)
        painter.fillRect(plate, theme.color("window"))
        painter.setPen(theme.color("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _top(totals: NDArray[np.float64], budget_ms: float) -> float:
    """Upper edge that fits nearly all frames and the budget line, on a calm scale."""
    high = max(float(np.percentile(totals, 98)) if len(totals) else 0.0, budget_ms)
    for step in (20.0, 40.0, 60.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0, 2000.0):
        if high * 1.1 <= step:
            return step
    return high * 1.2


def _places(totals: NDArray[np.float64], capacity: int, width: int) -> NDArray[np.int64]:
    """(W,): for each pixel column which frame it shows, -1 for none; of several the longest."""
    empty = capacity - len(totals)
    slots = np.arange(width) * capacity // width - empty
    if width >= capacity:
        return np.maximum(slots, -1)
    ends = np.append(slots[1:], len(totals))
    return np.array(
        [
            max(start, 0) + int(totals[max(start, 0) : end].argmax()) if end > max(start, 0) else -1
            for start, end in zip(slots.tolist(), ends.tolist(), strict=True)
        ],
        dtype=np.int64,
    )


def _raster(
    window: FrameWindow, places: NDArray[np.int64], height: int, top_ms: float, has_gaps: bool
) -> NDArray[np.uint32]:
    """Stacked columns as ARGB pixels: one pass over the picture instead of thousands of rectangles."""
    width = len(places)
    ms = np.where((places >= 0)[:, None], np.nan_to_num(window.ms)[np.maximum(places, 0)], 0.0)
    edges = np.cumsum(ms, axis=1) * (height / top_ms)
    above_base = (height - 0.5 - np.arange(height))[:, None]
    pixels = np.zeros((height, width), dtype=np.uint32)
    diagonal = (np.arange(height)[:, None] + np.arange(width)) % _HATCH_PX == 0
    back = current_theme().color("window").rgba()
    for i in range(len(STAGES) - 1, -1, -1):
        # A lower stage paints over the foot of the higher ones.
        inside = above_base < edges[None, :, i]
        np.copyto(pixels, _COLORS[i], where=inside)
        if window.origins.get(STAGES[i]) is Origin.SIMULATED:
            np.copyto(pixels, _between(int(_COLORS[i]), back), where=inside & diagonal)
    if has_gaps:
        pixels[:, np.append(places[1:] != places[:-1], False)] = 0
    return pixels


def _between(color: int, back: int) -> np.uint32:
    """Half-way between two opaque colours."""
    parts = (((color >> shift & 255) + (back >> shift & 255)) // 2 << shift for shift in (0, 8, 16))
    return np.uint32(0xFF000000 | sum(parts))


def _mark_columns(
    painter: QPainter, where: NDArray[np.bool_], top: float, height: float, color: QColor
) -> None:
    x = np.flatnonzero(where).astype(np.float64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    ones = np.ones(len(x))
    draw_rects(painter, np.stack([x, ones * top, ones, ones * height], axis=1))
