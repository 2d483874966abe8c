"""Files that declare one size of picture, opened for any."""

import numpy as np
import onnx
import pytest

from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.networks.free_sizes import with_free_sizes
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from tests.tiny_nano import save_spot_backbone, save_spot_head

IMAGE = TensorSpec("image", (1, 3, 255, 255), "float32", "NCHW", PixelFormat())


def shapes(model):
    def of(value):
        return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]

    return [of(v) for v in (*model.graph.input, *model.graph.output)]


def test_only_declarations_of_pictures_change(tmp_path):
    path = save_spot_backbone(tmp_path / "fixed.onnx", side=255)
    before, after = onnx.load(path), onnx.load_model_from_string(with_free_sizes(path))
    assert shapes(before) == [[1, 3, 255, 255], [1, 1, 16, 16]]
    assert shapes(after) == [[1, 3, "height", "width"], [1, 1, "out_height", "out_width"]]
    assert before.graph.value_info and not after.graph.value_info
    assert list(after.graph.node) == list(before.graph.node)
    assert after.opset_import == before.opset_import and after.ir_version == before.ir_version
    onnx.checker.check_model(after)


def test_tensors_that_are_no_pictures_stay_as_they_are(tmp_path):
    def value(name):
        return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [2, 300])

    weights = [onnx.numpy_helper.from_array(np.ones(300, np.float32), "w")]
    nodes = [onnx.helper.make_node("Add", ["x", "w"], ["y"])]
    graph = onnx.helper.make_graph(nodes, "g", [value("x")], [value("y")], weights)
    path = tmp_path / "flat.onnx"
    onnx.save(onnx.helper.make_model(graph), str(path))
    assert onnx.load_model_from_string(with_free_sizes(path)) == onnx.load(path)


def test_a_fixed_network_takes_other_sizes(tmp_path):
    path = save_spot_backbone(tmp_path / "fixed.onnx", side=255)
    fixed = LocalNetwork(path, inputs=[IMAGE])
    free = LocalNetwork(path, inputs=[IMAGE], free_sizes=True)
    assert fixed.inputs[0].shape == (1, 3, 255, 255)
    assert free.inputs[0].shape == (1, 3, None, None) and free.inputs[0].pixels == PixelFormat()
    image = np.random.default_rng(3).uniform(0, 255, (1, 3, 255, 255)).astype(np.float32)
    ours, theirs = (network.run({"image": image}, StageClock())["features"] for network in (free, fixed))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    small = free.run({"image": image[:, :, :127, :127].copy()}, StageClock())["features"]
    assert small.shape == (1, 1, 8, 8)
    np.testing.assert_allclose(small, theirs[:, :, :8, :8], rtol=1e-6)
    for network in (fixed, free):
        network.close()


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_a_cut_off_file_is_told(tmp_path, keep):
    path = save_spot_head(tmp_path / "h.onnx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(NetworkBroken):
        LocalNetwork(path, free_sizes=True)


def test_what_is_no_file_or_no_onnx_is_told(tmp_path):
    with pytest.raises(NetworkFileMissing):
        with_free_sizes(tmp_path / "none.onnx")
    path = tmp_path / "text.onnx"
    path.write_text("no network at all")
    with pytest.raises(NetworkBroken):
        with_free_sizes(path)
