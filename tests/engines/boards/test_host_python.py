"""Which Python of this computer may run a vendor's package, and what is said about the others."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from engines.board_values import AgentPlace
from engines.boards.agent_home import choose_place, has_vendor_package
from engines.boards.host_python import (
    HostPythonMissing,
    HostPythonUnusable,
    PythonFacts,
    judge_python,
    python_path,
    read_facts,
    require_python,
)
from engines.boards.icraft import ICRAFT
from engines.boards.link import CommandResult
from engines.boards.rdk_x5 import RDK_X5
from tests.engines.boards.fake_link import FakeLink

MODE = ICRAFT.socket_mode
OURS = dataclasses.replace(MODE, python=sys.version_info[:2])
WANTED = ("numpy", "icraft.xrt")
GOOD = PythonFacts((3, 8, 18), "CPython", WANTED)


def test_one_that_does():
    assert judge_python(GOOD, MODE, WANTED) is GOOD


@pytest.mark.parametrize(
    ("change", "reason", "advice"),
    [
        ({"version": None}, "does not answer like a Python", "/usr/bin/python3.8"),
        ({"version": (3, 11, 7)}, "CPython 3.11.7, and the package is for CPython 3.8", "CPython 3.8 beside"),
        ({"version": (3, 7, 16)}, "CPython 3.7.16", "CPython 3.8"),
        ({"implementation": "PyPy"}, "PyPy 3.8.18", "CPython 3.8"),
        (
            {"found": ("icraft.xrt",), "missing": (("numpy", "ImportError: no"),)},
            "numpy cannot be imported",
            "pip install numpy",
        ),
        (
            {"found": ("numpy",), "missing": (("icraft.xrt", "ModuleNotFoundError: no"),)},
            "icraft.xrt cannot be imported (ModuleNotFoundError: no)",
            "icraft-VERSION-cp38-none",
        ),
        ({"found": ("numpy",), "exit_code": -11}, "ended with -11 while it imported icraft.xrt", "libraries"),
    ],
)
def test_others_are_told_why_and_what_to_do(change, reason, advice):
    told = judge_python(dataclasses.replace(GOOD, **change), MODE, WANTED)
    assert not isinstance(told, PythonFacts)
    assert reason in told[0] and advice in told[1]


def test_the_package_may_talk_while_it_is_imported():
    text = (
        'welcome\ntrackbench-python {"version": [3, 8, 18], "implementation": "CPython"}\n'
        'trackbench-python {"found": "numpy"}\nlibxrt: loaded\ntrackbench-python {broken\n'
        'trackbench-python {"missing": "icraft.xrt", "reason": "ImportError: libxrt.so"}\n'
    )
    assert read_facts(text, 0) == PythonFacts(
        (3, 8, 18), "CPython", ("numpy",), (("icraft.xrt", "ImportError: libxrt.so"),)
    )
    assert read_facts("hello\n", 3) == PythonFacts(exit_code=3)


def test_without_a_path_the_way_to_one_is_told():
    with pytest.raises(HostPythonMissing) as caught:
        require_python("", MODE, "Icraft", ": the board has none")
    for words in ("Python 3.8", "cp38", "TRACKBENCH_ICRAFT_PYTHON", "settings", ": the board has none."):
        assert words in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="a program that is a shell script")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        (None, "No such file"),
        ("#!/bin/sh\necho hello\n", "does not answer like a Python"),
        ("", "cannot run"),
    ],
)
def test_what_is_no_python(tmp_path, script, words):
    path = tmp_path / "my python; rm"
    if script is not None:
        path.write_text(script)
        path.chmod(0o755)
    with pytest.raises(HostPythonUnusable, match=words):
        require_python(str(path), MODE, "Icraft")


def test_a_real_one_of_the_wrong_version_or_without_the_package():
    with pytest.raises(HostPythonUnusable, match=r"the package is for CPython 3\.8"):
        require_python(sys.executable, MODE, "Icraft")
    with pytest.raises(HostPythonUnusable, match=r"icraft\.xrt cannot be imported .*pip install icraft-"):
        require_python(sys.executable, OURS, "Icraft")


def test_paths_as_people_type_them(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    inside = tmp_path / "vendor/bin/python"
    inside.parent.mkdir(parents=True)
    inside.touch()
    assert python_path(" ~/vendor ") == str(inside)
    assert python_path("~/vendor/bin/python") == str(inside)
    assert python_path("  ") == ""


@pytest.mark.parametrize(
    ("wanted", "profile", "is_virtual", "board_can", "place"),
    [
        ("auto", ICRAFT, False, True, "board"),
        ("auto", ICRAFT, False, False, "computer"),
        ("auto", ICRAFT, True, False, "board"),
        ("board", ICRAFT, False, False, "board"),
        ("computer", ICRAFT, False, True, "computer"),
        ("computer", ICRAFT, True, True, "computer"),
        ("computer", RDK_X5, False, False, "board"),
        ("auto", dataclasses.replace(ICRAFT, service=None), False, False, "board"),
    ],
)
def test_where_the_agent_runs(wanted, profile, is_virtual, board_can, place):
    asked = []

    def answer() -> bool:
        asked.append(True)
        return board_can

    found = choose_place(AgentPlace(wanted), profile, is_virtual=is_virtual, board_can=answer)
    assert found == AgentPlace(place)
    assert bool(asked) is (wanted == "auto" and profile is ICRAFT and not is_virtual)


@pytest.mark.parametrize(("exit_code", "has_it"), [(0, True), (1, False), (127, False)])
def test_the_board_is_asked_for_the_package(exit_code, has_it):
    link = FakeLink()
    link.answers["python3"] = lambda _argv: CommandResult(exit_code, "", "")
    assert has_vendor_package(link, ICRAFT) is has_it
    assert link.commands == [["python3", "-c", "import numpy, icraft.xrt"]]


def test_the_probe_is_readable_by_any_python(tmp_path: Path):
    from engines.boards.host_python import _PROBE

    assert "f'" not in _PROBE and 'f"' not in _PROBE
    compile(_PROBE, "probe", "exec")
