"""The agent runs on boards: Python 3.7, the standard library and numpy."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import dev
import engines.agent
from engines.agent.pack import pack_agent
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.timing import StageClock
from engines.virtual.python_program import DOUBLES
from tests.engines.agent.tiny_models import save_tiny

FOLDER = Path(engines.agent.__file__).parent
SOURCES = [path for path in sorted(FOLDER.rglob("*.py")) if path.name != "pack.py"]


def _old_pythons() -> list[Path]:
    """Interpreters of a board's age: those that can be found, and those that TRACKBENCH_OLD_PYTHON names.

    Several names are parted as on the PATH. Best are those with numpy and onnxruntime, as
    `python3 dev.py interop` makes them.
    """
    named = [path for path in os.environ.get("TRACKBENCH_OLD_PYTHON", "").split(os.pathsep) if path]
    return [Path(path) for path in named or dev.old_pythons().values()]


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
@pytest.mark.parametrize("backend", ["onnxruntime", "ascend", "rdk_x5", "icraft"])
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
            values = {"search": 1.5, "template": 2.0}  # whichever way round a runtime wants its pictures
            feeds = {spec.name: np.full(spec.shape, values[spec.name], "f4") for spec in network.inputs}
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
