"""`trackbench compare`: two recordings or vendors' profiles, layer by layer, stage by stage, box by box."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engines.comparison import Comparable, ComparedLayer, Comparison
    from engines.run_figures import RunFigures

_EXAMPLES = """
\b
Examples:
  trackbench compare recordings/float recordings/8bit
  trackbench compare recordings/board PROF_0001/op_summary_0_1.csv --csv layers.csv
  trackbench compare before after --html comparison.html --json
"""


@click.command(name="compare", epilog=_EXAMPLES)
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--worst", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="How many layers to list, largest difference first.")  # fmt: skip
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Every layer, as CSV.")
@click.option("--html", type=click.Path(path_type=Path), help="A report in one HTML file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(a: Path, b: Path, worst: int, csv_file: Path | None, html: Path | None, as_json: bool) -> None:
    """Compare A and B: folders of recordings, or files of vendors' tools.

    Layers are matched by name within their network. Differences are B - A, ratios B / A.
    """
    from engines.comparison import compare

    comparison = compare(open_side(a), open_side(b))
    if csv_file is not None:
        from engines.report.tables import comparison_csv, save_text

        save_text(csv_file, comparison_csv(comparison))
    if html is not None:
        from engines.report.comparison_page import comparison_page
        from engines.report.tables import save_text

        save_text(html, comparison_page(comparison))
    if as_json:
        click.echo(json.dumps(comparison.as_dict(), indent=2))
        return
    for note in comparison.notes:
        click.echo(f"note: {note}", err=True)
    _print(comparison, worst)


def open_side(path: Path) -> Comparable:
    """A recording from a folder, a vendor's profile from a file; what is broken in that goes to stderr."""
    if path.is_dir():
        from engines.recording_reader import OpenRecording

        return OpenRecording(path)
    from engines.profiles.reading import read_profile

    profile = read_profile(path)
    for problem in profile.problems:
        click.echo(f"warning: {path.name}: {problem}", err=True)
    return profile


def _print(comparison: Comparison, worst: int) -> None:
    click.echo(f"a: {_side(comparison.a)}\nb: {_side(comparison.b)}")
    _print_stages(comparison)
    _print_layers(comparison, worst)
    for label, layers in (("a", comparison.only_a), ("b", comparison.only_b)):
        if layers:
            names = ", ".join(layer.row.name or f"(op {layer.row.op_id})" for layer in layers[:5])
            more = f" and {len(layers) - 5} more" if len(layers) > 5 else ""
            click.echo(f"\nonly in {label}: {len(layers)} layers: {names}{more}")
    _print_tracks(comparison)


def _side(side: RunFigures) -> str:
    """One line about a side."""
    parts = [side.title]
    if side.frames is not None:
        parts.append(f"{side.frames} frames, {side.profiled_frames} of them profiled, {side.dropped} dropped")
    origin = side.speed_origin
    if side.frames_per_second is not None:
        by = " by the mean step" if side.frames is not None else ""
        parts.append(f"{side.frames_per_second:.2f} frames/s{by} ({origin})")
    if side.latency_ms is not None:
        parts.append(f"latency {side.latency_ms:.4f} ms ({origin})")
    if side.inflation is not None:
        parts.append(f"profiled frames take {side.inflation:.2f} times as long")
    if side.bytes_out is not None and side.bytes_in is not None:
        parts.append(f"{side.bytes_out:.0f} bytes out and {side.bytes_in:.0f} in per frame")
    return ", ".join(parts)


def _print_stages(comparison: Comparison) -> None:
    from app.cli.output import table

    if not comparison.stages:
        return
    head = ("stage", "a p50 ms", "b p50 ms", "a p95 ms", "b p95 ms", "difference ms", "ratio", "origins")
    rows: list[tuple[str, ...]] = [head]
    for entry in comparison.stages:
        a, b = entry.a, entry.b
        rows.append(
            (
                entry.stage.value,
                _ms(a.percentiles.p50 if a else None),
                _ms(b.percentiles.p50 if b else None),
                _ms(a.percentiles.p95 if a else None),
                _ms(b.percentiles.p95 if b else None),
                _ms(entry.difference_ms, signed=True),
                _ratio(entry.ratio),
                " / ".join(side.origin.value if side else "-" for side in (a, b)),
            )
        )
    click.echo(f"\n{table(rows)}")


def _print_layers(comparison: Comparison, worst: int) -> None:
    from app.cli.output import table

    shown = comparison.by_difference()[:worst]
    if not shown:
        return
    has_cosine = any(layer.a_cosine is not None or layer.b_cosine is not None for layer in comparison.layers)
    head = ("network", "layer", "time", "a ms", "b ms", "difference ms", "ratio", "origins")
    rows: list[tuple[str, ...]] = [head + (("a cosine", "b cosine") if has_cosine else ())]
    rows += [_layer_cells(layer, has_cosine=has_cosine) for layer in shown]
    click.echo(f"\n{len(shown)} of {len(comparison.layers)} layers of both, largest difference first")
    click.echo(table(rows))


def _layer_cells(layer: ComparedLayer, *, has_cosine: bool) -> tuple[str, ...]:
    row = layer.row
    origins = " / ".join(side.origin.value for side in (layer.a, layer.b) if side is not None)
    cells = (
        row.network,
        row.name or f"(op {row.op_id})",
        layer.figure or "",
        _ms(layer.a_ms),
        _ms(layer.b_ms),
        _ms(layer.difference_ms, signed=True),
        _ratio(layer.ratio),
        origins if layer.figure else "",
    )
    cosines = ("" if c is None else f"{c:.6f}" for c in (layer.a_cosine, layer.b_cosine))
    return (*cells, *cosines) if has_cosine else cells


def _print_tracks(comparison: Comparison) -> None:
    from app.cli.output import table

    if not comparison.tracks:
        return
    head = ("track", "mean IoU", "first frame apart", "frames", "only in a", "only in b", "score difference")
    rows: list[tuple[str, ...]] = [head]
    for track in comparison.tracks:
        difference = track.mean_score_difference
        rows.append(
            (
                str(track.id),
                "" if track.mean_iou is None else f"{track.mean_iou:.3f}",
                "never" if track.parted_at is None else str(track.parted_at),
                str(len(track.frame_index)),
                str(track.only_a),
                str(track.only_b),
                "" if difference is None else f"{difference:+.3f}",
            )
        )
    click.echo(f"\nboxes in {comparison.common_frames} frames of both (measured)\n{table(rows)}")


def _ms(value: float | None, *, signed: bool = False) -> str:
    return "" if value is None else f"{value:{'+' if signed else ''}.4f}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
