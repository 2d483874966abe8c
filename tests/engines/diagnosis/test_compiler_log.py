"""What a compiler's log says about where a network breaks, by hand-written logs and by the vendor's own."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.diagnosis.compiler_log import NoCompilerLog, _with_falls, diagnose_log, log_document
from engines.layer_time import LayerTime
from engines.profiles.errors import NotAProfile, ProfileEmpty, ProfileMissing
from engines.profiles.imported import ImportedLayer

DATA = Path(__file__).parents[2] / "data"
SPLIT = DATA / "compiler_logs" / "cpu_split.log"
CHECKER = DATA / "compiler_logs" / "checker.log"
VENDORS = "004_9f7646b097415c5b.txt"


@pytest.mark.parametrize(
    ("limit", "first", "below", "outputs"),
    [
        (0.99, "/neck/Conv", 5, ["scores"]),
        (0.9999, "/stem/Conv", 6, ["scores", "boxes"]),
        (0.9, "/head/Concat", 2, ["scores"]),
        (0.6, None, 0, []),
    ],
)
def test_the_first_in_the_order_of_execution(limit, first, below, outputs):
    found = diagnose_log(SPLIT, cosine_below=limit)
    assert (found.first_below and found.first_below.name) == first
    assert found.below == below and [each.name for each in found.outputs_below] == outputs
    assert (found.layer_count, found.judged, found.model) == (9, 7, "split_net")
    assert (first or "None of 7 layers") in found.reason


def test_worst_layers_and_largest_falls():
    found = diagnose_log(SPLIT, most=2)
    assert [each.name for each in found.worst] == ["/head/Concat", "/head/Sigmoid"]
    assert [each.name for each in found.falls] == ["/head/Concat", "/neck/Conv"]
    # The Softmax has no cosine: the fall is from the layer before it.
    assert found.falls[0].after == "/attn/Where" and found.falls[0].fall == pytest.approx(0.284)
    assert found.falls[1].after == "/stem/Conv" and found.falls[1].fall == pytest.approx(0.01)


def test_a_rise_is_no_fall():
    everything = diagnose_log(SPLIT, most=99)
    assert "/head/Conv" not in [each.name for each in everything.falls]
    assert next(each for each in everything.worst if each.name == "/head/Conv").fall == pytest.approx(-0.2)


def test_layers_on_the_cpu():
    found = diagnose_log(SPLIT)
    middle, end = found.cpu
    assert middle.names == ("/attn/Softmax", "/attn/Where") and middle.is_round_trip
    assert end.op_types == ("Sigmoid",) and not end.is_round_trip
    assert found.subgraphs == 2


def test_advice_is_what_the_vendor_shows():
    found = diagnose_log(SPLIT)
    softmax, wider, already, settings = found.advice
    assert "node_info: {\"/attn/Softmax\": {'ON': 'BPU', 'InputType': 'int16'" in softmax
    assert "/neck/Conv" in wider and "/head/Concat" not in wider and "'ON'" not in wider
    assert already == "/head/Concat has 16 bits already"
    assert "calibration_type max, per_channel True" in settings
    assert found.settings == (("calibration_type", "max"), ("per_channel", "True"))


def test_nothing_below_needs_no_advice_but_for_the_cpu():
    found = diagnose_log(SPLIT, cosine_below=0.5)
    assert len(found.advice) == 1 and "Softmax" in found.advice[0]


def test_a_log_without_cosines_says_so():
    found = diagnose_log(CHECKER)
    assert (found.layer_count, found.judged, found.first_below, found.worst) == (3, 0, None, ())
    assert "no cosines" in found.reason and found.cpu[0].is_round_trip


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, ProfileMissing),
        ("", NotAProfile),
        ("FPS=, latency = fast us\n", NotAProfile),
        (SPLIT.read_text().splitlines()[0] + "\n", ProfileEmpty),
        ((DATA / "profiles" / "time_results.csv").read_text(), NoCompilerLog),
    ],
)
def test_what_is_no_log(tmp_path, content, error):
    path = tmp_path / "given.log"
    if content is not None:
        path.write_text(content)
    with pytest.raises(error):
        diagnose_log(path)


def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "cut.log"
    text = SPLIT.read_text()
    path.write_text(text[: text.index("/head/Concat")])
    found = diagnose_log(path)
    assert found.first_below.name == "/neck/Conv" and found.judged == 4
    assert any("ends in line" in problem for problem in found.problems)


def test_the_document_is_json_with_unknown_as_null():
    values = json.loads(json.dumps(log_document(diagnose_log(SPLIT))))
    assert values["first_below"] == {
        "name": "/neck/Conv", "order": 3, "op": "HzSQuantizedConv", "device": "bpu", "data_type": "int8",
        "cosine": 0.985, "fall": pytest.approx(0.01), "after": "/stem/Conv", "line": 12,
    }  # fmt: skip
    assert values["worst"][-1]["fall"] is None and values["origin"] == "simulated"
    assert log_document(diagnose_log(CHECKER))["first_below"] is None


cosines = st.lists(st.none() | st.floats(-1, 1), max_size=30)


@given(cosines)
def test_falls_add_up(values):
    """Whatever is left out between them: the falls lead from the first cosine to the last."""
    layers = [
        ImportedLayer(LayerTime(i, f"l{i}", "Conv", "bpu"), line=i + 1, cosine=value)
        for i, value in enumerate(values)
    ]
    known = [value for value in values if value is not None]
    found = _with_falls(layers)
    assert [each.cosine for each in found] == known
    assert [values[each.place] for each in found] == known
    if known:
        assert found[0].fall is None
        assert sum(each.fall for each in found[1:]) == pytest.approx(known[0] - known[-1], abs=1e-9)


def test_the_vendors_own_log(assets):
    path = assets.parent / "reference" / "seeds" / VENDORS
    if not path.is_file():
        pytest.skip(f"the vendor's log was not found at {path}")
    found = diagnose_log(path)
    assert (found.layer_count, found.judged, found.below) == (256, 237, 214)
    assert found.first_below.name == "/model.1/conv/Conv" and found.first_below.cosine == 0.97498
    # The worst by the file's own text, read without the program.
    worst = found.worst[0]
    assert worst.name == "/model.23/cv3.2/cv3.2.0/cv3.2.0.1/act/Mul" and worst.cosine == 0.689791
    assert f"{worst.name}" in path.read_text(encoding="utf-8").splitlines()[worst.line - 1]
    assert found.falls[0].name == "/model.22/m.0/cv2/act/Mul"
    assert len(found.outputs) == 9 and len(found.outputs_below) == 8
    assert found.cpu == () and found.settings == (("calibration_type", "kl"), ("per_channel", "False"))
