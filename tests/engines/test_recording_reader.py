import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from engines.frame_result import Stage, StageTime
from engines.geometry import Box
from engines.layer_stats import LayerStats
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.recorded_layers import layer_rows
from engines.recorder import Recorder, RecordingTooNew, RecordingUnreadable, read_recording
from engines.recording_reader import COLUMNS, STAGES, OpenRecording
from tests.engines.made_results import made_keypoints, made_profile, made_result, made_track


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recording"


def write(folder, *results):
    recorder = Recorder(folder, {"source": "clip.mp4"})
    for result in results:
        recorder.write(result)
    recorder.close()
    return OpenRecording(folder)


def same(found, wanted):
    """Whether two results are equal; arrays are compared by their values."""
    keypoints = [
        [None if t.keypoints is None else t.keypoints.tolist() for t in r.tracks] for r in (found, wanted)
    ]
    boxes = [[(t.id, t.box, t.score, t.state, t.label, t.search) for t in r.tracks] for r in (found, wanted)]
    rest = [
        (r.frame_index, r.time_s, r.stages, r.step_ms, r.layers, r.bytes_out, r.bytes_in, r.dropped)
        for r in (found, wanted)
    ]
    return keypoints[0] == keypoints[1] and boxes[0] == boxes[1] and rest[0] == rest[1]


RICH = (
    made_result(0, layers=made_profile("a", "b", total_ms=1.5, other_ms=-0.25), bytes_out=100, bytes_in=5),
    made_result(1, made_track(1, lost=True, label="bus"), made_track(7, keypoints=made_keypoints())),
    made_result(2, layers=made_profile("c", hard_ms=2.0, origin=Origin.SIMULATED), dropped=3, step_ms=None),
    made_result(3, made_track(1, search=Box(0, 0, 100, 100)), stages=()),
    made_result(4, layers=made_profile("a", "b", total_ms=2.5, other_ms=-0.75)),
)


def test_lazy_results_are_those_of_the_whole_reader(folder):
    opened = write(folder, *RICH)
    wanted = read_recording(folder).results
    assert len(opened) == 5 and opened.about["source"] == "clip.mp4"
    assert all(same(*pair) for pair in zip(opened.results(), wanted, strict=True))
    assert all(same(opened.result(row), wanted[row]) for row in (4, 0, 2))
    assert [r.frame_index for r in opened.results(1, 3)] == [1, 2]
    assert list(opened.results(3, 3)) == []
    bare = list(opened.results(layers=False))
    assert all(same(*pair) for pair in zip(bare, (replace(r, layers=None) for r in wanted), strict=True))


def test_frames_as_columns(folder):
    frames = write(folder, *RICH).frames
    np.testing.assert_array_equal(frames.frame_index, [0, 1, 2, 3, 4])
    np.testing.assert_allclose(frames.time_s, np.arange(5) / 25)
    np.testing.assert_array_equal(frames.step_ms, [5, 5, np.nan, 5, 5])
    np.testing.assert_array_equal(frames.link_bytes[:2], [[100, 5], [-1, -1]])
    np.testing.assert_array_equal(frames.dropped, [0, 0, 3, 0, 0])
    infer = STAGES.index(Stage.INFER)
    np.testing.assert_array_equal(frames.stage_ms[:, infer], [3, 3, 3, np.nan, 3])
    np.testing.assert_array_equal(frames.stage_origin[:, infer], [0, 0, 0, 255, 0])
    assert np.isnan(frames.stage_ms[:, STAGES.index(Stage.DECODE)]).all()


def test_origins_and_negative_times_of_stages(folder):
    stages = (StageTime(Stage.BOARD_HARD, 5.5, Origin.SIMULATED), StageTime(Stage.BOARD_OTHER, -1.5))
    frames = write(folder, made_result(0, stages=stages)).frames
    assert frames.stage_ms[0, STAGES.index(Stage.BOARD_OTHER)] == -1.5
    assert frames.stage_origin[0, STAGES.index(Stage.BOARD_HARD)] == list(Origin).index(Origin.SIMULATED)


def test_tracks_as_columns(folder):
    tracks = write(folder, *RICH).tracks
    np.testing.assert_array_equal(tracks.row, [0, 1, 1, 2, 3, 4])
    np.testing.assert_array_equal(tracks.id, [1, 1, 7, 1, 1, 1])
    np.testing.assert_array_equal(tracks.lost, [False, True, False, False, False, False])
    np.testing.assert_array_equal(tracks.box[0], [10, 20.5, 30.25, 40])
    np.testing.assert_allclose(tracks.score, 0.9)


