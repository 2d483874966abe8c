"""A connection that is as bad as the faults want it: slow, lossy, or silent."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time

from engines.virtual.faults import Fault, Faults

#: Slow: like a bad radio link. The delay is for each piece on its way.
SLOW_BYTES_PER_S = 250_000.0
SLOW_DELAY_S = 0.03
_PIECE_BYTES = 65536
#: Lossy: TCP repairs losses, so what a program sees of them are pauses; 200 ms is Linux's shortest wait
#: before a lost segment is sent again, doubled for each further loss.
LOSS = 0.04
_RETRY_S = 0.2
_MOST_RETRIES = 3
#: How long a half-open connection still lives, so that the command that switched it on gets its answer.
HALF_OPEN_AFTER_S = 0.4
_POLL_S = 0.02


class ShapedSocket:
    """Stands between paramiko and its socket. Without a fault it only passes calls on."""

    def __init__(self, sock: socket.socket, faults: Faults) -> None:
        self._sock = sock
        self._faults = faults
        self._random = random.Random(1)  # the same losses each time
        self._arrived = b""
        self._opened_s = time.monotonic()
        self._closed = threading.Event()

    def send(self, data: bytes) -> int:
        """As a socket's; takes as long as the line would."""
        piece = data[:_PIECE_BYTES] if self._is_bad() else data
        self._endure(len(piece))
        return self._sock.send(piece)

    def recv(self, size: int) -> bytes:
        """As a socket's. What arrives while the connection is half open is given out later."""
        self._hold()
        if not self._arrived:
            # In one go, because small pieces would each wait for themselves.
            is_bad = self._is_bad()
            data = self._sock.recv(_PIECE_BYTES if is_bad else size)
            self._endure(len(data))
            self._arrived = data
        data, self._arrived = self._arrived[:size], self._arrived[size:]
        return data

    def settimeout(self, timeout_s: float | None) -> None:
        self._sock.settimeout(timeout_s)

    def close(self) -> None:
        self._closed.set()
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for bytes
        self._sock.close()

    def getpeername(self) -> object:
        return self._sock.getpeername()

    def getsockname(self) -> object:
        return self._sock.getsockname()

    def fileno(self) -> int:
        return self._sock.fileno()

    def _is_bad(self) -> bool:
        return Fault.SLOW_LINK in self._faults or Fault.LOSSY_LINK in self._faults

    def _endure(self, size: int) -> None:
        if Fault.SLOW_LINK in self._faults:
            self._closed.wait(size / SLOW_BYTES_PER_S + SLOW_DELAY_S)
        if Fault.LOSSY_LINK in self._faults:
            self._lose()
        self._hold()

    def _lose(self) -> None:
        wait_s = _RETRY_S
        for _ in range(_MOST_RETRIES):
            if self._random.random() >= LOSS:
                return
            self._closed.wait(wait_s)
            wait_s *= 2

    def _is_silent(self) -> bool:
        since_s = self._faults.since_s(Fault.HALF_OPEN)
        if since_s is None:
            return False
        grace_s = HALF_OPEN_AFTER_S if since_s > self._opened_s else 0.0
        return time.monotonic() >= since_s + grace_s

    def _hold(self) -> None:
        """Keeps everything back while the connection is half open; nothing is lost meanwhile."""
        while self._is_silent():
            if self._closed.wait(_POLL_S):
                raise OSError("closed")
