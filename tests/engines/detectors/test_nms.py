import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.detectors import nms
from engines.detectors.nms import MAX_CANDIDATES, above, suppress
from engines.geometry import Box, iou


def plain(boxes, scores, classes, iou_threshold, max_detections):
    """The rule, word by word."""
    kept = []
    for index in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        rivals = [other for other in kept if classes[other] == classes[index]]
        if all(iou(Box(*boxes[index]), Box(*boxes[other])) <= iou_threshold for other in rivals):
            kept.append(index)
    return kept[:max_detections]


def crowd(count, seed=0, spread=200.0, classes=1):
    rng = np.random.default_rng(seed)
    boxes = np.concatenate(
        [rng.uniform(-spread / 4, spread, (count, 2)), rng.uniform(5, 60, (count, 2))], axis=1
    )
    return boxes, rng.uniform(0.01, 1, count), rng.integers(0, classes, count)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6), count=st.integers(0, 60), classes=st.integers(1, 4),
    threshold=st.sampled_from((0.0, 0.3, 0.5, 0.7, 1.0)), most=st.integers(1, 60),
)  # fmt: skip
def test_equals_the_plain_rule(seed, count, classes, threshold, most):
    boxes, scores, labels = crowd(count, seed, classes=classes)
    found = suppress(boxes, scores, labels, threshold, most)
    assert found.tolist() == plain(boxes, scores, labels, threshold, most)


@pytest.mark.parametrize("classes", [1, 3])
def test_several_chunks_equal_the_plain_rule(classes, monkeypatch):
    monkeypatch.setattr(nms, "_CHUNK", 16)
    boxes, scores, labels = crowd(120, classes=classes)
    expected = plain(boxes, scores, labels, 0.3, 1000)
    assert 40 < len(expected) < 110
    assert suppress(boxes, scores, labels, 0.3, 1000).tolist() == expected


@pytest.mark.parametrize("most", [1, 5, 256, 300, 1000])
def test_no_more_than_asked_for(most):
    """Boxes apart from each other: the best ones stay."""
    rng = np.random.default_rng(3)
    boxes = np.array([[20.0 * i, 0, 10, 10] for i in range(1000)])
    scores = rng.permutation(np.linspace(0.1, 0.9, 1000))
    found = suppress(boxes, scores, np.zeros(1000, np.int64), 0.7, most)
    assert found.tolist() == np.argsort(-scores)[:most].tolist()


def test_boxes_of_other_classes_do_not_meet():
    """Not even where one of them begins outside the picture."""
    boxes = np.array([[-50.0, -50, 200, 200], [-40.0, -40, 200, 200], [101.0, 101, 200, 200]])
    found = suppress(boxes, np.array([0.9, 0.8, 0.7]), np.array([1, 0, 0]), 0.1, 10)
    assert found.tolist() == [0, 1, 2]


def test_equal_scores_stay_in_order():
    boxes = np.array([[0.0, 0, 10, 10], [100.0, 0, 10, 10], [1.0, 0, 10, 10]])
    assert suppress(boxes, np.full(3, 0.5), np.zeros(3, np.int64), 0.5, 10).tolist() == [0, 1]


def test_only_the_best_are_looked_at(monkeypatch):
    monkeypatch.setattr(nms, "MAX_CANDIDATES", 10)
    boxes = np.array([[100.0 * i, 0, 10, 10] for i in range(30)])
    scores = np.linspace(0.1, 0.9, 30)
    found = suppress(boxes, scores, np.zeros(30, np.int64), 0.5, 300)
    assert found.tolist() == list(range(29, 19, -1))


def test_huge_boxes_are_no_trouble():
    boxes = np.array([[0.0, 0, 1e38, 1e38], [0.0, 0, 10, 10], [1.0, 0, 10, 10]])
    found = suppress(boxes, np.array([0.5, 0.4, 0.3]), np.array([0, 1, 1]), 0.5, 10)
    assert found.tolist() == [0, 1]


def test_the_highest_scores_above_a_threshold():
    scores = np.array([0.3, np.nan, 0.9, np.inf, 0.2, 0.9, -np.inf, 0.25], np.float32)
    assert above(scores, 0.2).tolist() == [2, 5, 0, 7]
    assert above(scores, 1.0).tolist() == [] and above(scores, -np.inf).tolist() == [2, 5, 0, 7, 4]


def test_no_more_candidates_than_can_be_handled():
    scores = np.linspace(0, 1, 2 * MAX_CANDIDATES)
    assert above(scores, 0.0).tolist() == list(range(2 * MAX_CANDIDATES - 1, MAX_CANDIDATES - 1, -1))
