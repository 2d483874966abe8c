"""No tracking: what is detected in each frame is shown, numbered by place in that frame only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.detections import Detections
from engines.frame import Frame
from engines.geometry import Box
from engines.track import Track
from engines.trackers.kinds import AssociationKind


@dataclass(frozen=True, slots=True)
class UntrackedParameters:
    """It has none."""


class Untracked:
    """Numbers the detections of a frame from 1, best first (`association.Association`)."""

    keeps_identities = False

    def __init__(self, labels: Sequence[str] = ()) -> None:
        self._labels = tuple(labels)

    def associate(self, frame: Frame, detections: Detections) -> tuple[Track, ...]:
        order = (-detections.scores).argsort(kind="stable")
        return tuple(self._track(detections, int(at), number) for number, at in enumerate(order, 1))

    def reset(self) -> None:
        """Nothing is kept from frame to frame."""

    def _track(self, found: Detections, at: int, number: int) -> Track:
        box = Box(*(float(value) for value in found.boxes[at]))
        keypoints = None if found.keypoints is None else found.keypoints[at]
        return Track(
            number, box, float(found.scores[at]), label=label_of(self._labels, found, at), keypoints=keypoints
        )


def label_of(labels: Sequence[str], detections: Detections, at: int) -> str | None:
    """Class name of one detection; its number where it has no name, None where there are no classes."""
    number = int(detections.classes[at])
    if not labels:
        return None
    return labels[number] if 0 <= number < len(labels) else str(number)


TRACKERS = {"none": AssociationKind(UntrackedParameters, lambda labels, _chosen: Untracked(labels))}
