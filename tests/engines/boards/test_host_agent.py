"""Icraft's socket mode: the service on the board, the agent on this computer, and what may happen to them."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import dev
from engines.board_values import AgentPlace, CheckState
from engines.boards.agent_home import HostSide
from engines.boards.board import Board
from engines.boards.forward import LocalForward
from engines.boards.host_agent import HostAgent, HostAgentEnded
from engines.boards.host_python import HostPythonMissing
from engines.boards.icraft import ICRAFT
from engines.boards.ssh_login import open_ssh
from engines.networks.network import PixelFormat
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions, TokenRefused
from engines.origin import Origin
from engines.timing import StageClock
from engines.virtual.compiled import compile_for
from engines.virtual.python_program import DOUBLES

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the stand-in for the vendor's Python is a shell script"
)
SEARCH = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(1, 8, 8, 3)
TEMPLATE = np.full((1, 4, 4, 3), 2, np.float32)


def _with_everything(path: str) -> bool:
    script = "import numpy, onnxruntime"
    return subprocess.run([path, "-c", script], capture_output=True, timeout=60).returncode == 0


def _vendor_pythons() -> dict[str, str]:
    """This Python, and a real 3.8 if one with numpy and onnxruntime can be had (see `dev.py interop`)."""
    named = os.environ.get("TRACKBENCH_OLD_PYTHON", "").split(os.pathsep)
    found = [path for path in (*named, dev.old_pythons().get("3.8", "")) if "3.8" in path]
    real = next((path for path in found if _with_everything(path)), None)
    return {"ours": sys.executable, **({"3.8": real} if real else {})}


PYTHONS = _vendor_pythons()


def stand_in(folder: Path, python: str) -> str:
    """A Python with the double of the vendor's package on its path."""
    path = folder / "vendor python"
    environment = f"PYTHONPATH={shlex.quote(str(DOUBLES))} PYTHONDONTWRITEBYTECODE=1"
    path.write_text(f'#!/bin/sh\n{environment} exec {shlex.quote(python)} "$@"\n')
    path.chmod(0o755)
    return str(path)


def board_over_socket(rig, folder: Path, kind: str = "ours") -> Board:
    profile = ICRAFT
    if kind == "ours":
        profile = dataclasses.replace(
            ICRAFT, socket_mode=dataclasses.replace(ICRAFT.socket_mode, python=sys.version_info[:2])
        )
    host = HostSide(stand_in(folder, PYTHONS[kind]), AgentPlace.COMPUTER)
    return Board(rig.address, rig.access, profile, host=host)


@pytest.fixture
def board(virtual_board, tmp_path):
    board = board_over_socket(virtual_board, tmp_path)
    board.check()
    assert board.failure is None, board.failure
    yield board
    board.close()


@pytest.mark.parametrize("kind", PYTHONS)
def test_a_model_runs_over_the_service(virtual_board, tmp_path, model, kind):
    board = board_over_socket(virtual_board, tmp_path, kind)
    lines: list[str] = []
    board.service_log(lines.append)
    try:
        results = {result.name: result for result in board.check()}
        assert board.failure is None, board.failure
        assert results["agent"].evidence.startswith("icraft on this computer, port ")
        assert results["inference"].state is CheckState.OK, results["model"].cause
        assert board.summary.agent_is_here and board.service_is_ours
        pair = compile_for("icraft", model, tmp_path)
        board.push_model(*pair)
        stored = [entry.name for entry in board.link.list_folder(board.profile.model_folder)]
        assert pair[0].name not in stored, "nothing is sent to the board"
        assert pair[0].name in [entry.name for entry in board.models()]
        pixels = {"search": PixelFormat("RGB", (0, 0, 0), (0.5, 0.5, 0.5))}
        clock = StageClock(wants_layers=True)
        with closing(board.open_network(pair[0].name, pixels=pixels)) as network:
            y = network.run({"search": SEARCH, "template": TEMPLATE}, clock)["y"]
        np.testing.assert_allclose(y, SEARCH.astype("f4") * 0.5 * 2 + 1, rtol=1e-5)
        assert clock.layers.origin is Origin.SIMULATED, "this board is virtual"
        assert not any("socket fd closed" in line for line in lines)
    finally:
        board.close()
    assert any("socket fd closed" in line for line in lines), "the runtime let go of the board in order"


