"""Runs without a window, from pictures to files."""

import csv
import json

import av
import pytest

from app.headless import (
    NoFirstBox,
    NoFrames,
    NoGroundTruth,
    Outputs,
    RunRequest,
    run_headless,
)
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.errors import DiskFull
from engines.geometry import Box, iou
from engines.pipeline import BoxUnusable
from engines.recorder import read_recording
from engines.video.open import open_source
from tests.app.conftest import FRAMES, HEIGHT, WIDTH, true_box


@pytest.fixture
def pipeline(tmp_path, spot_file):
    catalog = load_catalog(tmp_path)
    return open_pipeline(
        catalog, catalog.entry("vittrack"), local_opener(), weights=[spot_file], profile_every=4
    )


class Watched:
    """A source that notes that it was closed."""

    def __init__(self, source):
        self._source, self.closed = source, 0

    def close(self):
        self.closed += 1
        self._source.close()

    def __getattr__(self, name):
        return getattr(self._source, name)


@pytest.fixture
def source(scene):
    watched = Watched(open_source(scene))
    yield watched
    watched.close()


@pytest.fixture
def outputs(tmp_path):
    return Outputs(
        out=tmp_path / "out" / "result.csv",
        video=tmp_path / "out" / "overlay.mp4",
        record=tmp_path / "out" / "recording",
        trace=tmp_path / "out" / "trace.json",
    )


def rows(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def test_everything_that_was_asked_for_is_written(source, pipeline, outputs):
    told = []
    request = RunRequest("sot", init_from_gt=True, outputs=outputs, about={"model": "vittrack"})
    summary = run_headless(
        source, pipeline, request, lambda index, count: told.append((index, count))
    ).as_dict()

    assert summary["frames"] == FRAMES and summary["lost_frames"] == {"1": 0}
    assert told == [(index, FRAMES) for index in range(FRAMES)]

    found = rows(outputs.out)
    assert [int(row["frame"]) for row in found] == list(range(FRAMES))
    first = [float(found[0][key]) for key in ("x", "y", "w", "h", "score")]
    assert first == [30, 40, 24, 24, 1] and {row["state"] for row in found} == {"tracked"}
    last = Box(*(float(found[-1][key]) for key in "xywh"))
    assert iou(last, true_box(FRAMES - 1)) > 0.5

    with av.open(str(outputs.video)) as video:
        sizes = {(frame.width, frame.height) for frame in video.decode(video=0)}
        assert sizes == {(WIDTH, HEIGHT)}

    recording = read_recording(outputs.record)
    assert recording.about["model"] == "vittrack" and "onnxruntime" in recording.about["versions"]
    assert [result.frame_index for result in recording.results] == list(range(FRAMES))
    profiled = [result.frame_index for result in recording.results if result.layers is not None]
    assert profiled == [2, 6, 10, 14]

    events = json.loads(outputs.trace.read_text())
    assert sum(event.get("cat") == "frame" for event in events) == FRAMES
    assert any(event.get("cat") == "layer" for event in events)


def test_the_annotated_video_has_every_frame(source, pipeline, outputs):
    run_headless(source, pipeline, RunRequest("sot", init_from_gt=True, outputs=outputs))
    with av.open(str(outputs.video)) as video:
        assert sum(1 for _ in video.decode(video=0)) == FRAMES


def test_a_part_of_the_frames(source, pipeline, outputs):
    request = RunRequest("sot", init_from_gt=True, first=5, stop=9, outputs=Outputs(out=outputs.out))
    assert run_headless(source, pipeline, request).as_dict()["frames"] == 4
    found = rows(outputs.out)
    assert [int(row["frame"]) for row in found] == [5, 6, 7, 8]
    assert float(found[0]["x"]) == true_box(5).x


def test_several_targets_get_a_file_each(source, pipeline, outputs):
    boxes = (true_box(0), Box(100, 80, 20, 20))
    run_headless(source, pipeline, RunRequest("sot", init=boxes, outputs=Outputs(out=outputs.out)))
    assert sorted(path.name for path in outputs.out.parent.iterdir()) == ["result.1.csv", "result.2.csv"]
    assert all(len(rows(path)) == FRAMES for path in outputs.out.parent.iterdir())


def test_live_mode_skips_what_is_late_and_says_so(source, pipeline, outputs):
    request = RunRequest("sot", init_from_gt=True, live=True, outputs=Outputs(out=outputs.out))
    summary = run_headless(source, pipeline, request).as_dict()
    indices = [int(row["frame"]) for row in rows(outputs.out)]
    assert indices == sorted(set(indices)) and summary["frames"] == len(indices)
    assert summary["frames"] + summary["dropped"] == indices[-1] - indices[0] + 1


def test_nothing_asked_for_nothing_written(source, pipeline, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert run_headless(source, pipeline, RunRequest("sot", init_from_gt=True)).as_dict()["frames"] == FRAMES
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("request_values", "error"),
    [
        ({}, NoFirstBox),
        ({"init": (Box(500, 500, 10, 10),)}, BoxUnusable),
        ({"init": (Box(5, 5, 1, 1),)}, BoxUnusable),
        ({"init_from_gt": True, "first": 500}, NoFrames),
    ],
)
def test_what_cannot_begin_says_why_and_closes_everything(source, pipeline, request_values, error):
    with pytest.raises(error):
        run_headless(source, pipeline, RunRequest("sot", **request_values))
    assert source.closed >= 1


def test_a_run_that_cannot_begin_leaves_an_older_result_alone(source, pipeline, outputs):
    outputs.out.parent.mkdir()
    outputs.out.write_text("precious")
    with pytest.raises(BoxUnusable):
        run_headless(source, pipeline, RunRequest("sot", init=(Box(500, 5, 9, 9),), outputs=outputs))
    assert outputs.out.read_text() == "precious"
    assert not outputs.video.exists() and not outputs.record.exists()


def test_without_ground_truth_it_says_so(scene, pipeline):
    plain = open_source(scene / "img" / "0000.png")
    with pytest.raises(NoGroundTruth, match=r"0000\.png"):
        run_headless(plain, pipeline, RunRequest("sot", init_from_gt=True))


def test_a_failure_on_the_way_keeps_what_was_written(source, pipeline, outputs, monkeypatch):
    from engines.trace import TraceWriter

    written = []

    def fail(_self, result):
        written.append(result)
        if len(written) == 6:
            raise DiskFull(path="trace.json")

    monkeypatch.setattr(TraceWriter, "write", fail)
    with pytest.raises(DiskFull):
        run_headless(source, pipeline, RunRequest("sot", init_from_gt=True, outputs=outputs))
    assert source.closed >= 1
    assert [int(row["frame"]) for row in rows(outputs.out)] == list(range(6))
    assert len(read_recording(outputs.record).results) == 6
    with av.open(str(outputs.video)) as video:
        assert sum(1 for _ in video.decode(video=0)) == 5


def test_the_format_that_was_asked_for(source, pipeline, outputs):
    request = RunRequest("sot", init_from_gt=True, stop=3, format="vot", outputs=Outputs(out=outputs.out))
    run_headless(source, pipeline, request)
    lines = outputs.out.read_text().splitlines()
    assert lines[0] == "1" and [line.count(",") for line in lines[1:]] == [3, 3]


def test_a_recording_knows_its_task(source, pipeline, outputs):
    run_headless(source, pipeline, RunRequest("sot", init_from_gt=True, stop=2, outputs=outputs))
    assert read_recording(outputs.record).about["task"] == "sot"
