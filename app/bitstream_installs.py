"""Installs a bitstream on the present board: what it would mean, the steps, the question, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.board_controller import BoardController
from app.catalog_controller import CatalogController
from app.install_words import ReviewWords, StepWords
from app.speech import said
from app.workers import TaskHandle, TaskThread
from engines.board_values import Bitstream
from engines.boards.bitstream_install import BitstreamInstaller
from engines.boards.bitstreams import find_bitstream, identity_in_name
from engines.boards.board import Board
from engines.boards.install_values import (
    InstallPlan,
    InstallProgress,
    InstallResult,
    InstallStep,
    NoBitstreams,
    checked_size,
)
from engines.boards.link import Link
from engines.boards.profile import BitstreamFacts
from engines.errors import Cancelled, TrackbenchError
from widgets.board_panel import BoardPanel
from widgets.object_views import InstallSourceView
from widgets.views import BoardState, NoticeView, Severity

_LOOK_S = 0.1
#: A board may take a while to go down; nobody waits longer for it when the window is closed.
_LEAVE_MS = 45_000


class LeftWhileRestarting(TrackbenchError):
    what = "The workbench was closed while {host} restarted with {name}; nobody looked whether it came up."
    remedy = "Connect again to see what it runs."


@dataclass(slots=True)
class _Running:
    """One installation; the thread and the window share it.

    Attributes:
        answer: to the question whether the board may be restarted; None until there is one.
        result, error: how it ended, one of them.
    """

    name: str
    is_leaving: Event = field(default_factory=Event)
    answered: Event = field(default_factory=Event)
    answer: bool = False
    result: InstallResult | None = None
    error: TrackbenchError | None = None


class BitstreamInstalls(QObject):
    """One installation at a time. The board is borrowed meanwhile, so that its restart alarms nobody.

    Signals:
        board_taken(): the board's service and agent end now; what runs on it has to rest.
        noticed(NoticeView): how it ended.
        failed(TrackbenchError): for the notice bar.
    """

    board_taken = Signal()
    noticed = Signal(object)
    failed = Signal(object)
    # From the thread of the installation.
    _stepped = Signal(object)
    _asked = Signal(object)

    def __init__(
        self,
        board: BoardController,
        catalog: CatalogController,
        panel: BoardPanel,
        keep_in: Path,
        parent: QObject | None = None,
    ) -> None:
        """`keep_in`: folder of this computer for copies of boot files that are replaced."""
        super().__init__(parent)
        self._controller, self._catalog, self._keep_in = board, catalog, keep_in
        self._panel, self._view = panel, panel.bitstream_install
        self._words, self._steps = ReviewWords(self), StepWords(self)
        self._source: Path | Bitstream | None = None
        self._running: _Running | None = None
        self._thread: TaskThread | None = None
        self._untold: _Running | None = None
        self._stepped.connect(self._show_progress)
        self._asked.connect(self._ask)
        board.summary_changed.connect(self._follow_board)
        self._view.stored_requested.connect(self.review_stored)
        self._view.start_requested.connect(self.start)
        self._view.review_closed.connect(self._forget)
        self._view.confirmed.connect(self._answer)
        self._view.cancel_requested.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        return self._running is not None

    # -- what it would mean --------------------------------------------------------------------

    @Slot(str)
    def choose(self, name: str) -> None:
        """A bitstream of the list was picked: a virtual board loads it at once, another one installs it."""
        board = self._controller.present
        if board is not None and not board.summary.is_virtual and not _is_loaded(board, name):
            self.review_stored(name)
        elif self._running is None:
            self._controller.choose_bitstream(name)

    @Slot(str)
    def review_stored(self, name: str) -> None:
        """Shows what one that is on the board would mean."""
        board = self._controller.present
        if board is not None:
            self._guarded(lambda: find_bitstream(board.bitstreams, name, board.address.host))

    def review_file(self, file: Path) -> None:
        """Shows what a file of this computer would mean; one that can be no boot file is refused."""
        board = self._controller.present
        if board is None:
            return

        def checked() -> Path:
            if not board.profile.boot_file:
                raise NoBitstreams(title=board.profile.title)
            checked_size(file, self.ending)
            return file

        self._guarded(checked)

    @property
    def ending(self) -> str:
        """Of boot files of the present board, with its dot; "" where there is none."""
        board = self._controller.present
        return PurePosixPath(board.profile.boot_file).suffix if board is not None else ""

    def _guarded(self, source: Callable[[], Path | Bitstream]) -> None:
        board = self._controller.present
        if board is None or self._running is not None:
            return
        try:
            self._source = source()
        except TrackbenchError as error:
            self.failed.emit(error)
            return
        new = self._source if isinstance(self._source, Bitstream) else _described(board, self._source)
        entries = [e for e in self._catalog.entries if board.profile.family in e.boards]
        review = self._words.review(board, new, _name_of(self._source), entries, self._catalog.entry)
        self._view.show_review(review)

    @Slot()
    def _forget(self) -> None:
        self._source = None

    # -- the installation ----------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Begins with what was reviewed last."""
        source = self._source
        if source is None or self._running is not None:
            return
        name = _name_of(source)
        let_go = self._controller.lend(self.tr("installing %s") % name)
        if let_go is None:
            return
        self.board_taken.emit()
        self._source, self._running = None, _Running(name)
        running = self._running
        self._view.clear()
        for step in self._steps.begin():
            self._view.show_step(step)
        self._view.show_running(True)
        self._panel.show_lent(True)
        label = self.tr("Installing %s") % name

        def job(handle: TaskHandle) -> InstallResult:
            return self._install(let_go(), source, running, handle)

        self._thread = thread = TaskThread(label, job, self)
        thread.done.connect(self._done)
        thread.failed.connect(self._failed)
        thread.finished.connect(self._over)
        thread.start()

    @Slot()
    def cancel(self) -> None:
        """Heard until the board is told to start anew."""
        if self._thread is not None and self._running is not None:
            self._thread.cancel()
            self._running.answered.set()

    @Slot(bool)
    def _answer(self, is_yes: bool) -> None:
        if self._running is not None:
            self._running.answer = is_yes
            self._running.answered.set()

    def finish(self) -> None:
        """Gives up what is under way and waits for it: before the program ends."""
        running, thread, self._running = self._running, self._thread, None
        if running is not None and thread is not None:
            running.is_leaving.set()
            thread.cancel()
            running.answered.set()
            thread.wait(_LEAVE_MS)

    # -- in the thread -------------------------------------------------------------------------

    def _install(
        self, board: Board, source: Path | Bitstream, running: _Running, handle: TaskHandle
    ) -> InstallResult:
        profile, is_virtual, host = board.profile, board.summary.is_virtual, board.address.host

        def reconnect() -> Link:
            if running.is_leaving.is_set():
                raise LeftWhileRestarting(host=host, name=running.name)
            return board.open_link()

        def confirm(plan: InstallPlan) -> bool:
            self._asked.emit(plan)
            while not running.answered.wait(_LOOK_S) and not handle.should_cancel():
                pass
            return running.answer and not handle.should_cancel()

        board.close()  # nobody may hold the device
        installer = BitstreamInstaller(
            board.open_link(),
            profile,
            host,
            reconnect,
            self._keep_in,
            is_virtual,
            on_step=self._stepped.emit,
        )
        try:
            return installer.install(source, confirm, should_cancel=handle.should_cancel)
        finally:
            installer.link.close()

    # -- answers, in the GUI thread ------------------------------------------------------------

    @Slot(object)
    def _show_progress(self, progress: InstallProgress) -> None:
        if self._running is None:
            return
        for step in self._steps.advance(progress):
            self._view.show_step(step)
        if progress.step is not InstallStep.CONFIRM:
            self._view.withdraw_question()
        self._view.show_running(True, can_cancel=progress.can_cancel)

    @Slot(object)
    def _ask(self, plan: InstallPlan) -> None:
        if self._running is not None and not self._running.answered.is_set():
            self._view.ask(self._words.question(plan))

    @Slot(object)
    def _done(self, result: InstallResult) -> None:
        if self._running is not None:
            self._running.result = result

    @Slot(object)
    def _failed(self, error: TrackbenchError) -> None:
        if self._running is not None:
            self._running.error = error

    @Slot()
    def _over(self) -> None:
        """The thread has ended, whichever way: the board is looked at again, then it is told."""
        running, self._running = self._running, None
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.deleteLater()
        if running is None:
            return
        for step in self._steps.end(running.result, running.error):
            self._view.show_step(step)
        self._view.show_running(False)
        self._panel.show_lent(False)
        self._untold = running
        self._controller.take_back()

    @Slot()
    def _follow_board(self) -> None:
        board = self._controller.present
        self._view.show_usable(board is not None)
        if board is not None:
            stored = [one for one in board.bitstreams if one.file]
            self._view.show_sources(
                [
                    InstallSourceView(one.name, f"{one.name} ({PurePosixPath(one.file).name})")
                    for one in stored
                ]
            )
        elif self._running is None:
            self._source = None
            if self._controller.state is BoardState.DISCONNECTED:
                self._view.clear()
        if self._untold is not None and self._controller.state is not BoardState.CONNECTING:
            # After what the controller itself has to say of the same moment: this says more.
            untold, self._untold = self._untold, None
            QTimer.singleShot(0, self, lambda: self._tell(untold))

    def _tell(self, ended: _Running) -> None:
        result, error = ended.result, ended.error
        if isinstance(error, Cancelled):
            title = self.tr("%s was not installed.") % ended.name
            self.noticed.emit(NoticeView(title, self.tr("The boot file is as it was."), "", Severity.INFO))
        elif error is not None:
            self.failed.emit(error)
        elif result is not None and not result.changed:
            title = self.tr("%s is installed and runs already.") % ended.name
            self.noticed.emit(NoticeView(title, "", "", Severity.INFO))
        elif result is not None:
            title = self.tr("%1 is installed; the board reports %2.")
            title = title.replace("%1", ended.name).replace("%2", result.identity)
            hint = " ".join(said(warning) for warning in result.warnings)
            if not hint and result.plan.backup:
                hint = self.tr("The earlier boot file: %1 on the board, %2 here.")
                hint = hint.replace("%1", result.plan.backup).replace("%2", str(result.plan.copy))
            severity = Severity.WARNING if result.warnings else Severity.SUCCESS
            self.noticed.emit(NoticeView(title, hint, "", severity))


def _name_of(source: Path | Bitstream) -> str:
    return PurePosixPath(source.file).name if isinstance(source, Bitstream) else source.name


def _is_loaded(board: Board, name: str) -> bool:
    return any(one.is_loaded and one.name == name for one in board.bitstreams)


def _described(board: Board, file: Path) -> Bitstream:
    """What the profile knows of a file by its name; nothing in a file itself says what it can."""
    identity = identity_in_name(board.profile, file.name)
    facts = board.profile.known_bitstreams.get(identity or "", BitstreamFacts(file.name))
    return Bitstream(facts.name, "", identity or "", facts.hard_operators, facts.has_mmu)
