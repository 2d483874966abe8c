"""Models whose answers show what reached them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from engines.agent.model import Backend, Model, Outcome, TensorInfo
from tests.engines.agent.tiny_models import save_graph


def save_picture(path: Path, side: int = 16) -> Path:
    """`y` is the picture `x`, (N, 3, side, side), N free."""
    info = {
        name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3, side, side]) for name in "xy"
    }
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])], "picture", [info["x"]], [info["y"]]
    )
    return save_graph(graph, path)


def save_heads(path: Path, *, is_nchw: bool = False, grids: tuple[int, ...] = (6, 3)) -> Path:
    """Heads `cls` (3 channels) and `box` (4) for each grid; each hands on an input of its own."""
    nodes, given, made = [], [], []
    for grid in grids:
        for name, channels in (("cls", 3), ("box", 4)):
            shape = ["n", channels, grid, grid] if is_nchw else ["n", grid, grid, channels]
            source, target = f"{name}{grid}_in", f"{name}{grid}"
            given.append(helper.make_tensor_value_info(source, TensorProto.FLOAT, shape))
            made.append(helper.make_tensor_value_info(target, TensorProto.FLOAT, shape))
            nodes.append(helper.make_node("Identity", [source], [target]))
    return save_graph(helper.make_graph(nodes, "heads", given, made), path)


class Nv12Model(Model):
    """Takes NV12 as board runtimes do, and answers with whole numbers and scales."""

    platform = "nv12"

    def __init__(self) -> None:
        super().__init__()
        self.inputs = [TensorInfo("images", "UINT8", [1, 3, 16, 16], "NV12")]
        self.outputs = [TensorInfo("vector", "UINT8", [384]), TensorInfo("box", "INT32", [1, 2, 2, 2])]
        self.scales = {"box": (np.array([0.5, 0.25], np.float32), 3)}

    def run(self, feeds, want_layers):
        assert feeds["images"].shape == (384,)
        box = np.arange(8, dtype=np.int32).reshape(1, 2, 2, 2)
        return Outcome({"vector": feeds["images"].copy(), "box": box}, 1.0)


class Nv12Backend(Backend):
    name = "nv12"
    endings = (".bin",)

    def version(self) -> str:
        return "3"

    def load(self, path, parameters):
        return Nv12Model()
