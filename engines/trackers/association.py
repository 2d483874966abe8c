"""What every multi-object tracker can do with detections: give them identities."""

from __future__ import annotations

from typing import Protocol

from engines.detections import Detections
from engines.frame import Frame
from engines.track import Track


class Association(Protocol):
    """Turns the detections of one frame after the other into tracks."""

    @property
    def keeps_identities(self) -> bool:
        """Whether a number means the same object in the next frame."""

    def associate(self, frame: Frame, detections: Detections) -> tuple[Track, ...]:
        """Tracks of this frame. Label and keypoints of a track are those of its detection."""

    def reset(self) -> None:
        """Forgets everything; the next new track is number 1."""
