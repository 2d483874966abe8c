"""A history for each target that was followed lately, for views that show one of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from app.run_feed import RunFeed

HistoryT = TypeVar("HistoryT")

# Bounds the memory: a history has 0.4 MB of evidence, or 1.4 MB of overlaps for an hour.
_MOST_TARGETS = 32


class TargetHistories(Generic[HistoryT]):
    """By the target's id; beyond 32 targets the one that came first is forgotten."""

    def __init__(self, feed: RunFeed, make: Callable[[], HistoryT]) -> None:
        """`make` gives an empty history."""
        self._feed, self._make = feed, make
        self._histories: OrderedDict[int, HistoryT] = OrderedDict()

    def of(self, target_id: int) -> HistoryT:
        """The target's history, an empty one where there was none."""
        if target_id not in self._histories:
            self._histories[target_id] = self._make()
            while len(self._histories) > _MOST_TARGETS:
                self._histories.popitem(last=False)
        return self._histories[target_id]

    @property
    def wanted(self) -> int | None:
        """Whose is to be shown: the selected target's, else that of the first one in the frame."""
        shown = self._feed.shown
        tracks = shown.result.tracks if shown and shown.result else ()
        wanted = (self._feed.selected, *(track.id for track in tracks))
        return next((target for target in wanted if target in self._histories), None)

    def clear(self) -> None:
        self._histories.clear()
