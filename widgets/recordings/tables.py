"""Tables of the window of recordings: frames, layers, stages and outputs as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from engines.layer_stats import LayerRow
from engines.origin import Origin
from engines.palette import stage_color
from engines.profiles.imported import ImportedProfile
from engines.recording_reader import STAGES, OpenRecording
from engines.run_figures import RunFigures
from engines.timing import Percentiles
from widgets.layer_arrangement import short_type, title_of
from widgets.recordings.columns import Column, Style, Table
from widgets.recordings.content import RecordingContent
from widgets.texts import origin_name, stage_name, translate

_NAN = float("nan")


def numbers(values: Iterable[float | None]) -> NDArray[np.float64]:
    """Figures as an array, NaN where unknown."""
    return np.array([_NAN if value is None else value for value in values], np.float64)


def words_of(rows: Iterable[LayerRow]) -> tuple[str, ...]:
    return tuple(f"{title_of(r)} {r.op_type} {r.device} {r.network}".lower() for r in rows)


# -- layers ----------------------------------------------------------------------------------------


def layers_of_recording(content: RecordingContent) -> Table:
    """A row per layer, in the order in which layers first ran."""
    rows = content.figures.layers
    names, times, tail = _names(rows), _times(rows), _tail(rows)
    nothing = np.full(len(rows), np.nan)
    columns = (
        *names,
        Column(
            "p50_ms", translate("Recordings", "p50 ms"), numbers(r.total_p50 for r in rows), Style.MS,
            translate("Recordings", "Median of the whole time over the profiled frames"),
        ),
        Column("p95_ms", translate("Recordings", "p95 ms"), numbers(r.total_p95 for r in rows), Style.MS),
        Column(
            "max_ms", translate("Recordings", "max ms"), content.max_ms, Style.MS,
            translate("Recordings", "Longest whole time of all profiled frames"),
        ),
        frame_column(nothing),
        times[0],
        *times[1:],
        Column(
            "frames", translate("Recordings", "Frames"), numbers(r.count for r in rows), Style.COUNT,
            translate("Recordings", "Profiled frames behind these figures"), is_muted=True,
        ),
        *tail,
    )  # fmt: skip
    return Table(columns, words_of(rows))


def frame_column(values: NDArray[np.float64], frame: int | None = None) -> Column:
    """Times in the frame that is looked at; blank, and with it hidden, until one is."""
    title = translate("Recordings", "this frame") if frame is None else f"#{frame} ms"
    hint = translate("Recordings", "Whole time in the frame that is selected")
    return Column("frame_ms", title, values, Style.MS, hint)


def layers_of_profile(profile: ImportedProfile) -> Table:
    """A row per layer, in the order of the file, with what the tool tells."""
    rows, layers = profile.rows(), profile.layers
    names, times, tail = _names(rows), _times(rows), _tail(rows)
    columns = (
        *names,
        Column("subgraph", translate("Recordings", "Part"), [layer.subgraph for layer in layers]),
        Column("total_ms", translate("Recordings", "total ms"), numbers(r.total_p50 for r in rows), Style.MS),
        Column("min_ms", translate("Recordings", "min ms"), numbers(x.min_ms for x in layers), Style.MS),
        Column("max_ms", translate("Recordings", "max ms"), numbers(x.max_ms for x in layers), Style.MS),
        *times,
        Column(
            "cosine", translate("Recordings", "Cosine"), numbers(x.cosine for x in layers), Style.COSINE,
            translate("Recordings", "Similarity of the layer's output to the float model's: 1 is the same"),
        ),
        Column(
            "threshold", translate("Recordings", "Threshold"), numbers(x.threshold for x in layers), Style.MS,
            translate("Recordings", "Range that the quantiser chose"),
        ),
        Column("data_type", translate("Recordings", "Data"), [layer.data_type for layer in layers]),
        Column("runs", translate("Recordings", "Runs"), numbers(x.runs for x in layers), Style.COUNT),
        Column(
            "line", translate("Recordings", "Line"), numbers(x.line for x in layers), Style.INDEX,
            translate("Recordings", "Where it stands in the file"), is_muted=True,
        ),
        *(tail if profile.has_times else ()),
    )  # fmt: skip
    return Table(columns, words_of(rows))


def _names(rows: Sequence[LayerRow]) -> tuple[Column, ...]:
    return (
        Column("name", translate("Recordings", "Layer"), [title_of(r) for r in rows]),
        Column("type", translate("Recordings", "Type"), [short_type(r.op_type) for r in rows], is_muted=True),
        Column("device", translate("Recordings", "Device"), _varied([r.device for r in rows]), is_muted=True),
        Column(
            "network", translate("Recordings", "Network"), _varied([r.network for r in rows]), is_muted=True
        ),
    )


def _varied(texts: list[str]) -> list[str]:
    """What is the same for all needs no column."""
    return texts if len(set(texts)) > 1 else [""] * len(texts)


def _times(rows: Sequence[LayerRow]) -> tuple[Column, ...]:
    return (
        Column(
            "share",
            translate("Recordings", "Share"),
            numbers(r.share for r in rows),
            Style.SHARE,
            hatched=tuple(r.origin is Origin.SIMULATED for r in rows),
            largest=max((r.share or 0.0 for r in rows), default=0.0),
        ),
        Column("copy_ms", translate("Recordings", "copy ms"), numbers(r.memcpy_ms for r in rows), Style.MS),
        Column("hard_ms", translate("Recordings", "hard ms"), numbers(r.hard_ms for r in rows), Style.MS),
        Column(
            "other_ms", translate("Recordings", "other ms"), numbers(r.other_ms for r in rows), Style.MS,
            translate("Recordings", "Total less copy and hardware; below zero where that goes on by itself"),
            warns_below=0.0,
        ),
    )  # fmt: skip


def _tail(rows: Sequence[LayerRow]) -> tuple[Column, ...]:
    origins = [origin_name(r.origin) for r in rows]
    return (Column("origin", translate("Recordings", "Origin"), origins, is_muted=True),)


# -- frames ----------------------------------------------------------------------------------------


def frames_of(recording: OpenRecording) -> Table:
    """A row per recorded line, in the order of recording. Shares the recording's memory."""
    frames, tracks = recording.frames, recording.tracks
    count = len(recording)
    found = np.bincount(tracks.row, minlength=count)
    lost = np.bincount(tracks.row, tracks.lost, minlength=count)
    sent = np.where(frames.link_bytes < 0, np.nan, frames.link_bytes)
    has_drops = bool(frames.dropped.any())
    stages = tuple(
        Column(f"{stage.value.replace(' ', '_')}_ms", stage_name(stage), frames.stage_ms[:, at], Style.MS)
        for at, stage in enumerate(STAGES)
    )
    columns = (
        Column("frame", translate("Recordings", "Frame"), frames.frame_index, Style.INDEX),
        Column("time_s", translate("Recordings", "Time s"), frames.time_s, Style.SECONDS, is_muted=True),
        Column(
            "step_ms", translate("Recordings", "Step ms"), frames.step_ms, Style.MS,
            translate("Recordings", "Wall time of the whole step, decoding and queue aside"),
        ),
        Column("profiled", translate("Recordings", "profiled"), frames.table >= 0, Style.FLAG, is_muted=True),
        *stages,
        Column("targets", translate("Recordings", "Targets"), found, Style.COUNT, is_muted=True),
        Column("lost", translate("Recordings", "Lost"), lost, Style.COUNT, is_muted=True),
        Column("bytes_out", translate("Recordings", "Bytes out"), sent[:, 0], Style.COUNT, is_muted=True),
        Column("bytes_in", translate("Recordings", "Bytes in"), sent[:, 1], Style.COUNT, is_muted=True),
        Column(
            "dropped", translate("Recordings", "Dropped"),
            frames.dropped if has_drops else np.full(count, np.nan), Style.COUNT,
            translate("Recordings", "Frames that a live source skipped before this one"), is_muted=True,
        ),
    )  # fmt: skip
    return Table(columns)


