"""NanoTrack-shaped networks made on the spot: what they answer is known, so no weights are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.networks.network import PixelFormat, TensorSpec

GRID, STRIDE, CHANNELS = 16, 16, 2
TEMPLATE_SIDE, SEARCH_SIDE = 127, 255
IR_VERSION = 8
# A square target fills half of the template crop; the search crop has the same scale.
TARGET_IN_CROP = TEMPLATE_SIDE / 2
PIXELS = PixelFormat("RGB")


def backbone_image(pixels: PixelFormat | None = PIXELS) -> TensorSpec:
    return TensorSpec("image", (1, 3, None, None), "float32", "NCHW", pixels)


def logit(score: float) -> float:
    """Distance of the two logits whose softmax gives a score; as far as float32 can go at 0 and 1."""
    return (
        float(np.clip(np.log(score) - np.log1p(-score), -80, 80)) if 0 < score < 1 else 80.0 * (2 * score - 1)
    )


def score_maps(row: int, col: int, score: float, elsewhere: float = 0.0) -> np.ndarray:
    """(1, 2, 16, 16) logits: `score` in one cell."""
    maps = np.zeros((1, 2, GRID, GRID), np.float32)
    maps[0, 1] = logit(elsewhere)
    maps[0, 1, row, col] = logit(score)
    return maps


def side_maps(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """(1, 4, 16, 16): the same distances in every cell."""
    sides = np.array([left, top, right, bottom], np.float32).reshape(1, 4, 1, 1)
    return np.broadcast_to(sides, (1, 4, GRID, GRID)).copy()


class ScriptedBackbone:
    """Features that say where in memory they come from: the mean colour of the crop, in every cell."""

    name = "scripted backbone"

    def __init__(self) -> None:
        self.inputs = (backbone_image(),)
        self.outputs = (TensorSpec("features", (1, CHANNELS, None, None), "float32"),)
        self.runs: list[np.ndarray] = []
        self.grid = {TEMPLATE_SIDE: GRID // 2, SEARCH_SIDE: GRID}
        self.closed = 0

    def run(self, feeds, clock):
        (image,) = feeds.values()
        self.runs.append(np.array(image))
        side = self.grid[image.shape[2]]
        return {"features": np.full((1, CHANNELS, side, side), image.mean(), np.float32)}

    def close(self) -> None:
        self.closed += 1


class ScriptedHead:
    """`answer`, changed by the test as it goes, says what each run finds."""

    name = "scripted head"

    def __init__(self) -> None:
        half = GRID // 2
        self.inputs = (
            TensorSpec("of_template", (1, CHANNELS, half, half), "float32"),
            TensorSpec("of_search", (1, CHANNELS, GRID, GRID), "float32"),
        )
        self.outputs = (
            TensorSpec("scores", (1, 2, GRID, GRID), "float32"),
            TensorSpec("sides", (1, 4, GRID, GRID), "float32"),
        )
        self.answer: dict[str, np.ndarray] = {}
        self.runs: list[dict[str, np.ndarray]] = []
        self.on_run: Callable[[Mapping[str, np.ndarray]], None] | None = None
        self.closed = 0
        self.sees()

    def sees(
        self,
        row: int = 8,
        col: int = 8,
        score: float = 0.9,
        sides: tuple[float, float, float, float] = (TARGET_IN_CROP / 2,) * 4,
    ) -> None:
        self.answer = {"scores": score_maps(row, col, score), "sides": side_maps(*sides)}

    def run(self, feeds, clock):
        self.runs.append({name: np.array(value) for name, value in feeds.items()})
        if self.on_run is not None:
            self.on_run(feeds)
        return self.answer

    def close(self) -> None:
        self.closed += 1


def save_spot_backbone(path: Path, *, side: int | None = None) -> Path:
    """Features of one channel: the mean of every 15 x 15 pixels; any size of picture unless one is given."""
    nodes = [
        helper.make_node("ReduceMean", ["image"], ["grey"], axes=[1], keepdims=1, name="grey"),
        helper.make_node(
            "AveragePool", ["grey"], ["features"], name="pool",
            kernel_shape=[15, 15], strides=[STRIDE] * 2, pads=[7, 7, 0, 0],
        ),
    ]  # fmt: skip
    cells = (side + 7 - 15) // STRIDE + 1 if side else None
    image = _value("image", [1, 3, side or "height", side or "width"])
    features = _value("features", [1, 1, cells or "rows", cells or "columns"])
    between = [_value("grey", [1, 1, side, side])] if side else []
    return _save(path, nodes, [], [image], [features], between)


def save_spot_head(path: Path) -> Path:
    """Finds the brightest patch of the target's size: with the backbone above it follows a white square."""
    constants = [
        numpy_helper.from_array(np.array([0, 12 / 255], np.float32).reshape(2, 1, 1, 1), "weight"),
        numpy_helper.from_array(np.array([0, -6], np.float32), "bias"),
        numpy_helper.from_array(side_maps(*(TARGET_IN_CROP / 2,) * 4), "half_target"),
        numpy_helper.from_array(np.zeros(1, np.float32), "nothing"),
    ]
    nodes = [
        helper.make_node(
            "AveragePool", ["of_search"], ["patch"], name="patch",
            kernel_shape=[5, 5], pads=[2] * 4, count_include_pad=1,
        ),
        helper.make_node("Conv", ["patch", "weight", "bias"], ["scores"], name="logits"),
        helper.make_node("ReduceMean", ["of_template"], ["look"], keepdims=1, name="look"),
        helper.make_node("Mul", ["look", "nothing"], ["zero"], name="zero"),
        helper.make_node("Add", ["half_target", "zero"], ["sides"], name="give_sides"),
    ]  # fmt: skip
    inputs = [_value("of_template", [1, 1, GRID // 2, GRID // 2]), _value("of_search", [1, 1, GRID, GRID])]
    outputs = [_value("sides", [1, 4, GRID, GRID]), _value("scores", [1, 2, GRID, GRID])]
    return _save(path, nodes, constants, inputs, outputs)


def _value(name: str, shape: Sequence[int | str | None]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _save(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    constants: Sequence[onnx.TensorProto],
    inputs: Sequence[onnx.ValueInfoProto],
    outputs: Sequence[onnx.ValueInfoProto],
    between: Sequence[onnx.ValueInfoProto] = (),
) -> Path:
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants, value_info=between)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
    return path
