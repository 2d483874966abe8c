"""Where the time of a frame goes: one big figure, the stages over time, percentiles, the link."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engines.frame_result import FrameResult
from engines.origin import Origin
from engines.palette import STAGE_COLORS
from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, tighten
from widgets.origin_style import OriginBadge, paint_origin
from widgets.stage_history import StageHistory, StageRow
from widgets.stage_strip import StageStrip
from widgets.texts import UNKNOWN, bytes_text, figure, fps_text, ms_text, origin_name, stage_name
from widgets.theme import UNIT, current_theme, figure_font

_REFRESH_MS = 100
_LINE = 20
_NAME_AT = 20


class StageLegend(QWidget):
    """Stages with colour, p50, p95 and origin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StageRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Stages"))

    def show_rows(self, rows: tuple[StageRow, ...]) -> None:
        has_new_lines = len(rows) != len(self._rows)
        self._rows = rows
        if has_new_lines:
            self.updateGeometry()
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    def lines(self) -> tuple[str, ...]:
        """What is painted, as text."""
        return tuple(
            f"{stage_name(r.stage)} {figure(r.times.p50)} {figure(r.times.p95)} {origin_name(r.origin)}"
            for r in self._rows
        )

    def sizeHint(self) -> QSize:
        return QSize(280, _LINE * (len(self._rows) + 1) if self._rows else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.92))
        painter.setPen(theme.color("muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        titles = self.tr("p50 ms"), self.tr("p95 ms")
        columns = _Columns(painter.fontMetrics(), self.width(), titles)
        for x, title in zip((columns.p50, columns.p95), titles, strict=True):
            painter.drawText(QRectF(x, 0, columns.figure, _LINE), right, title)
        for i, entry in enumerate(self._rows, start=1):
            self._paint_row(painter, i, entry, columns)
        painter.end()

    def _paint_row(self, painter: QPainter, i: int, entry: StageRow, columns: _Columns) -> None:
        theme, metrics = current_theme(), painter.fontMetrics()
        p50, p95 = (QRectF(x, i * _LINE, columns.figure, _LINE) for x in (columns.p50, columns.p95))
        swatch = QRectF(0.5, i * _LINE + 4.5, 11, 11)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(QColor(*STAGE_COLORS[entry.stage]))
        painter.drawRect(swatch)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = QRectF(_NAME_AT, i * _LINE, max(p50.left() - _NAME_AT, 0), _LINE)
        text = metrics.elidedText(stage_name(entry.stage), Qt.TextElideMode.ElideRight, int(name.width()))
        painter.setPen(theme.color("text"))
        painter.drawText(name, left, text)
        painter.drawText(p50, right, figure(entry.times.p50))
        painter.setPen(theme.color("muted"))
        painter.drawText(p95, right, figure(entry.times.p95))
        word = origin_name(entry.origin)
        badge = QRectF(columns.origin, i * _LINE + 2, metrics.horizontalAdvance(word) + 10, _LINE - 4)
        paint_origin(painter, badge, entry.origin)
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), word)


class _Columns:
    """Left edges of the legend's columns: as wide as their words are in the user's language."""

    def __init__(self, metrics: QFontMetrics, width: int, titles: tuple[str, str]) -> None:
        texts = *titles, "0000.0"
        self.figure = max(metrics.horizontalAdvance(text) for text in texts)
        self.origin = width - max(metrics.horizontalAdvance(origin_name(origin)) for origin in Origin) - 10
        self.p95 = self.origin - UNIT - self.figure
        self.p50 = self.p95 - UNIT - self.figure


class TimingView(QWidget):
    """Takes every result at once and shows them together, ten times a second at most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history = StageHistory()
        self._is_stale = False
        self._ms = label()
        self._ms.setFont(figure_font(self.font(), 1.6, bold=True))
        self._fps = ElidedLabel("muted")
        self._fps.setFont(figure_font(self.font(), 0.92))
        self._origin = OriginBadge()
        self._origin.setFont(figure_font(self.font(), 0.88))
        self._strip = StageStrip()
        self._legend = StageLegend()
        self._link = label(role="muted")
        self._dropped = label(role="warning")
        for widget in (self._link, self._dropped):
            widget.setFont(figure_font(self.font(), 0.92))
        self._arrange()
        self.setMinimumWidth(280)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._show_all()

    def append(self, result: FrameResult) -> None:
        """Adds a frame; cheap, may be called for each one."""
        self._history.append(result)
        self._is_stale = True

    def clear(self) -> None:
        self._history = StageHistory()
        self._show_all()

    def refresh(self) -> None:
        """Shows what was appended since the last time."""
        if self._is_stale:
            self._show_all()

    @property
    def frame_ms(self) -> float | None:
        """The big figure."""
        return self._history.frame_ms

    @property
    def legend_lines(self) -> tuple[str, ...]:
        return self._legend.lines()

    @property
    def frame_text(self) -> str:
        return f"{self._ms.text()} {self._fps.text()}"

    @property
    def link_text(self) -> str:
        return self._link.text()

    def sizeHint(self) -> QSize:
        return QSize(340, 320)

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _arrange(self) -> None:
        head = row(label(self.tr("FRAME"), "heading"), self._ms, self._fps, self._origin, spacing=UNIT - 2)
        head.insertStretch(3, 1)
        head.setAlignment(self._origin, Qt.AlignmentFlag.AlignVCenter)
        self._ms.setToolTip(self.tr("Median time of a whole step over the last 30 frames, without decoding"))
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT)
        layout.addLayout(head)
        layout.addWidget(self._strip, 1)
        layout.addWidget(self._legend)
        foot = row(self._link, self._dropped)
        foot.insertStretch(1, 1)
        layout.addLayout(foot)

    def _show_all(self) -> None:
        self._is_stale = False
        history = self._history
        frame_ms = history.frame_ms
        self._ms.setText(ms_text(frame_ms) if frame_ms else UNKNOWN)
        self._fps.setText(self.tr("up to {fps}").format(fps=fps_text(1000 / frame_ms)) if frame_ms else "")
        self._fps.setToolTip(
            self.tr("What this frame time allows; the rate that is reached stands below the picture")
        )
        self._origin.setVisible(frame_ms is not None)
        self._origin.show_origin(history.origin if frame_ms is not None else Origin.MEASURED)
        self._strip.show_stages(history.stacked())
        self._legend.show_rows(history.rows())
        link = history.bytes_out_in
        self._link.setVisible(link is not None)
        if link is not None:
            text = self.tr("link ↑ {out}  ↓ {back} per frame")
            self._link.setText(text.format(out=bytes_text(link[0]), back=bytes_text(link[1])))
        self._dropped.setVisible(history.dropped > 0)
        self._dropped.setText(self.tr("dropped {count}").format(count=history.dropped))
        self._dropped.setToolTip(self.tr("Frames of a live source that were skipped"))
