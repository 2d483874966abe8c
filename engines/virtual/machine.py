"""The state of one virtual board: files, processes, ports, the loaded bitstream."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engines.virtual.family import Family
from engines.virtual.faults import Faults
from engines.virtual.sandbox import Sandbox


class Streams(Protocol):
    """The standard streams of a program that runs in an SSH session."""

    def out(self, data: bytes) -> None:
        """Raises OSError once the session is gone."""

    def read(self) -> bytes:
        """What comes next on standard input; b"" at its end."""

    @property
    def is_closed(self) -> bool: ...


class Program(Protocol):
    """A long-running command; gives its exit code."""

    def __call__(self, machine: Machine, args: list[str], streams: Streams, pid: int, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Running:
    """A process: its name, how to stop it, and the board's port it listens on."""

    name: str
    stop: Callable[[], None]
    port: int | None = None


class Machine:
    """Shared by all sessions of the board; safe to use from their threads."""

    def __init__(self, family: Family, sandbox: Sandbox, faults: Faults) -> None:
        self.family = family
        self.sandbox = sandbox
        self.faults = faults
        self.bitstream = family.first_bitstream
        self._lock = threading.Lock()
        self._pids = itertools.count(1001)
        self._running: dict[int, Running] = {}
        self._ports: dict[int, int] = {}
        for path, content in family.files.items():
            sandbox.write(path, content)

    def new_pid(self) -> int:
        return next(self._pids)

    def claim(self, pid: int, running: Running, real_port: int | None = None) -> bool:
        """Enters a process; False if its port is taken. `real_port` is where its port really is."""
        with self._lock:
            if running.port is not None:
                if running.port in self._ports:
                    return False
                self._ports[running.port] = running.port if real_port is None else real_port
            self._running[pid] = running
            return True

    def forget(self, pid: int) -> None:
        with self._lock:
            running = self._running.pop(pid, None)
            if running is not None and running.port is not None:
                self._ports.pop(running.port, None)

    def stop(self, pid: int) -> bool:
        """Sends a process its end; False if there is no such process."""
        with self._lock:
            running = self._running.get(pid)
        if running is None:
            return False
        running.stop()
        return True

    def stop_named(self, name: str) -> None:
        for pid, running in self.processes().items():
            if running.name == name:
                self.stop(pid)

    def stop_all(self) -> None:
        for pid in self.processes():
            self.stop(pid)

    def processes(self) -> dict[int, Running]:
        with self._lock:
            return dict(self._running)

    def real_port(self, port: int) -> int:
        """Where a port of the board really is; ports of real children are what they seem."""
        with self._lock:
            return self._ports.get(port, port)
