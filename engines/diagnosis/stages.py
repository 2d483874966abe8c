"""Which stage of Icraft's compiler loses what: from outputs stage by stage to the first that falls.

No network is run here; see `stage_runs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from engines.diagnosis.measures import ErrorSums, TensorError
from engines.diagnosis.peaks import PeakFigures, peak_of
from engines.diagnosis.values import COSINE_BELOW
from engines.networks.network import Tensor
from engines.origin import Origin
from engines.texts import Text

#: Share of crops in which the peak has to stay within a cell: further away it is another place.
PEAK_BELOW = 0.9
Outputs = Mapping[str, Tensor]


class CompilerStage(StrEnum):
    """What `icraft compile` does, in its order; each leaves a pair of files."""

    PARSED = "parsed"
    OPTIMIZED = "optimized"
    QUANTIZED = "quantized"
    ADAPTED = "adapted"
    GENERATED = "generated"


class StagePlace(StrEnum):
    """Where a stage was run: simulated by the vendor's host runtime, or by the accelerator."""

    HOST = "host simulation"
    BOARD = "board"


# What a loss that begins in a stage points to, and what to look at. Options are those of the compiler's toml.
_POINTS_TO = {
    CompilerStage.PARSED: (
        Text("the network that the compiler read is not the float file, or it is fed otherwise"),
        Text("See whether pre_mean and pre_scale were given to it, and channel_swap ([parse])"),
    ),
    CompilerStage.OPTIMIZED: (
        Text("the loss comes from rearranging the graph, before anything is quantised"),
        Text("See pass_on and pass_off ([optimize])"),
    ),
    CompilerStage.QUANTIZED: (
        Text("the loss comes from quantisation, not from the hardware"),
        Text("See bits, per, saturation, mix_precision and the calibration samples ([quantize])"),
    ),
    CompilerStage.ADAPTED: (
        Text("the loss comes from fitting the quantised network to the hardware's operators"),
        Text("See pass_on and custom_config ([adapt])"),
    ),
    CompilerStage.GENERATED: (
        Text("the loss comes from the generated code or the hardware, not from quantisation"),
        Text("See no_mergeops and etmopt ([generate]), the MMU and the bitstream"),
    ),
}


