import json
from itertools import pairwise

import pytest

from engines.frame_result import Stage, StageTime
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.trace import TraceWriter
from tests.engines.made_results import made_profile, made_result


def written(path, *results, close=True):
    writer = TraceWriter(path)
    for result in results:
        writer.write(result)
    text = path.read_text()
    writer.close()
    return json.loads(path.read_text()) if close else text


def slices(events, kind):
    return [event for event in events if event["ph"] == "X" and event["cat"] == kind]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "trace.json"


def test_every_event_has_what_the_format_asks_for(path):
    events = written(path, made_result(0, layers=made_profile("a", "b")), made_result(1))
    assert {event["ph"] for event in events} == {"M", "X"}
    for event in events:
        assert (
            isinstance(event["name"], str) and isinstance(event["pid"], int) and isinstance(event["tid"], int)
        )
        if event["ph"] == "X":
            assert event["ts"] >= 0 and event["dur"] >= 0
    names = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
    assert sorted(names.values()) == ["frames", "layers", "stages"]
    assert {names[event["tid"]] for event in slices(events, "layer")} == {"layers"}


def test_stages_stand_one_behind_the_other_inside_their_frame(path):
    events = written(path, made_result(0), made_result(1))
    first, second = slices(events, "frame")
    assert (first["name"], first["ts"], first["dur"]) == ("frame 0", 0, 5000)
    assert (second["name"], second["ts"]) == ("frame 1", 5000)
    stages = slices(events, "stage")[:3]
    assert [(s["name"], s["ts"], s["dur"]) for s in stages] == [
        ("preprocess", 0, 1000), ("infer", 1000, 3000), ("other", 4000, 1000)
    ]  # fmt: skip
    assert {s["args"]["origin"] for s in stages} == {"measured"}


def test_layers_of_a_profiled_frame(path):
    layers = (
        LayerTime(0, "conv", "HardOp", "buyi", "net", total_ms=2.0),
        LayerTime(1, "", "Cast", "cpu", "net", hard_ms=6.0),
        LayerTime(2, "odd", "Add", "cpu", "net"),
    )
    events = written(path, made_result(0, layers=LayerProfile(layers, Origin.SIMULATED)), made_result(1))
    found = slices(events, "layer")
    assert [(s["name"], s["ts"], s["dur"]) for s in found] == [
        ("conv", 0, 2000),
        ("Cast", 2000, 6000),
        ("odd", 8000, 0),
    ]
    about = {"device": "cpu", "network": "net", "origin": "simulated"}
    assert found[0]["args"] == {**about, "device": "buyi", "type": "HardOp", "total_ms": 2.0}
    # A slice has to have a length; what is not known is said by what its facts lack.
    assert found[1]["args"] == {**about, "type": "Cast", "hard_ms": 6.0}
    assert found[2]["args"] == {**about, "type": "Add"}
    # Layers that take longer than their stages do not run into the next frame.
    assert slices(events, "frame")[1]["ts"] == 8000


def test_rows_never_overlap(path):
    events = written(
        path, *(made_result(i, layers=made_profile("a", "b") if i % 3 == 0 else None) for i in range(9))
    )
    for tid in {event["tid"] for event in events if event["ph"] == "X"}:
        row = [event for event in events if event["ph"] == "X" and event["tid"] == tid]
        for before, after in pairwise(row):
            assert after["ts"] >= before["ts"] + before["dur"] - 1e-6


def test_one_that_was_cut_off_lacks_its_last_bracket_only(path):
    text = written(path, made_result(0), close=False)
    assert len(json.loads(text + "]")) == len(written(path)) + 4


def test_no_frame_at_all(path):
    assert {event["ph"] for event in written(path)} == {"M"}


def test_negative_times_take_no_room_and_are_told_as_they_are(path):
    """Boards' "other" time can be below zero; no viewer takes a slice of negative length."""
    stages = (
        StageTime(Stage.BOARD_HARD, 5.0, Origin.SIMULATED),
        StageTime(Stage.BOARD_OTHER, -2.0, Origin.SIMULATED),
        StageTime(Stage.OTHER, 1.0),
    )
    layer = LayerTime(1, "odd", "ImageMake", "fpga", "net", total_ms=-0.5, other_ms=-5.4927)
    events = written(path, made_result(0, stages=stages, layers=LayerProfile((layer,), Origin.SIMULATED)))
    found = [(s["name"], s["ts"], s["dur"], s["args"]["ms"]) for s in slices(events, "stage")]
    assert found == [("board hard", 0, 5000, 5.0), ("board other", 5000, 0, -2.0), ("other", 5000, 1000, 1.0)]
    (odd,) = slices(events, "layer")
    assert (odd["dur"], odd["args"]["total_ms"], odd["args"]["other_ms"]) == (0, -0.5, -5.4927)
    assert slices(events, "frame")[0]["dur"] == 6000


def test_a_frame_tells_what_is_known_of_it(path):
    events = written(path, made_result(3, bytes_out=100, bytes_in=7, dropped=2, step_ms=None))
    (frame,) = slices(events, "frame")
    assert frame["args"] == {"time_s": 0.12, "dropped": 2, "bytes_out": 100, "bytes_in": 7}


def test_a_frame_is_written_at_once(path):
    """A crash in the middle of a frame leaves a trace that opens."""
    writer = TraceWriter(path, title="clip <1>")
    sizes = []
    append = writer._file.append
    writer._file.append = lambda data: (sizes.append(len(data)), append(data))
    writer.write(made_result(0, layers=made_profile("a", "b")))
    writer.close()
    assert len(sizes) == 2 and sizes[1] == 2
    assert json.loads(path.read_text())[0]["args"] == {"name": "clip <1>"}
