"""VitTrack-shaped networks made on the spot: what they answer is known, so no weights are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.networks.network import PixelFormat, TensorSpec

GRID, TEMPLATE_SIDE, SEARCH_SIDE = 16, 128, 256
IR_VERSION = 8
# Full marks come only where the whole target lies under the pool: 64 of 256 pixels, a search factor of 4.
TARGET_IN_CROP = SEARCH_SIDE // 4


def save_constant_vit(
    path: Path,
    *,
    row: int = 7,
    col: int = 8,
    score: float = 0.9,
    size: tuple[float, float] = (0.25, 0.25),
    offset: tuple[float, float] = (0.5, 0.5),
    search_side: int = SEARCH_SIDE,
    search_name: str = "search",
    outputs: Sequence[str] = ("output1", "output2", "output3"),
) -> Path:
    """A network whose score map peaks at one cell, whatever it is shown."""
    constants = [
        numpy_helper.from_array(score_map(row, col, score), "score"),
        numpy_helper.from_array(pair_map(*size), "size"),
        numpy_helper.from_array(pair_map(*offset), "offset"),
        numpy_helper.from_array(np.zeros(1, np.float32), "nothing"),
    ]
    nodes = [
        helper.make_node("ReduceMean", ["template"], ["look"], keepdims=1, name="look"),
        helper.make_node("ReduceMean", [search_name], ["view"], keepdims=1, name="view"),
        helper.make_node("Add", ["look", "view"], ["both"], name="both"),
        helper.make_node("Mul", ["both", "nothing"], ["zero"], name="zero"),
    ]
    for name, output in zip(("score", "size", "offset"), outputs, strict=False):
        nodes.append(helper.make_node("Add", [name, "zero"], [output], name=f"give_{name}"))
    return _save(path, nodes, constants, search_side, search_name, outputs)


def save_spot_vit(path: Path) -> Path:
    """A network that finds the brightest patch of the target's size: it follows a white square on black."""
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    constants = [
        numpy_helper.from_array((std / 3).astype(np.float32).reshape(1, 3, 1, 1), "grey_weight"),
        numpy_helper.from_array(np.array([mean.mean()], np.float32), "grey_bias"),
        numpy_helper.from_array(pair_map(0.25, 0.25), "size"),
        numpy_helper.from_array(pair_map(0.5, 0.5), "offset"),
        numpy_helper.from_array(np.zeros(1, np.float32), "nothing"),
    ]
    pad = (TARGET_IN_CROP - SEARCH_SIDE // GRID) // 2
    nodes = [
        helper.make_node("Conv", ["search", "grey_weight", "grey_bias"], ["grey"], name="grey"),
        helper.make_node(
            "AveragePool", ["grey"], ["output1"], name="pool",
            kernel_shape=[TARGET_IN_CROP] * 2, strides=[SEARCH_SIDE // GRID] * 2, pads=[pad] * 4,
            count_include_pad=1,
        ),
        helper.make_node("ReduceMean", ["template"], ["look"], keepdims=1, name="look"),
        helper.make_node("Mul", ["look", "nothing"], ["zero"], name="zero"),
        helper.make_node("Add", ["size", "zero"], ["output2"], name="give_size"),
        helper.make_node("Add", ["offset", "zero"], ["output3"], name="give_offset"),
    ]  # fmt: skip
    return _save(path, nodes, constants, SEARCH_SIDE, "search", ("output1", "output2", "output3"))


def score_map(row: int, col: int, score: float) -> np.ndarray:
    """(1, 1, 16, 16): `score` in one cell, nothing elsewhere."""
    cells = np.zeros((1, 1, GRID, GRID), np.float32)
    cells[0, 0, row, col] = score
    return cells


def pair_map(first: float, second: float) -> np.ndarray:
    """(1, 2, 16, 16): the same two numbers in every cell."""
    return np.broadcast_to(
        np.array([first, second], np.float32).reshape(1, 2, 1, 1), (1, 2, GRID, GRID)
    ).copy()


def _save(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    constants: Sequence[onnx.TensorProto],
    search_side: int,
    search_name: str,
    outputs: Sequence[str],
) -> Path:
    def image(name: str, side: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, side, side])

    inputs = [image("template", TEMPLATE_SIDE), image(search_name, search_side)]
    shapes = ([1, 1, GRID, GRID], [1, 2, GRID, GRID], [1, 2, GRID, GRID])
    results = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in zip(outputs, shapes, strict=False)
    ]
    graph = helper.make_graph(nodes, "tiny", inputs, results, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
    return path


PIXELS = PixelFormat("RGB", (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))


def vit_specs(pixels: PixelFormat = PIXELS) -> tuple[tuple[TensorSpec, ...], tuple[TensorSpec, ...]]:
    """Inputs and outputs of a VitTrack network."""

    def image(name: str, side: int) -> TensorSpec:
        return TensorSpec(name, (1, 3, side, side), "float32", "NCHW", pixels)

    inputs = (image("template", TEMPLATE_SIDE), image("search", SEARCH_SIDE))
    outputs = tuple(
        TensorSpec(f"output{i}", (1, channels, GRID, GRID), "float32")
        for i, channels in enumerate((1, 2, 2), 1)
    )
    return inputs, outputs


class ScriptedVit:
    """A network without a runtime: `answer` (changed by the test as it goes) says what each run finds."""

    name = "scripted"

    def __init__(self) -> None:
        self.inputs, self.outputs = vit_specs()
        self.answer: dict[str, np.ndarray] = {}
        self.runs: list[dict[str, np.ndarray]] = []
        self.on_run: Callable[[Mapping[str, np.ndarray]], None] | None = None
        self.closed = 0
        self.sees()

    def sees(
        self,
        row: int = 7,
        col: int = 8,
        score: float = 0.9,
        size: tuple[float, float] = (0.25, 0.25),
        offset: tuple[float, float] = (0.0, 0.5),
    ) -> None:
        self.answer = {
            "output1": score_map(row, col, score),
            "output2": pair_map(*size),
            "output3": pair_map(*offset),
        }

    def run(self, feeds, clock):
        self.runs.append({name: np.array(value) for name, value in feeds.items()})
        if self.on_run is not None:
            self.on_run(feeds)
        return self.answer

    def close(self) -> None:
        self.closed += 1
