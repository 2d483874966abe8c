import json
import math

import numpy as np
import pytest

from engines.errors import CannotWrite, DiskFull
from engines.frame_result import Stage, StageTime
from engines.geometry import Box
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.recorder import Recorder, RecordingTooNew, RecordingUnreadable, read_recording
from engines.track import Evidence
from tests.engines.made_results import made_keypoints, made_profile, made_result, made_track


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recordings" / "one"


def record(folder, *results, about=None):
    recorder = Recorder(folder, about or {"source": "clip.mp4"})
    for result in results:
        recorder.write(result)
    recorder.close()
    return read_recording(folder).results


def close_to(found, wanted):
    assert (found.id, found.label, found.state) == (wanted.id, wanted.label, wanted.state)
    assert found.score == pytest.approx(wanted.score, abs=1e-6)
    for box, true in ((found.box, wanted.box), (found.search, wanted.search)):
        assert (box is None) == (true is None)
        if box is not None:
            assert (box.x, box.y, box.w, box.h) == pytest.approx((true.x, true.y, true.w, true.h), abs=1e-4)
    assert (found.keypoints is None) == (wanted.keypoints is None)
    if wanted.keypoints is not None:
        np.testing.assert_allclose(found.keypoints, wanted.keypoints, atol=1e-3)
    return True


def test_a_round_trip(folder):
    tracks = (
        made_track(1, x=-12.34567, score=0.123456, search=Box(-40, -40, 200, 200)),
        made_track(2, lost=True, label="person", keypoints=made_keypoints()),
    )
    stages = (
        StageTime(Stage.DECODE, 1.25),
        StageTime(Stage.BOARD_HARD, 16.763, Origin.SIMULATED),
        StageTime(Stage.BOARD_OTHER, -0.5, Origin.PUBLISHED),
    )
    written = made_result(7, *tracks, stages=stages, step_ms=17.5, bytes_out=65536, bytes_in=40, dropped=3)
    (found,) = record(folder, written)
    assert all(close_to(*pair) for pair in zip(found.tracks, written.tracks, strict=True))
    assert found.stages == stages
    assert (found.frame_index, found.time_s, found.step_ms, found.dropped) == (7, 0.28, 17.5, 3)
    assert (found.bytes_out, found.bytes_in, found.layers) == (65536, 40, None)


def test_unknown_stays_unknown(folder):
    (found,) = record(folder, made_result(0, stages=(), step_ms=None))
    assert found.step_ms is None and found.bytes_out is None and found.bytes_in is None and found.stages == ()


def test_what_judged_a_target_and_what_ran_beside_come_back(folder):
    judged = made_track(evidence=Evidence(7.25, 0.125, None))
    recorder = Recorder(folder, {})
    recorder.write(made_result(0, judged, beside=(made_track(x=50.0), made_track(2))))
    recorder.write(made_result(1, beside=()))
    recorder.write(made_result(2))
    recorder.close()
    first, second, third = read_recording(folder).results
    assert first.tracks[0].evidence == judged.evidence
    assert [(track.id, track.box.x) for track in first.beside] == [(1, 50.0), (2, 10.0)]
    assert second.beside == () and third.beside is None and third.tracks[0].evidence is None


def test_no_track_at_all(folder):
    recorder = Recorder(folder, {})
    recorder.write(made_result(0).__class__(0, 0.0, ()))
    recorder.close()
    assert read_recording(folder).results[0].tracks == ()


def test_layers_come_back_with_unknown_and_negative_times(folder):
    layers = (
        LayerTime(3, "conv", "HardOp", "buyi", "track", 2.5, 0.5, 3.25, -1.25),
        LayerTime(-1, "", "Cast", "cpu", "track", None, None, None, None),
        LayerTime(5, "add", "Add", "cpu", "", 0.0, None, 0.0, None),
    )
    (found,) = record(folder, made_result(0, layers=LayerProfile(layers, Origin.SIMULATED)))
    assert found.layers == LayerProfile(layers, Origin.SIMULATED)


def test_profiled_and_unprofiled_frames_of_two_networks(folder):
    first, second = (
        made_profile("a", "b", total_ms=1.0),
        made_profile("c", origin=Origin.PUBLISHED, hard_ms=2.0),
    )
    again = made_profile("a", "b", total_ms=9.0)
    found = record(
        folder, *(made_result(i, layers=p) for i, p in enumerate((first, None, second, again, None)))
    )
    assert [result.layers for result in found] == [first, None, second, again, None]
    tables = json.loads((folder / "layers.json").read_text())
    assert [[row[1] for row in table] for table in tables] == [["a", "b"], ["c"]]


def test_about_comes_back(folder):
    record(folder, about={"source": "视频.mp4", "set": {"mode": "opencv"}})
    about = read_recording(folder).about
    assert about == {"version": 1, "source": "视频.mp4", "set": {"mode": "opencv"}}
    assert "视频" in (folder / "recording.json").read_text(encoding="utf-8")


def test_a_recording_in_the_same_folder_is_replaced(folder):
    record(folder, *(made_result(i, layers=made_profile("old")) for i in range(5)))
    (found,) = record(folder, made_result(9))
    assert found.frame_index == 9
    assert not (folder / "layers.json").exists()


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_half_a_last_line_is_left_out(folder, cut):
    record(folder, *(made_result(i, layers=made_profile("a", total_ms=float(i))) for i in range(4)))
    lines = folder / "frames.jsonl"
    lines.write_bytes(lines.read_bytes()[:-cut])
    found = read_recording(folder).results
    assert [result.frame_index for result in found] == [0, 1, 2]
    assert found[2].layers == made_profile("a", total_ms=2.0)


