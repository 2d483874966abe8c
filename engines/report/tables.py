"""Tables for spreadsheets, as CSV. Heads carry units; what is unknown is an empty cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engines.comparison import Comparison, layer_values, rounded
from engines.files import writing
from engines.layer_stats import LayerRow
from engines.recording_reader import ORIGINS, STAGES, OpenRecording

LAYER_HEADS = (
    "network", "op_id", "name", "type", "device", "total_p50_ms", "total_p95_ms", "memcpy_p50_ms",
    "hard_p50_ms", "other_p50_ms", "share", "frames", "origin",
)  # fmt: skip
_FRAME_HEADS = ("frame", "time_s", "step_ms", "profiled", "dropped", "bytes_out", "bytes_in")


def layers_csv(rows: Iterable[LayerRow]) -> str:
    """A row per layer, as `LayerRow`."""
    return _csv(LAYER_HEADS, (_layer_cells(row) for row in rows))


def _layer_cells(row: LayerRow) -> Sequence[Any]:
    times = (row.total_p50, row.total_p95, row.memcpy_ms, row.hard_ms, row.other_ms, row.share)
    names = (row.network, row.op_id, row.name, row.op_type, row.device)
    return (*names, *map(rounded, times), row.count, row.origin.value)


def stages_csv(recording: OpenRecording) -> str:
    """A row per recorded frame: its stages in ms, and the origin of each stage's time."""
    stages = [name for stage in STAGES for name in (f"{stage.value}_ms", f"{stage.value}_origin")]
    return _csv((*_FRAME_HEADS, *stages), _frame_cells(recording))


def _frame_cells(recording: OpenRecording) -> Iterator[Sequence[Any]]:
    frames = recording.frames
    for row in range(len(recording)):
        sent = frames.link_bytes[row].tolist()
        stages = (
            ("", "") if np.isnan(ms) else (rounded(float(ms)), ORIGINS[origin].value)
            for ms, origin in zip(frames.stage_ms[row], frames.stage_origin[row].tolist(), strict=True)
        )
        step_ms = float(frames.step_ms[row])
        yield (
            int(frames.frame_index[row]),
            float(frames.time_s[row]),
            None if np.isnan(step_ms) else step_ms,
            int(frames.table[row] >= 0),
            int(frames.dropped[row]),
            *(None if count < 0 else count for count in sent),
            *(cell for pair in stages for cell in pair),
        )


def comparison_csv(comparison: Comparison) -> str:
    """A row per layer: those of both sides, then what has no counterpart in a's and in b's order."""
    rows = [layer_values(layer) for layer in (*comparison.layers, *comparison.only_a, *comparison.only_b)]
    heads = list(rows[0]) if rows else ["network", "name"]
    return _csv(heads, (list(row.values()) for row in rows))


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def save_text(path: Path, text: str) -> None:
    """Writes a file, and the folders above it.

    Raises:
        DiskFull, CannotWrite: it cannot be written.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
