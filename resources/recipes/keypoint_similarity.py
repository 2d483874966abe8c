"""How well keypoints lie, as COCO measures it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OKS_SIGMAS = (
    0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087,
    0.089, 0.089,
)  # fmt: skip
"""COCO's spread of human annotations, in shares of the root of the figure's area."""
BODY_SHARE = 0.53
"""COCO's figures fill about this share of their box."""


_EXCHANGED_ARMS = [*range(7), 8, 7, 10, 9, *range(11, 17)]
_EXCHANGED_LEGS = [*range(13), 14, 13, 16, 15]


def oks(found: NDArray[np.float64], true: NDArray[np.float64], box: NDArray[np.float64]) -> float:
    """Object keypoint similarity over the keypoints that are seen; nan where none is.

    Args:
        found: (17, 3) x, y in px and anything.
        true: (17, 3) x, y in px and confidence, see `scene.GroundTruth`.
        box: (4,) x, y, w, h in px of the true figure.
    """
    seen = true[:, 2] >= 1
    if not seen.any():
        return float("nan")
    square = ((found[seen, :2] - true[seen, :2]) ** 2).sum(1)
    spread = 2 * np.array(OKS_SIGMAS)[seen]
    return float(np.exp(-square / (2 * BODY_SHARE * box[2] * box[3] * spread**2)).mean())


def oks_of_either_side(
    found: NDArray[np.float64], true: NDArray[np.float64], box: NDArray[np.float64]
) -> float:
    """The best `oks` with or without exchanging elbows and wrists, knees and ankles, left for right."""
    found = np.asarray(found)
    arms = found[_EXCHANGED_ARMS]
    ways = (found, arms, found[_EXCHANGED_LEGS], arms[_EXCHANGED_LEGS])
    return max(oks(way, true, box) for way in ways)
