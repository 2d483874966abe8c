"""E.T.Track on networks whose answer is known; every number here can be worked out by hand."""

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.batch import run_together
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import TensorSpec
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget
from tests.tiny_siamese import (
    FEATURES,
    Scripted,
    et_answer,
    feature_ramp,
    image_spec,
    scripted_et,
)

WIDTH, HEIGHT = 320, 240
START = Box(140, 100, 40, 40)
# That box has a context of 80 pixels, which are 127 in the template crop: this many for each pixel.
SCALE = 127 / 80
CELL = 16 / SCALE
PLAIN = {"window_influence": 0.0, "penalty_k": 0.0, "lost_below": 0.5}


def black(index=0, width=WIDTH, height=HEIGHT):
    return Frame(index, index / 25, np.zeros((height, width, 3), np.uint8))


def red_square(x, y, side=40, index=0):
    frame = black(index)
    frame.bgr[y : y + side, x : x + side] = (0, 0, 255)
    return frame


@pytest.fixture
def networks():
    return scripted_et()


def started(networks, box=START, frame=None, **values):
    tracker = EtTrack(networks, EtTrackParameters(**{**PLAIN, **values}))
    return tracker, tracker.begin(frame or black(), box, StageClock())


def step(tracker, state, frame=None):
    clock = StageClock()
    return run_together({1: tracker.step(state, 1, frame or black(1), clock)}, clock)[1]


# -- when which network runs -------------------------------------------------------------------


def test_the_template_network_runs_once(networks):
    tracker, state = started(networks)
    for _ in range(3):
        state, _track = step(tracker, state)
    template, search = networks
    assert len(template.runs) == 1 and len(search.runs) == 3
    assert all((run["zf"] == feature_ramp()).all() for run in search.runs)


def test_one_file_is_fed_the_template_each_time():
    _net1, net2 = scripted_et()
    whole = Scripted([image_spec("search", 288), image_spec("template", 127)], net2.outputs)
    whole.answer = et_answer()
    tracker, state = started([whole], frame=red_square(140, 100))
    for _ in range(2):
        state, _track = step(tracker, state)
    assert all(run["template"][0, 0].mean() > 0.2 for run in whole.runs) and len(whole.runs) == 2


def test_targets_keep_features_and_inputs_of_their_own(networks):
    template, search = networks
    tracker = PerTarget(EtTrack(networks, EtTrackParameters()), networks)
    boxes = {1: START, 2: Box(20, 20, 40, 40)}
    template.answer = {"zf": feature_ramp()}
    tracker.start(red_square(20, 20), {1: boxes[1]}, StageClock())
    template.answer = {"zf": -feature_ramp()}
    tracker.start(red_square(20, 20), {2: boxes[2]}, StageClock())
    tracker.update(red_square(20, 20, index=1), StageClock())
    first, second = search.runs
    assert (first["zf"] == feature_ramp()).all() and (second["zf"] == -feature_ramp()).all()
    assert first["x"][0, 0, 144, 144] == 0 and second["x"][0, 0, 144, 144] == 1


def test_stages_are_stamped(networks):
    tracker = EtTrack(networks, EtTrackParameters())
    clock = StageClock()
    state = tracker.begin(black(), START, clock)
    run_together({1: tracker.step(state, 1, black(1), clock)}, clock)
    assert [entry.stage.value for entry in clock.stages] == ["preprocess", "postprocess"]


# -- crops -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "search"),
    [
        # Context 80: 80 + 161 * 80 / 127 = 181.4; 160 - 91 and 120 - 91.
        (START, Box(69, 29, 181, 181)),
        # Centres at 160.5: 160.5 - 91 = 69.5 is rounded to the even 70.
        (Box(140.5, 100.5, 40, 40), Box(70, 30, 181, 181)),
        (Box(141.5, 101.5, 40, 40), Box(70, 30, 181, 181)),
    ],
)
def test_the_search_window(networks, box, search):
    tracker, state = started(networks, box)
    assert step(tracker, state)[1].search == search


