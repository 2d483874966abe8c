"""The doctor on all three families: what each rung says, and what it says about each fault."""

from __future__ import annotations

import dataclasses
import socket
import threading
import time
from pathlib import Path

import pytest

from engines.board_values import BoardAddress, CheckState
from engines.boards.board import Board
from engines.boards.board_rungs import BoardRungs, Findings
from engines.boards.families import PROFILES
from engines.boards.link import CommandResult
from engines.boards.profile import DeviceNode
from engines.boards.ssh_login import Access
from engines.virtual.faults import Fault
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.agent.tiny_models import save_tiny
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

NO_NEED = {"rdk_x5": {"bitstream", "service"}, "ascend": {"bitstream", "service"}, "icraft": set()}
VERSIONS = {"icraft": "3.7.1", "rdk_x5": "3.5.0", "ascend": "22.0.2"}


@pytest.fixture(scope="module", params=sorted(PROFILES))
def process(request):
    with short_temporary_folder() as state, VirtualBoardProcess(state, family=request.param) as process:
        process.family = request.param
        yield process


@pytest.fixture
def board(process):
    board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False))
    yield board
    board.close()


def by_name(results):
    return {result.name: result for result in results}


def test_every_family_is_recognised_and_every_rung_says_something(process, board):
    results = board.check()
    assert board.failure is None
    assert (board.profile.family, board.summary.family) == (process.family, process.family)
    assert board.summary.is_virtual and board.summary.runtime_version == VERSIONS[process.family]
    for result in results:
        skipped = result.name in NO_NEED[process.family]
        assert result.state is (CheckState.SKIPPED if skipped else CheckState.OK), result
        assert result.cause if skipped else result.evidence
    found = by_name(results)
    assert "(lo)" in found["reachable"].evidence
    assert "user_key" in found["log_in"].evidence
    assert "ms there and back" in found["inference"].evidence


