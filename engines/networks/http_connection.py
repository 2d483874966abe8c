"""A kept HTTP connection over anything that carries bytes, every wait bounded."""

from __future__ import annotations

import http.client
import io
import logging
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, cast

from engines.errors import BadParameter, TrackbenchError
from engines.networks.wire import BadAnswer

logger = logging.getLogger(__name__)
MAX_ANSWER_BYTES = 256 * 2**20
_RECEIVE_BYTES = 16 * 1024


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


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, the one header of interest, and the body."""

    status: int
    json_length: int | None
    body: memoryview


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
                return self._exchange(method, message, deadline_s)
            except _ClosedBeforeAnswer as error:
                if not was_kept:
                    raise LinkLost(where=self._where, reason=error) from error
            except TimeoutError as error:
                raise NoAnswer(where=self._where, waited_s=timeout_s) from error
            try:
                return self._exchange(method, message, deadline_s)
            except _ClosedBeforeAnswer as error:
                raise LinkLost(where=self._where, reason=error) from error
            except TimeoutError as error:
                raise NoAnswer(where=self._where, waited_s=timeout_s) from error

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _exchange(self, method: str, message: bytes, deadline_s: float) -> HttpAnswer:
        try:
            if self._stream is None:
                self._stream = self._connect()
            self._stream.settimeout(_left(deadline_s))
            reader = _Reader(self._stream, deadline_s)
            answer = self._send_and_read(method, message, reader)
        except (_ClosedBeforeAnswer, TimeoutError, TrackbenchError):
            self._drop()
            raise
        except OSError as error:
            self._drop()
            raise LinkLost(where=self._where, reason=error.strerror or error) from error
        except http.client.HTTPException as error:
            self._drop()
            if isinstance(error, http.client.IncompleteRead):
                raise LinkLost(where=self._where, reason="it ended within an answer") from error
            raise BadAnswer(reason="it is not HTTP", details=repr(error)[:500]) from error
        return answer

    def _send_and_read(self, method: str, message: bytes, reader: _Reader) -> HttpAnswer:
        stream = reader.stream
        try:
            stream.sendall(message)
        except TimeoutError:
            raise
        except OSError as error:
            raise _ClosedBeforeAnswer(str(error)) from error
        response = http.client.HTTPResponse(cast(socket.socket, reader), method=method)
        try:
            response.begin()
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            raise _ClosedBeforeAnswer(str(error)) from error
        body = _read_body(response)
        json_length = response.getheader("Inference-Header-Content-Length")
        if response.will_close:
            self._drop()
        if json_length is not None and not json_length.isdigit():
            raise BadAnswer(reason="Inference-Header-Content-Length is no number")
        return HttpAnswer(response.status, None if json_length is None else int(json_length), body)


class _ClosedBeforeAnswer(Exception):
    """The other side had closed the connection: nothing of an answer was seen."""


class _Reader(io.RawIOBase):
    """Gives a stream to `HTTPResponse`; no read goes on after the deadline."""

    def __init__(self, stream: Stream, deadline_s: float) -> None:
        super().__init__()
        self.stream = stream
        self._deadline_s = deadline_s

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, _RECEIVE_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.stream.settimeout(_left(self._deadline_s))
        data = self.stream.recv(len(buffer))
        buffer[: len(data)] = data
        return len(data)


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


def _read_body(response: http.client.HTTPResponse) -> memoryview:
    """The body, into memory that lies aligned."""
    length = response.length
    if length is None:  # chunked, or until the connection ends
        body = response.read(MAX_ANSWER_BYTES + 1)
        if len(body) > MAX_ANSWER_BYTES:
            raise BadAnswer(reason=f"it is larger than {MAX_ANSWER_BYTES} bytes")
        return memoryview(bytearray(body))
    if length > MAX_ANSWER_BYTES:
        raise BadAnswer(reason=f"it has {length} bytes")
    buffer = bytearray(length)
    done = 0
    with memoryview(buffer) as view:
        while done < length:
            count = response.readinto(view[done:])
            if not count:
                raise http.client.IncompleteRead(b"", length - done)
            done += count
    return memoryview(buffer)
