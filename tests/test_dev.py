"""The decisions of dev.py; what it does to a machine is tried by running it."""

from __future__ import annotations

import os
import socket
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev

INSTALLED = "\n".join(
    [
        "ii \tlibegl1\t",
        "ii \tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80.0-6), libgio",
        "rc \tlibgl1\t",
        "hi \txvfb\txserver",
        "un \topenbox\t",
    ]
)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (["libegl1"], []),
        (["libglib2.0-0"], []),
        (["xvfb"], []),
        (["libgl1", "openbox", "ffmpeg"], ["libgl1", "openbox", "ffmpeg"]),
        ([], []),
    ],
)
def test_missing_packages_counts_installed_and_provided(wanted: list[str], missing: list[str]) -> None:
    assert dev.missing_packages(wanted, INSTALLED) == missing


def test_everything_is_missing_where_nothing_is_listed() -> None:
    assert dev.missing_packages(dev.RUN_PACKAGES, "") == list(dev.RUN_PACKAGES)


@pytest.mark.parametrize(
    ("system", "os_release", "word"),
    [
        ("Linux", "ID=fedora\n", "dnf"),
        ("Linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', "dnf"),
        ("Linux", "NAME=Manjaro\nID=manjaro\nID_LIKE=arch\n", "pacman"),
        ("Linux", "", "libxcb-cursor0"),
    ],
)
def test_advice_speaks_the_systems_language(system: str, os_release: str, word: str) -> None:
    assert word in dev.advice(system, os_release)


@pytest.mark.parametrize("system", ["Darwin", "Windows"])
def test_no_advice_where_nothing_is_needed(system: str) -> None:
    assert dev.advice(system, "") == ""


def test_a_stamp_comes_back_as_written(tmp_path: Path) -> None:
    stamp = dev.Stamp(root="/somewhere", groups={"base": "abc"}, without=["xvfb"])
    stamp.write(tmp_path / "stamp.json")
    assert dev.Stamp.read(tmp_path / "stamp.json") == stamp


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"root": "/x"}', '{"root": 1, "groups": 2, "without": 3}']
)
def test_an_unreadable_stamp_counts_as_none(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "stamp.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert dev.Stamp.read(path).groups == {}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/base.txt").write_text("numpy==2.4.6\n", encoding="utf-8")
    (tmp_path / "requirements/test.txt").write_text("-r base.txt\npytest==9.2.0\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.ruff]\nline-length = 100\n')
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "base_changes", "test_changes"),
    [
        ("requirements/base.txt", "numpy==2.4.7\n", True, True),
        ("requirements/test.txt", "-r base.txt\npytest==9.2.1\n", False, True),
        ("pyproject.toml", '[project]\nname = "y"\n', True, True),
        ("pyproject.toml", '[project]\nname = "x"\n[tool.ruff]\nline-length = 110\n', False, False),
    ],
)
def test_the_fingerprint_follows_what_is_installed(
    project: Path, file: str, text: str, base_changes: bool, test_changes: bool
) -> None:
    before = [dev.fingerprint(project, group, "3.11") for group in (dev.BASE, dev.TEST)]
    (project / file).write_text(text, encoding="utf-8")
    after = [dev.fingerprint(project, group, "3.11") for group in (dev.BASE, dev.TEST)]
    assert [old != new for old, new in zip(before, after, strict=True)] == [base_changes, test_changes]


def test_the_fingerprint_follows_the_interpreter(project: Path) -> None:
    assert dev.fingerprint(project, dev.BASE, "3.11") != dev.fingerprint(project, dev.BASE, "3.12")


def test_a_broken_pyproject_is_an_expected_failure(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project", encoding="utf-8")
    with pytest.raises(dev.DevError, match="cannot be read"):
        dev.fingerprint(project, dev.BASE, "3.11")


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("Failed to establish a new connection: [Errno -3]", "online"),
        ("Temporary failure in name resolution", "online"),
        ("Read timed out.", "online"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("ERROR: No matching distribution found for av==18.1.0", "64-bit"),
        ("something else", "whole output"),
    ],
)
def test_pip_failures_end_in_something_to_try(output: str, word: str) -> None:
    assert word in dev.pip_remedy(output)


