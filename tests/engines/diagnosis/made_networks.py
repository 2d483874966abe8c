"""Small networks with a known fault, and their quantised versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.quantisation.crops import Crops
from engines.quantisation.formats import Format
from engines.quantisation.quantise import calibrate, quantise_all

CHANNELS, SIDE = 8, 16
# Weights of the depthwise layer by channel. The first two channels get no input, so that their size does
# nothing in float; under one scale they leave the last four without weights.
SIZES = np.array([1000, 1000, 16, 16, 1, 1, 1, 1], np.float32)


def conv(name, taken, made, weights, groups=1):
    side = weights.shape[2]
    node = helper.make_node(
        "Conv", [taken, f"{name}.weight"], [made], name=f"/body/body.0/{name}/Conv",
        kernel_shape=[side, side], pads=[side // 2] * 4, group=groups,
    )  # fmt: skip
    return node, numpy_helper.from_array(weights.astype(np.float32), f"{name}.weight")


def save_faulty(path: Path, *, dead: bool = False) -> Path:
    """Four convolutions, of which `conv_dw` cannot stand one scale for all its channels.

    With `dead`, something is multiplied by zero, which makes an all-zero tensor.
    """
    draw = np.random.default_rng(3)
    alive = (np.arange(CHANNELS) >= 2)[:, None, None, None]
    first, w1 = conv("conv_in", "x", "a", alive * draw.normal(size=(CHANNELS, 3, 3, 3)) / 5)
    sizes = SIZES[:, None, None, None]
    depth, w2 = conv("conv_dw", "r", "d", draw.normal(size=(CHANNELS, 1, 3, 3)) * sizes, CHANNELS)
    turned, _rest = np.linalg.qr(draw.normal(size=(CHANNELS, CHANNELS)))
    back, w3 = conv("conv_back", "d", "b", turned[:, :, None, None])
    last, w4 = conv("conv_out", "m", "scores", draw.normal(size=(1, CHANNELS, 1, 1)))
    held = [w1, w2, w3, w4]
    nodes = [first, helper.make_node("Relu", ["a"], ["r"], name="/body/body.0/act/Relu"), depth, back]
    if dead:
        held.append(numpy_helper.from_array(np.zeros((1, CHANNELS, 1, 1), np.float32), "nothing"))
        nodes.append(helper.make_node("Mul", ["b", "nothing"], ["z"], name="/body/silent/Mul"))
        nodes.append(helper.make_node("Add", ["b", "z"], ["m"], name="/body/sum/Add"))
    else:
        nodes.append(helper.make_node("Mul", ["b", "b"], ["m"], name="/body/square/Mul"))
    nodes.append(last)
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    answer = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 1, SIDE, SIDE])
    graph = helper.make_graph(nodes, "faulty", [given], [answer], held)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def feeds(count: int = 6) -> tuple[dict[str, np.ndarray], ...]:
    draw = np.random.default_rng(7)
    return tuple({"x": draw.normal(size=(1, 3, SIDE, SIDE)).astype(np.float32)} for _ in range(count))


def quantised(path: Path, folder: Path, form: Format, given=None) -> Path:
    """The quantised file of a network, calibrated with random crops."""
    crops = Crops("search", path, given or feeds(), 6, 6)
    (made,) = quantise_all(calibrate([crops]), [form], folder)
    return made.path
