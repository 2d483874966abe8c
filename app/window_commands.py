"""What each action of the window does: the other side of the table in `actions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox

from app import demo
from app.parts import Parts
from app.secrets_controller import SecretsController
from app.serial_controller import SerialController
from app.settings_rows import setting_rows
from app.source_chooser import SourceChooser
from app.speech import said
from app.timing_controller import TimingController
from app.workers import TaskHandle
from engines.errors import CannotWrite
from engines.frame import Frame
from engines.geometry import Box
from engines.results.reading import ImportedResult, read_result
from engines.summary import versions
from widgets.settings_dialog import SettingsDialog
from widgets.views import NoticeView, Severity

_NETWORK_ENDINGS = (".onnx", ".yaml", ".yml")
_RESULT_ENDINGS = (".txt", ".csv", ".json", ".jsonl")
OVERLAYS = ("show_trails", "show_search", "show_truth", "show_heat")


class WindowCommands(QObject):
    """Carries out actions with the controllers."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        window, settings = parts.window, parts.settings
        self._window, self._run, self._catalog, self._board = window, parts.run, parts.catalog, parts.board
        self._settings, self._recordings, self._tasks = settings, parts.recordings, parts.tasks
        self._dialog = SettingsDialog(window)
        self.chooser = SourceChooser(window)
        self.serial, self.secrets = SerialController(window), SecretsController(window, parts.tasks)
        self.timing = TimingController(parts)
        self._handlers = self._make_handlers() | self.timing.handlers
        window.triggered.connect(self.trigger)
        window.files_dropped.connect(self._dropped)
        self.chooser.chosen.connect(self.open_source)
        self.chooser.picture_path_chosen.connect(self._save_picture)
        self.chooser.weights_chosen.connect(self._import_files)
        self.chooser.result_chosen.connect(self.show_result)
        self._dialog.setting_changed.connect(settings.change)
        self._dialog.reset_requested.connect(settings.reset)
        settings.changed.connect(self._refresh_dialog)

    def _make_handlers(self) -> dict[str, Callable[[], Any]]:
        window, run, chooser, board = self._window, self._run, self.chooser, self._board
        return {
            "open_file": chooser.choose_file,
            "open_folder": chooser.choose_folder,
            "open_camera": chooser.choose_camera,
            "open_stream": chooser.choose_stream,
            "open_demo": self.open_demo,
            "close_source": run.close_source,
            "screenshot": self._choose_picture,
            "record": self._toggle_record,
            "import_result": chooser.choose_result,
            "forget_result": partial(run.show_result, ()),
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
            "follow_truth": run.follow_truth,
            "next_target": run.select_next,
            "follow_alone": self.follow_alone,
            "remove_target": run.remove_selected,
            "clear_targets": run.remove_all,
            "undo": run.undo,
            "fit": window.video_view.fit,
            "zoom_in": window.video_view.zoom_in,
            "zoom_out": window.video_view.zoom_out,
            **{name: partial(self._toggle_overlay, name) for name in OVERLAYS},
            "show_why": partial(window.toggle_panel, "search"),
            "show_compare": partial(window.toggle_panel, "compare"),
            "show_diagnosis": partial(window.toggle_panel, "diagnosis"),
            "show_mode": self._toggle_show_mode,
            "reset_layout": window.reset_layout,
            "connect_virtual": partial(board.connect_to, demo.BOARD),
            "use_local": board.disconnect_board,
            "disconnect": board.disconnect_board,
            "serial_console": self.serial.show,
            "forget_passwords": self.secrets.show,
            "palette": window.show_palette,
            "import_weights": self.choose_weights,
            "fetch_weights": self.fetch_weights,
            "cancel": self._cancel,
            "help": self._show_keys,
            "about": self._show_about,
        }

    def add_handlers(self, handlers: Mapping[str, Callable[[], Any]]) -> None:
        """Actions that others carry out, by their name."""
        self._handlers |= handlers

    @Slot(str)
    def trigger(self, name: str) -> None:
        self._handlers[name]()

    @Slot(str)
    def open_source(self, spec: str) -> None:
        """Opens what the user named; the present source stays until that has worked."""
        self.chooser.start_in(Path(spec).parent)
        self._run.open_source(spec, loop=self._settings.now.loop)

    @Slot()
    def open_demo(self) -> None:
        """The virtual board, the demo clip, the bundled network, and a target to begin with."""
        if self._board.family is None:
            self._board.connect_to(demo.BOARD)
        self._catalog.choose(demo.MODEL)
        self._run.open_demo()

    @Slot(object, object, bool)
    def draw_target(self, frame: Frame, box: Box, add: bool) -> None:
        """Follows what was drawn; where a detector runs, a single-object tracker takes over."""
        self._run.draw_target(frame, box, add)
        if self._catalog.entry.detector is None:
            return
        self._catalog.choose(self._catalog.single_for_box(self._settings.now.last_single_model))
        title = self.tr("%s follows the box now.") % self._catalog.verdict_view.title
        hint = self.tr("Choose the detector again under Tracker to go back to all objects.")
        self._window.notice_bar.show_notice(NoticeView(title, hint, "", Severity.INFO))

    @Slot()
    def follow_alone(self) -> None:
        """From many objects to one: a single-object tracker takes over the track that stands out."""
        choice = self._run.selected_choice()
        if choice is not None and self._run.feed.finds:
            self.draw_target(choice.frame, choice.box, False)

    @Slot(list)
    def _dropped(self, paths: list[str]) -> None:
        networks = tuple(path for path in paths if path.lower().endswith(_NETWORK_ENDINGS))
        if networks:
            self._import_files(list(networks))
        elif paths and self._run.info is not None and paths[0].lower().endswith(_RESULT_ENDINGS):
            self.show_result(paths[0])
        elif paths:
            self.open_source(paths[0])

    def _cancel(self) -> None:
        """Esc gives up what is uppermost: the keys' overlay, a box being drawn, work in progress."""
        if self._window.help_overlay.isVisible():
            self._window.help_overlay.hide()
        elif not self._window.video_view.cancel_drawing():
            self._tasks.cancel_all()

    def _toggle_overlay(self, name: str) -> None:
        self._settings.change(name, self._window.action(name).isChecked())

    def _toggle_show_mode(self) -> None:
        self._window.set_show_mode(self._window.action("show_mode").isChecked())

    def _show_settings(self) -> None:
        self._dialog.show_rows(setting_rows(self._settings.now))
        self._dialog.show()
        self._dialog.raise_()

    @Slot()
    def _refresh_dialog(self) -> None:
        if self._dialog.isVisible():
            self._dialog.show_rows(setting_rows(self._settings.now))

    def _show_keys(self) -> None:
        self._window.show_keys(
            (
                (self.tr("Choose what to follow"), self.tr("Drag on the picture")),
                (self.tr("Add another target"), self.tr("Shift and drag")),
                (self.tr("Zoom at the pointer"), self.tr("Wheel")),
                (self.tr("Move the picture"), self.tr("Middle or right drag")),
            )
        )

    def _show_about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About Trackbench"))
        box.setText(self.tr("Object trackers on edge-AI boards, live, with the time of every layer."))
        box.setInformativeText("\n".join(f"{name} {version}" for name, version in versions().items()))
        box.open()

    # -- weights, pictures, recordings ---------------------------------------------------------

    @Slot()
    def choose_weights(self) -> None:
        self.chooser.choose_weights(self._catalog.verdict_view.title)

    @Slot(list)
    def _import_files(self, files: list[str]) -> None:
        self._catalog.import_files(tuple(Path(f) for f in files))

    def fetch_weights(self) -> None:
        self._catalog.fetch(self._catalog.entry.name)

    @Slot(str)
    def show_result(self, path: str) -> None:
        """Draws the boxes of a result file over the picture."""

        def done(result: ImportedResult) -> None:
            self._run.show_result(result.tracks)
            title = self.tr("%s is drawn dashed over the picture.") % result.name
            frames = sum(1 for tracks in result.tracks if tracks)
            facts = self.tr("%1 result, %2 frames with boxes.").replace("%1", result.format.upper())
            hint = " ".join((facts.replace("%2", str(frames)), *(said(note) for note in result.notes)))
            self._window.notice_bar.show_notice(NoticeView(title, hint, "", Severity.INFO))

        label = self.tr("Reading %s") % Path(path).name
        self._tasks.start("result", label, lambda _handle: read_result(Path(path)), done)

    def _choose_picture(self) -> None:
        info, frame = self._run.info, self._window.video_view.frame
        if info is not None and frame is not None:
            self.chooser.choose_picture_path(f"{Path(info.title).stem}_{frame.index:06d}.png")

    @Slot(str)
    def _save_picture(self, path: str) -> None:
        picture = self._window.video_view.grab_picture()

        def job(_handle: TaskHandle) -> None:
            if not picture.save(path):
                raise CannotWrite(path=path, reason="the picture was not saved")

        self._tasks.start("save picture", self.tr("Saving %s") % Path(path).name, job, _nothing_more)

    def _toggle_record(self) -> None:
        if self._run.state.recording:
            self._run.record(None)
            return
        info, board = self._run.info, self._catalog.offer.title
        if info is not None:
            entry = self._catalog.entry
            model = {"model": entry.name, "tracker": self._catalog.tracker, "task": entry.task}
            about = {"source": info.spec, **model, "board": board}
            start = self._recordings.start
            label = self.tr("Starting the recording")
            self._tasks.start("record", label, lambda _handle: start(about), self._run.record)


def _nothing_more(_result: None) -> None:
    return
