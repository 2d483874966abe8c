"""A pipeline over detections that were made elsewhere: no network, only identities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.detectors.recorded import RecordedDetector
from engines.makeup import TrackerDoesNotFitModel
from engines.pipeline import Pipeline
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.parameters import apply
from engines.trackers.registry import ASSOCIATIONS, association_kind

USUAL_TRACKER = "bytetrack"


@dataclass(frozen=True, slots=True)
class RecordedPipeline:
    """What it takes to run over recorded detections.

    Attributes:
        pipeline: reads no pixels.
        frame_count: the last frame that the detections name.
        extent: right and bottom edge of what holds every box, in pixels.
    """

    pipeline: Pipeline
    frame_count: int
    extent: tuple[float, float]


def open_recorded(
    detections: Path, *, tracker: str = USUAL_TRACKER, values: Mapping[str, Any] | None = None
) -> RecordedPipeline:
    """Puts a multi-object tracker behind a MOTChallenge detections file.

    Args:
        detections: the file.
        tracker: name of an association.
        values: parameters the user set, by name.

    Raises:
        UnknownTracker: no such name.
        TrackerDoesNotFitModel: a single-object tracker needs networks.
        BadParameter: a value that cannot be used.
        BadDetections: the file cannot be read.
    """
    kind = association_kind(tracker)
    if kind is None:
        known = ", ".join(ASSOCIATIONS)
        raise TrackerDoesNotFitModel(model=detections.name, tracker=tracker, known=known)
    chosen: Any = apply(kind.parameters, values or {})
    detector = RecordedDetector(detections)
    pipeline = Pipeline(DetectAndTrack(detector, kind.make(detector.labels, chosen)))
    return RecordedPipeline(pipeline, detector.frame_count, detector.extent)
