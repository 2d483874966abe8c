"""Overlaps of two trackers with each other and with the truth, over the whole clip."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from engines.geometry import PARTED_BELOW
from engines.pair_history import PairHistory
from engines.palette import BESIDE_COLOR, Rgb, track_color
from widgets.frame_chart import FrameChart, on_chart
from widgets.texts import UNKNOWN
from widgets.theme import UNIT, current_theme, figure_font

_LEGEND = 20
_LEAST_FRAMES = 60
_SWATCH = 12


class PairChart(FrameChart):
    """Three lines over time, from 0 at the bottom to 1 at the top; A is drawn in its target's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = PairHistory()
        self._frames: int | None = None
        self._first_color: Rgb = track_color(1)
        self.setMinimumSize(80, 100)
        self.setAccessibleName(self.tr("Overlap over time"))
        self.setToolTip(
            self.tr(
                "Overlap (IoU) of the boxes of A and B, and of each with the truth, frame by frame. Below "
                "the dashed line they part; the first such frame is marked. A click goes to the frame."
            )
        )
        self._titles = (self.tr("A with B"), self.tr("A with truth"), self.tr("B with truth"))

    def begin(self, frame_count: int | None) -> None:
        """Another source, or another pair."""
        self._frames = frame_count
        self.show_history(PairHistory())

    def show_history(self, history: PairHistory, target_id: int = 1) -> None:
        """Shows what is known of a target, now and as it grows."""
        self.history = history
        self._first_color = track_color(target_id)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 180)

    def legend_texts(self) -> tuple[str, ...]:
        """Titles with the figures of the marked frame."""
        point = None if self.marked is None else self.history.at(self.marked)
        values = (None,) * 3 if point is None else (point.between, point.first, point.second)
        pairs = zip(self._titles, values, strict=True)
        return tuple(f"{title} {UNKNOWN if value is None else f'{value:.2f}'}" for title, value in pairs)

    def words(self) -> str:
        text = self.tr("Frame {number}: {figures}")
        return text.format(number=self.number, figures=", ".join(self.legend_texts()))

    def ends(self) -> tuple[int, int] | None:
        return (0, len(self.history) - 1) if len(self.history) else None

    def index_at(self, x: float) -> int | None:
        if not len(self.history):
            return None
        return int(np.clip(x * self._span / max(self.width(), 1), 0, len(self.history) - 1))

    def x_of(self, index: int) -> float:
        return (index + 0.5) * self.width() / self._span

    @property
    def _span(self) -> int:
        return max(self._frames or 0, len(self.history), _LEAST_FRAMES)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.88))
        area = QRectF(0, _LEGEND, self.width(), self.height() - _LEGEND)
        painter.fillRect(area, theme.color("window"))
        self._paint_limit(painter, area)
        columns = self.history.columns
        colors = (theme.color("text"), on_chart(self._first_color), on_chart(BESIDE_COLOR))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in (1, 2, 0):
            self._paint_line(painter, area, columns[:, number], QPen(colors[number], 1.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        parted = self.history.summary().parted_at
        if parted is not None:
            painter.fillRect(QRectF(self.x_of(parted) - 1, area.top(), 2, area.height()), theme.color("bad"))
        self._paint_marks(painter, area)
        self._paint_legend(painter, colors)
        self._paint_focus(painter)
        painter.end()

    def _paint_limit(self, painter: QPainter, area: QRectF) -> None:
        """Where two boxes count as two places."""
        theme = current_theme()
        limit = area.bottom() - PARTED_BELOW * area.height()
        painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, limit), QPointF(area.right(), limit))
        painter.setPen(theme.color("muted"))
        place = QRectF(3, limit, 40, painter.fontMetrics().height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), f"{PARTED_BELOW:g}")

    def _paint_line(self, painter: QPainter, area: QRectF, values: NDArray[np.float32], pen: QPen) -> None:
        painter.setPen(pen)
        step = area.width() / self._span
        known = np.isfinite(values)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
        for start, stop in edges.reshape(-1, 2).tolist():
            # An overlap of 1 stays inside the area.
            ys = area.bottom() - 1 - values[start:stop] * (area.height() - 2)
            # More points than pixels cannot be told apart, and cost.
            stride = max(1, int((stop - start) / max(area.width(), 1) / 2))
            pairs = zip(range(start, stop, stride), ys[::stride].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF((x + 0.5) * step, y) for x, y in pairs]))

    def _paint_legend(self, painter: QPainter, colors: tuple[QColor, ...]) -> None:
        """What the lines are; without their figures where there is too little room."""
        metrics, texts = painter.fontMetrics(), self.legend_texts()
        around = _SWATCH + UNIT // 2 + UNIT * 2
        if sum(metrics.horizontalAdvance(text) + around for text in texts) > self.width() + UNIT * 2:
            texts = self._titles
        x = 0.0
        for text, color in zip(texts, colors, strict=True):
            painter.fillRect(QRectF(x, _LEGEND / 2 - 1.5, _SWATCH, 3), color)
            painter.setPen(current_theme().color("text"))
            width = metrics.horizontalAdvance(text)
            place = QRectF(x + _SWATCH + UNIT // 2, 0, width + 1, _LEGEND)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
            x += width + around
