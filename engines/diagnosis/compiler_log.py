"""What the log of `hb_mapper` says about where a network breaks, before any board has run it.

The log has layers in the order of execution with the cosine of each against the float network, everything
before it included. It does not have the graph: a fall from one line to the next may be one from a branch to
another. What is advised is in the vendor's samples; see `docs/boards/rdk-x5.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from engines.diagnosis.values import COSINE_BELOW
from engines.errors import TrackbenchError
from engines.profiles.imported import ImportedLayer, ImportedOutput, ProfileFormat
from engines.profiles.problems import decode
from engines.profiles.reading import read_profile
from engines.texts import Text

MOST_WORST = 10
_CPU = "cpu"
_WIDER = "int16"
_CUT = "..."
_SOFTMAX = "softmax"
# `calibration_type:   : kl` and `per_channel         : False`, as makertbin repeats its yaml.
_SETTING = re.compile(r"\b(calibration_type|per_channel) *:[ :]*(\w+)[ \t]*$", re.MULTILINE)


class NoCompilerLog(TrackbenchError):
    what = "{path} is no log of a compiler, but: {format}."
    remedy = "Name the log that hb_mapper wrote; `trackbench import` shows other profiles."


@dataclass(frozen=True, slots=True)
class LogLayer:
    """One layer with a cosine.

    Attributes:
        place: in the order of execution, from 0.
        name: as the log has it; a long one has lost its beginning.
        fall: by how much the cosine is lower than that of the layer before it which has one; negative where
            it is higher, None for the first.
        after: the name of that layer; "" for the first.
    """

    place: int
    name: str
    op_type: str
    device: str
    data_type: str
    cosine: float
    line: int
    fall: float | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class CpuStretch:
    """Layers on the CPU that follow each other.

    Attributes:
        names, op_types: of them.
        is_round_trip: whether the BPU works before and after them, so that tensors cross twice.
    """

    names: tuple[str, ...]
    op_types: tuple[str, ...]
    is_round_trip: bool


@dataclass(frozen=True, slots=True)
class LogDiagnosis:
    """What was found in one log.

    Attributes:
        model: None where the log does not tell it.
        cosine_below: the threshold.
        layer_count: of all layers; `judged` have a cosine.
        first_below: the first in the order of execution.
        below: how many layers are below.
        worst: lowest cosine first.
        falls: the greatest falls from one layer to the next, greatest first.
        outputs: of the model; `outputs_below` are those below.
        cpu: layers on the CPU.
        subgraphs: into how many parts the BPU's layers fell; each has a way there and back.
        settings: what the log says of calibration_type and per_channel.
        reason: in words.
        advice: what the vendor's samples do about it.
        problems: of reading the log.
    """

    path: Path
    model: str | None
    cosine_below: float
    layer_count: int
    judged: int
    below: int
    first_below: LogLayer | None
    worst: tuple[LogLayer, ...]
    falls: tuple[LogLayer, ...]
    outputs: tuple[ImportedOutput, ...]
    outputs_below: tuple[ImportedOutput, ...]
    cpu: tuple[CpuStretch, ...]
    subgraphs: int
    settings: tuple[tuple[str, str], ...]
    reason: Text
    advice: tuple[Text, ...]
    problems: tuple[Text, ...]


def diagnose_log(path: Path, *, cosine_below: float = COSINE_BELOW, most: int = MOST_WORST) -> LogDiagnosis:
    """Reads a log and names what falls below.

    Args:
        path: of a log, or of other text that has one in it.
        cosine_below: a layer or output with less falls below.
        most: how many of the worst layers and falls are named.

    Raises:
        NoCompilerLog: it is a profile of another kind.
        ProfileMissing, ProfileTooLarge, NotAProfile, ProfileEmpty: see `read_profile`.
    """
    profile = read_profile(path)
    if profile.format is not ProfileFormat.HB_MAPPER:
        raise NoCompilerLog(path=path, format=profile.format.value)
    layers = _with_falls(profile.layers)
    first = next((each for each in layers if each.cosine < cosine_below), None)
    worst = tuple(sorted(layers, key=lambda each: each.cosine)[:most])
    falls = sorted((each for each in layers if (each.fall or 0.0) > 0), key=lambda each: -(each.fall or 0.0))
    outputs_below = tuple(
        each for each in profile.outputs if each.cosine is not None and each.cosine < cosine_below
    )
    cpu = _cpu_stretches(profile.layers)
    settings = _settings(path)
    suspects = tuple(dict.fromkeys(each for each in (first, *falls[:1], *worst[:1]) if each is not None))
    return LogDiagnosis(
        path=path,
        model=profile.model_name,
        cosine_below=cosine_below,
        layer_count=len(profile.layers),
        judged=len(layers),
        below=sum(each.cosine < cosine_below for each in layers),
        first_below=first,
        worst=worst,
        falls=tuple(falls[:most]),
        outputs=profile.outputs,
        outputs_below=outputs_below,
        cpu=cpu,
        subgraphs=len({each.subgraph for each in profile.layers if each.subgraph}),
        settings=settings,
        reason=_reason(layers, first, outputs_below, cosine_below),
        advice=tuple(_advice(suspects if first or outputs_below else (), cpu, settings)),
        problems=profile.problems,
    )


def _with_falls(layers: Sequence[ImportedLayer]) -> tuple[LogLayer, ...]:
    found: list[LogLayer] = []
    for place, layer in enumerate(layers):
        if layer.cosine is None:
            continue
        before = found[-1] if found else None
        found.append(
            LogLayer(
                place=place,
                name=layer.time.name,
                op_type=layer.time.op_type,
                device=layer.time.device,
                data_type=layer.data_type,
                cosine=layer.cosine,
                line=layer.line,
                fall=None if before is None else before.cosine - layer.cosine,
                after="" if before is None else before.name,
            )
        )
    return tuple(found)


def _cpu_stretches(layers: Sequence[ImportedLayer]) -> tuple[CpuStretch, ...]:
    stretches, place = [], 0
    for device, group in groupby(layers, key=lambda each: each.time.device):
        members = list(group)
        if device == _CPU:
            is_between = place > 0 and place + len(members) < len(layers)
            names = tuple(each.time.name for each in members)
            stretches.append(CpuStretch(names, tuple(each.time.op_type for each in members), is_between))
        place += len(members)
    return tuple(stretches)


def _settings(path: Path) -> tuple[tuple[str, str], ...]:
    """The last of each: the tool appends to the file it wrote before."""
    source = decode(path.read_bytes())
    return () if source is None else tuple(dict(_SETTING.findall(source.text)).items())


def _reason(
    layers: Sequence[LogLayer],
    first: LogLayer | None,
    outputs: Sequence[ImportedOutput],
    cosine_below: float,
) -> Text:
    if not layers:
        return Text("The log has no cosines: makertbin writes them, checker does not")
    if first is None:
        facts = {"count": len(layers), "limit": cosine_below}
        if outputs:
            return Text(
                "None of {count} layers falls below {limit:g}, but {outputs} outputs do",
                **facts,
                outputs=len(outputs),
            )
        return Text("None of {count} layers falls below {limit:g}", **facts)
    below = sum(each.cosine < cosine_below for each in layers)
    return Text(
        "{name} is the first layer below {limit:g} ({cosine:.6f}); {below} of {count} layers are,"
        " and {outputs} outputs",
        name=first.name,
        limit=cosine_below,
        cosine=first.cosine,
        below=below,
        count=len(layers),
        outputs=len(outputs),
    )


def _advice(
    suspects: Sequence[LogLayer], cpu: Sequence[CpuStretch], settings: Sequence[tuple[str, str]]
) -> list[Text]:
    advice = []
    for stretch in cpu:
        for name, op_type in zip(stretch.names, stretch.op_types, strict=True):
            if op_type.lower() == _SOFTMAX:
                template = (
                    "{name} runs on the CPU. The vendor's sample brings a Softmax to the BPU with {entry}"
                )
                advice.append(Text(template, name=name, entry=_node_info([name], on_bpu=True)))
    narrow = [each for each in suspects if each.device != _CPU and each.data_type.partition("/")[0] == "int8"]
    if narrow:
        entries = _node_info([each.name for each in narrow])
        advice.append(
            Text(
                "Try 16 bits where it falls: {entries}. The vendor's sample does it for a Softmax; whether it"
                " helps another layer has to be tried",
                entries=entries,
            )
        )
    wide = [each.name for each in suspects if each.data_type.startswith(_WIDER)]
    if wide:
        advice.append(Text("{names} has 16 bits already", names=", ".join(wide)))
    if suspects and settings:
        told = ", ".join(f"{name} {value}" for name, value in settings)
        advice.append(
            Text("The log was made with {told}: calibration parameters of the yaml, to be varied", told=told)
        )
    if any(name.startswith(_CUT) for name in (*(each.name for each in narrow), *_names(cpu))):
        advice.append(Text("Names that begin with ... were cut by the tool; node_info wants the whole name"))
    return advice


def _names(cpu: Sequence[CpuStretch]) -> list[str]:
    return [name for stretch in cpu for name in stretch.names]


def _node_info(names: Sequence[str], *, on_bpu: bool = False) -> str:
    """A line of `model_parameters` in the compiler's yaml, as the vendor's sample has it."""
    where = "'ON': 'BPU', " if on_bpu else ""
    wider = f"{{{where}'InputType': 'int16', 'OutputType': 'int16'}}"
    entries = ", ".join(f'"{name}": {wider}' for name in names)
    return f"node_info: {{{entries}}}"


def log_document(found: LogDiagnosis) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "log": str(found.path),
        "model": found.model,
        "origin": "simulated",
        "cosine_below": found.cosine_below,
        "layers": found.layer_count,
        "judged_layers": found.judged,
        "layers_below": found.below,
        "reason": str(found.reason),
        "first_below": None if found.first_below is None else _layer(found.first_below),
        "worst": [_layer(each) for each in found.worst],
        "largest_falls": [_layer(each) for each in found.falls],
        "outputs_below": [each.name for each in found.outputs_below],
        "outputs": [{"name": each.name, "cosine": each.cosine} for each in found.outputs],
        "cpu": [
            {
                "layers": list(each.names),
                "op_types": list(each.op_types),
                "is_round_trip": each.is_round_trip,
            }
            for each in found.cpu
        ],
        "bpu_subgraphs": found.subgraphs,
        "settings": dict(found.settings),
        "advice": [str(each) for each in found.advice],
        "problems": [str(each) for each in found.problems],
    }


def _layer(found: LogLayer) -> dict[str, Any]:
    return {
        "name": found.name,
        "order": found.place,
        "op": found.op_type,
        "device": found.device,
        "data_type": found.data_type,
        "cosine": found.cosine,
        "fall": found.fall,
        "after": found.after or None,
        "line": found.line,
    }
