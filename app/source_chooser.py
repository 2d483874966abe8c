"""Asks the user what to open: file, folder, camera, stream. Nothing here waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

_VIDEO_FILTER = "*.mp4 *.mkv *.avi *.mov *.mpg *.mpeg *.ts *.webm *.m4v"


class SourceChooser(QObject):
    """Non-blocking dialogs.

    Signals:
        chosen(str): path, camera index or URL.
        picture_path_chosen(str): where a screenshot goes.
        weights_chosen(list[str]): files to import.
        secret_given(str): answer to `ask_secret`; empty where it was refused.
    """

    chosen = Signal(str)
    picture_path_chosen = Signal(str)
    result_chosen = Signal(str)
    weights_chosen = Signal(list)
    secret_given = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = str(Path.home())

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
        dialog.setNameFilters([self.tr("ONNX networks (*.onnx)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._weights_chosen)
        dialog.open()

    @Slot("QStringList")
    def _weights_chosen(self, files: list[str]) -> None:
        # Qt does not connect a list of strings to a list of anything.
        self.weights_chosen.emit(list(files))

    @Slot(str)
    def ask_secret(self, prompt: str) -> None:
        """Asks for a password; it is handed on and kept nowhere."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Log in to the board"))
        dialog.setLabelText(prompt)
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(self.secret_given)
        dialog.rejected.connect(self._refused)
        dialog.open()

    @Slot()
    def _refused(self) -> None:
        self.secret_given.emit("")

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