def test_layer_times_that_were_cut_off_are_unknown(folder):
    record(folder, *(made_result(i, layers=made_profile("a", "b")) for i in range(3)))
    times = folder / "layers.bin"
    times.write_bytes(times.read_bytes()[:-6])
    assert [result.layers is not None for result in read_recording(folder).results] == [True, True, False]


def test_a_recording_in_the_making_can_be_read(folder):
    recorder = Recorder(folder, {})
    for index in range(3):
        recorder.write(made_result(index, layers=made_profile("a")))
        assert len(read_recording(folder).results) == recorder.frames_written == index + 1
    recorder.close()


def test_a_later_version_is_refused(folder):
    record(folder, made_result(0))
    (folder / "recording.json").write_text('{"version": 99}')
    with pytest.raises(RecordingTooNew) as caught:
        read_recording(folder)
    assert caught.value.facts["found"] == 99 and caught.value.facts["known"] == 1


DAMAGE = {
    "no header": lambda f: (f / "recording.json").unlink(),
    "no frames": lambda f: (f / "frames.jsonl").unlink(),
    "empty header": lambda f: (f / "recording.json").write_text(""),
    "header of another kind": lambda f: (f / "recording.json").write_text("[1, 2]"),
    "version of another kind": lambda f: (f / "recording.json").write_text('{"version": "one"}'),
    "foreign lines": lambda f: (f / "frames.jsonl").write_text("a,b,c\n1,2,3\n"),
    "lines of another kind": lambda f: (f / "frames.jsonl").write_text("[1]\n"),
    "a frame without tracks": lambda f: (f / "frames.jsonl").write_text('{"frame": 0, "time_s": 0}\n'),
    "bytes": lambda f: (f / "frames.jsonl").write_bytes(b"\xff\xfe\x00\n"),
    "tables cut off": lambda f: (f / "layers.json").write_text('[[[0, "a", '),
    "tables of another kind": lambda f: (f / "layers.json").write_text('{"a": 1}'),
    "too few tables": lambda f: (f / "layers.json").write_text("[]"),
    "no times": lambda f: (f / "layers.bin").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_no_recording_says_so(folder, damage):
    record(folder, made_result(0, layers=made_profile("a")))
    damage(folder)
    with pytest.raises(RecordingUnreadable) as caught:
        read_recording(folder)
    assert caught.value.facts["reason"]


def test_the_broken_line_is_named(folder):
    record(folder, made_result(0), made_result(1), made_result(2))
    lines = (folder / "frames.jsonl").read_text().splitlines()
    (folder / "frames.jsonl").write_text("\n".join([lines[0], lines[1][:30], lines[2]]) + "\n")
    with pytest.raises(RecordingUnreadable, match=r"line 2"):
        read_recording(folder)


def test_an_empty_folder_is_no_recording(tmp_path):
    with pytest.raises(RecordingUnreadable, match="recording"):
        read_recording(tmp_path)


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        Recorder(tmp_path / "file" / "below", {})


# -- a disk that fills up ----------------------------------------------------------------------


class Full:
    """Takes nothing more."""

    def __init__(self, file, takes=0):
        self._file, self._takes = file, takes

    def write(self, data):
        if not self._takes:
            raise OSError(28, "No space left on device")
        return self._file.write(data[: self._takes])

    def __getattr__(self, name):
        return getattr(self._file, name)


@pytest.mark.parametrize("takes", [0, 7])
@pytest.mark.parametrize("which", ["_frames", "_layers_file"])
def test_what_was_written_survives_a_full_disk(folder, which, takes):
    recorder = Recorder(folder, {})
    for index in range(3):
        recorder.write(made_result(index, layers=made_profile("a", total_ms=float(index))))
    file = getattr(recorder, which)
    file._file = Full(file._file, takes)
    with pytest.raises(DiskFull):
        recorder.write(made_result(3, layers=made_profile("a")))
    recorder.close()
    found = read_recording(folder).results
    assert [(r.frame_index, r.layers.layers[0].total_ms) for r in found] == [(0, 0.0), (1, 1.0), (2, 2.0)]


def test_the_names_of_layers_survive_a_full_disk(folder, monkeypatch):
    """A second table has no room: the first one must not be lost for it."""
    recorder = Recorder(folder, {})
    recorder.write(made_result(0, layers=made_profile("a")))
    from pathlib import Path

    real = Path.open

    def cramped(path, mode="r", *args, **more):
        file = real(path, mode, *args, **more)
        if "w" in mode:
            file.close()
            raise OSError(28, "No space left on device")
        return file

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", cramped)
        with pytest.raises(DiskFull):
            recorder.write(made_result(1, layers=made_profile("b", "c")))
    recorder.close()
    (found,) = read_recording(folder).results
    assert found.layers == made_profile("a")


def test_no_number_is_invented(folder):
    (found,) = record(folder, made_result(0, layers=made_profile("a", hard_ms=1.0)))
    (layer,) = found.layers.layers
    assert layer.total_ms is None and layer.memcpy_ms is None and layer.other_ms is None
    numbers = np.fromfile(folder / "layers.bin", "<f4")
    assert len(numbers) == 4 and [math.isnan(v) for v in numbers] == [True, True, False, True]
