"""Where the time of a frame goes: one big figure, frames under a budget line, and what eats the budget."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QMenu, QVBoxLayout, QWidget

from engines.frame_history import STAGES, BudgetReport, FrameHistory, FrameWindow, ProfilingCost
from engines.frame_result import FrameResult
from engines.origin import Origin
from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, tighten
from widgets.origin_style import OriginBadge
from widgets.stage_legend import StageLegend
from widgets.stage_strip import StageStrip
from widgets.texts import UNKNOWN, bytes_text, cost_text, figure, fps_text, frame_number, ms_text, stage_name
from widgets.theme import UNIT, figure_font

WINDOWS = (30, 100, 300, 1000)
BUDGETS_MS = (1000 / 60, 1000 / 30)
_REFRESH_MS = 100
_USUAL_WINDOW = 300
# From this width on the legend stands beside the strip.
_WIDE, _LEGEND_WIDTH = 620, 320


class _Sentence(QLabel):
    """Two lines of wrapped text, always as high as that, so that nothing moves while figures change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFont(figure_font(self.font(), 0.92))
        self.setFixedHeight(2 * self.fontMetrics().lineSpacing() + 2)

    def hasHeightForWidth(self) -> bool:
        return False


class TimingView(QWidget):
    """Takes every result at once and shows them together, ten times a second at most.

    Signals:
        frame_chosen(int): index of a frame that the user wants to see.
        export_requested(): what is shown is to be saved.
        cost_changed(ProfilingCost): what timing the layers costs, as it is shown here.
    """

    frame_chosen = Signal(int)
    export_requested = Signal()
    cost_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history = FrameHistory()
        self._window = self._history.window()
        self._source_ms: float | None = None
        self._is_stale = False
        self._ms = label()
        self._ms.setFont(figure_font(self.font(), 1.5, bold=True))
        self._fps = ElidedLabel("muted")
        self._origin = OriginBadge()
        self._readout = ElidedLabel("muted")
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._strip = StageStrip()
        self._sentence = _Sentence()
        self._legend = StageLegend()
        self._link, self._dropped = label(role="muted"), label(role="warning")
        self._cost = ElidedLabel("muted")
        for widget in (self._fps, self._readout, self._link, self._dropped, self._cost):
            widget.setFont(figure_font(self.font(), 0.92))
        self._origin.setFont(figure_font(self.font(), 0.88))
        self._windows, self._budgets = self._make_choices()
        self._arrange()
        self.setMinimumWidth(280)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._strip.hovered.connect(self._show_hovered)
        self._strip.frame_chosen.connect(self.frame_chosen)
        self._show_all()

    # What is shown

    def append(self, result: FrameResult) -> None:
        """Adds a frame; cheap, may be called for each one."""
        self._history.append(result)
        self._is_stale = True

    def show_draw(self, index: int, ms: float) -> None:
        """What it took to put a frame on screen, ms; of frames that are not shown nothing is known."""
        self._history.add_draw(index, ms)
        self._is_stale = True

    def show_source_rate(self, fps: float | None) -> None:
        """Offers the time between two frames of the source as a budget."""
        self._source_ms = 1000 / fps if fps else None
        place = len(BUDGETS_MS)
        while self._budgets.count() > place:
            self._budgets.removeItem(place)
        if self._source_ms is not None:
            text = self.tr("source: {ms} ms").format(ms=f"{self._source_ms:.1f}")
            self._budgets.addItem(text, self._source_ms)
        self._show_all()

    def clear(self) -> None:
        self._history = FrameHistory()
        self._show_all()

    def refresh(self) -> None:
        """Shows what was appended since the last time."""
        if self._is_stale:
            self._show_all()

    # What the user chose

    @property
    def window_frames(self) -> int:
        return int(self._windows.currentData())

    def choose_window(self, frames: int) -> None:
        """Over how many frames figures are taken: one of `WINDOWS`."""
        self._windows.setCurrentIndex(WINDOWS.index(frames))

    @property
    def budget_ms(self) -> float:
        return float(self._budgets.currentData())

    def choose_budget(self, ms: float) -> None:
        """One of the budgets offered."""
        places = [i for i in range(self._budgets.count()) if abs(self._budgets.itemData(i) - ms) < 0.05]
        if places:
            self._budgets.setCurrentIndex(places[0])

    def next_slow_frame(self, after: int) -> int | None:
        """Index of the next frame over the budget, or of the slowest ones where none is; marks it."""
        found = self._history.window(self.window_frames).next_slow(after, self.budget_ms)
        if found is not None:
            self._strip.mark(found)
        return found

    @property
    def window_shown(self) -> FrameWindow:
        """The frames behind what is on screen, to save them."""
        return self._window

    # What is on screen, as text

    @property
    def frame_ms(self) -> float | None:
        """The big figure."""
        total = self._window.total
        return total.p50 if total else None

    @property
    def strip(self) -> StageStrip:
        return self._strip

    @property
    def legend_lines(self) -> tuple[str, ...]:
        return self._legend.lines()

    @property
    def frame_text(self) -> str:
        return self._ms.text()

    @property
    def readout_text(self) -> str:
        return self._readout.text()

    @property
    def sentence(self) -> str:
        """What eats the budget."""
        return self._sentence.text()

    @property
    def link_text(self) -> str:
        return self._link.text()

    @property
    def cost_text(self) -> str:
        """Both totals, and what profiling adds."""
        return self._cost.text()

    def sizeHint(self) -> QSize:
        return QSize(340, 400)

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room figures stand beside the frames."""
        is_wide = self.width() >= _WIDE
        self._body.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        self._body.setSpacing(UNIT * 2 if is_wide else UNIT // 2)
        self._legend.setMinimumWidth(_LEGEND_WIDTH if is_wide else 0)
        self._legend.setMaximumWidth(_LEGEND_WIDTH if is_wide else _WIDE)
        self._cost.setMaximumWidth(self._legend.maximumWidth())
        super().resizeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = QAction(self.tr("Save as CSV, PNG or SVG…"), menu)
        save.triggered.connect(self.export_requested)
        menu.addAction(save)
        menu.popup(event.globalPos())

    # Making

    def _make_choices(self) -> tuple[QComboBox, QComboBox]:
        windows, budgets = QComboBox(), QComboBox()
        for frames in WINDOWS:
            windows.addItem(self.tr("{n} frames").format(n=frames), frames)
        windows.setCurrentIndex(WINDOWS.index(_USUAL_WINDOW))
        for budget in BUDGETS_MS:
            budgets.addItem(self.tr("budget {ms} ms").format(ms=f"{budget:.1f}"), budget)
        budgets.setCurrentIndex(1)
        windows.setToolTip(self.tr("Over how many of the last frames figures are taken"))
        budgets.setToolTip(self.tr("The time that a frame may take"))
        for box in (windows, budgets):
            box.setAccessibleName(box.toolTip())
            box.setFont(figure_font(self.font(), 0.92))
            box.setMinimumWidth(96)
            box.currentIndexChanged.connect(self._show_all)
        return windows, budgets

    def _arrange(self) -> None:
        head = row(label(self.tr("FRAME"), "heading"), self._ms, self._fps, self._origin, spacing=UNIT // 2)
        head.insertStretch(3, 1)
        head.setAlignment(self._origin, Qt.AlignmentFlag.AlignVCenter)
        self._ms.setToolTip(
            self.tr("Median time of a frame from glass to glass, of those whose layers were not timed")
        )
        self._fps.setToolTip(self.tr("Results per second that were reached, pauses left out"))
        self._sentence.setToolTip(
            self.tr(
                "Frames over the budget, the stage with the largest part of their time, and the stage that "
                "takes longest beyond what it takes in the other frames"
            )
        )
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT)
        layout.addLayout(head)
        layout.addWidget(self._readout)
        layout.addLayout(self._body, 1)
        tighten(self._body, spacing=UNIT // 2)
        frames, figures = QVBoxLayout(), QVBoxLayout()
        for column in (frames, figures):
            tighten(column, spacing=UNIT // 2)
        frames.addWidget(self._strip, 1)
        choices = row(self._windows, self._budgets, spacing=UNIT // 2)
        choices.addStretch()
        frames.addLayout(choices)
        frames.addWidget(self._sentence)
        figures.addWidget(self._legend)
        foot = row(self._link, self._dropped)
        foot.insertStretch(1, 1)
        figures.addLayout(foot)
        figures.addWidget(self._cost)
        figures.addStretch()
        self._body.addLayout(frames, 1)
        self._body.addLayout(figures)

    # Showing

    def _show_all(self) -> None:
        self._is_stale = False
        window = self._window = self._history.window(self.window_frames)
        frame_ms = self.frame_ms
        self._ms.setText(ms_text(frame_ms) if frame_ms else UNKNOWN)
        fps = window.frames_per_second
        self._fps.setText(fps_text(fps) if fps else "")
        self._origin.setVisible(frame_ms is not None)
        self._origin.show_origin(window.origin if frame_ms is not None else Origin.MEASURED)
        self._strip.show_window(window, self.window_frames, self.budget_ms)
        self._legend.show_rows(window.rows())
        self._sentence.setText(self._sentence_of(window.budget(self.budget_ms)))
        self._strip.setAccessibleDescription(self._sentence.text())
        self._show_hovered(self._strip.hovered_place)
        self._show_foot(window)

    def _show_foot(self, window: FrameWindow) -> None:
        link = window.bytes_out_in
        self._link.setVisible(link is not None)
        text = self.tr("link ↑ {out}  ↓ {back} per frame")
        self._link.setText(text.format(out=bytes_text(link[0]), back=bytes_text(link[1])) if link else "")
        self._dropped.setVisible(window.dropped > 0)
        self._dropped.setText(self.tr("dropped {count}").format(count=window.dropped))
        self._dropped.setToolTip(self.tr("Frames of a live source that were skipped"))
        cost: ProfilingCost = window.profiling
        self._cost.setText(cost_text(cost))
        self._cost.setVisible(bool(self._cost.text()))
        self._cost.setToolTip(
            self.tr(
                "Median time of a step without and with layer times. Timing layers costs time itself, so "
                "only every Nth frame is profiled, and all other figures here leave those frames out."
            )
        )
        self.cost_changed.emit(cost)

    def _show_hovered(self, place: int) -> None:
        """Figures of the frame that is looked at, else of all."""
        window = self._window
        if not 0 <= place < len(window):
            self._legend.show_frame(None)
            total = window.total
            text = self.tr("p95 {p95} · p99 {p99} ms · frames: {n}")
            self._readout.setText(
                text.format(p95=figure(total.p95), p99=figure(total.p99), n=len(window)) if total else ""
            )
            return
        times = window.ms[place]
        self._legend.show_frame({s: float(times[i]) for i, s in enumerate(STAGES) if np.isfinite(times[i])})
        text = self.tr("frame {index} · {ms}").format(
            index=frame_number(int(window.index[place])), ms=ms_text(float(window.totals_ms[place]))
        )
        if window.profiled[place]:
            text = self.tr("{frame} · layers timed").format(frame=text)
        self._readout.setText(text)

    def _sentence_of(self, report: BudgetReport) -> str:
        budget = f"{report.budget_ms:.1f}"
        if not report.frames:
            return ""
        if report.stage is None or report.share is None:
            total = self._window.total
            left = figure(report.budget_ms - total.p95) if total else UNKNOWN
            text = self.tr("Every frame is within {budget} ms; p95 leaves {left} ms.")
            return text.format(budget=budget, left=left)
        facts = {
            "over": report.over,
            "n": report.frames,
            "budget": budget,
            "stage": stage_name(report.stage),
            "part": f"{report.share * 100:.0f}",
        }
        if report.grown is None or report.grown_ms is None or report.grown_ms <= 0:
            text = self.tr("Over {budget} ms: {over} of {n} frames; {stage} takes {part} % of them.")
            return text.format(**facts)
        text = self.tr(
            "Over {budget} ms: {over} of {n} frames; {stage} takes {part} %, {grown} grew most: +{ms} ms."
        )
        return text.format(**facts, grown=stage_name(report.grown), ms=figure(report.grown_ms))
