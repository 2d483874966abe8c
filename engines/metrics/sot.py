"""Accuracy of single-object tracking, as the one-pass evaluation of OTB and LaSOT defines it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box, iou

OVERLAP_THRESHOLDS = np.linspace(0.0, 1.0, 21)
PRECISION_PX = 20.0


@dataclass(frozen=True, slots=True)
class SotScore:
    """Figures of one sequence.

    Attributes:
        auc: mean success rate over the 21 overlap thresholds 0, 0.05 ... 1 (IoU > threshold).
        precision: share of frames with a centre error of at most 20 px.
        mean_iou: plain mean overlap.
        frames: annotated frames that were counted.
    """

    auc: float
    precision: float
    mean_iou: float
    frames: int


def success_rate(ious: NDArray[np.float64], thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of frames whose overlap exceeds each threshold.

    Args:
        ious: (N,) overlaps in [0, 1]; drop frames without ground truth first.
        thresholds: (T,) in [0, 1].

    Returns:
        (T,) rates in [0, 1]; their mean is the success AUC.

    Source: Wu, Lim and Yang, "Online Object Tracking: A Benchmark", CVPR 2013.
    """
    rates: NDArray[np.float64] = (ious[:, None] > thresholds).mean(axis=0)
    return rates


def score_sequence(boxes: Sequence[Box | None], truth: Sequence[Box | None]) -> SotScore | None:
    """Scores one sequence, frame 0 included; None where no frame is annotated.

    Args:
        boxes: one per frame; None (the tracker gave no box) counts as a miss.
        truth: one per frame; frames where it is None are left out.
    """
    pairs = [(box, true) for box, true in zip(boxes, truth, strict=False) if true is not None]
    if not pairs:
        return None
    ious = np.array([iou(box, true) if box is not None else 0.0 for box, true in pairs])
    near = [
        box is not None and np.hypot(box.cx - true.cx, box.cy - true.cy) <= PRECISION_PX
        for box, true in pairs
    ]
    return SotScore(
        auc=float(success_rate(ious, OVERLAP_THRESHOLDS).mean()),
        precision=float(np.mean(near)),
        mean_iou=float(ious.mean()),
        frames=len(pairs),
    )
