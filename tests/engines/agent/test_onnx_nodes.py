"""Operators of the optimised graph are told as the nodes of the file that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, save

from engines.agent.onnx_nodes import OnnxGraph, OnnxNode, OperatorNames, read_graph, standings


def node(name, op_type, inputs, outputs, activation=""):
    return OnnxNode(name, op_type, inputs.split(), outputs.split(), activation)


FILE = [
    node("conv", "Conv", "x w", "c"),
    node("add", "Add", "c x", "a"),
    node("relu", "Relu", "a", "r"),
    node("sig", "Sigmoid", "r", "s"),
    node("mul", "Mul", "r s", "m"),
    node("weights", "Identity", "w", "w2"),
    node("", "MatMul", "m w2", "out"),
]


def mapped(file, optimised):
    found = standings(OnnxGraph(file, ["x"]), OnnxGraph(optimised, ["x"]))
    return [None if one is None else (one.name, tuple(one.sources)) for one in found]


@pytest.mark.parametrize(
    ("optimised", "expected"),
    [
        ([node("conv", "Conv", "x w", "c")], [("conv", ("conv",))]),
        # The name tells of the convolution; the sum and the activation came to it afterwards.
        ([node("c_nchwc", "Conv", "x w b x", "t", "Relu")], [("conv", ("conv", "add", "relu"))]),
        # The file knows the reordered tensor under the name it gets back.
        (
            [node("c_nchwc", "Conv", "x w", "t"), node("back", "ReorderOutput", "t", "r")],
            [("conv", ("conv", "add", "relu")), None],
        ),
        (
            [node("fused", "FusedConv", "x w", "r"), node("mul/QuickGeluFusion/", "QuickGelu", "r", "t")],
            [("conv", ("conv", "add", "relu")), ("mul", ("sig", "mul"))],
        ),
        # A node without a name is called by what it makes; what is known before a run belongs to nobody.
        (
            [node("mul", "Mul", "r s", "m"), node("n", "FusedMatMul", "m w2", "out")],
            [("mul", ("conv", "add", "relu", "sig", "mul")), ("out", ("out",))],
        ),
        # One node of the file that became two operators.
        (
            [node("relu/SplitFusion", "Split", "c", "t"), node("q", "Squeeze", "t", "r")],
            [("relu", ("conv", "add", "relu")), ("relu (Squeeze)", ("conv", "add", "relu"))],
        ),
        ([node("made_up", "Reshape", "x", "nowhere")], [None]),
    ],
)
def test_standings_by_hand(optimised, expected):
    assert mapped(FILE, optimised) == expected


def test_operators_are_found_by_their_place_and_else_by_their_name():
    optimised = [node("conv", "Conv", "x w", "c"), node("", "Add", "c x", "a")]
    names = OperatorNames(optimised, standings(OnnxGraph(FILE, ["x"]), OnnxGraph(optimised, ["x"])))

    def told(*operators):
        return [one and one.name for one in names.of(list(operators))]

    assert told(("conv", "Conv"), ("Add_7", "Add")) == ["conv", "add"]
    assert told(("Add_7", "Add"), ("conv", "Conv")) == [None, "conv"]


def test_weights_among_the_inputs_are_none(tmp_path):
    weight = helper.make_tensor("w", TensorProto.FLOAT, [1], [2.0])
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "w", "y")]
    nodes = [helper.make_node("Mul", ["x", "w"], ["y"], name="mul")]
    graph = helper.make_graph(nodes, "g", values[:2], values[2:], [weight])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), tmp_path / "old.onnx")
    read = read_graph(tmp_path / "old.onnx")
    assert read.inputs == ["x"] and [n.name for n in read.nodes] == ["mul"]
    assert read.nodes[0].inputs == ["x", "w"] and read.moving == {"x", "y"}


@given(st.binary(max_size=60))
def test_anything_else_is_refused_and_never_hangs(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("files") / "some.onnx"
    path.write_bytes(content)
    try:
        graph = read_graph(path)
    except ValueError:
        return
    assert all(isinstance(one.name, str) for one in graph.nodes)
