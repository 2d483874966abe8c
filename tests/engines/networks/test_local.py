import numpy as np
import pytest

from engines.frame_result import Stage
from engines.networks import local
from engines.networks.errors import NetworkBroken, NetworkFileMissing, NetworkRunFailed
from engines.networks.local import LocalNetwork, use_shared_pool
from engines.networks.network import PixelFormat, TensorSpec
from engines.origin import Origin
from engines.timing import StageClock
from tests.tiny_networks import save_constant_vit, score_map


@pytest.fixture
def network(constant_vit):
    opened = LocalNetwork(constant_vit)
    yield opened
    opened.close()


def feeds():
    return {
        "template": np.zeros((1, 3, 128, 128), np.float32),
        "search": np.zeros((1, 3, 256, 256), np.float32),
    }


def test_outputs_by_name(network):
    outputs = network.run(feeds(), StageClock())
    assert list(outputs) == ["output1", "output2", "output3"]
    np.testing.assert_array_equal(outputs["output1"], score_map(7, 8, 0.9))


def test_an_ordinary_run_stamps_its_time_and_no_layers(network):
    clock = StageClock()
    network.run(feeds(), clock)
    assert [entry.stage for entry in clock.stages] == [Stage.INFER]
    assert clock.total_ms > 0 and clock.layers is None and clock.bytes_out_in is None


def test_a_profiled_run_stamps_every_layer(network):
    clock = StageClock(wants_layers=True)
    network.run(feeds(), clock)
    assert clock.layers is not None and clock.layers.origin is Origin.MEASURED
    assert {layer.network for layer in clock.layers.layers} == {"constant"}


def test_what_the_file_declares_and_what_the_catalog_knows(constant_vit):
    pixels = PixelFormat("BGR")
    known = TensorSpec("search", (9, 9), "uint8", "NCHW", pixels)
    network = LocalNetwork(constant_vit, name="mine", inputs=[known])
    template, search = network.inputs
    assert search == TensorSpec("search", (1, 3, 256, 256), "float32", "NCHW", pixels)
    assert template == TensorSpec("template", (1, 3, 128, 128), "float32")
    assert [spec.shape for spec in network.outputs] == [(1, 1, 16, 16), (1, 2, 16, 16), (1, 2, 16, 16)]
    assert network.name == "mine"
    network.close()
    network.close()


def test_no_such_file(tmp_path):
    with pytest.raises(NetworkFileMissing) as caught:
        LocalNetwork(tmp_path / "gone.onnx")
    assert caught.value.facts["path"].name == "gone.onnx"


@pytest.mark.parametrize(
    "damage",
    [
        lambda _whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda _whole: b"this is no network\n" * 50,
        lambda whole: whole[:40] + bytes(200) + whole[240:],
    ],
    ids=["empty", "truncated", "text", "zeroes inside"],
)
def test_a_broken_file_says_so(tmp_path, constant_vit, damage):
    path = tmp_path / "broken.onnx"
    path.write_bytes(damage(constant_vit.read_bytes()))
    with pytest.raises(NetworkBroken, match=r"broken\.onnx") as caught:
        LocalNetwork(path)
    assert caught.value.details


def test_a_tensor_of_another_size_says_so(network):
    with pytest.raises(NetworkRunFailed) as caught:
        network.run({**feeds(), "search": np.zeros((1, 3, 8, 8), np.float32)}, StageClock())
    assert "search" in caught.value.details
    assert network.run(feeds(), StageClock())  # it goes on


def test_a_tensor_of_another_type_says_so(network):
    with pytest.raises(NetworkRunFailed, match="constant"):
        network.run({**feeds(), "search": np.zeros((1, 3, 256, 256), np.float64)}, StageClock())


def test_the_first_to_ask_decides_about_the_one_pool(constant_vit, monkeypatch):
    sizes = []
    monkeypatch.setattr(local, "_pool_threads", None)
    monkeypatch.setattr(local.ort, "set_global_thread_pool_sizes", lambda intra, inter: sizes.append(intra))
    assert use_shared_pool(2) == 2
    assert use_shared_pool(7) == 2
    assert sizes == [2]


def test_every_session_uses_the_shared_pool(constant_vit, monkeypatch):
    """Pools of their own would spin against one another."""
    seen = []
    real = local.ort.InferenceSession

    def watch(path, options, **more):
        seen.append((options.use_per_session_threads, more.get("disabled_optimizers")))
        return real(path, options, **more)

    monkeypatch.setattr(local.ort, "InferenceSession", watch)
    for _ in range(2):
        LocalNetwork(constant_vit).close()
    assert seen == [(False, ["WeightBiasQuantization"])] * 2


def test_two_networks_side_by_side(tmp_path):
    there = LocalNetwork(save_constant_vit(tmp_path / "a.onnx", row=1, col=2))
    here = LocalNetwork(save_constant_vit(tmp_path / "b.onnx", row=3, col=4))
    for network, cell in ((there, (1, 2)), (here, (3, 4)), (there, (1, 2))):
        found = network.run(feeds(), StageClock())["output1"]
        assert np.unravel_index(found.argmax(), (16, 16)) == cell
    there.close()
    here.close()


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (4, 4), (64, 4)])
def test_threads_follow_the_cores_up_to_four(monkeypatch, cores, threads):
    monkeypatch.setattr(local.os, "sched_getaffinity", lambda _pid: set(range(cores)), raising=False)
    assert local.default_threads() == threads
