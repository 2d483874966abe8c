"""Sessions that keep their outputs' memory give what a plain run gives, whatever the shapes."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from engines.quantisation.sessions import Bound, Probe, open_session


def network(given_shape):
    """y = x + 1, its sum (a scalar), and where x is not zero (as long as x wants it)."""
    nodes = [
        helper.make_node("Add", ["x", "one"], ["y"]),
        helper.make_node("ReduceSum", ["y"], ["sum"], keepdims=0),
        helper.make_node("NonZero", ["x"], ["places"]),
        helper.make_node("Cast", ["places"], ["where"], to=TensorProto.FLOAT),
    ]
    held = [onnx.numpy_helper.from_array(np.ones(1, np.float32), "one")]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, given_shape)]
    graph = helper.make_graph(
        nodes, "n", [helper.make_tensor_value_info("x", TensorProto.FLOAT, given_shape)], outputs, held
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


NAMES = ("where", "y", "sum")
GIVEN = [np.array([each], np.float32) for each in ([0, 2, 3], [5, 6, 7], [0, 0, -1])]


@pytest.mark.parametrize("shape", [[1, 3], ["batch", 3], None], ids=str)
def test_every_run_gives_what_a_plain_run_gives(shape):
    probe = Probe(network(shape), NAMES)
    for x in GIVEN:
        found = probe.run({"x": x, "not taken": x})
        assert list(found) == list(NAMES)
        np.testing.assert_array_equal(found["y"], x + 1)
        np.testing.assert_array_equal(found["where"], np.nonzero(x))
        assert found["sum"].shape == () and found["sum"] == (x + 1).sum()


def test_only_tensors_of_known_shape_keep_their_memory():
    fixed, free = Probe(network([1, 3]), NAMES), Probe(network(["batch", 3]), NAMES)
    assert (fixed.shapes, free.shapes) == ({"y": (1, 3)}, {})
    first, second = (fixed.run({"x": x}) for x in GIVEN[:2])
    assert first["y"] is second["y"]
    one, three = free.run({"x": GIVEN[0]})["y"], free.run({"x": np.repeat(GIVEN[1], 3, axis=0)})["y"]
    np.testing.assert_array_equal(one, GIVEN[0] + 1)
    assert three.shape == (3, 3)


def test_a_shape_that_the_file_has_wrong_does_no_harm():
    model = network([1, 3])
    model.graph.value_info.append(helper.make_tensor_value_info("places", TensorProto.INT64, [2, 3]))
    assert Probe(model, NAMES).run({"x": GIVEN[2]})["where"].shape == (2, 1)


def test_an_input_may_be_written_into_between_two_runs():
    bound = Bound(open_session(network([2, 3])))
    wide = np.zeros((2, 6), np.float32)
    for x in (wide[:, :3].copy(), wide[:, ::2]):  # the second one is not in one piece
        for value in (1.0, 4.0):
            x[:] = value
            assert (bound.run({"x": x})["y"] == value + 1).all()


def test_one_sessions_outputs_are_the_next_ones_inputs():
    first, second = (Bound(open_session(network([1, 3]))) for _ in range(2))
    for x in GIVEN:
        np.testing.assert_array_equal(second.run({"x": first.run({"x": x})["y"]})["y"], x + 2)
