"""An agent whose models compute nothing: inputs and outputs of real sizes, times from published figures.

    python -m bench.link_server [--child]

prints the port on which it listens and ends with its standard input. With --child the models run in a process
of their own, as vendors' libraries do.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.api import Api
from engines.agent.child_runner import ChildRunner
from engines.agent.model import Backend, Model, Outcome, TensorInfo
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner, Runner
from engines.agent.server import AgentServer

PLACE = ("bench.link_server", "SizedBackend")
#: Persons in a picture, and in how many cells of each grid one is found.
PERSONS, CELLS_EACH = 8, 3
_LOW, _HIGH = -7.0, 2.0


class SizedModel(Model):
    """Hands out the same arrays each time."""

    platform = "sized"

    def __init__(self, inputs: list[TensorInfo], outputs: dict[str, np.ndarray[Any, Any]]) -> None:
        super().__init__()
        self.inputs = inputs
        self.outputs = [TensorInfo(name, "FP32", list(array.shape)) for name, array in outputs.items()]
        self._made = outputs

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        return Outcome(dict(self._made), 0.0)


class SizedBackend(Backend):
    """Models by name: "plain", "sot" and its float32 form, "pose"."""

    name = "sized"
    endings = (".sized",)

    @classmethod
    def from_options(cls, options: dict[str, str]) -> SizedBackend:
        return cls()

    def version(self) -> str:
        return "1"

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        return _MODELS[Path(path).stem]()


def _plain() -> SizedModel:
    return SizedModel([TensorInfo("x", "UINT8", [1, 250_000])], {"y": np.zeros((1, 12_500), np.float32)})


def _sot() -> SizedModel:
    """E.T.Track's search network as compiled for Icraft, whose accelerator scales pictures itself."""
    return _search(TensorInfo("x", "UINT8", [1, 288, 288, 3]))


def _sot_float32() -> SizedModel:
    """The same network as it was exported."""
    return _search(TensorInfo("x", "FP32", [1, 3, 288, 288]))


def _search(x: TensorInfo) -> SizedModel:
    outputs = {"cls": np.zeros((1, 18, 18, 1), "f4"), "bbox": np.zeros((1, 18, 18, 4), "f4")}
    return SizedModel([x, TensorInfo("zf", "FP32", [1, 96, 8, 8])], outputs)


def _pose() -> SizedModel:
    """YOLO11-pose's nine heads at 640 x 640, of which some cells have a person."""
    rng = np.random.default_rng(3)
    outputs = {}
    for stride in (8, 16, 32):
        grid = 640 // stride
        score = np.full((1, grid, grid, 1), _LOW, np.float32)
        score.reshape(-1)[rng.choice(grid * grid, PERSONS * CELLS_EACH, replace=False)] = _HIGH
        outputs[f"score{stride}"] = score
        outputs[f"box{stride}"] = rng.normal(size=(1, grid, grid, 64)).astype("f4")
        outputs[f"keypoints{stride}"] = rng.normal(size=(1, grid, grid, 51)).astype("f4")
    return SizedModel([TensorInfo("images", "UINT8", [1, 3, 640, 640], "NV12")], outputs)


_MODELS = {"plain": _plain, "sot": _sot, "sot-float32": _sot_float32, "pose": _pose}


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[int]:
    """Such an agent in a process of its own; the port on which it listens."""
    command = [sys.executable, "-m", "bench.link_server", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def _main(is_child: bool) -> None:
    runner: Runner = ChildRunner(PLACE, {}) if is_child else LocalRunner(SizedBackend())
    with tempfile.TemporaryDirectory(prefix="tb-") as folder, contextlib.closing(runner):
        for name in _MODELS:
            (Path(folder) / f"{name}.sized").touch()
        with AgentServer(("127.0.0.1", 0), Api(Repository(runner, folder))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            sys.stdout.write(f"{server.server_port}\n")
            sys.stdout.flush()
            while os.read(0, 4096):
                pass
            server.shutdown()


if __name__ == "__main__":
    _main("--child" in sys.argv[1:])
