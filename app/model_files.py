"""The files in the present board's model store: listed, uploaded, removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.board_controller import BoardController
from app.tasks import Tasks
from app.workers import JobQueue, TaskHandle
from engines.board_values import BoardModel
from engines.boards.board import Board
from engines.boards.errors import LinkBroken
from engines.boards.store import list_models, list_unfinished, remote_sha256, remove_model, remove_unfinished
from engines.errors import Cancelled, TrackbenchError
from widgets.board_panel import BoardPanel
from widgets.object_views import StoredFileView, StoreView
from widgets.texts import bytes_text
from widgets.views import NoticeView, Severity

#: Kind of the task: one upload at a time.
UPLOAD = "upload"


class UploadCutOff(TrackbenchError):
    what = "The connection to {host} was lost while {names} was copied."
    remedy = "What has arrived waits there: connect again and upload the same files, and it goes on."


class ModelFiles(QObject):
    """Keeps the panel's list of files true, and changes it.

    Checksums are computed on the board, file by file, and kept as long as name and size stay; `refresh`
    computes them anew.

    Signals:
        noticed(NoticeView): something to know.
        failed(TrackbenchError): for the notice bar.
    """

    noticed = Signal(object)
    failed = Signal(object)
    # From the upload's thread: of which board, and how it ended.
    _upload_ended = Signal(object, object)

    def __init__(
        self, board: BoardController, panel: BoardPanel, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._panel, self._tasks = board, panel, tasks
        self._board: Board | None = None
        self._files: tuple[BoardModel, ...] | None = None
        self._unfinished_bytes = 0
        self._known: dict[tuple[str, int], str] = {}
        self._closing = Event()
        self._waiting: dict[int, tuple[Board, Callable[[Any], None]]] = {}
        self._jobs = JobQueue(self)
        self._jobs.done.connect(self._job_done)
        self._jobs.failed.connect(self._job_failed)
        self._upload_ended.connect(self._upload_is_over)
        board.summary_changed.connect(self._follow_board)

    # -- what the user wants -------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Looks at the board again, at every byte of it."""
        self._known.clear()
        self._files = None
        self._show()
        self.look()

    @Slot()
    def look(self) -> None:
        """Lists the files; checksums are asked for where they are not known."""
        board = self._board
        if board is not None:
            folder = board.profile.model_folder
            self._put(
                lambda: (list_models(board.link, folder), list_unfinished(board.link, folder)), self._listed
            )

    def upload(self, files: tuple[Path, ...]) -> None:
        """Copies files to the board, with progress; cancelled or cut off, the same files go on later."""
        board = self._board
        if board is None or not files or self._tasks.is_running(UPLOAD):
            return
        names = ", ".join(file.name for file in files)
        label = self.tr("Uploading %s") % (names if len(files) < 3 else self.tr("%d files") % len(files))
        self._panel.model_store.show_uploading(True)
        self._tasks.start(UPLOAD, label, partial(self._upload, board, files, names), _nothing_more)

    def remove(self, names: list[str]) -> None:
        """Removes files; the user was asked before."""
        board = self._board
        if board is None:
            return
        folder, host = board.profile.model_folder, board.address.host

        def job() -> None:
            for name in names:
                remove_model(board.link, folder, name, host)

        self._put(job, partial(self._removed, names))
        self.look()  # also where one of them could not be removed

    @Slot()
    def discard_unfinished(self) -> None:
        board = self._board
        if board is not None:
            folder = board.profile.model_folder
            self._put(lambda: remove_unfinished(board.link, folder), self._discarded)
            self.look()

    def finish(self) -> None:
        """Waits for what is under way: before the program ends."""
        self._closing.set()
        self._board = None
        if self._jobs.isRunning():
            self._jobs.finish()

    # -- in the workers ------------------------------------------------------------------------

    def _upload(self, board: Board, files: tuple[Path, ...], names: str, handle: TaskHandle) -> None:
        outcome: object = None

        def report(done: int, total: int) -> None:
            handle.report(done / total if total else None)

        try:
            outcome = board.push_model(*files, on_progress=report, should_cancel=handle.should_cancel)
        except LinkBroken as error:
            raise UploadCutOff(host=board.address.host, names=names) from error
        except Cancelled as error:
            outcome = error
            raise
        finally:
            self._upload_ended.emit(board, outcome)

    # -- answers, in the GUI thread ------------------------------------------------------------

    @Slot()
    def _follow_board(self) -> None:
        """Another board, or none: another list."""
        board = self._controller.present
        if board is self._board:
            return
        self._board, self._files, self._unfinished_bytes = board, None, 0
        self._waiting.clear()
        self._known.clear()
        self._show()
        self.look()

    def _listed(self, found: tuple[tuple[BoardModel, ...], tuple[BoardModel, ...]]) -> None:
        files, parts = found
        self._files, self._unfinished_bytes = files, sum(part.size_bytes for part in parts)
        self._show()
        board = self._board
        for file in files:
            if board is not None and (file.name, file.size_bytes) not in self._known:
                path = f"{board.profile.model_folder}/{file.name}"
                self._put(partial(self._hash, board, path), partial(self._hashed, file))

    def _hash(self, board: Board, path: str) -> str | None:
        # Those of a board that was left meanwhile are of no use, and there may be many.
        return remote_sha256(board.link, path) if board is self._board else None

    def _hashed(self, file: BoardModel, sha256: str | None) -> None:
        if sha256 is not None:
            self._known[file.name, file.size_bytes] = sha256
            self._show()

    def _removed(self, names: list[str], _result: None) -> None:
        title = self.tr("Removed from the board: %s.") % ", ".join(names)
        self.noticed.emit(NoticeView(title, "", "", Severity.SUCCESS))

    def _discarded(self, freed_bytes: int) -> None:
        title = self.tr("Unfinished uploads removed: %s.") % bytes_text(freed_bytes)
        self.noticed.emit(NoticeView(title, "", "", Severity.SUCCESS))

    @Slot(object, object)
    def _upload_is_over(self, board: Board, outcome: object) -> None:
        self._panel.model_store.show_uploading(False)
        if isinstance(outcome, Cancelled):
            title = self.tr("The upload was cancelled.")
            hint = self.tr(
                "What has arrived waits on the board: upload the same files again, and it goes on."
            )
            self.noticed.emit(NoticeView(title, hint, "", Severity.INFO))
        elif isinstance(outcome, tuple):
            for file in outcome:
                self._known[file.name, file.size_bytes] = file.sha256
            names = ", ".join(file.name for file in outcome)
            title = self.tr("On the board and verified there: %s.") % names
            self.noticed.emit(NoticeView(title, "", "", Severity.SUCCESS))
        if board is self._board:
            self.look()

    def _show(self) -> None:
        board = self._board
        if board is None:
            self._panel.show_store(None)
            return
        files = None
        if self._files is not None:
            files = tuple(
                StoredFileView(file.name, file.size_bytes, self._known.get((file.name, file.size_bytes), ""))
                for file in self._files
            )
        self._panel.show_store(StoreView(board.profile.model_folder, files, self._unfinished_bytes))

    def _put(self, job: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        board = self._board
        if board is None or self._closing.is_set():
            return
        if not self._jobs.isRunning():
            self._jobs.start()
        self._waiting[self._jobs.put(lambda: None if self._closing.is_set() else job())] = (board, on_done)

    @Slot(int, object)
    def _job_done(self, number: int, result: object) -> None:
        board, on_done = self._waiting.pop(number, (None, _nothing_more))
        if board is not None and board is self._board:
            on_done(result)

    @Slot(int, object)
    def _job_failed(self, number: int, error: TrackbenchError) -> None:
        if self._waiting.pop(number, None) is None or isinstance(error, LinkBroken):
            return  # the board's watch tells of a lost link
        self.failed.emit(error)


def _nothing_more(_result: object) -> None:
    return
