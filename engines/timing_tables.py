"""The tables behind the timing views as CSV: a row per frame, a row per layer. Unknown is empty, never 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from engines.frame_history import STAGES, FrameWindow
from engines.layer_stats import LayerRow

_LAYER_COLUMNS = (
    "order", "network", "op_id", "name", "type", "device", "p50_ms", "p95_ms", "share", "copy_ms", "hard_ms",
    "other_ms", "published_ms", "profiled_frames", "origin", "sources",
)  # fmt: skip


def frames_csv(window: FrameWindow) -> str:
    """One row per frame, oldest first: stages that occur, whole frame and step in ms, bytes, profiled or not.

    The line before the header says where each stage's times come from.
    """
    met = [i for i in range(len(STAGES)) if np.isfinite(window.ms[:, i]).any()]
    origins = [f"{STAGES[i]}={window.origins[STAGES[i]]}" for i in met if STAGES[i] in window.origins]
    stages = [f"{STAGES[i].value.replace(' ', '_')}_ms" for i in met]
    header = ["frame", *stages, "total_ms", "step_ms", "bytes_out", "bytes_in", "profiled"]
    totals = window.totals_ms
    rows = (
        [
            int(window.index[n]),
            *(_ms(float(window.ms[n, i])) for i in met),
            _ms(float(totals[n])),
            _ms(float(window.step_ms[n])),
            *("" if np.isnan(count) else int(count) for count in window.link_bytes[n]),
            int(window.profiled[n]),
        ]
        for n in range(len(window))
    )
    return f"# origin: {', '.join(origins)}\n" + _csv(header, rows)


def layers_csv(rows: Sequence[LayerRow]) -> str:
    """One row per layer; the layers that a merged operator stands for are separated by semicolons."""
    return _csv(
        _LAYER_COLUMNS,
        (
            [
                row.order + 1, row.network, row.op_id, row.name, row.op_type, row.device, _ms(row.total_p50),
                _ms(row.total_p95), "" if row.share is None else f"{row.share:.6f}", _ms(row.memcpy_ms),
                _ms(row.hard_ms), _ms(row.other_ms), _ms(row.published_ms), row.count, row.origin.value,
                ";".join(row.sources),
            ]
            for row in rows
        ),
    )  # fmt: skip


def _csv(header: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _ms(value: float | None) -> str:
    return "" if value is None or np.isnan(value) else f"{value:.4f}"
