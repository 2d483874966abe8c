"""The rules of the house, checked instead of remembered."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("app", "widgets", "engines")
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
TEXT_ENDINGS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".cfg",
    ".json",
    ".ts",
    ".qss",
    ".svg",
    ".html",
}
HEAVY_AT_START = ("numpy", "cv2", "PySide6", "onnxruntime", "pydantic")
# Written in pieces, so that this file does not find itself. Board code may name the board's own /root.
MACHINE_WORDS = [
    re.compile(rf"(?<![\w.-])/{'work'}/"),
    re.compile(rf"/root/\.{'pyenv'}|\.{'pyenv'}/versions"),
    re.compile(rf"/home/(?!{'fmsh'}\b)[a-z]\w*/|/{'Users'}/[A-Za-z]\w*/|/opt/{'pypi'}|/opt/{'wheels'}"),
    re.compile(rf"{'pypi'}\.org|{'python'}hosted\.org|{'conda'}\.anaconda\.org|pypi\.(?:tuna|douban)"),
    re.compile(rf"--(?:extra-)?{'index'}-url"),
    # Notes that a reader of the project does not have.
    re.compile(rf"{'platform'}-notes|shared/(?:{'design'}|{'guide'}|{'reference'})"),
]


def sources() -> list[Path]:
    return sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project_files() -> list[Path]:
    """What git keeps or would keep; without git, all that is not hidden or made by a run."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / name for name in listing.stdout.split("\0") if name]
    made = {"__pycache__", "out", "artifacts", "build", "dist"}
    tops = [path for path in ROOT.iterdir() if not path.name.startswith(".") and path.name not in made]
    inside = [path for top in tops for path in top.rglob("*") if not made & set(path.parts)]
    return [path for path in tops + inside if ".egg-info" not in str(path)]


def project_texts() -> Iterator[Path]:
    for path in project_files():
        if path.is_file() and (path.suffix in TEXT_ENDINGS or path.suffix == ""):
            yield path


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_imports_go_down() -> None:
    code = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"
    result = python(code)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_function_fits_on_one_screen() -> None:
    long = [
        f"{named(path)}:{node.lineno} {node.name} has {lines} lines"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_a_file_has_one_reason_to_change() -> None:
    counts = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert not {name: count for name, count in counts.items() if count > LONGEST_FILE}


def test_no_machine_of_ours_in_the_project() -> None:
    found = [
        f"{named(path)}:{number} {line.strip()[:100]}"
        for path in project_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if any(word.search(line) for word in MACHINE_WORDS)
    ]
    assert not found


IMPORT_EVERYTHING = """
import importlib, importlib.abc, pkgutil, sys

class NoQt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name}: there is no Qt here")

sys.meta_path.insert(0, NoQt())
import engines

for module in pkgutil.walk_packages(engines.__path__, "engines."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def test_engines_need_no_qt() -> None:
    result = python(IMPORT_EVERYTHING)
    assert result.returncode == 0, result.stderr


HELP_THEN_NAME_MODULES = """
import runpy, sys
sys.argv = ["trackbench", "--help"]
try:
    runpy.run_module("app", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *sorted(set(sys.modules) & set(%r)))
"""


def test_help_loads_nothing_heavy() -> None:
    result = python(HELP_THEN_NAME_MODULES % (HEAVY_AT_START,))
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].split() == ["LOADED"]
