"""Each fault through a real SSH connection: what a client meets, and that all is well again afterwards."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from engines.boards.errors import (
    CommandTimedOut,
    HostKeyChanged,
    LinkBroken,
    LoginRefused,
    NoSpace,
    TransferFailed,
    VirtualBoardFailed,
)
from engines.boards.families import PROFILES
from engines.boards.ssh import SshLink
from engines.boards.ssh_login import Access, open_ssh
from engines.boards.store import upload
from engines.errors import TrackbenchError
from engines.virtual.faults import FAULT_NAMES, Fault, fault_named
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.main import FAMILIES

PASSWORD = "let me in"
REBOOT_S = 0.3
BLOB = bytes(range(256)) * 512


@pytest.fixture(scope="module")
def board(tmp_path_factory) -> Iterator[VirtualBoardProcess]:
    folder = tmp_path_factory.mktemp("board")
    with VirtualBoardProcess(folder, password=PASSWORD, reboot_s=REBOOT_S) as board:
        yield board


@pytest.fixture
def link(board) -> Iterator[SshLink]:
    link = logged_in(board)
    yield link
    link.close()


def logged_in(board: VirtualBoardProcess, **options) -> SshLink:
    return open_ssh(board.address, Access(board.known_hosts, use_ssh_agent=False, **options))


@contextmanager
def fault(board: VirtualBoardProcess, name: Fault) -> Iterator[None]:
    board.set_fault(name)
    try:
        yield
    finally:
        board.set_fault(name, on=False)


def until(holds: Callable[[], object], limit_s: float = 8.0) -> object:
    deadline_s = time.monotonic() + limit_s
    while time.monotonic() < deadline_s:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


def is_open(board: VirtualBoardProcess) -> bool:
    try:
        socket.create_connection(("127.0.0.1", board.address.port), 1).close()
    except OSError:
        return False
    return True


def out(link: SshLink, *argv: str) -> str:
    return link.run(argv).stdout


def start_service(link: SshLink):
    process = link.start(["icraft-serve"])
    return process, process.wait_line(lambda line: "wait for new connection" in line, 5)


def test_names():
    assert set(Fault) <= set(FAULT_NAMES)
    assert fault_named("wrong-host-key") is Fault.CHANGED_HOST_KEY
    with pytest.raises(ValueError, match="none"):
        fault_named("none")


@pytest.mark.parametrize("how", ["reboot", "trackbench-virtual fault reboot"])
def test_reboot(board, link, how):
    """The connection drops, the port is closed for a while, and nothing runs on a fresh board."""
    _, ready = start_service(link)
    assert ready
    first_pid = out(link, "pidof", "icraft-serve")
    boot_id = out(link, "cat", "/proc/sys/kernel/random/boot_id")
    link.put(BLOB, "/root/models/kept.bin")
    start_s = time.monotonic()
    assert link.run(how.split()).exit_code == 0
    until(lambda: not is_open(board))
    until(lambda: not link.is_alive)
    with pytest.raises(LinkBroken):
        link.run(["true"])
    until(lambda: is_open(board))
    assert time.monotonic() - start_s > REBOOT_S
    fresh = logged_in(board)
    assert float(out(fresh, "cat", "/proc/uptime").split()[0]) < 5
    assert out(fresh, "cat", "/proc/sys/kernel/random/boot_id") != boot_id
    assert fresh.run(["pidof", "icraft-serve"]).exit_code == 1
    assert "9981" not in out(fresh, "ss", "-ltnp")
    assert "reboot" not in out(fresh, "trackbench-virtual", "faults")
    assert fresh.get("/root/models/kept.bin") == BLOB
    _, ready = start_service(fresh)
    assert ready
    assert out(fresh, "pidof", "icraft-serve") <= first_pid  # numbers begin anew
    fresh.run(["kill", out(fresh, "pidof", "icraft-serve").strip()])
    until(lambda: fresh.run(["pidof", "icraft-serve"]).exit_code == 1)
    fresh.close()


def test_a_reboot_loads_the_boot_file(board, link):
    identity_argv = PROFILES["icraft"].identity_argv
    read = PROFILES["icraft"].read_identity
    assert read(out(link, *identity_argv)) == "25060601"
    name = next(one.name for one in link.list_folder("/root/bits") if "24030104" in one.name)
    link.run(["cp", "--", f"/root/bits/{name}", "/root/bits/BOOT.bin"])
    for content, identity in ((None, "24030104"), (b"no bitstream", None), ("remove", "25060601")):
        if content == "remove":
            link.run(["rm", "--", "/root/bits/BOOT.bin"])
        elif content is not None:
            link.put(content, "/root/bits/BOOT.bin")
        link.run(["reboot"])
        until(lambda: not is_open(board))
        until(lambda: is_open(board))
        link = logged_in(board)
        assert read(out(link, *identity_argv)) == identity
    link.close()


def test_service_crash(board, link):
    process, ready = start_service(link)
    assert ready
    with fault(board, Fault.SERVICE_CRASH):
        assert process.wait(5) not in (None, 0)
        # A new one ends after a short while as well.
        again, ready = start_service(link)
        assert ready
        assert again.wait(5) == 139
    process, ready = start_service(link)
    assert ready
    assert process.wait(0.8) is None
    link.run(["kill", out(link, "pidof", "icraft-serve").strip()])
    assert process.wait(5) == 143


def test_service_refuses(board, link):
    with fault(board, Fault.SERVICE_REFUSES):
        process, ready = start_service(link)
        assert ready is None
        assert process.wait(5) == 1
        assert "cannot be opened" in process.recent_lines[-1]
        assert "9981" not in out(link, "ss", "-ltnp")


def test_port_taken(board, link):
    with fault(board, Fault.PORT_TAKEN):
        row = next(line for line in out(link, "ss", "-ltnp").splitlines() if ":9981" in line)
        assert "somebody-elses-server" in row
        process, ready = start_service(link)
        assert ready is None
        assert process.wait(5) == 1
        channel = link.open_channel("127.0.0.1", 9981)  # it is really there
        channel.close()
    assert "9981" not in out(link, "ss", "-ltnp")


def test_slow_link(board, link):
    def took_s(work: Callable[[], object]) -> float:
        start_s = time.monotonic()
        work()
        return time.monotonic() - start_s

    def send() -> None:
        link.put(BLOB, "/root/models/slow.bin")

    quick_s = took_s(send)
    with fault(board, Fault.SLOW_LINK):
        slow_s = took_s(send)
        assert slow_s > max(0.5, 3 * quick_s)  # 128 KB at 250 KB/s
        assert took_s(lambda: link.run(["true"])) > 0.1
        assert link.get("/root/models/slow.bin") == BLOB
    assert took_s(send) < slow_s / 2


def test_lossy_link(board, link):
    """Pauses now and then, and every byte arrives."""

    def slowest_s(times: int) -> float:
        longest_s = 0.0
        for _ in range(times):
            start_s = time.monotonic()
            link.run(["true"])
            longest_s = max(longest_s, time.monotonic() - start_s)
        return longest_s

    usual_s = slowest_s(5)
    with fault(board, Fault.LOSSY_LINK):
        assert slowest_s(15) > max(0.2, 2 * usual_s)
        link.put(BLOB, "/root/models/lossy.bin")
        assert link.get("/root/models/lossy.bin") == BLOB


def test_half_open(board, link):
    """The old connection and new ones are accepted and say nothing; later everything goes on."""
    with fault(board, Fault.HALF_OPEN):
        time.sleep(0.6)
        start_s = time.monotonic()
        with pytest.raises((CommandTimedOut, LinkBroken)):
            link.run(["true"], timeout_s=0.5)
        with socket.create_connection(("127.0.0.1", board.address.port), 2) as sock:
            sock.settimeout(0.5)
            with pytest.raises(TimeoutError):
                sock.recv(1)
        with pytest.raises(TrackbenchError):
            logged_in(board, timeout_s=1.0)
        assert time.monotonic() - start_s < 8
    fresh = logged_in(board)
    assert fresh.run(["true"]).exit_code == 0
    fresh.close()


def test_half_open_still_answers_the_command_that_switches_it_on(board, link):
    try:
        assert link.run(["trackbench-virtual", "fault", "half-open"]).exit_code == 0
    finally:
        board.set_fault(Fault.HALF_OPEN, on=False)


def test_changed_host_key(board):
    known = board.known_hosts.read_bytes()
    with fault(board, Fault.CHANGED_HOST_KEY), pytest.raises(HostKeyChanged):
        logged_in(board)
    assert board.known_hosts.read_bytes() == known
    logged_in(board).close()


def test_wrong_password(board):
    by_password = replace(board.address, key_file=None)
    access = Access(board.known_hosts, ask_secret=lambda _prompt: PASSWORD, use_ssh_agent=False)
    open_ssh(by_password, access).close()
    with fault(board, Fault.WRONG_PASSWORD):
        with pytest.raises(LoginRefused):
            open_ssh(by_password, access)
        logged_in(board).close()  # the key still opens


def test_full_disk(board, link):
    link.put(BLOB, "/root/models/there.bin")
    with fault(board, Fault.FULL_DISK):
        assert out(link, "df", "-Pk", "/root").splitlines()[-1].split()[3] == "0"
        with pytest.raises(NoSpace):
            upload(link, BLOB, "/root/models/more.bin")
        # Who does not look beforehand is told, and stores nothing.
        with pytest.raises(TransferFailed):
            link.put(BLOB, "/root/models/blind.bin")
        assert link.get("/root/models/blind.bin") == b""
        assert link.get("/root/models/there.bin") == BLOB
    upload(link, BLOB, "/root/models/more.bin")
    assert link.get("/root/models/more.bin") == BLOB


def test_wrong_bitstream(board, link):
    identity_argv, read = PROFILES["icraft"].identity_argv, PROFILES["icraft"].read_identity
    with fault(board, Fault.WRONG_BITSTREAM):
        assert read(out(link, *identity_argv)) == "24030104"
    assert read(out(link, *identity_argv)) == "25060601"


def test_version_mismatch(board, link):
    with fault(board, Fault.VERSION_MISMATCH):
        assert "3.6.0" in out(link, "dpkg", "-l")
        assert "v3.7.1" in out(link, "icraft", "--version")
    assert "3.6.0" not in out(link, "dpkg", "-l")


def test_corrupted_model(board, link):
    """What is stored is not what was sent, in one byte; other files are spared."""
    link.put(BLOB, "/root/models/before.bin")
    with fault(board, Fault.CORRUPTED_MODEL):
        link.put(BLOB, "/root/models/after.bin")
        link.put(BLOB, "/root/other.bin")
        for name in ("before", "after"):
            stored = link.get(f"/root/models/{name}.bin")
            assert [i for i in range(len(BLOB)) if stored[i] != BLOB[i]] == [len(BLOB) // 2]
            digest = out(link, "sha256sum", f"/root/models/{name}.bin")[:64]
            assert digest == hashlib.sha256(stored).hexdigest()
        assert link.get("/root/other.bin") == BLOB
    link.put(BLOB, "/root/models/after.bin")
    assert link.get("/root/models/after.bin") == BLOB


def test_clock_skew(board, link):
    with fault(board, Fault.CLOCK_SKEW):
        assert time.time() - int(out(link, "date", "+%s")) > 86400
    assert abs(time.time() - int(out(link, "date", "+%s"))) < 10


def test_what_a_family_cannot_have(tmp_path: Path):
    with VirtualBoardProcess(tmp_path, family="rdk_x5") as board:
        for name in (Fault.PORT_TAKEN, Fault.WRONG_BITSTREAM):
            with pytest.raises(VirtualBoardFailed, match="rdk_x5 boards have nothing"):
                board.set_fault(name)
        with pytest.raises(VirtualBoardFailed, match="not understood"):
            board.control("explode")
        assert board.is_running
    with pytest.raises(VirtualBoardFailed, match="has ended"):
        board.set_fault(Fault.FULL_DISK)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--family", "ascend", "--fault", "service-crash"], "ascend boards have nothing"),
        (["--fault", "none"], "invalid choice"),
        (["--family", "none"], "invalid choice"),
    ],
)
def test_wrong_usage(arguments, message):
    command = [sys.executable, "-m", "engines.virtual", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_fault_from_the_start(family, tmp_path: Path):
    """All that do not keep a client out, together: the board comes up and says which are on."""
    keep_out = {Fault.HALF_OPEN, Fault.CHANGED_HOST_KEY, Fault.REBOOT, Fault.SLOW_LINK, Fault.LOSSY_LINK}
    wanted = [one for one in Fault if FAMILIES[family].can_have(one) and one not in keep_out]
    with VirtualBoardProcess(tmp_path, family=family, faults=wanted) as board:
        link = logged_in(board)
        assert out(link, "trackbench-virtual", "faults").split() == sorted(wanted)
        link.close()


def test_a_reboot_from_the_start(tmp_path: Path):
    with VirtualBoardProcess(tmp_path, faults=["reboot"], reboot_s=REBOOT_S) as board:
        link = logged_in(board)
        until(lambda: not link.is_alive)
        until(lambda: is_open(board))
        fresh = logged_in(board)
        assert out(fresh, "trackbench-virtual", "faults") == ""
        fresh.close()
