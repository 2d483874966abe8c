"""Looks at a board beside the frames of a recording."""

from __future__ import annotations

import json
import math
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.board_values import BoardTelemetry
from engines.boards.telemetry import TelemetryPoller
from engines.origin import Origin
from engines.recorded_telemetry import FILE, TelemetryFile, read_telemetry
from engines.recorder import VERSION, Recorder, RecordingUnreadable, read_recording
from tests.engines.made_results import made_result

KNOWN = BoardTelemetry(51.25, 812.5, 2048.0, 37.5, 88.0, 12.0, Origin.SIMULATED)
UNKNOWN = BoardTelemetry(time_s=13.0)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "one"


def test_a_round_trip_with_the_frames_they_belong_to(folder):
    recorder = Recorder(folder, {})
    assert recorder.write_telemetry(UNKNOWN)
    recorder.write(made_result(7))
    recorder.write(made_result(8))
    assert recorder.write_telemetry(KNOWN)
    recorder.close()
    before, after = read_recording(folder).telemetry
    assert (before.frame_index, before.telemetry) == (None, UNKNOWN)
    assert (after.frame_index, after.telemetry) == (8, KNOWN)


def test_every_key_names_its_unit_and_unknown_is_null(folder):
    recorder = Recorder(folder, {})
    recorder.write(made_result(3))
    recorder.write_telemetry(KNOWN)
    recorder.write_telemetry(UNKNOWN)
    recorder.close()
    known, unknown = (json.loads(line) for line in (folder / FILE).read_text().splitlines())
    assert {k: v for k, v in known.items() if k != "wall_s"} == {
        "frame": 3, "monotonic_s": 12.0, "temperature_c": 51.25, "memory_used_mib": 812.5,
        "memory_total_mib": 2048.0, "cpu_percent": 37.5, "accelerator_percent": 88.0, "origin": "simulated",
    }  # fmt: skip
    values = [
        value for key, value in unknown.items() if key not in ("frame", "monotonic_s", "wall_s", "origin")
    ]
    assert values == [None] * 5 and unknown["origin"] == "measured"


def test_wall_time_is_of_the_look_not_of_the_writing(folder):
    recorder = Recorder(folder, {})
    recorder.write_telemetry(BoardTelemetry(time_s=time.monotonic() - 100))
    recorder.close()
    (look,) = read_recording(folder).telemetry
    assert time.time() - look.wall_s == pytest.approx(100, abs=5)


def test_without_a_board_there_is_no_file_and_an_old_recording_reads_as_before(folder):
    recorder = Recorder(folder, {})
    recorder.write(made_result(0))
    recorder.close()
    assert not (folder / FILE).exists()
    recording = read_recording(folder)
    assert recording.telemetry == () and recording.about["version"] == VERSION == 1


def test_a_recording_that_is_replaced_keeps_no_old_telemetry(folder):
    for telemetry in (KNOWN, None):
        recorder = Recorder(folder, {})
        recorder.write(made_result(0))
        if telemetry is not None:
            recorder.write_telemetry(telemetry)
        recorder.close()
    assert read_recording(folder).telemetry == ()


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_half_a_last_line_is_left_out(folder, cut):
    recorder = Recorder(folder, {})
    for _ in range(3):
        recorder.write_telemetry(KNOWN)
    recorder.close()
    path = folder / FILE
    path.write_bytes(path.read_bytes()[:-cut])
    assert [look.telemetry for look in read_recording(folder).telemetry] == [KNOWN] * 2


@pytest.mark.parametrize("line", ["{}", "[]", "no json", "null", '{"frame": "x"}'])
def test_a_broken_line_is_named(folder, line):
    recorder = Recorder(folder, {})
    recorder.write_telemetry(KNOWN)
    recorder.close()
    with (folder / FILE).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(RecordingUnreadable, match=r"telemetry\.jsonl, line 2"):
        read_recording(folder)


def test_what_comes_after_the_end_is_not_written(folder):
    recorder = Recorder(folder, {})
    recorder.write_telemetry(KNOWN)
    recorder.close()
    assert not recorder.write_telemetry(KNOWN)
    assert len(read_recording(folder).telemetry) == 1


def test_a_full_disk_ends_telemetry_only(folder, caplog):
    class Full:
        def write(self, data):
            return 3

        def __getattr__(self, name):
            return lambda *_: 0

    recorder = Recorder(folder, {})
    recorder.write_telemetry(KNOWN)
    lines = recorder._telemetry._lines
    lines._file.close()
    lines._file = Full()
    assert not recorder.write_telemetry(KNOWN)
    assert "No space left" in caplog.text
    assert not recorder.write_telemetry(KNOWN) and caplog.text.count("No space") == 1
    recorder.write(made_result(0))
    recorder.close()
    recording = read_recording(folder)
    assert len(recording.results) == 1 and [look.telemetry for look in recording.telemetry] == [KNOWN]


def test_a_poller_beside_frames_that_are_written(folder):
    """Both at once: every line is whole, the frames of looks never go back, and nothing is lost."""
    recorder, looks = Recorder(folder, {}), []

    def read():
        looks.append(BoardTelemetry(temperature_c=float(len(looks)), time_s=time.monotonic()))
        return looks[-1]

    poller = TelemetryPoller(read, recorder.write_telemetry, interval_s=0.001, first_after_s=0.0)
    deadline_s = time.monotonic() + 5
    index = 0
    while len(looks) < 50 and time.monotonic() < deadline_s:
        recorder.write(made_result(index))
        index += 1
    poller.close()
    recorder.close()
    recording = read_recording(folder)
    assert len(recording.results) == index
    temperatures = [look.telemetry.temperature_c for look in recording.telemetry]
    assert temperatures == [look.temperature_c for look in looks] and len(looks) >= 50
    frames = [-1 if look.frame_index is None else look.frame_index for look in recording.telemetry]
    assert frames == sorted(frames) and frames[-1] > 0


def test_the_first_look_can_come_at_once():
    came = threading.Event()
    start_s = time.monotonic()
    poller = TelemetryPoller(lambda: KNOWN, lambda _look: came.set(), interval_s=60, first_after_s=0.0)
    assert came.wait(5) and time.monotonic() - start_s < 5
    poller.close()


NUMBER = st.none() | st.floats(-1e6, 1e6)


@given(*[NUMBER] * 5, st.floats(0, 1e6), st.sampled_from(Origin), st.none() | st.integers(0, 10**9))
def test_any_look_comes_back(
    tmp_path_factory, temperature, used, total, cpu, accelerator, time_s, origin, frame
):
    folder = tmp_path_factory.mktemp("looks")
    file = TelemetryFile(folder)
    file.write(BoardTelemetry(temperature, used, total, cpu, accelerator, time_s, origin), frame)
    file.close()
    (look,) = read_telemetry(folder)
    found = look.telemetry
    assert (look.frame_index, found.origin) == (frame, origin)
    load = (found.cpu_percent, found.accelerator_percent)
    values = (found.temperature_c, found.memory_used_mb, found.memory_total_mb, *load)
    pairs = zip((temperature, used, total, cpu, accelerator), values, strict=True)
    for true, value in pairs:
        assert (true is None) == (value is None)
        assert true is None or math.isclose(true, value, abs_tol=6e-4)
