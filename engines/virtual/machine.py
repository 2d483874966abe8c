"""The state of one virtual board: files, processes, ports, the loaded bitstream."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engines.virtual.family import Family
from engines.virtual.faults import Fault, Faults
from engines.virtual.sandbox import Sandbox

#: The owner of the service's port while the fault port-taken is on.
OTHER_SERVER = "somebody-elses-server"
_REBOOT_DELAY_S = 0.3
_SKEW_S = -30 * 86400
_FIRST_PID = 1001
_BIT_FLIP = 0xFF


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
        #: Takes the board's network away for a while; set by the server that carries the board.
        self.on_reboot: Callable[[], None] | None = None
        self._bitstream = family.first_bitstream
        self._lock = threading.Lock()
        self._pids = itertools.count(_FIRST_PID)
        self._running: dict[int, Running] = {}
        self._ports: dict[int, int] = {}
        self._booted_s = time.monotonic()
        self.boot_id = str(uuid.uuid4())
        for path, content in family.files.items():
            sandbox.write(path, content)
        for path in family.live_files:
            sandbox.write(path, b"")
        for fault in faults.active():
            self._apply(fault, is_on=True, at_start=True)
        faults.on_change = self._fault_changed
        self._tell_doubles()

    @property
    def bitstream(self) -> str:
        """Identity of the loaded one; of another one while the fault wrong-bitstream is on."""
        if Fault.WRONG_BITSTREAM in self.faults:
            others = [one for one in self.family.bitstreams.values() if one != self._bitstream]
            return others[0] if others else self._bitstream
        return self._bitstream

    @bitstream.setter
    def bitstream(self, identity: str) -> None:
        self._bitstream = identity
        self._tell_doubles()

    @property
    def uptime_s(self) -> float:
        return time.monotonic() - self._booted_s

    @property
    def clock_s(self) -> float:
        """Unix time as this board believes."""
        return time.time() + (_SKEW_S if Fault.CLOCK_SKEW in self.faults else 0)

    @property
    def state_file(self) -> Path:
        """What the doubles of the vendor's packages need to know of the board, as JSON."""
        return self.sandbox.root.parent / "board.json"

    def refresh(self, path: str) -> None:
        """Makes a live file anew before it is read."""
        make = self.family.live_files.get(self.sandbox.absolute(path))
        if make is not None:
            real = self.sandbox.real(path)
            part = real.with_name(f".{real.name}.{threading.get_ident()}")  # others may be reading
            part.write_text(make(self), encoding="utf-8")
            part.replace(real)

    def reboot(self) -> None:
        """Goes down a moment later, so that whoever asked still gets an answer."""
        timer = threading.Timer(_REBOOT_DELAY_S, self.on_reboot or self.boot)
        timer.daemon = True
        timer.start()

    def boot(self) -> None:
        """Starts afresh: no process is left, and the boot file's bitstream is the loaded one."""
        self.stop_all()
        with self._lock:
            self._running.clear()
            self._ports.clear()
            self._pids = itertools.count(_FIRST_PID)
            self._booted_s = time.monotonic()
            self.boot_id = str(uuid.uuid4())
        self._bitstream = self._bitstream_to_boot()
        self.faults.set(Fault.REBOOT, on=False)
        if Fault.PORT_TAKEN in self.faults:
            self._take_port()

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

    def is_model(self, path: Path) -> bool:
        """Whether a real path lies in one of the board's model folders."""
        return any(self.sandbox.real(folder) in path.parents for folder in self.family.model_folders)

    def flip(self, path: Path) -> None:
        """What a worn-out card does: the byte in the middle of a file is another one."""
        size = path.stat().st_size
        if size == 0:
            return
        with path.open("r+b") as file:
            file.seek(size // 2)
            value = file.read(1)[0]
            file.seek(size // 2)
            file.write(bytes([value ^ _BIT_FLIP]))

    def _fault_changed(self, fault: Fault, is_on: bool) -> None:
        self._apply(fault, is_on=is_on, at_start=False)
        self._tell_doubles()

    def _apply(self, fault: Fault, *, is_on: bool, at_start: bool) -> None:
        """What a fault changes at once; the rest is asked for where it matters."""
        if fault is Fault.REBOOT and is_on and not at_start:
            self.reboot()
        elif fault is Fault.SERVICE_CRASH and is_on and self.family.service is not None:
            self.stop_named(self.family.service[0])
        elif fault is Fault.PORT_TAKEN and is_on:
            self._take_port()
        elif fault is Fault.PORT_TAKEN:
            self.stop_named(OTHER_SERVER)
        elif fault is Fault.CORRUPTED_MODEL and is_on and not at_start:
            for folder in self.family.model_folders:
                for path in self.sandbox.real(folder).rglob("*"):
                    if path.is_file():
                        self.flip(path)

    def _take_port(self) -> None:
        """Another program listens where the service wants to; whoever connects hears nothing."""
        if self.family.service is None:
            return
        listener = socket.create_server(("127.0.0.1", 0))
        pid = self.new_pid()

        def stop() -> None:
            listener.close()
            self.forget(pid)

        running = Running(OTHER_SERVER, stop, self.family.service[1])
        if not self.claim(pid, running, listener.getsockname()[1]):
            listener.close()  # the service has it already, or this fault is on already

    def _bitstream_to_boot(self) -> str:
        family = self.family
        if not family.boot_file:
            return family.first_bitstream
        path = self.sandbox.real(family.boot_file)
        if not path.is_file():
            return family.first_bitstream
        content = path.read_bytes()
        return next((one for one in family.bitstreams.values() if one.encode() in content[:256]), "")

    def _tell_doubles(self) -> None:
        state = {
            "family": self.family.name,
            "bitstream": self.bitstream,
            "faults": sorted(self.faults.active()),
        }
        part = self.state_file.with_suffix(f".{threading.get_ident()}")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(self.state_file)
