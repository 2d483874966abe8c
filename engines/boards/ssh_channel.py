"""Streams and long-running commands over one SSH connection."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable

import paramiko

from engines.boards.heard_process import LONGEST_LINE, HeardProcess

logger = logging.getLogger(__name__)


#: What paramiko raises once the other side is gone.
GONE = (OSError, EOFError, paramiko.SSHException)


def close_channel(channel: paramiko.Channel) -> None:
    """Closes it, and tells the other side where there still is one: paramiko's own `close` raises then."""
    with contextlib.suppress(*GONE):
        channel.close()


class SshChannel:
    """A forwarded TCP stream with a socket's methods."""

    def __init__(self, channel: paramiko.Channel) -> None:
        self._channel = channel
        # A message larger than this is sent in pieces anyway.
        self._piece = max(1024, channel.out_max_packet_size - 64)

    def sendall(self, data: bytes) -> None:
        # paramiko's own sendall copies the whole rest once per piece.
        view = memoryview(data)
        while view:
            try:
                sent = self._channel.send(bytes(view[: self._piece]))
            except (paramiko.SSHException, EOFError) as error:
                raise ConnectionResetError(str(error)) from error
            if not sent:
                raise ConnectionResetError("the channel is closed")
            view = view[sent:]

    def recv(self, size: int) -> bytes:
        return self._channel.recv(size)

    def settimeout(self, timeout_s: float | None) -> None:
        self._channel.settimeout(timeout_s)

    def close(self) -> None:
        close_channel(self._channel)


class SshProcess(HeardProcess):
    """A running command whose output is read by a thread of its own, so that it never blocks."""

    def __init__(self, channel: paramiko.Channel, on_line: Callable[[str], None] | None) -> None:
        super().__init__(on_line)
        self._channel = channel
        self._exit_code: int | None = None
        self._thread = threading.Thread(target=self._read, name="ssh process", daemon=True)
        self._thread.start()

    @property
    def exit_code(self) -> int | None:
        return self._exit_code

    def wait(self, timeout_s: float) -> int | None:
        self._thread.join(timeout_s)
        return self._exit_code

    def close(self) -> None:
        close_channel(self._channel)
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _read(self) -> None:
        rest = b""
        try:
            while data := self._channel.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self._add_line(line)
                rest = rest[-LONGEST_LINE:]
        except OSError:
            logger.debug("output of a remote process ended early", exc_info=True)
        if rest:
            self._add_line(rest)
        # The exit status follows the output; without one (link lost, killed) paramiko says -1.
        self._channel.status_event.wait(2)
        self._exit_code = self._channel.exit_status if self._channel.status_event.is_set() else -1
        self._end_lines()
        close_channel(self._channel)