@dataclass(frozen=True, slots=True)
class StageRun:
    """What came of running one stage; `outputs` is empty where it did not run.

    Attributes:
        stage: which.
        files: its JSON and RAW, as far as they are there.
        place: where it was run, or would have to be; None where that is not known.
        outputs: one mapping for each crop, named and with axes in the order of the float network.
        limits: least and greatest value that an output can represent, where that is known.
        problem: why it did not run.
        notes: what else is to be said.
        call_ms: of one run, with all that is between; median, measured here; None where it did not run.
        hard_ms: of one run on the accelerator, median; None where it did not run there.
        origin: of `hard_ms`.
    """

    stage: CompilerStage
    files: tuple[Path, ...] = ()
    place: StagePlace | None = None
    outputs: tuple[Outputs, ...] = ()
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    problem: str | None = None
    notes: tuple[str, ...] = ()
    call_ms: float | None = None
    hard_ms: float | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class StageOutput:
    """One output of one stage.

    Attributes:
        shape: as the float network has it.
        error: against the first stage that ran; None for that stage itself. Saturation: of the first
            stage's values, beyond what this one can represent.
        float_error: against the float file.
    """

    name: str
    shape: tuple[int, ...]
    error: TensorError | None
    float_error: TensorError | None


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage with its errors.

    Attributes:
        run: what it is about.
        outputs: empty where it did not run.
        peaks: of the score map against the first stage that ran; None for that one, and without a map.
        float_peaks: against the float file.
        below: why it counts as fallen; None where it does not.
    """

    run: StageRun
    outputs: tuple[StageOutput, ...] = ()
    peaks: PeakFigures | None = None
    float_peaks: PeakFigures | None = None
    below: Text | None = None


@dataclass(frozen=True, slots=True)
class StageLadder:
    """The stages of one network.

    Attributes:
        network: its role.
        crops: how many inputs were compared.
        reference: the first stage that ran, with which the later ones are compared; None where none did.
        stages: all five, in the compiler's order.
        first_below: the first that falls below; None where none does.
        reason: what that points to, in words.
    """

    network: str
    crops: int
    reference: CompilerStage | None
    stages: tuple[StageResult, ...]
    first_below: CompilerStage | None
    reason: Text


def compare_stages(
    network: str,
    runs: Sequence[StageRun],
    float_outputs: Sequence[Outputs] = (),
    *,
    cosine_below: float = COSINE_BELOW,
    peak_below: float = PEAK_BELOW,
) -> StageLadder:
    """Compares what the stages of one network gave for the same crops.

    Each is compared with the first that ran, and this one with the float file. A stage is below where the
    cosine of one of its outputs is, where it has a broken output, or where the peak of the score map
    stays within a cell of its place in less than `peak_below` of the crops.

    Args:
        network: its role.
        runs: in the compiler's order.
        float_outputs: one mapping for each crop; empty where there is no float file.
        cosine_below: an output with less is below.
        peak_below: the least share of crops in which the peak has to stay.
    """
    reference = next((run for run in runs if run.outputs), None)
    results = []
    for run in runs:
        of_first = reference.outputs if reference is not None and run is not reference else ()
        results.append(_result(run, of_first, float_outputs, cosine_below, peak_below))
    fallen = next((each for each in results if each.below is not None), None)
    return StageLadder(
        network=network,
        crops=len(reference.outputs) if reference is not None else 0,
        reference=None if reference is None else reference.stage,
        stages=tuple(results),
        first_below=None if fallen is None else fallen.run.stage,
        reason=_reason(results, fallen, has_float=bool(float_outputs)),
    )


def _result(
    run: StageRun,
    of_first: Sequence[Outputs],
    of_float: Sequence[Outputs],
    cosine_below: float,
    peak_below: float,
) -> StageResult:
    if not run.outputs:
        return StageResult(run)
    errors = _errors(of_first, run.outputs, run.limits)
    float_errors = _errors(of_float, run.outputs, run.limits)
    outputs = tuple(
        StageOutput(name, tensor.shape, errors.get(name), float_errors.get(name))
        for name, tensor in run.outputs[0].items()
    )
    peaks, float_peaks = _peaks(of_first, run.outputs), _peaks(of_float, run.outputs)
    judged = (errors, peaks) if of_first else (float_errors, float_peaks)
    return StageResult(run, outputs, peaks, float_peaks, _why_below(*judged, cosine_below, peak_below))


def _errors(
    a: Sequence[Outputs], b: Sequence[Outputs], limits: Mapping[str, tuple[float, float]]
) -> dict[str, TensorError]:
    sums: dict[str, ErrorSums] = {}
    for outputs_a, outputs_b in zip(a, b, strict=False):
        for name, tensor in outputs_b.items():
            if name in outputs_a:
                sums.setdefault(name, ErrorSums()).add(outputs_a[name], tensor, limits.get(name))
    return {name: each.error for name, each in sums.items()}


def _peaks(a: Sequence[Outputs], b: Sequence[Outputs]) -> PeakFigures | None:
    found = [(peak_of(outs_a), peak_of(outs_b)) for outs_a, outs_b in zip(a, b, strict=False)]
    return PeakFigures.of([(x, y) for x, y in found if x is not None and y is not None])


def _why_below(
    errors: Mapping[str, TensorError], peaks: PeakFigures | None, cosine_below: float, peak_below: float
) -> Text | None:
    """The worst that is wrong, None where nothing is."""
    for name, error in errors.items():
        # Two outputs that are both all zero agree.
        if error.cosine is None and (error.relative_l2 is not None or error.max_abs != 0):
            reason = error.problem or Text("nothing can be said")
            return Text("{output}: {reason}", output=name, reason=reason)
    known = {name: error.cosine for name, error in errors.items() if error.cosine is not None}
    worst = min(known, key=lambda name: known[name], default=None)
    if worst is not None and known[worst] < cosine_below:
        facts = {"output": worst, "cosine": known[worst], "limit": cosine_below}
        return Text("the cosine of {output} is {cosine:.4f}, below {limit:g}", **facts)
    if peaks is not None and peaks.near < peak_below:
        return Text(
            "the peak of the score map moves by more than a cell in {share:.0f} % of the crops",
            share=100 * (1 - peaks.near),
        )
    return None


def _reason(results: Sequence[StageResult], fallen: StageResult | None, *, has_float: bool) -> Text:
    ran = [each for each in results if each.run.outputs]
    away = [each.run.stage for each in results if not each.run.outputs]
    if not ran:
        return Text("No stage ran, so that nothing can be said")
    if fallen is None:
        if len(ran) == 1 and not has_float:
            return Text(
                "Only {stage} ran, and there is nothing to compare it with", stage=ran[0].run.stage.value
            )
        good = Text("No stage falls below the threshold")
        if not away:
            return Text("{good}: the compiled network does what the float one did", good=good)
        if results[-1].run.outputs:
            return Text(
                "{good}, the last one included; {stages} did not run", good=good, stages=", ".join(away)
            )
        return Text("{good} of those that ran, but {stages} did not", good=good, stages=", ".join(away))
    before = results[: results.index(fallen)]
    unknown: list[str] = []
    for each in reversed(before):
        if each.run.outputs:
            break
        unknown.insert(0, each.run.stage)
    loss, see = _POINTS_TO[fallen.run.stage]
    facts = {"stage": fallen.run.stage.value, "loss": loss, "why": fallen.below, "see": see}
    if unknown:
        template = (
            "{stage}: {loss}, or from what did not run: {unknown} ({why}). {see}"
            if fallen is not ran[0]
            else "{stage} is below the float file ({why}); {unknown} did not run, so that it cannot be told"
            " where the loss begins"
        )
        return Text(template, **facts, unknown=", ".join(unknown))
    return Text("{stage}: {loss} ({why}). {see}", **facts)


def first_of(ladders: Sequence[StageLadder]) -> StageLadder | None:
    """The ladder that falls in the earliest stage; of several the first; None where none falls."""
    order = list(CompilerStage)
    fallen = [(order.index(each.first_below), each) for each in ladders if each.first_below is not None]
    return min(fallen, key=lambda pair: pair[0])[1] if fallen else None


def stages_document(
    source: str, model: str, ladders: Sequence[StageLadder], cosine_below: float
) -> dict[str, Any]:
    """What `--json` prints: `stages` network by network, and the first of all that is below."""
    first = first_of(ladders)
    return {
        "source": source,
        "model": model,
        "cosine_below": cosine_below,
        "first_below": None if first is None else _fallen(first),
        "networks": [
            {
                "network": each.network,
                "crops": each.crops,
                "compared_with": each.reference,
                "first_below": each.first_below,
                "reason": str(each.reason),
            }
            for each in ladders
        ],
        "stages": [_stage(each.network, result) for each in ladders for result in each.stages],
    }


def _fallen(ladder: StageLadder) -> dict[str, Any]:
    return {"network": ladder.network, "stage": ladder.first_below, "reason": str(ladder.reason)}


def _stage(network: str, found: StageResult) -> dict[str, Any]:
    run = found.run
    return {
        "network": network,
        "stage": run.stage,
        "files": [str(path) for path in run.files],
        "place": run.place,
        "ran": bool(run.outputs),
        "problem": None if run.problem is None else str(run.problem),
        "notes": [str(note) for note in run.notes],
        "below": None if found.below is None else str(found.below),
        "outputs": [_output(each) for each in found.outputs],
        "peak": _peak(found.peaks),
        "float_peak": _peak(found.float_peaks),
        "call_ms": run.call_ms,
        "hard_ms": run.hard_ms,
        "hard_origin": run.origin,
    }


def _output(found: StageOutput) -> dict[str, Any]:
    known = found.error or found.float_error
    return {
        "name": found.name,
        "shape": list(found.shape),
        **_error(found.error, ""),
        **_error(found.float_error, "float_"),
        "saturated": None if known is None else known.saturated,
        "problem": None if known is None or known.problem is None else str(known.problem),
    }


def _error(found: TensorError | None, prefix: str) -> dict[str, Any]:
    figures = found or TensorError()
    return {
        f"{prefix}cosine": figures.cosine,
        f"{prefix}relative_l2": figures.relative_l2,
        f"{prefix}max_abs": figures.max_abs,
        f"{prefix}snr_db": figures.snr_db,
    }


def _peak(found: PeakFigures | None) -> dict[str, Any] | None:
    return None if found is None else {"kept": found.kept, "near": found.near, "moved_cells": found.moved}
