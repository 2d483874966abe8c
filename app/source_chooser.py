"""Asks the user what to open: file, folder, camera, stream. Nothing here waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget
from shiboken6 import isValid

from widgets.secret_dialogs import SecretDialog

_VIDEO_FILTER = "*.mp4 *.mkv *.avi *.mov *.mpg *.mpeg *.ts *.webm *.m4v"


class SourceChooser(QObject):
    """Non-blocking dialogs.

    Signals:
        chosen(str): path, camera index or URL.
        picture_path_chosen(str): where a screenshot goes.
        weights_chosen(list[str]): files to import.
        second_weights_chosen(tuple[Path, ...]): files for the second of two models.
        secret_given(Secret): answer to `ask_secret`; empty where it was refused.
    """

    chosen = Signal(str)
    picture_path_chosen = Signal(str)
    result_chosen = Signal(str)
    weights_chosen = Signal(list)
    second_weights_chosen = Signal(object)
    secret_given = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = str(Path.home())
        self._secret_dialog: SecretDialog | None = None

    def start_in(self, folder: Path) -> None:
        """Dialogs begin in this folder."""
        if folder.is_dir():
            self._folder = str(folder)

    @Slot()
    def choose_file(self) -> None:
        dialog = self._dialog(self.tr("Open video"))
        dialog.setNameFilters([self.tr("Videos (%s)") % _VIDEO_FILTER, self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    @Slot()
    def choose_folder(self) -> None:
        dialog = self._dialog(self.tr("Open image folder or sequence"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    @Slot()
    def choose_camera(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Open camera"))
        dialog.setLabelText(self.tr("Number of the camera; 0 is the first one"))
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(0, 63)
        dialog.intValueSelected.connect(self._camera_chosen)
        dialog.open()

    @Slot(int)
    def _camera_chosen(self, index: int) -> None:
        self.chosen.emit(str(index))

    @Slot()
    def choose_stream(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Open stream"))
        dialog.setLabelText(self.tr("Address of the stream, for example rtsp://camera/stream"))
        dialog.setTextValue("rtsp://")
        dialog.textValueSelected.connect(self.chosen)
        dialog.open()

    def choose_picture_path(self, name: str) -> None:
        dialog = self._dialog(self.tr("Save picture"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setNameFilter("PNG (*.png)")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.picture_path_chosen)
        dialog.open()

    def choose_result(self) -> None:
        dialog = self._dialog(self.tr("Show a result file"))
        results = self.tr("Results (*.txt *.csv *.json *.jsonl)")
        dialog.setNameFilters([results, self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.result_chosen)
        dialog.open()

    def choose_weights(self, title: str) -> None:
        dialog = self._dialog(self.tr("Import the weights of %s") % title)
        networks = self.tr("Networks and runtime files (%s)") % "*.onnx *.yaml *.yml"
        dialog.setNameFilters([networks, self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._weights_chosen)
        dialog.open()

    @Slot()
    def choose_second_weights(self) -> None:
        dialog = self._dialog(self.tr("Weights of B, one file for each of its networks"))
        dialog.setNameFilters([self.tr("Networks (*.onnx)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._second_weights_chosen)
        dialog.open()

    @Slot("QStringList")
    def _second_weights_chosen(self, files: list[str]) -> None:
        self.second_weights_chosen.emit(tuple(Path(file) for file in files))

    @Slot("QStringList")
    def _weights_chosen(self, files: list[str]) -> None:
        # Qt does not connect a list of strings to a list of anything.
        self.weights_chosen.emit(list(files))

    @Slot(str, bool)
    def ask_secret(self, prompt: str, can_keep: bool) -> None:
        """Asks for a password; it is handed on, with whether the system's keyring may keep it."""
        self.withdraw_secret()
        self._secret_dialog = dialog = SecretDialog(prompt, can_keep=can_keep, parent=self._window)
        dialog.answered.connect(self.secret_given)
        dialog.show()

    @Slot()
    def withdraw_secret(self) -> None:
        """Nobody waits for the password any more."""
        dialog, self._secret_dialog = self._secret_dialog, None
        if dialog is not None and isValid(dialog):
            dialog.answered.disconnect(self.secret_given)
            dialog.close()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
