"""What a data set says is true about each frame."""

from __future__ import annotations

from dataclasses import dataclass

from engines.geometry import Box, iou
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

    def identity_at(self, index: int, box: Box, least_iou: float = 0.3) -> int | None:
        """Whom a box drawn in a frame means: the annotated identity it overlaps most, if enough."""
        overlaps = [(iou(box, track.box), track.id) for track in self.at(index)]
        best = max(overlaps, default=(0.0, 0))
        return best[1] if best[0] >= least_iou else None