def test_layer_times_of_two_tables(folder):
    opened = write(folder, *RICH)
    assert [[layer.name for layer in table] for table in opened.tables] == [["a", "b"], ["c"]]
    np.testing.assert_array_equal(opened.profiled(0), [0, 4])
    nan = np.nan
    wanted = [[[1.5, nan, nan, -0.25]] * 2, [[2.5, nan, nan, -0.75]] * 2]
    np.testing.assert_array_equal(opened.times(0), wanted)
    np.testing.assert_array_equal(opened.times(1), [[[nan, nan, 2.0, nan]]])
    assert COLUMNS == ("total_ms", "memcpy_ms", "hard_ms", "other_ms")


def test_times_that_stand_together_are_not_copied(folder):
    opened = write(
        folder, *(made_result(i, layers=made_profile("a", "b", total_ms=float(i))) for i in range(6))
    )
    times = opened.times(0)
    assert times.shape == (6, 2, 4) and isinstance(times.base, np.memmap)
    np.testing.assert_array_equal(times[:, 1, 0], range(6))
    assert not times.flags.writeable


def test_an_old_view_survives_a_new_recording_in_its_folder(folder):
    times = write(folder, *RICH[:1]).times(0)
    write(folder, made_result(0))
    np.testing.assert_array_equal(times[0, :, 0], [1.5, 1.5])


def test_rows_of_layers_are_those_of_the_live_table(folder):
    rng = np.random.default_rng(5)
    stats = LayerStats(100)
    results = []
    for index in range(30):
        times = rng.normal(1, 0.5, (4, 4)).astype(np.float32).tolist()
        times[2][1] = None
        layers = tuple(LayerTime(i, f"l{i}", "Conv", "cpu", "net", *row) for i, row in enumerate(times))
        # The last layer runs in every third frame only; the first one twice in every frame.
        profile = LayerProfile((*layers[: 3 + (index % 3 == 0)], layers[0]), Origin.MEASURED)
        results.append(made_result(index, layers=profile))
        stats.add(profile)
    found, wanted = layer_rows(write(folder, *results)), stats.rows()
    assert [row.name for row in found] == ["l0", "l1", "l2", "l3"]
    for mine, theirs in zip(found, wanted, strict=True):
        assert (mine.name, mine.op_id, mine.origin) == (theirs.name, theirs.op_id, theirs.origin)
        for name in ("total_p50", "total_p95", "memcpy_ms", "hard_ms", "other_ms", "share"):
            ours, live = getattr(mine, name), getattr(theirs, name)
            assert (ours is None) == (live is None)
            assert ours is None or ours == pytest.approx(live, rel=1e-5), (mine.name, name)
    assert found[3].count == 10 and found[0].count == 30 and found[2].memcpy_ms is None


def test_percentiles_that_can_be_computed_by_hand(folder):
    profiles = [made_profile("a", total_ms=float(ms)) for ms in (4, 1, 3, 2)]
    (row,) = layer_rows(write(folder, *(made_result(i, layers=p) for i, p in enumerate(profiles))))
    assert (row.total_p50, row.total_p95, row.share, row.count) == (2.5, pytest.approx(3.85), 1.0, 4)


def test_times_of_different_origins_are_not_mixed(folder):
    profiles = (made_profile("a", total_ms=1.0), made_profile("a", total_ms=9.0, origin=Origin.SIMULATED))
    rows = layer_rows(write(folder, *(made_result(i, layers=p) for i, p in enumerate(profiles))))
    assert [(row.total_p50, row.origin) for row in rows] == [(1.0, "measured"), (9.0, "simulated")]


def test_of_a_frame_that_was_tracked_again_the_later_row_counts(folder):
    opened = write(folder, *(made_result(i) for i in (0, 1, 2, 1, 2, 5)))
    np.testing.assert_array_equal(opened.latest, [0, 3, 4, 5])


def test_no_frame_at_all(folder):
    opened = write(folder)
    assert len(opened) == 0 and opened.tables == () and layer_rows(opened) == ()
    assert opened.latest.tolist() == [] and list(opened.results()) == []


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_half_a_last_line_is_left_out(folder, cut):
    write(folder, *RICH)
    lines = folder / "frames.jsonl"
    lines.write_bytes(lines.read_bytes()[:-cut])
    opened = OpenRecording(folder)
    assert opened.frames.frame_index.tolist() == [0, 1, 2, 3]
    assert opened.times(0).shape == (1, 2, 4)


