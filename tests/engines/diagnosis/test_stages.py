"""From outputs stage by stage to the one that loses the target; vectors worked out by hand."""

import json
import math

import numpy as np
import pytest

from engines.diagnosis.stages import (
    CompilerStage,
    StagePlace,
    StageRun,
    compare_stages,
    first_of,
    stages_document,
)
from engines.texts import Text

PARSED, OPTIMIZED, QUANTIZED, ADAPTED, GENERATED = CompilerStage
# |a| = 5; a.b = 24 for (4, 3): cosine 0.96
A, B = np.array([[3, 4]], np.float32), np.array([[4, 3]], np.float32)


def run(stage, *crops, **more):
    return StageRun(stage, outputs=tuple({"y": crop} for crop in crops), **more)


def absent(stage, problem="it is not there"):
    return StageRun(stage, problem=Text(problem))


def five(**values):
    """All five stages, each with A unless something else is said; None for one that did not run."""
    made = []
    for stage in CompilerStage:
        value = values.get(stage.value, A)
        made.append(absent(stage) if value is None else run(stage, value))
    return made


@pytest.mark.parametrize(
    ("values", "first", "words"),
    [
        ({}, None, "the compiled network does what the float one did"),
        ({"parsed": B, "optimized": B, "quantized": B, "adapted": B, "generated": B}, PARSED, "pre_mean"),
        ({"optimized": B}, OPTIMIZED, "before anything is quantised"),
        (
            {"quantized": B, "adapted": B, "generated": B},
            QUANTIZED,
            "from quantisation, not from the hardware",
        ),
        ({"adapted": B, "generated": B}, ADAPTED, "fitting the quantised network"),
        ({"generated": B}, GENERATED, "not from quantisation"),
        ({"optimized": None}, None, "the last one included; optimized did not run"),
        ({"generated": None}, None, "but generated did not"),
        ({"optimized": None, "quantized": B}, QUANTIZED, "or from what did not run: optimized"),
        ({"quantized": None, "adapted": None, "generated": B}, GENERATED, "did not run: quantized, adapted"),
        (
            {"parsed": None, "optimized": None, "quantized": B},
            QUANTIZED,
            "cannot be told where the loss begins",
        ),
    ],
)
def test_the_first_stage_that_falls(values, first, words):
    ladder = compare_stages("search", five(**values), [{"y": A}])
    assert ladder.first_below == first and words in ladder.reason
    assert [each.run.stage for each in ladder.stages] == list(CompilerStage)


def test_each_is_compared_with_the_first_that_ran_and_with_the_float_file():
    runs = five(parsed=None, optimized=B)
    ladder = compare_stages("search", runs, [{"y": A}], cosine_below=0.9)
    assert (ladder.reference, ladder.first_below) == (OPTIMIZED, None)
    parsed, optimized, quantized, *_rest = ladder.stages
    assert parsed.outputs == () and parsed.run.problem == "it is not there"
    (reference,), (later,) = optimized.outputs, quantized.outputs
    assert reference.error is None and reference.float_error.cosine == pytest.approx(0.96)
    assert later.error.cosine == pytest.approx(0.96) and later.float_error.cosine == pytest.approx(1)
    assert later.error.relative_l2 == pytest.approx(math.sqrt(2) / 5)
    assert later.error.max_abs == pytest.approx(1)
    assert later.error.snr_db == pytest.approx(20 * math.log10(5 / math.sqrt(2)), abs=1e-4)


def test_without_a_float_file_the_first_stage_is_not_judged():
    ladder = compare_stages("search", five(parsed=B))
    assert ladder.first_below == OPTIMIZED
    assert ladder.stages[0].below is None and ladder.stages[1].outputs[0].float_error is None
    alone = compare_stages("search", [run(PARSED, A), *map(absent, list(CompilerStage)[1:])])
    assert "nothing to compare it with" in alone.reason


