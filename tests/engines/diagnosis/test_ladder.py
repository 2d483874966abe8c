"""The ladder on networks whose fault is known."""

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from engines.diagnosis.alone import one_at_a_time
from engines.diagnosis.cuts import ReplacedNetwork
from engines.diagnosis.ladder import Ladder, Shot, by_jump, by_single
from engines.diagnosis.measures import compare
from engines.diagnosis.pairs import Pair, swishes
from engines.diagnosis.reasons import blamed_layers, culprits, why
from engines.diagnosis.values import NotAPair
from engines.errors import Cancelled
from engines.quantisation.formats import Format
from engines.quantisation.graph import Layer
from engines.quantisation.sessions import open_session
from tests.engines.diagnosis.made_networks import feeds, quantised, save_faulty

SHOTS = [Shot(index, each) for index, each in enumerate(feeds(3))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("networks")


@pytest.fixture(scope="module")
def float_file(folder):
    return save_faulty(folder / "net.onnx")


@pytest.fixture(scope="module")
def ladder(float_file, folder):
    return Ladder(Pair(float_file, quantised(float_file, folder / "8", Format()), "search"))


@pytest.fixture(scope="module")
def result(ladder):
    return one_at_a_time(ladder, ladder.climb(SHOTS), SHOTS)


def layer_of(result, name):
    return next(each for each in result.layers if each.name == name)


def test_the_culprit_is_named_with_what_it_lost(result):
    worst = blamed_layers([result])[0]
    assert worst.name == "body.0/conv_dw"
    assert worst.channels_lost == 0.5  # four of eight
    expected = (
        "50 % of the channels of body.0/conv_dw (search) become zero: "
        "one scale for all channels is set by the largest"
    )
    assert why(worst, Format()) == expected
    assert by_single(result.layers)[0].name == "body.0/conv_dw"
    assert culprits([worst], "search", 4) == ("body.0/conv_dw",)


def test_layers_before_the_culprit_are_sound_and_those_after_it_inherit(result):
    before, culprit, after = (layer_of(result, f"body.0/conv_{n}") for n in ("in", "dw", "back"))
    assert before.accumulated.cosine > 0.999
    assert after.accumulated.cosine < 0.99
    assert culprit.effect.relative_l2 > 10 * before.effect.relative_l2
    assert result.first_below is not None and result.first_below.order >= culprit.order


def test_a_jump_is_the_fall_of_the_accumulated_cosine(result):
    culprit, after = layer_of(result, "body.0/conv_dw"), layer_of(result, "body.0/conv_back")
    assert after.jump == pytest.approx(culprit.accumulated.cosine - after.accumulated.cosine)
    jumps = [each.jump for each in by_jump(result.layers)]
    assert jumps == sorted(jumps, reverse=True)


def test_accumulated_is_what_bs_own_session_gives(ladder, result):
    with_inside = ladder.pair.b.model
    assert [each.name for each in with_inside.graph.output] == ["scores"]
    plain = open_session(with_inside)
    float_plain = open_session(ladder.pair.a.model)
    a = np.concatenate([float_plain.run(None, dict(shot.feeds))[0] for shot in SHOTS])
    b = np.concatenate([plain.run(None, dict(shot.feeds))[0] for shot in SHOTS])
    expected = compare(a, b)
    (light,) = result.outputs
    assert light.error.cosine == pytest.approx(expected.cosine, abs=1e-4)
    assert layer_of(result, "body.0/conv_out").accumulated.relative_l2 == pytest.approx(
        expected.relative_l2, rel=1e-3
    )
    assert light.peaks is not None and light.peaks.frames == 3


def test_a_relu_that_vanished_into_its_convolution_is_left_out(result):
    relu = layer_of(result, "act/Relu")
    assert relu.left_out == "fused into body.0/conv_in"
    assert relu not in by_single(result.layers) and relu not in blamed_layers([result])
    # The convolution is compared behind the Relu, where both have the same tensor.
    assert layer_of(result, "body.0/conv_in").left_out is None


@pytest.mark.parametrize(
    ("op", "other", "found"),
    [("Sigmoid", "x", {"/act/Sigmoid": "act/Mul"}), ("Sigmoid", "y", {}), ("Tanh", "x", {})],
)
def test_half_of_a_swish_is_no_layer_of_its_own(op, other, found):
    half = Layer(f"act/{op}", f"/act/{op}", op, ("x",), "s")
    whole = Layer("act/Mul", "/act/Mul", "Mul", (other, "s"), "m")
    assert swishes([half, whole]) == found
    # Where somebody else takes the sigmoid, it stands for itself.
    assert swishes([half, whole, Layer("more", "/more", "Relu", ("s",), "t")]) == {}


def test_an_all_zero_tensor_is_left_out(folder):
    path = save_faulty(folder / "dead.onnx", dead=True)
    ladder = Ladder(Pair(path, quantised(path, folder / "dead", Format(16)), "search"))
    silent = layer_of(ladder.climb(SHOTS), "silent/Mul")
    assert (silent.left_out, silent.accumulated.cosine) == ("all zero in A", None)


@pytest.mark.parametrize(
    "form", [Format(8, "channel"), Format(16), Format(8, keep_float=("body.0/conv_dw",))], ids=str
)
def test_each_cure_is_seen_in_the_output(float_file, folder, form, result):
    number = abs(hash(form))
    ladder = Ladder(Pair(float_file, quantised(float_file, folder / str(number), form), "search"))
    cured = ladder.climb(SHOTS)
    assert cured.outputs[0].error.relative_l2 < 0.3 * result.outputs[0].error.relative_l2
    assert not layer_of(cured, "body.0/conv_dw").channels_lost


@pytest.mark.parametrize(
    "form", [Format(), Format(16), Format(8, "channel", keep_float=("body.0/conv_dw",))], ids=str
)
def test_the_format_is_read_from_the_file(float_file, folder, form):
    pair = Pair(float_file, quantised(float_file, folder / f"f{abs(hash(form))}", form), "search")
    found = pair.format()
    assert (found.bits, found.weights, found.keep_float) == (form.bits, form.weights, form.keep_float)
    assert found.scales == form.scales


def test_a_layer_left_in_float_has_no_figures_of_its_weights(float_file, folder):
    form = Format(8, keep_float=("body.0/conv_dw",))
    pair = Pair(float_file, quantised(float_file, folder / "kept", form), "search")
    kept = pair.weights()["body.0/conv_dw"]
    assert (kept.channels_lost, kept.sqnr_db, kept.is_quantised) == (None, None, False)
    assert kept.spread is not None


def test_one_replaced_tensor_reaches_the_outputs_and_no_other(ladder):
    network = ReplacedNetwork(ladder.pair, ["d", "b"])
    given = SHOTS[0].feeds
    inside_a, _answers = ladder.inside(given)
    same = network.run(given, "d", inside_a["d"])
    np.testing.assert_allclose(same["scores"], inside_a["scores"], rtol=1e-4, atol=1e-4)
    other = network.run(given, "b", np.zeros_like(inside_a["b"]))
    assert not other["scores"].any()


def test_the_ladder_stops_when_asked(ladder):
    with pytest.raises(Cancelled):
        ladder.climb(SHOTS, should_cancel=lambda: True)
    with pytest.raises(Cancelled):
        one_at_a_time(ladder, ladder.climb(SHOTS[:1]), SHOTS, should_cancel=lambda: True)


def test_another_network_is_no_pair(float_file, folder, tmp_path):
    other = onnx.load(quantised(float_file, folder / "renamed", Format()))
    for node in other.graph.node:
        if node.op_type in ("Conv", "Mul"):
            node.name = f"x{node.name}"
            node.output[0] = f"x{node.output[0]}"
        for place, name in enumerate(node.input):
            if name in ("r", "d", "b", "m", "scores_QuantizeLinear_Input"):
                node.input[place] = f"x{name}"
    onnx.save(other, tmp_path / "renamed.onnx")
    with pytest.raises(NotAPair, match=r"only 1 of 6 layers are found in it"):
        Pair(float_file, tmp_path / "renamed.onnx", "search")


def test_other_outputs_are_no_pair(float_file, tmp_path):
    other = onnx.load(float_file)
    other.graph.output[0].name = "maps"
    other.graph.node[-1].output[0] = "maps"
    onnx.save(other, tmp_path / "maps.onnx")
    with pytest.raises(NotAPair, match="no input or output 'scores'"):
        Pair(float_file, tmp_path / "maps.onnx", "search")


def test_values_that_are_no_numbers_are_named(float_file, tmp_path):
    broken = onnx.load(float_file)
    weights = next(each for each in broken.graph.initializer if each.name == "conv_dw.weight")
    values = np.array(onnx.numpy_helper.to_array(weights))
    values[3] = np.nan
    weights.CopyFrom(onnx.numpy_helper.from_array(values, weights.name))
    onnx.save(broken, tmp_path / "nan.onnx")
    found = Ladder(Pair(float_file, tmp_path / "nan.onnx", "search")).climb(SHOTS)
    culprit = layer_of(found, "body.0/conv_dw")
    assert culprit.accumulated.problem == "B holds 256 NaN and 0 infinite values"
    assert (culprit.accumulated.cosine, culprit.jump) == (None, None)
    assert layer_of(found, "body.0/conv_in").accumulated.cosine == pytest.approx(1.0)
    assert found.outputs[0].problem == "B holds 256 NaN and 0 infinite values"


def test_a_session_leaves_float_layers_float(float_file, folder):
    """Without the switch in `open_session`, onnxruntime would quantise the excluded layer's weights again."""
    form = Format(8, keep_float=("body.0/conv_dw",))
    path = quantised(float_file, folder / "trap", form)
    ours = open_session(onnx.load(path)).run(None, dict(SHOTS[0].feeds))[0]
    options = ort.SessionOptions()
    options.use_per_session_threads = False
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    plain = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    expected = plain.run(None, dict(SHOTS[0].feeds))[0]
    assert compare(expected, ours).relative_l2 < 0.05
