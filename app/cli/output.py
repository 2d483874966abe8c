"""Text for people, from the values that --json prints."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engines.board_values import CheckResult

_MARKS = {"ok": "✓", "warn": "▲", "fail": "✗", "skipped": "·"}


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    padded = ((cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def print_check(result: CheckResult) -> None:
    """One rung of a ladder: what was seen, why it is not well, what to try."""
    click.echo(f"{_MARKS[result.state]} {result.title}: {result.evidence or result.cause}")
    if result.cause and result.evidence:
        click.echo(f"    {result.cause}")
    if result.remedy:
        click.echo(f"    → {result.remedy}")


def print_summary(summary: Mapping[str, Any]) -> None:
    """What a run came to."""
    speed = summary["frames_per_second"]
    what = summary["model"] or f"{summary['tracker']} on {summary['detections']}"
    click.echo(f"{summary['source']}: {what} on {summary['board']}")
    click.echo(f"{summary['frames']} frames" + (f", {speed:.1f} frames/s" if speed else ""))
    rows = [("stage", "p50 ms", "p95 ms", "p99 ms", "origin")]
    for stage, figures in summary["stages_ms"].items():
        numbers = tuple(f"{figures[key]:.2f}" for key in ("p50", "p95", "p99"))
        rows.append((stage, *numbers, figures["origin"]))
    click.echo(table(rows))
    for label, key in (("step, unprofiled", "step_unprofiled_ms"), ("step, profiled", "step_profiled_ms")):
        if summary[key]:
            click.echo(f"{label}: p50 {summary[key]['p50']:.2f} ms over {summary[key]['count']} frames")
    if summary["link_bytes"]:
        sent = summary["link_bytes"]
        click.echo(f"link: {sent['out'] / 1e6:.2f} MB out, {sent['in'] / 1e6:.2f} MB in (measured)")
    _print_found(summary)
    for track_id, lost in summary["lost_frames"].items():
        if lost:
            click.echo(f"target {track_id}: lost in {lost} frames")


def _print_found(summary: Mapping[str, Any]) -> None:
    """How much was found, where a detector found it."""
    if summary.get("tracks_per_frame") is None:
        return
    tracks = "" if summary["tracks"] is None else f"{summary['tracks']} tracks, "
    per_frame = f"{summary['tracks_per_frame']:.1f} in a frame"
    found = summary["detections_per_frame"]
    click.echo(f"{tracks}{per_frame}" + ("" if found is None else f", of {found:.1f} detections"))
    named = summary.get("detected_frames")
    if named is not None and named > summary["frames"]:
        click.echo(f"the detections go on to frame {named}; the run had {summary['frames']} frames")


def show_frame_progress(index: int, count: int | None) -> None:
    """A line on the terminal now and then; nothing where stderr is a file or a pipe."""
    if index % 25 == 0 and sys.stderr.isatty():
        print(f"\rframe {index}{f'/{count}' if count else ''}", end="", file=sys.stderr, flush=True)
