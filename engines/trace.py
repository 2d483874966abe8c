"""Chrome trace JSON of a run: opens in Perfetto and chrome://tracing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engines.files import LineFile
from engines.frame_result import FrameResult
from engines.layer_time import LayerTime

_ROWS = {"frames": 1, "stages": 2, "layers": 3}
_PROCESS = 1
# The format's times are in microseconds.
_US = 1000.0


class TraceWriter:
    """Writes one slice per stage and frame, and one per layer of profiled frames.

    The file is a JSON array whose closing bracket the format allows to be missing, so a trace that was
    cut off still opens. Stages stand one behind the other, as their order in `Stage` says. A slice cannot
    be shorter than nothing: what is negative or unknown takes no room, and its `args` tell the true time.
    """

    def __init__(self, path: Path, title: str = "trackbench") -> None:
        """Begins a trace.

        Args:
            path: a file in it is replaced.
            title: shown beside the rows.
        """
        self._file = LineFile(path)
        self._clock_us = 0.0
        names = [("process_name", 0, title), *(("thread_name", row, name) for name, row in _ROWS.items())]
        order = [("thread_sort_index", row, row) for row in _ROWS.values()]
        self._file.write("[")
        self._comma = ""
        self._lines(
            _meta(kind, row, {"sort_index" if kind == "thread_sort_index" else "name": value})
            for kind, row, value in (*names, *order)
        )

    def write(self, result: FrameResult) -> None:
        """Adds a frame, whole: a trace that is cut off ends between frames."""
        start_us = self._clock_us
        stages = []
        for entry in result.stages:
            facts = {"ms": round(entry.ms, 6), "origin": entry.origin.value}
            stages.append(_slice(entry.stage.value, "stage", self._clock_us, entry.ms, "stages", facts))
            self._clock_us += max(entry.ms, 0.0) * _US
        frame_ms = (self._clock_us - start_us) / _US
        frame = _slice(
            f"frame {result.frame_index}", "frame", start_us, frame_ms, "frames", _frame_facts(result)
        )
        at_us, layers = start_us, []
        origin = result.layers.origin.value if result.layers else ""
        for layer in result.layers.layers if result.layers else ():
            took_ms = layer.total_ms if layer.total_ms is not None else layer.hard_ms
            name = layer.name or layer.op_type
            layers.append(_slice(name, "layer", at_us, took_ms or 0.0, "layers", _layer_facts(layer, origin)))
            at_us += max(took_ms or 0.0, 0.0) * _US
        self._clock_us = max(self._clock_us, at_us)
        self._lines((frame, *stages, *layers))

    def _lines(self, events: Iterable[dict[str, Any]]) -> None:
        # Commas come first, so that only the bracket is missing where a trace was cut off.
        self._file.write(self._comma + "\n,".join(json.dumps(e, separators=(",", ":")) for e in events))
        self._comma = ","

    def close(self) -> None:
        self._file.write("]")
        self._file.close()


def _meta(kind: str, row: int, args: dict[str, Any]) -> dict[str, Any]:
    return {"name": kind, "ph": "M", "pid": _PROCESS, "tid": row, "args": args}


def _slice(
    name: str, kind: str, at_us: float, took_ms: float, row: str, args: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name,
        "cat": kind,
        "ph": "X",
        "ts": round(at_us, 3),
        "dur": round(max(took_ms, 0.0) * _US, 3),
        "pid": _PROCESS,
        "tid": _ROWS[row],
        "args": args,
    }


def _frame_facts(result: FrameResult) -> dict[str, Any]:
    facts = {
        "time_s": result.time_s,
        "step_ms": result.step_ms,
        "dropped": result.dropped,
        "bytes_out": result.bytes_out,
        "bytes_in": result.bytes_in,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _layer_facts(layer: LayerTime, origin: str) -> dict[str, Any]:
    """What is known about a layer; a time that is not known is absent."""
    times = {name: getattr(layer, name) for name in ("total_ms", "memcpy_ms", "hard_ms", "other_ms")}
    known = {name: round(ms, 6) for name, ms in times.items() if ms is not None}
    names = {"type": layer.op_type, "device": layer.device, "network": layer.network}
    return {**names, **known, "origin": origin}
