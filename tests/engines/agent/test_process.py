"""The agent as a process: ready line, end with its standard input, clear failures."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

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


TOKEN = "0123456789abcdef-XYZ"


def test_a_direct_port_needs_a_token():
    done = subprocess.run([*COMMAND, "--host", "0.0.0.0"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "needs a token" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("text", ["", "short", "has spaces in it, which is bad"])
def test_tokens_that_are_none(tmp_path: Path, text):
    (tmp_path / "token").write_text(text)
    done = subprocess.run(
        [*COMMAND, "--token-file", str(tmp_path / "token")], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert "token" in done.stderr
    assert not text or text not in done.stderr


@pytest.mark.parametrize("by_file", [True, False])
def test_with_a_token_only_who_has_it_is_answered(tmp_path: Path, by_file):
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    arguments = ["--token-file", str(file)] if by_file else []
    environment = dict(os.environ) if by_file else {**os.environ, "TRACKBENCH_AGENT_TOKEN": TOKEN}
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        port = int(process.stdout.readline().rpartition(":")[2])
        answers = {}
        for given in ("", f"Bearer {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer é"):
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                headers = {"Authorization": given.encode("latin-1")} if given else {}
                # Not even read before the token was seen.
                connection.request("POST", "/v2/repository/index", b"{", headers)
                answers[given] = connection.getresponse().status
        process.stdin.close()
        process.wait(10)
    assert answers == {
        "": 401, f"Bearer {TOKEN}": 400, f"Bearer {TOKEN}x": 401, TOKEN: 401, "Bearer é": 401,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--option", "speed"], "KEY=VALUE"),
        (["--option", "speed=1"], "no option 'speed'"),
        (["--model", "tiny"], "NAME=FILE"),
        (["--backend", "ascend"], "not installed"),
    ],
)
def test_what_cannot_be_started_is_one_clear_line(arguments, words):
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
