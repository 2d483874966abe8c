"""Streams and long-running commands over one SSH connection."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

import paramiko

from engines.boards.link import ShouldCancel, never

logger = logging.getLogger(__name__)
_KEPT_LINES = 500
_LONGEST_LINE = 4096
#: How long a wait goes on before it looks whether it was cancelled.
_LOOK_S = 0.1


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
        self._channel.close()


class SshProcess:
    """A running command whose output is read by a thread of its own, so that it never blocks."""

    def __init__(self, channel: paramiko.Channel, on_line: Callable[[str], None] | None) -> None:
        self._channel = channel
        self._on_line = on_line
        self._recent: deque[str] = deque(maxlen=_KEPT_LINES)
        self._changed = threading.Condition()
        self._exit_code: int | None = None
        self._thread = threading.Thread(target=self._read, name="ssh process", daemon=True)
        self._thread.start()

    @property
    def exit_code(self) -> int | None:
        return self._exit_code

    @property
    def recent_lines(self) -> tuple[str, ...]:
        with self._changed:
            return tuple(self._recent)

    def wait_line(
        self, wanted: Callable[[str], bool], timeout_s: float, should_cancel: ShouldCancel = never
    ) -> str | None:
        deadline_s = monotonic() + timeout_s
        with self._changed:
            while True:
                found = next((line for line in self._recent if wanted(line)), None)
                left_s = deadline_s - monotonic()
                if found is not None or self._exit_code is not None or left_s <= 0 or should_cancel():
                    return found
                self._changed.wait(min(left_s, _LOOK_S))

    def wait(self, timeout_s: float) -> int | None:
        self._thread.join(timeout_s)
        return self._exit_code

    def close(self) -> None:
        self._channel.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _read(self) -> None:
        rest = b""
        try:
            while data := self._channel.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self._add(line)
                rest = rest[-_LONGEST_LINE:]
        except OSError:
            logger.debug("output of a remote process ended early", exc_info=True)
        if rest:
            self._add(rest)
        # The exit status follows the output; without one (link lost, killed) paramiko says -1.
        self._channel.status_event.wait(2)
        with self._changed:
            self._exit_code = self._channel.exit_status if self._channel.status_event.is_set() else -1
            self._changed.notify_all()
        self._channel.close()

    def _add(self, raw_line: bytes) -> None:
        line = raw_line[:_LONGEST_LINE].decode("utf-8", "replace").rstrip("\r")
        with self._changed:
            self._recent.append(line)
            self._changed.notify_all()
        if self._on_line is not None:
            self._on_line(line)
