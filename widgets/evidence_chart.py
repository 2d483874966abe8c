"""Four figures of a target over time, one under the other, with the limits at which it counts as lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from widgets.evidence_history import EvidenceHistory, EvidenceLimits, EvidencePoint
from widgets.frame_chart import FrameChart
from widgets.texts import UNKNOWN
from widgets.theme import UNIT, current_theme, figure_font

_FRAMES = 300
_LANE_GAP = 4
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class _Lane:
    """One figure: how it is called, where its axis ends (None: where the values do), how it is written."""

    name: str
    title: str
    low: float
    high: float | None
    digits: int


class EvidenceChart(FrameChart):
    """300 frames: the last ones, or those round the frame on screen where that lies further back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = EvidenceHistory()
        self._limits = EvidenceLimits()
        self._lanes = (
            _Lane("score", self.tr("Score"), 0.0, 1.0, 2),
            _Lane("sidelobe_ratio", self.tr("Peak (σ)"), 0.0, None, 1),
            _Lane("jump", self.tr("Jump (sizes)"), 0.0, None, 2),
            _Lane("similarity", self.tr("Likeness"), -1.0, 1.0, 2),
        )
        self.setMinimumSize(140, 4 * 28)
        self.setAccessibleName(self.tr("Evidence over time"))
        self.setToolTip(
            self.tr(
                "Score of the tracker; how far the score map's peak stands out, in standard deviations; "
                "way in one frame, in sizes of the target; likeness to the first box, -1 to 1. "
                "Dashed: the limits that mean lost. Hatched: lost. A click goes to the frame."
            )
        )

    def show_history(self, history: EvidenceHistory) -> None:
        """Shows what is known of a target, now and as it grows."""
        self._history = history
        self.update()

    def show_limits(self, limits: EvidenceLimits) -> None:
        self._limits = limits
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 4 * 44)

    def figures_text(self) -> tuple[str, ...]:
        """The figures of the marked frame as they are written beside the lanes."""
        point = self._marked_point()
        return tuple(_figure_text(lane, point) for lane in self._lanes)

    def words(self) -> str:
        pairs = zip(self._lanes, self.figures_text(), strict=True)
        figures = ", ".join(f"{lane.title} {text}" for lane, text in pairs)
        point = self._marked_point()
        text = (
            self.tr("Frame {number}, lost: {figures}")
            if point and point.lost
            else self.tr("Frame {number}: {figures}")
        )
        return text.format(number=self.number, figures=figures)

    def ends(self) -> tuple[int, int] | None:
        return self._history.ends

    def index_at(self, x: float) -> int | None:
        first = self._first()
        index, _lost, _values = self._history.between(first, first + _FRAMES - 1)
        if not len(index):
            return None
        area = self._plot_area()
        wanted = first + (x - area.left()) * _FRAMES / area.width()
        row = int(np.clip(np.searchsorted(index, np.floor(wanted)), 0, len(index) - 1))
        return int(index[row])

    def x_of(self, index: int) -> float:
        area = self._plot_area()
        return area.left() + (index - self._first() + 0.5) * area.width() / _FRAMES

    # Painting

    def _first(self) -> int:
        """Index of the frame at the left end."""
        ends = self._history.ends
        if ends is None:
            return 0
        first = _first_around(self._position, ends)
        # The pointer moves within what is shown; the keyboard may go beyond.
        if self._looked_at is not None and not first <= self._looked_at < first + _FRAMES:
            return _first_around(self._looked_at, ends)
        return first

    def _marked_point(self) -> EvidencePoint | None:
        return None if self.marked is None else self._history.at(self.marked)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(figure_font(self.font(), 0.88))

    @property
    def _is_stacked(self) -> bool:
        """Whether the figure of a lane has room below its title."""
        return self.height() / len(self._lanes) - _LANE_GAP >= 2 * self._metrics().height()

    def _plot_area(self) -> QRectF:
        metrics = self._metrics()
        titles = max(metrics.horizontalAdvance(lane.title) for lane in self._lanes) + UNIT
        figures = metrics.horizontalAdvance("-000.00") + UNIT
        left = _MARGIN + (max(titles, figures) if self._is_stacked else titles + figures)
        return QRectF(left, 0, max(10.0, self.width() - left - 1), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, area, first = current_theme(), self._plot_area(), self._first()
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.88))
        index, lost, values = self._history.between(first, first + _FRAMES - 1)
        xs = area.left() + (index - first + 0.5) * area.width() / _FRAMES
        height, point = area.height() / len(self._lanes), self._marked_point()
        for i, lane in enumerate(self._lanes):
            top = i * height + _LANE_GAP / 2
            strip = QRectF(area.left(), top, area.width(), height - _LANE_GAP)
            painter.fillRect(strip, theme.color("window"))
            _paint_lost(painter, strip, xs, lost)
            self._paint_lane(painter, strip, lane, xs, values[:, i])
            self._paint_words(painter, strip, lane, _figure_text(lane, point))
        self._paint_marks(painter, area)
        self._paint_focus(painter)
        painter.end()

    def _paint_words(self, painter: QPainter, strip: QRectF, lane: _Lane, figure: str) -> None:
        """Title and figure of a lane, left of it: one below the other where there is room."""
        theme, left = current_theme(), Qt.AlignmentFlag.AlignLeft
        room = QRectF(_MARGIN, strip.top(), strip.left() - UNIT - _MARGIN, strip.height())
        title, value = room, room
        below, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        if self._is_stacked:
            line = self._metrics().height()
            middle = strip.center().y()
            title = QRectF(_MARGIN, middle - line, room.width(), line)
            value, right = QRectF(_MARGIN, middle, room.width(), line), left
        painter.setPen(theme.color("muted"))
        painter.drawText(title, int(below | left), lane.title)
        painter.setPen(theme.color("text"))
        painter.drawText(value, int(below | right), figure)

    def _paint_lane(
        self,
        painter: QPainter,
        strip: QRectF,
        lane: _Lane,
        xs: NDArray[np.float64],
        values: NDArray[np.float64],
    ) -> None:
        theme, limit = current_theme(), getattr(self._limits, lane.name)
        high = lane.high
        if high is None:
            known = values[np.isfinite(values)]
            high = max(1.0, float(known.max()) if len(known) else 0.0, (limit or 0.0) * 1.2)
        ys = (
            strip.bottom() - (np.clip(values, lane.low, high) - lane.low) / (high - lane.low) * strip.height()
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.25))
        known_rows = np.isfinite(ys)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], known_rows, [False])).astype(np.int8)))
        for start, stop in edges.reshape(-1, 2).tolist():
            pairs = zip(xs[start:stop].tolist(), ys[start:stop].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in pairs]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if lane.high is None:
            painter.setPen(theme.color("muted"))
            corner = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(strip.adjusted(3, 0, 0, 0), corner, f"{high:.0f}")
        if limit is not None:
            y = strip.bottom() - (limit - lane.low) / (high - lane.low) * strip.height()
            painter.setPen(QPen(theme.color("bad"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(strip.left(), y), QPointF(strip.right(), y))


def _first_around(index: int | None, ends: tuple[int, int]) -> int:
    """Left end of the newest frames, or where a frame lies further back, of those round it."""
    oldest, newest = ends
    latest = newest - _FRAMES + 1
    if index is None or index >= latest:
        return latest
    return max(index - _FRAMES // 2, min(oldest, latest))


def _paint_lost(painter: QPainter, strip: QRectF, xs: NDArray[np.float64], lost: NDArray[np.bool_]) -> None:
    hatch = QColor(current_theme().color("muted"))
    hatch.setAlpha(120)
    width = strip.width() / _FRAMES
    edges = np.flatnonzero(np.diff(np.concatenate(([False], lost, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        span = QRectF(xs[start] - width / 2, strip.top(), xs[stop - 1] - xs[start] + width, strip.height())
        painter.fillRect(span, QBrush(hatch, Qt.BrushStyle.BDiagPattern))


def _figure_text(lane: _Lane, point: EvidencePoint | None) -> str:
    value = None if point is None else getattr(point, lane.name)
    return UNKNOWN if value is None else f"{value:.{lane.digits}f}"