def test_a_model_that_was_asked_for_must_load_and_run(process, board, tmp_path: Path):
    save_tiny(tmp_path / "good.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    board.check()
    board.push_model(tmp_path / "good.onnx", tmp_path / "bad.onnx")
    found = by_name(board.check(model="good.onnx"))
    assert found["model"].state is found["inference"].state is CheckState.OK
    assert found["model"].evidence.startswith("good.onnx")
    for name in ("bad.onnx", "none.onnx"):
        found = by_name(board.check(model=name))
        assert found["model"].state is CheckState.FAIL and name in found["model"].cause
        assert found["model"].remedy and found["inference"].state is CheckState.SKIPPED
        assert board.failure is not None and board.is_connected
    found = by_name(board.check())  # the smallest one, chosen by the doctor itself, is broken
    assert found["model"].state is CheckState.WARN and "bad.onnx" in found["model"].cause
    assert found["inference"].state is CheckState.SKIPPED
    assert board.failure is None, "one broken file does not keep anybody from the board"


@pytest.mark.parametrize(
    ("fault", "rung", "state"),
    [
        (Fault.FULL_DISK, "disk", CheckState.FAIL),
        (Fault.CLOCK_SKEW, "clock", CheckState.WARN),
    ],
)
def test_faults_of_every_family(process, board, fault, rung, state):
    process.set_fault(fault)
    try:
        results = board.check()
    finally:
        process.set_fault(fault, on=False)
    found = by_name(results)[rung]
    assert found.state is state and found.cause and found.remedy
    if state is CheckState.FAIL:
        names = [result.name for result in results]
        assert {result.state for result in results[names.index(rung) + 1 :]} == {CheckState.SKIPPED}
        assert board.is_connected, "what was reached stays usable"
    board.check()
    assert board.failure is None


def test_versions_that_do_not_agree(process, board):
    if process.family == "ascend":
        pytest.skip("nothing says which driver belongs to which ais_bench")
    process.set_fault(Fault.VERSION_MISMATCH)
    try:
        found = by_name(board.check())["runtime"]
    finally:
        process.set_fault(Fault.VERSION_MISMATCH, on=False)
    assert found.state is CheckState.WARN and found.remedy
    assert {"icraft": "customop", "rdk_x5": "hobot-spdev"}[process.family] in found.cause


def test_a_port_that_somebody_else_has(process, board):
    if process.family != "icraft":
        pytest.skip("has no service")
    process.set_fault(Fault.PORT_TAKEN)
    try:
        found = by_name(board.check())["service"]
    finally:
        process.set_fault(Fault.PORT_TAKEN, on=False)
    assert found.state is CheckState.WARN and "9981" in found.cause and "process" in found.evidence


def test_another_user_gets_folders_of_his_own_and_is_told(process):
    access = Access(process.known_hosts, use_ssh_agent=False)
    user = {"icraft": "root", "rdk_x5": "sunrise", "ascend": "HwHiAiUser"}[process.family]
    board = Board(dataclasses.replace(process.address, user=user), access)
    try:
        found = by_name(board.check())
        assert board.failure is None, board.failure
        assert found["system"].state is CheckState.OK
        home = "/root" if user == "root" else f"/home/{user}"
        assert board.profile.model_folder == f"{home}/models"
    finally:
        board.close()


def test_the_vendors_backend_computes_on_its_double(process, tmp_path: Path):
    access = Access(process.known_hosts, use_ssh_agent=False)
    board = Board(process.address, access, backend=process.family)
    try:
        found = by_name(board.check())
        assert found["agent"].evidence.startswith(process.family)
        assert found["inference"].state is CheckState.OK, found
        assert "simulated" in found["inference"].evidence
    finally:
        board.close()


def test_a_board_that_takes_bytes_and_says_nothing_is_told_in_time():
    with short_temporary_folder() as state, VirtualBoardProcess(state, faults=["half-open"]) as process:
        board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False, timeout_s=1))
        start_s = time.monotonic()
        found = by_name(board.check())
        assert time.monotonic() - start_s < 5
        board.close()
    assert found["reachable"].state is CheckState.OK
    assert found["ssh"].state is CheckState.FAIL and found["ssh"].remedy
    assert found["host_key"].state is CheckState.SKIPPED


@pytest.mark.parametrize(
    ("faults", "rung", "word"),
    [
        (["wrong-password"], "log_in", "let root in"),
        (["changed-host-key"], "host_key", "CHANGED"),
    ],
)
def test_who_is_not_let_in_learns_why(faults, rung, word):
    with (
        short_temporary_folder() as state,
        VirtualBoardProcess(state, faults=faults, password="let me in") as process,
    ):
        known = process.known_hosts.read_bytes()
        access = Access(process.known_hosts, ask_secret=lambda _p: "let me in", use_ssh_agent=False)
        board = Board(dataclasses.replace(process.address, key_file=None), access)
        found = by_name(board.check())
        board.close()
        assert found[rung].state is CheckState.FAIL and word in found[rung].cause and found[rung].remedy
        assert found["system"].state is CheckState.SKIPPED
        assert process.known_hosts.read_bytes() == known, "nothing is overwritten"


class Link:
    """A made-up board: answers by whole command line."""

    is_alive = True

    def __init__(self, answers):
        self.answers = answers

    def run(self, argv, *, timeout_s=15.0, stdin=b""):
        text = self.answers.get(" ".join(argv))
        return CommandResult(1, "", "no") if text is None else CommandResult(0, text, "")


def rungs(answers, profile=None, user="root"):
    findings = Findings(link=Link(answers), profile=profile)
    return findings, BoardRungs(BoardAddress("board", user=user), findings)


ARM = {"uname -m": "aarch64\n", "uname -n": "thing\n", "cat /proc/stat": "btime 1700000000\n"}


