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
from engines.networks.onnx_header import with_open_sizes
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.nano_track import NanoTrack, NanoTrackParameters
from engines.trackers.parameters import describe
from tests.tiny_nano import (
    ScriptedBackbone,
    ScriptedHead,
    backbone_image,
    save_spot_backbone,
    save_spot_head,
    score_maps,
    side_maps,
)

WIDTH, HEIGHT = 320, 240
START = Box(140, 100, 40, 40)
# That box has its centre at (160, 120). With its context it has 80 pixels: the search crop has
# 80 * 255 / 127 = 160.6, rounded 161, from x = 160 - 80.5 = 79.5, rounded 80.
SIDE, LEFT, TOP = 161, 80, 40
PIXEL = SIDE / 255  # of the frame, for one of the crop
STRIDE = 16


def black(index=0, width=WIDTH, height=HEIGHT, level=0):
    return Frame(index, index / 25, np.full((height, width, 3), level, np.uint8))


@pytest.fixture
def networks():
    return ScriptedBackbone(), ScriptedHead()


@pytest.fixture
def head(networks):
    return networks[1]


def started(networks, box=START, frame=None, **values):
    tracker = NanoTrack(networks, NanoTrackParameters(**values))
    return tracker, tracker.begin(frame or black(), box, StageClock())


def stepped(tracker, state, frame, clock):
    return run_together({1: tracker.step(state, 1, frame, clock)}, clock)[1]


def step(tracker, state, frame=None):
    return stepped(tracker, state, frame or black(1), StageClock())


# Only the score counts: no window, no penalty, and no score is too low.
PLAIN = {"window_influence": 0.0, "penalty_k": 0.0, "lost_below": 0.0}


# -- where the peak goes -----------------------------------------------------------------------


@pytest.mark.parametrize("cell", [(8, 8), (7, 8), (8, 7), (3, 12), (12, 3), (0, 0), (15, 15)])
@pytest.mark.parametrize("sides", [(32, 32, 32, 32), (10, 40, 54, 24), (0, 0, 64, 64)])
def test_the_box_goes_where_the_peak_is(networks, head, cell, sides):
    tracker, state = started(networks, **PLAIN, learning_rate=1.0)
    head.sees(*cell, score=1.0, sides=sides)
    _state, track = step(tracker, state)
    left, top, right, bottom = sides
    # The cell (8, 8) is the middle of the crop.
    assert track.box.cx == pytest.approx(
        LEFT + SIDE / 2 + ((cell[1] - 8) * STRIDE + (right - left) / 2) * PIXEL
    )
    assert track.box.cy == pytest.approx(
        TOP + SIDE / 2 + ((cell[0] - 8) * STRIDE + (bottom - top) / 2) * PIXEL
    )
    assert (track.box.w, track.box.h) == pytest.approx(((left + right) * PIXEL, (top + bottom) * PIXEL))
    assert track.state is TrackState.TRACKED and track.score == pytest.approx(1.0)
    assert track.search == Box(LEFT, TOP, SIDE, SIDE)


@pytest.mark.parametrize("score", [0.3, 0.9])
@pytest.mark.parametrize("rate", [0.0, 0.37, 1.0])
def test_sizes_follow_as_far_as_they_are_believed(networks, head, score, rate):
    tracker, state = started(networks, **PLAIN, learning_rate=rate)
    head.sees(score=score, sides=(40, 20, 40, 20))
    _state, track = step(tracker, state)
    share = rate * score
    assert track.box.w == pytest.approx((1 - share) * 40 + share * 80 * PIXEL)
    assert track.box.h == pytest.approx((1 - share) * 40 + share * 40 * PIXEL)


