"""The virtual board by itself: its shell, its file system, its process."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engines.board_values import BoardAddress
from engines.boards.errors import VirtualBoardFailed
from engines.boards.host_keys import KnownHosts
from engines.boards.ssh_login import Access, open_ssh
from engines.virtual.commands import COMMANDS
from engines.virtual.faults import Faults
from engines.virtual.icraft import ICRAFT
from engines.virtual.keys import load_or_make
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.machine import Machine
from engines.virtual.main import FAMILIES
from engines.virtual.sandbox import Sandbox
from engines.virtual.shell import parse
from tests.engines.virtual.shells import sh


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(ICRAFT, Sandbox(tmp_path / "files"), Faults())


@pytest.mark.parametrize(
    ("line", "stages"),
    [
        ("uname -a", [["uname", "-a"]]),
        ("dpkg -l | grep -i icraft", [["dpkg", "-l"], ["grep", "-i", "icraft"]]),
        ("echo 'a | b; c'", [["echo", "a | b; c"]]),
        ("cat '/root/it'\"'\"'s'", [["cat", "/root/it's"]]),
        ("true; reboot", None),
        ("true && reboot", None),
        ("cat < /etc/passwd", None),
        ("echo x > /root/y", None),
        ("sleep 1 &", None),
        ("echo 'open", None),
        ("| grep x", None),
        ("", None),
    ],
)
def test_command_lines(line, stages):
    assert parse(line) == stages


def test_what_people_type_first(machine):
    assert sh(machine, "dpkg -l | grep -i CUSTOMOP")[1].split()[:3] == ["ii", "customop", "3.7.1"]
    assert sh(machine, "icraft --version")[1].startswith(
        "Icraft Version:\n * v3.7.1\n\nCLI Version:\n3.7.1.0-"
    )
    assert sh(machine, "uname -m")[1] == "aarch64\n"
    assert "virtual" in sh(machine, "cat /etc/hostname")[1]
    assert len(sh(machine, "ls -1 /root/bits")[1].splitlines()) == 2
    assert sh(machine, "shutdown") == (127, "", "sh: 1: shutdown: command not found\n")
    assert sh(machine, "echo $(shutdown)")[0] == 2
    assert sh(machine, "python3 -c 'import os'")[0] == 1


def test_files(machine):
    assert sh(machine, "mkdir -p /root/a/b")[0] == 0
    machine.sandbox.write("/root/a/x", b"hello")
    assert sh(machine, "mv -f -- /root/a/x /root/a/b/-y")[0] == 0
    assert sh(machine, "cat -- /root/a/b/-y")[1] == "hello"
    assert sh(machine, "rm -- /root/a/b/-y")[0] == 0
    assert sh(machine, "cat /root/a/b/-y")[0] == 1
    assert sh(machine, "rm -f -- /root/a/b/-y")[0] == 0


@pytest.mark.parametrize(
    "path", ["/../../../etc/passwd", "../../../../etc/passwd", "/etc/../../etc/shadow", "a\0b"]
)
def test_nothing_leads_outside(machine, path):
    assert sh(machine, f"cat '{path}'")[1] == ""
    (machine.sandbox.root / "root" / "way_out").symlink_to("/etc")
    assert sh(machine, "cat /root/way_out/passwd")[1] == ""
    assert sh(machine, "rm -f /root/way_out/passwd")[0] == 1


def test_every_command_survives_nonsense(machine):
    for name in {**COMMANDS, **ICRAFT.commands}:
        for args in ("", "--help x", "-- --", "'' ''", "/none /none /none", "99999999999999999999"):
            code, _, _ = sh(machine, f"{name} {args}")
            assert isinstance(code, int)


def test_ends_with_its_parent_and_keeps_its_state(tmp_path: Path):
    with VirtualBoardProcess(tmp_path) as first:
        link = open_ssh(first.address, Access(first.known_hosts, use_ssh_agent=False))
        link.put(b"kept", "/root/models/kept.bin")
        link.close()
        key = (tmp_path / "host_key.pub").read_text()
    assert not first.is_running
    first.stop()
    with VirtualBoardProcess(tmp_path) as second:
        link = open_ssh(second.address, Access(second.known_hosts, use_ssh_agent=False))
        assert link.get("/root/models/kept.bin") == b"kept"
        link.close()
    assert (tmp_path / "host_key.pub").read_text() == key


def test_clients_that_vanish_leave_no_errors_behind(tmp_path: Path):
    with VirtualBoardProcess(tmp_path) as board, socket.create_server(("127.0.0.1", 0)) as listener:
        for _ in range(10):
            link = open_ssh(board.address, Access(board.known_hosts, use_ssh_agent=False))
            link.start(["icraft-serve"])
            link.open_channel(*listener.getsockname())
            link._transport.sock.close()
            board.control("faults")
            link.close()
    assert [
        line for line in board.log if not line.startswith(("control: 0", "host key", "log in", "virtual"))
    ] == []


def test_a_taken_port_is_a_clear_failure(tmp_path: Path):
    with VirtualBoardProcess(tmp_path / "a") as first, pytest.raises(VirtualBoardFailed, match="in use"):
        VirtualBoardProcess(tmp_path / "b", port=first.address.port)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_by_hand_it_says_how_to_log_in(tmp_path: Path, family: str):
    """As the command line starts it, with a fault from the start."""
    more = ["--family", family, "--fault", "clock-skew", "--password", "try"]
    command = [sys.executable, "-m", "app", "board", "virtual", "--root", str(tmp_path), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(3)]
            port = int(lines[2].rpartition(":")[2])
            known_hosts = tmp_path / "known_hosts"
            KnownHosts(known_hosts).add("127.0.0.1", port, load_or_make(tmp_path / "host_key"))
            access = Access(known_hosts, ask_secret=lambda _prompt: "try", use_ssh_agent=False)
            link = open_ssh(BoardAddress("127.0.0.1", port, "root"), access)
            assert time.time() - int(link.run(["date", "+%s"]).stdout) > 86400
            link.close()
        finally:
            process.terminate()
            assert process.wait(10) == 0
    assert lines[0].startswith("host key SHA256:")
    assert str(tmp_path / "user_key") in lines[1]
    assert lines[2].startswith("virtual board listening on 127.0.0.1:")


def test_openssh_can_log_in(tmp_path: Path):
    """Any SSH client can, not only ours."""
    import shutil

    ssh = shutil.which("ssh")
    if ssh is None:
        pytest.skip("no ssh client")
    with VirtualBoardProcess(tmp_path) as board:
        options = ["-o", f"UserKnownHostsFile={board.known_hosts}", "-o", "IdentitiesOnly=yes", "-F", "none"]
        command = [ssh, *options, "-i", str(board.address.key_file), "-p", str(board.address.port)]
        done = subprocess.run(
            [*command, "root@127.0.0.1", "dpkg -l | grep -i icraft"],
            capture_output=True,
            text=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
        )
    assert done.returncode == 0, done.stderr
    assert "3.7.1" in done.stdout