@pytest.mark.parametrize(
    ("answers", "user", "state", "word"),
    [
        (ARM, "root", CheckState.FAIL, "no sign of any known family"),
        (ARM | {"icraft --version": " * v3.7.1\n"}, "root", CheckState.OK, ""),
        (ARM | {"icraft --version": " * v3.7.1\n"}, "pilot", CheckState.WARN, "root"),
        (
            ARM | {"uname -m": "riscv64\n", "icraft --version": " * 3.7.1\n"},
            "root",
            CheckState.FAIL,
            "riscv64",
        ),
        ({}, "root", CheckState.FAIL, "no sign"),
    ],
)
def test_what_a_system_is_taken_for(answers, user, state, word):
    findings, board = rungs(answers, user=user)
    seen = board.system()
    assert seen.state is state and word in seen.cause
    assert bool(seen.remedy) == (state is not CheckState.OK)
    assert findings.boot_id == ("1700000000" if answers else "")


def test_a_runtime_without_a_version():
    ascend = PROFILES["ascend"]
    pip = " ".join(ascend.packages_argv)
    _findings, board = rungs({pip: "ais-bench==0.0.2\naclruntime==0.0.2\n"}, ascend)
    assert board.runtime().state is CheckState.WARN, "its version file is unverified"
    _findings, board = rungs({"dpkg -l": "ii  hobot-spdev  3.5.0 arm64\n"}, PROFILES["rdk_x5"])
    assert board.runtime().state is CheckState.FAIL
    _findings, board = rungs({"cat /etc/version": "3.5.0\n", "dpkg -l": ""}, PROFILES["rdk_x5"])
    assert "hobot-spdev" in board.runtime().cause


@pytest.mark.parametrize(
    ("there", "is_virtual", "state"),
    [
        (("/dev/a", "/dev/b"), False, CheckState.OK),
        (("/dev/a",), False, CheckState.WARN),
        (("/dev/b",), False, CheckState.FAIL),
        ((), False, CheckState.FAIL),
        ((), True, CheckState.OK),
        (("/dev/a",), True, CheckState.WARN),
    ],
)
def test_device_nodes(there, is_virtual, state):
    nodes = (DeviceNode("/dev/a", "the first", is_needed=True), DeviceNode("/dev/b", "the second"))
    profile = dataclasses.replace(PROFILES["icraft"], device_nodes=nodes)
    findings, board = rungs({f"ls -d -- {path}": path for path in there}, profile)
    findings.is_virtual = is_virtual
    seen = board.device_nodes()
    assert seen.state is state
    assert all(path in seen.evidence for path in there)
    assert (state is CheckState.OK) != ("/dev/" in seen.cause)


def test_a_service_names_its_owner():
    row = 'LISTEN 0 5 0.0.0.0:9981 0.0.0.0:* users:(("{name}",pid=77,fd=5))\n'
    for name, state in (("icraft-serve", CheckState.OK), ("python3", CheckState.WARN)):
        answers = {"ss -ltnp": row.format(name=name), "stat -c %U /proc/77": "root\n"}
        _findings, board = rungs(answers, PROFILES["icraft"])
        seen = board.service()
        assert seen.state is state and f"{name} (process 77 of root)" in seen.evidence
    _findings, board = rungs({"ss -ltnp": "LISTEN 0 5 0.0.0.0:9981 0.0.0.0:*\n"}, PROFILES["icraft"])
    assert "somebody (process unknown)" in board.service().evidence


def test_a_computer_is_no_board():
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        board = Board(rig.address, rig.access)
        found = by_name(board.check())
        board.close()
    assert found["log_in"].state is CheckState.OK
    assert found["system"].state is CheckState.FAIL and found["system"].remedy
    assert found["runtime"].state is CheckState.SKIPPED


def test_what_answers_with_garbage_is_told_apart(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def serve():
            with listener.accept()[0] as sock:
                sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        board = Board(
            BoardAddress("127.0.0.1", listener.getsockname()[1]), Access(tmp_path / "known", timeout_s=3)
        )
        found = by_name(board.check())
        thread.join(10)
    assert found["reachable"].state is CheckState.OK
    assert found["ssh"].state is CheckState.FAIL and "not an SSH server" in found["ssh"].cause
    assert found["log_in"].state is CheckState.SKIPPED
