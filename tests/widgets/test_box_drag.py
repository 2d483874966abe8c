from __future__ import annotations

import pytest

from engines.geometry import Box
from engines.track import Track
from tests.widgets.conftest import make_frame
from widgets.box_drag import (
    Drag,
    box_between,
    dragged_box,
    handle_at,
    keyboard_box,
    nudged_box,
    track_at,
)

FRAME = make_frame(width=320, height=240)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((10, 20), (60, 50), Box(10, 20, 50, 30)),
        ((60, 50), (10, 20), Box(10, 20, 50, 30)),
        ((-50, -50), (40, 30), Box(0, 0, 40, 30)),
        ((300, 200), (900, 900), Box(300, 200, 20, 40)),
        ((10, 10), (10, 90), None),
        ((-90, -90), (-10, -10), None),
        ((400, 10), (500, 90), None),
    ],
)
def test_a_drawn_box_lies_within_the_picture(a, b, expected):
    assert box_between(a, b, FRAME) == expected


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("nw", Box(110, 105, 40, 35)),
        ("se", Box(100, 100, 60, 45)),
        ("e", Box(100, 100, 60, 40)),
        ("n", Box(100, 105, 50, 35)),
        ("move", Box(110, 105, 50, 40)),
    ],
)
def test_a_handle_moves_its_own_edges(handle, expected):
    assert dragged_box(Box(100, 100, 50, 40), handle, 10, 5) == expected


def test_a_corrected_box_neither_flips_nor_leaves_the_picture():
    assert dragged_box(Box(100, 100, 50, 40), "e", -500, 0).w == 2.0
    target = Track(1, Box(300, 200, 20, 20), 0.9)
    drag = Drag(FRAME, (320, 220), (900, 900), handle="se", target=target)
    assert drag.box == Box(300, 200, 20, 40)


def test_keys_move_and_size_a_box_inside_the_picture():
    box = keyboard_box(FRAME)
    assert box == Box(120, 90, 80, 60)
    assert nudged_box(box, FRAME, 10, 0, resize=False) == Box(130, 90, 80, 60)
    assert nudged_box(box, FRAME, 0, -10, resize=True) == Box(120, 90, 80, 50)
    assert nudged_box(box, FRAME, -999, 999, resize=False) == Box(0, 180, 80, 60)
    assert nudged_box(box, FRAME, 999, -999, resize=True) == Box(120, 90, 200, 2)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(100, 100, "nw"), (150, 140, "se"), (125, 98, "n"), (153, 120, "e"), (125, 120, None), (90, 90, None)],
)
def test_handles_are_found_near_edges_only(x, y, expected):
    assert handle_at(Box(100, 100, 50, 40), x, y) == expected


def test_the_smallest_box_under_the_pointer_is_clicked():
    outer, inner = Track(1, Box(0, 0, 100, 100), 0.5), Track(2, Box(40, 40, 20, 20), 0.5)
    assert track_at((outer, inner), 50, 50) is inner
    assert track_at((outer, inner), 5, 5) is outer
    assert track_at((outer, inner), 200, 5) is None
