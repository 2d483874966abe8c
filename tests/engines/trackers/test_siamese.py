"""What the Siamese trackers share."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.geometry import Box
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import PixelFormat, TensorSpec
from engines.trackers.siamese import (
    GridMap,
    Place,
    change,
    channel_means,
    cosine_window,
    grid_maps,
    image_inputs,
    image_side,
    misfit,
    padded_side,
    round_half_up,
    shape_penalty,
    shape_text,
    with_side,
)
from tests.tiny_siamese import Scripted, image_spec

SIDES = st.floats(0.5, 2000)


# -- arithmetic --------------------------------------------------------------------------------


@pytest.mark.parametrize(("w", "h", "side"), [(40.0, 40.0, 80.0), (60.0, 20.0, math.sqrt(100 * 60))])
def test_the_side_with_context(w, h, side):
    assert padded_side(w, h) == pytest.approx(side)
    assert padded_side(np.array([w]), np.array([h])) == pytest.approx([side])


@given(ratio=st.floats(1e-6, 1e6))
def test_a_change_is_the_same_both_ways(ratio):
    assert change(ratio) >= 1
    assert change(ratio) == pytest.approx(change(1 / ratio))
    assert change(np.array([ratio]))[0] == change(ratio)


@given(w=SIDES, h=SIDES, strength=st.floats(0, 1), factor=st.floats(0.2, 5))
def test_the_penalty_is_for_a_change_only(w, h, strength, factor):
    same, scaled, turned = shape_penalty(
        np.array([w, w * factor, h]), np.array([h, h * factor, w]), w, h, strength
    )
    assert same == pytest.approx(1)
    assert scaled == pytest.approx(math.exp(-(max(factor, 1 / factor) - 1) * strength))
    assert turned == pytest.approx(math.exp(-(max(w / h, h / w) ** 2 - 1) * strength), abs=1e-12)


def test_the_cosine_window():
    window = cosine_window(5)
    assert window[2] == pytest.approx([0, 0.5, 1, 0.5, 0], abs=1e-12)
    assert window[1, 3] == pytest.approx(0.25) and not window[0].any()
    with pytest.raises(ValueError, match="read-only"):
        window[0, 0] = 1  # it is shared


def test_channel_means():
    bgr = np.zeros((2, 2, 3), np.uint8)
    bgr[0, 0] = 10, 20, 30
    assert channel_means(bgr) == (2.5, 5.0, 7.5)


@pytest.mark.parametrize(("value", "rounded"), [(2.5, 3), (3.5, 4), (2.49, 2), (-2.5, -3), (-2.4, -2)])
def test_halves_go_away_from_zero(value, rounded):
    assert round_half_up(value) == rounded


# -- places ------------------------------------------------------------------------------------


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), SIDES, SIDES)
def test_places_within_a_picture(cx, cy, w, h):
    place = Place(cx, cy, w, h).within(320, 240)
    assert 0 <= place.cx <= 320 and 0 <= place.cy <= 240
    assert 10 <= place.w <= 320 and 10 <= place.h <= 240
    assert place.within(320, 240) == place
    if 0 <= cx <= 320:
        assert place.cx == cx


def test_ten_pixels_win_over_a_tiny_picture():
    assert Place(3, 3, 50, 2).within(6, 200) == Place(3, 3, 10, 10)


def test_places_and_boxes():
    place = Place.of(Box(10, 20, 30, 40))
    assert place == Place(25, 40, 30, 40) and place.box == Box(10, 20, 30, 40)


# -- tensors -----------------------------------------------------------------------------------


def grid_map(channels=4):
    return GridMap("map", channels, "net", "Tracker")


def test_maps_are_read_in_both_layouts():
    first = np.arange(4 * 9).reshape(1, 4, 3, 3)
    assert (grid_map().cells({"map": first}, 3) == first[0]).all()
    assert (grid_map().cells({"map": first.transpose(0, 2, 3, 1)}, 3) == first[0]).all()
    assert (grid_map().cells({"map": first}) == first[0]).all()


@pytest.mark.parametrize(
    "shape", [(1, 4, 3, 2), (1, 3, 2, 4), (2, 4, 3, 3), (4, 3, 3), (1, 5, 3, 3), (1, 4, 2, 2), ()]
)
def test_maps_of_another_shape_say_so(shape):
    with pytest.raises(NetworkDoesNotFit) as error:
        grid_map().cells({"map": np.zeros(shape)}, 3)
    assert f"output map: expected [1,4,3,3], found {shape_text(shape)}" in str(error.value)


def network(inputs=(), outputs=()):
    return Scripted(inputs, [TensorSpec(f"out{i}", shape, "float32") for i, shape in enumerate(outputs)])


@pytest.mark.parametrize(
    ("outputs", "names"),
    [
        ([(1, 1, 18, 18), (1, 4, 18, 18)], ["out0", "out1"]),
        ([(1, 18, 18, 4), (1, 1, 18, 18)], ["out1", "out0"]),
        ([(None, 1, None, None), (None, None, None, 4)], ["out0", "out1"]),
        ([(1, 1, 18, None), (1, 77), (1, 4, 18, 18)], ["out0", "out2"]),
    ],
)
def test_outputs_are_known_by_their_channels(outputs, names):
    found = grid_maps(network(outputs=outputs), "Tracker", (1, 4), 18)
    assert [(each.name, each.channels) for each in found] == list(zip(names, (1, 4), strict=True))


@pytest.mark.parametrize(
    "outputs",
    [
        [(1, 1, 18, 18)],
        [(1, 1, 16, 16), (1, 4, 18, 18)],
        [(1, 1, 18, 18), (1, 1, 18, 18), (1, 4, 18, 18)],
        [(1, None, 18, 18), (1, 4, 18, 18)],
    ],
)
def test_outputs_that_are_missing_or_too_many(outputs):
    with pytest.raises(NetworkDoesNotFit) as error:
        grid_maps(network(outputs=outputs), "Tracker", (1, 4), 18)
    assert "[1,1,18,18], [1,4,18,18]" in str(error.value)
    assert f"out0 {shape_text(outputs[0])}" in str(error.value)


def test_images_come_by_size():
    inputs = [image_spec("free", None), image_spec("large", 255), image_spec("small", 127)]
    inputs.append(TensorSpec("features", (1, 96, 8, 8), "float32"))
    names = [spec.name for spec in image_inputs(network(inputs), "Tracker")]
    assert names == ["small", "large", "free"]


@pytest.mark.parametrize(("layout", "shape"), [("NCHW", (None, 3, None, None)), ("NHWC", (1, None, None, 3))])
def test_a_free_size_is_set(layout, shape):
    spec = TensorSpec("x", shape, "float32", layout, PixelFormat())
    assert image_side(spec) is None
    assert image_side(with_side(spec, 256)) == 256


def test_a_reason_may_have_facts_of_any_name():
    error = misfit("net2", "Tracker", "{network} and {tracker}", network="net1", tracker="other")
    assert "net2 does not fit Tracker: net1 and other" in str(error)
