"""The agent as a process: ready line, end with its standard input, clear failures."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.engines.agent.tiny_models import save_tiny

COMMAND = [sys.executable, "-m", "engines.agent"]


def test_ends_when_its_standard_input_ends(tmp_path: Path):
    model = save_tiny(tmp_path / "tiny.onnx")
    with subprocess.Popen(
        [*COMMAND, "--model", f"tiny={model}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+\n", process.stdout.readline())
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_missing_model_is_one_clear_line(tmp_path: Path):
    done = subprocess.run(
        [*COMMAND, "--model", f"tiny={tmp_path / 'none.onnx'}"], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "none.onnx" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_one_clear_line():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "in use" in done.stderr
