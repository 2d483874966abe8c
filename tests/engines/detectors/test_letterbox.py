import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.detectors.letterbox import RDK, ULTRALYTICS, YOLOX, Letterbox, Placing, place


def picture(width, height, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize(
    ("frame", "network", "rule", "expected"),
    [
        # left, top, width, height in the network's picture
        ((640, 480), (416, 416), YOLOX, (0, 0, 416, 312)),
        ((1920, 1080), (1088, 608), YOLOX, (0, 0, 1080, 608)),
        ((101, 100), (64, 64), YOLOX, (0, 0, 64, 63)),
        ((640, 480), (640, 640), ULTRALYTICS, (0, 80, 640, 480)),
        ((480, 640), (640, 640), ULTRALYTICS, (80, 0, 480, 640)),
        # An odd rest: Ultralytics rounds half the rest less 0.1, so the smaller half comes first.
        ((100, 99), (64, 64), ULTRALYTICS, (0, 0, 64, 63)),
        ((100, 97), (64, 64), ULTRALYTICS, (0, 1, 64, 62)),
        ((100, 95), (64, 64), ULTRALYTICS, (0, 1, 64, 61)),
        ((100, 99), (64, 64), RDK, (0, 0, 64, 63)),
        ((1280, 717), (640, 640), ULTRALYTICS, (0, 141, 640, 358)),
        ((1280, 719), (640, 640), RDK, (0, 140, 640, 359)),
        ((1280, 719), (640, 640), ULTRALYTICS, (0, 140, 640, 360)),
        ((32, 16), (64, 64), ULTRALYTICS, (0, 16, 64, 32)),
        ((5000, 3), (64, 64), YOLOX, (0, 0, 64, 1)),
        ((3, 5000), (64, 64), ULTRALYTICS, (31, 0, 1, 64)),
    ],
)
def test_where_a_frame_lies(frame, network, rule, expected):
    placing = place(*frame, *network, rule)
    assert (placing.left, placing.top, placing.width, placing.height) == expected


@pytest.mark.parametrize("rule", [YOLOX, ULTRALYTICS, RDK])
def test_the_picture_is_the_frame_on_grey(rule):
    frame = picture(48, 20)
    shown, placing = Letterbox(32, 32, rule).put(frame)
    expected = np.full((32, 32, 3), rule.grey, np.uint8)
    expected[placing.part] = cv2.resize(
        frame, (placing.width, placing.height), interpolation=cv2.INTER_LINEAR
    )
    np.testing.assert_array_equal(shown, expected)


def test_nothing_of_a_frame_of_another_size_is_left_over():
    letterbox = Letterbox(32, 32, ULTRALYTICS)
    for size in ((64, 32), (32, 64), (64, 32), (7, 7)):
        frame = picture(*size)
        shown, placing = letterbox.put(frame)
        fresh, fresh_placing = Letterbox(32, 32, ULTRALYTICS).put(frame)
        assert placing == fresh_placing
        np.testing.assert_array_equal(shown, fresh)


def test_memory_and_placing_are_kept():
    letterbox = Letterbox(32, 32, YOLOX)
    first, placing = letterbox.put(picture(64, 32, seed=1))
    second, same = letterbox.put(picture(64, 32, seed=2))
    assert first is second and placing is same
    assert letterbox.put(picture(32, 64))[1] is not placing


def test_the_frame_is_not_touched():
    frame = picture(32, 32)
    frame.flags.writeable = False
    shown, _placing = Letterbox(32, 32, YOLOX).put(frame)
    shown[...] = 0
    np.testing.assert_array_equal(frame, picture(32, 32))


SIDES = st.integers(1, 3000)


@given(width=SIDES, height=SIDES, rule=st.sampled_from((YOLOX, ULTRALYTICS, RDK)))
def test_a_frame_lies_inside_and_touches_two_sides(width, height, rule):
    placing = place(width, height, 640, 384, rule)
    assert placing.left >= 0 and placing.left + placing.width <= 640
    assert placing.top >= 0 and placing.top + placing.height <= 384
    # Cutting to whole pixels may cost one.
    assert placing.width >= 639 or placing.height >= 383


@given(
    width=SIDES, height=SIDES, rule=st.sampled_from((YOLOX, ULTRALYTICS, RDK)),
    box=st.tuples(*[st.floats(-500, 3000)] * 2, *[st.floats(0.1, 3000)] * 2),
)  # fmt: skip
def test_boxes_and_points_come_back(width, height, rule, box):
    placing = place(width, height, 640, 384, rule)
    x, y, w, h = box
    scale, left, top = placing.scale, placing.left, placing.top
    there = np.array([[x * scale + left, y * scale + top, w * scale, h * scale]])
    np.testing.assert_allclose(placing.boxes_to_frame(there), [box], rtol=1e-6, atol=1e-6 / scale)
    points = placing.points_to_frame(there[None, :, :2])
    assert points.shape == (1, 1, 2)
    np.testing.assert_allclose(points[0, 0], (x, y), rtol=1e-6, atol=1e-6 / scale)


def test_the_part_of_a_placing():
    rows, columns = Placing(10, 10, 1.0, left=3, top=2, width=5, height=4).part
    assert (rows, columns) == (slice(2, 6), slice(3, 8))