def test_crops_show_the_target_in_the_middle_and_the_mean_outside(networks):
    frame = Frame(0, 0.0, np.full((HEIGHT, WIDTH, 3), (10, 60, 200), np.uint8))
    frame.bgr[:40, :40] = (255, 128, 0)
    tracker, state = started(networks, Box(0, 0, 40, 40), frame)
    step(tracker, state, frame)
    template, search = networks[0].runs[0]["z"][0], networks[1].runs[0]["x"][0]
    mean = [int(value) / 255 for value in cv2.mean(frame.bgr)[2::-1]]
    for crop in (template, search):
        middle = crop.shape[1] // 2
        assert crop[:, middle, middle] == pytest.approx([0, 128 / 255, 1], abs=0.01)
        assert crop[:, 2, 2] == pytest.approx(mean, abs=1e-6)  # RGB
    assert search[:, -3, -3] == pytest.approx([200 / 255, 60 / 255, 10 / 255], abs=0.01)


# -- which cell, and what follows from it ------------------------------------------------------


@pytest.mark.parametrize("cell", [(9, 9), (9, 11), (6, 9), (12, 5)])
def test_the_box_goes_where_the_peak_is(networks, cell):
    tracker, state = started(networks)
    networks[1].answer = et_answer(*cell)
    _state, track = step(tracker, state)
    row, col = cell
    assert (track.box.cx, track.box.cy) == pytest.approx((160 + (col - 9) * CELL, 120 + (row - 9) * CELL))
    assert (track.box.w, track.box.h) == pytest.approx((40, 40))
    assert track.state is TrackState.TRACKED
    assert track.score == pytest.approx(1 / (1 + math.exp(-6)), rel=1e-6)


def test_unequal_distances_move_the_centre(networks):
    tracker, state = started(networks)
    networks[1].answer = et_answer(sides=(20, 10, 40, 50))
    _state, track = step(tracker, state)
    assert (track.box.cx, track.box.cy) == pytest.approx((160 + 10 / SCALE, 120 + 20 / SCALE))


def test_the_size_is_smoothed_twice_by_penalty_and_score(networks):
    tracker, state = started(networks, penalty_k=0.2, learning_rate=0.5)
    networks[1].answer = et_answer(logit=1.0, sides=(40, 20, 40, 20))  # 80 x 40
    _state, track = step(tracker, state)
    context, last = math.sqrt((80 + 60) * (40 + 60)), math.sqrt(127 * 127)
    penalty = math.exp(-(2.0 * max(context / last, last / context) - 1) * 0.2)
    rate = penalty / (1 + math.exp(-1.0)) * 0.5
    for found, new in ((track.box.w, 80 / SCALE), (track.box.h, 40 / SCALE)):
        once = new * rate + 40 * (1 - rate)
        assert found == pytest.approx(40 * (1 - rate) + once * rate, rel=1e-6)


def test_the_window_prefers_the_middle(networks):
    answer = et_answer(9, 10, logit=2.0)
    answer["cls"][0, 0, 1, 1] = 3.0
    networks[1].answer = answer
    near, far = 160 + CELL, 160 - 8 * CELL
    for influence, centre in ((0.0, far), (0.5, near)):
        tracker, state = started(networks, window_influence=influence)
        assert step(tracker, state)[1].box.cx == pytest.approx(centre)


def test_a_change_of_shape_costs(networks):
    answer = et_answer(9, 10, logit=2.0)
    answer["cls"][0, 0, 9, 6] = 2.2
    answer["bbox"][0, :, 9, 6] = 60, 15, 60, 15
    networks[1].answer = answer
    for strength, col in ((0.0, 6), (0.3, 10)):
        tracker, state = started(networks, penalty_k=strength)
        _state, track = step(tracker, state)
        assert track.box.cx == pytest.approx(160 + (col - 9) * CELL)
        # The score stands for the whole map, whichever cell is taken.
        assert track.score == pytest.approx(1 / (1 + math.exp(-2.2)), rel=1e-5)


