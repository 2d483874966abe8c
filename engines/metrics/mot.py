"""Accuracy of multi-object tracking as TrackEval defines it: HOTA, CLEAR and Identity in one go.

Every figure is a fraction, not a percentage. Truth is either a `GroundTruth`, in which everything counts, or
what `mot_data.read_truth` reads from a MOTChallenge file with the rules of its year.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.metrics.mot_clear import ClearScore, IdentitySwitch, clear_score, switches_of
from engines.metrics.mot_data import Tracks, Truth, compare
from engines.metrics.mot_hota import HotaScore, hota_score
from engines.metrics.mot_identity import IdentityScore, identity_score


@dataclass(frozen=True, slots=True, eq=False)
class MotScore:
    """Figures of one sequence.

    Attributes:
        truth_boxes, track_boxes: how many counted, over all frames.
        truth_ids, track_ids: how many identities they make.
        frames: frames of the longer side.
    """

    hota: HotaScore
    clear: ClearScore
    identity: IdentityScore
    truth_boxes: int
    track_boxes: int
    truth_ids: int
    track_ids: int
    frames: int


def score_tracks(truth: Truth, tracks: Tracks) -> MotScore | None:
    """Scores one sequence; None where no true box counts. Frame i of both sides is the same frame.

    Raises:
        ValueError: an identity is twice in a frame.
    """
    comparison = compare(truth, tracks)
    truth_boxes = int(comparison.truth_counts.sum())
    if not truth_boxes:
        return None
    return MotScore(
        hota=hota_score(comparison),
        clear=clear_score(comparison),
        identity=identity_score(comparison),
        truth_boxes=truth_boxes,
        track_boxes=int(comparison.track_counts.sum()),
        truth_ids=len(comparison.truth_ids),
        track_ids=len(comparison.track_ids),
        frames=len(comparison.frames),
    )


def identity_switches(truth: Truth, tracks: Tracks) -> tuple[IdentitySwitch, ...]:
    """Every identity switch that CLEAR counts, in the order of frames: marks for a timeline."""
    return switches_of(compare(truth, tracks))
