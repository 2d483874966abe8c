"""What a board tells while a run is recorded, from the command line and from the window."""

from __future__ import annotations

import json
import threading
import time

from app.cli import main
from app.recording import Recordings, WatchedRecorder
from engines.board_values import BoardTelemetry
from engines.boards.errors import LinkBroken
from engines.origin import Origin
from engines.recorder import read_recording
from tests.engines.made_results import made_result

LOOK = BoardTelemetry(temperature_c=50.0, time_s=1.0, origin=Origin.SIMULATED)


def test_a_run_on_a_virtual_board_records_its_load(scene, installed, tmp_path, capsys, language_c_locale):
    folder = tmp_path / "recording"
    arguments = ["run", scene, "--model", "vittrack", "--init-from-gt", "--board", "virtual"]
    arguments += ["--record", folder, "--json"]
    assert main([str(argument) for argument in arguments]) == 0
    summary = json.loads(capsys.readouterr().out)
    recording = read_recording(folder)
    assert len(recording.results) == summary["frames"]
    assert recording.telemetry, "the first look comes at once, however short the run"
    for look in recording.telemetry:
        assert look.telemetry.origin is Origin.SIMULATED
        assert look.telemetry.temperature_c is not None and 30 < look.telemetry.temperature_c < 80
        assert look.telemetry.memory_used_mb and look.telemetry.memory_total_mb
        assert abs(time.time() - look.wall_s) < 300


def test_a_run_on_this_computer_records_none(scene, installed, tmp_path, capsys, language_c_locale):
    folder = tmp_path / "recording"
    arguments = ["run", scene, "--model", "vittrack", "--init-from-gt", "--record", folder, "--json"]
    assert main([str(argument) for argument in arguments]) == 0
    assert read_recording(folder).telemetry == ()
    assert not (folder / "telemetry.jsonl").exists()


def test_a_board_that_answers_slowly_does_not_hold_the_frames(tmp_path):
    """The poller has a thread of its own: frames are written while it waits."""
    released, asked = threading.Event(), threading.Event()

    def read():
        asked.set()
        released.wait(5)
        return LOOK

    recorder = WatchedRecorder(tmp_path, {}, read)
    assert asked.wait(5)
    start_s = time.monotonic()
    for index in range(200):
        recorder.write(made_result(index))
    assert time.monotonic() - start_s < 3 and not released.is_set()
    released.set()
    recorder.close()
    assert len(read_recording(tmp_path).results) == 200


def test_a_board_that_is_gone_ends_nothing(tmp_path):
    asked = threading.Event()

    def read():
        asked.set()
        raise LinkBroken(host="board")

    recorder = WatchedRecorder(tmp_path, {}, read)
    assert asked.wait(5)
    recorder.write(made_result(0))
    recorder.close()
    recording = read_recording(tmp_path)
    assert len(recording.results) == 1 and recording.telemetry == ()


def test_the_windows_recordings_take_looks_while_one_is_made(tmp_path):
    recordings = Recordings(tmp_path)
    recordings.take_telemetry(LOOK)  # nobody records
    recorder = recordings.start({"source": "x"})
    recorder.write(made_result(4))
    recordings.take_telemetry(LOOK)
    recorder.close()
    recordings.take_telemetry(LOOK)  # too late, and no harm
    (look,) = read_recording(recordings.latest).telemetry
    assert (look.frame_index, look.telemetry) == (4, LOOK)
