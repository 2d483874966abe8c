import numpy as np
import pytest

from engines.geometry import Box
from engines.overlay import (
    DotsMark,
    HeatMark,
    LinesMark,
    OverlayInput,
    OverlayOptions,
    RectMark,
    TextMark,
    build_overlay,
)
from engines.track import Track, TrackState
from engines.video import annotate
from engines.video.annotate import draw_marks

RED = (255, 0, 0)


def drawn(*marks, size=(720, 1280)):
    return draw_marks(np.zeros((*size, 3), np.uint8), marks)


def test_the_picture_itself_stays_as_it_was():
    bgr = np.zeros((72, 128, 3), np.uint8)
    bgr.flags.writeable = False
    assert draw_marks(bgr, [RectMark(Box(10, 10, 20, 20), RED)]).any() and not bgr.any()


def test_a_box_is_drawn_where_it_is_in_bgr():
    picture = drawn(RectMark(Box(100, 200, 300, 100), RED))
    for y, x in ((200, 250), (300, 250), (250, 100), (250, 400)):
        assert picture[y, x].tolist() == [0, 0, 255]
    assert not picture[250, 250].any() and not picture[190, 250].any()


def test_a_dashed_box_has_gaps():
    full = drawn(RectMark(Box(100, 200, 300, 100), RED))
    dashed = drawn(RectMark(Box(100, 200, 300, 100), RED, dashed=True))
    top_of_full, top_of_dashed = ((picture[200, 100:400, 2] > 128).mean() for picture in (full, dashed))
    assert top_of_full == 1.0 and 0.4 < top_of_dashed < 0.95


def test_lines_are_wider_in_a_higher_picture():
    low = drawn(LinesMark(np.array([[100.0, 100, 300, 100]]), RED, 2.0))
    high = drawn(LinesMark(np.array([[100.0, 100, 300, 100]]), RED, 2.0), size=(2160, 3840))
    assert (high[:, 200, 2] > 128).sum() >= 2 * (low[:, 200, 2] > 128).sum()


def test_dots():
    picture = drawn(DotsMark(np.array([[50.0, 60.0], [np.nan, 3.0]]), RED, 4.0))
    assert picture[60, 50, 2] == 255 and not picture[60, 60].any()


@pytest.mark.parametrize(("color", "ink"), [((250, 240, 60), 0), ((0, 60, 120), 255)])
def test_text_stands_out_from_its_plate(color, ink):
    picture = drawn(TextMark(100, 100, "#1  0.93", color))
    plate = picture[70:100, 101:140]
    assert (plate == color[::-1]).all(axis=2).any() and (plate == ink).all(axis=2).any()
    assert not picture[101:, :].any()


@pytest.mark.parametrize("at", [(-50, -50), (1279, 719), (5000, 5000)])
def test_text_stays_inside_the_picture(at):
    picture = drawn(TextMark(*at, "#1  lost", RED))
    assert (picture == (0, 0, 255)).all(axis=2).sum() > 200


@pytest.mark.parametrize("text", ["", "丢失", "#1 ü"])
def test_any_text(text):
    assert drawn(TextMark(100, 100, text, RED)).any()


def test_huge_and_far_marks_do_no_harm():
    drawn(
        RectMark(Box(-1e9, -1e9, 2e9, 2e9), RED, dashed=True),
        RectMark(Box(1e7, 1e7, 1, 1), RED),
        LinesMark(np.empty((0, 4)), RED),
        LinesMark(np.array([[-1e12, 0, 1e12, 700]]), RED),
    )


def test_a_whole_overlay():
    keypoints = np.column_stack([np.linspace(100, 150, 17), np.linspace(100, 200, 17), np.ones(17)])
    tracks = [
        Track(1, Box(100, 100, 50, 100), 0.9, keypoints=keypoints, search=Box(50, 50, 200, 200)),
        Track(2, Box(300, 100, 50, 100), 0.1, TrackState.LOST),
    ]
    shown = OverlayInput(tracks, truth=[Track(1, Box(105, 100, 50, 100), 1.0)], trails={1: np.zeros((3, 2))})
    assert draw_marks(
        np.zeros((360, 640, 3), np.uint8), build_overlay(shown, OverlayOptions(search=True))
    ).any()


def test_text_without_a_true_type_font(monkeypatch):
    """OpenCV 4 has none."""
    monkeypatch.setattr(annotate, "_true_type", lambda: None)
    picture = drawn(TextMark(100, 100, "#1  0.93", (0, 60, 120)))
    assert (picture == 255).all(axis=2).any() and not picture[101:, :].any()


def test_a_map_lies_over_its_part_of_the_picture_only():
    values = np.zeros((2, 2))
    values[0, 1] = 1.0
    picture = drawn(HeatMark(Box(100, 200, 80, 80), values), size=(400, 400))
    plain = np.zeros((400, 400, 3), np.uint8)
    bright, dim = picture[220, 160].astype(int).sum(), picture[220, 120].astype(int).sum()
    assert bright > dim + 200
    outside = picture.copy()
    outside[200:280, 100:180] = 0
    assert np.array_equal(outside, plain)
