"""What a data set says is true about each frame."""

from __future__ import annotations

from dataclasses import dataclass

from engines.geometry import Box
from engines.track import Track


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """Annotated tracks by frame, for SOT (one track, id 1), MOT and pose alike.

    Attributes:
        frames: `frames[i]` are the annotated tracks of frame i; empty where the target is absent.
            A source may be longer than its annotation.
    """

    frames: tuple[tuple[Track, ...], ...]

    def at(self, index: int) -> tuple[Track, ...]:
        """Annotated tracks of a frame; empty outside the annotation."""
        return self.frames[index] if 0 <= index < len(self.frames) else ()

    def box_of(self, index: int, track_id: int) -> Box | None:
        """Box of one identity in a frame, or None where it is absent."""
        return next((track.box for track in self.at(index) if track.id == track_id), None)
