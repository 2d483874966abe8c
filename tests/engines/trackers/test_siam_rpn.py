"""SiamRPN on networks whose answer is known; every number here can be worked out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.batch import run_together
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.networks.network import TensorSpec
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.per_target import PerTarget
from engines.trackers.siam_rpn import SiamRpn, SiamRpnParameters, anchor_sizes
from tests.tiny_siamese import RAW_PIXELS, EtForm, image_spec, rpn_answer, save_siam_rpn, scripted_rpn

WIDTH, HEIGHT = 320, 240
# The centre counts from the middle of the first pixel: (160, 120).
START = Box(140.5, 100.5, 40, 40)
SCALE = 127 / 80
CELL = 8 / SCALE
# Corrections that turn the square anchor into the target's size in the crop.
FIT = math.log(63.5 / 64)
PLAIN = {"window_influence": 0.0, "penalty_k": 0.0}


def black(index=0, width=WIDTH, height=HEIGHT):
    return Frame(index, index / 25, np.zeros((height, width, 3), np.uint8))


def red_square(x, y, index=0):
    frame = black(index)
    frame.bgr[y : y + 40, x : x + 40] = (0, 0, 255)
    return frame


def fitting(anchor=2, row=12, col=12, logit=6.0, cells=25):
    return rpn_answer(anchor, row, col, logit, (0, 0, FIT, FIT), cells)


@pytest.fixture
def network():
    network = scripted_rpn()
    network.answer = fitting()
    return network


def started(network, box=START, frame=None, **values):
    tracker = SiamRpn([network], SiamRpnParameters(**{**PLAIN, **values}))
    return tracker, tracker.begin(frame or black(), box, StageClock())


def step(tracker, state, frame=None):
    clock = StageClock()
    return run_together({1: tracker.step(state, 1, frame or black(1), clock)}, clock)[1]


# -- anchors and layouts -----------------------------------------------------------------------


def test_the_anchors():
    assert anchor_sizes().tolist() == [[104, 32], [88, 40], [64, 64], [40, 80], [32, 96]]


PATH = [(140, 100), (144, 104), (150, 108), (156, 104), (162, 100)]


def followed(network):
    tracker = PerTarget(SiamRpn([network], SiamRpnParameters()), [network])
    tracker.start(red_square(*PATH[0]), {1: Box(140, 100, 40, 40)}, StageClock())
    tracks = [
        tracker.update(red_square(*place, index=index), StageClock())[0]
        for index, place in enumerate(PATH[1:], 1)
    ]
    tracker.close()
    return tracks


def opened(folder, form=None, **values):
    form = form or EtForm()
    path = save_siam_rpn(folder / "siamrpn.onnx", layout=form.image_layout, dtype=form.image_dtype, **values)
    specs = [image_spec(name, side, form, RAW_PIXELS) for name, side in (("template", 127), ("search", 255))]
    return LocalNetwork(path, inputs=specs)


def test_a_red_square_is_followed(tmp_path):
    for (x, y), track in zip(PATH[1:], followed(opened(tmp_path)), strict=True):
        assert track.state is TrackState.TRACKED and track.score > 0.9
        # Cells stand 5 pixels apart, and the window holds on to the middle one.
        assert abs(track.box.x - x) <= 1.6 * CELL and abs(track.box.y - y) <= 1.6 * CELL
        assert abs(track.box.w - 40) < 2


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (EtForm(image_layout="NHWC"), {}),
        (EtForm(image_dtype="uint8"), {}),
        (EtForm("NHWC", "uint8"), {"last": True}),
        (EtForm(), {"last": True}),
        (EtForm(), {"cls_first": False}),
        (EtForm(), {"cls_first": False, "last": True}),
    ],
    ids=str,
)
def test_whichever_way_tensors_lie_the_boxes_are_the_same(tmp_path, form, values):
    expected = followed(opened(tmp_path))
    found = followed(opened(tmp_path, form, **values))
    assert [t.box.x for t in found] == pytest.approx([t.box.x for t in expected], abs=1e-3)
    assert [t.box.h for t in found] == pytest.approx([t.box.h for t in expected], abs=1e-3)
    assert [t.score for t in found] == pytest.approx([t.score for t in expected], abs=1e-4)


def test_the_sizes_are_the_networks_own():
    network = scripted_rpn(287, 21)
    network.answer = fitting(row=10, col=13, cells=21)
    tracker, state = started(network)
    _state, track = step(tracker, state)
    assert network.runs[0]["search"].shape == (1, 3, 287, 287)
    assert track.search.w == 181  # 80 * 287 / 127
    assert (track.box.cx, track.box.cy) == pytest.approx((160 + 3 * CELL, 120))


def test_pixels_are_fed_as_they_are_and_the_template_each_time(network):
    frame = Frame(0, 0.0, np.full((HEIGHT, WIDTH, 3), (10, 60, 200), np.uint8))
    tracker, state = started(network, frame=frame)
    for _ in range(2):
        state, _track = step(tracker, state, frame)
    for run in network.runs:
        for name, side in (("template", 127), ("search", 255)):
            assert run[name].shape == (1, 3, side, side)
            assert run[name][0, :, 50, 50].tolist() == [10, 60, 200]  # blue first


# -- which anchor, and what follows from it ----------------------------------------------------


@pytest.mark.parametrize("cell", [(12, 12), (12, 16), (4, 12), (20, 3)])
def test_the_box_goes_where_the_peak_is(network, cell):
    tracker, state = started(network)
    network.answer = fitting(2, *cell)
    _state, track = step(tracker, state)
    row, col = cell
    assert (track.box.cx, track.box.cy) == pytest.approx((160 + (col - 12) * CELL, 120 + (row - 12) * CELL))
    assert (track.box.w, track.box.h) == pytest.approx((40, 40), abs=1e-4)
    # Both logits of a pair: 0 for the background.
    assert track.score == pytest.approx(1 / (1 + math.exp(-6)), rel=1e-6)
    assert track.state is TrackState.TRACKED and track.search == Box(79, 39, 161, 161)


@pytest.mark.parametrize("anchor", range(5))
def test_corrections_count_in_sizes_of_the_anchor(network, anchor):
    tracker, state = started(network, learning_rate=1.0)
    network.answer = rpn_answer(anchor, logit=30.0, correction=(0.25, -0.5, 0.1, -0.2))
    _state, track = step(tracker, state)
    w, h = anchor_sizes()[anchor].tolist()
    assert (track.box.cx, track.box.cy) == pytest.approx((160 + 0.25 * w / SCALE, 120 - 0.5 * h / SCALE))
    assert track.box.w == pytest.approx(w * math.exp(0.1) / SCALE, rel=1e-5)
    assert track.box.h == pytest.approx(h * math.exp(-0.2) / SCALE, rel=1e-5)


def test_the_size_is_smoothed_by_penalty_and_score(network):
    tracker, state = started(network, penalty_k=0.2, learning_rate=0.5)
    network.answer = rpn_answer(anchor=3, logit=1.0)  # 40 x 80
    _state, track = step(tracker, state)
    context, last = math.sqrt((40 + 60) * (80 + 60)), 127
    penalty = math.exp(-(2.0 * max(context / last, last / context) - 1) * 0.2)
    rate = penalty / (1 + math.exp(-1.0)) * 0.5
    assert track.box.w == pytest.approx(40 * (1 - rate) + 40 / SCALE * rate, rel=1e-5)
    assert track.box.h == pytest.approx(40 * (1 - rate) + 80 / SCALE * rate, rel=1e-5)
    assert track.score == pytest.approx(1 / (1 + math.exp(-1.0)), rel=1e-5)  # without the penalty


def test_the_window_prefers_the_middle(network):
    answer = fitting(col=13, logit=2.0)
    answer["cls"][0, 7, 2, 2] = 3.0
    network.answer = answer
    for influence, col in ((0.0, 2), (0.5, 13)):
        tracker, state = started(network, window_influence=influence)
        assert step(tracker, state)[1].box.cx == pytest.approx(160 + (col - 12) * CELL)


# -- lost and bounds ---------------------------------------------------------------------------


def test_lost_is_said_and_the_box_moves_on(network):
    tracker, state = started(network)
    network.answer = fitting(col=14, logit=-0.5)
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.score == pytest.approx(0.3775, abs=1e-4)
    assert track.box.cx == pytest.approx(160 + 2 * CELL)
    network.answer = fitting()
    assert step(tracker, state)[1].state is TrackState.TRACKED


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("output", ["cls", "loc"])
def test_an_answer_that_is_no_number_is_lost(network, output, wrong):
    tracker, state = started(network, lost_below=0.0)
    answer = fitting(col=15)
    answer[output][0, 3, 3, 3] = wrong
    network.answer = answer
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.score == 0.0
    assert (track.box.cx, track.box.cy, track.box.w) == (160, 120, 40)
    network.answer = fitting()
    assert step(tracker, state)[1].state is TrackState.TRACKED


@pytest.mark.parametrize("cell", [(0, 0), (0, 24), (24, 0), (24, 24)])
def test_a_target_that_leaves_stays_at_the_border(network, cell):
    tracker, state = started(network)
    network.answer = fitting(2, *cell)
    for _ in range(12):
        state, track = step(tracker, state)
    assert track.box.cx == pytest.approx(WIDTH if cell[1] else 0)
    assert track.box.cy == pytest.approx(HEIGHT if cell[0] else 0)


@pytest.mark.parametrize(("log", "size"), [(3.0, (WIDTH, HEIGHT)), (-3.0, (10, 10)), (1e5, (WIDTH, HEIGHT))])
def test_sizes_are_bounded(network, log, size):
    tracker, state = started(network)
    network.answer = rpn_answer(correction=(0, 0, log, log))
    for _ in range(40):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == pytest.approx(size)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_the_network_says_the_run_goes_on(data):
    number, cell = st.floats(-1e6, 1e6, width=32), st.integers(0, 24)
    network = scripted_rpn()
    tracker = SiamRpn([network], SiamRpnParameters())
    state = tracker.begin(black(), START, StageClock())
    for _ in range(5):
        correction = [data.draw(number) for _ in range(4)]
        network.answer = rpn_answer(
            data.draw(st.integers(0, 4)), data.draw(cell), data.draw(cell), data.draw(number), correction
        )
        state, track = step(tracker, state)
        assert 0 <= track.score <= 1
        assert 10 <= track.box.w <= WIDTH and 10 <= track.box.h <= HEIGHT
        assert -1e-9 <= track.box.cx <= WIDTH + 1e-9 and -1e-9 <= track.box.cy <= HEIGHT + 1e-9


def test_relocated_targets_are_where_they_were_said_to_be(network):
    tracker, state = started(network)
    state = tracker.relocate(state, Box(20, 30, 60, 20))
    network.answer = rpn_answer(correction=(0, 0, -60.0, -60.0))
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == (50, 40)


# -- networks that do not fit ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "specs", "words"),
    [
        ("inputs", (image_spec("search", 255),), ["search [1,3,255,255]"]),
        ("inputs", (image_spec("search", None), image_spec("template", 127)), ["fixed", "search [1,3,n,n]"]),
        (
            "inputs",
            (replace(image_spec("search", 1), shape=(1, 3, 255, 287)), image_spec("template", 127)),
            ["square", "[1,3,255,287]"],
        ),
        ("outputs", (TensorSpec("cls", (1, 10, 25, 25), "float32"),), ["[1,20,n,n]", "cls [1,10,25,25]"]),
        (
            "outputs",
            (TensorSpec("cls", (1, 6, 25, 25), "float32"), TensorSpec("loc", (1, 12, 25, 25), "float32")),
            ["[1,10,n,n]", "loc [1,12,25,25]"],
        ),
        ("outputs", (), ["none"]),
    ],
)
def test_networks_that_do_not_fit_say_so(network, what, specs, words):
    setattr(network, what, specs)
    with pytest.raises(NetworkDoesNotFit) as error:
        SiamRpn([network], SiamRpnParameters())
    assert all(word in str(error.value) for word in ["SiamRPN", *words]), str(error.value)


@pytest.mark.parametrize(
    ("output", "shape", "words"),
    [
        ("cls", (1, 10, 25, 24), ["cls", "[1,10,n,n]", "[1,10,25,24]"]),
        ("loc", (1, 20, 21, 21), ["loc", "[1,20,25,25]", "[1,20,21,21]"]),
        ("loc", (20, 25, 25), ["loc", "[20,25,25]"]),
    ],
)
def test_an_output_of_another_shape_says_so(network, output, shape, words):
    tracker, state = started(network)
    network.answer = {**fitting(), output: np.zeros(shape, np.float32)}
    with pytest.raises(NetworkDoesNotFit) as error:
        step(tracker, state)
    assert all(word in str(error.value) for word in words), str(error.value)