@pytest.mark.parametrize(
    ("display", "address"),
    [(":0", ("", 0)), (":77.0", ("", 77)), ("unix:1", ("", 1)), ("localhost:10.0", ("localhost", 10))],
)
def test_x_address(display: str, address: tuple[str, int]) -> None:
    assert dev.x_address(display) == address


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines without a display")
@pytest.mark.parametrize("display", ["", "nonsense", ":987"])
def test_a_display_that_nobody_serves_is_none(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not dev.has_display()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines without a display")
def test_a_display_that_answers_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    number = 40_000 + os.getpid() % 10_000
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        monkeypatch.setenv("DISPLAY", f":{number}.0")
        assert dev.has_display()


@pytest.mark.parametrize(
    ("argv", "parsed"),
    [
        ([], ("", [])),
        (["--help"], ("", [])),
        (["test", "-k", "box", "--lf"], ("test", ["-k", "box", "--lf"])),
        (["run", "--help"], ("run", ["--help"])),
    ],
)
def test_parse(argv: list[str], parsed: tuple[str, list[str]]) -> None:
    assert dev.parse(argv) == parsed


@pytest.mark.parametrize("argv", [["fly"], ["setup", "--now"], ["lint", "app"]])
def test_wrong_usage_exits_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(argv) == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system tells no such number")
@pytest.mark.parametrize(("cores", "workers"), [(1, []), (2, ["-n", "2"]), (64, ["-n", "4"])])
def test_tests_run_on_all_cores(monkeypatch: pytest.MonkeyPatch, cores: int, workers: list[str]) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)))
    assert dev.side_by_side()[:2] == workers


def test_exit_codes_pass_through() -> None:
    assert dev.pass_through([sys.executable, "-c", "raise SystemExit(5)"]) == 5


@pytest.mark.skipif(os.name == "nt", reason="signals as shells report them")
def test_a_killed_command_ends_like_in_a_shell() -> None:
    assert dev.pass_through([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 137


def test_a_failing_command_leaves_its_last_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path / "none")
    code = "[print(n) for n in range(100)]; raise SystemExit(1)"
    output = dev.run_quietly([sys.executable, "-c", code])
    assert output is not None and output.split() == [str(n) for n in range(88, 100)]


def pins(group: dev.Group) -> dict[str, Requirement]:
    """Pins that hold here, by normalised name; those of the tests contain the program's."""
    names = {dev.BASE.requirements, group.requirements}
    lines = [line for name in names for line in (dev.ROOT / name).read_text(encoding="utf-8").splitlines()]
    entries = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]
    assert all(str(entry.specifier).startswith("==") for entry in entries)
    here = [entry for entry in entries if entry.marker is None or entry.marker.evaluate()]
    return {canonicalize_name(entry.name): entry for entry in here}


def applies(text: str) -> bool:
    marker = Requirement(text).marker
    return marker is None or marker.evaluate({"extra": ""})


@pytest.mark.parametrize("group", [dev.BASE, dev.TEST], ids=lambda group: group.name)
def test_the_pins_are_everything_that_is_needed(group: dev.Group) -> None:
    pinned = pins(group)
    needed = {
        f"{name} needs {canonicalize_name(Requirement(text).name)}"
        for name in pinned
        for text in metadata.requires(name) or ()
        if applies(text) and canonicalize_name(Requirement(text).name) not in pinned
    }
    assert not needed


@pytest.mark.parametrize(("group", "extras"), [(dev.BASE, ()), (dev.TEST, ("test", "lint"))])
def test_the_pins_are_what_the_project_names(group: dev.Group, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["dependencies"] + [e for extra in extras for e in project["optional-dependencies"][extra]]
    pinned = pins(group)
    for wanted in map(Requirement, named):
        version = next(iter(pinned[canonicalize_name(wanted.name)].specifier)).version
        assert wanted.specifier.contains(version), f"{wanted} is pinned to {version}"
