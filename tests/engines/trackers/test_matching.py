import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from engines.trackers.matching import best_matching, overlapping_pairs


def plus_one_iou(a, b):
    """IoU of boxes whose ends are pixels that belong to them."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = a, b
    w = min(ax + aw, bx + bw) - max(ax, bx) + 1
    h = min(ay + ah, by + bh) - max(ay, by) + 1
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((aw + 1) * (ah + 1) + (bw + 1) * (bh + 1) - w * h)


whole = st.integers(0, 30).map(float)
some_boxes = st.lists(st.tuples(whole, whole, st.integers(1, 12), st.integers(1, 12)), max_size=8)


@given(some_boxes, some_boxes)
def test_pairs_are_those_of_the_plain_formula(first, second):
    a, b = (np.array(boxes, np.float64).reshape(-1, 4) for boxes in (first, second))
    rows, cols, overlaps = overlapping_pairs(a, b)
    found = {(r, c): v for r, c, v in zip(rows.tolist(), cols.tolist(), overlaps.tolist(), strict=True)}
    expected = {(r, c): plus_one_iou(a[r], b[c]) for r in range(len(a)) for c in range(len(b))}
    assert found == pytest.approx({pair: value for pair, value in expected.items() if value > 0})
    assert (np.diff(rows) >= 0).all()


def test_touching_boxes_overlap_by_a_pixel():
    rows, _, overlaps = overlapping_pairs(
        np.array([[0.0, 0, 9, 9]]), np.array([[9.0, 0, 9, 9], [10.0, 0, 9, 9]])
    )
    assert rows.tolist() == [0] and overlaps.tolist() == pytest.approx([10 / 190])


def extended_optimum(costs, limit):
    """Cheapest assignment where every unmatched row and every unmatched column costs half of the limit."""
    n, m = costs.shape
    table = np.full((n + m, n + m), limit / 2)
    table[n:, m:] = 0
    table[:n, :m] = costs
    rows, cols = linear_sum_assignment(table)
    return table[rows, cols].sum()


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 10**6), st.floats(0.1, 1.0))
def test_as_good_as_an_assignment_with_a_cost_limit(n, m, seed, limit):
    rng = np.random.default_rng(seed)
    costs = np.where(rng.random((n, m)) < 0.5, rng.random((n, m)), 1.0)
    rows, cols = np.nonzero(costs < 1)
    taken_rows, taken_cols = best_matching(rows, cols, limit - costs[rows, cols])
    assert len(set(taken_rows.tolist())) == len(taken_rows) == len(set(taken_cols.tolist()))
    assert (costs[taken_rows, taken_cols] < limit).all()
    unmatched = n + m - 2 * len(taken_rows)
    total = costs[taken_rows, taken_cols].sum() + unmatched * limit / 2
    assert total == pytest.approx(extended_optimum(costs, limit))


@pytest.mark.parametrize(
    ("pairs", "chosen"),
    [
        ([], set()),
        ([(0, 0, -0.1), (1, 1, 0.0)], set()),  # nothing to gain
        ([(0, 5, 0.1), (3, 2, 0.4)], {(0, 5), (3, 2)}),
        ([(0, 0, 0.6), (0, 1, 0.5), (1, 0, 0.5)], {(0, 1), (1, 0)}),  # two fair ones beat the best
        ([(0, 0, 0.6), (0, 1, 0.2), (1, 0, 0.3), (7, 9, 0.1)], {(0, 0), (7, 9)}),
    ],
)
def test_matchings_by_hand(pairs, chosen):
    rows, cols, gains = (
        (np.array(part) for part in zip(*pairs, strict=True)) if pairs else [np.zeros(0, np.intp)] * 3
    )
    taken = best_matching(rows, cols, gains)
    assert set(zip(*(part.tolist() for part in taken), strict=True)) == chosen
