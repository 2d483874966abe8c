"""Answers of HTTP/1.1, read from anything that gives bytes.

The standard library reads them too, with ten times as much code for each answer: between two frames, when the
caches are cold, that is a share of a step that can be measured.

Source: RFC 9112, "HTTP/1.1".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engines.networks.clock_offset import Exchange, FarTimes
from engines.networks.wire import BadAnswer

MAX_ANSWER_BYTES = 256 * 2**20
_MAX_HEAD_BYTES = 64 * 1024
_MAX_HEADERS = 100
#: For one call. A head and a short body fit; what is longer is asked for in larger pieces.
_FIRST_BYTES, _MOST_BYTES = 16 * 1024, 256 * 1024
_JSON_LENGTH = b"inference-header-content-length"
_CLOCK, _MOST_CLOCK_BYTES = b"trackbench-clock", 62

Receive = Callable[[int], bytes]
"""At most so many bytes; b"" where the other side has ended."""


class NothingCame(Exception):
    """The other side had closed the connection: nothing of an answer was seen."""


class EndedEarly(Exception):
    """The connection ended within an answer."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, the headers of interest, and the body.

    Attributes:
        far: when things happened there, of our agent only.
        exchange: the same with when they happened here; None where the answer was read without a connection.
    """

    status: int
    json_length: int | None
    body: memoryview
    far: FarTimes | None = None
    exchange: Exchange | None = None


def read_answer(receive: Receive) -> tuple[HttpAnswer, bool]:
    """The next answer to a request other than HEAD, and whether the connection ends with it.

    Raises:
        NothingCame, EndedEarly: the connection ended.
        BadAnswer: it is not HTTP, or too large.
    """
    status, is_new, headers, early = _read_head(receive, b"")
    while 100 <= status < 200:  # such only say that the answer is still to come
        try:
            status, is_new, headers, early = _read_head(receive, early)
        except NothingCame:
            raise EndedEarly from None
    reader = _Body(receive, early)
    length = headers.get(b"content-length")
    ends = b"close" in headers.get(b"connection", b"" if is_new else b"close").lower()
    if status in (204, 304):
        body = bytearray()
    elif b"chunked" in headers.get(b"transfer-encoding", b"").lower():
        body = reader.chunked()
    elif length is not None:
        body = reader.exactly(_number(length, "Content-Length"))
    else:
        body, ends = reader.to_the_end(), True
    json_length = headers.get(_JSON_LENGTH)
    number = None if json_length is None else _number(json_length, "Inference-Header-Content-Length")
    clock = headers.get(_CLOCK)
    far = None if clock is None else _far_times(clock)
    return HttpAnswer(status, number, memoryview(body), far), ends


def _read_head(receive: Receive, early: bytes) -> tuple[int, bool, dict[bytes, bytes], bytes]:
    """Status, whether it is HTTP/1.1, headers in lower case, and what came behind them."""
    data = early
    while (end := data.find(b"\r\n\r\n")) < 0:
        if len(data) > _MAX_HEAD_BYTES or not b"HTTP/1."[: len(data)] == data[:7]:
            raise BadAnswer(reason="it is not HTTP", details=repr(data[:200]))
        part = receive(_FIRST_BYTES)
        if not part:
            raise EndedEarly if data else NothingCame
        data += part
    first, *lines = data[:end].split(b"\r\n")
    words = first.split(None, 2)
    if len(words) < 2 or words[0] not in (b"HTTP/1.1", b"HTTP/1.0") or not _is_status(words[1]):
        raise BadAnswer(reason="it is not HTTP", details=repr(first[:200]))
    if len(lines) > _MAX_HEADERS:
        raise BadAnswer(reason="it is not HTTP", details=f"{len(lines)} headers")
    headers = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    return int(words[1]), words[0] == b"HTTP/1.1", headers, data[end + 4 :]


def _far_times(text: bytes) -> FarTimes:
    words = text.split(b" ")
    if len(words) == 3 and len(text) <= _MOST_CLOCK_BYTES and b"".join(words).isdigit() and all(words):
        times = FarTimes(*map(int, words))
        if times.first_ns <= times.whole_ns <= times.sending_ns:
            return times
    raise BadAnswer(reason="Trackbench-Clock is not three moments in their order")


def _is_status(word: bytes) -> bool:
    return len(word) == 3 and word.isdigit()


def _number(text: bytes, name: str) -> int:
    if not text.isdigit() or len(text) > 18:
        raise BadAnswer(reason=f"{name} is no number")
    return int(text)


class _Body:
    """What follows a head; its beginning came along with it."""

    def __init__(self, receive: Receive, early: bytes) -> None:
        self._receive, self._early = receive, early

    def exactly(self, length: int) -> bytearray:
        """So many bytes, in memory that lies aligned."""
        if length > MAX_ANSWER_BYTES:
            raise BadAnswer(reason=f"it has {length} bytes")
        body = bytearray(length)
        done = 0
        while done < length:
            part = self._some(min(length - done, _MOST_BYTES))
            body[done : done + len(part)] = part
            done += len(part)
        return body

    def chunked(self) -> bytearray:
        body = bytearray()
        while size := self._chunk_size():
            if len(body) + size > MAX_ANSWER_BYTES:
                raise BadAnswer(reason=f"it is larger than {MAX_ANSWER_BYTES} bytes")
            body += self.exactly(size)
            self._line()
        while self._line():  # trailers say nothing that we want
            pass
        return body

    def to_the_end(self) -> bytearray:
        body = bytearray(self._early)
        while part := self._receive(_MOST_BYTES):
            body += part
            if len(body) > MAX_ANSWER_BYTES:
                raise BadAnswer(reason=f"it is larger than {MAX_ANSWER_BYTES} bytes")
        return body

    def _chunk_size(self) -> int:
        digits = self._line().partition(b";")[0].strip()
        try:
            if not digits.isalnum():
                raise ValueError
            return int(digits, 16)
        except ValueError:
            raise BadAnswer(reason="it is not HTTP", details=repr(digits[:200])) from None

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            if len(line) > _MAX_HEAD_BYTES:
                raise BadAnswer(reason="it is not HTTP")
            at = self._early.find(b"\n") + 1 or len(self._early)
            line += self._some(at or 1)
        return line.strip()

    def _some(self, most: int) -> bytes:
        part, self._early = self._early[:most], self._early[most:]
        part = part or self._receive(most)
        if not part:
            raise EndedEarly
        return part
