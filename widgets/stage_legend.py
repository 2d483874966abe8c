"""Stages with colour, percentiles and origin; of the frame that is looked at, its own times."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.frame_history import StageRow
from engines.frame_result import Stage
from engines.origin import Origin
from engines.palette import stage_color
from widgets.origin_style import paint_origin
from widgets.texts import UNKNOWN, figure, origin_name, stage_name
from widgets.theme import UNIT, current_theme, figure_font

_LINE = 19
_NAME_AT = 20
_NAME_LEAST = 76
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class StageLegend(QWidget):
    """A small painted table; p99 stands beside p95 where there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StageRow, ...] = ()
        self._frame: dict[Stage, float] | None = None
        self.setFont(figure_font(self.font(), 0.92))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Stages"))

    def show_rows(self, rows: tuple[StageRow, ...]) -> None:
        has_new_lines = len(rows) != len(self._rows)
        self._rows = rows
        if has_new_lines:
            # A hint alone is passed over by layouts that are short of height.
            self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    def show_frame(self, times: dict[Stage, float] | None) -> None:
        """Times of one frame in place of the lowest percentile; None for all frames again."""
        if times != self._frame:
            self._frame = times
            self.update()

    def lines(self) -> tuple[str, ...]:
        """What is painted, as text."""
        return tuple(
            f"{stage_name(r.stage)} {' '.join(self._figures(r))} {origin_name(r.origin)}" for r in self._rows
        )

    def sizeHint(self) -> QSize:
        return QSize(280, _LINE * (len(self._rows) + 1))

    def _titles(self) -> tuple[str, ...]:
        if self._frame is None:
            return self.tr("p50"), self.tr("p95"), self.tr("p99")
        return self.tr("frame"), self.tr("p50"), self.tr("p95")

    def _figures(self, row: StageRow) -> tuple[str, ...]:
        times = row.times
        if self._frame is None:
            return figure(times.p50), figure(times.p95), figure(times.p99)
        met = self._frame.get(row.stage)
        return UNKNOWN if met is None else figure(met), figure(times.p50), figure(times.p95)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(current_theme().color("muted"))
        titles = self._titles()
        columns = _Columns(painter.fontMetrics(), self.width(), titles)
        painter.drawText(
            QRectF(_NAME_AT, 0, columns.figures[0] - _NAME_AT, _LINE), _LEFT, self.tr("stage, ms")
        )
        for x, title in zip(columns.figures, titles, strict=False):
            painter.drawText(QRectF(x, 0, columns.width, _LINE), _RIGHT, title)
        for i, entry in enumerate(self._rows, start=1):
            self._paint_row(painter, i, entry, columns)
        painter.end()

    def _paint_row(self, painter: QPainter, i: int, entry: StageRow, columns: _Columns) -> None:
        theme, metrics = current_theme(), painter.fontMetrics()
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(QColor(*stage_color(entry.stage)))
        painter.drawRect(QRectF(0.5, i * _LINE + 4.5, 10, 10))
        name = QRectF(_NAME_AT, i * _LINE, max(columns.figures[0] - _NAME_AT, 0), _LINE)
        text = metrics.elidedText(stage_name(entry.stage), Qt.TextElideMode.ElideRight, int(name.width()))
        painter.setPen(theme.color("text"))
        painter.drawText(name, _LEFT, text)
        for k, (x, value) in enumerate(zip(columns.figures, self._figures(entry), strict=False)):
            painter.setPen(theme.color("text" if k == 0 else "muted"))
            painter.drawText(QRectF(x, i * _LINE, columns.width, _LINE), _RIGHT, value)
        word = origin_name(entry.origin)
        badge = QRectF(columns.origin, i * _LINE + 2, metrics.horizontalAdvance(word) + 10, _LINE - 4)
        paint_origin(painter, badge, entry.origin)
        painter.setPen(theme.color("muted"))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), word)


class _Columns:
    """Left edges of the legend's columns: as wide as their words are in the user's language."""

    def __init__(self, metrics: QFontMetrics, width: int, titles: tuple[str, ...]) -> None:
        self.width = max(metrics.horizontalAdvance(text) for text in (*titles, "000.0"))
        self.origin = width - max(metrics.horizontalAdvance(origin_name(origin)) for origin in Origin) - 10
        step = self.width + UNIT
        count = 3 if self.origin - 3 * step - _NAME_AT >= _NAME_LEAST else 2
        self.figures = [self.origin - (count - i) * step for i in range(count)]
