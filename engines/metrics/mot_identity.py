"""Identity figures: how much of each true thing one single track covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.assignment import assign
from engines.metrics.mot_data import EPS, MATCH_IOU, Comparison


@dataclass(frozen=True, slots=True)
class IdentityScore:
    """Figures of one sequence at IoU 0.5, with each true thing given to one track at most.

    Attributes:
        idf1, idp, idr: F1, precision and recall of identified boxes.
        idtp, idfp, idfn: boxes that are identified, that are somebody else's, that are missed.
    """

    idf1: float
    idp: float
    idr: float
    idtp: int
    idfp: int
    idfn: int


def identity_score(comparison: Comparison) -> IdentityScore:
    """Identity figures of a sequence.

    Giving a true thing to a track costs all boxes of both that do not meet, and giving neither away costs all
    of them: the cheapest assignment is the one with the most boxes that meet.

    Source: Ristani et al., "Performance Measures and a Data Set for Multi-Target, Multi-Camera Tracking",
    ECCV workshops 2016.
    """
    together = np.zeros((len(comparison.truth_ids), len(comparison.track_ids)), np.int64)
    for pair in comparison.frames:
        together[pair.truth[:, None], pair.tracks] += pair.overlaps >= MATCH_IOU - EPS
    rows, cols = assign(together, maximize=True)
    idtp = int(together[rows, cols].sum())
    true_total, track_total = int(comparison.truth_counts.sum()), int(comparison.track_counts.sum())
    return IdentityScore(
        idf1=idtp / max(1, (true_total + track_total) / 2),
        idp=idtp / max(1, track_total),
        idr=idtp / max(1, true_total),
        idtp=idtp,
        idfp=track_total - idtp,
        idfn=true_total - idtp,
    )
