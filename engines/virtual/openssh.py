"""A real OpenSSH server in front of a virtual board: an unprivileged one, on loopback, with a key of its own.

It runs one program for everything (ForceCommand), which carries the command to the board. Ports are forwarded
by OpenSSH itself, so the agent's port is reached; the pretended port of a service is not.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from paramiko import SFTPServer

from engines.listening import connections_of, stop_listening
from engines.virtual import visitor
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine
from engines.virtual.sftp import SandboxSftp
from engines.virtual.shaped import ShapedSocket
from engines.virtual.shell import execute

logger = logging.getLogger(__name__)
PROGRAM = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin:/opt/homebrew/sbin")
_CONFIG = """\
HostKey {host_key}
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PrintMotd no
PrintLastLog no
PermitUserRC no
MaxSessions 100
LogLevel ERROR
Subsystem sftp {sftp}
ForceCommand {command}
"""
_TEST_S = 10.0
_STOP_S = 5.0
_PIECE_BYTES = 65536
_LONGEST_COMMAND = 1 << 20
_LOG = "engines.virtual.sftp"


def openssh_user() -> str:
    """An unprivileged server lets in the user who runs it, and nobody else."""
    return getpass.getuser()


class Openssh:
    """Serves each connection with an OpenSSH server of its own."""

    def __init__(self, machine: Machine, host_keys: Mapping[bool, Path], user_key: str, folder: Path) -> None:
        """`host_keys` by whether it is the changed one. Raises OSError where no server starts."""
        if PROGRAM is None:
            raise OSError("there is no OpenSSH server (sshd); install openssh-server")
        self._machine = machine
        # Names of Unix sockets are short; the state folder's may be too long.
        self._home = Path(tempfile.mkdtemp(prefix="trackbench-sshd-"))
        self._log = folder / "sshd.log"
        self._listener = socket.socket(socket.AF_UNIX)
        try:
            (self._home / "authorized_keys").write_text(f"ssh-ed25519 {user_key}\n")
            self._listener.bind(str(self._home / "board"))
            self._listener.listen(64)
            threading.Thread(target=self._accept, name="visitors", daemon=True).start()
            self._configs = {changed: self._configure(path) for changed, path in host_keys.items()}
        except BaseException:
            self.close()
            raise

    def serve(self, shaped: ShapedSocket) -> None:
        """One server for one connection (inetd mode): it ends with it, and no port is left open."""
        config = self._configs[Fault.CHANGED_HOST_KEY in self._machine.faults]
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._log.open("ab") as log:
                command = [str(PROGRAM), "-i", "-e", "-f", str(config)]
                process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=log)
            back = threading.Thread(target=_to_client, args=(ours, shaped), daemon=True)
            back.start()
            try:
                while data := shaped.recv(_PIECE_BYTES):
                    ours.sendall(data)
            finally:
                with contextlib.suppress(OSError):
                    ours.shutdown(socket.SHUT_RDWR)
                back.join(_STOP_S)
                _end(process)

    def close(self) -> None:
        stop_listening(self._listener)
        shutil.rmtree(self._home, ignore_errors=True)

    def _configure(self, host_key: Path) -> Path:
        """A configuration that the server accepts. Raises OSError."""
        command = [sys.executable, "-I", "-S", visitor.__file__, str(self._home / "board")]
        config = self._home / f"config-{host_key.name}"
        words = {"host_key": host_key, "folder": self._home, "sftp": visitor.SFTP}
        config.write_text(_CONFIG.format(command=shlex.join(command), **words))
        with contextlib.suppress(OSError):
            Path("/run/sshd").mkdir(exist_ok=True)  # wanted where it runs as root
        test = [str(PROGRAM), "-t", "-f", str(config)]
        done = subprocess.run(test, capture_output=True, text=True, timeout=_TEST_S)
        if done.returncode != 0:
            raise OSError(f"sshd refuses: {(done.stderr.strip() or 'it says nothing').splitlines()[-1]}")
        return config

    def _accept(self) -> None:
        for sock in connections_of(self._listener):
            threading.Thread(target=self._receive, args=(sock,), daemon=True).start()

    def _receive(self, sock: socket.socket) -> None:
        """One command of somebody who is logged in."""
        with sock:
            streams = _Streams(sock)
            try:
                line = streams.read_command()
                if line == visitor.SFTP:
                    streams.frame(visitor.RAW, b"")
                    self._serve_files(streams)
                    return
                code = execute(self._machine, line, streams, _Errors(streams))
                streams.frame(visitor.EXIT, str(code & 0xFF).encode())
            except (OSError, EOFError):
                logger.debug("visitor gone", exc_info=True)

    def _serve_files(self, streams: _Streams) -> None:
        channel: Any = _SftpChannel(streams)
        server: Any = None
        handler = SFTPServer(channel, "sftp", server, SandboxSftp, self._machine)
        handler.start_subsystem("sftp", channel.get_transport(), channel)


class _Streams:
    """Standard streams over a visitor's socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.Lock()
        self._is_closed = False

    def frame(self, kind: int, data: bytes) -> None:
        with self._lock:
            try:
                self._sock.sendall(visitor.HEADER.pack(kind, len(data)) + data)
            except OSError:
                self._is_closed = True
                raise

    def out(self, data: bytes) -> None:
        if data:
            self.frame(visitor.OUTPUT, data)

    def send_raw(self, data: bytes) -> int:
        return self._sock.send(data)

    def read(self, size: int = _PIECE_BYTES) -> bytes:
        try:
            return self._sock.recv(size)
        except OSError:
            return b""

    def read_command(self) -> str:
        (size,) = visitor.LENGTH.unpack(self._read_exactly(visitor.LENGTH.size))
        return self._read_exactly(min(size, _LONGEST_COMMAND)).decode("utf-8", "replace")

    def _read_exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            data = self._sock.recv(size - len(found))
            if not data:
                raise EOFError
            found += data
        return found

    @property
    def is_closed(self) -> bool:
        """An empty frame tells whether the visitor is still there."""
        if not self._is_closed:
            with contextlib.suppress(OSError):
                self.frame(visitor.OUTPUT, b"")
        return self._is_closed


class _Errors:
    """Standard error beside it."""

    def __init__(self, streams: _Streams) -> None:
        self._streams = streams

    def out(self, data: bytes) -> None:
        if data:
            self._streams.frame(visitor.ERRORS, data)

    def read(self) -> bytes:
        return b""

    @property
    def is_closed(self) -> bool:
        return self._streams.is_closed


class _SftpChannel:
    """What paramiko's SFTP server calls of a channel and of its transport."""

    def __init__(self, streams: _Streams) -> None:
        self.send: Callable[[bytes], int] = streams.send_raw
        self.recv: Callable[[int], bytes] = streams.read

    def get_transport(self) -> _SftpChannel:
        return self

    def get_log_channel(self) -> str:
        return _LOG

    def get_hexdump(self) -> bool:
        return False

    def get_name(self) -> str:
        return "sftp"

    def close(self) -> None:
        """The socket is closed by whoever opened it."""


def _end(process: subprocess.Popen[bytes]) -> None:
    for stop in (None, process.terminate, process.kill):
        if stop is not None:
            stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_S)
            return


def _to_client(server: socket.socket, shaped: ShapedSocket) -> None:
    with contextlib.suppress(OSError):
        while data := server.recv(_PIECE_BYTES):
            while data:
                data = data[shaped.send(data) :]
    shaped.close()