# -- lost --------------------------------------------------------------------------------------


def test_lost_is_said_and_the_box_moves_on(networks):
    tracker, state = started(networks, lost_below=0.9)
    networks[1].answer = et_answer(9, 11, logit=2.0)
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.score == pytest.approx(0.8808, abs=1e-4)
    assert track.box.cx == pytest.approx(160 + 2 * CELL)
    networks[1].answer = et_answer(9, 9, logit=3.0)
    assert step(tracker, state)[1].state is TrackState.TRACKED


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("output", ["cls", "bbox"])
def test_an_answer_that_is_no_number_is_lost(networks, output, wrong):
    tracker, state = started(networks, lost_below=0.0)
    answer = et_answer(9, 12)
    answer[output][0, 0, 3, 3] = wrong
    networks[1].answer = answer
    state, track = step(tracker, state)
    assert track.state is TrackState.LOST and track.box == START and track.score == 0.0
    networks[1].answer = et_answer()
    assert step(tracker, state)[1].state is TrackState.TRACKED


# -- bounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [(0, 0), (0, 17), (17, 0), (17, 17)])
def test_a_target_that_leaves_stays_at_the_border(networks, cell):
    tracker, state = started(networks)
    networks[1].answer = et_answer(*cell)
    for _ in range(12):
        state, track = step(tracker, state)
    # The centre ends on the border; the box shown begins inside the picture.
    x = WIDTH - track.box.w / 2 if cell[1] else 0.0
    y = HEIGHT - track.box.h / 2 if cell[0] else 0.0
    assert (track.box.x, track.box.y) == pytest.approx((x, y))
    assert track.search.x <= (WIDTH if cell[1] else 0) <= track.search.right


def test_a_target_that_grows_is_bounded_by_the_picture(networks):
    tracker, state = started(networks)
    networks[1].answer = et_answer(sides=(140,) * 4)
    for _ in range(30):
        state, track = step(tracker, state)
    assert (track.box.w, track.box.h) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("sides", [(1.0,) * 4, (0.0,) * 4, (-5.0,) * 4, (30, 0, 30, 0)])
def test_a_target_that_shrinks_keeps_ten_pixels(networks, sides):
    tracker, state = started(networks, learning_rate=1.0)
    networks[1].answer = et_answer(sides=sides)
    for _ in range(40):
        state, track = step(tracker, state)
    assert track.box.h == 10 and track.box.w >= 10


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_the_network_says_the_run_goes_on(data):
    number, cell = st.floats(-1e6, 1e6, width=32), st.integers(0, 17)
    networks = scripted_et()
    tracker = EtTrack(networks, EtTrackParameters())
    state = tracker.begin(black(), START, StageClock())
    for _ in range(5):
        sides = [data.draw(number) for _ in range(4)]
        networks[1].answer = et_answer(data.draw(cell), data.draw(cell), data.draw(number), sides)
        state, track = step(tracker, state)
        assert 0 <= track.score <= 1
        assert 10 <= track.box.w <= WIDTH and 10 <= track.box.h <= HEIGHT
        assert 0 <= track.box.x <= WIDTH and 0 <= track.box.y <= HEIGHT


def test_a_picture_of_another_size_is_no_reason_to_stop(networks):
    tracker, state = started(networks)
    _state, track = step(tracker, state, black(1, width=100, height=80))
    assert (track.box.cx, track.box.cy) == (100, 80)


def test_relocated_targets_keep_what_they_look_like(networks):
    tracker, state = started(networks)
    state = tracker.relocate(state, Box(20, 30, 60, 20))
    scale = 127 / math.sqrt(100 * 60)
    networks[1].answer = et_answer(sides=(30 * scale, 10 * scale, 30 * scale, 10 * scale))
    _state, track = step(tracker, state)
    assert (track.box.x, track.box.y) == pytest.approx((20, 30), abs=1e-4)
    assert (track.box.w, track.box.h) == pytest.approx((60, 20), abs=1e-4) and len(networks[0].runs) == 1


