"""ONNX files for tests, made on the spot."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto, helper

MODEL_IR_VERSION = 8  # what runtimes of old boards still read


def save_tiny(path: Path, side: int = 8) -> Path:
    """`y = relu(search * mean(template) + 1)`; search is (1, 3, side, side), template (1, 3, 4, 4)."""
    nodes = [
        helper.make_node("ReduceMean", ["template"], ["mean"], keepdims=1),
        helper.make_node("Mul", ["search", "mean"], ["scaled"]),
        helper.make_node("Add", ["scaled", "one"], ["shifted"]),
        helper.make_node("Relu", ["shifted"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("search", TensorProto.FLOAT, [1, 3, side, side]),
            helper.make_tensor_value_info("template", TensorProto.FLOAT, [1, 3, 4, 4]),
        ],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3, side, side])],
        [helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])],
    )
    return save_graph(graph, path)


def save_echo(path: Path, in_shape: list[int], out_elements: int) -> Path:
    """`y` is the first `out_elements` of the flattened uint8 `x` as float32: sizes as one wants them."""
    nodes = [
        helper.make_node("Flatten", ["x"], ["flat"], axis=0),
        helper.make_node("Slice", ["flat", "from", "to", "axis"], ["part"]),
        helper.make_node("Cast", ["part"], ["y"], to=TensorProto.FLOAT),
    ]
    constants = {"from": 0, "to": out_elements, "axis": 1}
    graph = helper.make_graph(
        nodes,
        "echo",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, in_shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, out_elements])],
        [helper.make_tensor(name, TensorProto.INT64, [1], [value]) for name, value in constants.items()],
    )
    return save_graph(graph, path)


def save_graph(graph: onnx.GraphProto, path: Path) -> Path:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = MODEL_IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return path
