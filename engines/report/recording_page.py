"""The report of one recording."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from engines.layer_stats import LayerRow
from engines.palette import STAGE_COLORS
from engines.recorded_layers import layer_rows
from engines.recording_reader import OpenRecording
from engines.report.charts import Bar, Part, bar_chart, stacked_bar
from engines.report.page import Column, dim, note, number, page, section, table
from engines.run_figures import RunFigures, figures_of_recording
from engines.timing import Percentiles

_MOST_BARS = 30
_MOST_TRACKS = 200
_READING = (
    "Times are in ms; p50, p95 and p99 are percentiles over frames. A blank cell is unknown, not zero. "
    "Every figure says where it comes from: measured here, published by somebody, or simulated."
)
LAYER_COLUMNS = (
    Column("network", False), Column("layer", False), Column("type", False), Column("device", False),
    Column("total p50 ms"), Column("total p95 ms"), Column("memcpy ms"), Column("hard ms"),
    Column("other ms"), Column("share %"), Column("frames"), Column("origin", False),
)  # fmt: skip


def recording_page(recording: OpenRecording) -> str:
    """One HTML file about a recording: speed, stages, layers, tracks."""
    figures = figures_of_recording(recording)
    empty = note("No frame was recorded.") if not len(recording) else ""
    return page(
        f"Recording {recording.folder.name}",
        [
            dim(_READING),
            empty,
            section("What was run", _about(recording)),
            section("Speed", speed_table([figures])),
            section("Frame budget", *_budget(figures)),
            section("Layers", *_layers(figures.layers or layer_rows(recording))),
            section("Tracks", _tracks(recording)),
        ],
    )


def _about(recording: OpenRecording) -> str:
    rows = [(key, _plain(value)) for key, value in recording.about.items()]
    return table((Column("", False), Column("", False)), rows)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def speed_table(sides: Sequence[RunFigures]) -> str:
    """Figures of one side or of several beside each other; lines that nobody knows are left out."""
    origins = [side.speed_origin.value if side.speed_origin else "" for side in sides]
    lines: list[tuple[str, list[str]]] = [
        ("frames", [number(side.frames, 0) for side in sides]),
        ("of these profiled", [number(side.profiled_frames, 0) for side in sides]),
        ("dropped", [number(side.dropped, 0) for side in sides]),
    ]
    rates = [
        f"{number(side.frames_per_second, 2)} ({origin}{', by the mean step' if side.frames else ''})"
        if side.frames_per_second is not None
        else ""
        for side, origin in zip(sides, origins, strict=True)
    ]
    lines.append(("frames/s", rates))
    latencies = [
        f"{number(side.latency_ms)} ({origin})" if side.latency_ms is not None else ""
        for side, origin in zip(sides, origins, strict=True)
    ]
    lines.append(("latency of one inference, ms", latencies))
    for name, steps in (
        ("step of an ordinary frame, ms", [side.step_plain for side in sides]),
        ("step of a profiled frame, ms", [side.step_profiled for side in sides]),
    ):
        lines.append((name, [_step(*pair) for pair in zip(steps, origins, strict=True)]))
    lines.append(("profiled / ordinary", [number(side.inflation, 2) for side in sides]))
    lines.append(("bytes per frame to the board", [number(side.bytes_out, 0) for side in sides]))
    lines.append(("bytes per frame from the board", [number(side.bytes_in, 0) for side in sides]))
    heads = (Column("", False), *(Column(side.title if len(sides) > 1 else "", False) for side in sides))
    told = "Counts and bytes are measured" if any(side.frames is not None for side in sides) else ""
    return table(heads, [(name, *cells) for name, cells in lines if any(cells)], told)


def _step(step: Percentiles | None, origin: str) -> str:
    if step is None:
        return ""
    return f"p50 {step.p50:.2f}, p95 {step.p95:.2f}, p99 {step.p99:.2f} ({origin}, {step.count:,} frames)"


def _budget(figures: RunFigures) -> tuple[str, ...]:
    parts = [
        Part(stage.value, entry.percentiles.p50, STAGE_COLORS.get(stage, (120, 113, 108)))
        for stage, entry in figures.stages.items()
        if entry.percentiles.p50 > 0
    ]
    rows = [
        (stage.value, *_cells(entry.percentiles), entry.origin.value)
        for stage, entry in figures.stages.items()
    ]
    columns = (
        Column("stage", False), Column("p50 ms"), Column("p95 ms"), Column("p99 ms"), Column("frames"),
        Column("origin", False),
    )  # fmt: skip
    all_profiled = "Every frame was profiled, so these times contain what profiling costs."
    return (
        note(all_profiled) if figures.stages_are_profiled else "",
        stacked_bar(parts, "ms", about="Medians of the stages of a frame, one after the other, in ms"),
        table(columns, rows, "Ordinary frames" if not figures.stages_are_profiled else "Profiled frames"),
    )


def _cells(percentiles: Percentiles) -> tuple[str, ...]:
    numbers = (percentiles.p50, percentiles.p95, percentiles.p99)
    return (*(number(value) for value in numbers), number(percentiles.count, 0))


def _layers(rows: Sequence[LayerRow]) -> tuple[str, ...]:
    if not rows:
        return (dim("No frame was profiled."),)
    timed = [(row, ms) for row in rows if (ms := _ranked_by(row)) is not None]
    slowest = sorted(timed, key=lambda pair: pair[1], reverse=True)[:_MOST_BARS]
    bars = [Bar(row.name or row.op_type, (ms,)) for row, ms in slowest]
    origins = ", ".join(sorted({row.origin.value for row in rows}))
    which = f"The {len(bars)} slowest of {len(rows)} layers"
    shown = f"{which}, in ms ({origins}): total time, or hard time where no total is known"
    return (
        bar_chart(bars, "ms", about=shown),
        dim(f"{shown}. Profiled frames take longer than ordinary ones."),
        table(
            LAYER_COLUMNS, [layer_cells(row) for row in rows], "All layers, in order of execution; medians"
        ),
    )


def _ranked_by(row: LayerRow) -> float | None:
    return row.total_p50 if row.total_p50 is not None else row.hard_ms


def layer_cells(row: LayerRow) -> tuple[str, ...]:
    times = (row.total_p50, row.total_p95, row.memcpy_ms, row.hard_ms, row.other_ms)
    share = None if row.share is None else 100 * row.share
    return (
        row.network, row.name, row.op_type, row.device, *(number(ms) for ms in times), number(share, 1),
        number(row.count, 0), row.origin.value,
    )  # fmt: skip


def _tracks(recording: OpenRecording) -> str:
    latest = np.zeros(len(recording), np.bool_)
    latest[recording.latest] = True
    tracks = recording.tracks
    counts = latest[tracks.row]
    ids, place = np.unique(tracks.id[counts], return_inverse=True)
    frames = np.bincount(place, minlength=len(ids))
    lost = np.bincount(place, tracks.lost[counts], minlength=len(ids))
    score = np.bincount(place, tracks.score[counts], minlength=len(ids))
    rows = [
        (str(ids[i]), number(int(frames[i]), 0), number(int(lost[i]), 0), number(float(score[i] / frames[i])))
        for i in range(min(len(ids), _MOST_TRACKS))
    ]
    count = f"The first {_MOST_TRACKS} of {len(ids)}" if len(ids) > _MOST_TRACKS else "All"
    return table(
        (Column("track"), Column("frames"), Column("lost in"), Column("mean score")),
        rows,
        f"{count} tracks; measured",
    )
