"""Detections of each frame, given identities: the tracker of multi-object tracking and of pose."""

from __future__ import annotations

from collections.abc import Mapping

from engines.detectors.detector import Detector
from engines.detectors.look_ahead import LookAhead
from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.association import Association


class DetectAndTrack:
    """A detector and an association behind the one protocol of trackers (`tracker.Tracker`)."""

    needs_targets = False

    def __init__(self, detector: Detector, association: Association) -> None:
        self._detector = detector
        self._association = association

    @property
    def keeps_identities(self) -> bool:
        return self._association.keeps_identities

    @property
    def can_look_ahead(self) -> bool:
        """Whether frames can be begun early (`tracker.LooksAhead`)."""
        return isinstance(self._detector, LookAhead)

    def look_ahead(self, frame: Frame, clock: StageClock) -> None:
        if isinstance(self._detector, LookAhead):
            self._detector.begin(frame, clock)

    def forget_ahead(self) -> None:
        if isinstance(self._detector, LookAhead):
            self._detector.forget()

    def start(self, frame: Frame, targets: Mapping[int, Box], clock: StageClock) -> tuple[Track, ...]:
        """It finds its objects by itself: boxes drawn by the user mean nothing to it."""
        return ()

    def drop(self, target_id: int) -> None:
        """Objects come and go by themselves."""

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        """Objects are where the detector sees them."""

    def reset(self) -> None:
        self._association.reset()

    def update(self, frame: Frame, clock: StageClock) -> tuple[Track, ...]:
        detections = self._detector.detect(frame, clock)
        clock.detections = len(detections)
        with clock.stage(Stage.ASSOCIATE):
            return self._association.associate(frame, detections)

    def close(self) -> None:
        self._detector.close()
