"""What a detector may meet on a bad day: too much, nothing, frames of any size, boxes off the frame."""

import numpy as np
import pytest

from engines.detections import Detections
from engines.detectors.candidates import Candidates, Choice, settle
from engines.detectors.letterbox import ULTRALYTICS, YOLOX, place
from engines.detectors.registry import UnknownDetector, detector_kind
from engines.frame import Frame
from engines.timing import StageClock
from tests.tiny_detectors import (
    ScriptedDetector,
    Seen,
    as_nchw,
    pose_heads,
    pose_table,
    yolox_heads,
    yolox_table,
)

SIDE = 512
ANSWERS = {
    "yolox table": ("yolox", yolox_table),
    "yolox heads": ("yolox", yolox_heads),
    "yolox NCHW": ("yolox", lambda *args: as_nchw(yolox_heads(*args))),
    "pose table": ("yolo-pose", pose_table),
    "pose heads": ("yolo-pose", pose_heads),
}


def detector(answer, seen, **values):
    name, make = ANSWERS[answer]
    kind = detector_kind(name)
    return kind.make([ScriptedDetector(SIDE, SIDE, make(SIDE, SIDE, seen))], kind.parameters(**values), ())


def frame(width=SIDE, height=SIDE):
    return Frame(0, 0.0, np.zeros((height, width, 3), np.uint8))


def crowd(count):
    """One small thing in each of many cells, none of them over another."""
    columns = SIDE // 8
    return [
        Seen(8 * (i % columns) + 4, 8 * (i // columns) + 4, 7, 7, score=0.95 - 0.0005 * i)
        for i in range(count)
    ]


def check(found: Detections):
    """What every `Detections` promises."""
    assert found.boxes.shape == (len(found), 4) and found.classes.shape == (len(found),)
    assert np.isfinite(found.boxes).all() and (found.boxes[:, 2:] > 0).all()
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    assert (np.diff(found.scores) <= 0).all()
    if found.keypoints is not None:
        assert found.keypoints.shape == (len(found), 17, 3) and np.isfinite(found.keypoints).all()
        assert ((found.keypoints[..., 2] >= 0) & (found.keypoints[..., 2] <= 1)).all()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_thousand_things(answer):
    seen = crowd(1000)
    found = detector(answer, seen).detect(frame(), StageClock())
    check(found)
    np.testing.assert_allclose(found.boxes, [one.xywh for one in seen[:300]], atol=1e-2)
    assert len(detector(answer, seen, max_detections=1000).detect(frame(), StageClock())) == 1000


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_at_all(answer):
    found = detector(answer, ()).detect(frame(), StageClock())
    check(found)
    assert len(found) == 0
    assert (found.keypoints is not None) == answer.startswith("pose")


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_cell_cries(answer):
    """A broken network that is sure everywhere: the work stays bounded, the promise is kept."""
    one = detector(answer, ())
    network = one._network
    network.answer = {name: np.full_like(value, 3.0) for name, value in network.answer.items()}
    found = one.detect(frame(), StageClock())
    check(found)
    assert 0 < len(found) <= 300


@pytest.mark.parametrize("answer", ANSWERS)
def test_frames_that_change_their_size(answer):
    seen = (Seen(250, 250, 30, 40),)
    one = detector(answer, seen)
    for width, height in ((512, 512), (1920, 1080), (1, 1), (31, 1000), (512, 512), (640, 480)):
        found = one.detect(frame(width, height), StageClock())
        check(found)
        rule = YOLOX if answer.startswith("yolox") else ULTRALYTICS
        placing = place(width, height, SIDE, SIDE, rule)
        expected = placing.boxes_to_frame(np.array([seen[0].xywh]))
        x, y, w, h = expected[0]
        is_inside = x < width and y < height and x + w > 0 and y + h > 0
        np.testing.assert_allclose(found.boxes, expected[: int(is_inside)], rtol=1e-3, atol=1e-3)


FREE, CUT = Choice(0.7, 300, clip=False), Choice(0.7, 300, clip=True)
PLACING = place(100, 50, 100, 100, ULTRALYTICS)


def candidates(*boxes, scores=None):
    array = np.array(boxes, np.float64).reshape(-1, 4)
    given = np.linspace(0.9, 0.1, len(array)) if scores is None else np.array(scores, np.float64)
    return Candidates(array, given, np.zeros(len(array), np.int64))


@pytest.mark.parametrize(
    ("box", "free", "cut"),
    [
        # The frame lies at y = 25 to 75 of the network's picture.
        ((10, 35, 20, 20), (10, 10, 20, 20), (10, 10, 20, 20)),
        ((-10, 35, 20, 20), (-10, 10, 20, 20), (0, 10, 10, 20)),
        ((90, 65, 20, 20), (90, 40, 20, 20), (90, 40, 10, 10)),
        ((-50, -50, 300, 300), (-50, -75, 300, 300), (0, 0, 100, 50)),
        # On the grey, or beyond: nothing of it can be seen.
        ((10, 5, 20, 20), None, None),
        ((10, 75, 20, 20), None, None),
        ((100, 35, 20, 20), None, None),
        ((-20, 35, 20, 20), None, None),
        ((10, 35, 0, 20), None, None),
        ((10, 35, 20, -1), None, None),
        ((np.nan, 35, 20, 20), None, None),
        ((10, 35, np.inf, 20), None, None),
    ],
)
def test_boxes_at_the_edge_of_the_frame(box, free, cut):
    for choice, expected in ((FREE, free), (CUT, cut)):
        found = settle(candidates(box), PLACING, choice)
        check(found)
        assert found.boxes.tolist() == ([] if expected is None else [list(expected)])


def test_scores_that_are_a_little_above_one():
    found = settle(candidates((10, 35, 9, 9), (40, 35, 9, 9), scores=(1.0001, 0.5)), PLACING, FREE)
    assert found.scores.tolist() == [1.0, 0.5]


def test_a_detector_that_there_is_not():
    with pytest.raises(UnknownDetector, match=r"'yolo9'.*Known detectors: yolo-pose, yolox"):
        detector_kind("yolo9")
