"""Builds the objects and connects every signal. Nothing else knows everyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from app import demo
from app.actions import action_specs
from app.board_controller import BoardController
from app.catalog_controller import CatalogController
from app.catalogs import user_catalog
from app.logs import LogRelay
from app.notices import notice_of
from app.paths import Paths
from app.recording import Recordings
from app.run_controller import RunController
from app.run_feed import RunViews
from app.settings import LoadedSettings, Settings
from app.settings_rows import setting_rows
from app.settings_store import SettingsStore
from app.source_chooser import SourceChooser
from app.tasks import Tasks
from app.window_state import restore_layout, save_layout
from engines.catalog import Catalog, WeightsMissing, load_catalog
from engines.errors import TrackbenchError
from engines.frame_result import FrameResult
from engines.networks.local import use_shared_pool
from engines.overlay import OverlayOptions
from engines.player import PlayerState
from engines.summary import versions
from engines.video.source import SourceInfo
from widgets.main_window import MainWindow
from widgets.settings_dialog import SettingsDialog
from widgets.texts import bytes_text
from widgets.views import (
    FactView,
    NoticeView,
    RecentView,
    Severity,
    ShowFiguresView,
    SlowLayerView,
    SummaryView,
)

_OVERLAYS = ("show_trails", "show_search", "show_truth")
_SLOWEST = 5


class Workbench(QObject):
    """The window with everything behind it."""

    def __init__(self, paths: Paths, loaded: LoadedSettings, relay: LogRelay) -> None:
        super().__init__()
        self._paths = paths
        self.settings = SettingsStore(paths.settings_file, loaded.settings, self)
        self.window = MainWindow(action_specs())
        self.tasks = Tasks(self)
        self._problems = list(loaded.problems)
        window, now = self.window, loaded.settings
        views = RunViews(
            window.video_view,
            window.transport_bar,
            window.timing_view,
            window.layer_table,
            window.tracker_panel,
        )
        if now.threads:
            use_shared_pool(now.threads)
        self.run = RunController(views, self.tasks, self)
        self.catalog = CatalogController(
            self._load_catalog(), window.tracker_panel, self.tasks,
            model=now.last_model, profile_every=now.profile_every, parent=self,
        )  # fmt: skip
        self.board = BoardController(window.board_panel, paths, self)
        self.recordings = Recordings(paths.data / "recordings", self)
        self.chooser = SourceChooser(window)
        self._dialog = SettingsDialog(window)
        self._figures_timer = QTimer(self, interval=500)
        self._connect_window(relay)
        self._connect_controllers()
        self._show_first()

    def _load_catalog(self) -> Catalog:
        """The user's catalog; a broken file of theirs leaves the built-in one."""
        try:
            return user_catalog(self._paths)
        except TrackbenchError as error:
            self._problems.append(error)
            return load_catalog(self._paths.weights)

    def _show_first(self) -> None:
        window, now = self.window, self.settings.now
        restore_layout(window, self._paths.layout_file)
        window.layer_table.show_profiled_every(now.profile_every)
        window.board_panel.show_recent_hosts(now.recent_boards)
        for name in _OVERLAYS:
            window.action(name).setChecked(getattr(now, name))
        self._show_recent()
        self._apply_overlays()
        self.catalog.show()
        self._show_run_actions()
        for problem in self._problems:
            window.notice_bar.show_notice(notice_of(problem, Severity.WARNING))

    # -- connections ---------------------------------------------------------------------------

    def _connect_window(self, relay: LogRelay) -> None:
        window, run = self.window, self.run
        window.triggered.connect(self._trigger)
        window.closing.connect(self._closing)
        window.files_dropped.connect(self._dropped)
        window.show_mode_changed.connect(self._show_mode_changed)
        view, bar, panel = window.video_view, window.transport_bar, window.tracker_panel
        view.drawing_started.connect(run.hold)
        view.drawing_cancelled.connect(run.release)
        view.target_drawn.connect(run.draw_target)
        view.target_corrected.connect(run.correct_target)
        view.track_clicked.connect(run.select_target)
        bar.play_toggled.connect(run.toggle_play)
        bar.step_requested.connect(run.step)
        bar.seek_requested.connect(run.seek)
        bar.speed_requested.connect(run.set_speed)
        panel.tracker_chosen.connect(self.catalog.choose)
        panel.parameter_changed.connect(self.catalog.set_parameter)
        panel.import_requested.connect(self._import_weights)
        panel.target_selected.connect(run.select_target)
        panel.target_removed.connect(run.remove_target)
        panel.targets_cleared.connect(run.remove_all)
        self._connect_sources()
        window.progress_strip.cancel_requested.connect(self.tasks.cancel_all)
        window.notice_bar.action_requested.connect(self._notice_action)
        window.log_panel.open_file_requested.connect(self._open_log)
        relay.line.connect(window.log_panel.append_line)
        relay.line.connect(window.status_line.show_log_line)
        relay.bug.connect(self._show_bug)

    def _connect_sources(self) -> None:
        window, chooser = self.window, self.chooser
        empty, panel = window.empty_state, window.source_panel
        for chooses in (empty, panel):
            chooses.demo_requested.connect(self.open_demo)
            chooses.open_file_requested.connect(chooser.choose_file)
            chooses.open_folder_requested.connect(chooser.choose_folder)
            chooses.open_camera_requested.connect(chooser.choose_camera)
        empty.open_stream_requested.connect(chooser.choose_stream)
        empty.recent_requested.connect(self.open_source)
        panel.stream_requested.connect(self.open_source)
        panel.close_requested.connect(self.run.close_source)
        chooser.chosen.connect(self.open_source)
        chooser.picture_path_chosen.connect(self._save_picture)
        chooser.weights_chosen.connect(self._weights_chosen)

    def _connect_controllers(self) -> None:
        run, catalog, board, window = self.run, self.catalog, self.board, self.window
        run.source_opened.connect(self._source_opened)
        run.source_closed.connect(self._source_closed)
        run.state_changed.connect(self._state_changed)
        run.pipeline_needed.connect(catalog.open_pipeline)
        catalog.pipeline_ready.connect(run.use_pipeline)
        catalog.choice_changed.connect(self._choice_changed)
        board.offer_changed.connect(catalog.use_board)
        board.summary_changed.connect(self._show_summary)
        board.connected.connect(self.settings.remember_board)
        board.host_key_asked.connect(window.host_key_panel.ask)
        window.host_key_panel.answered.connect(board.answer_host_key)
        panel = window.board_panel
        panel.connect_requested.connect(board.connect_to)
        panel.disconnect_requested.connect(board.disconnect_board)
        panel.bitstream_chosen.connect(board.choose_bitstream)
        panel.model_chosen.connect(catalog.choose)
        panel.start_requested.connect(board.start_service)
        panel.stop_requested.connect(board.stop_service)
        panel.remedy_requested.connect(board.remedy)
        for source in (run, catalog, board, self.tasks, self.recordings, self.settings):
            source.failed.connect(self.show_failure)
        self.tasks.shown.connect(self._show_progress)
        self.tasks.hidden.connect(window.progress_strip.finish)
        self.settings.changed.connect(self._settings_changed)
        self._dialog.setting_changed.connect(self.settings.change)
        self._dialog.reset_requested.connect(self.settings.reset)
        self._figures_timer.timeout.connect(self._show_figures)
        self._figures_timer.start()

    # -- actions -------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], Any]]:
        window, run, chooser, board = self.window, self.run, self.chooser, self.board
        return {
            "open_file": chooser.choose_file,
            "open_folder": chooser.choose_folder,
            "open_camera": chooser.choose_camera,
            "open_stream": chooser.choose_stream,
            "open_demo": self.open_demo,
            "close_source": run.close_source,
            "screenshot": self._choose_picture,
            "record": self._toggle_record,
            "settings": self._show_settings,
            "quit": window.close,
            "play": run.toggle_play,
            "stop": run.stop,
            "step_back": partial(run.step, -1),
            "step_forward": partial(run.step, 1),
            "back_second": partial(run.jump_seconds, -1.0),
            "forward_second": partial(run.jump_seconds, 1.0),
            "slower": partial(run.change_speed, 0.5),
            "faster": partial(run.change_speed, 2.0),
            "draw_box": window.video_view.start_keyboard_box,
            "next_target": run.select_next,
            "remove_target": run.remove_selected,
            "clear_targets": run.remove_all,
            "undo": run.undo,
            "fit": window.video_view.fit,
            "zoom_in": window.video_view.zoom_in,
            "zoom_out": window.video_view.zoom_out,
            **{name: partial(self._toggle_overlay, name) for name in _OVERLAYS},
            "show_mode": self._toggle_show_mode,
            "reset_layout": window.reset_layout,
            "connect_virtual": partial(board.connect_to, demo.BOARD),
            "use_local": partial(board.connect_to, "local"),
            "disconnect": board.disconnect_board,
            "palette": window.show_palette,
            "import_weights": self._import_weights,
            "fetch_weights": self._fetch_weights,
            "cancel": self._cancel,
            "help": self._show_keys,
            "about": self._show_about,
        }

    @Slot(str)
    def _trigger(self, name: str) -> None:
        self._handlers()[name]()

    @Slot(str)
    def open_source(self, spec: str) -> None:
        """Opens what the user named; the present source stays until that has worked."""
        self.run.open_source(spec, loop=self.settings.now.loop)

    @Slot()
    def open_demo(self) -> None:
        """The virtual board, the demo clip, the bundled network, and a target to begin with."""
        self.catalog.choose(demo.MODEL)
        if self.board.family is None:
            self.board.connect_to(demo.BOARD)
        self.run.open_demo()

    @Slot(list)
    def _dropped(self, paths: list[str]) -> None:
        networks = [Path(p) for p in paths if p.lower().endswith(".onnx")]
        if networks:
            self.catalog.import_files(self.catalog.entry.name, tuple(networks))
        elif paths:
            self.open_source(paths[0])

    def _cancel(self) -> None:
        if not self.window.video_view.cancel_drawing():
            self.tasks.cancel_all()

    def _toggle_overlay(self, name: str) -> None:
        self.settings.change(name, self.window.action(name).isChecked())

    def _toggle_show_mode(self) -> None:
        self.window.set_show_mode(self.window.action("show_mode").isChecked())

    def _show_settings(self) -> None:
        self._dialog.show_rows(setting_rows(self.settings.now))
        self._dialog.show()
        self._dialog.raise_()

    def _show_keys(self) -> None:
        self.window.show_keys(
            (
                (self.tr("Drag on the picture"), self.tr("choose what to follow")),
                (self.tr("Shift and drag"), self.tr("add another target")),
                (self.tr("Wheel"), self.tr("zoom at the pointer")),
                (self.tr("Middle or right drag"), self.tr("move the picture")),
            )
        )

    def _show_about(self) -> None:
        box = QMessageBox(self.window)
        box.setWindowTitle(self.tr("About Trackbench"))
        box.setText(self.tr("Object trackers on edge-AI boards, live, with the time of every layer."))
        box.setInformativeText("\n".join(f"{name} {version}" for name, version in versions().items()))
        box.open()

    # -- weights, pictures, recordings ---------------------------------------------------------

    @Slot()
    def _import_weights(self) -> None:
        self.chooser.choose_weights(self.catalog.entry.title)

    @Slot(list)
    def _weights_chosen(self, files: list[str]) -> None:
        self.catalog.import_files(self.catalog.entry.name, tuple(Path(f) for f in files))

    def _fetch_weights(self) -> None:
        self.catalog.fetch(self.catalog.entry.name)

    def _choose_picture(self) -> None:
        info, frame = self.run.info, self.window.video_view.frame
        if info is not None and frame is not None:
            self.chooser.choose_picture_path(f"{Path(info.title).stem}_{frame.index:06d}.png")

    @Slot(str)
    def _save_picture(self, path: str) -> None:
        from engines.errors import CannotWrite

        if not self.window.video_view.grab_picture().save(path):
            self.show_failure(CannotWrite(path=path, reason=self.tr("the picture was not saved")))

    def _toggle_record(self) -> None:
        if self.run.state.recording:
            self.run.record(None)
            return
        info = self.run.info
        if info is not None:
            about = {"source": info.spec, "model": self.catalog.entry.name, "board": self.catalog.offer.title}
            recorder = self.recordings.start(about)
            if recorder is not None:
                self.run.record(recorder)
        self._show_run_actions()

    # -- what happened -------------------------------------------------------------------------

    @Slot(object)
    def show_failure(self, error: TrackbenchError) -> None:
        notice = notice_of(error)
        if isinstance(error, WeightsMissing):
            notice = NoticeView(
                notice.title, notice.hint, notice.details, Severity.WARNING,
                self.tr("Import…"), "import_weights",
            )  # fmt: skip
        self.window.notice_bar.show_notice(notice)

    @Slot(str)
    def _show_bug(self, text: str) -> None:
        title = self.tr("Something unexpected happened inside Trackbench.")
        hint = self.tr("It goes on; the log has the details. Please report it.")
        notice = NoticeView(title, hint, text, Severity.ERROR, self.tr("Open log"), "open_log")
        self.window.notice_bar.show_notice(notice)

    @Slot(str)
    def _notice_action(self, key: str) -> None:
        {"import_weights": self._import_weights, "open_log": self._open_log,
         "open_recording": self._open_recording}[key]()  # fmt: skip

    @Slot()
    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.log_file)))

    def _open_recording(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.recordings.latest)))

    @Slot(str, object)
    def _show_progress(self, label: str, share: float | None) -> None:
        self.window.progress_strip.show_progress(label, share)

    @Slot(object)
    def _source_opened(self, info: SourceInfo) -> None:
        self.settings.remember_source(info.spec)
        self.window.show_picture(True)
        self.window.source_panel.show_source(info.title, self._facts(info))
        self.window.video_view.setFocus()
        self.window.video_view.fit()
        self._show_run_actions()

    def _facts(self, info: SourceInfo) -> tuple[FactView, ...]:
        facts = [FactView(self.tr("size"), f"{info.width} × {info.height}")]
        if info.fps:
            facts.append(FactView(self.tr("rate"), f"{info.fps:.3g} fps"))
        if info.frame_count is not None:
            facts.append(FactView(self.tr("frames"), f"{info.frame_count:,}".replace(",", " ")))
        truth = self.run.feed.truth
        if truth is not None:
            facts.append(FactView(self.tr("ground truth"), self.tr("yes")))
        return tuple(facts)

    @Slot()
    def _source_closed(self) -> None:
        self.window.show_picture(False)
        self.window.source_panel.show_nothing()
        self._show_recent()
        self._show_run_actions()

    @Slot(object)
    def _state_changed(self, state: PlayerState) -> None:
        record = self.window.action("record")
        if record.isChecked() and not state.recording and self.recordings.latest is not None:
            self._show_recorded(self.recordings.latest)
        record.setChecked(state.recording)
        self._show_run_actions()

    def _show_recorded(self, folder: Path) -> None:
        title = self.tr("The recording is in %s.") % folder
        notice = NoticeView(title, "", "", Severity.SUCCESS, self.tr("Open folder"), "open_recording")
        self.window.notice_bar.show_notice(notice)

    def _show_run_actions(self) -> None:
        """Actions without a source are greyed; the line under the picture says what to do next."""
        info = self.run.info
        for name in (
            "close_source",
            "screenshot",
            "record",
            "play",
            "draw_box",
            "fit",
            "zoom_in",
            "zoom_out",
        ):
            self.window.action(name).setEnabled(info is not None)
        moves = ("stop", "step_back", "step_forward", "back_second", "forward_second", "slower", "faster")
        for name in moves:
            self.window.action(name).setEnabled(info is not None and not info.is_live)
        wants_box = info is not None and not self.run.state.targets
        hint = self.tr("Drag a box round what to follow · Shift adds another · F1 shows all keys")
        self.window.show_hint(hint if wants_box else "")

    @Slot()
    def _choice_changed(self) -> None:
        self.settings.change("last_model", self.catalog.entry.name)
        self.window.board_panel.show_models((self.catalog.verdict_view,), self.catalog.entry.name)
        self._show_summary()

    @Slot()
    def _show_summary(self) -> None:
        model = self.catalog.verdict_view
        self.window.show_summary(
            SummaryView(self.board.text, self.board.state, model.title, model.verdict, model.reason)
        )

    def _show_recent(self) -> None:
        recent = tuple(
            RecentView(spec, Path(spec).name or spec, spec) for spec in self.settings.now.recent_sources
        )
        self.window.empty_state.show_recent(recent)

    @Slot(object, object)
    def _settings_changed(self, old: Settings, new: Settings) -> None:
        if any(getattr(old, name) != getattr(new, name) for name in _OVERLAYS):
            self._apply_overlays()
        if old.profile_every != new.profile_every:
            self.window.layer_table.show_profiled_every(new.profile_every)
            self.catalog.set_profile_every(new.profile_every)
        if old.recent_boards != new.recent_boards:
            self.window.board_panel.show_recent_hosts(new.recent_boards)
        if self._dialog.isVisible():
            self._dialog.show_rows(setting_rows(new))

    def _apply_overlays(self) -> None:
        now = self.settings.now
        options = OverlayOptions(trails=now.show_trails, search=now.show_search, truth=now.show_truth)
        self.run.show_overlays(options, self.tr("lost"))

    @Slot(bool)
    def _show_mode_changed(self, is_on: bool) -> None:
        self.window.action("show_mode").setChecked(is_on)
        self._show_figures()

    @Slot()
    def _show_figures(self) -> None:
        """Twice a second: the link's rate, and the large figures of show mode."""
        feed = self.run.feed
        rate = feed.link_bytes_per_second
        self.window.status_line.show_telemetry(
            self.tr("link %s/s (measured)") % bytes_text(rate) if rate is not None else ""
        )
        if not self.window.is_show_mode:
            return
        result: FrameResult | None = feed.shown.result if feed.shown else None
        slow = sorted(feed.layer_rows, key=lambda row: row.total_p50 or 0.0, reverse=True)[:_SLOWEST]
        layers = tuple(SlowLayerView(row.name, row.total_p50 or 0.0, row.share or 0.0) for row in slow)
        figures = ShowFiguresView(
            frame_ms=result.step_ms if result else None,
            fps=feed.frames_per_second,
            system=f"{self.catalog.entry.title} · {self.board.text}",
            layers=layers,
            hint=self.tr("Draw a box round anything you like"),
        )
        self.window.show_strip.show_figures(figures)

    # -- the end -------------------------------------------------------------------------------

    @Slot()
    def _closing(self) -> None:
        save_layout(self.window, self._paths.layout_file)

    def finish(self) -> None:
        """Ends every thread and process; called once, after the window is gone."""
        self._figures_timer.stop()
        self.tasks.finish()
        self.run.finish()
        self.board.finish()
