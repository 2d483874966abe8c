"""One followed thing in one frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box


class TrackState(StrEnum):
    TRACKED = "tracked"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What judges a target in one frame, beside its tracker's own score. What cannot be said is None.

    Attributes:
        sidelobe_ratio: how far the score map's peak stands out, in standard deviations of the rest; see
            `search_look.peak_to_sidelobe`.
        jump: way of the centre since the last frame, in sides of the square with the target's area.
        similarity: of what is in the box to what was in the first one, -1...1; see `evidence.Likeness`.
    """

    sidelobe_ratio: float | None = None
    jump: float | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A target or an object with its identity in one frame.

    Attributes:
        id: number that stays with the thing during a run, from 1.
        box: pixels of the frame. Of a lost track: where it was last believed to be.
        score: 0...1, as the tracker defines it.
        state: tracked or lost; a lost track is never drawn as a confident box.
        label: class name, or None where the tracker knows no classes.
        keypoints: (17, 3) x, y in pixels and confidence in 0...1, COCO order, or None.
        search: the square of the frame the tracker looked at, or None.
        evidence: what else speaks for it, where somebody asked; None otherwise.
    """

    id: int
    box: Box
    score: float
    state: TrackState = TrackState.TRACKED
    label: str | None = None
    keypoints: NDArray[np.float64] | None = None
    search: Box | None = None
    evidence: Evidence | None = None
