"""Networks shaped like detectors, made on the spot: what they see is known, so no weights are needed.

`yolox_…` and `pose_…` turn wanted objects into what a network would answer: the decoding, done backwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.networks.network import PixelFormat, TensorSpec

STRIDES = (8, 16, 32)
KEYPOINTS = 17
BGR = PixelFormat("BGR")
# Far below every threshold: nothing is here.
NOTHING = -12.0
Answer = dict[str, np.ndarray]


@dataclass(frozen=True)
class Seen:
    """One object as the network sees it, in pixels of its own picture."""

    cx: float
    cy: float
    w: float
    h: float
    score: float = 0.81
    label: int = 0
    stride: int = 8

    @property
    def xywh(self) -> tuple[float, float, float, float]:
        return self.cx - self.w / 2, self.cy - self.h / 2, self.w, self.h

    @property
    def cell(self) -> tuple[int, int]:
        """Column and row of the cell that answers for it."""
        return int(self.cx // self.stride), int(self.cy // self.stride)

    @property
    def keypoints(self) -> np.ndarray:
        """(17, 3): down its diagonal, less and less sure."""
        steps = np.linspace(0.1, 0.9, KEYPOINTS)
        x, y, w, h = self.xywh
        return np.stack((x + steps * w, y + steps * h, 1 - steps), axis=1)


def grids(width: int, height: int) -> dict[int, tuple[int, int]]:
    """(rows, columns) by stride."""
    return {stride: (height // stride, width // stride) for stride in STRIDES}


def logit(share: np.ndarray | float) -> np.ndarray:
    return np.log(np.asarray(share) / (1 - np.asarray(share)))


def yolox_heads(width: int, height: int, seen: Sequence[Seen], classes: int = 1) -> Answer:
    """Raw heads (1, rows, columns, channels) named obj_8, cls_8, reg_8, ...; objectness comes first."""
    heads: Answer = {}
    for part, channels in (("obj", 1), ("cls", classes), ("reg", 4)):
        for stride, size in grids(width, height).items():
            heads[f"{part}_{stride}"] = np.full((1, *size, channels), NOTHING, np.float32)
    for one in seen:
        column, row = one.cell
        share = logit(np.sqrt(one.score))
        heads[f"obj_{one.stride}"][0, row, column, 0] = share
        heads[f"cls_{one.stride}"][0, row, column, one.label] = share
        places = one.cx / one.stride - column, one.cy / one.stride - row
        sizes = np.log((one.w / one.stride, one.h / one.stride))
        heads[f"reg_{one.stride}"][0, row, column] = (*places, *sizes)
    return heads


def yolox_joined(width: int, height: int, seen: Sequence[Seen], classes: int = 1) -> Answer:
    """Raw heads with all columns in one: x, y, w, h, objectness, classes."""
    heads = yolox_heads(width, height, seen, classes)
    return {
        f"out_{stride}": np.concatenate([heads[f"{part}_{stride}"] for part in ("reg", "obj", "cls")], axis=3)
        for stride in STRIDES
    }


def yolox_table(width: int, height: int, seen: Sequence[Seen], classes: int = 1) -> Answer:
    """One output (1, N, 5 + C) with sigmoid scores."""
    rows = [head.reshape(-1, 5 + classes) for head in yolox_joined(width, height, seen, classes).values()]
    table = np.concatenate(rows)
    table[:, 4:] = 1 / (1 + np.exp(-table[:, 4:]))
    return {"output": table[None]}


def pose_heads(width: int, height: int, seen: Sequence[Seen]) -> Answer:
    """Raw heads (1, rows, columns, channels) named cls_8, box_8, kpt_8, ..."""
    heads: Answer = {}
    for stride, size in grids(width, height).items():
        heads[f"cls_{stride}"] = np.full((1, *size, 1), NOTHING, np.float32)
        heads[f"box_{stride}"] = np.zeros((1, *size, 64), np.float32)
        heads[f"kpt_{stride}"] = np.zeros((1, *size, 3 * KEYPOINTS), np.float32)
    for one in seen:
        column, row = one.cell
        middle = np.array((column + 0.5, row + 0.5))
        x, y, w, h = np.array(one.xywh) / one.stride
        edges = np.concatenate((middle - (x, y), (x + w, y + h) - middle))
        heads[f"cls_{one.stride}"][0, row, column] = logit(one.score)
        heads[f"box_{one.stride}"][0, row, column] = np.concatenate([_two_bins(edge) for edge in edges])
        points = one.keypoints.copy()
        points[:, :2] = (points[:, :2] / one.stride - (column, row)) / 2
        points[:, 2] = logit(points[:, 2])
        heads[f"kpt_{one.stride}"][0, row, column] = points.ravel()
    return heads


def _two_bins(distance: float) -> np.ndarray:
    """(16,) logits whose softmax has `distance` as its mean: the two bins beside it share all."""
    assert 0 < distance < 15, f"{distance} strides cannot be said in 16 bins"
    low = int(distance)
    shares = np.full(16, 1e-12)
    shares[[low, low + 1]] = 1 - (distance - low) + 1e-12, distance - low + 1e-12
    return np.log(shares)


def pose_table(width: int, height: int, seen: Sequence[Seen]) -> Answer:
    """One output (1, 56, N), decoded."""
    starts = np.cumsum([0, *(rows * columns for rows, columns in grids(width, height).values())])
    table = np.zeros((56, starts[-1]), np.float32)
    for one in seen:
        column, row = one.cell
        grid = STRIDES.index(one.stride)
        cell = starts[grid] + row * grids(width, height)[one.stride][1] + column
        table[:, cell] = (one.cx, one.cy, one.w, one.h, one.score, *one.keypoints.ravel())
    return {"output0": table[None]}


def as_nchw(heads: Answer) -> Answer:
    return {name: np.ascontiguousarray(head.transpose(0, 3, 1, 2)) for name, head in heads.items()}


def picture_spec(width: int, height: int, layout: str = "NCHW", pixels: PixelFormat = BGR) -> TensorSpec:
    shape = (1, 3, height, width) if layout == "NCHW" else (1, height, width, 3)
    return TensorSpec("images", shape, "float32", layout, pixels)


class ScriptedDetector:
    """A network without a runtime that always gives the same answer."""

    name = "scripted"

    def __init__(self, width: int, height: int, answer: Answer, *, picture: TensorSpec | None = None) -> None:
        self.inputs = (picture or picture_spec(width, height),)
        self.answer = answer
        self.outputs = tuple(TensorSpec(name, a.shape, str(a.dtype)) for name, a in answer.items())
        self.runs: list[Answer] = []
        self.closed = 0

    def run(self, feeds: Mapping[str, np.ndarray], clock: object) -> Answer:
        self.runs.append({name: np.array(value) for name, value in feeds.items()})
        return self.answer

    def close(self) -> None:
        self.closed += 1


def save_constant_detector(
    path: Path, width: int, height: int, answer: Answer, *, free: Sequence[str] = ()
) -> Path:
    """A file whose outputs are `answer`, whatever it is shown; those in `free` declare no sizes."""
    nothing = numpy_helper.from_array(np.zeros(1, np.float32), "nothing")
    constants = [numpy_helper.from_array(value, f"{name}_value") for name, value in answer.items()]
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["view"], axes=[0, 1, 2, 3], keepdims=0, name="view"),
        helper.make_node("Mul", ["view", "nothing"], ["zero"], name="zero"),
    ]
    for name, value in answer.items():
        full = f"{name}_full" if name in free else name
        nodes.append(helper.make_node("Add", [f"{name}_value", "zero"], [full], name=f"give_{name}"))
        if name in free:
            # A shape that depends on the picture cannot be known before the run.
            shape, whole, seen = f"{name}_shape", f"{name}_whole", f"{name}_seen"
            constants.append(numpy_helper.from_array(np.array(value.shape, np.int64), shape))
            nodes += [
                helper.make_node("Cast", ["zero"], [whole], to=TensorProto.INT64, name=whole),
                helper.make_node("Add", [shape, whole], [seen], name=seen),
                helper.make_node("Reshape", [full, seen], [name], name=f"shape_{name}"),
            ]
    picture = helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, height, width])
    results = [
        helper.make_tensor_value_info(
            name, TensorProto.FLOAT, [f"{name}_{i}" for i in range(a.ndim)] if name in free else a.shape
        )
        for name, a in answer.items()
    ]
    graph = helper.make_graph(nodes, "tiny", [picture], results, [nothing, *constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return path
