"""Merged operators of Icraft are told with the operators they stand for, where that can be told."""

from __future__ import annotations

import types

import pytest

from engines.agent.backends.icraft_backend import IcraftModel
from engines.agent.model import Layer


def op(op_id, kind="HardOp", made=""):
    outputs = [types.SimpleNamespace(name=made)] if made else []
    return types.SimpleNamespace(
        op_id=op_id,
        name="icraft::xir::Conv2dNode" if kind == "HardOp" else "",
        typeKey=lambda: f"icraft::xir::{kind}Node",
        compile_target="@buyit",
        outputs=outputs,
    )


def sources(ops, rows):
    model = IcraftModel.__new__(IcraftModel)
    model._ops = {entry.op_id: entry for entry in ops}
    model.outputs = []
    outcome = model._outcome([], model._layers(dict.fromkeys(rows, (1.0, 0.0, 1.0, 0.0))), 1.0, True)
    return {layer.op_id: layer.sources for layer in outcome.layers if layer.sources}


HOST_ENDS = (op(0, "Input"), op(9, "Output"))
FIRST, *_, LAST = HOST_ENDS


@pytest.mark.parametrize(
    ("ops", "rows", "expected"),
    [
        # One chain, one merged operator; names are those of what the operators make.
        ([FIRST, op(5, made="conv1"), op(2, made="conv2"), LAST], (0, 754, 9), {754: ["conv1", "conv2"]}),
        # Without names of values the original type and the number have to do.
        ([FIRST, op(5), op(2), LAST], (0, 754, 9), {754: ["Conv2d 5", "Conv2d 2"]}),
        # An operator with a row of its own parts two chains.
        (
            [FIRST, op(1, made="a"), op(4, "Resize"), op(2, made="b"), op(3, made="c"), LAST],
            (0, 755, 4, 754, 9),
            {754: ["a"], 755: ["b", "c"]},
        ),
        # A hard operator that was not merged parts them as well.
        (
            [FIRST, op(1, made="a"), op(4, made="own"), op(2, made="b"), LAST],
            (0, 754, 4, 755, 9),
            {754: ["a"], 755: ["b"]},
        ),
        # Two merged operators and one chain: who stands for what cannot be told.
        ([FIRST, op(1, made="a"), op(2, made="b"), LAST], (0, 754, 755, 9), {}),
        # Nothing was merged.
        ([FIRST, op(1, made="a"), LAST], (0, 1, 9), {}),
    ],
)
def test_sources_of_merged_operators(ops, rows, expected):
    assert sources(ops, rows) == expected


def test_rows_carry_sources_only_where_there_are_any():
    layer = Layer(754, "", "icraft::xir::HardOp", "accelerator", 14.0)
    assert len(layer.to_json()) == 8
    layer.sources = ["conv1", "conv2"]
    row = layer.to_json()
    assert row[8] == ["conv1", "conv2"] and Layer.from_json(row).to_json() == row
    assert Layer.from_json(row[:8]).sources == []