def test_a_change_of_shape_counts_against_a_place(networks, head):
    head.answer = {"scores": score_maps(8, 8, 0.9), "sides": side_maps(32, 32, 32, 32)}
    head.answer["scores"][0, :, 8, 10] = head.answer["scores"][0, :, 8, 8] + [0, 0.01]
    head.answer["sides"][0, :, 8, 10] = 90, 10, 90, 10
    for strength, expected in ((0.0, 10), (0.3, 8)):
        tracker, state = started(networks, window_influence=0.0, penalty_k=strength)
        _state, track = step(tracker, state)
        assert round((track.box.cx - LEFT - SIDE / 2) / PIXEL / STRIDE) == expected - 8


def test_the_window_prefers_the_old_place(networks, head):
    head.answer = {"scores": score_maps(8, 8, 0.8), "sides": side_maps(32, 32, 32, 32)}
    head.answer["scores"][0, 1, 1, 1] = 4.0  # 0.98, far away
    for influence, near in ((0.0, False), (0.455, True)):
        tracker, state = started(networks, window_influence=influence)
        _state, track = step(tracker, state)
        assert (abs(track.box.cx - 160) < 10) is near


def test_the_window_is_centred_where_the_target_was(networks, head):
    """Of equal scores the one of the cell in the middle wins, and right and left are worth the same."""
    tracker, state = started(networks, lost_below=0.0)
    head.answer = {"scores": np.zeros((1, 2, 16, 16), np.float32), "sides": side_maps(32, 32, 32, 32)}
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == pytest.approx((LEFT + SIDE / 2, TOP + SIDE / 2))


# -- what the networks are shown ---------------------------------------------------------------


def test_crops_are_cut_at_the_frames_own_place(networks):
    bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    bgr[100:140, 140:180] = (250, 128, 4)  # the target: blue, green, red
    frame = Frame(0, 0.0, bgr)
    tracker, state = started(networks, frame=frame)
    step(tracker, state, frame)
    template, search = (run[0] for run in networks[0].runs)
    assert template.shape == (3, 127, 127) and search.shape == (3, 255, 255)
    for crop in (template, search):
        middle = crop.shape[1] // 2
        assert crop[:, middle, middle].tolist() == [4, 128, 250]  # red first, as it is
        for edge in (-1, 1):
            inside, outside = middle + edge * 28, middle + edge * 36  # half the target is 31.75 pixels
            assert crop[:, middle, inside].tolist() == [4, 128, 250]
            assert crop[:, inside, middle].tolist() == [4, 128, 250]
            assert crop[:, middle, outside].tolist() == crop[:, outside, middle].tolist() == [0, 0, 0]


def test_the_head_gets_both_features(networks, head):
    tracker, state = started(networks, frame=black(level=60))
    step(tracker, state, black(1, level=90))
    (fed,) = head.runs
    assert fed["of_template"].shape[2:] == (8, 8) and (fed["of_template"] == 60).all()
    assert fed["of_search"].shape[2:] == (16, 16) and (fed["of_search"] == 90).all()


@pytest.mark.parametrize(("mode", "level"), [("best", 60), ("opencv", 90)])
def test_outside_the_picture_is_the_mean_colour(networks, mode, level):
    """Of the first frame; OpenCV takes the newest."""
    tracker, state = started(networks, Box(0, 0, 40, 40), black(level=60), mode=mode)
    assert (networks[0].runs[-1] == 60).all()
    step(tracker, state, black(1, level=90))
    search = networks[0].runs[-1][0]
    assert (search[:, 0, 0] == level).all() and (search[:, 200, 200] == 90).all()


def test_stages_of_a_step(networks):
    tracker, state = started(networks)
    clock = StageClock()
    stepped(tracker, state, black(1), clock)
    assert [entry.stage.value for entry in clock.stages] == ["preprocess", "postprocess"]
    assert len(networks[0].runs) == 2 and len(networks[1].runs) == 1


