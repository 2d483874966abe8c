"""HOTA: how well a tracker detects and associates, on equal terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.assignment import assign
from engines.metrics.mot_data import EPS, Comparison

Floats = NDArray[np.float64]

ALPHAS = np.arange(0.05, 0.99, 0.05)


@dataclass(frozen=True, slots=True, eq=False)
class HotaScore:
    """Fractions; all but the last one are means over the 19 thresholds 0.05, 0.10 ... 0.95.

    Attributes:
        hota: geometric mean of detection and association at each threshold.
        det_a, det_re, det_pr: detection: accuracy (Jaccard), recall, precision.
        ass_a, ass_re, ass_pr: association of the found ones: accuracy, recall, precision.
        loc_a: mean IoU of what was found.
        by_alpha: (19,) hota of each threshold.
    """

    hota: float
    det_a: float
    ass_a: float
    det_re: float
    det_pr: float
    ass_re: float
    ass_pr: float
    loc_a: float
    by_alpha: Floats


def hota_score(comparison: Comparison) -> HotaScore:
    """HOTA of a sequence.

    Source: Luiten et al., "HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking", IJCV 2020; the
    matching maximises global alignment times IoU, once for all thresholds, as TrackEval does.
    """
    true_counts, track_counts = comparison.truth_counts, comparison.track_counts
    pairs, overlaps = _matches(comparison, true_counts, track_counts)
    true_total, track_total = int(true_counts.sum()), int(track_counts.sum())
    names, at = np.unique(pairs, return_inverse=True)
    true_of, track_of = np.divmod(names, max(len(track_counts), 1))
    of_true, of_track = true_counts[true_of], track_counts[track_of]

    table = np.zeros((8, len(ALPHAS)))
    for column, alpha in enumerate(ALPHAS):
        hit = overlaps >= alpha - EPS
        tp = int(hit.sum())
        together = np.bincount(at[hit], minlength=len(names)).astype(np.float64)
        either = np.maximum(of_true + of_track - together, 1)
        associated = [
            float((together * together / n).sum()) / max(tp, 1) for n in (either, of_true, of_track)
        ]
        detected = [tp / max(n, 1) for n in (true_total + track_total - tp, true_total, track_total)]
        located = max(1e-10, float(overlaps[hit].sum())) / max(1e-10, tp)
        table[:, column] = (
            np.sqrt(detected[0] * associated[0]), detected[0], associated[0], *detected[1:], *associated[1:],
            located,
        )  # fmt: skip
    hota, det_a, ass_a, det_re, det_pr, ass_re, ass_pr, loc_a = table.mean(axis=1).tolist()
    return HotaScore(hota, det_a, ass_a, det_re, det_pr, ass_re, ass_pr, loc_a, by_alpha=table[0])


def _matches(
    comparison: Comparison, true_counts: NDArray[np.int64], track_counts: NDArray[np.int64]
) -> tuple[NDArray[np.intp], Floats]:
    """Every match of every frame: (K,) truth index * number of tracks + track index, and (K,) IoU."""
    alignment = _alignment(comparison, true_counts, track_counts)
    names: list[NDArray[np.intp]] = [np.zeros(0, np.intp)]
    overlaps: list[Floats] = [np.zeros(0)]
    for pair in comparison.frames:
        worth = alignment[pair.truth[:, None], pair.tracks] * pair.overlaps
        rows, cols = assign(worth, maximize=True)
        names.append(pair.truth[rows] * len(track_counts) + pair.tracks[cols])
        overlaps.append(pair.overlaps[rows, cols])
    return np.concatenate(names), np.concatenate(overlaps)


def _alignment(
    comparison: Comparison, true_counts: NDArray[np.int64], track_counts: NDArray[np.int64]
) -> Floats:
    """(truth, tracks) how much two identities belong together over the whole sequence."""
    potential = np.zeros((len(true_counts), len(track_counts)))
    for pair in comparison.frames:
        shared = pair.overlaps
        other = shared.sum(axis=0) + shared.sum(axis=1)[:, None] - shared
        share = np.divide(shared, other, out=np.zeros_like(shared), where=other > EPS)
        potential[pair.truth[:, None], pair.tracks] += share
    aligned: Floats = potential / np.maximum(true_counts[:, None] + track_counts - potential, EPS)
    return aligned
