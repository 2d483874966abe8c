"""Non-maximum suppression: of boxes that cover the same thing, the best one stays."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_CANDIDATES = 3000
# The best first and few at a time, so that the work ends as soon as enough boxes are found.
_CHUNK = 256


def above(scores: NDArray[np.floating], threshold: float) -> NDArray[np.intp]:
    """Indices of the at most `MAX_CANDIDATES` highest scores above a threshold, the highest first.

    Scores that are not finite count as nothing.
    """
    over = np.flatnonzero((scores > threshold) & np.isfinite(scores))
    return over[_best_first(scores[over])]


def _best_first(scores: NDArray[np.floating]) -> NDArray[np.intp]:
    """Indices of the highest scores, the highest first; equal ones in their own order."""
    order: NDArray[np.intp] = np.argsort(-scores, kind="stable")[:MAX_CANDIDATES]
    return order


def suppress(
    boxes: NDArray[np.float64],
    scores: NDArray[np.float64],
    classes: NDArray[np.int64],
    iou_threshold: float,
    max_detections: int,
) -> NDArray[np.intp]:
    """Indices of the boxes that stay, best first.

    A box goes where a better one of the same class overlaps it by an IoU of more than the threshold.
    Only the best `MAX_CANDIDATES` boxes are looked at.

    Args:
        boxes: (N, 4) x, y, w, h; finite, w and h positive.
        scores: (N,), above 0.
        classes: (N,).
        iou_threshold: 0...1.
        max_detections: no more than these are returned.
    """
    order = _best_first(scores)
    kept = np.zeros(0, np.intp)
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        if len(kept):
            rivals = _iou(boxes[chunk], boxes[kept]) > iou_threshold
            rivals &= classes[chunk][:, None] == classes[kept]
            chunk = chunk[~rivals.any(axis=1)]
        stay = chunk[_within(boxes[chunk], scores[chunk], classes[chunk], iou_threshold)]
        kept = np.concatenate((kept, stay)) if len(kept) else stay
        if len(kept) >= max_detections:
            break
    return kept[:max_detections]


def _within(
    boxes: NDArray[np.float64],
    scores: NDArray[np.float64],
    classes: NDArray[np.int64],
    iou_threshold: float,
) -> NDArray[np.intp]:
    """Indices, ascending, of what stays of a few boxes that are sorted already."""
    if not len(boxes):
        return np.zeros(0, np.intp)
    if (classes == classes[0]).all():
        return np.sort(_of_one_class(boxes, scores, iou_threshold))
    # OpenCV's own version by class moves the classes apart by the largest coordinate, and so lets
    # boxes with negative coordinates meet those of another class.
    stay = []
    for label in np.unique(classes):
        members = np.flatnonzero(classes == label)
        stay.append(members[_of_one_class(boxes[members], scores[members], iou_threshold)])
    return np.sort(np.concatenate(stay))


def _of_one_class(
    boxes: NDArray[np.float64], scores: NDArray[np.float64], iou_threshold: float
) -> NDArray[np.intp]:
    found = cv2.dnn.NMSBoxes(boxes, scores, 0.0, iou_threshold)  # type: ignore[arg-type]
    return np.asarray(found, np.intp).reshape(-1)


def _iou(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, M) intersection over union of (N, 4) and (M, 4) x, y, w, h."""
    shared = _shared(a, b, 0)
    shared *= _shared(a, b, 1)
    whole = (a[:, 2] * a[:, 3])[:, None] + b[:, 2] * b[:, 3] - shared
    ratio: NDArray[np.float64] = shared / whole
    return ratio


def _shared(a: NDArray[np.float64], b: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """(N, M) lengths that boxes have in common along x (axis 0) or y (axis 1)."""
    a_start, b_start = a[:, axis], b[:, axis]
    end = np.minimum((a_start + a[:, axis + 2])[:, None], b_start + b[:, axis + 2])
    end -= np.maximum(a_start[:, None], b_start)
    length: NDArray[np.float64] = np.maximum(end, 0, out=end)
    return length