def test_a_model_of_the_boards_store_is_fetched(board, model, tmp_path):
    pair = compile_for("icraft", model, tmp_path)
    for path in pair:
        board.link.put(path, f"{board.profile.model_folder}/{path.name}")
    with closing(board.open_network(pair[0].name)) as network:
        y = network.run({"search": SEARCH.astype("f4"), "template": TEMPLATE}, StageClock())["y"]
    np.testing.assert_allclose(y, SEARCH.astype("f4") * 2 + 1)


def test_it_wants_the_token_that_only_we_have(board):
    agent = board.start_agent()
    url = f"http://127.0.0.1:{agent.port}"
    for token in (None, "x" * 40):
        with pytest.raises(TokenRefused):
            RemoteNetwork.at_url(url, "any", RemoteOptions(token=token, load=LoadRequest("any.onnx")))
    process = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(agent._process._process.pid)],
                             capture_output=True, text=True)  # fmt: skip
    if process.returncode == 0:
        assert "--backend icraft" in process.stdout
        assert agent.token not in process.stdout, "others can read a command line"


def test_it_goes_with_the_service_and_comes_back_with_it(board):
    first = board.start_agent()
    assert board.stop_service()
    assert not first.is_running and not board.summary.agent_is_here
    second = board.start_agent()
    assert second.is_running and board.service_is_running
    board.service_log(lambda _line: None)
    board._service._process.close()
    board.link.run(["kill", "-KILL", str(board._service._pid)])
    board._service._process.wait(5)
    third = board.start_agent()
    assert third is not second and third.is_running and board.service_is_running


def test_one_that_was_killed_is_told_and_replaced(board, model, tmp_path):
    pair = compile_for("icraft", model, tmp_path)
    board.push_model(*pair)
    agent = board.start_agent()
    with closing(board.open_network(pair[0].name)) as network:
        feeds = {"search": SEARCH.astype("f4"), "template": TEMPLATE}
        network.run(feeds, StageClock())
        os.kill(agent._process._process.pid, signal.SIGKILL)
        agent._process.wait(5)
        with pytest.raises(HostAgentEnded, match="this computer has ended"):
            network.run(feeds, StageClock())
    assert board.start_agent().is_running
    with closing(board.open_network(pair[0].name)) as network:
        assert network.run(feeds, StageClock())


def test_without_a_python_the_ladder_says_what_to_install(virtual_board):
    board = Board(virtual_board.address, virtual_board.access, host=HostSide("", AgentPlace.COMPUTER))
    try:
        results = {result.name: result for result in board.check()}
        assert results["agent"].state is CheckState.FAIL
        assert isinstance(board.failure, HostPythonMissing)
        assert "cp38" in results["agent"].remedy and "settings" in results["agent"].remedy
        assert not board.service_in_use, "nothing was started for nothing"
    finally:
        board.close()


def test_it_does_not_outlive_the_program_that_started_it(tmp_path):
    """Killed without a word, as by a crash: the end of standard input is all that the agent sees."""
    script = (
        "import sys, time; from pathlib import Path\n"
        "from engines.boards.host_agent import HostAgent\n"
        "agent = HostAgent(sys.argv[1], Path(sys.argv[2]), 'icraft', {'url': 'sim'})\n"
        "print(agent.port, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, stand_in(tmp_path, sys.executable), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=dev.ROOT) as program:
        assert program.stdout is not None
        port = int(program.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), 5) as sock:
            program.kill()
            sock.settimeout(15)
            with contextlib.suppress(ConnectionResetError):
                assert sock.recv(1) == b"", "it ended, and with it its connections"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def test_a_folder_that_cannot_be_entered_and_a_program_that_is_none(tmp_path):
    from engines.boards.errors import AgentNotStarted

    with pytest.raises(AgentNotStarted, match="this computer"):
        HostAgent(str(tmp_path / "none"), tmp_path, "icraft", {"url": "sim"})
    with pytest.raises(AgentNotStarted, match="neither ql100aiu nor zg330aiu"):
        HostAgent(stand_in(tmp_path, sys.executable), tmp_path, "icraft", {"url": "socket://x"})


def test_a_forwarded_port_leads_to_the_board_and_ends_with_us(virtual_board):
    link = open_ssh(virtual_board.address, virtual_board.access)
    forward = LocalForward(link, 9)  # nobody listens there
    try:
        with socket.create_connection(("127.0.0.1", forward.port), 5) as sock:
            sock.settimeout(10)
            assert sock.recv(1) == b""
    finally:
        forward.close()
        forward.close()
        link.close()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", forward.port), 1)
