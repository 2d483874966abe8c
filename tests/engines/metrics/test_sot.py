import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.geometry import Box
from engines.metrics.sot import OVERLAP_THRESHOLDS, score_sequence, success_rate

TRUTH = Box(0, 0, 100, 100)
HALF = Box(0, 0, 50, 100)  # IoU 0.5, centre 25 px away
FAR = Box(500, 500, 100, 100)


def test_success_by_hand():
    rates = success_rate(np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.4, 0.5, 0.9, 1.0]))
    # More than the threshold, not as much as it.
    assert rates == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 3, 0])


@pytest.mark.parametrize(
    ("boxes", "truth", "auc", "precision", "mean_iou", "frames"),
    [
        ([TRUTH], [TRUTH], 20 / 21, 1, 1, 1),
        ([HALF], [TRUTH], 10 / 21, 0, 0.5, 1),
        ([FAR], [TRUTH], 0, 0, 0, 1),
        ([None], [TRUTH], 0, 0, 0, 1),  # no box is a miss
        ([TRUTH, FAR], [TRUTH, None], 20 / 21, 1, 1, 1),  # no truth does not count
        ([TRUTH, None], [TRUTH, TRUTH], 10 / 21, 0.5, 0.5, 2),
        ([TRUTH], [TRUTH, TRUTH], 20 / 21, 1, 1, 1),  # only what was tracked
        ([Box(20, 0, 100, 100)], [TRUTH], 14 / 21, 1, 2 / 3, 1),  # 20 px away is still near
        ([Box(20.1, 0, 100, 100)], [TRUTH], 14 / 21, 0, 79.9 / 120.1, 1),
    ],
)
def test_scores_by_hand(boxes, truth, auc, precision, mean_iou, frames):
    score = score_sequence(boxes, truth)
    assert (score.auc, score.precision, score.mean_iou, score.frames) == pytest.approx(
        (auc, precision, mean_iou, frames)
    )


@pytest.mark.parametrize("truth", [[], [None, None]])
def test_nothing_annotated_no_score(truth):
    assert score_sequence([TRUTH] * len(truth), truth) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_auc_is_the_mean_overlap_up_to_a_step(ious):
    auc = success_rate(np.array(ious), OVERLAP_THRESHOLDS).mean()
    assert abs(auc - np.mean(ious)) <= 0.05 + 1e-9
