"""CLEAR MOT: misses, false positives and identity switches, and MOTA made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.assignment import assign
from engines.metrics.mot_data import EPS, MATCH_IOU, Comparison

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_NOBODY = -1
# A pair of the frame before is kept rather than any better overlap.
_LOYALTY = 1000
_MOSTLY_TRACKED, _MOSTLY_LOST = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class ClearScore:
    """Figures of one sequence at IoU 0.5.

    Attributes:
        mota: (found - false positives - identity switches) / true boxes; may be negative.
        motp: mean IoU of what was found.
        recall, precision: of boxes.
        found, false_positives, misses: boxes.
        id_switches: how often a true thing is found by another track than the last time.
        mostly_tracked, partly_tracked, mostly_lost: true things found in over 80 %, in 20 to 80 %, in less
            than 20 % of their frames.
        fragmentations: how often a true thing is found again after a break.
    """

    mota: float
    motp: float
    recall: float
    precision: float
    found: int
    false_positives: int
    misses: int
    id_switches: int
    mostly_tracked: int
    partly_tracked: int
    mostly_lost: int
    fragmentations: int


@dataclass(frozen=True, slots=True)
class IdentitySwitch:
    """A true thing is found by another track than the last time it was found.

    Attributes:
        frame_index: 0-based frame of the new track.
        truth_id: the true thing.
        old_id, new_id: the tracks.
    """

    frame_index: int
    truth_id: int
    old_id: int
    new_id: int


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """Matches of one frame: indices of truth and tracks, IoU, and each one's last track (or nobody)."""

    frame: int
    truth: Indices
    tracks: Indices
    overlaps: Floats
    last: Indices
    begins: int


def _steps(comparison: Comparison) -> Iterator[_Step]:
    """Matches frame by frame; frames in which a side is empty leave the memory as it is."""
    last = np.full(len(comparison.truth_ids), _NOBODY)
    previous = last.copy()
    for at, pair in enumerate(comparison.frames):
        if not (len(pair.truth) and len(pair.tracks)):
            continue
        worth = _LOYALTY * (previous[pair.truth][:, None] == pair.tracks) + pair.overlaps
        worth[pair.overlaps < MATCH_IOU - EPS] = 0
        rows, cols = assign(worth, maximize=True)
        matched = worth[rows, cols] > EPS
        rows, cols = rows[matched], cols[matched]
        truth, tracks = pair.truth[rows], pair.tracks[cols]
        begins = int((previous[truth] == _NOBODY).sum())
        yield _Step(at, truth, tracks, pair.overlaps[rows, cols], last[truth], begins)
        last[truth] = tracks
        previous[:] = _NOBODY
        previous[truth] = tracks


def _switched(step: _Step) -> list[int]:
    """Which of the matches are identity switches."""
    return np.flatnonzero((step.last != _NOBODY) & (step.last != step.tracks)).tolist()


def clear_score(comparison: Comparison) -> ClearScore:
    """CLEAR figures of a sequence.

    Source: Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT
    Metrics", EURASIP 2008, matched as TrackEval does.
    """
    true_counts, track_total = comparison.truth_counts, int(comparison.track_counts.sum())
    matched = np.zeros(len(true_counts), np.int64)
    switches = begins = 0
    overlap = 0.0
    for step in _steps(comparison):
        matched[step.truth] += 1
        switches += len(_switched(step))
        begins += step.begins
        overlap += float(step.overlaps.sum())
    true_total, found = int(true_counts.sum()), int(matched.sum())
    share = matched / np.maximum(true_counts, 1)
    mostly, at_all = int((share > _MOSTLY_TRACKED).sum()), int((share >= _MOSTLY_LOST).sum())
    return ClearScore(
        mota=(found - (track_total - found) - switches) / max(true_total, 1),
        motp=overlap / max(found, 1),
        recall=found / max(true_total, 1),
        precision=found / max(track_total, 1),
        found=found,
        false_positives=track_total - found,
        misses=true_total - found,
        id_switches=switches,
        mostly_tracked=mostly,
        partly_tracked=at_all - mostly,
        mostly_lost=len(true_counts) - at_all,
        fragmentations=begins - int((matched > 0).sum()),
    )


def switches_of(comparison: Comparison) -> tuple[IdentitySwitch, ...]:
    """Every identity switch that CLEAR counts, in the order of frames."""
    truth, tracks = comparison.truth_ids, comparison.track_ids
    return tuple(
        IdentitySwitch(
            step.frame, int(truth[step.truth[n]]), int(tracks[step.last[n]]), int(tracks[step.tracks[n]])
        )
        for step in _steps(comparison)
        for n in _switched(step)
    )
