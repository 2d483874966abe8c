"""`trackbench board check HOST --json` against every fault, and against what is no board at all.

What the check finds is said with cause and remedy, the exit code tells whether one can go on, and afterwards
the known keys and the files on the board are as before, and the next check is well.
"""

from __future__ import annotations

import json
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.paths import user_paths
from engines.boards.host_keys import fingerprint_of
from engines.boards.ssh_login import Access, open_ssh
from engines.virtual.faults import Fault
from engines.virtual.keys import load_or_make
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

PASSWORD = "let me in"


@pytest.fixture(scope="module")
def board(tmp_path_factory) -> Iterator[VirtualBoardProcess]:
    folder = tmp_path_factory.mktemp("board")
    with VirtualBoardProcess(folder, password=PASSWORD, reboot_s=0.3) as board:
        yield board


@pytest.fixture
def known_hosts(board, private_home) -> Path:
    """The board's key is known, and its user's key is the usual one."""
    path = user_paths().known_hosts
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(board.known_hosts, path)
    (private_home / ".ssh").mkdir()
    shutil.copy(board.state / "user_key", private_home / ".ssh" / "id_ed25519")
    return path


@pytest.fixture
def run(capsys, language_c_locale):
    """Runs `trackbench board ...`; gives (exit code, stdout, stderr)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["board", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def check(run):
    """Checks a board; gives the exit code and the rungs by name."""

    def check(address: object) -> tuple[int, dict[str, dict[str, str]]]:
        code, out, err = run("check", address, "--json")
        assert err == ""
        return code, {rung["name"]: rung for rung in json.loads(out)}

    return check


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def files_of(board: VirtualBoardProcess) -> dict[str, bytes]:
    root = board.state / "files" / "root" / "models"
    return {path.name: path.read_bytes() for path in root.glob("*")} if root.is_dir() else {}


def failed_rungs(rungs) -> list[str]:
    return [name for name, rung in rungs.items() if rung["state"] == "fail"]


CASES = [
    (Fault.CHANGED_HOST_KEY, 1, "host_key", "fail", "has CHANGED", "something else answers in its place"),
    (Fault.FULL_DISK, 1, "disk", "fail", "less than", "Remove files from the board."),
    (Fault.VERSION_MISMATCH, 0, "runtime", "warn", "have different versions", "Install all of them in 3.7.1"),
    (Fault.CLOCK_SKEW, 0, "clock", "warn", "s behind", "date -s, or a time server"),
    (Fault.PORT_TAKEN, 0, "service", "warn", "taken by somebody-elses-server (process", "Stop that program."),
    (Fault.WRONG_BITSTREAM, 0, "bitstream", "ok", "", ""),
    (Fault.SLOW_LINK, 0, "inference", "ok", "", ""),
    (Fault.LOSSY_LINK, 0, "inference", "ok", "", ""),
    (Fault.CORRUPTED_MODEL, 0, "model", "warn", "differs from what was sent", "Upload it again"),
]


@pytest.mark.parametrize(("fault", "code", "rung", "state", "cause", "remedy"), CASES, ids=lambda v: str(v))
def test_a_fault_is_named_and_nothing_is_lost(
    board, check, known_hosts, fault, code, rung, state, cause, remedy
):
    known, files = known_hosts.read_bytes(), files_of(board)
    board.set_fault(fault)
    try:
        found_code, rungs = check(board.address)
    finally:
        board.set_fault(fault, on=False)
    found = rungs[rung]
    assert (found_code, found["state"]) == (code, state), rungs
    assert cause in found["cause"] and remedy in found["remedy"]
    assert failed_rungs(rungs) == ([rung] if code else [])
    after = list(rungs)[list(rungs).index(rung) + 1 :]
    assert not code or {rungs[name]["state"] for name in after} == {"skipped"}
    if fault is Fault.WRONG_BITSTREAM:
        assert found["evidence"].startswith("v1 (24030104)")
    if fault is Fault.CHANGED_HOST_KEY:
        for name in ("host_key", "changed_host_key"):
            assert fingerprint_of(load_or_make(board.state / name)) in found["cause"]
    assert known_hosts.read_bytes() == known
    if fault is not Fault.CORRUPTED_MODEL:  # it hits what is stored; the next upload mends it
        assert files.items() <= files_of(board).items()


def test_all_is_well_again_after_all_that(board, check, known_hosts):
    code, rungs = check(board.address)
    assert code == 0 and {rung["state"] for rung in rungs.values()} == {"ok"}, rungs


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.SERVICE_REFUSES, "the device cannot be opened"),
        (Fault.PORT_TAKEN, "port 9981 is taken by somebody-elses-server"),
    ],
)
def test_a_service_that_cannot_start(board, run, known_hosts, fault, words):
    board.set_fault(fault)
    try:
        code, out, err = run("serve", "start", board.address)
    finally:
        board.set_fault(fault, on=False)
    assert (code, out) == (1, "") and words in err and "another program may hold the accelerator" in err
    assert run("serve", "status", board.address)[1] == "icraft-serve does not run\n"
    assert "started by trackbench" in run("serve", "start", board.address)[1]
    assert run("serve", "stop", board.address)[0] == 0


def test_a_service_that_crashes(board, run, known_hosts):
    assert run("serve", "start", board.address)[0] == 0
    board.set_fault(Fault.SERVICE_CRASH)
    board.set_fault(Fault.SERVICE_CRASH, on=False)
    link = open_ssh(board.address, Access(board.known_hosts, use_ssh_agent=False))
    while link.run(["pidof", "icraft-serve"]).exit_code == 0:
        pass
    link.close()
    assert run("serve", "status", board.address)[1] == "icraft-serve does not run\n"
    assert "wait for new connection" in run("serve", "log", board.address)[1], "its log is kept"
    assert run("serve", "start", board.address)[0] == 0
    assert run("serve", "stop", board.address)[0] == 0


def test_a_board_that_goes_silent_meanwhile(board, check, run, known_hosts, monkeypatch):
    """The half of the ladder that was climbed is told, and the command ends."""
    from engines.boards.board_rungs import BoardRungs

    clock = BoardRungs.clock

    def silent(self):
        board.set_fault(Fault.HALF_OPEN)
        while True:  # the virtual board answers for a moment
            clock(self)

    monkeypatch.setattr(BoardRungs, "clock", silent)
    try:
        code, rungs = check(board.address)
    finally:
        board.set_fault(Fault.HALF_OPEN, on=False)
    assert code == 1 and failed_rungs(rungs) == ["clock"]
    assert rungs["clock"]["cause"] == "The connection to 127.0.0.1 is lost."
    assert rungs["clock"]["remedy"] == "Check cable and power, then connect again."
    assert (rungs["disk"]["state"], rungs["agent"]["state"]) == ("ok", "skipped")
    monkeypatch.undo()


def test_a_board_that_reboots_meanwhile(board, check, known_hosts, monkeypatch):
    from engines.boards.board_rungs import BoardRungs

    clock, files = BoardRungs.clock, files_of(board)

    def going_down(self):
        board.set_fault(Fault.REBOOT)
        while True:
            clock(self)

    with monkeypatch.context() as patch:
        patch.setattr(BoardRungs, "clock", going_down)
        code, rungs = check(board.address)
    assert code == 1 and failed_rungs(rungs) == ["clock"] and "is lost" in rungs["clock"]["cause"]
    deadline_s = time.monotonic() + 20
    while not is_open(board.address.port):
        assert time.monotonic() < deadline_s
    assert check(board.address)[0] == 0
    assert files.items() <= files_of(board).items()


# -- who is not let in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_refused", "tried"), [(True, "with this password"), (False, "")], ids=["wrong", "right"]
)
def test_a_password(board, check, known_hosts, monkeypatch, is_refused, tried, private_home):
    (private_home / ".ssh" / "id_ed25519").unlink()
    monkeypatch.setattr("app.boards.ask_secret", lambda *_prompt, **_more: PASSWORD)
    known = known_hosts.read_bytes()
    board.set_fault(Fault.WRONG_PASSWORD, on=is_refused)
    try:
        code, rungs = check(board.address)
    finally:
        board.set_fault(Fault.WRONG_PASSWORD, on=False)
    assert code == int(is_refused)
    assert failed_rungs(rungs) == (["log_in"] if is_refused else [])
    if is_refused:
        assert f"does not let root in {tried}" in rungs["log_in"]["cause"]
        assert "Check user, key and password" in rungs["log_in"]["remedy"]
    assert known_hosts.read_bytes() == known


def test_a_wrong_key(board, check, known_hosts, private_home):
    path = private_home / ".ssh" / "id_ed25519"
    path.unlink()
    load_or_make(path)
    before = path.read_bytes()
    code, rungs = check(board.address)
    assert code == 1 and failed_rungs(rungs) == ["log_in"]
    assert "does not let root in with the key" in rungs["log_in"]["cause"] and "id_ed25519" in str(rungs)
    assert path.read_bytes() == before


def test_an_unknown_key_is_not_trusted_where_nobody_can_be_asked(board, check, known_hosts):
    known_hosts.unlink()
    code, rungs = check(board.address)
    assert code == 1 and failed_rungs(rungs) == ["host_key"]
    assert "is not known here" in rungs["host_key"]["cause"] and "SHA256:" in rungs["host_key"]["cause"]
    assert "Compare it with the board's own" in rungs["host_key"]["remedy"]
    assert not known_hosts.exists()


# -- what is no board --------------------------------------------------------------------------------


def test_nobody_listens(check, known_hosts):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    code, rungs = check(f"root@127.0.0.1:{port}")
    assert code == 1 and failed_rungs(rungs) == ["ssh"]
    assert f"nothing listens on port {port}" in rungs["ssh"]["cause"]
    assert "systemctl start sshd" in rungs["ssh"]["remedy"]


def test_nobody_is_there(check, known_hosts, monkeypatch):
    def vanish(*_arguments: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr("engines.boards.ssh_login.socket.create_connection", vanish)
    code, rungs = check("root@192.0.2.1")
    assert code == 1 and failed_rungs(rungs) == ["reachable"]
    assert "No answer from 192.0.2.1" in rungs["reachable"]["cause"] and rungs["reachable"]["remedy"]


def test_an_ordinary_computer_is_no_board(check, known_hosts, private_home):
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        shutil.copy(folder / "user_key", private_home / ".ssh" / "id_ed25519")
        shutil.copy(folder / "known_hosts", known_hosts)
        before = sorted((folder / "files").iterdir())
        code, rungs = check(rig.address)
        assert sorted((folder / "files").iterdir()) == before
    assert code == 1 and failed_rungs(rungs) == ["system"]
    assert "no sign of any known family" in rungs["system"]["cause"]
    assert "install the vendor's runtime" in rungs["system"]["remedy"]


@pytest.mark.parametrize(
    "name", ["a b", "x;reboot", "$(reboot)", "'x'", '"', "-oProxyCommand=x", "..", "h:0"]
)
def test_addresses_that_are_none(run, known_hosts, name):
    code, out, err = run("check", "--json", "--", name)
    assert code == 1 and "Traceback" not in err
    assert name in err or failed_rungs({rung["name"]: rung for rung in json.loads(out)})
