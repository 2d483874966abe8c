"""What the agent and its child say to each other: a header, then arrays as they lie in memory.

Headers are marshalled: both are the same interpreter, and it takes a third of the time of JSON.
"""

from __future__ import annotations

import marshal
import socket
import struct
from typing import Any

import numpy as np

from engines.agent.model import Layer, Outcome
from engines.agent.tensors import GivenInput

#: A parcel has a header and arrays that the header describes.
Parcel = Any  # tuple[dict[str, Any], list[np.ndarray]]
#: Before everything else: bytes of the header, and of all arrays together.
_SIZES = struct.Struct("<II")
_MOST_BYTES = 1 << 30
#: So much is read or written at once: a usual parcel takes one call each way.
_IN_ONE_PIECE = 1 << 16


class Channel:
    """A stream socket to the other one. Question and answer take turns on it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._timeout_s = -1.0  # type: float | None
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(
        self, header: dict[str, Any], arrays: list[np.ndarray[Any, Any]], timeout_s: float | None = None
    ) -> None:
        """Sends one parcel. Raises socket.timeout where nobody reads, OSError where nobody is there."""
        self._wait_at_most(timeout_s)
        text = marshal.dumps((header, [(array.dtype.str, array.shape) for array in arrays]))
        blocks = [
            np.ascontiguousarray(array).reshape(-1).view(np.uint8).data for array in arrays if array.size
        ]  # type: list[Any]
        size = sum(map(len, blocks))
        if size > _MOST_BYTES:
            raise ValueError("arrays of %d bytes" % size)
        head = _SIZES.pack(len(text), size) + text
        if len(head) + size <= _IN_ONE_PIECE:
            self._sock.sendall(b"".join([head, *blocks]))
            return
        for block in [head, *blocks]:
            self._sock.sendall(block)

    def receive(self, timeout_s: float | None = None) -> Parcel:
        """The next parcel; its arrays lie in memory of its own.

        Raises:
            socket.timeout: nothing came in time.
            EOFError, OSError: the other side is gone.
            ValueError: nonsense.
        """
        self._wait_at_most(timeout_s)
        begin = self._sock.recv(_IN_ONE_PIECE)
        while len(begin) < _SIZES.size:
            begin += self._some(_SIZES.size - len(begin))
        text_size, size = _SIZES.unpack_from(begin)
        while len(begin) < _SIZES.size + text_size:
            begin += self._some(_SIZES.size + text_size - len(begin))
        header, described = marshal.loads(memoryview(begin)[_SIZES.size :][:text_size])
        if size > _MOST_BYTES:
            raise ValueError("arrays of %d bytes" % size)
        block = np.empty(size, np.uint8)
        early = memoryview(begin)[_SIZES.size + text_size :]
        block.data[: len(early)] = early
        self._fill(block.data[len(early) :])
        return header, _cut(block, described)

    def close(self) -> None:
        self._sock.close()

    def _wait_at_most(self, timeout_s: float | None) -> None:
        if timeout_s != self._timeout_s:  # each change is a call to the system
            self._sock.settimeout(timeout_s)
            self._timeout_s = timeout_s

    def _some(self, most: int) -> bytes:
        data = self._sock.recv(most)
        if not data:
            raise EOFError
        return data

    def _fill(self, view: memoryview) -> None:
        done = 0
        while done < len(view):
            count = self._sock.recv_into(view[done:])
            if not count:
                raise EOFError
            done += count


def _cut(block: np.ndarray[Any, Any], described: list[Any]) -> list[np.ndarray[Any, Any]]:
    """The arrays that lie one behind the other in a block; they are views of it where they lie aligned."""
    arrays, at = [], 0
    for name, shape in described:
        dtype = np.dtype(name)
        size = dtype.itemsize
        for length in shape:
            size *= length
        part = block[at : at + size]
        if at % dtype.itemsize:
            part = part.copy()
        arrays.append(part.view(dtype).reshape(shape))
        at += size
    if at != block.size:
        raise ValueError("%d bytes of arrays instead of %d" % (block.size, at))
    return arrays


def pack_given(given: list[GivenInput]) -> tuple[list[list[Any]], list[np.ndarray[Any, Any]]]:
    """Inputs for a header, and their arrays."""
    rows = [[entry.name, entry.key, entry.wire, entry.sizes, entry.array is not None] for entry in given]
    return rows, [entry.array for entry in given if entry.array is not None]


def unpack_given(rows: list[list[Any]], arrays: list[np.ndarray[Any, Any]]) -> list[GivenInput]:
    left = iter(arrays)
    given = []
    for name, key, wire, sizes, has_array in rows:
        entry = GivenInput(name, next(left) if has_array else None, key, wire)
        entry.sizes = sizes
        given.append(entry)
    return given


def pack_outcome(outcome: Outcome) -> tuple[dict[str, Any], list[np.ndarray[Any, Any]]]:
    layers = None if outcome.layers is None else [layer.to_json() for layer in outcome.layers]
    header = {
        "outputs": list(outcome.outputs),
        "hard_ms": outcome.hard_ms,
        "copy_ms": outcome.copy_ms,
        "layers": layers,
        "origin": outcome.origin,
        "sparse": outcome.sparse,
    }
    return header, list(outcome.outputs.values())


def unpack_outcome(header: dict[str, Any], arrays: list[np.ndarray[Any, Any]]) -> Outcome:
    outputs = dict(zip(header["outputs"], arrays))  # noqa: B905 (strict= is Python 3.10)
    outcome = Outcome(outputs, header["hard_ms"])
    outcome.copy_ms, outcome.origin, outcome.sparse = header["copy_ms"], header["origin"], header["sparse"]
    if header["layers"] is not None:
        outcome.layers = [Layer.from_json(row) for row in header["layers"]]
    return outcome
