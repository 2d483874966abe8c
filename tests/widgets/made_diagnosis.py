"""Diagnoses made by hand: one broken pair of two networks, one healthy one."""

from __future__ import annotations

from pathlib import Path

from engines.diagnosis.measures import TensorError
from engines.diagnosis.peaks import PeakFigures
from engines.diagnosis.values import (
    Agreement,
    Attempt,
    Diagnosis,
    Effect,
    LadderResult,
    LayerError,
    OutputHealth,
    Remedy,
    Verdict,
)
from engines.quantisation.formats import Format
from engines.texts import Text

WORST, BAD, MILD, FUSED, ZERO = "blocks.1.1/conv_dw", "blocks.2.1/conv_dw", "head/conv", "relu", "dead"


def peaks(kept=1.0, near=1.0, moved=0.0, frames=10):
    return PeakFigures(kept, near, moved, frames)


def agreement(**changes):
    values = {
        "frames": 119, "judged": 110, "a_is_lost": False, "parted_at": 34, "forced_parted_at": 36,
        "mean_iou": 0.12, "forced_iou": 0.3, "forced_share": 0.02, "peaks": peaks(0.4, 0.5, 4.5),
        "auc_a": 0.78, "auc_b": 0.04,
    }  # fmt: skip
    return Agreement(**(values | changes))


GOOD = agreement(
    parted_at=None, forced_parted_at=None, mean_iou=0.9, forced_iou=0.95, forced_share=1.0, peaks=peaks(),
    auc_a=0.78, auc_b=0.77,
)  # fmt: skip


def layer(name, order, *, network="template", alone=None, lost=None, cosine=0.99, **more):
    values = {
        "accumulated": TensorError(cosine, 0.2, 1.5, 14.0, 0.01),
        "single": TensorError(0.9, 0.1, 0.5, 20.0, None),
        "jump": 0.1 * order,
        "weight_sqnr_db": None if lost is None else 30.0 - order,
        "effect": None if alone is None else Effect(alone, 0.5, None),
    }
    return LayerError(name, f"/{name}", network, "Conv", order, channels_lost=lost, **(values | more))


LAYERS = (
    layer(MILD, 0, alone=0.1, lost=0.0, cosine=0.9999),
    layer(FUSED, 1, left_out=Text("fused into {into}", into="blocks.1.0/conv"), cosine=0.0),
    layer(WORST, 2, alone=1.25, lost=0.52, cosine=0.33),
    layer(ZERO, 3, left_out=Text("all zero in A"), cosine=None, jump=None),
    layer(BAD, 4, alone=0.84, lost=0.07, cosine=0.18),
    layer("untried", 5, cosine=0.7),
)
BLAMED = (LAYERS[2], LAYERS[4], LAYERS[0], LAYERS[5])


def output(name, error=None, **more):
    values = {"zero_channels": 0, "saturated": 0.0, "range_used": 0.8}
    return OutputHealth(
        "search", name, (1, 4, 18, 18), error=error or TensorError(0.999, 0.01, 0.1, 40.0), **(values | more)
    )


def ladder(network, layers, first_below=None, outputs=()):
    return LadderResult(network, tuple(layers), first_below, tuple(outputs), (34,), 700.0, 90.0, 9.7)


def broken(files=(Path("8bit/net1.onnx"), Path("8bit/net2.onnx")), *, source="clip.mp4", kept=()):
    """A pair whose template network has lost half of the channels of one layer; a remedy was found."""
    now = (Format(8), Format(8))
    proposed = (Format(16, "channel"), Format(8, "channel"))
    weak = Attempt(
        Text("worst {count} layers in float", count=4), now, agreement(auc_b=0.5), 5_000_000, False
    )
    chosen = Attempt(Text("scales per channel"), proposed, GOOD, 4_330_000, True)
    outputs = (
        output("cls", peaks=peaks(0.1, 0.2, 4.5)),
        output("bbox"),
        output("zf", TensorError(0.15, 1.4, 49.0, -3.1)),
        output("dead", zero_channels=3, problem=Text("{count} channels are all zero", count=3)),
        output("nan", TensorError(problem=Text("{which} holds NaN", which="B"))),
    )
    return Diagnosis(
        source=source,
        model="demo-ettrack",
        files_a=(Path("net1.onnx"), Path("net2.onnx")),
        files_b=tuple(files),
        verdict=Verdict.BROKEN,
        reason=Text("Worst layer: {layer} loses {share:.0f} % of its channels", layer=WORST, share=52),
        side=(),
        agreement=agreement(),
        ladders=(ladder("template", LAYERS, LAYERS[2]), ladder("search", (), None, outputs)),
        blamed=BLAMED,
        remedy=Remedy(chosen, (weak, chosen), tuple(kept), ("quantize", "--model", "demo-ettrack")),
        formats=now,
    )


def healthy(files=(Path("net.onnx"),), *, source="clip.mp4"):
    """A pair that does as well as in float."""
    return Diagnosis(
        source=source,
        model="demo-sot",
        files_a=(Path("float.onnx"),),
        files_b=tuple(files),
        verdict=Verdict.HEALTHY,
        reason=Text("Healthy: it agrees in {share:.0f} % of the frames", share=100),
        side=(),
        agreement=GOOD,
        ladders=(ladder("track", LAYERS[:1], None, (output("cls", peaks=peaks()),)),),
        blamed=LAYERS[:1],
        remedy=None,
        formats=(Format(8),),
    )
