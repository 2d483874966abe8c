"""What happened, as the window tells it: notices, summary, facts, what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.notices import notice_of
from app.parts import Parts
from engines.catalog import WeightsMissing
from engines.errors import TrackbenchError
from engines.frame_result import FrameResult
from engines.layer_stats import LayerRow
from engines.origin import Origin
from engines.player_events import PlayerState
from engines.video.source import SourceInfo
from widgets.texts import bytes_text, telemetry_texts
from widgets.views import (
    FactView,
    NoticeView,
    RecentView,
    Severity,
    ShowFiguresView,
    SlowLayerView,
    SummaryView,
)

_SLOWEST = 5
_FIGURES_MS = 500
_NEED_SOURCE = (
    "close_source",
    "import_result",
    "forget_result",
    "screenshot",
    "record",
    "play",
    "draw_box",
    "fit",
    "zoom_in",
    "zoom_out",
)
_NEED_TARGETS = ("next_target", "remove_target", "clear_targets")
_NEED_SEEKING = ("stop", "step_back", "step_forward", "back_second", "forward_second", "slower", "faster")


class WindowNews(QObject):
    """Shows what controllers say. Changes nothing but the window."""

    def __init__(self, parts: Parts, log_file: Path) -> None:
        super().__init__(parts.window)
        window, run, catalog, board = parts.window, parts.run, parts.catalog, parts.board
        self._window, self._run, self._catalog, self._board = window, run, catalog, board
        self._settings, self._recordings, self._log_file = parts.settings, parts.recordings, log_file
        self._is_recording = False
        self._figures_timer = QTimer(self, interval=_FIGURES_MS)
        self._figures_timer.timeout.connect(self.show_figures)
        run.source_opened.connect(self._source_opened)
        run.source_closed.connect(self._source_closed)
        run.state_changed.connect(self._state_changed)
        catalog.choice_changed.connect(self._choice_changed)
        board.summary_changed.connect(self._show_summary)
        board.happened.connect(self._show_board_event)
        window.show_mode_changed.connect(self._show_mode_changed)
        window.log_panel.open_file_requested.connect(self.open_log)
        self._figures_timer.start()

    # -- notices -------------------------------------------------------------------------------

    @Slot(object)
    def show_failure(self, error: TrackbenchError) -> None:
        self.show_problem(error, Severity.ERROR)

    def show_problem(self, error: TrackbenchError, severity: Severity) -> None:
        notice = notice_of(error, severity)
        if isinstance(error, WeightsMissing):
            notice = NoticeView(
                notice.title, notice.hint, notice.details, Severity.WARNING, self.tr("Import…"), "import"
            )
        shown = self._window.notice_bar.current
        if shown is None or (shown.title, shown.hint) != (notice.title, notice.hint):
            # A lost link is noticed by the run and by the board's watch: once is enough.
            self._window.notice_bar.show_notice(notice)

    @Slot(str)
    def show_bug(self, text: str) -> None:
        title = self.tr("Something unexpected happened inside Trackbench.")
        hint = self.tr("It goes on; the log has the details. Please report it.")
        notice = NoticeView(title, hint, text, Severity.ERROR, self.tr("Open log"), "log")
        self._window.notice_bar.show_notice(notice)

    def notice_actions(self, choose_weights: Callable[[], None]) -> dict[str, Callable[[], None]]:
        """What the buttons of notices do, by their key."""
        return {"import": choose_weights, "log": self.open_log, "recording": self._open_recording}

    @Slot()
    def open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_file)))

    def _open_recording(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._recordings.latest)))

    @Slot(str, object)
    def show_progress(self, label: str, share: float | None) -> None:
        self._window.progress_strip.show_progress(label, share)

    # -- the run -------------------------------------------------------------------------------

    @Slot(object)
    def _source_opened(self, info: SourceInfo) -> None:
        self._settings.remember_source(info.spec)
        self._window.show_picture(True)
        self._window.source_panel.show_source(info.title, self._facts(info))
        self._window.video_view.setFocus()
        self._window.video_view.fit()
        self.show_what_can_be_done()
        if info.problem is not None:
            self.show_problem(info.problem, Severity.WARNING)

    def _facts(self, info: SourceInfo) -> tuple[FactView, ...]:
        facts = [FactView(self.tr("size"), f"{info.width} × {info.height} px")]
        if info.fps:
            facts.append(FactView(self.tr("rate"), self.tr("%s frames/s") % f"{info.fps:.4g}"))
        if info.frame_count is not None:
            facts.append(FactView(self.tr("frames"), str(info.frame_count)))
        if self._run.feed.truth is not None:
            facts.append(FactView(self.tr("ground truth"), self.tr("yes")))
        return tuple(facts)

    @Slot()
    def _source_closed(self) -> None:
        self._window.show_picture(False)
        self._window.source_panel.show_nothing()
        self.show_recent()
        self.show_what_can_be_done()

    @Slot(object)
    def _state_changed(self, state: PlayerState) -> None:
        # Not the action's own tick: it is gone already when the user has clicked it.
        has_ended, self._is_recording = self._is_recording and not state.recording, state.recording
        if has_ended and self._recordings.latest is not None:
            self._show_recorded(self._recordings.latest)
        self._window.action("record").setChecked(state.recording)
        self.show_what_can_be_done()

    def _show_recorded(self, folder: Path) -> None:
        title = self.tr("The recording is in %s.") % folder
        notice = NoticeView(title, "", "", Severity.SUCCESS, self.tr("Open folder"), "recording")
        self._window.notice_bar.show_notice(notice)

    def show_what_can_be_done(self) -> None:
        """Greys actions that need a source; says under the picture what to do next."""
        info = self._run.info
        for name in _NEED_SOURCE:
            self._window.action(name).setEnabled(info is not None)
        for name in _NEED_SEEKING:
            self._window.action(name).setEnabled(info is not None and not info.is_live)
        state = self._run.state
        finds = info is not None and not state.needs_targets
        self._window.action("follow_truth").setEnabled(self._run.feed.truth is not None and not finds)
        for name in _NEED_TARGETS:
            self._window.action(name).setEnabled(bool(state.targets))
        self._window.action("next_target").setEnabled(bool(state.targets) or finds)
        self._window.action("follow_alone").setEnabled(finds)
        self._window.show_hint(self._hint(finds) if info is not None and not state.targets else "")

    def _hint(self, finds: bool) -> str:
        if finds:
            return self.tr("Click a track to make it stand out · drag a box to follow only that · F1 keys")
        return self.tr("Drag a box round what to follow · Shift adds another · F1 shows all keys")

    # -- board and model -----------------------------------------------------------------------

    @Slot()
    def _choice_changed(self) -> None:
        self._settings.change("last_model", self._catalog.entry.name)
        if self._catalog.entry.detector is None:
            self._settings.change("last_single_model", self._catalog.entry.name)
        self._window.board_panel.show_models(self._catalog.model_views, self._catalog.entry.name)
        self._show_summary()

    @Slot(str, bool)
    def _show_board_event(self, text: str, is_good: bool) -> None:
        severity = Severity.SUCCESS if is_good else Severity.WARNING
        self._window.notice_bar.show_notice(NoticeView(text, "", "", severity))

    @Slot()
    def _show_summary(self) -> None:
        model = self._catalog.verdict_view
        summary = SummaryView(self._board.text, self._board.state, model.title, model.verdict, model.reason)
        self._window.show_summary(summary)

    def show_recent(self) -> None:
        specs = self._settings.now.recent_sources
        self._window.empty_state.show_recent(
            tuple(RecentView(spec, Path(spec).name or spec, spec) for spec in specs)
        )

    # -- figures -------------------------------------------------------------------------------

    @Slot(bool)
    def _show_mode_changed(self, is_on: bool) -> None:
        self._window.action("show_mode").setChecked(is_on)
        self.show_figures()

    @Slot()
    def show_figures(self) -> None:
        """Twice a second: the link's rate, and the large figures of show mode."""
        feed = self._run.feed
        rate = feed.link_bytes_per_second
        parts = [] if rate is None else [self.tr("link %s/s (measured)") % bytes_text(rate)]
        told = telemetry_texts(self._board.telemetry)
        parts += [*told, self.tr("(simulated)")] if told and self._board.is_virtual else told
        self._window.status_line.show_telemetry(" · ".join(parts).replace(" · (", " ("))
        if self._window.is_show_mode:
            result = feed.shown.result if feed.shown else None
            figures = ShowFiguresView(
                frame_ms=result.step_ms if result else None,
                fps=feed.frames_per_second,
                origin=_origin(result) if result else Origin.MEASURED,
                system=f"{self._catalog.verdict_view.title} · {self._board.text}",
                layers=_slowest(feed.layer_rows),
                hint=self.tr("Draw a box round anything you like"),
            )
            self._window.show_strip.show_figures(figures)


def _origin(result: FrameResult) -> Origin:
    """A time is measured only where all of its parts are."""
    found = {stage.origin for stage in result.stages}
    return next((o for o in (Origin.SIMULATED, Origin.PUBLISHED) if o in found), Origin.MEASURED)


def _slowest(rows: tuple[LayerRow, ...]) -> tuple[SlowLayerView, ...]:
    slow = sorted(rows, key=lambda row: row.total_p50 or 0.0, reverse=True)[:_SLOWEST]
    return tuple(
        SlowLayerView(row.name, row.total_p50, row.share or 0.0) for row in slow if row.total_p50 is not None
    )
