"""Requests in plain JSON, for servers without binary tensors."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engines.agent.tensors import DTYPES, parse_infer
from engines.networks.json_wire import NoWordInJson, build_json_infer
from engines.networks.wire import wire_input

ARRAYS = st.sampled_from(sorted(DTYPES.values())).flatmap(
    lambda dtype: arrays.arrays(
        dtype,
        arrays.array_shapes(max_dims=4, max_side=4),
        elements=arrays.from_dtype(np.dtype(dtype), allow_nan=False, allow_infinity=False),
    )
)


@given(ARRAYS)
def test_every_value_arrives_as_it_was(array):
    """Read by our agent, which takes both forms."""
    head, tensors = build_json_infer([wire_input("x", array)], ["y"], wants_layers=True)
    assert tensors == []
    request = parse_infer(memoryview(head), None)
    found = request.inputs["x"].array
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)
    assert request.parameters == {"trackbench_layers": True}
    assert json.loads(head)["outputs"] == [{"name": "y"}]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_json(value):
    with pytest.raises(NoWordInJson, match="The input x"):
        build_json_infer([wire_input("x", np.array([1, value], np.float32))], ["y"])


@pytest.mark.parametrize("change", [{"payload": None, "key": "a"}, {"wire": "jpeg"}])
def test_what_only_our_agent_could_read(change):
    tensor = replace(wire_input("x", np.zeros(2, np.uint8)), **change)
    with pytest.raises(ValueError, match="our own agent"):
        build_json_infer([tensor], ["y"])
