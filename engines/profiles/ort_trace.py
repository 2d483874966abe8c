"""onnxruntime's profile: a JSON list of events, one per node and run.

The list may be cut off: events are read one by one, up to the first that is not whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.profiles.imported import ImportedLayer, ImportedProfile, ProfileFormat
from engines.profiles.problems import Problems, ProfileText
from engines.texts import Text

_KNOWN = re.compile(r'"cat"\s*:\s*"(Session|Node)"')
_LOOKED_AT = 65536
_BLANK = re.compile(r"[\s,]*")
_NODE_END, _RUN = "_kernel_time", "model_run"


def knows(text: str) -> bool:
    start = text[:_LOOKED_AT].lstrip()
    return start.startswith("[") and _KNOWN.search(start) is not None


def read(source: ProfileText) -> ImportedProfile:
    """Layers by node, in the order in which they first ran; times are medians over the runs."""
    problems = Problems(source.problems)
    nodes: list[tuple[int, Mapping[str, Any]]] = []
    runs_ms: list[float] = []
    for line, event in _events(source, problems):
        name = event.get("name")
        if not isinstance(name, str):
            continue
        if event.get("cat") == "Node" and name.endswith(_NODE_END):
            if problems.checked(event.get("dur"), line, name) is not None:
                nodes.append((line, event))
        elif event.get("cat") == "Session" and name == _RUN:
            took_us = problems.checked(event.get("dur"), line, name)
            runs_ms += [] if took_us is None else [took_us / 1000]
    return ImportedProfile(
        name="",
        format=ProfileFormat.ONNXRUNTIME,
        origin=Origin.MEASURED,
        origin_note=Text(
            "Measured by onnxruntime while it profiled, which costs time itself; medians over the runs."
        ),
        layers=_layers(nodes, problems),
        latency_ms=median(runs_ms) if runs_ms else None,
        problems=problems.texts,
    )


def _events(source: ProfileText, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    """Whole events with the line each begins in."""
    decoder, text = json.JSONDecoder(), source.text
    position, line, counted = text.index("[") + 1, 1, 0
    while True:
        position = _end_of_blank(text, position)
        line += text.count("\n", counted, position)
        counted = position
        if position < len(text) and text[position] == "]":
            return
        if position >= len(text):
            problems.add(Text("The file is cut off in line {line}: the list has no end.", line=line))
            return
        try:
            event, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            problems.add(Text("The file is cut off or broken from line {line} on.", line=line))
            return
        if isinstance(event, dict):
            yield line, event
        else:
            problems.add(Text("Line {line}: an entry of the list is no event.", line=line))


def _end_of_blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _layers(nodes: Sequence[tuple[int, Mapping[str, Any]]], problems: Problems) -> tuple[ImportedLayer, ...]:
    from engines.networks.ort_profile import layers_of  # brings onnxruntime, which takes its time to load

    found: dict[tuple[int, str], list[LayerTime]] = {}
    lines: dict[tuple[int, str], int] = {}
    for line, event in nodes:
        try:
            (layer,) = layers_of([event], "")
        except (ValueError, TypeError, AttributeError, OverflowError):
            problems.add(Text("Line {line}: a node's event is not as onnxruntime writes it.", line=line))
            continue
        key = (layer.op_id, layer.name)
        found.setdefault(key, []).append(layer)
        lines.setdefault(key, line)
    return tuple(_layer(layers, lines[key]) for key, layers in found.items())


def _layer(runs: Sequence[LayerTime], line: int) -> ImportedLayer:
    times = [run.total_ms for run in runs if run.total_ms is not None]
    first = runs[0]
    time = LayerTime(
        first.op_id, first.name, first.op_type, first.device, first.network, total_ms=median(times)
    )
    return ImportedLayer(time, line, runs=len(times), min_ms=min(times), max_ms=max(times))
