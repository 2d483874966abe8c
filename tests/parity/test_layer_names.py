"""Profiles of the shared networks name the layers of their files, whatever the runtime made of them."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from engines.networks.local import LocalNetwork
from engines.timing import StageClock

# Operators of the runtime's own making, which stand for no node of any file.
OWN_TYPES = {"ReorderInput", "ReorderOutput"}
# Network, side of its open pictures, and how many operators (of them all) cannot be told: what a function of
# the standard was taken apart into, and changes of shape round a matrix product.
MODELS = [
    ("object_tracking_vittrack_2023sep", None, 12),
    ("lighttrack_net1_template127", None, 0),
    ("lighttrack_net2_search288", None, 0),
    ("nanotrackv2_backbone_dynamic", 127, 13),
    ("nanotrackv2_head_sim", None, 0),
    ("yolox_nano_416x416", None, 0),
    ("osnet_x0_25_msmt17", None, 0),
]


def profile(path, side):
    network = LocalNetwork(path)
    try:
        feeds = {}
        for spec in network.inputs:
            shape = [size or (1 if axis == 0 else side) for axis, size in enumerate(spec.shape)]
            feeds[spec.name] = np.random.default_rng(1).random(shape).astype(spec.dtype)
        clock = StageClock(wants_layers=True)
        network.run(feeds, clock)
        return clock.layers.layers
    finally:
        network.close()


@pytest.mark.parametrize(("name", "side", "own"), MODELS)
def test_layers_bear_the_names_of_the_file(assets, name, side, own):
    path = assets / "models" / f"{name}.onnx"
    graph = onnx.load(str(path)).graph
    known = {node.name or node.output[0] for node in graph.node}
    layers = [layer for layer in profile(path, side) if layer.op_type not in OWN_TYPES]
    names = [layer.name for layer in layers]
    assert len(set(names)) == len(names)
    strange = [n for n in names if n not in known and n.rpartition(" (")[0] not in known]
    assert len(strange) <= own, strange
    assert {source for layer in layers for source in layer.sources} <= known


def test_a_fused_convolution_names_what_went_into_it(assets):
    layers = {layer.name: layer for layer in profile(assets / "models" / f"{MODELS[0][0]}.onnx", None)}
    first = next(layer for layer in layers.values() if layer.op_type == "Conv")
    assert first.name.startswith("Conv_") and first.sources[0] == first.name and len(first.sources) == 2
    norm = [layer for layer in layers.values() if layer.op_type.endswith("LayerNormalization")]
    assert norm and all({"Sub", "Pow", "Sqrt", "Div"} <= kinds(layer.sources) for layer in norm)


def kinds(sources):
    return {source.partition("_")[0] for source in sources}
