"""The virtual families behind a real OpenSSH server: what passes there does not lean on our own server."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engines.board_values import CheckState
from engines.boards.board import Board
from engines.boards.errors import CommandTimedOut, HostKeyChanged, LinkBroken
from engines.boards.ssh import SshLink
from engines.boards.ssh_login import Access, open_ssh
from engines.errors import TrackbenchError
from engines.timing import StageClock
from engines.virtual.faults import Fault
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.main import FAMILIES
from engines.virtual.openssh import PROGRAM
from tests.engines.agent.tiny_models import save_tiny

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="openssh-server is not installed")
BLOB = bytes(range(256)) * 4096


@pytest.fixture(scope="module")
def board(tmp_path_factory) -> Iterator[VirtualBoardProcess]:
    folder = tmp_path_factory.mktemp("board")
    with VirtualBoardProcess(folder, server="openssh", reboot_s=0.5) as board:
        yield board


def access(board: VirtualBoardProcess, **options) -> Access:
    return Access(board.known_hosts, use_ssh_agent=False, **options)


@pytest.fixture
def link(board) -> Iterator[SshLink]:
    link = open_ssh(board.address, access(board))
    yield link
    link.close()


def test_it_is_openssh(board):
    import socket

    with socket.create_connection(("127.0.0.1", board.address.port), 5) as sock:
        assert sock.recv(64).startswith(b"SSH-2.0-OpenSSH_")


def test_commands(link):
    done = link.run(["sh", "-c", "uname -m; cat /none"])
    assert (done.exit_code, done.stdout) == (1, "aarch64\n")
    assert "cat: /none: No such file or directory" in done.stderr
    assert link.run(["none"]).exit_code == 127
    assert link.run(["sha256sum"], stdin=b"").exit_code == 0


def test_files(link):
    link.put(BLOB, "/root/models/a b'c.bin")
    assert link.get("/root/models/a b'c.bin") == BLOB
    entry = next(one for one in link.list_folder("/root/models") if one.name == "a b'c.bin")
    assert entry.size_bytes == len(BLOB)
    assert "a b'c.bin" in link.run(["ls", "/root/models"]).stdout
    assert link.run(["cat", "/root/models/a b'c.bin"]).exit_code == 0


def test_a_program_ends_with_its_session(board, link):
    process = link.start(["icraft-serve"])
    assert process.wait_line(lambda line: "wait for new connection" in line, 5)
    link.close()
    fresh = open_ssh(board.address, access(board))
    deadline_s = time.monotonic() + 5
    while "9981" in fresh.run(["ss", "-ltnp"]).stdout and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert "9981" not in fresh.run(["ss", "-ltnp"]).stdout
    fresh.close()


def test_reboot(board, link):
    boot_id = link.run(["cat", "/proc/sys/kernel/random/boot_id"]).stdout
    assert link.run(["reboot"]).exit_code == 0
    deadline_s = time.monotonic() + 5
    while link.is_alive and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not link.is_alive
    fresh = None
    while fresh is None:
        try:
            fresh = open_ssh(board.address, access(board))
        except TrackbenchError:
            assert time.monotonic() < deadline_s
            time.sleep(0.1)
    assert fresh.run(["cat", "/proc/sys/kernel/random/boot_id"]).stdout != boot_id
    fresh.close()


def test_half_open(board, link):
    board.set_fault(Fault.HALF_OPEN)
    try:
        time.sleep(0.6)
        with pytest.raises((CommandTimedOut, LinkBroken)):
            link.run(["true"], timeout_s=0.5)
    finally:
        board.set_fault(Fault.HALF_OPEN, on=False)
    fresh = open_ssh(board.address, access(board))
    assert fresh.run(["true"]).exit_code == 0
    fresh.close()


def test_changed_host_key(board):
    board.set_fault(Fault.CHANGED_HOST_KEY)
    try:
        with pytest.raises(HostKeyChanged):
            open_ssh(board.address, access(board))
    finally:
        board.set_fault(Fault.CHANGED_HOST_KEY, on=False)
    open_ssh(board.address, access(board)).close()


def test_openssh_to_openssh(board):
    ssh, sftp = shutil.which("ssh"), shutil.which("sftp")
    if ssh is None or sftp is None:
        pytest.skip("no ssh client")
    options = ["-o", f"UserKnownHostsFile={board.known_hosts}", "-o", "IdentitiesOnly=yes", "-F", "none"]
    options += ["-i", str(board.address.key_file)]
    target = f"{board.address.user}@127.0.0.1"
    port = str(board.address.port)
    done = subprocess.run(
        [ssh, *options, "-p", port, target, "hostname | head -c 3"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (0, b"vir"), done.stderr
    done = subprocess.run(
        [sftp, *options, "-P", port, "-b", "-", target],
        input="ls /root/bits\n",
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    assert "24030104" in done.stdout


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_ladder_model_and_network(family, tmp_path: Path):
    """The whole way, with the file that is uploaded computing what it should."""
    model = save_tiny(tmp_path / "tiny.onnx")
    with VirtualBoardProcess(tmp_path / "state", family=family, server="openssh") as process:
        board = Board(process.address, access(process))
        try:
            results = board.check()
            failed = [one for one in results if one.state is CheckState.FAIL]
            assert not failed, failed
            assert board.summary.family == family
            if FAMILIES[family].service is not None:
                lines: list[str] = []
                board.service_log(lines.append)
                board.start_service()
                assert board.service_is_running
                assert any("wait for new connection" in line for line in lines)
                assert board.stop_service()
            board.push_model(model)
            network = board.open_network(model.name)
            search = np.arange(192, dtype=np.float32).reshape(1, 3, 8, 8)
            feeds = {"search": search, "template": np.full((1, 3, 4, 4), 2, np.float32)}
            outputs = network.run(feeds, StageClock())
            np.testing.assert_allclose(np.asarray(outputs["y"]), search * 2 + 1, rtol=1e-5)
            network.close()
        finally:
            board.close()


@pytest.mark.parametrize("more", [["--password", "x"], ["--fault", "wrong-password"]])
def test_it_knows_no_passwords(more):
    command = [sys.executable, "-m", "engines.virtual", "--server", "openssh", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert "knows no passwords" in done.stderr
