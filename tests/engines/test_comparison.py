"""Two sides, compared: figures made by hand, and what cannot be compared is said."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.box_match import compare_tracks, iou_of
from engines.comparison import compare
from engines.frame_result import Stage, StageTime
from engines.geometry import Box, iou
from engines.layer_match import match_layers
from engines.layer_stats import LayerRow
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.profiles.reading import read_profile
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from engines.run_figures import figures_of_recording
from tests.engines.made_results import made_profile, made_result, made_track

SAMPLES = Path(__file__).parents[1] / "data" / "profiles"


def row(name, network="net", op_id=0, op_type="Conv"):
    return LayerRow(
        op_id, name, op_type, "cpu", network, None, None, None, None, None, None, 1, Origin.MEASURED
    )


@pytest.fixture
def recorded(tmp_path):
    """Writes a recording of the results and opens it."""

    def record(*results, name="a"):
        recorder = Recorder(tmp_path / name, {})
        for result in results:
            recorder.write(result)
        recorder.close()
        return OpenRecording(tmp_path / name)

    return record


# -- which layer is which ----------------------------------------------------------------------

MATCHES = {
    "the same": (["x", "y"], ["x", "y"], [(0, 0), (1, 1)]),
    "another order": (["x", "y"], ["y", "x"], [(0, 1), (1, 0)]),
    "one is missing": (["x", "y", "z"], ["z", "x"], [(0, 1), (2, 0)]),
    "twice on both sides": (["x", "x"], ["x", "x"], [(0, 0), (1, 1)]),
    "nothing in common": (["x"], ["y"], []),
    "nothing on one side": ([], ["y"], []),
    "a name that was cut": (["/model.1/attn/Softmax"], [".../attn/Softmax"], [(0, 0)]),
    "a name that was cut, in a": (["...n/Softmax", "y"], ["y", "/attn/Softmax"], [(0, 1), (1, 0)]),
    "both were cut alike": ([".../Mul"], [".../Mul"], [(0, 0)]),
    "cut, and it could be two": (["/a/Mul", "/b/Mul"], [".../Mul"], []),
    "cut, and two could be it": ([".../Mul"], ["/a/Mul", "/b/Mul"], []),
    "only dots": (["..."], ["/a/Mul"], []),
}


@pytest.mark.parametrize(("a", "b", "pairs"), MATCHES.values(), ids=MATCHES.keys())
def test_layers_are_matched_by_name(a, b, pairs):
    match = match_layers([row(name) for name in a], [row(name) for name in b])
    assert list(match.pairs) == pairs
    assert match.only_a == tuple(i for i in range(len(a)) if i not in [p[0] for p in pairs])
    assert match.only_b == tuple(i for i in range(len(b)) if i not in [p[1] for p in pairs])


def test_networks_are_told_apart_where_there_are_several():
    a = [row("conv", "template"), row("conv", "search")]
    assert match_layers(a, [row("conv", "search")]).pairs == ((1, 0),)
    # Vendors' files often do not name the one network they have.
    assert match_layers([row("conv", "search")], [row("conv", "")]).pairs == ((0, 0),)


def test_unnamed_layers_go_by_type_and_number():
    a = [row("", op_id=1, op_type="HardOp"), row("", op_id=5, op_type="HardOp"), row("", op_type="Cast")]
    b = [row("", op_id=5, op_type="HardOp"), row("", op_type="Cast")]
    assert match_layers(a, b).pairs == ((1, 0), (2, 1))


names = st.lists(st.sampled_from(["", "x", "y", "/a/Mul", "/b/Mul", ".../Mul", "..."]), max_size=6)


@given(names, names)
def test_every_layer_is_in_exactly_one_place(a, b):
    match = match_layers(
        [row(name, op_id=i % 2) for i, name in enumerate(a)], [row(name, op_id=i) for i, name in enumerate(b)]
    )
    assert sorted([p[0] for p in match.pairs] + list(match.only_a)) == list(range(len(a)))
    assert sorted([p[1] for p in match.pairs] + list(match.only_b)) == list(range(len(b)))


# -- layers of two recordings ------------------------------------------------------------------


def layers(*times, origin=Origin.MEASURED):
    made = (LayerTime(i, f"l{i}", "Conv", "cpu", "net", **values) for i, values in enumerate(times))
    return LayerProfile(tuple(made), origin)


def test_differences_and_ratios_of_medians(recorded):
    a = recorded(*(made_result(i, layers=layers({"total_ms": ms})) for i, ms in enumerate((1.0, 2.0, 9.0))))
    b = recorded(*(made_result(i, layers=layers({"total_ms": ms})) for i, ms in enumerate((5.0,))), name="b")
    (layer,) = compare(a, b).layers
    assert (layer.a_ms, layer.b_ms, layer.difference_ms, layer.ratio) == (2.0, 5.0, 3.0, 2.5)
    assert layer.figure == "total"


FIGURES = {
    "total on both": ({"total_ms": 2.0}, {"total_ms": 3.0, "hard_ms": 1.0}, "total", 1.0),
    "hard on both": ({"hard_ms": 2.0}, {"total_ms": 3.0, "hard_ms": 1.0}, "hard", -1.0),
    "never total against hard": ({"total_ms": 2.0}, {"hard_ms": 1.0}, None, None),
    "nothing known": ({}, {"total_ms": 1.0}, None, None),
}


@pytest.mark.parametrize(("a", "b", "figure", "difference"), FIGURES.values(), ids=FIGURES.keys())
def test_only_like_is_compared_with_like(recorded, a, b, figure, difference):
    found = compare(
        recorded(made_result(0, layers=layers(a))), recorded(made_result(0, layers=layers(b)), name="b")
    )
    assert (found.layers[0].figure, found.layers[0].difference_ms) == (figure, difference)


def test_a_ratio_to_nothing_is_unknown(recorded):
    a = recorded(made_result(0, layers=layers({"total_ms": 0.0})))
    b = recorded(made_result(0, layers=layers({"total_ms": 1.0})), name="b")
    (layer,) = compare(a, b).layers
    assert (layer.difference_ms, layer.ratio) == (1.0, None)


def test_what_has_no_counterpart_and_the_largest_difference_first(recorded):
    a = recorded(made_result(0, layers=layers(*({"total_ms": ms} for ms in (1.0, 5.0, 2.0, 7.0)))))
    b = recorded(made_result(0, layers=layers(*({"total_ms": ms} for ms in (1.5, 1.0, 2.0)))), name="b")
    found = compare(a, b)
    assert [layer.row.name for layer in found.by_difference()] == ["l1", "l0", "l2"]
    assert [(layer.row.name, layer.a_ms, layer.b_ms) for layer in found.only_a] == [("l3", 7.0, None)]
    assert found.only_b == () and found.notes == ()


def test_other_origins_are_pointed_out(recorded):
    a = recorded(made_result(0, layers=layers({"total_ms": 1.0})))
    b = recorded(made_result(0, layers=layers({"total_ms": 1.0}, origin=Origin.SIMULATED)), name="b")
    (note,) = compare(a, b).notes
    assert "a has measured, b has simulated" in note


def test_different_models_are_pointed_out(recorded):
    a = recorded(made_result(0, layers=made_profile("x")))
    b = recorded(made_result(0, layers=made_profile("y")), name="b")
    found = compare(a, b)
    assert found.layers == () and len(found.only_a) == len(found.only_b) == 1
    assert "different models" in found.notes[0]


def test_empty_recordings_say_so(recorded):
    found = compare(recorded(), recorded(name="b"))
    assert [str(note) for note in found.notes] == [
        "a has no frames.", "b has no frames.",
        "a has no layers: no frame of it was profiled.", "b has no layers: no frame of it was profiled.",
    ]  # fmt: skip
    assert found.a.frames_per_second is None and found.stages == () and found.tracks == ()
    json.dumps(found.as_dict(), allow_nan=False)


# -- stages and speed --------------------------------------------------------------------------


def test_stages_are_those_of_ordinary_frames(recorded):
    slow = (StageTime(Stage.INFER, 90.0),)
    plain = [made_result(i, stages=(StageTime(Stage.INFER, float(i)),), step_ms=2.0) for i in (1, 2, 3, 4)]
    profiled = made_result(0, stages=slow, step_ms=6.0, layers=layers({"total_ms": 1.0}))
    side = figures_of_recording(recorded(profiled, *plain))
    found = side.stages[Stage.INFER]
    assert (found.percentiles.p50, found.percentiles.count) == (2.5, 4) and not side.stages_are_profiled
    assert (side.step_plain.p50, side.step_profiled.p50, side.inflation) == (2.0, 6.0, 3.0)
    assert (side.frames, side.profiled_frames, side.frames_per_second) == (5, 1, 500.0)


def test_what_passed_beside_the_frame_before_is_not_waited_for(recorded):
    side = figures_of_recording(
        recorded(made_result(0, step_ms=8.0), made_result(1, step_ms=8.0, ahead_ms=6.0))
    )
    assert (side.step_plain.p50, side.frames_per_second) == (8.0, 200.0)


def test_where_all_frames_were_profiled_their_stages_are_shown_and_that_is_said(recorded):
    side = figures_of_recording(recorded(made_result(0, layers=layers({"total_ms": 1.0}))))
    assert side.stages_are_profiled and side.stages[Stage.INFER].percentiles.p50 == 3.0
    assert side.step_plain is None and side.frames_per_second is None and side.inflation is None


def test_a_stage_that_was_simulated_once_is_not_called_measured(recorded):
    results = [
        made_result(i, stages=(StageTime(Stage.BOARD_HARD, 1.0, origin),))
        for i, origin in enumerate((Origin.MEASURED, Origin.SIMULATED, Origin.MEASURED))
    ]
    assert figures_of_recording(recorded(*results)).stages[Stage.BOARD_HARD].origin is Origin.SIMULATED


def test_steps_that_wait_for_a_simulated_board_are_not_called_measured(recorded):
    simulated = (StageTime(Stage.PREPROCESS, 1.0), StageTime(Stage.BOARD_HARD, 1.0, Origin.SIMULATED))
    assert figures_of_recording(recorded(made_result(0))).speed_origin is Origin.MEASURED
    assert figures_of_recording(recorded(made_result(0, stages=simulated))).speed_origin is Origin.SIMULATED
    assert figures_of_recording(recorded()).speed_origin is Origin.MEASURED


def test_stages_of_both_sides(recorded):
    a = recorded(made_result(0, stages=(StageTime(Stage.INFER, 4.0), StageTime(Stage.LINK, 1.0))))
    b = recorded(made_result(0, stages=(StageTime(Stage.INFER, 6.0),)), name="b")
    link, infer = compare(a, b).stages
    assert (infer.stage, infer.difference_ms, infer.ratio) == (Stage.INFER, 2.0, 1.5)
    assert (link.stage, link.b, link.difference_ms, link.ratio) == (Stage.LINK, None, None, None)


OUT, BACK = Stage.LINK_OUT, Stage.LINK_BACK
# Stages of the frames of both sides, and medians of both sides that are compared.
LINKS = {
    "both tell both ways": (
        [{OUT: 5.0, BACK: 1.0}], [{OUT: 6.0, BACK: 1.5}], {OUT: (5.0, 6.0), BACK: (1.0, 1.5)}, False,
    ),
    "neither does": ([{Stage.LINK: 6.0}], [{Stage.LINK: 3.0}], {Stage.LINK: (6.0, 3.0)}, False),
    # Sums of the frames are 6, 12 and 11, whose median is 11; medians of the ways are 5 and 2.
    "the later one does": (
        [{Stage.LINK: 6.0}],
        [{OUT: 5.0, BACK: 1.0}, {OUT: 2.0, BACK: 10.0}, {OUT: 9.0, BACK: 2.0}],
        {Stage.LINK: (6.0, 11.0)}, True,
    ),
    "the earlier one does": ([{OUT: 5.0, BACK: 1.0}], [{Stage.LINK: 6.5}], {Stage.LINK: (6.0, 6.5)}, True),
    "one of them in some frames": (
        [{OUT: 5.0, BACK: 1.0}], [{OUT: 5.0, BACK: 2.0}, {Stage.LINK: 9.0}, {Stage.LINK: 9.0}],
        {Stage.LINK: (6.0, 9.0)}, True,
    ),
    "one of them has no link": ([{OUT: 5.0, BACK: 1.0}], [{}], {OUT: (5.0, None), BACK: (1.0, None)}, False),
}  # fmt: skip


@pytest.mark.parametrize("a, b, medians, is_noted", LINKS.values(), ids=LINKS)
def test_a_link_of_two_ways_compares_with_one_as_a_whole(recorded, a, b, medians, is_noted):
    def side(name, frames):
        stages = [tuple(StageTime(stage, ms) for stage, ms in frame.items()) for frame in frames]
        return recorded(*(made_result(i, stages=s) for i, s in enumerate(stages)), name=name)

    found = compare(side("a", a), side("b", b))
    p50 = {
        entry.stage: tuple(None if s is None else s.percentiles.p50 for s in (entry.a, entry.b))
        for entry in found.stages
    }
    assert p50 == medians
    assert any("as a whole" in note for note in found.notes) == is_noted


def test_a_link_that_was_simulated_one_way_is_not_called_measured(recorded):
    stages = (StageTime(OUT, 1.0), StageTime(BACK, 1.0, Origin.SIMULATED))
    assert figures_of_recording(recorded(made_result(0, stages=stages))).link.origin is Origin.SIMULATED
    assert figures_of_recording(recorded(name="b")).link is None


def test_bytes_and_drops(recorded):
    results = (
        made_result(0),
        made_result(1, bytes_out=100, bytes_in=10, dropped=2),
        made_result(2, bytes_out=300, bytes_in=30),
    )
    side = figures_of_recording(recorded(*results))
    assert (side.dropped, side.bytes_out, side.bytes_in) == (2, 200.0, 20.0)


# -- boxes -------------------------------------------------------------------------------------


def at(index, x, **more):
    return made_result(index, made_track(1, x=x, **more))


def test_boxes_by_hand(recorded):
    # 30.25 wide: 10 pixels aside share 20.25 of 40.25, 20 aside 10.25 of 50.25.
    a = recorded(at(0, 0), at(1, 0), at(2, 0), at(3, 0, score=0.5))
    b = recorded(at(0, 0), at(1, 10), at(2, 20), at(3, 0, score=0.75), name="b")
    (track,) = compare_tracks(a, b)
    np.testing.assert_allclose(track.iou, [1, 20.25 / 40.25, 10.25 / 50.25, 1])
    np.testing.assert_allclose(track.score_difference, [0, 0, 0, 0.25])
    assert track.parted_at == 2 and track.frame_index.tolist() == [0, 1, 2, 3]
    assert track.mean_iou == pytest.approx(np.mean([1, 20.25 / 40.25, 10.25 / 50.25, 1]))
    assert track.mean_score_difference == pytest.approx(0.0625)


def test_one_side_lost_is_parted_and_no_part_of_the_mean(recorded):
    a = recorded(at(0, 0), at(1, 0), at(2, 0, lost=True))
    b = recorded(at(0, 0), at(1, 500, lost=True), at(2, 500, lost=True), name="b")
    (track,) = compare_tracks(a, b)
    assert (track.parted_at, track.mean_iou, track.both_tracked.tolist()) == (1, 1.0, [True, False, False])


def test_both_lost_has_no_mean(recorded):
    (track,) = compare_tracks(recorded(at(0, 0, lost=True)), recorded(at(0, 9, lost=True), name="b"))
    assert (track.mean_iou, track.parted_at) == (None, None)


def test_a_track_of_one_side_only_in_some_frames(recorded):
    a = recorded(made_result(0, made_track(1), made_track(2)), made_result(1, made_track(1), made_track(2)))
    b = recorded(made_result(0, made_track(1), made_track(2)), made_result(1, made_track(1)), name="b")
    one, two = compare_tracks(a, b)
    assert (one.parted_at, one.only_a, one.only_b) == (None, 0, 0)
    assert (two.parted_at, two.only_a, two.only_b, two.frame_index.tolist()) == (1, 1, 0, [0])


def test_only_frames_that_both_have_count_and_of_repeated_ones_the_last(recorded):
    a = recorded(at(0, 0), at(1, 900), at(2, 0), at(1, 0))
    b = recorded(at(1, 0), at(2, 0), at(7, 0), name="b")
    (track,) = compare_tracks(a, b)
    assert track.frame_index.tolist() == [1, 2] and track.parted_at is None and track.only_a == 0
    assert compare(a, b).common_frames == 2


def test_no_frame_or_no_track_in_common_is_said(recorded):
    found = compare(recorded(at(0, 0)), recorded(at(5, 0), name="b"))
    assert found.tracks == () and any("No frame was recorded on both" in note for note in found.notes)
    other = recorded(made_result(0, made_track(2)), name="c")
    assert any("same number on both" in note for note in compare(recorded(at(0, 0)), other).notes)


sides = st.tuples(*[st.floats(-50, 50)] * 2, *[st.floats(0.5, 80)] * 2)


@settings(max_examples=60)
@given(st.lists(st.tuples(sides, sides), min_size=1, max_size=8))
def test_iou_of_many_is_iou_of_each(pairs):
    a, b = (np.array([pair[i] for pair in pairs], np.float64) for i in (0, 1))
    wanted = [iou(Box(*one), Box(*other)) for one, other in pairs]
    np.testing.assert_allclose(iou_of(a, b), wanted, atol=1e-12)


# -- vendors' files ----------------------------------------------------------------------------


def test_two_logs_of_a_compiler_are_compared_by_cosine(tmp_path):
    text = (SAMPLES / "hb_mapper.log").read_text()
    (tmp_path / "b.log").write_text(text.replace("0.845080", "0.995080").replace("FPS=812.5", "FPS=400.0"))
    found = compare(read_profile(SAMPLES / "hb_mapper.log"), read_profile(tmp_path / "b.log"))
    first = found.by_difference()[0]
    assert first.row.op_type == "Softmax" and first.cosine_difference == pytest.approx(0.15)
    assert first.figure is None and first.difference_ms is None
    assert (found.a.frames_per_second, found.b.frames_per_second) == (812.5, 400.0)
    assert found.common_frames is None and found.notes == ()


def test_a_recording_beside_an_imported_profile(recorded):
    layer = LayerTime(4, "/conv1/Conv", "Conv", "cpu", "search", total_ms=0.3)
    a = recorded(made_result(0, layers=LayerProfile((layer,), Origin.MEASURED)))
    found = compare(a, read_profile(SAMPLES / "ort.json"))
    assert [(x.row.name, x.a_ms, x.b_ms, x.ratio) for x in found.layers] == [
        ("/conv1/Conv", pytest.approx(0.3), 0.6, pytest.approx(2.0))
    ]
    assert [x.row.name for x in found.only_b] == ["/relu/Relu"]
    values = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert values["layers"][0]["difference_ms"] == pytest.approx(0.3, abs=1e-6)
    assert values["b"]["latency_ms"] == 0.7 and values["b"]["speed_origin"] == "measured"
    assert values["a"]["frames"] == 1 and values["only_in_b"][0]["a_ms"] is None
