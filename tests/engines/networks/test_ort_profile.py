import gc
from collections import Counter
from time import perf_counter

import numpy as np
import onnx
import pytest

from engines.networks import local, ort_profile
from engines.networks.local import LocalNetwork
from engines.networks.ort_profile import (
    FileNames,
    LayerReader,
    create_run_profiler,
    layers_of,
    read_events,
)
from engines.timing import StageClock
from tests.tiny_networks import save_spot_vit


@pytest.fixture(scope="module")
def spot_vit(tmp_path_factory):
    return save_spot_vit(tmp_path_factory.mktemp("networks") / "spot.onnx")


@pytest.fixture
def feeds():
    rng = np.random.default_rng(1)
    return {
        "template": rng.random((1, 3, 128, 128), np.float32),
        "search": rng.random((1, 3, 256, 256), np.float32),
    }


@pytest.fixture(params=["one run", "second session"])
def network(request, spot_vit, monkeypatch):
    """Both ways to layer times."""
    if request.param == "second session":
        monkeypatch.setattr(local, "create_run_profiler", lambda: None)
    opened = LocalNetwork(spot_vit)
    if request.param == "one run" and opened._profiler is None:
        pytest.skip("this onnxruntime was not checked for profiling single runs")
    yield opened
    opened.close()


def profiled(network, feeds):
    clock = StageClock(wants_layers=True)
    began = perf_counter()
    outputs = network.run(feeds, clock)
    return outputs, clock, (perf_counter() - began) * 1000


def test_every_node_is_there_once(network, spot_vit, feeds):
    _outputs, clock, _wall_ms = profiled(network, feeds)
    nodes = Counter(node.op_type for node in onnx.load(str(spot_vit)).graph.node)
    # The runtime adds changes of layout of its own, and renames what it puts between them.
    found = Counter(layer.op_type for layer in clock.layers.layers if not layer.op_type.startswith("Reorder"))
    assert found == nodes
    names = [layer.name for layer in clock.layers.layers]
    assert len(set(names)) == len(names)
    assert {"pool", "look", "zero", "give_size", "give_offset"} <= set(names)


def test_times_are_known_and_sum_below_the_wall_time(network, feeds):
    profiled(network, feeds)
    _outputs, clock, wall_ms = profiled(network, feeds)
    times = [layer.total_ms for layer in clock.layers.layers]
    assert all(ms is not None and ms >= 0 for ms in times)
    assert 0 < sum(times) <= wall_ms
    assert all(layer.memcpy_ms is None and layer.hard_ms is None for layer in clock.layers.layers)
    assert {layer.device for layer in clock.layers.layers} == {"cpu"}


def test_a_profiled_run_answers_as_an_ordinary_one(network, feeds):
    plain = network.run(feeds, StageClock())
    outputs, _clock, _wall_ms = profiled(network, feeds)
    for name in plain:
        np.testing.assert_array_equal(outputs[name], plain[name])


def test_both_ways_agree_on_the_layers(spot_vit, feeds, monkeypatch):
    def layers():
        network = LocalNetwork(spot_vit)
        try:
            _outputs, clock, _wall_ms = profiled(network, feeds)
        finally:
            network.close()
        return [(layer.op_id, layer.name, layer.op_type, layer.device) for layer in clock.layers.layers]

    if create_run_profiler() is None:
        pytest.skip("this onnxruntime was not checked for profiling single runs")
    single = layers()
    monkeypatch.setattr(local, "create_run_profiler", lambda: None)
    assert layers() == single


def test_no_trace_stays_behind(spot_vit, feeds, tmp_path, monkeypatch):
    for module in (local, ort_profile):
        monkeypatch.setattr(module, "trace_folder", lambda: _made(tmp_path / "traces"))
    network = LocalNetwork(spot_vit)
    for _ in range(3):
        profiled(network, feeds)
    assert not list((tmp_path / "traces").glob("*"))
    network.close()
    monkeypatch.setattr(local, "create_run_profiler", lambda: None)
    second = LocalNetwork(spot_vit)
    profiled(second, feeds)
    second.close()
    assert not (tmp_path / "traces").exists()


def test_a_network_that_nobody_closes_leaves_no_folder(spot_vit, tmp_path, monkeypatch):
    monkeypatch.setattr(ort_profile, "trace_folder", lambda: _made(tmp_path / "traces"))
    network = LocalNetwork(spot_vit)
    if network._profiler is None:
        pytest.skip("this onnxruntime was not checked for profiling single runs")
    assert (tmp_path / "traces").exists()
    del network
    gc.collect()
    assert not (tmp_path / "traces").exists()


def _made(folder):
    folder.mkdir(exist_ok=True)
    return folder


def test_an_unchecked_version_is_left_alone(monkeypatch):
    monkeypatch.setattr(ort_profile.ort, "__version__", "9.9.9")
    ort_profile._find_functions.cache_clear()
    try:
        assert create_run_profiler() is None
    finally:
        monkeypatch.undo()
        ort_profile._find_functions.cache_clear()


EVENTS = [
    {"cat": "Session", "name": "model_run", "dur": 900},
    {"cat": "Node", "name": "conv_fence_before", "dur": 1, "args": {"op_name": "Conv"}},
    {
        "cat": "Node",
        "name": "conv_kernel_time",
        "dur": 250,
        "args": {"op_name": "Conv", "node_index": "3", "provider": "CPUExecutionProvider"},
    },
    {"cat": "Node", "name": "relu_kernel_time", "dur": 50, "args": {"op_name": "Relu"}},
]


