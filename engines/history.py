"""Results of past frames, so that going back shows what was found there. Bounded."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from engines.frame_result import FrameResult

# Counted in results and their tracks; without layers each takes up to 0.5 kB, so this is some 36 MB.
_CAPACITY = 72_000


class ResultHistory:
    """The last results by frame index; layer profiles and what was looked at are left out."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._results: OrderedDict[int, FrameResult] = OrderedDict()
        self._size = 0

    def add(self, result: FrameResult) -> None:
        self._remove(result.frame_index)
        heavy = result.layers is not None or result.looks
        self._results[result.frame_index] = replace(result, layers=None, looks=()) if heavy else result
        self._size += _size_of(result)
        while self._size > self._capacity and len(self._results) > 1:
            self._remove(next(iter(self._results)))

    def _remove(self, index: int) -> None:
        removed = self._results.pop(index, None)
        if removed is not None:
            self._size -= _size_of(removed)

    def at(self, index: int) -> FrameResult | None:
        return self._results.get(index)

    def forget_after(self, index: int) -> None:
        """Drops the results of all frames after this one."""
        for later in [i for i in self._results if i > index]:
            self._remove(later)

    def without(self, track_id: int, index: int) -> FrameResult | None:
        """The result of a frame with one track taken out, for good."""
        result = self._results.get(index)
        if result is None:
            return None
        left = replace(result, tracks=tuple(t for t in result.tracks if t.id != track_id))
        self._results[index] = left
        self._size += _size_of(left) - _size_of(result)
        return left


def _size_of(result: FrameResult) -> int:
    return 1 + len(result.tracks)
