"""A board's load and temperature beside the frames of a recording: `telemetry.jsonl`, one look per line.

Every key names its unit; null is not known, never zero.
"""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.board_values import BoardTelemetry
from engines.errors import TrackbenchError
from engines.files import LineFile
from engines.origin import Origin

logger = logging.getLogger(__name__)
FILE = "telemetry.jsonl"
#: Key in the file by field: memory is told in MiB.
_KEYS = {
    "temperature_c": "temperature_c",
    "memory_used_mb": "memory_used_mib",
    "memory_total_mb": "memory_total_mib",
    "cpu_percent": "cpu_percent",
    "accelerator_percent": "accelerator_percent",
}


@dataclass(frozen=True, slots=True)
class RecordedTelemetry:
    """One look at the board while frames were recorded.

    Attributes:
        frame_index: of the last frame that was recorded before the look; None before the first one.
        wall_s: seconds since 1970, UTC. `telemetry.time_s` is by the monotonic clock of that computer.
    """

    frame_index: int | None
    wall_s: float
    telemetry: BoardTelemetry


class TelemetryFile:
    """Grows from another thread than the frames'. Without room it ends early; the frames go on."""

    def __init__(self, folder: Path) -> None:
        """Nothing is written before the first look; what an earlier recording left there goes."""
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._lines: LineFile | None = None
        self._is_closed = False
        self._path.unlink(missing_ok=True)

    def write(self, telemetry: BoardTelemetry, frame_index: int | None) -> bool:
        """Appends a look; False where it is over: closed, or no room."""
        with self._lock:
            if self._is_closed:
                return False
            try:
                if self._lines is None:
                    self._lines = LineFile(self._path)
                self._lines.write(_line(telemetry, frame_index))
            except TrackbenchError as error:
                logger.warning("no more telemetry is recorded: %s", error)
                self._close()
                return False
            return True

    def close(self) -> None:
        """May be called twice."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._is_closed = True
        lines, self._lines = self._lines, None
        if lines is not None:
            lines.close()


def read_telemetry(folder: Path) -> Iterator[RecordedTelemetry]:
    """Looks of a recording, oldest first; none where it has no such file. Half a last line is left out.

    Raises OSError, and ValueError that names the line.
    """
    path = folder / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            yield _look(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{FILE}, line {number}: {error}") from error


def _line(telemetry: BoardTelemetry, frame_index: int | None) -> str:
    wall_s = time.time() - (time.monotonic() - telemetry.time_s)
    values = {key: _rounded(getattr(telemetry, field)) for field, key in _KEYS.items()}
    line = {
        "frame": frame_index,
        "wall_s": round(wall_s, 3),
        "monotonic_s": round(telemetry.time_s, 3),
        **values,
        "origin": telemetry.origin.value,
    }
    return json.dumps(line, separators=(",", ":"))


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), 3)


def _look(raw: Mapping[str, Any]) -> RecordedTelemetry:
    values = {field: _number(raw.get(key)) for field, key in _KEYS.items()}
    telemetry = BoardTelemetry(**values, time_s=float(raw["monotonic_s"]), origin=Origin(raw["origin"]))
    frame = raw["frame"]
    return RecordedTelemetry(None if frame is None else int(frame), float(raw["wall_s"]), telemetry)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
