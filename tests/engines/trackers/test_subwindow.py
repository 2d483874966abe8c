import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.geometry import Box
from engines.trackers import subwindow
from engines.trackers.subwindow import Window, cut, window_around

RNG = np.random.default_rng(5)
PICTURE = RNG.integers(1, 256, (60, 80, 3), np.uint8)


@pytest.mark.parametrize(
    ("box", "factor", "window"),
    [
        (Box(100, 100, 40, 40), 4.0, Window(40, 40, 160)),
        (Box(100, 100, 10, 40), 2.0, Window(85, 100, 40)),
        (Box(0, 0, 3, 5), 2.0, Window(-2, -2, 8)),  # sqrt(15) * 2 = 7.7, up to 8
        (Box(10, 10, 0.01, 0.01), 2.0, Window(10, 10, 1)),
    ],
)
def test_windows_by_hand(box, factor, window):
    assert window_around(box, factor) == window


@given(
    st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0.1, 2000), st.floats(0.1, 2000), st.floats(1, 16)
)
def test_a_window_lies_round_its_box(x, y, w, h, factor):
    box = Box(x, y, w, h)
    window = window_around(box, factor)
    assert window.side >= max(1, np.sqrt(w * h) * factor - 1e-6)
    assert abs(window.box.cx - box.cx) <= 0.51 and abs(window.box.cy - box.cy) <= 0.51


def padded_reference(window, size, margin=400):
    """The picture with a wide black border, then plain slicing and scaling."""
    wide = cv2.copyMakeBorder(PICTURE, *[margin] * 4, cv2.BORDER_CONSTANT)
    y, x = window.y + margin, window.x + margin
    return cv2.resize(
        wide[y : y + window.side, x : x + window.side], (size, size), interpolation=cv2.INTER_LINEAR
    )


WINDOWS = [
    Window(10, 10, 32),
    Window(0, 0, 60),
    Window(20, 0, 60),
    Window(-10, -20, 64),
    Window(60, 40, 50),
    Window(-40, -40, 200),
    Window(79, 59, 1),
    Window(-1, -1, 2),
]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("size", [16, 128])
def test_crops_equal_the_plain_way(window, size):
    crop = cut(PICTURE, window, size)
    assert crop.shape == (size, size, 3) and crop.dtype == np.uint8
    np.testing.assert_array_equal(crop, padded_reference(window, size))


@pytest.mark.parametrize("window", WINDOWS)
def test_the_way_without_padding_samples_the_same_places(window, monkeypatch):
    monkeypatch.setattr(subwindow, "_MAX_PADDED_PIXELS", 0)
    crop, plain = cut(PICTURE, window, 64).astype(int), padded_reference(window, 64).astype(int)
    inside = slice(8, -8)  # the outermost half pixel is blended with the border otherwise
    assert np.abs(crop[inside, inside] - plain[inside, inside]).mean() < 2


@pytest.mark.parametrize(
    "window",
    [Window(80, 0, 10), Window(0, 60, 10), Window(-10, 0, 10), Window(0, -10, 10), Window(10**6, 10**6, 50)],
)
def test_nothing_of_the_picture_is_black(window):
    crop = cut(PICTURE, window, 24)
    assert crop.shape == (24, 24, 3) and not crop.any()


def test_a_huge_window_takes_little_memory():
    crop = cut(PICTURE, Window(-500_000, -500_000, 1_000_000), 128)
    assert crop.shape == (128, 128, 3) and crop.mean() < 1


@settings(max_examples=50, deadline=None)
@given(st.integers(-200, 200), st.integers(-200, 200), st.integers(1, 400))
def test_any_window_gives_a_crop(x, y, side):
    crop = cut(PICTURE, Window(x, y, side), 32)
    assert crop.shape == (32, 32, 3)
    if x + side <= 0 or y + side <= 0 or x >= 80 or y >= 60:
        assert not crop.any()


def test_a_crop_has_memory_of_its_own():
    before = PICTURE.copy()
    crop = cut(PICTURE, Window(10, 10, 16), 16)
    crop[:] = 0
    np.testing.assert_array_equal(PICTURE, before)


@pytest.mark.parametrize(
    "window",
    [Window(-10, -10, 30), Window(90, 30, 40), Window(500, 500, 20), Window(-3000, -3000, 6100)],
    ids=["corner", "edge", "outside", "too large to pad"],
)
def test_what_lies_outside_is_filled_with_whole_numbers(window):
    picture = np.full((80, 100, 3), 200, np.uint8)
    crop = cut(picture, window, 16, (10.9, 20.2, 30.5))
    colors = {tuple(int(v) for v in color) for color in crop.reshape(-1, 3)}
    assert (10, 20, 30) in colors
    if window.x < 90 and window.side < 1000:
        assert (200, 200, 200) in colors
