"""Builds the objects and connects every signal. Nothing else knows everyone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.actions import action_specs
from app.board_controller import BoardController
from app.board_objects import BoardObjects
from app.catalog_controller import LIKE_CHOSEN, CatalogController
from app.catalogs import user_catalog
from app.compare_controller import CompareController
from app.compiler_reports import CompilerReports
from app.diagnosis_controller import DiagnosisController
from app.logs import LogRelay
from app.parts import Parts
from app.paths import Paths
from app.recording import Recordings
from app.recordings_opener import RecordingsOpener
from app.run_controller import RunController
from app.run_feed import RunViews
from app.search_feed import SearchFeed
from app.settings import LoadedSettings, Settings
from app.settings_store import SettingsStore
from app.tasks import Tasks
from app.window_commands import OVERLAYS, WindowCommands
from app.window_news import WindowNews
from app.window_state import restore_layout, save_layout
from engines.catalog import Catalog, load_catalog
from engines.errors import TrackbenchError
from engines.networks.local import default_threads, use_shared_pool
from engines.overlay import OverlayOptions
from widgets.main_window import MainWindow
from widgets.views import BoardState, Severity


class Workbench(QObject):
    """The window with everything behind it.

    Signals:
        theme_chosen(str): "light", "dark" or "system".
    """

    theme_chosen = Signal(str)

    def __init__(self, paths: Paths, loaded: LoadedSettings, relay: LogRelay) -> None:
        super().__init__()
        now = loaded.settings
        self._paths, self._problems = paths, list(loaded.problems)
        self.settings = SettingsStore(paths.settings_file, now, loaded.overridden, self)
        self.window = MainWindow(action_specs())
        self.tasks = Tasks(self)
        # One core is left to drawing and decoding: with all of them busy the window stutters.
        use_shared_pool(now.threads or max(1, default_threads() - 1))
        self.run = RunController(self._run_views(), self.tasks, self)
        self.catalog = CatalogController(
            self._load_catalog(),
            self.window.tracker_panel,
            self.tasks,
            model=now.last_model,
            profile_every=now.profile_every,
            paths=paths,
            parent=self,
        )
        self.board = BoardController(self.window.board_panel, paths, self)
        self.recordings = Recordings(paths.data / "recordings")
        parts = Parts(
            self.window, self.run, self.catalog, self.board, self.settings, self.recordings, self.tasks
        )
        self.objects = BoardObjects(parts, paths.data / "bitstreams")
        self.board.on_reading = self.recordings.take_telemetry
        self.search = SearchFeed(self.run, self.catalog, self.window.search_view)
        self.compare = CompareController(self.run, self.catalog, self.window.compare_view, self.tasks)
        self.diagnosis = DiagnosisController(parts, self.compare, paths.data / "quantised")
        self.compiler_reports = CompilerReports(parts, paths)
        self.commands = WindowCommands(parts)
        self.browser = RecordingsOpener(self.window, paths.data / "recordings", paths.layout_file)
        self.commands.add_handlers(self.browser.handlers)
        self.news = WindowNews(parts, paths.log_file)
        self._connect_picture()
        self._connect_panels()
        self._connect_controllers(relay)
        self._show_first()

    def _run_views(self) -> RunViews:
        window = self.window
        return RunViews(
            picture=window.video_view,
            transport=window.transport_bar,
            timing=window.timing_view,
            layers=window.layer_table,
            targets=window.tracker_panel,
        )

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
        for name in OVERLAYS:
            window.action(name).setChecked(getattr(now, name))
        self._apply_overlays()
        self.catalog.show()
        self.news.show_recent()
        self.news.show_what_can_be_done()
        for problem in self._problems:
            self.news.show_problem(problem, Severity.WARNING)

    # -- connections ---------------------------------------------------------------------------

    def _connect_picture(self) -> None:
        window, run = self.window, self.run
        view, bar = window.video_view, window.transport_bar
        view.drawing_started.connect(run.hold)
        view.drawing_cancelled.connect(run.release)
        view.target_drawn.connect(self.commands.draw_target)
        view.target_corrected.connect(run.correct_target)
        view.track_clicked.connect(run.select_target)
        bar.play_toggled.connect(run.toggle_play)
        bar.step_requested.connect(run.step)
        bar.seek_requested.connect(run.seek)
        bar.speed_requested.connect(run.set_speed)

    def _connect_panels(self) -> None:
        window, run, catalog, commands = self.window, self.run, self.catalog, self.commands
        tracker, board = window.tracker_panel, window.board_panel
        tracker.tracker_chosen.connect(catalog.choose)
        tracker.follower_chosen.connect(catalog.choose_follower)
        tracker.parameter_changed.connect(catalog.set_parameter)
        tracker.import_requested.connect(commands.choose_weights)
        tracker.target_selected.connect(run.select_target)
        tracker.target_removed.connect(run.remove_target)
        tracker.targets_cleared.connect(run.remove_all)
        tracker.alone_requested.connect(commands.follow_alone)
        board.connect_requested.connect(self.board.connect_to)
        board.disconnect_requested.connect(self.board.disconnect_board)
        board.model_chosen.connect(catalog.choose)
        board.start_requested.connect(self.board.start_service)
        board.stop_requested.connect(self.board.stop_service)
        board.remedy_requested.connect(self.board.remedy)
        for chooses in (window.empty_state, window.source_panel):
            chooses.demo_requested.connect(commands.open_demo)
            chooses.open_file_requested.connect(commands.chooser.choose_file)
            chooses.open_folder_requested.connect(commands.chooser.choose_folder)
            chooses.open_camera_requested.connect(commands.chooser.choose_camera)
        window.empty_state.open_stream_requested.connect(commands.chooser.choose_stream)
        window.empty_state.recent_requested.connect(commands.open_source)
        window.source_panel.stream_requested.connect(commands.open_source)
        window.source_panel.close_requested.connect(run.close_source)

    def _connect_controllers(self, relay: LogRelay) -> None:
        window, run, catalog, board, news = self.window, self.run, self.catalog, self.board, self.news
        run.pipeline_needed.connect(self._open_pipeline)
        catalog.pipeline_ready.connect(run.use_pipeline)
        board.offer_changed.connect(catalog.use_board)
        board.offer_changed.connect(self._open_pipeline)
        board.connected.connect(self.settings.remember_board)
        board.host_key_asked.connect(window.host_key_panel.ask)
        board.service_asked.connect(window.host_key_panel.ask_service)
        board.secret_asked.connect(self.commands.chooser.ask_secret)
        board.question_withdrawn.connect(window.host_key_panel.withdraw)
        board.question_withdrawn.connect(self.commands.chooser.withdraw_secret)
        board.telemetry_changed.connect(window.board_panel.telemetry.show_telemetry)
        self.commands.serial.connect_requested.connect(window.board_panel.show_address)
        self.commands.serial.connect_requested.connect(board.connect_to)
        window.host_key_panel.answered.connect(board.answer_host_key)
        self.commands.chooser.secret_given.connect(board.answer_secret)
        self.compare.files_requested.connect(self.commands.chooser.choose_second_weights)
        self.commands.chooser.second_weights_chosen.connect(self.compare.use_files)
        catalog.model_changed.connect(self._open_pipeline)
        catalog.noticed.connect(window.notice_bar.show_notice)
        objects = (self.objects.models, self.objects.bitstreams)
        for source in (run, catalog, board, *objects, self.tasks, self.settings):
            source.failed.connect(news.show_failure)
        self.tasks.shown.connect(news.show_progress)
        self.tasks.hidden.connect(window.progress_strip.finish)
        window.progress_strip.cancel_requested.connect(self.tasks.cancel_all)
        window.notice_bar.action_requested.connect(self._notice_action)
        window.closing.connect(self._closing)
        self.settings.changed.connect(self._settings_changed)
        relay.line.connect(window.log_panel.append_line)
        relay.brief.connect(window.status_line.show_log_line)
        relay.bug.connect(news.show_bug)

    # -- what no controller can know alone -----------------------------------------------------

    @Slot()
    def _open_pipeline(self) -> None:
        """A run needs a model; while a board is being connected, its answer is waited for."""
        if self.run.info is not None and self.board.state is not BoardState.CONNECTING:
            self.catalog.open_pipeline()

    @Slot(str)
    def _notice_action(self, key: str) -> None:
        actions = self.news.notice_actions(self.commands.choose_weights)
        (actions | {LIKE_CHOSEN: self.catalog.import_like_chosen} | self.diagnosis.notice_actions)[key]()

    @Slot(object, object)
    def _settings_changed(self, old: Settings, new: Settings) -> None:
        if any(getattr(old, name) != getattr(new, name) for name in OVERLAYS):
            self._apply_overlays()
        if old.profile_every != new.profile_every:
            self.window.layer_table.show_profiled_every(new.profile_every)
            self.catalog.set_profile_every(new.profile_every)
        if old.theme != new.theme:
            self.theme_chosen.emit(new.theme)
        if old.loop != new.loop:
            self.run.set_loop(new.loop)
        if old.recent_boards != new.recent_boards:
            self.window.board_panel.show_recent_hosts(new.recent_boards)

    def _apply_overlays(self) -> None:
        now = self.settings.now
        options = OverlayOptions(
            trails=now.show_trails, search=now.show_search, truth=now.show_truth, heat=now.show_heat
        )
        self.search.show_heat(now.show_heat)
        self.run.show_overlays(options, self.tr("lost"))

    # -- the end -------------------------------------------------------------------------------

    @Slot()
    def _closing(self) -> None:
        save_layout(self.window, self._paths.layout_file)

    def finish(self) -> None:
        """Ends every thread and process; called once, after the window is gone."""
        self.tasks.finish()
        self.browser.finish()
        self.run.finish()
        self.objects.finish()
        self.commands.serial.finish()
        self.board.finish()
