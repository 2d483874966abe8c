"""The agent runs on boards: Python 3.7, the standard library and numpy."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import engines.agent
from engines.agent.pack import pack_agent

FOLDER = Path(engines.agent.__file__).parent
SOURCES = [path for path in sorted(FOLDER.rglob("*.py")) if path.name != "pack.py"]


def _old_pythons() -> list[Path]:
    """Interpreters of a board's age on the PATH that really start (a version manager's stand-in may not)."""
    found = [Path(path) for name in ("python3.7", "python3.8") if (path := shutil.which(name))]
    return [
        p for p in found if subprocess.run([p, "-c", ""], capture_output=True, timeout=30).returncode == 0
    ]


OLD_PYTHONS = _old_pythons()
# Only where its backend is used, and only when it is.
BACKEND_MODULES = {"onnxruntime"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_syntax_and_imports(path: Path):
    tree = ast.parse(path.read_text(), feature_version=(3, 7))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module)
    ours = {name for name in modules if name.startswith("engines")}
    assert all(name.startswith("engines.agent.") for name in ours)
    foreign = {name.partition(".")[0] for name in modules - ours} - set(sys.stdlib_module_names)
    assert foreign <= {"numpy"} | (BACKEND_MODULES if path.parent.name == "backends" else set())


@pytest.mark.skipif(not OLD_PYTHONS, reason="no Python 3.7 or 3.8 on the PATH")
@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda path: path.name)
def test_compiles_under_a_real_old_python(python: Path):
    script = "import sys; [compile(open(p).read(), p, 'exec') for p in sys.argv[1:]]"
    subprocess.run([python, "-c", script, *SOURCES], check=True, timeout=30)


@pytest.mark.parametrize("python", [Path(sys.executable), *OLD_PYTHONS], ids=str)
def test_the_packed_agent_starts(python: Path, tmp_path: Path):
    has_numpy = subprocess.run([python, "-c", "import numpy"], capture_output=True, timeout=30)
    if has_numpy.returncode != 0:
        pytest.skip("this Python has no numpy")
    archive = tmp_path / "agent.pyz"
    archive.write_bytes(pack_agent().content)
    done = subprocess.run([python, "-I", archive, "--help"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    assert "--backend" in done.stdout


def test_packing_is_deterministic_and_leaves_the_host_out():
    first = pack_agent()
    pack_agent.cache_clear()
    assert pack_agent() == first
    assert b"pack.py" not in first.content
    assert first.file_name == f"agent-{first.sha256[:16]}.pyz"
