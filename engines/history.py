"""Results of past frames, so that going back shows what was found there. Bounded."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from engines.frame_result import FrameResult

# Without layers a result takes about 1 kB, so this is some 36 MB at most.
_CAPACITY = 36_000


class ResultHistory:
    """The last results by frame index; layer profiles are left out."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._results: OrderedDict[int, FrameResult] = OrderedDict()

    def add(self, result: FrameResult) -> None:
        self._results[result.frame_index] = replace(result, layers=None) if result.layers else result
        self._results.move_to_end(result.frame_index)
        while len(self._results) > self._capacity:
            self._results.popitem(last=False)

    def at(self, index: int) -> FrameResult | None:
        return self._results.get(index)

    def forget_after(self, index: int) -> None:
        """Drops the results of all frames after this one."""
        for later in [i for i in self._results if i > index]:
            del self._results[later]

    def without(self, track_id: int, index: int) -> FrameResult | None:
        """The result of a frame with one track taken out, for good."""
        result = self._results.get(index)
        if result is None:
            return None
        left = replace(result, tracks=tuple(t for t in result.tracks if t.id != track_id))
        self._results[index] = left
        return left
