"""A kept HTTP connection over anything that carries bytes, every wait bounded."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Protocol

from engines.errors import BadParameter, TrackbenchError
from engines.networks.http_answer import EndedEarly, NothingCame, read_answer
from engines.networks.http_answer import HttpAnswer as HttpAnswer

logger = logging.getLogger(__name__)


class LinkLost(TrackbenchError):
    what = "The connection to {where} was lost: {reason}."
    remedy = "Check cable and power, then connect again."


class NoAnswer(TrackbenchError):
    what = "{where} did not answer within {waited_s:g} s."
    remedy = "It may be overloaded or hang; look at its log, or start it again."


class Stream(Protocol):
    """What is needed of a socket."""

    def sendall(self, data: bytes, /) -> None: ...

    def recv(self, size: int, /) -> bytes: ...

    def settimeout(self, timeout_s: float | None, /) -> None: ...

    def close(self) -> None: ...


Connect = Callable[[], Stream]


class HttpConnection:
    """One connection at a time, made when needed and used again. Safe to use from several threads."""

    def __init__(self, connect: Connect, where: str, *, token: str | None = None) -> None:
        """Connects later. A token goes with every request and into no log."""
        if token is not None and not (token.isascii() and token.isprintable()):
            hint = "Letters, digits and signs of ASCII only."
            raise BadParameter(name="token", value="...", reason="it cannot be sent", hint=hint)
        self._connect = connect
        self._token = token
        self._where = where
        self._stream: Stream | None = None
        self._lock = threading.Lock()
        self._is_ending = False

    def request(
        self,
        method: str,
        path: str,
        parts: Sequence[bytes] = (),
        *,
        headers: Mapping[str, str] | None = None,
        timeout_s: float,
    ) -> HttpAnswer:
        """Sends a request, retried once on a connection that the other side had closed while idle.

        Raises:
            LinkLost: the connection broke, or could not be made.
            NoAnswer: the whole exchange took longer than `timeout_s`.
            BadAnswer: what came back is not HTTP, or too large.
        """
        given = dict(headers or {})
        if self._token is not None:
            given["Authorization"] = f"Bearer {self._token}"
        message = _message(method, path, self._where, parts, given)
        deadline_s = monotonic() + timeout_s
        with self._lock:
            was_kept = self._stream is not None
            try:
                return self._exchange(message, deadline_s)
            except _ClosedBeforeAnswer as error:
                if not was_kept or self._is_ending:
                    raise LinkLost(where=self._where, reason=error) from error
            except TimeoutError as error:
                raise NoAnswer(where=self._where, waited_s=timeout_s) from error
            try:
                return self._exchange(message, deadline_s)
            except _ClosedBeforeAnswer as error:
                raise LinkLost(where=self._where, reason=error) from error
            except TimeoutError as error:
                raise NoAnswer(where=self._where, waited_s=timeout_s) from error

    def close(self) -> None:
        """Ends a request that another thread waits for, too."""
        self._is_ending = True
        _wake(self._stream)
        with self._lock:
            self._drop()
        self._is_ending = False

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _exchange(self, message: bytes, deadline_s: float) -> HttpAnswer:
        try:
            if self._stream is None:
                self._stream = self._connect()
            answer, ends = self._send_and_read(self._stream, message, deadline_s)
        except (_ClosedBeforeAnswer, TimeoutError, TrackbenchError):
            self._drop()
            raise
        except EndedEarly as error:
            self._drop()
            raise LinkLost(where=self._where, reason="it ended within an answer") from error
        except OSError as error:
            self._drop()
            raise LinkLost(where=self._where, reason=error.strerror or error) from error
        if ends:
            self._drop()
        return answer

    def _send_and_read(self, stream: Stream, message: bytes, deadline_s: float) -> tuple[HttpAnswer, bool]:
        has_begun = False

        def receive(most: int) -> bytes:
            nonlocal has_begun
            stream.settimeout(_left(deadline_s))
            data = stream.recv(most)
            has_begun = has_begun or bool(data)
            return data

        try:
            stream.settimeout(_left(deadline_s))
            stream.sendall(message)
        except TimeoutError:
            raise
        except OSError as error:
            raise _ClosedBeforeAnswer(str(error)) from error
        try:
            return read_answer(receive)
        except NothingCame as error:
            raise _ClosedBeforeAnswer("it was closed without an answer") from error
        except ConnectionError as error:
            if has_begun:
                raise
            raise _ClosedBeforeAnswer(str(error)) from error


class _ClosedBeforeAnswer(Exception):
    """The other side had closed the connection: nothing of an answer was seen."""


def _wake(stream: Stream | None) -> None:
    """Ends the wait of a thread that reads from it."""
    with contextlib.suppress(OSError):
        if isinstance(stream, socket.socket):
            stream.shutdown(socket.SHUT_RDWR)  # closing alone would leave it waiting
        elif stream is not None:
            stream.close()


def _left(deadline_s: float) -> float:
    left_s = deadline_s - monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s


def _message(method: str, path: str, host: str, parts: Sequence[bytes], headers: Mapping[str, str]) -> bytes:
    """The whole request in one piece: one write, one packet where it fits."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if parts or method == "POST":
        lines.append(f"Content-Length: {sum(map(len, parts))}")
    return b"".join(["\r\n".join([*lines, "", ""]).encode("latin-1", "replace"), *parts])
