from dataclasses import replace

import numpy as np
import pytest

from engines.assembly import check_shapes, local_opener, open_pipeline
from engines.catalog import WeightsMissing, load_catalog
from engines.errors import BadParameter
from engines.frame import Frame
from engines.geometry import Box
from engines.networks.errors import NetworkBroken, NetworkDoesNotFit
from engines.networks.network import TensorSpec
from engines.trackers.registry import UnknownTracker
from tests.tiny_networks import ScriptedVit, save_constant_vit, save_spot_vit


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


@pytest.fixture
def entry(catalog):
    return catalog.entry("vittrack")


@pytest.fixture
def spot(tmp_path):
    return save_spot_vit(tmp_path / "spot.onnx")


def frame(index=0):
    bgr = np.zeros((200, 300, 3), np.uint8)
    bgr[80:120, 100 + 3 * index : 140 + 3 * index] = 255
    return Frame(index, index / 25, bgr)


def test_an_entry_becomes_a_pipeline_that_follows(catalog, entry, spot):
    pipeline = open_pipeline(catalog, entry, local_opener(), weights=[spot], profile_every=2)
    pipeline.start(frame(), {1: Box(100, 80, 40, 40)})
    results = [pipeline.step(frame(i)) for i in range(1, 8)]
    pipeline.close()
    track = results[-1].tracks[0]
    assert abs(track.box.cx - 141) < 6 and track.score > 0.6
    assert [result.layers is not None for result in results] == [False, True] * 3 + [False]
    assert {layer.network for layer in results[1].layers.layers} == {"vittrack"}


def test_parameters_reach_the_tracker(catalog, entry, spot):
    pipeline = open_pipeline(
        catalog, entry, local_opener(), weights=[spot], values={"mode": "opencv", "search_factor": "3"}
    )
    single = pipeline._tracker._single
    pipeline.close()
    assert (single._parameters.mode, single._parameters.search_factor) == ("opencv", 3.0)
    assert single._search_spec.pixels.color == "BGR"  # the pixel format follows the mode


@pytest.mark.parametrize(
    ("options", "error", "named"),
    [
        ({"values": {"speed": 1}}, BadParameter, "Known: mode"),
        ({"values": {"blend": 7}}, BadParameter, "blend"),
        ({"tracker": "sort"}, UnknownTracker, "sort"),
        ({"weights": []}, WeightsMissing, "vittrack"),
    ],
)
def test_what_cannot_be_put_together_says_why(catalog, entry, spot, options, error, named):
    with pytest.raises(error, match=named):
        open_pipeline(catalog, entry, local_opener(), **{"weights": [spot], **options})


def test_a_network_with_other_inputs_is_refused_by_name(catalog, entry, tmp_path):
    other = save_constant_vit(tmp_path / "other.onnx", search_side=288)
    with pytest.raises(NetworkDoesNotFit) as caught:
        open_pipeline(catalog, entry, local_opener(), weights=[other])
    assert "input 'search': expected [1, 3, 256, 256], found [1, 3, 288, 288]" in str(caught.value)


def test_a_broken_file_is_refused(catalog, entry, tmp_path):
    (tmp_path / "empty.onnx").write_bytes(b"")
    with pytest.raises(NetworkBroken):
        open_pipeline(catalog, entry, local_opener(), weights=[tmp_path / "empty.onnx"])


def test_networks_are_closed_when_putting_together_fails(catalog, entry, spot):
    network = ScriptedVit()
    network.outputs = network.outputs[:1]
    with pytest.raises(NetworkDoesNotFit):
        open_pipeline(catalog, entry, lambda request: network, weights=[spot])
    assert network.closed == 1


def test_an_opener_gets_what_it_needs(catalog, entry, spot):
    requests = []

    def opener(request):
        requests.append(request)
        return ScriptedVit()

    open_pipeline(catalog, entry, opener, weights=[spot]).close()
    (request,) = requests
    assert (request.name, request.model, request.path) == ("vittrack", "vittrack", spot)
    assert [spec.name for spec in request.inputs] == ["template", "search"]
    assert all(spec.pixels is not None for spec in request.inputs)


# -- shapes ------------------------------------------------------------------------------------


def changed(kind, at, **changes):
    network = ScriptedVit()
    specs = list(getattr(network, kind))
    specs[at] = replace(specs[at], **changes)
    setattr(network, kind, tuple(specs))
    return network


@pytest.mark.parametrize(
    ("kind", "at", "changes", "reason"),
    [
        (
            "inputs",
            1,
            {"shape": (1, 3, 9, 9)},
            r"'search': expected \[1, 3, 256, 256\], found \[1, 3, 9, 9\]",
        ),
        ("inputs", 0, {"name": "z"}, "input 'template' is missing; found z, search"),
        ("inputs", 0, {"shape": (3, 128, 128)}, "input 'template': expected"),
        ("outputs", 0, {"name": "cls"}, "output 'output1' is missing; found cls, output2, output3"),
        ("outputs", 2, {"shape": (1, 2, 8, 8)}, r"output 'output3': expected .*, found \[1, 2, 8, 8\]"),
    ],
)
def test_the_tensor_that_differs_is_named(entry, kind, at, changes, reason):
    with pytest.raises(NetworkDoesNotFit, match=reason):
        check_shapes(changed(kind, at, **changes), entry.network[0], entry.title)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"shape": (None, 3, 256, 256)},  # a free dimension takes any size
        {"shape": (None, None, None, None)},
        {"shape": (1, 256, 256, 3), "layout": "NHWC", "dtype": "uint8"},  # as a link may carry it
    ],
)
def test_what_agrees_passes(entry, changes):
    check_shapes(changed("inputs", 1, **changes), entry.network[0], entry.title)


def test_more_tensors_than_needed_do_no_harm(entry):
    network = ScriptedVit()
    network.outputs = (*network.outputs, TensorSpec("debug", (1,), "float32"))
    check_shapes(network, entry.network[0], entry.title)


def test_nothing_at_all_says_none(entry):
    network = ScriptedVit()
    network.outputs = ()
    with pytest.raises(NetworkDoesNotFit, match="found none"):
        check_shapes(network, entry.network[0], entry.title)