def test_two_targets_do_not_share_their_input(networks, head):
    bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    bgr[:, WIDTH // 2 :] = 200
    frame = Frame(0, 0.0, bgr)
    tracker = NanoTrack(networks, NanoTrackParameters())
    boxes = {1: Box(40, 100, 20, 20), 2: Box(240, 100, 20, 20)}
    clock = StageClock()
    states = {k: tracker.begin(frame, box, clock) for k, box in boxes.items()}
    run_together({k: tracker.step(state, k, frame, clock) for k, state in states.items()}, clock)
    assert [float(fed["of_template"].max()) for fed in head.runs] == [0, 200]
    assert [float(fed["of_search"].max()) for fed in head.runs] == [0, 200]


# -- lost --------------------------------------------------------------------------------------


def test_below_the_threshold_the_box_stays(networks, head):
    tracker, state = started(networks, lost_below=0.5)
    head.sees(3, 12, score=0.4, sides=(10, 60, 10, 60))
    for _ in range(3):
        state, track = step(tracker, state)
        assert track.state is TrackState.LOST and track.box == START
        assert track.score <= 0.4
    head.sees(8, 8, score=0.9)
    assert step(tracker, state)[1].state is TrackState.TRACKED


@pytest.mark.parametrize("mode", ["best", "opencv"])
@pytest.mark.parametrize("wrong", [math.nan, math.inf])
@pytest.mark.parametrize(("output", "channel"), [("scores", 0), ("scores", 1), ("sides", 0), ("sides", 3)])
def test_an_answer_that_is_no_number_is_lost(networks, head, mode, wrong, output, channel):
    tracker, state = started(networks, mode=mode)
    head.answer[output][0, channel] = wrong
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.box == START and track.score == 0.0
    head.sees()
    assert step(tracker, state)[1].state is TrackState.TRACKED


def test_one_broken_cell_is_enough(networks, head):
    tracker, state = started(networks)
    head.answer["scores"][0, 1, 3, 3] = math.nan
    assert step(tracker, state)[1].state is TrackState.LOST


# -- bounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["best", "opencv"])
@pytest.mark.parametrize("cell", [(0, 0), (0, 15), (15, 0), (15, 15)])
def test_a_target_that_leaves_stays_at_the_border(networks, head, cell, mode):
    tracker, state = started(networks, mode=mode, **PLAIN, learning_rate=0.0)
    head.sees(*cell, score=1.0)
    for _ in range(40):
        state, track = step(tracker, state)
    assert track.box.cx == pytest.approx(WIDTH if cell[1] else 0, abs=1)
    assert track.box.cy == pytest.approx(HEIGHT if cell[0] else 0, abs=1)


@pytest.mark.parametrize("mode", ["best", "opencv"])
def test_a_target_that_grows_is_bounded_by_the_picture(networks, head, mode):
    tracker, state = started(networks, mode=mode, **PLAIN)
    head.sees(sides=(300, 300, 300, 300))
    for _ in range(60):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == (WIDTH, HEIGHT)


@pytest.mark.parametrize(("mode", "least"), [("best", 2), ("opencv", 10)])
@pytest.mark.parametrize("sides", [(0, 0, 0, 0), (-40, -40, -40, -40)])
def test_a_target_that_shrinks_keeps_some_pixels(networks, head, mode, least, sides):
    tracker, state = started(networks, mode=mode, **PLAIN)
    head.sees(sides=sides)
    for _ in range(60):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == (least, least)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), mode=st.sampled_from(["best", "opencv"]))
def test_whatever_the_head_says_the_run_goes_on(data, mode):
    """Any finite answer: a finite box of positive size that touches the picture."""
    number = st.floats(-1e6, 1e6, width=32)
    networks = ScriptedBackbone(), ScriptedHead()
    tracker, state = started(networks, mode=mode)
    for _ in range(6):
        networks[1].sees(
            data.draw(st.integers(0, 15)), data.draw(st.integers(0, 15)), data.draw(st.floats(0, 1)),
            data.draw(st.tuples(number, number, number, number)),
        )  # fmt: skip
        state, track = step(tracker, state)
        assert 0 <= track.score <= 1
        assert -1 <= track.box.cx <= WIDTH and -1 <= track.box.cy <= HEIGHT
        assert 0 < track.box.w <= WIDTH and 0 < track.box.h <= HEIGHT


