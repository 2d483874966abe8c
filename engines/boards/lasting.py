"""A vendor's service that goes on after the one who started it has left: for the command line.

The window holds a service by its connection (`service.py`). A command ends at once, so here the board keeps
the log and a note of which process it was: only that one is ever stopped.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic, sleep

from engines.boards.errors import BoardError, CommandFailed, NoRemoteFile, ServiceFailed
from engines.boards.link import Link, ShouldCancel, never
from engines.boards.profile import Profile, ServiceProfile
from engines.boards.service import Listener, find_listener
from engines.boards.ssh import checked
from engines.errors import Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
#: Starts a program that outlives the session, its output in a file ($0); says its process id.
WITH_LOG = 'nohup "$@" >"$0" 2>&1 </dev/null & echo $!'
_BOOT_ID = "/proc/sys/kernel/random/boot_id"
_POLL_S = 0.2
_STOP_S = 5.0
_LOG_LINES = 500


class ServiceNotOurs(BoardError):
    what = "{service} (process {pid}) was not started by this program, so it is left running."
    remedy = "Stop it where it was started, or restart the board."


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What is known about the service of a board.

    Attributes:
        listener: who listens on its port; None where nobody does.
        is_ours: whether that is the one that `start` started.
        is_other: whether the port is held by another program.
    """

    name: str
    port: int
    listener: Listener | None
    is_ours: bool = False
    is_other: bool = False


class LastingService:
    """The service of one board, by its log and the note of its process."""

    def __init__(self, link: Link, profile: Profile) -> None:
        """Raises ServiceFailed for a family that needs none."""
        if profile.service is None:
            raise ServiceFailed(service=profile.title, reason=Text("this family needs none"))
        self._link = link
        self._service: ServiceProfile = profile.service
        self._argv = profile.program_argv(profile.service.argv)
        self._folder = profile.agent_folder
        self._log = f"{profile.agent_folder}/{profile.service.name}.log"
        self._note = f"{profile.agent_folder}/{profile.service.name}.pid"

    @property
    def state(self) -> ServiceState:
        """Asked of the board now."""
        listener = find_listener(self._link, self._service.port)
        name, port = self._service.name, self._service.port
        if listener is None:
            return ServiceState(name, port, None)
        is_other = listener.name is not None and listener.name not in self._service.argv[0]
        pid = self._noted_pid()
        is_ours = pid is not None and listener.pid in (None, pid) and self._is_alive(pid)
        return ServiceState(name, port, listener, is_ours and not is_other, is_other)

    def start(self, should_cancel: ShouldCancel = never) -> ServiceState:
        """Starts it and waits until it is ready; one that runs already is left as it is.

        Raises:
            ServiceFailed: it ended, was silent too long, or another program has its port. It is stopped.
        """
        state = self.state
        if state.listener is not None:
            if state.is_other:
                facts = {"port": state.port, "name": state.listener.name, "pid": state.listener.pid}
                reason = Text("port {port} is taken by {name} (process {pid})", **facts)
                raise ServiceFailed(service=state.name, reason=reason)
            return state
        make = ["mkdir", "-p", "--", self._folder]
        checked(self._link.run(make), make, "the board")
        start = ["sh", "-c", WITH_LOG, self._log, *self._argv]
        text = checked(self._link.run(start), start, "the board").strip()
        if not text.isdigit():
            raise ServiceFailed(service=state.name, reason=Text("the board does not tell its process"))
        pid = int(text)
        self._link.put(f"{pid} {self._boot_id()}\n".encode(), self._note)
        try:
            self._wait_ready(pid, should_cancel)
        except (ServiceFailed, Cancelled):
            self._kill(pid)
            raise
        return self.state

    def stop(self) -> bool:
        """Stops the one that `start` started; False where nothing runs. Raises ServiceNotOurs."""
        state = self.state
        if state.listener is None:
            return False
        pid = self._noted_pid()
        if not state.is_ours or pid is None:
            shown = state.listener.pid or Text("unknown")
            raise ServiceNotOurs(service=state.listener.name or state.name, pid=shown)
        self._kill(pid)
        return True

    def log(self, lines: int = _LOG_LINES) -> tuple[str, ...]:
        """The end of its log; nothing where it was never started by `start`."""
        result = self._link.run(["tail", "-n", str(lines), "--", self._log])
        if result.exit_code == 0:
            return tuple(result.stdout.splitlines())
        try:
            text = self._link.get(self._log).decode("utf-8", "replace")
        except NoRemoteFile:
            return ()
        return tuple(text.splitlines()[-lines:])

    def _wait_ready(self, pid: int, should_cancel: ShouldCancel) -> None:
        service = self._service
        deadline_s = monotonic() + service.ready_timeout_s
        while monotonic() < deadline_s:
            if should_cancel():
                raise Cancelled()
            log = self.log()
            is_ready = any(service.ready_marker in line for line in log)
            if is_ready and find_listener(self._link, service.port) is not None:
                return
            if not self._is_alive(pid):
                reason = Text("it ended; its last line: {last}", last=_last(log))
                raise ServiceFailed(service=service.name, reason=reason)
            sleep(_POLL_S)
        facts = {"marker": service.ready_marker, "waited_s": service.ready_timeout_s, "last": _last(log)}
        reason = Text("no '{marker}' in {waited_s:g} s; its last line: {last}", **facts)
        raise ServiceFailed(service=service.name, reason=reason)

    def _kill(self, pid: int) -> None:
        for stop_signal in self._service.stop_signals:
            self._link.run(["kill", stop_signal, str(pid)])
            deadline_s = monotonic() + _STOP_S
            while self._is_alive(pid):
                if monotonic() > deadline_s:
                    break
                sleep(_POLL_S)
            else:
                return
        answer, hint = Text("it goes on running"), Text("Restart the board.")
        raise CommandFailed(command=f"kill {pid}", host="the board", exit_code="1", answer=answer, hint=hint)

    def _is_alive(self, pid: int) -> bool:
        return self._link.run(["kill", "-0", str(pid)]).exit_code == 0

    def _noted_pid(self) -> int | None:
        """Of a note that was made since the board started."""
        try:
            words = self._link.get(self._note).decode("ascii", "replace").split()
        except NoRemoteFile:
            return None
        if not words or not words[0].isdigit() or "".join(words[1:2]) != self._boot_id():
            return None
        return int(words[0])

    def _boot_id(self) -> str:
        result = self._link.run(["cat", _BOOT_ID])
        return result.stdout.strip() if result.exit_code == 0 else ""


def _last(log: tuple[str, ...]) -> str:
    return next((line for line in reversed(log) if line.strip()), Text("none"))
