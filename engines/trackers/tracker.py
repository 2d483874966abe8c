"""What every tracker can do: take targets, and turn frames into tracks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

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
