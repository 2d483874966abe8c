"""Icraft's socket mode from the settings to a result file, as a person at a terminal has it."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import types

import pytest

from app.board_views import board_line
from app.boards import connect_for_run, host_side
from app.cli import main
from app.paths import user_paths
from app.settings import Settings, load_settings, save_settings
from app.settings_rows import setting_rows
from engines.board_values import AgentPlace, BoardAddress, BoardSummary
from engines.boards.agent_home import HostSide
from engines.boards.families import PROFILES
from engines.catalog import load_catalog
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import short_temporary_folder
from tests.engines.boards.test_host_agent import stand_in


def test_settings_and_environment_say_where_the_runtime_runs(monkeypatch):
    paths = user_paths()
    assert host_side(paths) == HostSide("", AgentPlace.AUTO)
    save_settings(
        paths.settings_file, Settings(icraft_python="/opt/py38/bin/python", icraft_agent="computer")
    )
    assert host_side(paths) == HostSide("/opt/py38/bin/python", AgentPlace.COMPUTER)
    monkeypatch.setenv("TRACKBENCH_ICRAFT_AGENT", "board")
    assert host_side(paths).place is AgentPlace.BOARD
    monkeypatch.setenv("TRACKBENCH_ICRAFT_AGENT", "moon")
    assert host_side(paths).place is AgentPlace.COMPUTER, "what means nothing is left out"
    assert load_settings(paths.settings_file).problems
    rows = {row.key: row for row in setting_rows(load_settings(paths.settings_file).settings)}
    assert {choice.value for choice in rows["icraft_agent"].choices} == set(AgentPlace)
    assert rows["icraft_python"].value == "/opt/py38/bin/python"


@pytest.fixture
def reached(private_home, monkeypatch):
    """A virtual board that the user's SSH set-up lets in, and this Python in place of the vendor's."""
    icraft = PROFILES["icraft"]
    ours = dataclasses.replace(icraft.socket_mode, python=sys.version_info[:2])
    monkeypatch.setitem(PROFILES, "icraft", dataclasses.replace(icraft, socket_mode=ours))
    with short_temporary_folder() as folder, VirtualBoardProcess(folder) as board:
        ssh = private_home / ".ssh"
        ssh.mkdir(mode=0o700)
        shutil.copy(board.address.key_file, ssh / "id_ed25519")
        known_hosts = user_paths().known_hosts
        known_hosts.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(board.known_hosts, known_hosts)
        yield f"root@127.0.0.1:{board.address.port}"


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the vendor's Python is a shell script")
def test_the_runtime_runs_on_this_computer(capsys, reached, monkeypatch, tmp_path):
    def agent_step() -> dict[str, str]:
        rows = json.loads(capsys.readouterr().out)
        return next(row for row in rows if row["name"] == "agent")

    monkeypatch.setenv("TRACKBENCH_ICRAFT_AGENT", "computer")
    assert main(["board", "check", reached, "--json"]) == 1
    missing = agent_step()
    assert "no Python for it is named" in missing["cause"]
    assert "TRACKBENCH_ICRAFT_PYTHON" in missing["remedy"] and "cp38" in missing["remedy"]
    monkeypatch.setenv("TRACKBENCH_ICRAFT_PYTHON", stand_in(tmp_path, sys.executable))
    assert main(["board", "check", reached, "--json"]) == 0
    assert "icraft on this computer" in agent_step()["evidence"]
    entry = load_catalog(tmp_path).entry("demo-sot")
    with connect_for_run(reached, entry, None) as opener:
        assert opener.title == "virtual board (over its service)"


@pytest.mark.parametrize(("is_here", "words"), [(True, ["runtime on this computer"]), (False, [])])
def test_the_boards_line_says_where_the_runtime_is(is_here, words):
    summary = BoardSummary(
        BoardAddress("10.0.0.9"), "icraft", False, runtime_version="3.7.1", service_port=9981,
        agent_is_here=is_here,
    )  # fmt: skip
    board = types.SimpleNamespace(summary=summary, profile=PROFILES["icraft"], address=summary.address)
    assert board_line(board).split(" · ") == ["root@10.0.0.9", "Icraft 3.7.1", "serve :9981", *words]
