import json

import pytest

from engines import summary as summary_module
from engines.frame_result import Stage, StageTime
from engines.origin import Origin
from engines.summary import RunSummary, versions
from tests.engines.made_results import made_profile, made_result, made_track


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(summary_module, "perf_counter", lambda: now[0])
    return now


def summed(*results):
    summary = RunSummary()
    for result in results:
        summary.add(result)
    return summary.as_dict()


def test_frames_per_second_are_wall_time(clock):
    summary = RunSummary()
    for seconds in (0.0, 0.5, 1.0, 2.0):
        clock[0] = 100.0 + seconds
        summary.add(made_result(0))
    assert summary.frames_per_second == 1.5
    assert summary.as_dict()["frames_per_second"] == 1.5


@pytest.mark.parametrize("count", [0, 1])
def test_a_speed_needs_two_frames(count):
    document = summed(*(made_result(i) for i in range(count)))
    assert document["frames"] == count and document["frames_per_second"] is None
    assert json.loads(json.dumps(document)) == document


def test_stages_in_order_with_percentiles_and_origin():
    results = [
        made_result(
            i, stages=(StageTime(Stage.DECODE, float(i)), StageTime(Stage.BOARD_HARD, 2.0, Origin.SIMULATED))
        )
        for i in range(5)
    ]
    stages = summed(*results)["stages_ms"]
    assert list(stages) == ["decode", "board hard"]
    assert stages["decode"] == {"p50": 2.0, "p95": 3.8, "p99": 3.96, "count": 5, "origin": "measured"}
    assert stages["board hard"]["origin"] == "simulated"


def test_profiled_frames_are_counted_apart():
    document = summed(
        made_result(0, step_ms=50.0, layers=made_profile("a")),
        *(made_result(i, step_ms=5.0) for i in (1, 2, 3)),
    )
    assert document["step_profiled_ms"] == {"p50": 50, "p95": 50, "p99": 50, "count": 1}
    assert document["step_unprofiled_ms"]["count"] == 3 and document["step_unprofiled_ms"]["p99"] == 5


def test_without_profile_or_link_it_says_so():
    document = summed(made_result(0))
    assert document["step_profiled_ms"] is None and document["link_bytes"] is None


def test_bytes_add_up():
    document = summed(made_result(0, bytes_out=100, bytes_in=7), made_result(1, bytes_out=50, bytes_in=0))
    assert document["link_bytes"] == {"out": 150, "in": 7}


def test_lost_and_dropped_frames_are_counted():
    document = summed(
        made_result(0, made_track(1), made_track(2, lost=True)),
        made_result(3, made_track(1), made_track(2, lost=True), dropped=2),
    )
    assert document["lost_frames"] == {"1": 0, "2": 2} and document["dropped"] == 2


def test_versions_name_what_decides():
    found = versions()
    assert {"python", "onnxruntime", "numpy", "av"} <= set(found)
    assert all(text[0].isdigit() for text in found.values())


def test_an_unknown_package_is_left_out(monkeypatch):
    def none(name):
        raise summary_module.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(summary_module.metadata, "version", none)
    assert list(versions()) == ["python"]


def test_without_targets_what_was_found_is_counted():
    summary = RunSummary("mot")
    for tracks, detections in [((1, 2), 4), ((2,), 2), ((5, 6), 3)]:
        summary.add(made_result(0, *(made_track(i) for i in tracks), detections=detections))
    summary.add(made_result(0, made_track(1, lost=True), detections=0))
    document = summary.as_dict()
    assert (document["tracks"], document["tracks_per_frame"]) == (4, 1.25)
    assert document["detections_per_frame"] == 2.25
    assert document["lost_frames"] == {"1": 1}


def test_what_is_not_known_is_null():
    summary = RunSummary("pose", identities=False)
    document = summary.as_dict()
    assert document["tracks"] is document["tracks_per_frame"] is document["detections_per_frame"] is None
    assert json.loads(json.dumps(document)) == document


def test_with_targets_nothing_is_said_about_detections():
    assert not {"tracks", "tracks_per_frame", "detections_per_frame"} & set(summed(made_result(0)))