# -- figures ---------------------------------------------------------------------------------------


def stages_of(figures: RunFigures) -> Table:
    """Steps and stages with their percentiles and origin."""
    told: list[tuple[str, QColor | None, Percentiles, str]] = []
    speed = "" if figures.speed_origin is None else origin_name(figures.speed_origin)
    for title, step in (
        (translate("Recordings", "step, ordinary frames"), figures.step_plain),
        (translate("Recordings", "step, profiled frames"), figures.step_profiled),
    ):
        if step is not None:
            told.append((title, None, step, speed))
    for stage, entry in figures.stages.items():
        color = QColor(*stage_color(stage))
        told.append((stage_name(stage), color, entry.percentiles, origin_name(entry.origin)))
    columns = (
        Column(
            "stage", translate("Recordings", "Stage"), [t[0] for t in told], colors=tuple(t[1] for t in told)
        ),
        Column("p50_ms", "p50 ms", numbers(t[2].p50 for t in told), Style.MS),
        Column("p95_ms", "p95 ms", numbers(t[2].p95 for t in told), Style.MS),
        Column("p99_ms", "p99 ms", numbers(t[2].p99 for t in told), Style.MS),
        Column("origin", translate("Recordings", "Origin"), [t[3] for t in told], is_muted=True),
        Column(
            "frames", translate("Recordings", "Frames"), numbers(t[2].count for t in told), Style.COUNT,
            is_muted=True,
        ),
    )  # fmt: skip
    return Table(columns)


