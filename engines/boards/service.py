"""The vendor's service on a board: find it, start it once, follow its log, stop only what was started."""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from engines.boards.errors import BoardError, ServiceFailed
from engines.boards.link import Link, RemoteProcess, ShouldCancel, never
from engines.boards.profile import ServiceProfile
from engines.errors import Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
#: Runs a command and says its process id first, so that exactly this process can be stopped.
WITH_PID = 'echo $$; exec "$0" "$@"'
_OWNER = re.compile(r'\(\("(?P<name>[^"]*)",pid=(?P<pid>\d+)')
_POLL_S = 0.1
_STOP_S = 5.0
_KEPT_LINES = 500


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens on a port of the board; the owner is None where it is hidden from us."""

    port: int
    name: str | None
    pid: int | None


#: Asked before a service that somebody else started is used.
AskAdopt = Callable[[Listener], bool]


def adopt(_listener: Listener) -> bool:
    """The answer where nobody is asked: what runs already is used."""
    return True


class ServiceNotAdopted(BoardError):
    what = "{service} runs already on port {port} (process {pid}), and it was not to be used."
    remedy = "Use it, or stop it where it was started; two of them cannot share the accelerator."


def find_listener(link: Link, port: int) -> Listener | None:
    """Looks with `ss`, not by connecting: a bare connection may use up the server's only accept.

    Where there is no `ss`, the kernel's own table tells at least whether somebody listens.
    """
    result = link.run(["ss", "-ltnp"])
    if result.exit_code != 0:
        tables = link.run(["cat", "/proc/net/tcp", "/proc/net/tcp6"]).stdout
        return Listener(port, None, None) if _listens(tables, port) else None
    for line in result.stdout.splitlines():
        columns = line.split()
        if len(columns) >= 4 and columns[0] == "LISTEN" and columns[3].endswith(f":{port}"):
            owner = _OWNER.search(line)
            return Listener(port, owner["name"], int(owner["pid"])) if owner else Listener(port, None, None)
    return None


def _listens(table: str, port: int) -> bool:
    """Whether a row of `/proc/net/tcp` has that local port in hex and the state 0A (listening)."""
    rows = (line.split() for line in table.splitlines())
    return any(len(row) > 3 and row[3] == "0A" and row[1].endswith(f":{port:04X}") for row in rows)


class Service:
    """The service of one board, at most one. One that runs already is used and left running."""

    def __init__(self, link: Link, profile: ServiceProfile, ask_adopt: AskAdopt = adopt) -> None:
        self._link = link
        self._profile = profile
        self._ask_adopt = ask_adopt
        self._adopted: Listener | None = None
        self._process: RemoteProcess | None = None
        self._pid = 0
        self._lock = threading.Lock()
        self._log: deque[str] = deque(maxlen=_KEPT_LINES)
        self._log_lock = threading.Lock()
        self._listeners: list[Callable[[str], None]] = []

    @property
    def is_running(self) -> bool:
        """Whether the one that was started here still runs; asks the board where it was not."""
        process = self._process
        if process is not None:
            return process.exit_code is None
        return find_listener(self._link, self._profile.port) is not None

    @property
    def is_in_use(self) -> bool:
        """Whether one was started or adopted here and not stopped since, alive or not."""
        return self._process is not None or self._adopted is not None

    @property
    def is_ours(self) -> bool:
        """Whether the one in use was started here."""
        return self._process is not None

    @property
    def last_line(self) -> str:
        """The end of its log, "" without one."""
        with self._log_lock:
            return next((line for line in reversed(self._log) if line.strip()), "")

    def follow(self, on_line: Callable[[str], None]) -> None:
        """Calls `on_line` for each line of the log, from its start, from a thread of the link."""
        with self._log_lock:
            for line in self._log:
                on_line(line)
            self._listeners.append(on_line)

    def start(self, should_cancel: ShouldCancel = never) -> Listener:
        """Starts it and waits for its ready line and its port; one that runs already may be adopted.

        Raises:
            ServiceFailed: it ended, was silent too long, or another program has its port.
            ServiceNotAdopted: one runs already, and it was not to be used.
        """
        with self._lock:
            running = find_listener(self._link, self._profile.port)
            if running is not None:
                self._check_owner(running)
                self._adopt(running)
                return running
            self._let_go()
            process = self._link.start(["sh", "-c", WITH_PID, *self._profile.argv], on_line=self._tell)
            self._process = process
            process.wait_line(lambda _line: True, _STOP_S, should_cancel)  # its process id
            try:
                return self._wait_ready(process, should_cancel)
            except (ServiceFailed, Cancelled):
                self._stop()
                raise

    def stop(self) -> bool:
        """Stops the one that was started here; False where there is none."""
        with self._lock:
            self._adopted = None
            return self._stop()

    def _adopt(self, running: Listener) -> None:
        """Asks once for each process that is not ours."""
        is_ours = self._process is not None and self._process.exit_code is None
        if is_ours or running == self._adopted:
            return
        if not self._ask_adopt(running):
            facts: dict[str, Any] = {"service": self._profile.name, "port": running.port}
            raise ServiceNotAdopted(**facts, pid=running.pid or Text("unknown"))
        self._let_go()
        self._adopted = running

    def _stop(self) -> bool:
        process = self._process
        if process is None:
            return False
        try:
            for stop_signal in self._profile.stop_signals if self._pid else ():
                if process.exit_code is not None or not self._link.is_alive:
                    break
                self._link.run(["kill", stop_signal, str(self._pid)], timeout_s=_STOP_S)
                process.wait(_STOP_S)
        finally:
            self._let_go()
        return True

    def _let_go(self) -> None:
        process, self._process, self._pid, self._adopted = self._process, None, 0, None
        if process is not None:
            process.close()

    def _tell(self, line: str) -> None:
        if not self._pid and line.strip().isdigit():
            self._pid = int(line)  # the first line is the process id, see WITH_PID
            return
        with self._log_lock:
            self._log.append(line)
            for on_line in self._listeners:
                on_line(line)

    def _wait_ready(self, process: RemoteProcess, should_cancel: ShouldCancel) -> Listener:
        profile = self._profile
        deadline_s = monotonic() + profile.ready_timeout_s
        ready = process.wait_line(
            lambda line: profile.ready_marker in line, profile.ready_timeout_s, should_cancel
        )
        while ready is not None and process.exit_code is None and monotonic() < deadline_s:
            listener = find_listener(self._link, profile.port)
            if listener is not None:
                logger.info("%s is ready on port %d", profile.name, profile.port)
                return listener
            if should_cancel():
                break
            process.wait(_POLL_S)
        if should_cancel():
            raise Cancelled()
        raise ServiceFailed(service=profile.name, reason=self._reason(process))

    def _reason(self, process: RemoteProcess) -> str:
        lines = [line for line in process.recent_lines[1:] if line.strip()]
        last = lines[-1] if lines else Text("none")
        if process.exit_code is not None:
            return Text("it ended with {code}; its last line: {last}", code=process.exit_code, last=last)
        facts = {
            "marker": self._profile.ready_marker,
            "waited_s": self._profile.ready_timeout_s,
            "last": last,
        }
        return Text("no '{marker}' in {waited_s:g} s; its last line: {last}", **facts)

    def _check_owner(self, running: Listener) -> None:
        if running.name is not None and running.name not in self._profile.argv[0]:
            facts = {"port": running.port, "name": running.name, "pid": running.pid}
            reason = Text("port {port} is taken by {name} (process {pid})", **facts)
            raise ServiceFailed(service=self._profile.name, reason=reason)
