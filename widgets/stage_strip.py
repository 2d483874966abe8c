"""Stages of the last frames as stacked columns under a budget line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.palette import STAGE_COLORS
from widgets.stage_history import CAPACITY, STACKED
from widgets.theme import current_theme, figure_font

BUDGETS_MS = (1000 / 60, 1000 / 30)
_COLORS = np.array(
    [0xFF000000 | (r << 16) | (g << 8) | b for r, g, b in (STAGE_COLORS[stage] for stage in STACKED)],
    dtype=np.uint32,
)


class StageStrip(QWidget):
    """Paints an array of stage times; one column per frame, newest at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ms: NDArray[np.float64] = np.zeros((0, len(STACKED)))
        self._top_ms = 40.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(56)
        self.setAccessibleName(self.tr("Stages over the last frames"))

    def show_stages(self, ms: NDArray[np.float64]) -> None:
        """Shows (N, len(STACKED)) times in ms, oldest first."""
        self._ms = ms
        self._top_ms = _top(ms)
        self.update()

    @property
    def top_ms(self) -> float:
        """Time at the upper edge."""
        return self._top_ms

    def sizeHint(self) -> QSize:
        return QSize(300, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        area = self.rect().toRectF()
        painter.fillRect(area, theme.color("window"))
        width, height = self.width(), self.height()
        if len(self._ms) and width > 0 and height > 0:
            pixels = _raster(self._ms, width, height, self._top_ms)
            image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32)
            painter.drawImage(0, 0, image)
            self._paint_budgets(painter, area)
        else:
            painter.setPen(theme.color("muted"))
            text = self.tr("Times appear here while a target is followed.")
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(area.adjusted(16, 0, -16, 0), flags, text)
        painter.end()

    def _paint_budgets(self, painter: QPainter, area: QRectF) -> None:
        theme = current_theme()
        painter.setFont(figure_font(self.font(), 0.8))
        metrics = painter.fontMetrics()
        has_room = (BUDGETS_MS[1] - BUDGETS_MS[0]) / self._top_ms * area.height() > metrics.height() + 4
        for budget in BUDGETS_MS:
            if budget > self._top_ms:
                continue
            y = round(area.bottom() - budget / self._top_ms * area.height()) + 0.5
            painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if budget == BUDGETS_MS[0] and not has_room:
                continue
            text = self.tr("{ms} ms").format(ms=f"{budget:.1f}")
            plate = QRectF(4, y + 1, metrics.horizontalAdvance(text) + 8, metrics.height())
            painter.fillRect(plate, theme.color("window"))
            painter.setPen(theme.color("muted"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _top(ms: NDArray[np.float64]) -> float:
    """Upper edge that fits nearly all frames and a budget line, on a calm scale."""
    high = float(np.percentile(ms.sum(axis=1), 98)) if len(ms) else 0.0
    for step in (20.0, 40.0, 60.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0, 2000.0):
        if high * 1.1 <= step:
            return step
    return high * 1.2


def _raster(ms: NDArray[np.float64], width: int, height: int, top_ms: float) -> NDArray[np.uint32]:
    """Stacked columns as ARGB pixels: one pass over the picture instead of thousands of rectangles."""
    per_column = _columns(ms, width)
    edges = np.cumsum(per_column, axis=1) * (height / top_ms)
    above_base = (height - 0.5 - np.arange(height))[:, None]
    pixels = np.zeros((height, width), dtype=np.uint32)
    for i in range(len(STACKED) - 1, -1, -1):
        # A lower stage paints over the foot of the higher ones.
        np.copyto(pixels, _COLORS[i], where=above_base < edges[None, :, i])
    return pixels


def _columns(ms: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """(W, stages): each pixel column its frame, empty at the left until the history is full."""
    slots = np.arange(width) * CAPACITY // width - (CAPACITY - len(ms))
    columns = np.where((slots >= 0)[:, None], ms[np.maximum(slots, 0)], 0.0)
    return np.asarray(columns)
