"""What `hrt_model_exec perf` writes on an RDK board: profiler.log, or what it prints.

profiler.log holds two JSON objects with a line of `***` between them, times in ms. A part of the model
that runs on the accelerator is a single entry: the runtime does not measure the layers inside. Runtimes
since 1.24 say `processor_latency` where older ones say `chip_latency`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.profiles.imported import ImportedLayer, ImportedPart, ImportedProfile, ProfileFormat
from engines.profiles.problems import Problems, ProfileText
from engines.texts import Text

_KEYS = (
    "perf_result", "running_condition", "model_latency", "processor_latency", "chip_latency", "task_latency"
)  # fmt: skip
_KNOWN = re.compile(rf'"({"|".join(_KEYS)})"\s*:')
_PRINTED = re.compile(r"^Perf result:|^Frame count: *\d+, +Thread Average:", re.MULTILINE)
_FIGURE = r"(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\d.eE+-])"
_RATE = re.compile(rf"Frame +rate +is: *{_FIGURE} +FPS")
_AVERAGE = re.compile(rf"Average +latency +is: *{_FIGURE} +ms")
_LOOKED_AT = 65536
# The tool writes two; a foreign file can have any number.
_MOST_OBJECTS = 50
# Entries that the runtime adds round the model's own.
_OWN_WORK = ("Preprocess", "_input_layout_convert", "_output_layout_convert")


def knows(text: str) -> bool:
    start = text[:_LOOKED_AT]
    is_log = start.lstrip().startswith("{") and _KNOWN.search(start) is not None
    return is_log or _PRINTED.search(text) is not None


def read(source: ProfileText) -> ImportedProfile:
    problems = Problems(source.problems)
    if not source.text.lstrip().startswith("{"):
        return _printed(source, problems)
    told, lines = _objects(source, problems)
    result = _table(told, "perf_result", problems, lines)
    condition = _table(told, "running_condition", problems, lines)
    name = condition.get("model_name")
    line = lines.get("perf_result", 1)
    if "model_latency" not in told:
        problems.add(Text("The file has no model_latency: it ends before the times of the layers."))
    return _profile(
        layers=_layers(_table(told, "model_latency", problems, lines), lines, problems),
        model_name=name if isinstance(name, str) and name else None,
        frames_per_second=_known(result, "FPS", line, problems),
        latency_ms=_known(result, "average_latency", line, problems),
        parts=_parts(told, lines, problems),
        problems=problems.texts,
    )


def _profile(**values: Any) -> ImportedProfile:
    return ImportedProfile(
        name="",
        format=ProfileFormat.HRT_MODEL_EXEC,
        origin=Origin.MEASURED,
        origin_note=Text("Measured on the board by the vendor's runtime; averages over its runs."),
        **values,
    )


def _printed(source: ProfileText, problems: Problems) -> ImportedProfile:
    """The last result that was printed; it has no layers."""
    rates, averages = _RATE.findall(source.text), _AVERAGE.findall(source.text)
    problems.add(Text("This is what the tool printed, without layers: give it --profile_path for those."))
    if not (rates and averages):
        problems.add(Text("The text ends before the average latency and the frame rate."))
    return _profile(
        frames_per_second=float(rates[-1]) if rates else None,
        latency_ms=float(averages[-1]) if averages else None,
        problems=problems.texts,
    )


def _objects(source: ProfileText, problems: Problems) -> tuple[dict[str, Any], dict[str, int]]:
    """Members of all objects of the text together, and the line in which each's object begins."""
    decoder, text = json.JSONDecoder(), source.text
    told: dict[str, Any] = {}
    lines: dict[str, int] = {}
    position, line, counted = text.find("{"), 1, 0
    for _ in range(_MOST_OBJECTS):
        if position < 0:
            break
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = decoder.raw_decode(text, position)
        except ValueError as error:  # broken JSON, or a number of thousands of digits
            at = error.pos if isinstance(error, json.JSONDecodeError) else position
            broken = line + text.count("\n", position, at)
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            problems.add(Text("Line {line}: cut off or broken: {reason}.", line=broken, reason=reason))
            position = text.find("{", _found(text, "***", position))
            continue
        except RecursionError:
            problems.add(Text("Line {line}: the values are nested too deeply.", line=line))
            break
        told |= value
        lines |= dict.fromkeys(value, line)
        position = text.find("{", position)
    return told, lines


def _found(text: str, mark: str, start: int) -> int:
    """Where a mark is next, or the end of the text."""
    place = text.find(mark, start)
    return place if place >= 0 else len(text)


def _table(told: Mapping[str, Any], key: str, problems: Problems, lines: Mapping[str, int]) -> dict[str, Any]:
    value = told.get(key, {})
    if not isinstance(value, dict):
        problems.add(Text("Line {line}: {key} is no table of values.", line=lines.get(key, 1), key=key))
        return {}
    return value


def _known(values: Mapping[str, Any], key: str, line: int, problems: Problems) -> float | None:
    return problems.checked(values[key], line, key) if key in values else None


def _spread(values: object, name: str, line: int, problems: Problems) -> tuple[float | None, ...] | None:
    """Average, smallest and largest time of an entry; None where it is none."""
    if not isinstance(values, dict) or "avg_time" not in values:
        problems.add(Text("Line {line}: {name} has no average time.", line=line, name=name))
        return None
    return tuple(_known(values, key, line, problems) for key in ("avg_time", "min_time", "max_time"))


def _layers(
    entries: Mapping[str, Any], lines: Mapping[str, int], problems: Problems
) -> tuple[ImportedLayer, ...]:
    line = lines.get("model_latency", 1)
    layers = []
    for number, (name, values) in enumerate(entries.items()):
        spread = _spread(values, name, line, problems)
        if spread is None:
            continue
        average, least, most = spread
        time = LayerTime(number, name, *_type_and_device(name), total_ms=average)
        layers.append(ImportedLayer(time, line, min_ms=least, max_ms=most))
    return tuple(layers)


def _type_and_device(name: str) -> tuple[str, str]:
    """From `BPU_<part of the model>` or `<type>_<node>`, which runs on the processor."""
    if name.startswith("BPU_"):
        return "subgraph", "bpu"
    if name.startswith(_OWN_WORK) or name.endswith(_OWN_WORK):
        return "", "cpu"
    return name.partition("_")[0], "cpu"


def _parts(told: Mapping[str, Any], lines: Mapping[str, int], problems: Problems) -> tuple[ImportedPart, ...]:
    parts = []
    for key in ("processor_latency", "chip_latency", "task_latency"):
        for name, values in _table(told, key, problems, lines).items():
            spread = _spread(values, name, lines[key], problems)
            if spread is not None:
                parts.append(ImportedPart(name, *spread))
    return tuple(parts)
