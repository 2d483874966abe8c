"""What merged operators stand for crosses the link, and layers bear the names of the file on both sides."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engines.board_values import PublishedTime
from engines.frame_result import FrameResult
from engines.layer_time import LayerProfile, LayerTime
from engines.networks.local import LocalNetwork
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.networks.wire import BadAnswer, parse_infer
from engines.origin import Origin
from engines.recorder import Recorder, read_recording
from engines.timing import StageClock
from tests.tiny_networks import save_spot_vit

ROW = [754, "", "icraft::xir::HardOp", "buyi", 14.0, 0.2, 13.5, None]


def layers_of(*rows):
    body = json.dumps({"outputs": [], "parameters": {"trackbench_layers": list(rows)}}).encode()
    return parse_infer(memoryview(body), len(body)).layers


@pytest.mark.parametrize(
    ("more", "sources"), [((), ()), (([],), ()), ((["conv1", "relu1"],), ("conv1", "relu1"))]
)
def test_rows_with_and_without_sources(more, sources):
    (layer,) = layers_of([*ROW, *more])
    assert (layer.sources, layer.hard_ms, layer.other_ms) == (sources, 13.5, None)


@pytest.mark.parametrize("more", [("conv1",), ([1, 2],), (["conv1"], ["relu1"]), (None,)])
def test_rows_that_are_not_understood(more):
    with pytest.raises(BadAnswer, match="row"):
        layers_of([*ROW, *more])


@pytest.mark.parametrize("simulated", [None, PublishedTime(4.0, 1.0)])
def test_layers_are_called_the_same_here_and_behind_an_agent(agent_port, model_dir, simulated):
    path = save_spot_vit(model_dir / "spot.onnx")
    feeds = {
        "template": np.zeros((1, 3, 128, 128), np.float32),
        "search": np.zeros((1, 3, 256, 256), np.float32),
    }
    remote = RemoteNetwork.at_url(
        f"http://127.0.0.1:{agent_port}", "spot", RemoteOptions(load=LoadRequest("spot.onnx", simulated))
    )
    local = LocalNetwork(path)
    try:
        clocks = [StageClock(wants_layers=True), StageClock(wants_layers=True)]
        for network, clock in zip((local, remote), clocks, strict=True):
            network.run(feeds, clock)
    finally:
        local.close()
        remote.close()
    here, there = (
        [entry for entry in clock.layers.layers if "Reorder" not in entry.op_type] for clock in clocks
    )
    there = [entry for entry in there if entry.op_type != "icraft::xir::Input"]
    assert {entry.name for entry in here} >= {"grey", "pool", "look", "zero", "give_size"}
    assert [(entry.name, entry.sources) for entry in there if "Reorder" not in entry.name] == [
        (entry.name, entry.sources) for entry in here
    ]
    assert clocks[1].layers.origin is (Origin.MEASURED if simulated is None else Origin.SIMULATED)


def test_sources_are_recorded_and_read_back(tmp_path):
    merged = LayerTime(754, "", "HardOp", "buyi", "net", 14.0, 0.2, 13.5, 0.3, ("conv1", "relu1"))
    plain = LayerTime(1, "cast", "Cast", "host", "net", 0.5)
    profile = LayerProfile((merged, plain), Origin.MEASURED)
    recorder = Recorder(tmp_path / "r", {"source": "x"})
    recorder.write(FrameResult(0, 0.0, (), layers=profile))
    recorder.close()
    (result,) = read_recording(tmp_path / "r").results
    assert [layer.sources for layer in result.layers.layers] == [("conv1", "relu1"), ()]
    assert result.layers.layers[0].hard_ms == 13.5 and result.layers.layers[1].hard_ms is None
