"""What a detector found in one frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """N found things, best first or in the detector's own order.

    Attributes:
        boxes: (N, 4) float64 x, y, w, h in pixels of the frame; finite, w and h positive.
        scores: (N,) float64 in 0...1.
        classes: (N,) int64 index into the detector's labels.
        keypoints: (N, 17, 3) float64 x, y in pixels of the frame and confidence in 0...1, COCO order,
            or None where the detector knows none.
    """

    boxes: NDArray[np.float64]
    scores: NDArray[np.float64]
    classes: NDArray[np.int64]
    keypoints: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.scores)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Detections:
        """Some of them, by mask or by index."""
        keypoints = None if self.keypoints is None else self.keypoints[chosen]
        return Detections(self.boxes[chosen], self.scores[chosen], self.classes[chosen], keypoints)


def no_detections() -> Detections:
    """Nothing was found."""
    return Detections(np.zeros((0, 4)), np.zeros(0), np.zeros(0, np.int64))
