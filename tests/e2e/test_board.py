"""Connect, choose, start, lose: the board's side of the window."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from engines.geometry import iou
from tests.e2e.test_follow import follow
from tests.e2e.waiting import wait_until
from tests.e2e.window import Seen, WorkbenchWindow, is_alive
from tests.engines.boards.rigs import Rig, openssh_rig, short_temporary_folder

_STEPS = 14


def connect_virtual(window: WorkbenchWindow) -> None:
    window.click("Connect")
    window.wait_for("the board's service runs", lambda now: now.board == "serving")


def stage(name: str, now: Seen) -> bool:
    """Whether the time of a stage is shown."""
    return any(line.startswith(f"{name} ") for line in now.stages)


def test_i_connect_and_the_board_tells_which_model_fits_which_bitstream_and_why(vittrack, window):
    window.click("Connect")
    window.wait_for("the first steps have ticked", lambda now: 0 < len(now.steps) < _STEPS)
    window.photograph("connecting")
    there = window.wait_for("its service runs", lambda now: now.board == "serving")
    assert [state for _, state, _, _ in there.steps] == ["passed"] * _STEPS
    assert all(fact in there.summary[0] for fact in ("virtual board", "Icraft 3.7.1", " v2", ":9981"))
    assert there.verdict_of("VitTrack") == ("fits", "")

    (v1,) = [title for title, _ in there.bitstreams if title.startswith("v1")]
    window.click(v1)
    window.wait_for("v1 is loaded", lambda now: " v1 " in now.summary[0] and now.board == "serving")
    verdict, reason = window.see().verdict_of("VitTrack")
    assert verdict == "does not fit"
    assert all(word in reason for word in ("v1", "Layernorm", "Softmax"))
    window.click("VitTrack")
    window.wait_for("the top bar says so", lambda now: "does not fit" in now.summary[2])
    window.photograph("does_not_fit")

    (v2,) = [title for title, _ in there.bitstreams if title.startswith("v2")]
    window.click(v2)
    window.wait_for("v2 is loaded", lambda now: " v2 " in now.summary[0] and now.board == "serving")
    assert window.see().verdict_of("VitTrack") == ("fits", "")


def test_i_follow_on_the_board_it_dies_and_i_go_on_on_this_computer(vittrack, window, clip, figures):
    connect_virtual(window)
    at = follow(window, clip, figures(1, 0))
    window.press("space")
    window.wait_for(
        "it goes on", lambda now: now.is_playing and now.frame > at + 10 and stage("link out", now)
    )

    (board, *others) = window.children()
    os.kill(board, signal.SIGKILL)
    lost = window.wait_for("the window says so", lambda now: now.board == "link lost" and now.notice)
    window.photograph("lost")
    assert "is lost" in lost.notice_text
    assert not any(text.endswith("older") for text in lost.notice), window.errors
    wait_until(lambda: not any(is_alive(pid) for pid in (board, *others)), "its processes are gone")

    assert "link lost" in lost.summary[0]
    window.wait_for("the run has stopped at that", lambda now: not now.is_playing)
    window.run_from_palette("this computer")
    window.wait_for(
        "it is this computer again",
        lambda now: now.summary[0] == "this computer" and not stage("link out", now),
    )
    window.press("space")
    window.wait_for(
        "it is followed here", lambda now: now.is_playing and now.boxes and now.frame > lost.frame + 30
    )
    now = window.wait_for("its times are shown", lambda now: stage("infer", now))
    assert not stage("link out", now)


def test_i_draw_before_the_board_is_there_and_it_is_followed_from_that_frame(vittrack, window, clip, figures):
    window.click("VitTrack")
    window.press("ctrl+b")
    window.wait_for("it connects", lambda now: now.board == "connecting")
    box = figures(1, 0)
    follow(window, clip, box)
    window.wait_for("it runs on the board", lambda now: now.board == "serving" and stage("link out", now))
    window.wait_for("it is in the list", lambda now: now.targets and "tracked" in now.targets[0])
    window.press("Home")
    first = window.wait_for("its first frame is shown again", lambda now: now.frame == 0 and now.boxes)
    # Not to the pixel: the bar that tells of the loading may come and move the picture under the mouse.
    assert iou(first.boxes[1], box) > 0.6


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A real OpenSSH server that the workbench has never met; our key is with the SSH agent."""
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        socket = folder / "agent"
        agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
        try:
            wait_until(socket.exists, "the SSH agent listens")
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            assert rig.address.key_file is not None
            subprocess.run(["ssh-add", "-q", rig.address.key_file], check=True, timeout=20)
            yield rig
        finally:
            agent.terminate()
            agent.wait(10)


def type_address(window: WorkbenchWindow, address: str) -> None:
    window.click("Address of the board")
    window.press("ctrl+a")
    window.screen.type_text(address)
    window.press("Return")


def test_i_log_in_to_a_machine_i_do_not_know_and_am_told_that_it_is_no_board(stranger, open_window):
    window = open_window()
    name = f"{stranger.address.user}@{stranger.address.host}:{stranger.address.port}"
    type_address(window, name)
    asked = window.wait_for("it asks whether the key is right", lambda now: now.question)
    window.photograph("host_key")
    assert f"{stranger.address.host}:{stranger.address.port} is not known yet" in asked.question[0]
    assert "SHA256:" in asked.question[1]

    window.click("Trust and connect")
    told = window.wait_for("it has a clear answer", lambda now: now.board == "failed" and now.notice)
    window.photograph("no_board")
    states = {step: state for step, state, _, _ in told.steps}
    assert states["Host key"] == states["Log-in"] == "passed"
    (failed,) = [step for step in told.steps if step[1] == "failed"]
    assert failed[0] == "Architecture and system"
    assert "no sign of any known family" in failed[2] and failed[3]
    assert "no sign of any known family" in told.notice_text

    type_address(window, name)
    window.wait_for("it fails again", lambda now: now.board == "failed" and len(now.steps) == _STEPS)
    assert not window.see().question, "a trusted key is asked about once"


@pytest.mark.parametrize(
    ("name", "family", "model"),
    [
        ("virtual:rdk_x5", "RDK X5", "Demo detector of poses"),
        ("virtual:ascend", "Ascend", "Demo detector of people"),
    ],
)
def test_on_the_other_families_everybody_is_followed_as_well(window, clip, name, family, model):
    type_address(window, name)
    now = window.wait_for("the board is connected", lambda now: now.board == "connected", timeout_s=90)
    assert family in now.summary[0]
    assert window.shows("WHAT IT REPORTS")
    window.photograph("connected")
    if now.verdict_of(model)[0] != "fits":
        pytest.fail(f"{model}: {now.verdict_of(model)}")
    window.click(model)
    window.open_by_dialog(clip)
    window.wait_for("people are found", lambda now: now.frame == 0 and now.boxes)
    window.press("space")
    window.wait_for("people are followed", lambda now: (now.frame or 0) > 3 and len(now.boxes) > 2)
    window.wait_for("the link's time is there", lambda now: any(s.startswith("link ") for s in now.stages))
    window.photograph("followed")