def test_layers_of_a_trace():
    conv, relu = layers_of(EVENTS, "net")
    assert (conv.op_id, conv.name, conv.op_type, conv.device, conv.network, conv.total_ms) == (
        3, "conv", "Conv", "cpu", "net", 0.25
    )  # fmt: skip
    assert (relu.op_id, relu.name, relu.device, relu.total_ms) == (1, "relu", "", 0.05)
    assert layers_of([], "net") == ()


@pytest.mark.parametrize("content", [b"", b"[", b'[{"cat":"Node"', b"\xff\xfe"])
def test_a_trace_that_was_cut_off_is_no_profile_and_no_end(tmp_path, content):
    trace = tmp_path / "run0.json"
    trace.write_bytes(content)
    assert read_events(trace) == [] and not trace.exists()
    assert read_events(None) == []


# -- reading only what changes -----------------------------------------------------------------------------


def trace(*kernels, end="]\n"):
    """As onnxruntime writes it: spaces before the colons, a line per event."""
    lines = [
        f'{{"cat" : "Node","pid" :7,"tid" :7,"dur" :{us},"ts" :5,"ph" : "X","name" :"{name}_kernel_time",'
        f'"args" : {{"op_name" : "Conv","node_index" : "{i}","provider" : "CPUExecutionProvider"}}}}'
        for i, (name, us) in enumerate(kernels)
    ]
    last = (
        '{"cat" : "Session","pid" :7,"tid" :7,"dur" :900,"ts" :1,"ph" : "X","name" :"model_run","args" : {}}'
    )
    return ("[\n" + ",\n".join([*lines, last]) + "\n" + end).encode()


@pytest.fixture
def reader(tmp_path):
    return LayerReader("net", FileNames(tmp_path / "no.onnx", lambda path: path.write_bytes(b"")))


def told(layers):
    return [(layer.op_id, layer.name, layer.total_ms) for layer in layers]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (trace(("a", 30), ("b", 4)), [(0, "a", 0.03), (1, "b", 0.004)]),
        # Other operators, for example of another branch: all of it is read again.
        (trace(("a", 30), ("c", 4), ("d", 5)), [(0, "a", 0.03), (1, "c", 0.004), (2, "d", 0.005)]),
        (trace(("a", 30), ("b", 4), end=""), []),
        (trace(("a", 30), ("b", 4))[:150], []),
        (b"", []),
    ],
)
def test_a_second_trace_is_read_by_its_times_or_as_a_whole(reader, second, expected):
    assert told(reader.layers(trace(("a", 10), ("b", 20)))) == [(0, "a", 0.01), (1, "b", 0.02)]
    assert told(reader.layers(second)) == expected
    assert told(reader.layers(trace(("a", 1), ("b", 2)))) == [(0, "a", 0.001), (1, "b", 0.002)]


def test_the_quick_way_tells_what_the_whole_one_tells(network, feeds):
    if network._profiler is None:
        pytest.skip("only single runs are read this way")
    _outputs, first = network._profiler.run(network._session, feeds)
    _outputs, second = network._profiler.run(network._session, feeds)
    fresh = LayerReader(network.name, network._file_names)
    network._reader.layers(first)
    assert network._reader.layers(second) == fresh.layers(second) != ()


# -- reading later -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (trace(("a", 30), ("b", 4)), [(0, "a", 0.03), (1, "b", 0.004)]),
        (trace(("a", 30), ("c", 4)), [(0, "a", 0.03), (1, "c", 0.004)]),
    ],
)
def test_the_first_trace_is_read_at_once_and_others_when_asked(reader, second, expected):
    assert told(reader.later(trace(("a", 10), ("b", 20)))) == [(0, "a", 0.01), (1, "b", 0.02)]
    waiting = reader.later(second)
    assert told(reader.later(trace(("a", 1), ("b", 2)))()) == [(0, "a", 0.001), (1, "b", 0.002)]
    assert told(waiting()) == expected


@pytest.mark.parametrize("broken", [b"", trace(("a", 30), ("b", 4), end=""), trace(("a", 30))[:90]])
def test_what_was_not_written_whole_is_told_at_once(reader, broken):
    assert reader.later(broken) == ()
    reader.later(trace(("a", 10), ("b", 20)))
    assert reader.later(broken) == ()


def test_a_step_does_not_read_its_profile_and_leaves_no_file(network, feeds, monkeypatch):
    if network._profiler is None:
        pytest.skip("only single runs are read later")
    profiled(network, feeds)
    read = []
    layers_of_trace = network._reader.layers
    monkeypatch.setattr(network._reader, "layers", lambda trace: read.append(1) or layers_of_trace(trace))
    clocks = [profiled(network, feeds)[1] for _ in range(3)]
    profiles = [clock.layers for clock in clocks]
    assert not read and not list(network._profiler._directory.iterdir())
    network.close()
    times = [tuple(layer.total_ms for layer in profile.layers) for profile in profiles]
    assert len(set(times)) == 3, "each frame has times of its own"
    assert [clock.layers.layers for clock in clocks] == [profile.layers for profile in profiles]
    assert len(read) == 3