@pytest.mark.parametrize("cut", [1, 4, 31, 33])
def test_times_that_were_cut_off_are_unknown(folder, cut):
    write(folder, *RICH)
    numbers = folder / "layers.bin"
    numbers.write_bytes(numbers.read_bytes()[:-cut])
    opened, whole = OpenRecording(folder), read_recording(folder).results
    assert opened.profiled(0).tolist() == [0] and opened.times(0).shape == (1, 2, 4)
    assert opened.result(4).layers is None and whole[4].layers is None


def test_no_times_at_all_behind_the_names(folder):
    write(folder, *RICH)
    (folder / "layers.bin").write_bytes(b"")
    opened = OpenRecording(folder)
    assert opened.times(0).shape == (0, 2, 4) and layer_rows(opened) == ()


def line_with(**changed):
    """A sound line of frame 1 but for what is changed."""
    sound = {"frame": 1, "time_s": 0.04, "tracks": [], "stages": [], "step_ms": 1.0, "dropped": 0}
    return json.dumps({**sound, **changed}).encode()


def track_with(**changed):
    return line_with(tracks=[{"id": 1, "box": [1, 2, 3, 4], "score": 1, "state": "lost", **changed}])


BROKEN_LINES = {
    "no json": (b"{", "line 2"),
    "a list": (b"[1]", "line 2"),
    "an unknown stage": (line_with(stages=[["odd", 1, "measured"]]), "odd"),
    "an unknown origin": (line_with(stages=[["infer", 1, "guessed"]]), "guessed"),
    "text for a time": (line_with(time_s="a"), "line 2"),
    "a table that is not there": (line_with(layers=[9, "measured"]), "line 2"),
    "three sides": (track_with(box=[1, 2, 3]), "line 2"),
    "no extent": (track_with(box=[1, 2, 0, 3]), "line 2"),
    "nan": (track_with(box=[float("nan"), 2, 3, 4]), "line 2"),
    "an unknown state": (track_with(state="gone"), "gone"),
    "a huge number": (line_with(frame=10**20), "line 2"),
}


def test_the_line_that_the_others_are_made_from_is_sound(folder):
    write(folder, *RICH[:1])
    with (folder / "frames.jsonl").open("ab") as file:
        file.write(line_with() + b"\n" + track_with() + b"\n")
    assert len(OpenRecording(folder)) == 3


@pytest.mark.parametrize(("line", "told"), BROKEN_LINES.values(), ids=BROKEN_LINES.keys())
def test_the_broken_line_is_named(folder, line, told):
    write(folder, *RICH)
    lines = (folder / "frames.jsonl").read_bytes().split(b"\n")
    (folder / "frames.jsonl").write_bytes(b"\n".join([lines[0], line, *lines[2:]]))
    with pytest.raises(RecordingUnreadable, match=told):
        OpenRecording(folder)


DAMAGE = {
    "no folder": shutil.rmtree,
    "no header": lambda f: (f / "recording.json").unlink(),
    "no frames": lambda f: (f / "frames.jsonl").unlink(),
    "no times": lambda f: (f / "layers.bin").unlink(),
    "tables cut off": lambda f: (f / "layers.json").write_text('[[[0, "a", '),
    "tables of another kind": lambda f: (f / "layers.json").write_text('{"a": 1}'),
    "short tables": lambda f: (f / "layers.json").write_text('[[[0, "a"]]]'),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_no_recording_says_so(folder, damage):
    write(folder, *RICH)
    damage(folder)
    with pytest.raises(RecordingUnreadable):
        OpenRecording(folder)


def test_a_later_version_is_refused(folder):
    write(folder, *RICH)
    (folder / "recording.json").write_text(json.dumps({"version": 99}))
    with pytest.raises(RecordingTooNew):
        OpenRecording(folder)


def test_a_file_that_was_changed_meanwhile_is_an_expected_failure(folder):
    opened = write(folder, *RICH)
    (folder / "frames.jsonl").write_text("{}\n")
    with pytest.raises(RecordingUnreadable, match="line 1"):
        opened.result(0)
    with pytest.raises(RecordingUnreadable, match="line 5"):
        opened.result(4)
    (folder / "frames.jsonl").unlink()
    with pytest.raises(RecordingUnreadable):
        list(opened.results())


def test_memory_is_what_the_docstring_says(folder):
    """Bounded by frames and tracks, whatever the number of layers."""
    few = write(folder, *(made_result(i, layers=made_profile("a")) for i in range(50)))
    names = [f"layer {i}" for i in range(40)]
    many = write(folder, *(made_result(i, layers=made_profile(*names)) for i in range(50)))
    assert few.memory_bytes == many.memory_bytes
    assert 57 * 50 < many.memory_bytes <= (160 + 57) * 50
