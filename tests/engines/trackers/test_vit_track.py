"""Decoding on networks whose answer is known; every number here can be worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.frame import Frame
from engines.geometry import Box, iou
from engines.networks.batch import run_together
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.vit_track import VitTrack, VitTrackParameters, hann_window
from tests.tiny_networks import ScriptedVit, pair_map, save_constant_vit, save_spot_vit, score_map, vit_specs

WIDTH, HEIGHT = 320, 240
START = Box(140, 100, 40, 40)
# That box has its centre at (160, 120) and a search crop of 160 pixels from (80, 40): cells of 10 pixels.
CELL = 10.0
KEEP_LOOK = {"blend_every": 0}


def black(index=0, width=WIDTH, height=HEIGHT):
    return Frame(index, index / 25, np.zeros((height, width, 3), np.uint8))


@pytest.fixture
def network():
    return ScriptedVit()


def started(network, box=START, frame=None, **values):
    tracker = VitTrack([network], VitTrackParameters(**{**KEEP_LOOK, **values}))
    return tracker, tracker.begin(frame or black(), box, StageClock())


def step(tracker, state, frame=None):
    return stepped(tracker, state, frame or black(1), StageClock())


def stepped(tracker, state, frame, clock):
    return run_together({1: tracker.step(state, 1, frame, clock)}, clock)[1]


def hann(row, col):
    return float(hann_window()[row, col])


# -- where the peak goes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "offset", "centre"),
    [
        ((8, 8), (0.0, 0.0), (160, 120)),
        ((7, 8), (0.5, 0.5), (165, 115)),
        ((8, 7), (0.25, 0.75), (152.5, 127.5)),
        ((3, 12), (0.0, 0.0), (200, 70)),
        ((12, 3), (0.9, 0.1), (119, 161)),
    ],
)
def test_the_box_goes_where_the_peak_is(network, cell, offset, centre):
    tracker, state = started(network, lost_below=0.0)
    network.sees(*cell, offset=offset)
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == pytest.approx(centre, abs=1e-4)
    assert (track.box.w, track.box.h) == pytest.approx((40, 40))
    assert track.state is TrackState.TRACKED
    assert track.score == pytest.approx(0.9 * hann(*cell), rel=1e-6)
    assert track.search == Box(80, 40, 160, 160)


def test_the_window_prefers_the_middle(network):
    tracker, state = started(network)
    network.answer["output1"] = score_map(8, 8, 0.6) + score_map(0, 0, 0.95)
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == pytest.approx((160, 125), abs=1)


def test_sizes_of_the_peak_cell_count(network):
    tracker, state = started(network)
    network.sees(8, 8)
    sizes = pair_map(0.9, 0.9)
    sizes[0, :, 8, 8] = 0.5, 0.25
    network.answer["output2"] = sizes
    _state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == pytest.approx((0.5 * 40 + 0.5 * 80, 40))


@pytest.mark.parametrize(("inertia", "width"), [(0.0, 80), (0.5, 60), (0.9, 44)])
def test_size_inertia(network, inertia, width):
    tracker, state = started(network, size_inertia=inertia)
    network.sees(8, 8, size=(0.5, 0.25))
    _state, track = step(tracker, state)
    assert track.box.w == pytest.approx(width) and track.box.h == pytest.approx(40)


def test_width_and_height_have_an_inertia_each(network):
    # Another shape of the same area: the crop has 160 pixels again.
    tracker, state = started(network, Box(120, 110, 80, 20), size_inertia=0.75)
    network.sees(8, 8, size=(0.25, 0.5))
    _state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == pytest.approx((0.75 * 80 + 0.25 * 40, 0.75 * 20 + 0.25 * 80))


def test_the_window_function():
    window = hann_window()
    assert window.shape == (16, 16) and window.dtype == np.float32
    assert window[0, 0] == pytest.approx((0.5 * (1 - math.cos(2 * math.pi / 17))) ** 2, rel=1e-5)
    np.testing.assert_allclose(window, window.T)
    np.testing.assert_allclose(window, window[::-1, ::-1], rtol=1e-5)
    assert window.argmax() in (7 * 16 + 7, 7 * 16 + 8, 8 * 16 + 7, 8 * 16 + 8)


def test_a_score_never_exceeds_one(network):
    tracker, state = started(network)
    network.sees(8, 8, score=3.0)
    assert step(tracker, state)[1].score == 1.0


# -- what the network is shown -----------------------------------------------------------------


def test_crops_are_cut_at_the_frames_own_place(network):
    bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    bgr[100:140, 140:180] = (255, 128, 0)  # the target: blue 255, green 128, red 0
    frame = Frame(0, 0.0, bgr)
    tracker, state = started(network, frame=frame)
    step(tracker, state, frame)
    template, search = network.runs[0]["template"][0], network.runs[0]["search"][0]
    # Factor 2 shows the target in the middle half, factor 4 in the middle quarter; RGB order.
    for crop, side in ((template, 128), (search, 256)):
        target = side // 4 if side == 128 else 3 * side // 8
        assert crop[:, side // 2, side // 2] == pytest.approx([0, 128 / 255, 1], abs=0.01)
        assert crop[:, target + 4, target + 4] == pytest.approx([0, 128 / 255, 1], abs=0.01)
        assert crop[:, target - 4, target - 4] == pytest.approx([0, 0, 0], abs=0.01)


def test_stages_and_the_networks_names_are_kept(network):
    tracker, state = started(network)
    clock = StageClock()
    stepped(tracker, state, black(1), clock)
    assert [entry.stage.value for entry in clock.stages] == ["preprocess", "postprocess"]
    assert set(network.runs[0]) == {"template", "search"}


def test_the_template_takes_in_new_looks(network):
    tracker, state = started(network, blend_every=2, blend=0.25, blend_above=0.5)
    white = Frame(1, 0.0, np.full((HEIGHT, WIDTH, 3), 255, np.uint8))
    network.sees(8, 8, score=0.9)
    templates = []
    for _ in range(5):
        state, _track = step(tracker, state, white)
        templates.append(float(network.runs[-1]["template"].mean()))
    # Runs 1 and 2 see the first look; the one taken in after run 2 is a quarter white, and stays so:
    # it is always mixed with the first look, never with the last mixture.
    assert templates == pytest.approx([0, 0, 0.25, 0.25, 0.25], abs=0.01)


@pytest.mark.parametrize(
    "values", [{"blend_every": 0}, {"blend_every": 1, "blend": 0.0}, {"blend_every": 1, "blend_above": 0.95}]
)
def test_the_template_stays_as_it_was(network, values):
    tracker, state = started(network, **values)
    white = Frame(1, 0.0, np.full((HEIGHT, WIDTH, 3), 255, np.uint8))
    network.sees(8, 8, score=0.9)
    for _ in range(3):
        state, _track = step(tracker, state, white)
    assert all(run["template"].max() == 0 for run in network.runs)


# -- lost --------------------------------------------------------------------------------------


def test_below_the_threshold_the_box_stays_and_the_search_widens(network):
    tracker, state = started(network, widen_by=1.5, widest_factor=8.0)
    network.sees(2, 2, score=0.1)
    sides = []
    for _ in range(4):
        state, track = step(tracker, state)
        assert track.state is TrackState.LOST and track.box == START
        assert track.score == pytest.approx(0.1 * hann(2, 2), rel=1e-5)
        sides.append(track.search.w)
    assert sides == [160, 240, 320, 320]  # 4, 6, then the limit: 8 target sizes


def test_found_again_where_it_is_now(network):
    tracker, state = started(network, widen_by=2.0)
    network.sees(2, 2, score=0.0)
    state, _lost = step(tracker, state)
    network.sees(12, 8, size=(0.125, 0.125), offset=(0.0, 0.0))
    state, track = step(tracker, state)
    # The search crop has 320 pixels from (0, -40) now: cells of 20.
    assert track.state is TrackState.TRACKED
    assert (track.box.cx, track.box.cy) == pytest.approx((160, 200))
    assert track.box.w == pytest.approx(40)
    _state, after = step(tracker, state)
    assert after.search.w == 160  # narrow again


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_no_number_is_lost(network, score):
    tracker, state = started(network)
    network.answer["output1"] = score_map(8, 8, 0.9) + score_map(3, 3, score)
    _state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.box == START and track.score == 0.0


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
@pytest.mark.parametrize("output", ["output2", "output3"])
def test_a_place_or_size_that_is_no_number_is_lost(network, wrong, output):
    tracker, state = started(network)
    network.answer[output] = pair_map(wrong, 0.25)
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.box == START
    network.sees(8, 8)
    assert step(tracker, state)[1].state is TrackState.TRACKED


# -- bounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [(0, 0), (0, 15), (15, 0), (15, 15)])
def test_a_target_that_leaves_stays_at_the_border(network, cell):
    tracker, state = started(network, lost_below=0.0)
    network.sees(*cell, score=1.0)
    for _ in range(40):
        state, track = step(tracker, state)
    assert track.box.cx == (WIDTH if cell[1] else 0) and track.box.cy == (HEIGHT if cell[0] else 0)


def test_a_target_that_grows_is_bounded_by_the_picture(network):
    tracker, state = started(network, size_inertia=0.0)
    network.sees(8, 8, size=(2.0, 2.0), offset=(0, 0))
    for _ in range(30):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == (WIDTH, HEIGHT)


def test_a_target_that_shrinks_keeps_two_pixels(network):
    tracker, state = started(network, size_inertia=0.0)
    network.sees(8, 8, size=(0.0, -1.0), offset=(0, 0))
    for _ in range(30):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == (2, 2)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), mode=st.sampled_from(["best", "opencv"]))
def test_whatever_the_network_says_the_run_goes_on(data, mode):
    """Any finite answer: a finite box of positive size, and in our own mode one that touches the picture."""
    number = st.floats(-4, 4, width=32)
    network = ScriptedVit()
    tracker = VitTrack([network], VitTrackParameters(mode=mode))
    state = tracker.begin(black(), START, StageClock())
    for _ in range(6):
        cell = st.integers(0, 15)
        network.sees(
            data.draw(cell), data.draw(cell), data.draw(number),
            (data.draw(number), data.draw(number)), (data.draw(number), data.draw(number)),
        )  # fmt: skip
        state, track = step(tracker, state)
        assert all(math.isfinite(v) for v in (track.box.x, track.box.y)) and track.box.area > 0
        if mode == "best":
            assert 0 <= track.box.cx <= WIDTH and 0 <= track.box.cy <= HEIGHT
            assert track.box.w <= WIDTH and track.box.h <= HEIGHT


def test_a_picture_of_another_size_is_no_reason_to_stop(network):
    tracker, state = started(network)
    network.sees(8, 8)
    _state, track = step(tracker, state, black(1, width=100, height=80))
    assert track.box.cx <= 100 and track.box.cy <= 80


# -- as OpenCV ---------------------------------------------------------------------------------


def test_opencv_works_with_whole_pixels(network):
    tracker, state = started(network, Box(139.6, 100.4, 39.5, 40.3), mode="opencv", size_inertia=0.9)
    network.sees(7, 8, size=(0.26, 0.24), offset=(0.33, 0.71))
    _state, track = step(tracker, state)
    # Begun at (140, 100, 40, 40): crop of 160 from (80, 40).
    x = math.floor(((8 + 0.33) / 16 - 0.13) * 160 + 80)
    y = math.floor(((7 + 0.71) / 16 - 0.12) * 160 + 40)
    assert track.box == Box(x, y, 41, 38)  # no inertia


def test_opencv_keeps_the_box_and_the_search_when_lost(network):
    tracker, state = started(network, mode="opencv")
    network.sees(8, 8, score=0.1)
    for _ in range(3):
        state, track = step(tracker, state)
        assert track.state is TrackState.LOST and track.box == START and track.search.w == 160


def test_opencv_divides_whole_numbers_towards_zero(network):
    tracker, state = started(network, Box(3, 3, 9, 5), mode="opencv")
    _state, track = step(tracker, state)
    side = math.ceil(math.sqrt(45) * 4)  # 27: (9 - 27) / 2 = -9, (5 - 27) / 2 = -11
    assert track.search == Box(3 - 9, 3 - 11, side, side)
    tracker, state = started(network, Box(3, 3, 8, 5), mode="opencv")
    _state, track = step(tracker, state)
    side = math.ceil(math.sqrt(40) * 4)  # 26: -9, and -10.5 cut to -10
    assert track.search == Box(3 - 9, 3 - 10, side, side)


def test_opencv_feeds_its_own_pixels():
    catalog = PixelFormat("RGB", (1, 2, 3), (4, 5, 6))
    assert VitTrack.pixels(catalog, VitTrackParameters()) == catalog
    faulty = VitTrack.pixels(catalog, VitTrackParameters(mode="opencv"))
    assert faulty.color == "BGR" and faulty.mean == pytest.approx((123.675, 116.28, 103.53))
    assert [255 * scale for scale in faulty.scale] == pytest.approx([1.4944, -1.4617, -1.4683])


def test_opencv_never_changes_the_template(network):
    tracker, state = started(network, mode="opencv", blend_every=1, blend_above=0.0)
    network.sees(8, 8)
    white = Frame(1, 0.0, np.full((HEIGHT, WIDTH, 3), 255, np.uint8))
    for _ in range(3):
        state, _track = step(tracker, state, white)
    assert all(run["template"].max() == 0 for run in network.runs)


# -- moved by the user, and networks that do not fit -------------------------------------------


def test_relocated_it_looks_there(network):
    tracker, state = started(network, widen_by=2.0)
    network.sees(8, 8, score=0.0)
    state, _lost = step(tracker, state)
    state = tracker.relocate(state, Box(20, 30, 20, 20))
    network.sees(8, 8, offset=(0, 0))
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == pytest.approx((30, 40))
    assert track.search == Box(-10, 0, 80, 80)


def drop_input(network):
    network.inputs = network.inputs[:1]


def blind_input(network):
    network.inputs = (network.inputs[0], TensorSpec("search", (1, 3, 256, 256), "float32"))


def third_output(network):
    network.outputs = network.outputs[:2]


def other_grid(network):
    network.outputs = tuple(TensorSpec(o.name, (1, o.shape[1], 8, 8), "float32") for o in network.outputs)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (drop_input, r"template \[1, 3, 128, 128\]"),
        (blind_input, r"search \[1, 3, 256, 256\]"),
        (third_output, r"output2 \[1, 2, 16, 16\]"),
        (other_grid, r"output1 \[1, 1, 8, 8\]"),
    ],
)
def test_a_network_of_another_shape_is_refused_by_name(network, change, named):
    change(network)
    with pytest.raises(NetworkDoesNotFit, match=named):
        VitTrack([network], VitTrackParameters())


def test_the_smaller_input_is_the_template_whatever_its_place(network):
    network.inputs = network.inputs[::-1]
    tracker, state = started(network)
    step(tracker, state)
    assert network.runs[0]["template"].shape[2] == 128 and network.runs[0]["search"].shape[2] == 256


# -- through a real runtime --------------------------------------------------------------------


def test_a_constant_network_through_the_runtime(tmp_path):
    path = save_constant_vit(
        tmp_path / "c.onnx", row=3, col=12, score=0.8, size=(0.5, 0.25), offset=(0.25, 0.75)
    )
    network = LocalNetwork(path, inputs=vit_specs()[0])
    tracker, state = started(network, lost_below=0.0)
    _state, track = step(tracker, state)
    network.close()
    assert (track.box.cx, track.box.cy) == pytest.approx((80 + 12.25 * CELL, 40 + 3.75 * CELL), abs=1e-3)
    assert (track.box.w, track.box.h) == pytest.approx((60, 40), abs=1e-3)
    assert track.score == pytest.approx(0.8 * hann(3, 12), rel=1e-5)


def test_a_white_square_is_followed_through_the_runtime(tmp_path):
    mean, std = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
    pixels = PixelFormat("RGB", mean, tuple(1 / s for s in std))
    network = LocalNetwork(save_spot_vit(tmp_path / "s.onnx"), inputs=vit_specs(pixels)[0])
    tracker, state = started(network, Box(60, 60, 32, 32))
    for i in range(30):
        bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        x, y = 60 + 5 * i, 60 + 3 * i
        bgr[y : y + 32, x : x + 32] = 255
        state, track = step(tracker, state, Frame(i, i / 25, bgr))
        assert track.state is TrackState.TRACKED and iou(track.box, Box(x, y, 32, 32)) > 0.6
    for i in range(3):
        state, track = step(tracker, state, black(40 + i))
        assert track.state is TrackState.LOST
    network.close()
