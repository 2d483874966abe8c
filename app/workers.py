"""Threads with Qt signals around Qt-free work. Thin on purpose.

The signals are defined on the `QThread` subclasses themselves: those objects live in the GUI thread, so
every receiver runs there.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from app.latest import Inbox, Latest
from engines.errors import Cancelled, TrackbenchError
from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.player import Player
from engines.player_events import PlayerState
from engines.video.source import FrameSource

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture for the screen, with its result where there is one.

    Attributes:
        finds: whether its tracks are a detector's finds rather than chosen targets. Said with the picture,
            because the player's word that this has changed may come later.
    """

    frame: Frame
    result: FrameResult | None
    finds: bool = False


class RunWorker(QThread):
    """Runs one player; pictures go to a one-place slot, results to an inbox, events are signals."""

    state_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, source: FrameSource, *, loop: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pictures: Latest[Shown] = Latest()
        self.results: Inbox[FrameResult] = Inbox()
        self.player = Player(source, self._Events(self), loop=loop)

    class _Events:
        """What the player tells, passed on."""

        def __init__(self, worker: RunWorker) -> None:
            self._worker = worker
            self._finds = False

        def shown(self, frame: Frame, result: FrameResult | None) -> None:
            self._worker.pictures.put(Shown(frame, result, self._finds))

        def tracked(self, result: FrameResult) -> None:
            self._worker.results.put(result)

        def state_changed(self, state: PlayerState) -> None:
            self._finds = not state.needs_targets
            self._worker.state_changed.emit(state)

        def failed(self, error: TrackbenchError) -> None:
            self._worker.failed.emit(error)

    def run(self) -> None:
        self.player.run()

    def finish(self, timeout_ms: int = 10_000) -> bool:
        """Asks the player to end and waits for it."""
        self.player.stop()
        return self.wait(timeout_ms)


class TaskHandle:
    """What a long job gets: whether to stop, and a way to say how far it is. Callable from its thread."""

    def __init__(self, cancelled: Event, report: Callable[[float | None], None]) -> None:
        self._cancelled = cancelled
        self.report = report

    def should_cancel(self) -> bool:
        return self._cancelled.is_set()


Job = Callable[[TaskHandle], Any]


class TaskThread(QThread):
    """One job in a thread of its own, cancellable, with progress."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(object)

    def __init__(self, label: str, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._job = job
        self._cancelled = Event()

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def run(self) -> None:
        handle = TaskHandle(self._cancelled, self.progressed.emit)
        try:
            result = self._job(handle)
        except TrackbenchError as error:
            if not isinstance(error, Cancelled):
                logger.warning("%s: %s", self.label, error)
            self.failed.emit(error)
        else:
            self.done.emit(result)


class JobQueue(QThread):
    """Jobs of one board, one after the other, in one thread: an SSH connection is used by one at a time.

    Signals carry the job's number first, so that answers to what nobody waits for any more can be dropped.
    """

    done = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[tuple[int, Callable[[], Any]] | None] = queue.SimpleQueue()
        self._last_number = 0

    def put(self, job: Callable[[], Any]) -> int:
        """Queues a job and returns its number."""
        self._last_number += 1
        self._jobs.put((self._last_number, job))
        return self._last_number

    def run(self) -> None:
        while (entry := self._jobs.get()) is not None:
            number, job = entry
            try:
                result = job()
            except TrackbenchError as error:
                logger.warning("%s", error)
                self.failed.emit(number, error)
            else:
                self.done.emit(number, result)

    def finish(self, timeout_ms: int = 10_000) -> bool:
        """Ends after the present job and waits for it."""
        self._jobs.put(None)
        return self.wait(timeout_ms)
