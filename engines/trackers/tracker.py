"""What every tracker can do: take targets, and turn frames into tracks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from engines.frame import Frame
from engines.geometry import Box
from engines.timing import StageClock
from engines.track import Track


class Tracker(Protocol):
    """Keeps state, turns frames into tracks. Knows neither threads nor where its networks run."""

    @property
    def needs_targets(self) -> bool:
        """True for single-object trackers: nothing happens before the user chose a target."""

    @property
    def keeps_identities(self) -> bool:
        """Whether the id of a track means the same thing in the next frame."""

    def start(self, frame: Frame, targets: Mapping[int, Box], clock: StageClock) -> tuple[Track, ...]:
        """Begins to follow the named targets; those already followed and not named go on unchanged."""

    def drop(self, target_id: int) -> None:
        """Forgets one target."""

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        """The user went back in the video: these targets are there now; what was learnt stays."""

    def reset(self) -> None:
        """Forgets every target and track: the source begins anew. Identities start at 1 again."""

    def update(self, frame: Frame, clock: StageClock) -> tuple[Track, ...]:
        """The tracks of the next frame."""

    def close(self) -> None:
        """Frees its networks."""


@runtime_checkable
class LooksAhead(Protocol):
    """A tracker part of whose work on a frame depends on that frame alone, and can be begun early.

    Detectors are such: what is in a frame does not depend on those before it. A single-object tracker is
    not, for where it looks is where the target was in the frame before.
    """

    @property
    def can_look_ahead(self) -> bool:
        """Whether that is of use: only where a link and a board work while this computer waits."""

    def look_ahead(self, frame: Frame, clock: StageClock) -> None:
        """Begins with a frame, of which `update` is asked with the same clock; not with a third at a time."""

    def forget_ahead(self) -> None:
        """Of what was begun, `update` will not be asked."""
