"""A visit at a board's serial console, told as rungs of a ladder: what the window and the command show."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engines.board_values import BoardAddress, CheckResult, CheckState
from engines.boards.link import ShouldCancel, never
from engines.boards.serial_console import (
    BAUD,
    BoardInterface,
    SerialConsole,
    SerialUnusable,
    checked_gateway,
    checked_interface,
)
from engines.errors import Cancelled, TrackbenchError
from engines.texts import Text

logger = logging.getLogger(__name__)
PORT, LOG_IN, ADDRESS, SET_ADDRESS, SSHD = "port", "log_in", "address", "set_address", "sshd"
_TITLES = {
    PORT: Text("Serial port"),
    LOG_IN: Text("Log-in on the console"),
    ADDRESS: Text("Address of the board"),
    SET_ADDRESS: Text("Give it an address"),
    SSHD: Text("SSH server"),
}


def _nothing(_result: CheckResult) -> None:
    return


def _no_start(_name: str, _title: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class Visit:
    """Where and as whom to knock.

    Attributes:
        device: of the serial port, for example "/dev/ttyUSB0" or "COM3".
        baud: bits per second.
        ask_secret: asked only where the console wants a password.
    """

    device: str
    ask_secret: Callable[[str], str | None]
    user: str = "root"
    baud: int = BAUD


class SerialSteps:
    """Steps on a console that stays open in between. Close it in the end.

    A step that fails is told as a result and raised, too; the console goes on where it can.
    """

    def __init__(
        self,
        visit: Visit,
        on_result: Callable[[CheckResult], None] = _nothing,
        *,
        on_start: Callable[[str, str], None] = _no_start,
        should_cancel: ShouldCancel = never,
        log_in_s: float = 20.0,
    ) -> None:
        """Nothing is opened yet.

        Args:
            visit: where and as whom.
            on_result: gets every step as it ends.
            on_start: gets a step's name and title before its work begins.
            should_cancel: asked while the board is waited for.
            log_in_s: how long the console may take to answer during the log-in.
        """
        self._visit, self._on_result, self._on_start = visit, on_result, on_start
        self._should_cancel, self._log_in_s = should_cancel, log_in_s
        self._console: SerialConsole | None = None
        self._is_in = False
        self._given: BoardInterface | None = None
        #: As the board told last.
        self.interfaces: tuple[BoardInterface, ...] = ()
        self.adapters: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody is logged in there."""
        return self._console is not None and self._is_in

    def log_in(self) -> tuple[BoardInterface, ...]:
        """Opens the port, logs in, reads the addresses. Raises BoardError, Cancelled."""
        visit = self._visit
        with self._step(PORT) as say:
            self.close()
            console = SerialConsole.open(visit.device, visit.baud, self._should_cancel)
            self._console = console
            say(Text("{device}, {baud} baud", device=visit.device, baud=visit.baud))
        with self._step(LOG_IN) as say:
            console.log_in(visit.user, visit.ask_secret, timeout_s=self._log_in_s)
            was_open = Text("a shell that somebody had left open")
            self._is_in = True
            say(was_open if console.was_open else visit.user)
        return self.look()

    def look(self) -> tuple[BoardInterface, ...]:
        """Reads the board's addresses again."""
        with self._step(ADDRESS) as say:
            console = self._open_console()
            self.interfaces = console.interfaces()
            self.adapters = console.adapters()
            say(", ".join(f"{one.name} {one.address}" for one in self.interfaces))
        return self.interfaces

    def set_address(self, adapter: str, address: str, gateway: str = "") -> BoardInterface:
        """Until the next start of the board. Raises BadParameter before anything is typed, BoardError."""
        with self._step(SET_ADDRESS) as say:
            given = self._given = self._open_console().set_address(adapter, address, gateway)
            self.interfaces = (*(one for one in self.interfaces if one != given), given)
            way_out = Text(", gateway {gateway}", gateway=gateway) if gateway else ""
            shown = {"name": given.name, "address": given.address, "gateway": way_out}
            say(Text("{name} {address}{gateway}; until its next start", **shown))
        return given

    def start_sshd(self) -> str:
        """Gives the command that worked. Raises ConsoleCommandFailed."""
        with self._step(SSHD) as say:
            command = self._open_console().start_sshd()
            say(command)
        return command

    def address(self) -> BoardAddress | None:
        """Where SSH would find the board: the address given here, else its first one; None without any."""
        told = () if self._given is None else (self._given,)
        usable = [one.address.ip for one in (*told, *self.interfaces) if not one.address.is_link_local]
        return BoardAddress(str(usable[0]), user=self._visit.user) if usable else None

    def close(self) -> None:
        """Logs out where the log-in was made here, and closes the port. May be called twice."""
        console, self._console, self._is_in = self._console, None, False
        if console is None:
            return
        try:
            console.log_out()
        except TrackbenchError:
            logger.info("the console could not be left", exc_info=True)
        finally:
            console.close()

    def _open_console(self) -> SerialConsole:
        if self._console is None:
            raise RuntimeError("log_in comes first")
        return self._console

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[Callable[[str], None]]:
        """Tells how a step ends; `say` gives what was seen."""
        title = _TITLES[name]
        self._on_start(name, title)
        evidence = [""]

        def say(text: str) -> None:
            evidence[0] = text

        try:
            yield say
        except Cancelled:
            self._on_result(CheckResult(name, title, CheckState.SKIPPED, Text("cancelled")))
            raise
        except TrackbenchError as error:
            if isinstance(error, SerialUnusable):  # pulled out: nothing can be said through it any more
                self.close()
            what, remedy = Text(error.what, **error.facts), Text(error.remedy, **error.facts)
            self._on_result(CheckResult(name, title, CheckState.FAIL, error.details, what, remedy))
            raise
        self._on_result(_ended_well(name, title, evidence[0]))


def _ended_well(name: str, title: str, evidence: str) -> CheckResult:
    if name == ADDRESS and not evidence:
        cause, remedy = Text("it has none yet"), Text("Give it one beside this computer's.")
        return CheckResult(name, title, CheckState.WARN, "", cause, remedy)
    return CheckResult(name, title, CheckState.OK, evidence)


def check_wishes(adapter: str, address: str, gateway: str = "") -> None:
    """What is typed for `set_address`, looked at without a console. Raises BadParameter."""
    interface = checked_interface(adapter, address)
    if gateway:
        checked_gateway(interface, gateway)
