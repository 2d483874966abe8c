"""From what a network believes to see to detections in the frame; the end of every detector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.detections import Detections
from engines.detectors.letterbox import Placing
from engines.detectors.nms import suppress


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """N boxes over the threshold, in pixels of the network's picture. Any number may be broken.

    Attributes:
        boxes: (N, 4) x, y, w, h.
        scores: (N,).
        classes: (N,) index into the detector's labels.
        keypoints: (N, 17, 3) x, y, confidence, or None.
    """

    boxes: NDArray[np.float64]
    scores: NDArray[np.float64]
    classes: NDArray[np.int64]
    keypoints: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """How detections are chosen.

    Attributes:
        nms_iou: of two boxes of a class that overlap by more, the better one stays.
        max_detections: the best ones, no more than these.
        clip: cut boxes at the frame's edges and move keypoints onto them.
    """

    nms_iou: float
    max_detections: int
    clip: bool


def settle(candidates: Candidates, placing: Placing, choice: Choice) -> Detections:
    """Detections in the frame, best first.

    What has a number that is not finite, no size, or no part inside the frame counts as nothing.
    """
    everything = _only(
        Detections(candidates.boxes, candidates.scores, candidates.classes, candidates.keypoints),
        _is_sound(candidates),
    )
    staying = suppress(
        everything.boxes, everything.scores, everything.classes, choice.nms_iou, choice.max_detections
    )
    chosen = everything.where(staying)
    boxes = placing.boxes_to_frame(chosen.boxes)
    inside = _inside(boxes, placing)
    keypoints = None if chosen.keypoints is None else _keypoints(chosen.keypoints, placing, choice.clip)
    if choice.clip:
        boxes = inside
    found = Detections(boxes, np.minimum(chosen.scores, 1.0), chosen.classes, keypoints)
    return _only(found, np.logical_and(inside[:, 2] > 0, inside[:, 3] > 0))


def _only(found: Detections, wanted: NDArray[np.bool_]) -> Detections:
    """Some of them; usually it is all, and nothing is copied."""
    return found if wanted.all() else found.where(wanted)


def _is_sound(candidates: Candidates) -> NDArray[np.bool_]:
    boxes, keypoints = candidates.boxes, candidates.keypoints
    columns = [boxes, candidates.scores[:, None]]
    if keypoints is not None:
        columns.append(keypoints.reshape(len(boxes), 3 * keypoints.shape[1]))
    finite = np.isfinite(np.concatenate(columns, axis=1)).all(axis=1)
    has_size = (boxes[:, 2:] > 0).all(axis=1)
    sound: NDArray[np.bool_] = np.logical_and(finite, has_size)
    return sound


def _inside(boxes: NDArray[np.float64], placing: Placing) -> NDArray[np.float64]:
    """The parts of boxes inside the frame; w or h is 0 or less where there is none."""
    limits = (placing.frame_width, placing.frame_height)
    start = np.maximum(boxes[:, :2], 0)
    end = np.minimum(boxes[:, :2] + boxes[:, 2:], limits)
    return np.concatenate((start, end - start), axis=1)


def _keypoints(keypoints: NDArray[np.float64], placing: Placing, clip: bool) -> NDArray[np.float64]:
    moved = keypoints.copy()
    moved[..., :2] = placing.points_to_frame(keypoints[..., :2])
    if clip:
        moved[..., :2] = np.clip(moved[..., :2], 0, (placing.frame_width, placing.frame_height))
    moved[..., 2].clip(0, 1, out=moved[..., 2])
    return moved
