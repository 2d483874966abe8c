"""The report of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from engines.box_match import ComparedTrack
from engines.comparison import ComparedLayer, ComparedStage, Comparison
from engines.geometry import PARTED_BELOW
from engines.report.charts import Bar, bar_chart, line_chart
from engines.report.page import Column, dim, note, number, page, section, table
from engines.report.recording_page import speed_table
from engines.run_figures import StageFigures

_MOST_BARS = 30
_MOST_TRACKS = 50
_MOST_LINES = 8
_READING = (
    "Times are in ms. Differences are b - a, ratios b / a. A blank cell is unknown, not zero; a total is "
    "never compared with a hard time."
)


def comparison_page(comparison: Comparison) -> str:
    """One HTML file about two runs: speed, stages, layers, boxes."""
    a, b = comparison.a, comparison.b
    return page(
        f"{a.title} beside {b.title}",
        [
            dim(f"a is {a.title}, b is {b.title}. {_READING}"),
            *(note(text) for text in comparison.notes),
            section("Speed", speed_table([a, b])),
            section("Stages", *_stages(comparison.stages)),
            section("Layers of both", *_layers(comparison)),
            section("Only in a", _lone(comparison.only_a)),
            section("Only in b", _lone(comparison.only_b)),
            section("Boxes", *_tracks(comparison)),
        ],
    )


def _stages(stages: Sequence[ComparedStage]) -> tuple[str, ...]:
    bars = [Bar(entry.stage.value, (_p50(entry.a), _p50(entry.b))) for entry in stages]
    columns = (
        Column("stage", False), Column("a p50 ms"), Column("b p50 ms"), Column("a p95 ms"),
        Column("b p95 ms"), Column("difference ms"), Column("ratio"), Column("a origin", False),
        Column("b origin", False),
    )  # fmt: skip
    rows = [
        (
            entry.stage.value, number(_p50(entry.a)), number(_p50(entry.b)), number(_p95(entry.a)),
            number(_p95(entry.b)), number(entry.difference_ms), number(entry.ratio, 2),
            _origin(entry.a), _origin(entry.b),
        )
        for entry in stages
    ]  # fmt: skip
    return bar_chart(bars, "ms", about="Medians of the stages, a above b, in ms"), table(columns, rows)


def _p50(figures: StageFigures | None) -> float | None:
    return None if figures is None else figures.percentiles.p50


def _p95(figures: StageFigures | None) -> float | None:
    return None if figures is None else figures.percentiles.p95


def _origin(figures: StageFigures | None) -> str:
    return "" if figures is None else figures.origin.value


def _layers(comparison: Comparison) -> tuple[str, ...]:
    ranked = comparison.by_difference()
    timed = [layer for layer in ranked if layer.difference_ms is not None][:_MOST_BARS]
    bars = [Bar(_name(layer), (layer.a_ms, layer.b_ms)) for layer in timed]
    about = f"The {len(bars)} layers that differ most, a above b, in ms"
    return (
        bar_chart(bars, "ms", about=about),
        dim(f"{about}.") if bars else "",
        table(_layer_columns(comparison.layers), [_cells(layer, comparison.layers) for layer in ranked]),
    )


def _has_cosines(layers: Sequence[ComparedLayer]) -> bool:
    return any(layer.a_cosine is not None or layer.b_cosine is not None for layer in layers)


def _layer_columns(layers: Sequence[ComparedLayer]) -> tuple[Column, ...]:
    columns: tuple[Column, ...] = (
        Column("network", False), Column("layer", False), Column("type", False), Column("time", False),
        Column("a ms"), Column("b ms"), Column("difference ms"), Column("ratio"),
        Column("a origin", False), Column("b origin", False),
    )  # fmt: skip
    if _has_cosines(layers):
        columns += (Column("a cosine"), Column("b cosine"), Column("difference"))
    return columns


def _cells(layer: ComparedLayer, layers: Sequence[ComparedLayer]) -> tuple[str, ...]:
    row = layer.row
    has_time = layer.figure is not None
    origins = [side.origin.value if side and has_time else "" for side in (layer.a, layer.b)]
    cells = (
        row.network, row.name, row.op_type, layer.figure or "", number(layer.a_ms), number(layer.b_ms),
        number(layer.difference_ms), number(layer.ratio, 2), *origins,
    )  # fmt: skip
    if _has_cosines(layers):
        cells += tuple(number(c, 6) for c in (layer.a_cosine, layer.b_cosine, layer.cosine_difference))
    return cells


def _lone(layers: Sequence[ComparedLayer]) -> str:
    columns = (
        Column("network", False), Column("layer", False), Column("type", False), Column("time", False),
        Column("ms"), Column("cosine"), Column("origin", False),
    )  # fmt: skip
    rows = []
    for layer in layers:
        ms = layer.a_ms if layer.a is not None else layer.b_ms
        cosine = layer.a_cosine if layer.a is not None else layer.b_cosine
        row, origin = layer.row, layer.row.origin.value if ms is not None else ""
        time = layer.figure or ""
        rows.append((row.network, row.name, row.op_type, time, number(ms), number(cosine, 6), origin))
    return table(columns, rows)


def _name(layer: ComparedLayer) -> str:
    return layer.row.name or layer.row.op_type


def _tracks(comparison: Comparison) -> tuple[str, ...]:
    tracks = comparison.tracks
    if not tracks:
        return ()
    columns = (
        Column("track"), Column("mean IoU"), Column("first frame apart"), Column("frames with both"),
        Column("only in a"), Column("only in b"), Column("mean difference of the score"),
    )  # fmt: skip
    rows = [_track_cells(track) for track in tracks[:_MOST_TRACKS]]
    told = (
        f"Frames that both recorded: {comparison.common_frames:,}. Mean IoU is over frames in which both "
        f"follow the track. Apart: boxes share less than {PARTED_BELOW:g}, or one side alone has or "
        "follows it. All measured."
    )
    lines = [
        line_chart(
            track.frame_index, track.iou, low=0, high=1,
            about=f"IoU of track {track.id} in a and in b over the frames",
        )
        for track in tracks[:_MOST_LINES]
    ]  # fmt: skip
    heads = [dim(f"IoU of track {track.id} over the frames") for track in tracks[:_MOST_LINES]]
    charts = [part for head, line in zip(heads, lines, strict=True) if line for part in (head, line)]
    return (dim(told), table(columns, rows), *charts)


def _track_cells(track: ComparedTrack) -> tuple[str, ...]:
    parted = "" if track.parted_at is None else str(track.parted_at)
    return (
        str(track.id), number(track.mean_iou), parted, number(len(track.frame_index), 0),
        number(track.only_a, 0), number(track.only_b, 0), number(track.mean_score_difference),
    )  # fmt: skip
