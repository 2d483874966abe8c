import math

import numpy as np
import pytest

from engines.quantisation.formats import Format
from engines.quantisation.graph import Layer, read_graph
from engines.quantisation.weights import QuantisedFile, compare_weights, predict_weights, rounded, sqnr_db
from tests.engines.diagnosis.made_networks import quantised, save_faulty

LAYER = Layer("conv", "/conv/Conv", "Conv", ("x",), "y", "w")


def weights(*channels):
    return np.array(channels, np.float32)[:, :, None, None]


def test_one_scale_is_set_by_the_largest_channel():
    before = weights((127.0, -127.0), (0.4, 0.3), (0.6, 0.0))
    after = rounded(before, 8, None)  # the scale is 1
    np.testing.assert_array_equal(after[:, :, 0, 0], [[127, -127], [0, 0], [1, 0]])
    found = compare_weights(LAYER, before, after)
    assert found.channels_lost == pytest.approx(1 / 3)
    assert found.spread == pytest.approx(127 / 0.6)
    noise = 0.4**2 + 0.3**2 + 0.4**2
    signal = 2 * 127**2 + 0.4**2 + 0.3**2 + 0.6**2
    assert found.sqnr_db == pytest.approx(10 * math.log10(signal / noise), abs=1e-3)


def test_a_scale_for_each_channel_loses_none():
    before = weights((127.0, -127.0), (0.4, 0.3), (0.6, 0.0))
    found = compare_weights(LAYER, before, rounded(before, 8, 0))
    assert found.channels_lost == 0.0 and found.sqnr_db > 60


def test_channels_without_weights_cannot_be_lost():
    before = weights((127.0, 1.0), (0.0, 0.0), (0.3, 0.1))
    assert compare_weights(LAYER, before, rounded(before, 8, None)).channels_lost == 0.5


def test_in_float_nothing_is_known_of_a_loss():
    found = compare_weights(LAYER, weights((1.0,), (2.0,)), None)
    assert (found.channels_lost, found.sqnr_db, found.is_quantised) == (None, None, False)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [((3.0, 4.0), (3.0, 4.0), None), ((0.0, 0.0), (1.0, 0.0), None), ((3.0, 4.0), (3.0, 4.5), 20.0)],
)
def test_signal_to_noise(before, after, expected):
    found = sqnr_db(np.array(before, np.float32), np.array(after, np.float32))
    assert found == (expected if expected is None else pytest.approx(expected))


FORMATS = [Format(), Format(8, "channel"), Format(16), Format(16, "channel", 8)]


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_what_is_foretold_is_what_onnxruntime_writes(tmp_path, form):
    """Weights read back from the quantised file against our own arithmetic."""
    path = save_faulty(tmp_path / "net.onnx")
    graph = read_graph(path)
    written = QuantisedFile(read_graph(quantised(path, tmp_path / "q", form)).model)
    foretold = {each.layer: each for each in predict_weights(graph, form)}
    for layer in graph.layers:
        if layer.weight is not None:
            before = graph.array(layer.weight)
            after = written.weights_of(layer)
            found = compare_weights(layer, before, after)
            assert found.channels_lost == pytest.approx(foretold[layer.name].channels_lost)
            assert found.sqnr_db == pytest.approx(foretold[layer.name].sqnr_db, abs=0.5)
