"""The commands of the first minute."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2

from app.paths import user_paths
from tests.conftest import ROOT
from tests.e2e.screen import Screen
from tests.e2e.waiting import wait_until
from tests.e2e.window import descendants, is_alive


def test_trackbench_demo_opens_the_window_and_ends_when_it_is_closed(screen: Screen):
    command = [sys.executable, "-m", "app", "demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=screen.environment(), stderr=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: "is ready on port" in log_text(), "the board's service runs")
        started = descendants(process.pid)
        assert started
        screen.press("alt+F4")
        _, errors = process.communicate(timeout=15)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not any(is_alive(pid) for pid in started)


def log_text() -> str:
    file = user_paths().log_file
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def test_without_a_display_the_demo_writes_everything_to_a_folder(tmp_path: Path):
    folder = tmp_path / "demo"
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    command = [sys.executable, "-m", "app", "demo", "--headless", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert str(folder) in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == [
        "overlay.mp4",
        "result.csv",
        "timing.json",
        "window.png",
    ]
    video = cv2.VideoCapture(str(folder / "overlay.mp4"))
    frames = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    video.release()
    assert len((folder / "result.csv").read_text().splitlines()) == frames + 1
    assert json.loads((folder / "timing.json").read_text())["board"] == "virtual board"
    picture = cv2.imread(str(folder / "window.png"))
    assert picture is not None
    assert picture.shape[1] >= 1200
