"""What lies on a board, models and bitstreams: both sides of it connected with the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog

from app.bitstream_installs import BitstreamInstalls
from app.model_files import UPLOAD, ModelFiles
from app.parts import Parts

#: Of compiled models of every family and of what belongs to them, and of those that virtual boards run.
_MODEL_ENDINGS = "*.json *.raw *.bin *.om *.onnx"


class BoardObjects(QObject):
    """Makes the controllers of model files and bitstreams, and asks for files. Nothing here waits."""

    def __init__(self, parts: Parts, keep_in: Path) -> None:
        """`keep_in`: folder of this computer for copies of boot files that are replaced."""
        super().__init__(parts.window)
        window, self._tasks = parts.window, parts.tasks
        panel = window.board_panel
        self._window, self._run = window, parts.run
        self.models = ModelFiles(parts.board, panel, parts.tasks, self)
        self.bitstreams = BitstreamInstalls(parts.board, parts.catalog, panel, keep_in, self)
        self._folder = str(Path.home())
        store, install = panel.model_store, panel.bitstream_install
        store.upload_requested.connect(self._choose_models)
        store.refresh_requested.connect(self.models.refresh)
        store.remove_requested.connect(self.models.remove)
        store.discard_requested.connect(self.models.discard_unfinished)
        install.file_requested.connect(self._choose_bitstream)
        panel.bitstream_chosen.connect(self.bitstreams.choose)
        self.bitstreams.board_taken.connect(self._make_way)
        # A model that is opened there is uploaded first.
        parts.catalog.pipeline_ready.connect(self._look_again)
        for source in (self.models, self.bitstreams):
            source.noticed.connect(window.notice_bar.show_notice)

    def finish(self) -> None:
        """Before the board itself is finished."""
        self.bitstreams.finish()
        self.models.finish()

    @Slot()
    def _make_way(self) -> None:
        """The run rests until the board is there again; an upload goes on when it is asked for again."""
        self._run.use_pipeline(None)
        for kind in ("load model", UPLOAD):
            self._tasks.cancel(kind)

    @Slot(object)
    def _look_again(self, _pipeline: object) -> None:
        self.models.look()

    @Slot()
    def _choose_models(self) -> None:
        models = self.tr("Models (%s)") % _MODEL_ENDINGS
        dialog = self._dialog(self.tr("Upload models to the board"), models)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._models_chosen)
        dialog.open()

    @Slot("QStringList")
    def _models_chosen(self, files: list[str]) -> None:
        self._folder = str(Path(files[0]).parent) if files else self._folder
        self.models.upload(tuple(Path(file) for file in files))

    @Slot()
    def _choose_bitstream(self) -> None:
        boot_files = self.tr("Boot files (%s)") % f"*{self.bitstreams.ending}"
        dialog = self._dialog(self.tr("Install a bitstream on the board"), boot_files)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._bitstream_chosen)
        dialog.open()

    @Slot(str)
    def _bitstream_chosen(self, file: str) -> None:
        self._folder = str(Path(file).parent)
        self.bitstreams.review_file(Path(file))

    def _dialog(self, title: str, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([kinds, self.tr("All files (*)")])
        return dialog
