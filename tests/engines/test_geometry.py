import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engines.geometry import Box, clip_to_frame, intersection_area, iou, keep_in_frame

places = st.floats(-1000, 1000)
sizes = st.floats(0.01, 1000)
boxes = st.builds(Box, places, places, sizes, sizes)
pictures = st.tuples(st.integers(1, 4000), st.integers(1, 4000))


def test_corners_and_centre():
    box = Box(10, 20, 30, 40)
    assert (box.right, box.bottom, box.cx, box.cy, box.area) == (40, 60, 25, 40, 1200)
    assert Box.around(25, 40, 30, 40) == box


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5), (5, -1)])
def test_a_box_has_a_size(size):
    with pytest.raises(ValueError, match="positive size"):
        Box(0, 0, *size)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_box_is_made_of_finite_numbers(place, wrong):
    values = [1.0, 1.0, 1.0, 1.0]
    values[place] = wrong
    with pytest.raises(ValueError, match="finite"):
        Box(*values)


@pytest.mark.parametrize(
    ("a", "b", "shared", "overlap"),
    [
        (Box(0, 0, 10, 10), Box(0, 0, 10, 10), 100, 1),
        (Box(0, 0, 10, 10), Box(5, 5, 10, 10), 25, 25 / 175),
        (Box(0, 0, 10, 10), Box(2, 2, 5, 5), 25, 0.25),
        (Box(0, 0, 10, 10), Box(10, 0, 10, 10), 0, 0),  # they touch
        (Box(0, 0, 10, 10), Box(20, 20, 1, 1), 0, 0),
        (Box(0, 0, 10, 10), Box(-5, 4, 30, 1), 10, 10 / 120),
    ],
)
def test_overlaps_by_hand(a, b, shared, overlap):
    assert intersection_area(a, b) == intersection_area(b, a) == shared
    assert iou(a, b) == iou(b, a) == pytest.approx(overlap)


@given(boxes, boxes)
def test_overlap_is_a_share(a, b):
    assert -1e-9 <= iou(a, b) <= 1 + 1e-9
    assert iou(a, b) == pytest.approx(iou(b, a))


@given(boxes)
def test_a_box_overlaps_itself_wholly(box):
    # Far from the origin a tiny box loses digits in `right - x`.
    assert iou(box, box) == pytest.approx(1, rel=1e-6)


@given(boxes, places, places)
def test_overlap_does_not_depend_on_the_origin(a, dx, dy):
    assume(min(a.w, a.h) > 1)
    b = Box(a.x + a.w / 3, a.y - a.h / 4, a.w, a.h)
    moved = [Box(box.x + dx, box.y + dy, box.w, box.h) for box in (a, b)]
    assert iou(*moved) == pytest.approx(iou(a, b), abs=1e-6)


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        (Box(10, 10, 20, 20), Box(10, 10, 20, 20)),
        (Box(-5, -5, 10, 10), Box(0, 0, 5, 5)),
        (Box(90, 40, 20, 20), Box(90, 40, 10, 10)),
        (Box(-10, -10, 500, 500), Box(0, 0, 100, 50)),
        (Box(100, 10, 5, 5), None),
        (Box(-5, 10, 5, 5), None),
        (Box(10, 50, 5, 5), None),
        (Box(10, -5, 5, 5), None),
    ],
)
def test_clipped_by_hand(box, inside):
    assert clip_to_frame(box, 100, 50) == inside


@given(boxes, pictures)
def test_what_is_clipped_lies_in_the_picture(box, size):
    inside = clip_to_frame(box, *size)
    shared = intersection_area(box, Box(0, 0, *size))
    if inside is None:
        assert shared == 0
        return
    assert inside.x >= 0 and inside.y >= 0
    assert inside.right <= size[0] + 1e-6 and inside.bottom <= size[1] + 1e-6
    assert inside.area == pytest.approx(shared, rel=1e-6, abs=1e-6)


@given(boxes, pictures, st.floats(1, 4))
def test_what_is_kept_is_bounded(box, size, least):
    kept = keep_in_frame(box, *size, min_size=least)
    assert -1e-6 <= kept.cx <= size[0] + 1e-6 and -1e-6 <= kept.cy <= size[1] + 1e-6
    assert min(least, size[0]) <= kept.w <= size[0] and min(least, size[1]) <= kept.h <= size[1]


def test_what_fits_is_kept_as_it_is():
    assert keep_in_frame(Box(80, 10, 30, 20), 100, 50) == Box(80, 10, 30, 20)
