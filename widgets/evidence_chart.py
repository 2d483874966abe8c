"""Four figures of a target over time, one under the other, with the limits at which it counts as lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.evidence_history import EvidenceHistory, EvidenceLimits, EvidencePoint
from widgets.texts import UNKNOWN
from widgets.theme import UNIT, current_theme, figure_font

_FRAMES = 300


@dataclass(frozen=True, slots=True)
class _Lane:
    """One figure: how it is called, where its axis ends (None: where the values do), how it is written."""

    name: str
    title: str
    low: float
    high: float | None
    digits: int


class EvidenceChart(QWidget):
    """The last 300 frames; a click goes to one of them.

    Signals:
        frame_chosen(int): index of the frame under the pointer.
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = EvidenceHistory()
        self._limits = EvidenceLimits()
        self._position: int | None = None
        self._hovered: int | None = None
        self._lanes = (
            _Lane("score", self.tr("Score"), 0.0, 1.0, 2),
            _Lane("sidelobe_ratio", self.tr("Peak (σ)"), 0.0, None, 1),
            _Lane("jump", self.tr("Jump (sizes)"), 0.0, None, 2),
            _Lane("similarity", self.tr("Likeness"), -1.0, 1.0, 2),
        )
        self.setMouseTracking(True)
        self.setMinimumSize(220, 4 * 28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Evidence over time"))
        self.setToolTip(
            self.tr(
                "Score of the tracker; how far the score map's peak stands out, in standard deviations; "
                "way in one frame, in sizes of the target; likeness to the first box, -1 to 1. "
                "Dashed: the limits that mean lost. Hatched: lost. A click goes to the frame."
            )
        )

    def append(self, point: EvidencePoint) -> None:
        self._history.append(point)
        self.update()

    def clear(self) -> None:
        self._history.clear()
        self.update()

    def show_limits(self, limits: EvidenceLimits) -> None:
        self._limits = limits
        self.update()

    def show_position(self, index: int | None) -> None:
        """Marks the frame on screen."""
        self._position = index
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 4 * 44)

    def figures_text(self) -> tuple[str, ...]:
        """The figures of the marked frame as they are written beside the lanes."""
        point = self._marked_point()
        return tuple(_figure_text(lane, point) for lane in self._lanes)

    def index_at(self, x: float) -> int | None:
        """The frame drawn at x, where there is one."""
        index, _lost, _values = self._history.since(_FRAMES)
        if not len(index):
            return None
        area = self._plot_area()
        wanted = int(index[-1]) - _FRAMES + 1 + (x - area.left()) * _FRAMES / max(area.width(), 1)
        row = int(np.clip(np.searchsorted(index, wanted - 0.5), 0, len(index) - 1))
        return int(index[row])

    # Mouse

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

    # Painting

    def _marked_point(self) -> EvidencePoint | None:
        marked = self._hovered if self._hovered is not None else self._position
        return None if marked is None else self._history.at(marked)

    def _plot_area(self) -> QRectF:
        metrics = QFontMetricsF(figure_font(self.font(), 0.88))
        left = max(metrics.horizontalAdvance(lane.title) for lane in self._lanes) + UNIT
        right = metrics.horizontalAdvance("-00.00") + UNIT
        return QRectF(left, 0, max(10.0, self.width() - left - right), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, area = current_theme(), self._plot_area()
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.88))
        index, lost, values = self._history.since(_FRAMES)
        first = int(index[-1]) - _FRAMES + 1 if len(index) else 0
        xs = area.left() + (index - first + 0.5) * area.width() / _FRAMES
        height, point = area.height() / len(self._lanes), self._marked_point()
        for i, lane in enumerate(self._lanes):
            strip = QRectF(area.left(), i * height + 2, area.width(), height - 4)
            painter.fillRect(strip, theme.color("window"))
            _paint_lost(painter, strip, xs, lost)
            self._paint_lane(painter, strip, lane, xs, values[:, i])
            middle = int(Qt.AlignmentFlag.AlignVCenter)
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(0, strip.top(), area.left() - UNIT, strip.height()), middle, lane.title)
            painter.setPen(theme.color("text"))
            figure = QRectF(
                area.right() + UNIT / 2, strip.top(), self.width() - area.right() - UNIT / 2, strip.height()
            )
            painter.drawText(figure, middle | int(Qt.AlignmentFlag.AlignRight), _figure_text(lane, point))
        marked = self._hovered if self._hovered is not None else self._position
        if marked is not None and len(index) and first <= marked <= int(index[-1]):
            x = area.left() + (marked - first + 0.5) * area.width() / _FRAMES
            painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), theme.color("text"))
        painter.end()

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
        if limit is not None:
            y = strip.bottom() - (limit - lane.low) / (high - lane.low) * strip.height()
            painter.setPen(QPen(theme.color("bad"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(strip.left(), y), QPointF(strip.right(), y))


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