def test_a_picture_of_another_size_is_no_reason_to_stop(networks):
    tracker, state = started(networks)
    _state, track = step(tracker, state, black(1, width=100, height=80))
    assert track.box.cx <= 100 and track.box.cy <= 80


# -- as OpenCV ---------------------------------------------------------------------------------


def test_opencv_begins_with_whole_pixels(networks):
    tracker, state = started(networks, Box(139.6, 100.4, 39.5, 40.3), mode="opencv")
    # (140, 100, 40, 40): side 80 and twice that, from int(160) - (160 + 1) // 2.
    _state, track = step(tracker, state)
    assert track.search == Box(80, 40, 160, 160)


@pytest.mark.parametrize(
    ("box", "corner", "side"),
    [
        (Box(100, 100, 33, 20), (116 - 53, 110 - 53), 105),  # 33 + 26.5, 20 + 26.5: 52.60; 105.2
        (Box(100, 100, 20, 33), (110 - 53, 116 - 53), 105),
        (Box(101, 103, 31, 31), (116 - 62, 118 - 62), 124),
    ],
)
def test_opencvs_search_crop(networks, box, corner, side):
    tracker, state = started(networks, box, mode="opencv")
    assert step(tracker, state)[1].search == Box(*corner, side, side)


def test_opencv_cuts_what_it_tells_and_goes_on_with_fractions(networks, head):
    tracker, state = started(networks, mode="opencv", **PLAIN)
    head.sees(score=1.0, sides=(30, 32, 35, 34))
    scale = 127 / 80
    x, w = 160.0, 40.0
    for _ in range(3):
        state, track = step(tracker, state)
        x, w = x + 2.5 / scale, (1 - 0.37) * w + 0.37 * 65 / scale
        assert (track.box.x, track.box.w) == (int(x - w / 2), int(w))
        scale = 127 / math.sqrt(
            (state.box.w + int(w + state.box.h) / 2) * (state.box.h + int(w + state.box.h) / 2)
        )
    assert state.box.w == pytest.approx(w)


def test_opencv_penalises_with_the_place(networks, head):
    """At (160, 120) a box of 128 crop pixels is nearer to "160 x 120" than one of the target's own 64."""
    head.answer = {"scores": score_maps(8, 8, 0.9), "sides": side_maps(32, 32, 32, 32)}
    head.answer["scores"][0, :, 8, 10] = head.answer["scores"][0, :, 8, 8]
    head.answer["sides"][0, :, 8, 10] = 64, 64, 64, 64
    for mode, cell in (("opencv", 10), ("best", 8)):
        tracker, state = started(networks, mode=mode, window_influence=0.0)
        _state, track = step(tracker, state)
        assert round((track.box.cx - 160) / PIXEL / STRIDE) == cell - 8


def test_opencv_never_gives_up(networks, head):
    tracker, state = started(networks, mode="opencv", lost_below=0.9)
    head.sees(score=0.01)
    assert step(tracker, state)[1].state is TrackState.TRACKED


# -- moved by the user, and networks that do not fit -------------------------------------------


def test_relocated_it_looks_there(networks):
    tracker, state = started(networks)
    state = tracker.relocate(state, Box(20, 30, 20, 20))
    _state, track = step(tracker, state)
    assert (track.search.cx, track.search.cy) == pytest.approx((30, 40), abs=0.5)
    assert track.search.w == round(40 * 255 / 127)
    assert len(networks[0].runs) == 2  # one template, one search


def fixed_backbone(backbone, _head):
    backbone.inputs = (TensorSpec("image", (1, 3, 255, 255), "float32", "NCHW", PixelFormat()),)


def blind_backbone(backbone, _head):
    backbone.inputs = (backbone_image(pixels=None),)


def swapped(backbone, head):
    backbone.inputs, backbone.outputs, head.inputs, head.outputs = (
        head.inputs, head.outputs, backbone.inputs, backbone.outputs,
    )  # fmt: skip


