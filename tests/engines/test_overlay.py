import numpy as np
import pytest

from engines.geometry import Box
from engines.overlay import (
    DotsMark,
    LinesMark,
    OverlayInput,
    OverlayOptions,
    RectMark,
    TextMark,
    build_overlay,
)
from engines.palette import LOST_COLOR, OTHER_COLOR, track_color
from engines.track import Track, TrackState

A = Track(1, Box(10, 20, 30, 40), 0.75)
B = Track(2, Box(60, 20, 30, 40), 0.5)


def marks(kind, *tracks, options=None, **more):
    shown = build_overlay(OverlayInput(tracks, **more), options or OverlayOptions())
    return [mark for mark in shown if isinstance(mark, kind)]


def texts(*tracks, **more):
    return [mark.text for mark in marks(TextMark, *tracks, **more)]


def labelled(track, label):
    return Track(track.id, track.box, track.score, label=label)


@pytest.mark.parametrize(
    ("tracks", "more", "captions"),
    [
        ((A,), {}, ["#1  0.75"]),
        ((A, B), {"found": True}, ["#1", "#2"]),
        ((A, B), {"found": True, "selected": 2}, ["#1", "#2  0.50"]),
        ((labelled(A, "cat"), labelled(B, "cat")), {"found": True}, ["#1", "#2"]),
        ((labelled(A, "cat"), labelled(B, "dog")), {"found": True}, ["#1 cat", "#2 dog"]),
        ((labelled(A, "cat"),), {}, ["#1  cat  0.75"]),
        ((Track(1, A.box, 0.1, TrackState.LOST),), {"lost_word": "weg"}, ["#1  weg"]),
    ],
)
def test_captions(tracks, more, captions):
    assert texts(*tracks, **more) == captions


def test_a_find_is_compared_with_the_nearest_annotation_whatever_its_id():
    truth = (Track(1, B.box, 1.0), Track(2, A.box, 1.0))
    assert texts(A, B, found=True, selected=1, truth=truth)[0] == "#1  0.75  IoU 1.00"
    assert texts(A, B, truth=truth)[0] == "#1  0.75  IoU 0.00"


def test_the_caption_of_a_find_hangs_inside_its_box():
    assert [mark.hangs for mark in marks(TextMark, A, found=True)] == [True]
    assert [mark.hangs for mark in marks(TextMark, A)] == [False]


def test_one_stands_out():
    colors = [mark.color for mark in marks(RectMark, A, B, found=True, selected=2)]
    assert colors == [LOST_COLOR, track_color(2)]


def test_what_somebody_else_says_is_dashed_and_in_one_colour():
    rects = marks(RectMark, A, others=(B,))
    assert [(mark.color, mark.dashed) for mark in rects] == [(OTHER_COLOR, True), (track_color(1), False)]


def test_bones_need_both_ends_and_dots_their_own_confidence():
    keypoints = np.zeros((17, 3))
    keypoints[5] = (1, 2, 0.9)
    keypoints[7] = (3, 4, 0.4)
    keypoints[9] = (5, 6, 0.1)
    person = Track(1, A.box, 0.9, keypoints=keypoints)
    (lines,) = marks(LinesMark, person)
    sure, unsure = marks(DotsMark, person)
    assert lines.segments.tolist() == [[1, 2, 3, 4]]
    assert (sure.points.tolist(), unsure.points.tolist()) == ([[1, 2]], [[3, 4]])
    assert sure.radius > unsure.radius
    assert not marks(LinesMark, person, options=OverlayOptions(skeletons=False))
