"""Connect → check → bitstream → service, as steps the user sees. Owns the board's worker."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import board_views
from app.boards import LOCAL, host_side, server_at, virtual_family
from app.paths import Paths
from app.questions import Question
from app.speech import said
from app.workers import JobQueue
from engines.board_values import BoardAddress, BoardTelemetry, CheckResult, HostKey
from engines.boards.board import Board
from engines.boards.families import FIRST
from engines.boards.opening import SERVER, board_offer, server_offer
from engines.boards.protocol_server import ProtocolServer
from engines.boards.secret_store import SecretStore
from engines.boards.service import Listener
from engines.boards.ssh_login import Access
from engines.boards.telemetry import TelemetryPoller
from engines.boards.watch import BoardEvent, BoardNews, BoardWatch
from engines.catalog import LOCAL_OFFER
from engines.errors import Cancelled, TrackbenchError
from engines.networks.server_address import is_url
from engines.virtual.launch import VirtualBoardProcess
from widgets.board_panel import BoardPanel
from widgets.views import BoardState, StepState, StepView

_BACK = (BoardNews.RECONNECTED, BoardNews.REBOOTED, BoardNews.SERVICE_RESTARTED)


class BoardController(QObject):
    """The present board, or none ("this computer").

    Signals:
        offer_changed(BoardOffer, OpenerFactory | None): where models run now.
        summary_changed(): `text` and `state` are others.
        connected(str): address of a real board that answered.
        host_key_asked(str, str, str): host, algorithm, fingerprint; wants `answer_host_key`.
        service_asked(str, int, str): a service that runs already, its port and process; wants
            `answer_host_key`.
        secret_asked(str, bool): prompt, and whether the answer could be kept; wants `answer_secret`.
        telemetry_changed(BoardTelemetry | None): a new look at the board; None where it is left or lost.
        question_withdrawn(): nobody waits for an answer any more.
        failed(TrackbenchError): for the notice bar.
        happened(str, bool): something to know about the board; True where it is good news.
    """

    happened = Signal(str, bool)
    offer_changed = Signal(object, object)
    summary_changed = Signal()
    connected = Signal(str)
    host_key_asked = Signal(str, str, str)
    service_asked = Signal(str, int, str)
    secret_asked = Signal(str, bool)
    telemetry_changed = Signal(object)
    question_withdrawn = Signal()
    failed = Signal(object)
    # From the worker's threads to this object's own.
    _checked = Signal(object)
    _logged = Signal(str)
    _happened = Signal(object, object)
    _measured = Signal(object)

    def __init__(self, panel: BoardPanel, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel, self._paths = panel, paths
        self.state = BoardState.DISCONNECTED
        self.text = self.tr("this computer")
        self.family: str | None = None
        self.telemetry: BoardTelemetry | None = None
        #: Gets every look at the board in the thread that reads it.
        self.on_reading: Callable[[BoardTelemetry], None] | None = None
        self.is_virtual = False
        self._board: Board | None = None
        self._virtual: VirtualBoardProcess | None = None
        self._cancelled = Event()
        self._question = Question(self.question_withdrawn.emit, lambda: self._cancelled.is_set())
        self._waiting: dict[int, Callable[[Any], None]] = {}
        self._jobs = JobQueue(self)
        self._jobs.done.connect(self._job_done)
        self._jobs.failed.connect(self._job_failed)
        self._checked.connect(self._show_check)
        self._logged.connect(panel.append_log)
        self._watch: BoardWatch | None = None
        self._poller: TelemetryPoller | None = None
        self._is_lent = False
        self._happened.connect(self._show_event)
        self._measured.connect(self._keep_telemetry)
        panel.show_state(self.state)

    # -- what the user wants -------------------------------------------------------------------

    @Slot(str)
    def connect_to(self, name: str) -> None:
        """`virtual`, `local`, an address [user@]host[:port], or http://host:port of a protocol server."""
        if name == LOCAL:
            self.disconnect_board()
            return
        if self._stays():
            return
        try:
            server = server_at(name, self._ask_secret) if is_url(name) else None
            family = virtual_family(name)
            address = None if family is not None or server is not None else BoardAddress.parse(name)
        except TrackbenchError as error:
            self.failed.emit(error)
            return
        self._give_up()
        self._panel.clear_steps()
        self._panel.clear_log()
        shown = self.tr("virtual board") if family is not None else str(address or name)
        self._set_state(BoardState.CONNECTING, shown)
        cancelled = self._cancelled = Event()
        if server is not None:
            self._put(lambda: self._check_server(server, cancelled), self._on_server)
            return
        self._put(lambda: self._connect(address, family, cancelled), self._on_connected)

    @Slot()
    def disconnect_board(self) -> None:
        """Back to this computer; a connection that is being made is given up."""
        if self._stays():
            return
        self._give_up()
        self._put(self._close_board, self._ignore)
        self.family = None
        self._panel.clear_steps()
        self._panel.show_bitstreams(())
        self._panel.show_capabilities(())
        self._set_state(BoardState.DISCONNECTED, self.tr("this computer"))
        self.offer_changed.emit(LOCAL_OFFER, None)

    @Slot(str)
    def choose_bitstream(self, name: str) -> None:
        board = self._board
        if board is None or any(b.is_loaded and b.name == name for b in board.bitstreams):
            return
        self._set_state(BoardState.CONNECTING, self.text)

        def job() -> Board:
            board.select_bitstream(name, self._checked.emit)
            board.start_service()
            return board

        self._put(job, self._on_connected)

    @Slot()
    def start_service(self) -> None:
        self._on_board(lambda board: board.start_service())

    @Slot()
    def stop_service(self) -> None:
        self._on_board(lambda board: board.stop_service())

    @Slot(str)
    def remedy(self, _step: str) -> None:
        """The remedy of a failed step is to try again once the cause is gone."""
        board = self._board
        if board is None:
            self.connect_to(self._panel.address)
            return
        self._put(lambda: self._climb(board, self._cancelled), self._on_connected)

    @Slot(str, bool)
    def answer_host_key(self, _host: str, is_trusted: bool) -> None:
        self._question.answer("yes" if is_trusted else "")

    @Slot(object)
    def answer_secret(self, secret: str) -> None:
        """An empty answer gives up."""
        self._question.answer(secret)

    def finish(self) -> None:
        """Stops what was started and waits for it: before the program ends."""
        self._give_up()
        if self._jobs.isRunning():
            self._put(self._close_board, self._ignore)
            self._jobs.finish(20_000)

    # -- lent for work that restarts the board -------------------------------------------------

    @property
    def present(self) -> Board | None:
        """The board while it is connected and nobody has borrowed it."""
        return self._board if self.state in (BoardState.CONNECTED, BoardState.SERVING) else None

    def lend(self, text: str) -> Callable[[], Board] | None:
        """Until `take_back` nobody watches the board, and it cannot be left; `text` says why.

        Returns what gives it, to be called from a worker; None where there is no board to lend.
        """
        board = self.present
        if board is None:
            return None
        endings = (self._poller, self._watch)
        self._poller = self._watch = None
        self._show_telemetry(None)
        self._waiting.clear()
        self._is_lent = True
        self._set_state(BoardState.CONNECTING, text)

        def let_go() -> Board:
            for ending in endings:
                if ending is not None:
                    ending.close()
            return board

        return let_go

    def take_back(self) -> None:
        """Looks at the board from the start, step by step."""
        board, self._is_lent = self._board, False
        if board is not None:
            self._panel.clear_steps()
            self._set_state(BoardState.CONNECTING, self.tr("looking at the board"))
            self._put(lambda: self._climb(board, self._cancelled), self._on_connected)

    def _stays(self) -> bool:
        if self._is_lent:
            self.happened.emit(
                self.tr("The board is busy with a bitstream; wait, or cancel that first."), False
            )
        return self._is_lent

    # -- in the worker -------------------------------------------------------------------------

    def _connect(self, address: BoardAddress | None, family: str | None, cancelled: Event) -> Board:
        self._close_board()
        if address is None:
            folder = self._paths.cache / "virtual" / str(os.getpid())
            self._virtual = VirtualBoardProcess(folder, family=family or FIRST.family)
            address, access = self._virtual.address, Access(self._virtual.known_hosts, use_ssh_agent=False)
        else:
            access = Access.of_user(self._paths.known_hosts, self._ask_host_key, self._ask_secret)
        host = None if self._virtual is not None else host_side(self._paths)
        self._board = board = Board(address, access, ask_adopt=self._ask_adopt, host=host)
        board.service_log(self._logged.emit)
        return self._climb(board, cancelled)

    def _climb(self, board: Board, cancelled: Event) -> Board:
        board.check(self._checked.emit, cancelled.is_set)
        if board.failure is not None:
            raise board.failure
        if board.wants_service:
            board.start_service(cancelled.is_set)
        return board

    def _check_server(self, server: ProtocolServer, cancelled: Event) -> ProtocolServer:
        self._close_board()
        server.check(self._checked.emit, cancelled.is_set)
        if server.failure is not None:
            raise server.failure
        return server

    def _close_board(self) -> None:
        board, self._board = self._board, None
        watch, self._watch = self._watch, None
        poller, self._poller = self._poller, None
        for ending in (poller, watch):
            if ending is not None:
                ending.close()
        if board is not None:
            board.close()
        virtual, self._virtual = self._virtual, None
        if virtual is not None:
            virtual.stop()
            shutil.rmtree(virtual.state, ignore_errors=True)

    def _ask_host_key(self, key: HostKey) -> bool:
        where = f"{key.host}:{key.port}"
        show = partial(self.host_key_asked.emit, where, key.algorithm, key.fingerprint)
        return self._question.ask(show) == "yes"

    def _ask_adopt(self, running: Listener) -> bool:
        name, pid = running.name or self.tr("a program"), str(running.pid or "?")
        return self._question.ask(partial(self.service_asked.emit, name, running.port, pid)) == "yes"

    def _ask_secret(self, prompt: str) -> str | None:
        show = partial(self.secret_asked.emit, said(prompt), SecretStore().is_usable)
        return self._question.ask(show) or None

    # -- answers, in the GUI thread ------------------------------------------------------------

    def _put(self, job: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        if not self._jobs.isRunning():
            self._jobs.start()
        self._waiting[self._jobs.put(job)] = on_done

    def _on_board(self, call: Callable[[Board], Any]) -> None:
        board = self._board
        if board is not None:
            self._put(lambda: (call(board), board)[1], self._on_connected)

    @Slot(int, object)
    def _job_done(self, number: int, result: object) -> None:
        on_done = self._waiting.pop(number, self._ignore)
        on_done(result)

    @Slot(int, object)
    def _job_failed(self, number: int, error: TrackbenchError) -> None:
        if self._waiting.pop(number, None) is None or isinstance(error, Cancelled):
            return
        was_connecting = self.state is BoardState.CONNECTING
        self._set_state(BoardState.FAILED, self.text)
        self.failed.emit(error)
        if was_connecting:
            self.offer_changed.emit(LOCAL_OFFER, None)

    def _ignore(self, _result: object) -> None:
        return

    def _give_up(self) -> None:
        """Nobody waits any more for what was asked before."""
        self._show_telemetry(None)
        self._cancelled.set()
        self._question.give_up()
        self._waiting.clear()
        self.question_withdrawn.emit()

    def _on_connected(self, board: Board) -> None:
        summary = board.summary
        self.family, self.is_virtual = summary.family, summary.is_virtual
        self._cancelled = Event()
        self._panel.show_bitstreams(tuple(board_views.bitstream_view(b) for b in board.bitstreams))
        state = BoardState.SERVING if board.service_is_running else BoardState.CONNECTED
        if summary.service_port is not None:
            evidence = self.tr("ready on port %s") % summary.service_port
            self._panel.show_step(StepView("service", self.tr("Service"), StepState.PASSED, evidence))
        self._set_state(state, board_views.board_line(board))
        if not summary.is_virtual:
            self.connected.emit(str(board.address))
        self._panel.show_capabilities(board_views.capability_views(board.profile))
        if self._watch is None or not self._watch.is_watching:  # it ends where a board stays away
            self._watch = BoardWatch(board, partial(self._happened.emit, board))
        if self._poller is None:
            self._poller = TelemetryPoller(board.read_telemetry, self._take_reading)
        self.offer_changed.emit(board_offer(board), partial(board_views.opener_of, board))

    def _on_server(self, server: ProtocolServer) -> None:
        self.family, self.is_virtual = SERVER, False
        self._panel.show_bitstreams(())
        self._panel.show_capabilities(())
        self._set_state(BoardState.CONNECTED, server.title)
        self.connected.emit(server.title)
        self.offer_changed.emit(server_offer(server), partial(board_views.server_opener_of, server))

    @Slot(object, object)
    def _show_event(self, board: Board, event: BoardEvent) -> None:
        """News of the board's watch; late news of a board that was left count nothing."""
        if board is not self._board or self._is_lent:
            return
        if event.news is BoardNews.LINK_LOST:
            self._show_telemetry(None)
            self._set_state(BoardState.LINK_LOST, self.tr("link lost · %s") % self.text)
        elif event.news in _BACK:
            self._on_connected(board)
        elif event.news is BoardNews.SERVICE_DIED:
            self._set_state(BoardState.CONNECTED, self.text)
        if event.error is not None:
            self.failed.emit(event.error)
        else:
            self.happened.emit(said(event.text), event.news in _BACK)

    @Slot(object)
    def _keep_telemetry(self, telemetry: BoardTelemetry) -> None:
        """A late look at a board that was left, or is lost, says nothing any more."""
        if self.state in (BoardState.CONNECTED, BoardState.SERVING):
            self._show_telemetry(telemetry)

    def _show_telemetry(self, telemetry: BoardTelemetry | None) -> None:
        self.telemetry = telemetry
        self.telemetry_changed.emit(telemetry)

    def _take_reading(self, telemetry: BoardTelemetry) -> None:
        """In the poller's thread: what is written to a disk is not to wait for the window."""
        if self.on_reading is not None:
            self.on_reading(telemetry)
        self._measured.emit(telemetry)

    @Slot(object)
    def _show_check(self, result: CheckResult) -> None:
        self._panel.show_step(board_views.step_view(result, self.tr("Try again")))

    def _set_state(self, state: BoardState, text: str) -> None:
        self.state, self.text = state, text
        board = self._board
        has_service = self.family != SERVER if board is None else board.profile.service is not None
        self._panel.show_state(state, has_service=has_service)
        self.summary_changed.emit()
