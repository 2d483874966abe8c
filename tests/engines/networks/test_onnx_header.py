import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto

from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.networks.local import LocalNetwork
from engines.networks.onnx_header import read_header, with_open_sizes
from engines.timing import StageClock
from tests.named_networks import save_network


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("networks") / "small.onnx"
    return save_network(path, {"x": [1, 3, 8, 8], "y": ["batch", 4]}, {"a": [1, 2, 4, 4], "b": [1, 300]})


def summary(specs):
    return [(spec.name, spec.shape, spec.dtype) for spec in specs]


def test_names_shapes_and_dtypes(small):
    header = read_header(small)
    assert summary(header.inputs) == [("x", (1, 3, 8, 8), "float32"), ("y", (None, 4), "float32")]
    assert summary(header.outputs) == [("a", (1, 2, 4, 4), "float32"), ("b", (1, 300), "float32")]


@pytest.mark.parametrize(
    ("kind", "name"),
    [(TensorProto.UINT8, "uint8"), (TensorProto.FLOAT16, "float16"), (TensorProto.INT64, "int64")],
)
def test_other_dtypes(tmp_path, kind, name):
    path = save_network(tmp_path / "x.onnx", {"x": [1]}, {"a": [1]}, dtype=kind)
    assert read_header(path).inputs[0].dtype == name


def test_weights_among_the_inputs_are_none(tmp_path):
    path = save_network(tmp_path / "x.onnx", {"x": [1]}, {"a": [1]}, weights_as_inputs=True)
    assert len(onnx.load(str(path)).graph.input) == 2
    assert [spec.name for spec in read_header(path).inputs] == ["x"]


def test_the_runtime_says_the_same(small, assets):
    for path in (small, *sorted((assets / "models").glob("*.onnx"))):
        header, network = read_header(path), LocalNetwork(path)
        network.close()
        assert (header.inputs, header.outputs) == (network.inputs, network.outputs), path.name


def test_no_such_file(tmp_path):
    with pytest.raises(NetworkFileMissing):
        read_header(tmp_path / "gone.onnx")


@pytest.mark.parametrize("content", [b"", b"no network at all", b"\x00" * 40, b"\xff" * 40, b"\x3a\x00"])
def test_what_is_no_network_is_refused(tmp_path, content):
    path = tmp_path / "x.onnx"
    path.write_bytes(content)
    with pytest.raises(NetworkBroken):
        read_header(path)


def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(small, tmp_path):
    whole, path = small.read_bytes(), tmp_path / "cut.onnx"
    start = onnx.load(str(small)).graph.ByteSize()
    for length in range(len(whole) - start + 2, len(whole) - 20, 37):
        path.write_bytes(whole[:length])
        with pytest.raises(NetworkBroken):
            read_header(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_header_or_a_refusal(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.onnx"
    path.write_bytes(content)
    try:
        header = read_header(path)
    except NetworkBroken:
        return
    assert header.outputs


# -- open sizes --------------------------------------------------------------------------------


def test_sizes_are_opened_and_nothing_else_is_changed(small, tmp_path):
    path = tmp_path / "open.onnx"
    path.write_bytes(with_open_sizes(small))
    header = read_header(path)
    assert [spec.shape for spec in header.inputs] == [(1, 3, None, None), (None, 4)]
    assert [spec.shape for spec in header.outputs] == [(1, 2, None, None), (1, 300)]
    before, after = onnx.load(str(small)), onnx.load(str(path))
    onnx.checker.check_model(after)
    assert before.graph.node == after.graph.node
    assert before.graph.initializer == after.graph.initializer
    assert before.opset_import == after.opset_import


def test_what_is_open_already_stays_as_it_is(tmp_path):
    path = save_network(tmp_path / "x.onnx", {"x": [1, 3, "height", "width"]}, {"a": [1, 2]})
    assert with_open_sizes(path) == path.read_bytes()


def test_an_opened_network_takes_other_sizes(assets, tmp_path):
    path = tmp_path / "open.onnx"
    path.write_bytes(with_open_sizes(assets / "models" / "nanotrackv2_backbone_sim.onnx"))
    reference = assets / "models" / "nanotrackv2_backbone_dynamic.onnx"
    networks = [LocalNetwork(path), LocalNetwork(reference)]
    for side, grid in ((127, 8), (255, 16)):
        crop = np.random.default_rng(side).uniform(0, 255, (1, 3, side, side)).astype(np.float32)
        ours, theirs = (network.run({"input": crop}, StageClock())["output"] for network in networks)
        assert ours.shape == (1, 48, grid, grid) and np.array_equal(ours, theirs)
    for network in networks:
        network.close()
