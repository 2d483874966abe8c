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
_LENGTH = struct.Struct("<I")
_MOST_BYTES = 1 << 30
_IN_ONE_PIECE = 1 << 16


class Channel:
    """A stream socket to the other one."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(
        self, header: dict[str, Any], arrays: list[np.ndarray[Any, Any]], timeout_s: float | None = None
    ) -> None:
        """Sends one parcel. Raises socket.timeout where nobody reads, OSError where nobody is there."""
        self._sock.settimeout(timeout_s)
        described = [(array.dtype.name, array.shape) for array in arrays]
        text = marshal.dumps((header, described))
        parts = [_LENGTH.pack(len(text)) + text]  # type: list[Any]
        parts += [
            np.ascontiguousarray(array).reshape(-1).view(np.uint8).data for array in arrays if array.size
        ]
        if sum(len(part) for part in parts) <= _IN_ONE_PIECE:
            parts = [b"".join(parts)]
        for part in parts:
            self._sock.sendall(part)

    def receive(self, timeout_s: float | None = None) -> Parcel:
        """The next parcel.

        Raises:
            socket.timeout: nothing came in time.
            EOFError, OSError: the other side is gone.
            ValueError: nonsense.
        """
        self._sock.settimeout(timeout_s)
        length = bytearray(_LENGTH.size)
        self._fill(memoryview(length))
        text = bytearray(_LENGTH.unpack(length)[0])
        self._fill(memoryview(text))
        header, described = marshal.loads(text)
        arrays = []
        for dtype, shape in described:
            array = np.empty(shape, dtype=np.dtype(dtype))
            if array.nbytes > _MOST_BYTES:
                raise ValueError("an array of %d bytes" % array.nbytes)
            if array.size:
                self._fill(array.reshape(-1).view(np.uint8).data)
            arrays.append(array)
        self._sock.settimeout(None)
        return header, arrays

    def close(self) -> None:
        self._sock.close()

    def _fill(self, view: memoryview) -> None:
        done = 0
        while done < len(view):
            count = self._sock.recv_into(view[done:])
            if not count:
                raise EOFError
            done += count


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
