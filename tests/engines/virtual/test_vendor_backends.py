"""The agent's backends for the vendors' libraries, on the virtual boards, through everything between."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engines.boards.board import Board
from engines.boards.ssh_login import Access
from engines.errors import TrackbenchError
from engines.timing import StageClock
from engines.virtual.compiled import compile_for
from engines.virtual.faults import Faults
from engines.virtual.icraft import ICRAFT, serve
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.machine import Machine
from engines.virtual.main import FAMILIES
from engines.virtual.python_program import DOUBLES
from engines.virtual.sandbox import Sandbox
from tests.engines.agent.tiny_models import save_tiny
from tests.engines.virtual.shells import Recorder

SEARCH = np.arange(192, dtype=np.float32).reshape(1, 3, 8, 8)
TEMPLATE = np.full((1, 3, 4, 4), 2, np.float32)


def channels_last(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1))


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_compiled_model_runs(family, tmp_path: Path):
    """Checked by the whole ladder, uploaded, loaded by the vendor's API, run."""
    files = compile_for(family, save_tiny(tmp_path / "tiny.onnx"), tmp_path)
    with VirtualBoardProcess(tmp_path / "state", family=family) as process:
        board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False), backend=family)
        try:
            results = board.check()
            assert board.failure is None, results
            assert board.summary.family == family
            board.push_model(*files)
            network = board.open_network(files[0].name)
            feeds = {"search": SEARCH, "template": TEMPLATE}
            if family == "icraft":
                feeds = {name: channels_last(array) for name, array in feeds.items()}
            clock = StageClock()
            outputs = network.run(feeds, clock)
            y = np.asarray(outputs["y"])
            y = y.transpose(0, 3, 1, 2) if family == "icraft" else y
            np.testing.assert_allclose(y, SEARCH * 2 + 1, rtol=1e-5)
            network.close()
        finally:
            board.close()


def test_a_crash_of_the_library_is_told_and_survived(tmp_path: Path):
    """A json that does not belong to its raw ends the vendor's process; the next model finds a new one."""
    good = compile_for("icraft", save_tiny(tmp_path / "good.onnx"), tmp_path)
    bad = compile_for("icraft", save_tiny(tmp_path / "bad.onnx"), tmp_path)
    bad[1].write_bytes(bad[1].read_bytes() + b"x")
    with VirtualBoardProcess(tmp_path / "state") as process:
        board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False), backend="icraft")
        try:
            board.check()
            board.push_model(*bad)
            with pytest.raises(TrackbenchError) as crash:
                board.open_network(bad[0].name)
            assert "SIGSEGV" in str(crash.value) or "signal 11" in str(crash.value), str(crash.value)
            board.push_model(*good)
            network = board.open_network(good[0].name)
            feeds = {"search": channels_last(SEARCH), "template": channels_last(TEMPLATE)}
            outputs = network.run(feeds, StageClock())
            np.testing.assert_allclose(outputs["y"], channels_last(SEARCH * 2 + 1), rtol=1e-5)
            network.close()
        finally:
            board.close()


def test_icraft_over_the_service(tmp_path: Path):
    """`socket://` needs a running `icraft-serve`, which tells the board's bitstream."""
    machine = Machine(ICRAFT, Sandbox(tmp_path / "files"), Faults())
    machine.bitstream = "24030104"
    streams = Recorder()
    threading.Thread(target=serve, args=(machine, [], streams, 1), daemon=True).start()
    deadline_s = time.monotonic() + 5
    while b"wait for new connection" not in streams.data and time.monotonic() < deadline_s:
        time.sleep(0.02)
    url = f"socket://ql100aiu@127.0.0.1:{machine.real_port(9981)}?npu=0x40000000&dma=0x80000000"
    script = (
        "import sys\nfrom icraft.xrt import *\ndevice = Device.Open(sys.argv[1])\n"
        "print(device.version()['device'])\nDevice.Close(device)"
    )
    command = [sys.executable, "-s", "-P", "-c", script, url]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(DOUBLES)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment)
    assert "Device Protocol: socket\n" in done.stdout, done.stderr
    assert done.stdout.endswith("24030104\n[irpc::port::client::tcp::deinit] socket fd closed\n")
    while b"socket fd closed" not in streams.data and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert b"socket fd closed" in streams.data
    machine.stop_all()
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment)
    assert "11014" in done.stderr
