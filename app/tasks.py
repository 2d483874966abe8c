"""Long jobs of the window: started, shown with progress, cancelled, never more than one of a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.workers import Job, TaskThread
from engines.errors import Cancelled


class Tasks(QObject):
    """Runs jobs in threads of their own and tells one progress strip about the newest.

    A job of a kind that runs already takes its place: the old one is cancelled and its answer dropped.
    """

    shown = Signal(str, object)
    hidden = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[str, _Running] = {}

    def start(self, kind: str, label: str, job: Job, on_done: Callable[[Any], None]) -> None:
        """Starts a job.

        Args:
            kind: "open source", "load model", ...; one job of a kind at a time.
            label: what the user reads beside the progress bar.
            job: runs in its own thread.
            on_done: gets its result in the GUI thread, unless the job was cancelled or replaced.
        """
        self.cancel(kind)
        thread = TaskThread(label, job, self)
        running = _Running(kind, thread, on_done, self)
        self._running[kind] = running
        self.shown.emit(label, None)
        thread.start()

    def cancel(self, kind: str) -> None:
        if kind in self._running:
            self._running.pop(kind).cancel()

    @Slot()
    def cancel_all(self) -> None:
        for kind in tuple(self._running):
            self.cancel(kind)
        self.hidden.emit()

    def is_running(self, kind: str) -> bool:
        return kind in self._running

    def finish(self, timeout_ms: int = 10_000) -> None:
        """Cancels everything and waits for the threads."""
        self.cancel_all()
        for thread in self.findChildren(TaskThread):
            thread.wait(timeout_ms)

    def _ended(self, running: _Running) -> bool:
        """Takes a finished job off the list; False where its answer is not wanted any more."""
        wanted = self._running.get(running.kind) is running
        if wanted:
            del self._running[running.kind]
        if not self._running:
            self.hidden.emit()
        return wanted


class _Running(QObject):
    """Receiver of one job's signals, in the GUI thread."""

    def __init__(self, kind: str, thread: TaskThread, on_done: Callable[[Any], None], tasks: Tasks) -> None:
        super().__init__(tasks)
        self.kind = kind
        self._thread, self._on_done, self._tasks = thread, on_done, tasks
        thread.done.connect(self._done)
        thread.failed.connect(self._failed)
        thread.progressed.connect(self._progressed)
        thread.finished.connect(thread.deleteLater)
        thread.finished.connect(self.deleteLater)

    def cancel(self) -> None:
        self._thread.cancel()

    @Slot(object)
    def _done(self, result: Any) -> None:
        if self._tasks._ended(self):
            self._on_done(result)
        elif hasattr(result, "close"):
            result.close()  # nobody waits for it any more

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if self._tasks._ended(self) and not isinstance(error, Cancelled):
            self._tasks.failed.emit(error)

    @Slot(object)
    def _progressed(self, share: float | None) -> None:
        if not self._thread.is_cancelled:
            self._tasks.shown.emit(self._thread.label, share)
