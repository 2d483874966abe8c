"""`trackbench demo`: see it work, with a window or without."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


@click.command(name="demo", epilog="Example: trackbench demo --headless out/demo")
@click.option(
    "--headless",
    type=click.Path(path_type=Path, file_okay=False),
    help="Without a window: writes overlay.mp4, window.png, result.csv and timing.json into this folder.",
)
def command(headless: Path | None) -> None:
    """Follows a target of the demo clip with the bundled network on the virtual board."""
    if headless is None and not _has_display():
        headless = Path("out") / "demo"
        click.echo(f"No display here: working headless, into {headless}.", err=True)
    if headless is not None:
        from app.cli.output import print_summary, show_frame_progress
        from app.demo_headless import run_demo_headless

        summary = run_demo_headless(headless, show_frame_progress)
        print_summary(summary)
        click.echo(f"written to {headless.resolve()}: overlay.mp4, window.png, result.csv, timing.json")
        return
    from app.gui import run_window

    raise click.exceptions.Exit(run_window(demo=True))


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or (
        os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "vnc")
    )
