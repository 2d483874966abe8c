"""The agent runs on boards: Python 3.7, the standard library and numpy."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import engines.agent
from engines.agent.pack import pack_agent
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.timing import StageClock
from engines.virtual.python_program import DOUBLES
from tests.engines.agent.tiny_models import save_tiny

FOLDER = Path(engines.agent.__file__).parent
SOURCES = [path for path in sorted(FOLDER.rglob("*.py")) if path.name != "pack.py"]


def _old_pythons() -> list[Path]:
    """Interpreters of a board's age that really start (a version manager's stand-in may not).

    On the PATH, or installed by pyenv; TRACKBENCH_OLD_PYTHON names a further one, best with numpy and
    onnxruntime.
    """
    found = [Path(path) for name in ("python3.7", "python3.8") if (path := shutil.which(name))]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found += sorted(versions.glob("3.[78].*/bin/python"))
    found += [Path(path) for path in [os.environ.get("TRACKBENCH_OLD_PYTHON")] if path]
    return [
        p for p in found if subprocess.run([p, "-c", ""], capture_output=True, timeout=30).returncode == 0
    ]


def _has(python: Path, *modules: str) -> bool:
    script = "import " + ", ".join(modules)
    return subprocess.run([python, "-c", script], capture_output=True, timeout=60).returncode == 0


OLD_PYTHONS = _old_pythons()
# Only where its backend is used, and only when it is.
BACKEND_MODULES = {"onnxruntime"}
# Only where the board has it.
OPTIONAL_MODULES = {"pictures.py": {"cv2"}}


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
    assert all(f"{name}.".startswith("engines.agent.") for name in ours)
    foreign = {name.partition(".")[0] for name in modules - ours} - set(sys.stdlib_module_names)
    backend = BACKEND_MODULES if path.parent.name == "backends" else set()
    assert foreign <= {"numpy"} | backend | OPTIONAL_MODULES.get(path.name, set())


@pytest.mark.skipif(not OLD_PYTHONS, reason="no Python 3.7 or 3.8 here")
@pytest.mark.parametrize("python", OLD_PYTHONS, ids=str)
def test_compiles_under_a_real_old_python(python: Path):
    script = "import sys; [compile(open(p).read(), p, 'exec') for p in sys.argv[1:]]"
    subprocess.run([python, "-c", script, *SOURCES], check=True, timeout=30)


@pytest.mark.parametrize("python", [Path(sys.executable), *OLD_PYTHONS], ids=str)
def test_the_packed_agent_starts(python: Path, tmp_path: Path):
    if not _has(python, "numpy"):
        pytest.skip("this Python has no numpy")
    archive = tmp_path / "agent.pyz"
    archive.write_bytes(pack_agent().content)
    done = subprocess.run([python, "-I", archive, "--help"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    assert "--backend" in done.stdout


@pytest.mark.parametrize("python", [Path(sys.executable), *OLD_PYTHONS], ids=str)
@pytest.mark.parametrize("backend", ["onnxruntime", "ascend"])
def test_the_packed_agent_runs_a_model(python: Path, backend: str, tmp_path: Path):
    """As on a board: a file, the board's Python, a vendor's package (here its double) in a child process."""
    if not _has(python, "numpy", "onnxruntime"):
        pytest.skip("this Python has no numpy or no onnxruntime")
    archive = tmp_path / "agent.pyz"
    archive.write_bytes(pack_agent().content)
    save_tiny(tmp_path / "tiny.onnx")
    command = [python, archive, "--backend", backend, "--model-dir", tmp_path]
    environment = {**os.environ, "PYTHONPATH": str(DOUBLES)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, cwd=tmp_path
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        url = process.stdout.readline().rpartition(" ")[2].strip()
        options = RemoteOptions(load=LoadRequest("tiny.onnx"))
        with closing(RemoteNetwork.at_url(url, "tiny", options)) as network:
            feeds = {"search": np.full((1, 3, 8, 8), 1.5, "f4"), "template": np.full((1, 3, 4, 4), 2, "f4")}
            for _ in range(3):
                np.testing.assert_allclose(network.run(feeds, StageClock())["y"], 4.0)
        process.stdin.close()
        assert process.wait(20) == 0


def test_packing_is_deterministic_and_leaves_the_host_out():
    first = pack_agent()
    pack_agent.cache_clear()
    assert pack_agent() == first
    assert b"pack.py" not in first.content
    assert first.file_name == f"agent-{first.sha256[:16]}.pyz"
