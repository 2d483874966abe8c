"""Models and bitstreams on a board, as a person in front of the window handles them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from app.paths import user_paths
from engines.board_values import BoardAddress
from engines.boards.ssh_login import Access, open_ssh
from tests.e2e.test_board import connect_virtual
from tests.e2e.waiting import wait_until
from tests.e2e.window import WorkbenchWindow

STEPS = ["Board and file", "Back up", "Copy, verify", "Your answer", "Replace, sync", "Restart"]
STEPS += ["Wait for it", "Read what runs"]


def board_control(*words: str) -> None:
    """Tells the window's virtual board something, over a log-in of our own."""
    (state,) = (user_paths().cache / "virtual").iterdir()
    name = (state / "known_hosts").read_text().split()[0]
    address = BoardAddress("127.0.0.1", int(name.rpartition(":")[2]), "root", state / "user_key")
    link = open_ssh(address, Access(state / "known_hosts", use_ssh_agent=False))
    try:
        assert link.run(["trackbench-virtual", *words]).exit_code == 0
    finally:
        link.close()


def choose_file(window: WorkbenchWindow, path: Path) -> None:
    window.wait_for("a dialog asks for a file", lambda now: now.dialogs and now.focus == "QLineEdit")
    window.screen.type_text(str(path))
    window.press("Return")
    window.wait_for("the dialog is gone", lambda now: not now.dialogs)


def upload(window: WorkbenchWindow, path: Path) -> None:
    window.click("Upload…")
    choose_file(window, path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "my net_BY.raw"
    path.write_bytes(os.urandom(1 << 20) * 24)
    return path


def test_i_upload_a_model_cancel_it_go_on_and_remove_it(window, model):
    connect_virtual(window)
    assert window.see().stored == []
    board_control("fault", "slow-link")
    upload(window, model)
    window.wait_for("it is on its way", lambda now: any("%" in text for text in now.progress))
    window.photograph("uploading")
    window.click("Cancel")
    told = window.wait_for("it was cancelled", lambda now: "cancelled" in now.notice_text)
    assert "it goes on" in told.notice_text
    window.wait_for("the list tells what is left", lambda now: now.store_left)
    window.photograph("cancelled")

    board_control("mend", "slow-link")
    upload(window, model)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    window.wait_for(
        "it is there, whole", lambda now: now.stored == [[model.name, model.stat().st_size, digest]]
    )
    window.wait_for("nothing is left over", lambda now: not now.store_left)

    window.click(model.name)
    window.click("Remove…")
    window.wait_for("it asks", lambda now: any(f"Remove {model.name}" in text for text in now.asked))
    window.photograph("remove")
    window.click("Remove")
    window.wait_for("it is gone", lambda now: now.stored == [] and "Removed" in now.notice_text)


def test_i_install_a_bitstream_and_the_restart_alarms_nobody(window, tmp_path):
    connect_virtual(window)
    (title,) = [title for title, _ in window.see().bitstreams if title.startswith("v2")]
    boot_file = tmp_path / "wk_24030104.bin"
    boot_file.write_bytes(b"virtual bitstream 24030104\n" * 5000)
    window.click("Install a bitstream")
    window.click("From a file…")
    choose_file(window, boot_file)
    seen = window.wait_for("the verdict comes first", lambda now: any("v1" in text for text in now.asked))
    assert any("does not fit" in text and "Softmax" in text for text in seen.asked)
    assert " v2 " in seen.summary[0], "nothing has been done yet"
    window.photograph("review")

    window.click("Prepare…")
    window.wait_for(
        "it asks before the restart", lambda now: any("Restart 127.0.0.1" in t for t in now.asked)
    )
    window.photograph("asked")
    window.click("Restart the board")
    during = window.wait_for("the board is away", lambda now: ["Wait for it", "running"] in now.install_steps)
    window.photograph("waiting")
    assert during.board == "connecting" and "lost" not in during.notice_text

    def is_back(now):
        assert "lost" not in now.notice_text + now.summary[0] + now.board, now.facts
        return now.board == "serving" and "is installed" in now.notice_text

    after = window.wait_for("it runs the other one", is_back, timeout_s=60)
    window.photograph("installed")
    assert "the board reports 24030104" in after.notice_text and " v1 " in after.summary[0]
    assert [name for name, _ in after.install_steps] == STEPS
    assert after.verdict_of("VitTrack")[0] == "does not fit"
    wait_until(lambda: window.see().bitstreams, f"{title} is still in the list")
