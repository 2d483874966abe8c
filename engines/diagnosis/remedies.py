"""Remedies: made, and tried on the clip."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engines.diagnosis.reasons import verdict_of
from engines.diagnosis.values import Agreement, Attempt, Remedy, Verdict
from engines.quantisation.formats import Format, Report, ShouldCancel
from engines.texts import Text

if TYPE_CHECKING:
    from engines.quantisation.crops import Clip
    from engines.quantisation.quantise import Calibrated

KEPT_LAYERS = 4

Try = Callable[[Sequence[Path]], Agreement]
"""Runs the clip with these files."""
Worst = Callable[[Sequence[Path]], Sequence[tuple[str, ...]]]
"""Names of the worst layers of each network, given the files of a pair."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is to be cured.

    Attributes:
        ready: its calibrated networks.
        formats: how they are quantised now.
        once: of each network whether it runs once per target: it may be slow.
        worst: names of the worst layers of each network.
    """

    ready: Sequence[Calibrated]
    formats: Sequence[Format]
    once: Sequence[bool]
    worst: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Plan:
    title: Text
    formats: tuple[Format, ...]
    proposes: bool = True


def try_remedies(
    patient: Patient,
    try_files: Try,
    worst_of: Worst,
    folder: Path,
    *,
    report: Callable[[float, float], Report],
    should_cancel: ShouldCancel,
) -> Remedy | None:
    """Tries one after the other, cheapest first, until the pair is as good as in float.

    What costs nothing per frame (scales per channel, 16 bits for a network that runs once per target) is
    always part of the proposal. Layers in float and 16-bit activations come after.

    Args:
        patient: what is to be cured.
        try_files: runs the clip.
        worst_of: looks which layers are worst now.
        folder: for files of the attempts, one folder each.
        report: gives the progress callable of a part of the work.
        should_cancel: asked all the time.
    """
    from engines.quantisation.quantise import quantise_all  # it imports onnx

    tried: list[Attempt] = []
    files: dict[int, tuple[Path, ...]] = {}
    proposals: list[int] = []

    def attempt(plan: _Plan) -> Attempt:
        number = len(tried)
        part = report(number / 5, (number + 1) / 5)
        part(0.0, Text("trying: {remedy}", remedy=plan.title))
        made = quantise_all(patient.ready, plan.formats, folder / str(number), should_cancel=should_cancel)
        files[number] = tuple(each.path for each in made)
        agreement = try_files(files[number])
        enough = verdict_of(agreement) is Verdict.HEALTHY
        tried.append(Attempt(plan.title, plan.formats, agreement, sum(e.bytes for e in made), enough))
        if plan.proposes:
            proposals.append(number)
        return tried[-1]

    free = _free(patient)
    for plan in _shown(patient, free):
        attempt(plan)
    last = attempt(free)
    if not last.is_enough:
        worst = worst_of(files[len(tried) - 1])
        kept = _keeping(free.formats, worst)
        if kept != free.formats:
            title = Text("{before}, worst {count} layers in float", before=free.title, count=KEPT_LAYERS)
            last = attempt(_Plan(title, kept))
    if not last.is_enough and any(each.bits == 8 for each in patient.formats):
        wide = tuple(Format(16, "channel", 8) for _ in patient.formats)
        attempt(_Plan(Text("16-bit activations everywhere, scales per channel"), wide))
    best = _best(tried, proposals)
    return None if best is None else Remedy(tried[best], tuple(tried), files[best])


def command_for(
    formats: Sequence[Format],
    roles: Sequence[str],
    model: str,
    weights: Sequence[Path],
    clip: Clip,
) -> tuple[str, ...]:
    """Arguments of `trackbench` that make files of these formats; the clip's first box is known."""
    bits = _joined(each.bits for each in formats)
    stored = _joined(each.weights for each in formats)
    words = ["quantize", "--model", model, "--weights", ",".join(map(str, weights)), "--clip", clip.source]
    if clip.init is not None:
        box = clip.init
        words += ["--init", ",".join(f"{value:g}" for value in (box.x, box.y, box.w, box.h))]
    if clip.first or clip.stop is not None:
        words += ["--frames", f"{clip.first}:{'' if clip.stop is None else clip.stop}"]
    words += ["--bits", bits, "--scales", formats[0].scales]
    if stored != bits:
        words += ["--weight-bits", stored]
    floats = [f"{role}:{n}" for role, each in zip(roles, formats, strict=True) for n in each.keep_float]
    if floats:
        words += ["--keep-float", ",".join(floats)]
    return (*words, "--out", "DIR")


def _joined(values: Iterable[int]) -> str:
    """One number where all are the same, else all of them."""
    listed = [str(value) for value in values]
    return listed[0] if len(set(listed)) == 1 else ",".join(listed)


def shown_command(words: Sequence[str]) -> str:
    """As one would type it."""
    return shlex.join(("trackbench", *words))


def _free(patient: Patient) -> _Plan:
    """Everything that costs nothing per frame."""
    formats = tuple(
        replace(each, scales="channel", bits=16, weight_bits=16) if once else replace(each, scales="channel")
        for each, once in zip(patient.formats, patient.once, strict=True)
    )
    title = Text("scales per channel")
    roles = [each.crops.role for each, once in zip(patient.ready, patient.once, strict=True) if once]
    if roles:
        title = Text("scales per channel, {networks} network in 16 bit", networks=", ".join(roles))
    return _Plan(title, formats)


def _shown(patient: Patient, free: _Plan) -> list[_Plan]:
    """What each half of the cure would do alone: layers in float, scales per channel."""
    plans = []
    kept = _keeping(patient.formats, patient.worst)
    if kept != tuple(patient.formats):
        title = Text("worst {count} layers of each network in float", count=KEPT_LAYERS)
        plans.append(_Plan(title, kept, proposes=False))
    channels = tuple(replace(each, scales="channel") for each in patient.formats)
    if channels not in (tuple(patient.formats), free.formats):
        plans.append(_Plan(Text("scales per channel"), channels, proposes=False))
    return plans


def _keeping(formats: Sequence[Format], worst: Sequence[tuple[str, ...]]) -> tuple[Format, ...]:
    return tuple(
        each
        if each.bits == 16
        else replace(each, keep_float=tuple(dict.fromkeys((*each.keep_float, *names))))
        for each, names in zip(formats, worst, strict=True)
    )


def _best(tried: Sequence[Attempt], proposals: Sequence[int]) -> int | None:
    """The first that is enough; else the one that comes nearest."""
    enough = [number for number in proposals if tried[number].is_enough]
    if enough:
        return enough[0]

    def score(number: int) -> tuple[float, float]:
        found = tried[number].agreement
        return (found.auc_b if found.auc_b is not None else found.mean_iou), found.forced_iou

    return max(proposals, key=score, default=None)
