"""Bytes and arrays of the Open Inference Protocol: round trips, and whatever else may arrive."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engines.agent import tensors
from engines.agent.refusal import Refusal
from engines.networks.wire import BadAnswer, build_infer, parse_infer, parse_model, parse_server, wire_input
from engines.origin import Origin

ARRAYS = st.sampled_from(sorted(tensors.DTYPES.values())).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
FEEDS = st.dictionaries(st.text(min_size=1, max_size=8), ARRAYS, min_size=1, max_size=3)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def message(head: bytes, parts: list[bytes]) -> memoryview:
    return memoryview(bytearray(b"".join([head, *parts])))


def answer(outputs, binary, **extra):
    pairs = [tensors.output_entry(name, array, binary) for name, array in outputs.items()]
    head = json.dumps({"outputs": [entry for entry, _ in pairs], **extra}).encode()
    return message(head, [data for _, data in pairs]), len(head)


def same(left, right):
    assert left.keys() == right.keys()
    for name, array in left.items():
        assert array.dtype == right[name].dtype
        np.testing.assert_array_equal(array, right[name])


@quick
@given(FEEDS)
def test_what_is_sent_is_what_the_agent_reads(feeds):
    head, parts = build_infer([wire_input(name, array) for name, array in feeds.items()], ["y"])
    assert len(head) % 8 == 0, "tensors begin aligned"
    request = tensors.parse_infer(message(head, parts), len(head))
    same({name: entry.array for name, entry in request.inputs.items()}, feeds)
    assert request.outputs == {"y": True}


@quick
@given(FEEDS)
def test_what_the_agent_answers_is_what_is_read(outputs):
    body, length = answer(outputs, binary=True)
    same(dict(parse_infer(body, length).outputs), outputs)


@quick
@given(FEEDS)
def test_answers_in_json(outputs):
    finite = {name: np.nan_to_num(array, nan=0, posinf=1, neginf=1) for name, array in outputs.items()}
    body, _ = answer(finite, binary=False)
    same(dict(parse_infer(body, None).outputs), finite)


@quick
@given(st.binary(max_size=300), st.none() | st.integers(-5, 400))
def test_garbage_is_a_bad_answer_and_nothing_else(body, length):
    for read in (
        lambda: parse_infer(memoryview(body), length),
        lambda: tensors.parse_infer(memoryview(body), length),
    ):
        with pytest.raises((BadAnswer, Refusal)):
            read()
    for parse in (parse_server, parse_model):
        with contextlib.suppress(BadAnswer):
            parse(memoryview(body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "datatype", "shape", "data", "parameters", "binary_data_size", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


@quick
@given(JSON, st.binary(max_size=20), st.sampled_from(["outputs", "inputs", "parameters"]))
def test_json_of_any_form_is_read_or_refused(value, tail, key):
    valid = {"outputs": [], "inputs": [{"name": "a", "datatype": "FP32", "shape": [0], "data": []}]}
    head = json.dumps({**valid, key: value}).encode()
    for read, failure in ((parse_infer, BadAnswer), (tensors.parse_infer, Refusal)):
        with contextlib.suppress(failure):
            read(message(head, [tail]), len(head))
    with contextlib.suppress(BadAnswer):
        parse_model(message(head, []))


@quick
@given(st.integers(0, 200), st.integers(0, 255))
def test_a_flipped_byte_never_crashes(position, value):
    body, length = answer({"y": np.arange(6, dtype=np.float32)}, binary=True)
    body[position % len(body)] = value
    with contextlib.suppress(BadAnswer):
        parse_infer(body, length)


def test_times_and_layers():
    figures = {
        "trackbench_stages": {"board_hard_ms": 16.763, "board_other_ms": -0.5},
        "trackbench_origin": "simulated",
        "trackbench_layers": [[754, "", "icraft::xir::HardOp", "buyi", 13.6, None, 13.523, -5.49]],
    }
    body, length = answer({}, binary=True, parameters=figures)
    read = parse_infer(body, length)
    assert read.times is not None and read.times.origin is Origin.SIMULATED
    assert read.times.copy_ms is None
    assert read.times.total_ms == pytest.approx(16.263)
    (layer,) = read.layers
    assert (layer.op_id, layer.memcpy_ms, layer.other_ms) == (754, None, -5.49), "not clamped"


@pytest.mark.parametrize(
    "figures",
    [
        {"trackbench_stages": {"board_hard_ms": "soon"}},
        {"trackbench_stages": {"board_hard_ms": 1e99}},
        {"trackbench_stages": 5},
        {"trackbench_stages": {}, "trackbench_origin": "guessed"},
        {"trackbench_layers": [[1, 2, 3]]},
        {"trackbench_layers": "many"},
    ],
)
def test_figures_that_make_no_sense(figures):
    body, length = answer({}, binary=True, parameters=figures)
    with pytest.raises(BadAnswer):
        parse_infer(body, length)
