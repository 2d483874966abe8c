"""Notices within three seconds that nobody answers any more at the other end of an SSH connection.

TCP alone does not tell: a machine that hangs goes on acknowledging, and a connection at rest sends nothing
that could be missed. So a question is asked whenever nothing has arrived for a moment (a global request that
any SSH server answers, RFC 4254, 4), and a connection that stays silent after it is given up, which wakes
whoever waits for it. Bytes that arrive are life, whatever they are; so are many bytes that are taken from us,
because behind a long upload the question itself is still on its way.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import sys
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import paramiko

from engines.boards.ssh_channel import GONE

if sys.platform != "win32":
    import fcntl
    import termios

logger = logging.getLogger(__name__)
#: Nothing has arrived for this long: a question is asked.
ASK_AFTER_S = 0.5
#: Nothing has arrived for this long since: the connection is given up.
ANSWER_WITHIN_S = 2.0
#: How often it is looked. Each of both times may be overrun by one look.
TICK_S = 0.1
#: The longest silence before the connection is given up.
NOTICED_WITHIN_S = ASK_AFTER_S + ANSWER_WITHIN_S + 2 * TICK_S
#: More than our questions amount to: so much is only taken from us by somebody who lives.
BULK_BYTES = 8192
#: As OpenSSH's own clients ask; a server need not know it, only answer.
QUESTION = "keepalive@openssh.com"
#: macOS: bytes in the send buffer.
_SO_NWRITE = 0x1024


class CountedStream:
    """Stands between paramiko and its socket (or a jump host's channel) and counts bytes."""

    def __init__(self, stream: socket.socket | paramiko.Channel) -> None:
        self._stream = stream
        self._sent = 0
        #: Bytes that have arrived.
        self.received = 0

    def send(self, data: bytes) -> int:
        sent = self._stream.send(data)
        self._sent += sent
        return sent

    def recv(self, size: int) -> bytes:
        data = self._stream.recv(size)
        self.received += len(data)
        return data

    @property
    def delivered(self) -> int:
        """Bytes that the other side's system has taken; on systems that do not tell, that ours has taken."""
        queued = 0 if isinstance(self._stream, paramiko.Channel) else _queued_bytes(self._stream)
        return self._sent - queued

    def settimeout(self, timeout_s: float | None) -> None:
        self._stream.settimeout(timeout_s)

    def getpeername(self) -> Any:
        return self._stream.getpeername()

    def getsockname(self) -> Any:
        return getattr(self._stream, "getsockname", lambda: ("", 0))()

    def fileno(self) -> int:
        return self._stream.fileno()

    def close(self) -> None:
        if isinstance(self._stream, socket.socket):
            with contextlib.suppress(OSError):
                self._stream.shutdown(socket.SHUT_RDWR)  # wakes whoever waits in it
        self._stream.close()

    @property
    def _closed(self) -> bool:
        """As paramiko asks its sockets."""
        return bool(self._stream._closed)  # type: ignore[union-attr]


class Heartbeat:
    """Listens to one connection that is logged in, until that ends or is given up."""

    def __init__(
        self, transport: paramiko.Transport, stream: CountedStream, on_silence: Callable[[], None]
    ) -> None:
        """`on_silence` is called once, from a thread of its own, and has to end the connection."""
        self._transport, self._stream, self._on_silence = transport, stream, on_silence
        self._ended = threading.Event()
        self._wanted = threading.Event()
        self._is_asking = False
        # A server that never answers, against the protocol, cannot be judged by its silence.
        self._has_answered = False
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._listen, "heartbeat"), (self._ask, "heartbeat question"))
        ]
        self._want_answer()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._ended.set()
        self._wanted.set()

    def join(self, timeout_s: float) -> None:
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout_s)

    def _listen(self) -> None:
        judge = _Judge(self._stream.received, self._stream.delivered)
        looked_s = monotonic()
        while not self._ended.wait(TICK_S) and self._transport.is_active():
            now_s = monotonic()
            # A computer that slept, or was too busy to look, has not listened all that time.
            listened_s, looked_s = min(now_s - looked_s, 2 * TICK_S), now_s
            judge.look(self._stream.received, self._stream.delivered, listened_s)
            if judge.silent_s >= ASK_AFTER_S and not self._is_asking:
                self._want_answer()
            is_late = judge.silent_s >= ASK_AFTER_S + ANSWER_WITHIN_S
            if is_late and self._is_asking and self._has_answered:
                logger.warning("no answer for %.1f s: the connection is given up", judge.silent_s)
                self._on_silence()
                break
        self.close()

    def _want_answer(self) -> None:
        self._is_asking = True
        self._wanted.set()

    def _ask(self) -> None:
        while self._wanted.wait() and not self._ended.is_set():
            self._wanted.clear()
            try:
                self._transport.global_request(QUESTION)  # until it is answered, or the connection ends
            except GONE:
                logger.debug("the question could not be asked", exc_info=True)
                return
            if not self._transport.is_active():
                return
            self._has_answered = True
            self._is_asking = False


class _Judge:
    """How long nothing has been seen of the other side, from counts of bytes."""

    def __init__(self, received: int, delivered: int) -> None:
        self._received, self._delivered = received, delivered
        self.silent_s = 0.0

    def look(self, received: int, delivered: int, listened_s: float) -> None:
        if received != self._received or delivered - self._delivered >= BULK_BYTES:
            self._received, self._delivered = received, delivered
            self.silent_s = 0.0
        else:
            self.silent_s += listened_s


def _queued_bytes(sock: socket.socket) -> int:
    """What the other side's system has not acknowledged yet; 0 where this system does not tell."""
    try:
        if sys.platform == "darwin":
            return sock.getsockopt(socket.SOL_SOCKET, _SO_NWRITE)
        if sys.platform == "win32":
            return 0
        return int(struct.unpack("i", fcntl.ioctl(sock, termios.TIOCOUTQ, bytes(4)))[0])
    except (OSError, ValueError):  # closed meanwhile
        return 0
