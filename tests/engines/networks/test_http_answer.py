"""Answers of HTTP servers: whole, in pieces, in all their shapes, and such that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.networks.clock_offset import FarTimes
from engines.networks.http_answer import EndedEarly, NothingCame, read_answer
from engines.networks.wire import BadAnswer

BODY = bytes(range(256)) * 3
CHUNKS = b"1e\r\n" + BODY[:30] + b"\r\n2E2;name=value\r\n" + BODY[30:] + b"\r\n0\r\nTrailer: 1\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
OK = b"HTTP/1.1 200 OK\r\n"

# Bytes, status, JSON length, body, whether the connection ends.
ANSWERS = {
    "plain": (OK + LENGTH + b"\r\n" + BODY, 200, None, BODY, False),
    "names in any case": (OK + LENGTH.upper() + b"\r\n" + BODY, 200, None, BODY, False),
    "json length": (
        OK + LENGTH + b"inference-header-content-length: 40\r\n\r\n" + BODY, 200, 40, BODY, False,
    ),
    "closing": (OK + b"Connection: close\r\n" + LENGTH + b"\r\n" + BODY, 200, None, BODY, True),
    "old": (b"HTTP/1.0 200 OK\r\n" + LENGTH + b"\r\n" + BODY, 200, None, BODY, True),
    "old, kept": (
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + LENGTH + b"\r\n" + BODY, 200, None, BODY, False,
    ),
    "chunked": (OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS, 200, None, BODY, False),
    "to the end": (OK + b"\r\n" + BODY, 200, None, BODY, True),
    "continued": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + LENGTH + b"\r\n" + BODY, 200, None, BODY, False),
    "nothing": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, None, b"", False),
    "empty": (OK + b"Content-Length: 0\r\n\r\n", 200, None, b"", False),
    "no reason": (b"HTTP/1.1 404\r\n" + LENGTH + b"\r\n" + BODY, 404, None, BODY, False),
}  # fmt: skip


class Pieces:
    """Gives bytes in pieces of chosen sizes, then the end."""

    def __init__(self, data: bytes, sizes: list[int]):
        self.left, self._sizes = data, list(sizes)

    def __call__(self, most: int) -> bytes:
        size = min(most, self._sizes.pop(0) if self._sizes else most)
        part, self.left = self.left[:size], self.left[size:]
        return part


@pytest.mark.parametrize("name", ANSWERS)
@given(sizes=st.lists(st.integers(1, 300), max_size=60))
def test_it_is_read_however_it_is_cut(name, sizes):
    data, status, json_length, body, ends = ANSWERS[name]
    answer, found_ends = read_answer(Pieces(data, sizes))
    assert (answer.status, answer.json_length, bytes(answer.body), found_ends) == (
        status, json_length, body, ends,
    )  # fmt: skip


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "to the end"])
def test_each_of_its_beginnings_is_half_an_answer(name):
    data = ANSWERS[name][0]
    with pytest.raises(NothingCame):
        read_answer(Pieces(b"", []))
    for size in {*range(1, min(len(data), 60)), len(data) - 1}:
        if size < len(data):
            with pytest.raises(EndedEarly):
                read_answer(Pieces(data[:size], []))


def test_our_agents_clock():
    data = OK + b"trackbench-clock: 12 13 987654321012345678\r\nContent-Length: 0\r\n\r\n"
    answer, _ = read_answer(Pieces(data, []))
    assert (answer.far, answer.exchange) == (FarTimes(12, 13, 987654321012345678), None)
    assert read_answer(Pieces(ANSWERS["plain"][0], []))[0].far is None


@pytest.mark.parametrize(
    "moments", [b"", b"1 2", b"1 2 3 4", b"1 2 x", b"-1 2 3", b"2 1 3", b"1 2 " + b"9" * 60, b"1  3"]
)
def test_a_clock_that_makes_no_sense_is_refused(moments):
    data = OK + b"Trackbench-Clock: " + moments + b"\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(BadAnswer, match="Trackbench-Clock"):
        read_answer(Pieces(data, []))


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        OK + b"A: b\r\n" * 101 + b"\r\n",
        OK + b"A: " + b"b" * 100_000,
        OK + b"Content-Length: -5\r\n\r\n",
        OK + b"Content-Length: 10000000000\r\n\r\nabc",
        OK + b"Content-Length: 9" + b"9" * 30 + b"\r\n\r\n",
        OK + b"Content-Length: 0\r\nInference-Header-Content-Length: few\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 100_000,
    ],
)
def test_what_is_no_answer_is_refused(data):
    with pytest.raises(BadAnswer):
        read_answer(Pieces(data, []))


@given(st.binary(max_size=200))
def test_nonsense_ends_in_a_known_failure(data):
    with pytest.raises((BadAnswer, EndedEarly, NothingCame)):
        read_answer(Pieces(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n" + data, []))
