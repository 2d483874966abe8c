"""Where the score map of a tracker's network has its peak: what tracking needs of an output."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Cell = tuple[int, int]
_LEAST_SIDE = 4
# Background and target for each of several anchors.
_MOST_CLASS_CHANNELS = 20


@dataclass(frozen=True, slots=True)
class PeakFigures:
    """Whether the peak stays in place.

    Attributes:
        kept: share of frames in which both have it in the same cell, 0...1.
        near: share of frames in which it is at most one cell away, also across a corner.
        moved: mean distance in cells.
        frames: how many were compared.
    """

    kept: float
    near: float
    moved: float
    frames: int

    @classmethod
    def of(cls, pairs: list[tuple[Cell, Cell]]) -> PeakFigures | None:
        """Figures over pairs of peaks; None where there are none."""
        if not pairs:
            return None
        steps = [(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in pairs]
        return cls(
            kept=sum(step == (0, 0) for step in steps) / len(pairs),
            near=sum(max(step) <= 1 for step in steps) / len(pairs),
            moved=sum(math.hypot(*step) for step in steps) / len(pairs),
            frames=len(pairs),
        )


def score_map(outputs: Mapping[str, Array]) -> NDArray[np.float64] | None:
    """The map of scores among a network's outputs, (R, C); None where it has none.

    That is a map of one channel; else one of 2 k channels (background, then target, of k anchors) beside
    one of 4 k channels for boxes: the greatest of target less background. Only the order of scores counts,
    so logits are as good as probabilities.
    """
    maps = [np.asarray(each) for each in outputs.values()]
    maps = [each[0] for each in maps if each.ndim == 4 and min(each.shape[2:]) >= _LEAST_SIDE]
    for each in maps:
        if each.shape[0] == 1:
            single: NDArray[np.float64] = each[0].astype(np.float64)
            return single
    for each in maps:
        channels = each.shape[0]
        has_boxes = any(other.shape == (2 * channels, *each.shape[1:]) for other in maps)
        if channels % 2 == 0 and channels <= _MOST_CLASS_CHANNELS and has_boxes:
            behind, target = each[: channels // 2], each[channels // 2 :]
            best: NDArray[np.float64] = (target - behind).max(axis=0).astype(np.float64)
            return best
    return None


def peak_of(outputs: Mapping[str, Array]) -> Cell | None:
    """Row and column of the greatest score; None without a score map, or where it is broken."""
    scores = score_map(outputs)
    if scores is None or not np.isfinite(scores).all():
        return None
    row, column = divmod(int(scores.argmax()), scores.shape[1])
    return row, column
