"""Chrome trace JSON of a run: opens in Perfetto and chrome://tracing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engines.files import LineFile
from engines.frame_result import FrameResult

_ROWS = {"frames": 1, "stages": 2, "layers": 3}


class TraceWriter:
    """Writes one slice per stage and frame, and one per layer of profiled frames.

    The file is a JSON array whose closing bracket the format allows to be missing, so a trace that was
    cut off still opens. Stages stand one behind the other, as their order in `Stage` says.
    """

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path)
        self._file.write("[")
        self._clock_us = 0.0
        self._first = True
        for name, row in _ROWS.items():
            label = {"name": name}
            self._event({"name": "thread_name", "ph": "M", "pid": 1, "tid": row, "args": label})

    def write(self, result: FrameResult) -> None:
        start_us = self._clock_us
        total_us = sum(entry.ms for entry in result.stages) * 1000
        self._slice(f"frame {result.frame_index}", "frame", start_us, total_us, "frames", {})
        for entry in result.stages:
            origin = {"origin": entry.origin.value}
            self._slice(entry.stage.value, "stage", self._clock_us, entry.ms * 1000, "stages", origin)
            self._clock_us += entry.ms * 1000
        at_us = start_us
        for layer in result.layers.layers if result.layers else ():
            took_us = (layer.total_ms if layer.total_ms is not None else layer.hard_ms or 0.0) * 1000
            facts = {"type": layer.op_type, "device": layer.device, "network": layer.network}
            self._slice(layer.name or layer.op_type, "layer", at_us, took_us, "layers", facts)
            at_us += max(took_us, 0.0)
        self._clock_us = max(self._clock_us, at_us)

    def _slice(
        self, name: str, kind: str, at_us: float, took_us: float, row: str, args: dict[str, Any]
    ) -> None:
        event = {
            "name": name,
            "cat": kind,
            "ph": "X",
            "ts": round(at_us, 3),
            "dur": round(took_us, 3),
            "pid": 1,
            "tid": _ROWS[row],
            "args": args,
        }
        self._event(event)

    def _event(self, event: dict[str, Any]) -> None:
        comma, self._first = ("" if self._first else ","), False
        self._file.write(comma + json.dumps(event, separators=(",", ":")))

    def close(self) -> None:
        self._file.write("]")
        self._file.close()