def parts_of(profile: ImportedProfile) -> Table:
    """What a tool tells beside its layers: sums over layers, and times of parts."""
    names = {
        "total_ms": translate("Recordings", "sum of total times"),
        "memcpy_ms": translate("Recordings", "sum of copy times"),
        "hard_ms": translate("Recordings", "sum of hard times"),
        "other_ms": translate("Recordings", "sum of other times"),
    }
    sums = [(names[key], ms, None, None) for key, (ms, _count) in profile.sums_ms().items()]
    rows = [*((p.name, p.average_ms, p.min_ms, p.max_ms) for p in profile.parts), *sums]
    columns = (
        Column("name", translate("Recordings", "Part"), [r[0] for r in rows]),
        Column("average_ms", translate("Recordings", "average ms"), numbers(r[1] for r in rows), Style.MS),
        Column("min_ms", translate("Recordings", "min ms"), numbers(r[2] for r in rows), Style.MS),
        Column("max_ms", translate("Recordings", "max ms"), numbers(r[3] for r in rows), Style.MS),
    )
    return Table(columns)


def outputs_of(profile: ImportedProfile) -> Table:
    """Output tensors, and how far quantisation moved them."""
    outputs = profile.outputs
    shapes = ["×".join(map(str, o.shape)) if o.shape else "" for o in outputs]
    columns = (
        Column("name", translate("Recordings", "Output"), [o.name for o in outputs]),
        Column("shape", translate("Recordings", "Shape"), shapes, is_muted=True),
        Column("data_type", translate("Recordings", "Data"), [o.data_type for o in outputs], is_muted=True),
        Column("cosine", translate("Recordings", "Cosine"), numbers(o.cosine for o in outputs), Style.COSINE),
        Column("l1", "L1", numbers(o.l1 for o in outputs), Style.COSINE),
        Column("l2", "L2", numbers(o.l2 for o in outputs), Style.COSINE),
        Column("chebyshev", "Chebyshev", numbers(o.chebyshev for o in outputs), Style.COSINE),
    )
    return Table(columns, tuple(o.name.lower() for o in outputs))


def problems_of(problems: Sequence[tuple[int | None, str]]) -> Table:
    """Lines that could not be read, and why."""
    columns = (
        Column(
            "line", translate("Recordings", "Line"), numbers(line for line, _why in problems), Style.INDEX
        ),
        Column("why", translate("Recordings", "Why"), [why for _line, why in problems]),
    )
    return Table(columns, tuple(why.lower() for _line, why in problems))
