"""What goes from a diagnosis to files and back: dialogs, the report, the table of layers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.diagnosis_texts import layers_table
from app.tasks import Tasks
from app.workers import TaskHandle
from engines.diagnosis.values import Diagnosis
from engines.files import writing


class DiagnosisFiles(QObject):
    """Non-blocking dialogs; what is saved is the diagnosis in `found`.

    Signals:
        folder_chosen(str): where quantised files are to go.
        files_chosen(tuple[Path, ...]): files of B.
    """

    folder_chosen = Signal(str)
    files_chosen = Signal(object)

    def __init__(self, window: QWidget, tasks: Tasks, folder: Path) -> None:
        """Dialogs begin in `folder`, once it exists."""
        super().__init__(window)
        self._window, self._tasks, self._folder = window, tasks, folder
        self.found: Diagnosis | None = None

    @Slot()
    def choose_folder(self) -> None:
        dialog = self._dialog(self.tr("Folder for the files"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    @Slot()
    def choose_files(self) -> None:
        dialog = self._dialog(self.tr("Quantised files, one for each network"))
        dialog.setNameFilters([self.tr("Networks (*.onnx)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    @Slot()
    def choose_report(self) -> None:
        self._save_as(self.tr("Save the report"), "diagnosis", "html", self.save_report)

    @Slot()
    def choose_table(self) -> None:
        self._save_as(self.tr("Save the table of layers"), "layers", "csv", self.save_table)

    def save_report(self, path: Path) -> None:
        """Writes everything that was found as one HTML page."""

        def text(found: Diagnosis) -> str:
            from engines.diagnosis.page import as_page  # imports onnx, which takes its time

            return as_page(found)

        self._save(path, text)

    def save_table(self, path: Path) -> None:
        """Writes the layers as CSV."""
        self._save(path, layers_table)

    def _save(self, path: Path, text: Callable[[Diagnosis], str]) -> None:
        found = self.found
        if found is None:
            return

        def job(_handle: TaskHandle) -> None:
            made = text(found)
            with writing(path):
                path.write_text(made, encoding="utf-8", newline="\n")

        self._tasks.start("save diagnosis", self.tr("Saving %s") % path.name, job, _nothing_more)

    @Slot("QStringList")
    def _files_chosen(self, names: list[str]) -> None:
        self.files_chosen.emit(tuple(Path(name) for name in names))

    def _save_as(self, title: str, stem: str, ending: str, save: Callable[[Path], None]) -> None:
        dialog = self._dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{ending.upper()} (*.{ending})")
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{stem}.{ending}")
        dialog.fileSelected.connect(lambda path: save(Path(path)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._folder if self._folder.is_dir() else Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _nothing_more(_result: None) -> None:
    return
