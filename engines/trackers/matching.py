"""Who may belong to whom, and the best way to pair them. Works on lists of pairs, not on full matrices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engines.assignment import assign

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_NO_PAIRS = np.zeros(0, np.intp)


def overlapping_pairs(a: Floats, b: Floats) -> tuple[Indices, Indices, Floats]:
    """Pairs of boxes that overlap.

    Widths and heights count one pixel more than their difference, as boxes of whole pixels with both ends
    inside do. Source: `bbox_overlaps` of Fast R-CNN (cython_bbox), which ByteTrack uses.

    Args:
        a: (N, 4) boxes x, y, w, h.
        b: (M, 4) boxes x, y, w, h.

    Returns:
        (P,) indices into a, ascending; (P,) indices into b; (P,) IoU above 0.
    """
    low_a, end_a, area_a = _spans(a)
    low_b, end_b, area_b = _spans(b)
    meets = low_a[:, :, None] < end_b[:, None]
    meets &= low_b[:, None] < end_a[:, :, None]
    both = np.logical_and(meets[0], meets[1], out=meets[0])
    rows, cols = np.divmod(np.flatnonzero(both), max(len(b), 1))
    shared = np.minimum(end_a.take(rows, 1), end_b.take(cols, 1))
    shared -= np.maximum(low_a.take(rows, 1), low_b.take(cols, 1))
    common = shared[0] * shared[1]
    return rows, cols, common / (area_a.take(rows) + area_b.take(cols) - common)


def _spans(boxes: Floats) -> tuple[Floats, Floats, Floats]:
    """Begins (2, N), ends (2, N) and areas (N,) of boxes, one pixel added to each side's length."""
    turned = np.ascontiguousarray(boxes.T)
    low, size = turned[:2], turned[2:] + 1
    return low, low + size, size[0] * size[1]


def best_matching(rows: Indices, cols: Indices, gains: Floats) -> tuple[Indices, Indices]:
    """The matching with the largest sum of gains; each row and each column is used at most once.

    With gain = limit - cost this is the assignment in which leaving a row and a column unmatched costs
    `limit` (lapjv with a cost limit): a pair that costs more is never worth having, so only pairs with a
    positive gain need to be looked at.

    Args:
        rows: (P,) of the candidates; no pair is there twice.
        cols: (P,) of the candidates.
        gains: (P,) what each is worth; those that are not positive are left out.

    Returns:
        (K,) rows and (K,) columns of the chosen pairs, in no particular order.
    """
    worth = gains > 0
    if not worth.all():
        rows, cols, gains = rows[worth], cols[worth], gains[worth]
    if not len(rows):
        return _NO_PAIRS, _NO_PAIRS
    rivals = np.bincount(rows)[rows] + np.bincount(cols)[cols]
    alone = rivals == 2
    if alone.all():
        return rows, cols
    disputed = ~alone
    chosen = _solve(rows[disputed], cols[disputed], gains[disputed])
    return np.concatenate((rows[alone], chosen[0])), np.concatenate((cols[alone], chosen[1]))


def _solve(rows: Indices, cols: Indices, gains: Floats) -> tuple[Indices, Indices]:
    """The same by the dense solver, on those rows and columns only."""
    row_names, row_at = _compressed(rows)
    col_names, col_at = _compressed(cols)
    table = np.zeros((len(row_names), len(col_names)))
    table[row_at, col_at] = gains
    taken_rows, taken_cols = assign(table, maximize=True)
    worth = table[taken_rows, taken_cols] > 0
    return row_names[taken_rows[worth]], col_names[taken_cols[worth]]


def _compressed(values: Indices) -> tuple[Indices, Indices]:
    """The distinct values, ascending, and where among them each one is."""
    used = np.zeros(int(values.max()) + 1, np.bool_)
    used[values] = True
    return np.flatnonzero(used), (used.cumsum() - 1)[values]
