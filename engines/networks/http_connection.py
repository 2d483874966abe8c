"""A kept HTTP connection over anything that carries bytes, every wait bounded."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic, perf_counter_ns
from typing import Protocol

from engines.errors import BadParameter, TrackbenchError
from engines.networks.clock_offset import Exchange
from engines.networks.http_answer import EndedEarly, NothingCame, read_answer
from engines.networks.http_answer import HttpAnswer as HttpAnswer

logger = logging.getLogger(__name__)
#: Now and then the head of a request with more than this in it goes out on its own. An SSH connection packs
#: 32 kB at a time: first bytes would be there only with all of them, and say little about the clocks (see
#: `clock_offset`). Each time would cost some 50 µs.
_LARGE_BYTES, _ALONE_EVERY_S = 8 * 1024, 1.0


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
        self._next_alone_s = 0.0

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
        now_s = monotonic()
        deadline_s = now_s + timeout_s
        length = sum(map(len, parts))
        head = _head(method, path, self._where, length if parts or method == "POST" else None, given)
        message: tuple[bytes, ...]
        if length > _LARGE_BYTES and now_s >= self._next_alone_s:
            self._next_alone_s = now_s + _ALONE_EVERY_S
            message = head, b"".join(parts)
        else:
            message = (b"".join([head, *parts]),)  # one write, one packet where it fits
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

    def _exchange(self, message: tuple[bytes, ...], deadline_s: float) -> HttpAnswer:
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

    def _send_and_read(
        self, stream: Stream, message: tuple[bytes, ...], deadline_s: float
    ) -> tuple[HttpAnswer, bool]:
        heard_ns = 0

        def receive(most: int) -> bytes:
            nonlocal heard_ns
            stream.settimeout(_left(deadline_s))
            data = stream.recv(most)
            if data and not heard_ns:
                heard_ns = perf_counter_ns()
            return data

        try:
            began_ns = perf_counter_ns()
            for piece in message:
                stream.settimeout(_left(deadline_s))
                stream.sendall(piece)
        except TimeoutError:
            raise
        except OSError as error:
            raise _ClosedBeforeAnswer(str(error)) from error
        try:
            answer, ends = read_answer(receive)
        except NothingCame as error:
            raise _ClosedBeforeAnswer("it was closed without an answer") from error
        except ConnectionError as error:
            if heard_ns:
                raise
            raise _ClosedBeforeAnswer(str(error)) from error
        if answer.far is not None:
            exchange = Exchange(began_ns, answer.far, heard_ns)
            answer = HttpAnswer(answer.status, answer.json_length, answer.body, answer.far, exchange)
        return answer, ends


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


def _head(method: str, path: str, host: str, length: int | None, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
