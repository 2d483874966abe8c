"""Starts a virtual board for the workbench and for tests."""

from __future__ import annotations

import collections
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO

from engines.board_values import BoardAddress
from engines.boards.errors import VirtualBoardFailed
from engines.boards.host_keys import KnownHosts
from engines.virtual.faults import Fault
from engines.virtual.keys import load_or_make
from engines.virtual.main import CONTROL_PREFIX, FAMILIES, HOST_KEY, READY_PREFIX, USER_KEY
from engines.virtual.openssh import openssh_user

_STOP_S = 5.0
_CONTROL_S = 10.0


class VirtualBoardProcess:
    """A virtual board in a process of its own, which ends with this one.

    Its host key was made by us, so it is known from the start: `known_hosts` holds it.
    """

    def __init__(
        self,
        state: Path,
        *,
        family: str = "icraft",
        faults: Sequence[str] = (),
        port: int = 0,
        password: str | None = None,
        reboot_s: float = 3.0,
        server: str = "own",
        timeout_s: float = 20.0,
    ) -> None:
        """Starts it and waits until it listens. Raises VirtualBoardFailed.

        `reboot_s` is how long a reboot takes; `server` is "own" or "openssh", which needs an installed sshd.
        """
        state.mkdir(parents=True, exist_ok=True)
        self.state = state
        self._log: collections.deque[str] = collections.deque(maxlen=200)
        self._control_lock = threading.Lock()
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        arguments = ["--family", family, "--root", str(state), "--port", str(port), "--stay-with-parent"]
        arguments += ["--reboot-s", str(reboot_s), "--server", server]
        arguments += [part for fault in faults for part in ("--fault", fault)]
        arguments += ["--password", password] if password is not None else []
        host_key = load_or_make(state / HOST_KEY)
        load_or_make(state / USER_KEY)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engines.virtual", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # apart: a traceback must not get into the middle of an answer
            env={**os.environ, "PYTHONPATH": _import_path()},
        )
        self._readers = [
            threading.Thread(target=read, name="virtual board", daemon=True)
            for read in (self._read_answers, self._read_log)
        ]
        for reader in self._readers:
            reader.start()
        self.known_hosts = state / "known_hosts"
        try:
            port = self._wait_ready(timeout_s)
            self.known_hosts.unlink(missing_ok=True)
            KnownHosts(self.known_hosts).add("127.0.0.1", port, host_key)
        except BaseException:  # nobody else will stop it
            self.stop()
            raise
        user = FAMILIES[family].user if server == "own" else openssh_user()
        self.address = BoardAddress("127.0.0.1", port, user, state / USER_KEY)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def log(self) -> tuple[str, ...]:
        """The last lines it wrote."""
        return tuple(self._log)

    def set_fault(self, fault: Fault, *, on: bool = True) -> None:
        """Switches a fault on or off while the board runs, without a connection to it.

        Raises VirtualBoardFailed where the board refuses or does not answer.
        """
        self.control("fault" if on else "mend", fault)

    def control(self, *words: str) -> None:
        """One line of the remote control, as `trackbench-virtual` takes it."""
        with self._control_lock:
            if self._process.stdin is None:
                return
            try:
                self._process.stdin.write(" ".join(words).encode() + b"\n")
                self._process.stdin.flush()
            except (OSError, ValueError):  # ValueError: we have closed it
                raise self._failed("it has ended") from None
            line = self._line_with(CONTROL_PREFIX, _CONTROL_S)
        code, _, message = line[len(CONTROL_PREFIX) :].partition(" ")
        if code != "0":
            raise self._failed(message)

    def stop(self) -> None:
        """Ends it. May be called twice."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        for end in (None, self._process.terminate, self._process.kill):
            if end is not None:
                end()
            try:
                self._process.wait(_STOP_S)
                break
            except subprocess.TimeoutExpired:
                continue
        for reader in self._readers:
            reader.join(_STOP_S)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> VirtualBoardProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_ready(self, timeout_s: float) -> int:
        return int(self._line_with(READY_PREFIX, timeout_s).rpartition(":")[2])

    def _line_with(self, prefix: str, timeout_s: float) -> str:
        deadline_s = monotonic() + timeout_s
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline_s - monotonic()))
            except queue.Empty:
                raise self._failed(f"it did not answer in {timeout_s:g} s") from None
            if line is None:
                code = self._process.wait(_STOP_S)
                self._readers[-1].join(_STOP_S)  # its last words
                raise self._failed(f"it ended with {code}")
            if line.startswith(prefix):
                return line

    def _failed(self, reason: str) -> VirtualBoardFailed:
        return VirtualBoardFailed(reason=reason, log=" / ".join(self.log[-3:]) or "empty")

    # Both are read all their life, so that the board never waits for a full pipe.

    def _read_answers(self) -> None:
        for line in _lines_of(self._process.stdout):
            self._log.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _read_log(self) -> None:
        self._log.extend(_lines_of(self._process.stderr))


def _lines_of(pipe: IO[bytes] | None) -> Iterator[str]:
    for raw_line in pipe or ():
        yield raw_line.decode("utf-8", "replace").rstrip()


def _import_path() -> str:
    """Where `engines` lies, first; it may not be installed."""
    here = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    return here if not inherited else here + os.pathsep + inherited
