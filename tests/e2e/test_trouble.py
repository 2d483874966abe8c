"""Things that go wrong: said once in the window, and what was there before stays."""

from __future__ import annotations

import contextlib
import itertools
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.paths import user_paths
from engines.recorder import read_recording
from tests.conftest import ROOT
from tests.e2e.screen import Screen
from tests.e2e.test_follow import open_clip
from tests.e2e.waiting import wait_until
from tests.e2e.window import Seen, WorkbenchWindow

_SOME_FRAMES_BYTES = 5_000


@contextlib.contextmanager
def file_to_drag(screen: Screen, path: Path) -> Iterator[None]:
    """A window in the screen's upper left corner to drag a file from."""
    source = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.drag_source", str(path)],
        cwd=ROOT,
        env=screen.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert source.stdout is not None
        assert source.stdout.readline() == "ready\n"
        yield
    finally:
        source.kill()
        source.wait(10)
        source.stdout.close()


def drop_on_picture(window: WorkbenchWindow, path: Path) -> None:
    """Drags a file from another window onto the picture."""
    x, y = window.see().on_screen(640, 360)
    sway = itertools.cycle((0, 4, 8, 4))

    def hovers(now: Seen) -> bool:
        # A hand never holds quite still, and a file is offered while the pointer moves.
        window.screen.move(x + next(sway), y)
        return bool(now.file_hovers)

    with file_to_drag(window.screen, path):
        window.screen.begin_drag([(20, 20), (60, 60), (300, 300), (x, y)])
        window.wait_for("the window would take it", hovers)
        window.screen.end_drag()
        window.wait_for("it has been dropped", lambda now: not now.file_hovers)


def has_one_notice(now: Seen, words: str) -> bool:
    return words in now.notice_text and not any(text.endswith("older") for text in now.notice)


def write_settings(text: str) -> Path:
    file = user_paths().settings_file
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def test_i_open_what_is_no_video_or_no_network_and_everything_stays_as_it_was(
    vittrack, window, clip, tmp_path
):
    text, empty, broken = tmp_path / "notes.txt", tmp_path / "empty.mp4", tmp_path / "broken.onnx"
    text.write_text("buy milk\n" * 100)
    empty.touch()
    broken.write_bytes(b"\x08\x07broken" * 50)
    open_clip(window, clip)
    window.press("period", "period")
    window.wait_for("the third frame is shown", lambda now: now.frame == 2)

    drop_on_picture(window, text)
    window.wait_for("it says that this is no video", lambda now: has_one_notice(now, "notes.txt"))
    window.photograph("text_dropped")
    window.click("Close notice")
    window.open_by_dialog(empty)
    window.wait_for("it says that the video is empty", lambda now: has_one_notice(now, "empty.mp4"))
    window.click("Close notice")
    window.open_by_dialog(broken, "ctrl+i")
    window.wait_for("it says that the network is broken", lambda now: has_one_notice(now, "broken.onnx"))
    window.photograph("broken_network")

    kept = window.see()
    assert (kept.source, kept.frame) == ("demo", 2)
    assert kept.verdict_of("VitTrack") == ("fits", "")
    window.press("period")
    window.wait_for("it steps on", lambda now: now.frame == 3)


def test_the_disk_is_full_while_i_record_and_the_run_goes_on(vittrack, open_window, clip, figures):
    # Profiles are files too, but in memory; what limits the recording here would limit them as well.
    write_settings('{"version": 1, "profile_every": 0}')
    window = open_window()
    open_clip(window, clip)
    window.press("ctrl+r")
    window.wait_for("it records", lambda now: now.is_recording)
    window.draw_box(figures(1, 0))
    (folder,) = (user_paths().data / "recordings").iterdir()
    frames = folder / "frames.jsonl"
    wait_until(lambda: frames.stat().st_size > _SOME_FRAMES_BYTES, "some frames are recorded")
    # No file of the process can grow beyond this: what a full disk is to a recording.
    most = frames.stat().st_size + 1000
    resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (most, most))

    full = window.wait_for("it says so", lambda now: now.notice and "No space left" in now.notice[0])
    window.photograph("disk_full")
    assert not full.is_recording
    assert full.is_playing
    window.wait_for("the run goes on", lambda now: now.frame > full.frame + 10 and now.boxes)
    recording = read_recording(folder)
    indexes = [result.frame_index for result in recording.results]
    assert indexes == list(range(len(indexes)))
    assert len(indexes) > 10


def test_settings_from_the_future_are_reported_and_kept(open_window):
    future = '{"version": 99, "theme": "solarized"}'
    file = write_settings(future)
    window = open_window()
    now = window.wait_for("it says so", lambda now: has_one_notice(now, "later version"))
    assert now.theme == "light"
    assert now.empty
    window.photograph("from_the_future")
    window.run_from_palette("trails")
    assert file.read_text() == future