# -- the size of the search crop ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "declared", "box", "side"),
    [
        # 0.4 % of the picture are 307.2 square pixels.
        ("adaptive", None, Box(100, 100, 17, 18), 288),
        ("adaptive", None, Box(100, 100, 16, 20), 256),
        ("adaptive", None, START, 256),
        ("fixed", None, START, 288),
        ("adaptive", 288, START, 288),
        ("adaptive", 256, Box(100, 100, 12, 12), 256),
        ("fixed", 256, START, 256),
    ],
)
def test_adaptive_search_where_the_network_is_free(choice, declared, box, side):
    networks = scripted_et(declared)
    networks[1].answer = et_answer(side // 32, side // 32, cells=side // 16)
    tracker, state = started(networks, box, search_size=choice)
    for _ in range(2):
        state, track = step(tracker, state)
        assert networks[1].runs[-1]["x"].shape == (1, 3, side, side)
        assert (track.box.cx, track.box.cy) == pytest.approx((box.cx, box.cy))


# -- networks that do not fit ------------------------------------------------------------------


ZF = TensorSpec("zf", FEATURES, "float32")


def changed(networks, which, **values):
    network = networks[which]
    for name, value in values.items():
        setattr(network, name, value)
    return networks


@pytest.mark.parametrize(
    ("which", "values", "words"),
    [
        (
            1,
            {"outputs": (TensorSpec("a", (1, 1, 16, 16), "float32"),)},
            ["[1,1,18,18]", "[1,4,18,18]", "a [1,1,16,16]"],
        ),
        (1, {"outputs": ()}, ["none"]),
        (1, {"inputs": (image_spec("x", 288),)}, ["none", "zf [1,96,8,8]"]),
        (1, {"inputs": (ZF,)}, ["zf [1,96,8,8]"]),
        (
            1,
            {"inputs": (image_spec("x", 288), TensorSpec("zf", (1, 64, 8, 8), "float32"))},
            ["zf", "[1,64,8,8]", "[1,96,8,8]", "scripted net1"],
        ),
        (1, {"inputs": (image_spec("x", 288), TensorSpec("zf", FEATURES, "int8"))}, ["zf [1,96,8,8]"]),
        (
            1,
            {"inputs": (replace(image_spec("x", 1), shape=(1, 3, 288, 512)), ZF)},
            ["square", "x [1,3,288,512]"],
        ),
        (0, {"outputs": ()}, ["none"]),
        (0, {"outputs": (TensorSpec("zf", (96, 64), "float32"),)}, ["[96,64]", "[1,96,8,8]"]),
        (0, {"inputs": ()}, ["none", "x [1,3,288,288]"]),
    ],
)  # fmt: skip
def test_networks_that_do_not_fit_say_so(networks, which, values, words):
    with pytest.raises(NetworkDoesNotFit) as error:
        EtTrack(changed(networks, which, **values), EtTrackParameters())
    assert all(word in str(error.value) for word in ["E.T.Track", *words]), str(error.value)


@pytest.mark.parametrize(
    ("output", "shape", "words"),
    [
        ("cls", (1, 1, 16, 16), ["cls", "[1,1,18,18]", "[1,1,16,16]"]),
        ("cls", (1, 2, 18, 18), ["cls", "[1,1,18,18]", "[1,2,18,18]"]),
        ("bbox", (4, 18, 18), ["bbox", "[1,4,18,18]", "[4,18,18]"]),
    ],
)
def test_an_output_of_another_shape_says_so(networks, output, shape, words):
    tracker, state = started(networks)
    networks[1].answer = {**et_answer(), output: np.zeros(shape, np.float32)}
    with pytest.raises(NetworkDoesNotFit) as error:
        step(tracker, state)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_features_of_another_shape_say_so(networks):
    networks[0].answer = {"zf": np.zeros((1, 32, 8, 8), np.float32)}
    with pytest.raises(NetworkDoesNotFit, match=r"zf.*\[1,96,8,8\].*\[1,32,8,8\].*scripted net1"):
        started(networks)