def test_no_stage_ran():
    ladder = compare_stages("search", [absent(stage) for stage in CompilerStage], [{"y": A}])
    assert (ladder.reference, ladder.first_below, ladder.crops) == (None, None, 0)
    assert ladder.reason.startswith("No stage ran")


def score(row, column):
    scores = np.ones((1, 1, 8, 8), np.float32)
    scores[0, 0, row, column] = 1.05
    return scores


def test_a_peak_that_moves_counts_though_the_cosine_is_high():
    crops = [score(2, 2), score(3, 3), score(4, 4), score(5, 5)]
    moved = [score(2, 2), score(3, 4), score(4, 4), score(5, 7)]
    runs = [run(PARSED, *crops), run(OPTIMIZED, *crops), run(QUANTIZED, *moved)]
    runs += [run(stage, *moved) for stage in (ADAPTED, GENERATED)]
    ladder = compare_stages("search", runs, [{"y": each} for each in crops])
    assert ladder.crops == 4 and ladder.first_below == QUANTIZED
    quantized = ladder.stages[2]
    assert quantized.outputs[0].error.cosine > 0.999
    assert (quantized.peaks.kept, quantized.peaks.near, quantized.peaks.moved) == (0.5, 0.75, 0.75)
    assert "25 % of the crops" in ladder.reason
    patient = compare_stages("search", runs, peak_below=0.75)
    assert patient.first_below is None


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (np.array([[math.nan, 4]], np.float32), "B holds 1 NaN"),
        (np.array([[math.inf, 4]], np.float32), "1 infinite"),
        (np.zeros((1, 2), np.float32), "all zero in B"),
        (np.ones((1, 3), np.float32), "shapes differ"),
    ],
)
def test_a_broken_output_falls_whatever_the_threshold(broken, words):
    ladder = compare_stages("search", five(adapted=broken), cosine_below=-1)
    assert ladder.first_below == ADAPTED and words in ladder.reason


def test_outputs_that_are_zero_in_both_agree():
    zero = np.zeros((1, 2), np.float32)
    assert compare_stages("search", [run(PARSED, zero), run(OPTIMIZED, zero)]).first_below is None


def test_saturation_is_of_the_first_stages_values():
    values = np.array([[-3, 1, 2, 5]], np.float32)
    runs = [run(PARSED, values), run(QUANTIZED, np.clip(values, -2, 2), limits={"y": (-2.0, 2.0)})]
    quantized = compare_stages("search", runs).stages[1]
    assert quantized.outputs[0].error.saturated == 0.5
    assert compare_stages("search", five()).stages[1].outputs[0].error.saturated is None


def test_the_earliest_of_several_networks():
    late = compare_stages("template", five(generated=B))
    early = compare_stages("search", five(quantized=B))
    sound = compare_stages("other", five())
    assert first_of([late, early, sound]) is early
    assert first_of([late, late]) is late and first_of([sound]) is None


def test_the_document():
    times = {"call_ms": 4.5, "place": StagePlace.BOARD, "hard_ms": 1.5}
    runs = [run(PARSED, A), absent(QUANTIZED, "it crashed"), run(GENERATED, B, **times)]
    ladder = compare_stages("search", runs, [{"y": A}])
    values = json.loads(json.dumps(stages_document("clip", "net", [ladder], 0.99)))
    assert values["first_below"]["network"] == "search" and values["first_below"]["stage"] == "generated"
    parsed, quantized, generated = values["stages"]
    assert (parsed["ran"], quantized["ran"], quantized["problem"]) == (True, False, "it crashed")
    assert parsed["outputs"][0]["cosine"] is None and parsed["outputs"][0]["float_cosine"] == pytest.approx(1)
    assert generated["outputs"][0]["cosine"] == pytest.approx(0.96) and generated["hard_ms"] == 1.5
    assert generated["place"] == "board" and "0.9600, below 0.99" in generated["below"]
    nothing = stages_document("clip", "net", [compare_stages("search", five())], 0.99)
    assert nothing["first_below"] is None