def one_input(_backbone, head):
    head.inputs = head.inputs[:1]


def other_grid(_backbone, head):
    head.outputs = tuple(TensorSpec(o.name, (1, o.shape[1], 8, 8), "float32") for o in head.outputs)


def other_channels(_backbone, head):
    head.outputs = tuple(TensorSpec(o.name, (1, 4, 16, 16), "float32") for o in head.outputs)


def third_output(_backbone, head):
    head.outputs = (*head.outputs, TensorSpec("more", (1, 3, 16, 16), "float32"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (fixed_backbone, r"'image' .* free height and width.* 127 .* 255 .*found \[1, 3, 255, 255\]"),
        (blind_backbone, r"one image input and one output; found: image"),
        (swapped, r"found: of_template \[1, 2, 8, 8\]"),
        (one_input, r"\[1,C,8,8\] and \[1,C,16,16\]; found: of_template \[1, 2, 8, 8\]"),
        (other_grid, r"\[1,2,16,16\] and \[1,4,16,16\]; found: scores \[1, 2, 8, 8\]"),
        (other_channels, r"found: scores \[1, 4, 16, 16\], sides \[1, 4, 16, 16\]"),
        (third_output, r"more \[1, 3, 16, 16\]"),
    ],
)
def test_networks_of_another_shape_are_refused_by_name(networks, change, told):
    change(*networks)
    with pytest.raises(NetworkDoesNotFit, match=told):
        NanoTrack(networks, NanoTrackParameters())


def test_features_that_do_not_fit_the_head(networks):
    networks[0].grid = {127: 8, 255: 15}
    tracker, state = started(networks)
    with pytest.raises(NetworkDoesNotFit, match=r"'features' .*\[1, 2, 16, 16\], found \[1, 2, 15, 15\]"):
        step(tracker, state)
    networks[0].grid = {127: 9}
    with pytest.raises(NetworkDoesNotFit, match=r"'features' .*\[1, 2, 8, 8\], found \[1, 2, 9, 9\]"):
        started(networks)


def test_inputs_and_outputs_count_by_shape(networks, head):
    tracker, state = started(networks)
    _state, expected = step(tracker, state)
    head.inputs, head.outputs = head.inputs[::-1], head.outputs[::-1]
    tracker, state = started(networks)
    _state, track = step(tracker, state)
    assert (track.box, track.score) == (expected.box, expected.score)
    assert head.runs[-1]["of_template"].shape[2] == 8


def test_every_parameter_says_what_it_does():
    infos = describe(NanoTrackParameters)
    assert {info.name for info in infos} >= {
        "mode",
        "penalty_k",
        "window_influence",
        "learning_rate",
        "lost_below",
    }
    for info in infos:
        assert info.label and info.hint
        assert info.choices or info.minimum <= info.default <= info.maximum


# -- through a real runtime --------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["best", "opencv"])
@pytest.mark.parametrize("opened", [False, True])
def test_a_white_square_is_followed_through_the_runtime(tmp_path, mode, opened):
    """With a backbone that takes any size, and with one that declared a single size when it came."""
    path = save_spot_backbone(tmp_path / "b.onnx", side=255 if opened else None)
    if opened:
        path.write_bytes(with_open_sizes(path))
    networks = (
        LocalNetwork(path, inputs=[backbone_image()]),
        LocalNetwork(save_spot_head(tmp_path / "h.onnx")),
    )
    tracker, state = started(networks, Box(60, 60, 32, 32), mode=mode, lost_below=0.2)
    for i in range(30):
        bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        x, y = 60 + 5 * i, 60 + 3 * i
        bgr[y : y + 32, x : x + 32] = 255
        state, track = step(tracker, state, Frame(i, i / 25, bgr))
        assert track.state is TrackState.TRACKED and iou(track.box, Box(x, y, 32, 32)) > 0.5
    _state, track = step(tracker, state, black(40))
    assert (track.state is TrackState.LOST) is (mode == "best")
    for network in networks:
        network.close()
