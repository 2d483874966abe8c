"""`trackbench run`: track on a file, image folder, camera or stream."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import BoxType, FilesType, FramesType, SettingType

if TYPE_CHECKING:
    from app.headless import RunRequest

_EXAMPLES = """
\b
Examples:
  trackbench run clip.mp4 --model vittrack --init 120,80,60,90 --out result.csv
  trackbench run clip.mp4 --model demo-sot --init-from-gt --board virtual --json
  trackbench run rtsp://camera/stream --model vittrack --init 300,200,80,160 --mode live
"""


@click.command(name="run", epilog=_EXAMPLES)
@click.argument("source")
@click.option("--model", required=True, help="Catalog entry, see `trackbench models`.")
@click.option(
    "--weights", type=FilesType(), default=None, help="Files in place of the entry's own, in order."
)
@click.option("--board", default="local", show_default=True, help="local, virtual, or [user@]host[:port].")
@click.option("--init", "init", type=BoxType(), multiple=True, help="First box; repeat for several targets.")
@click.option("--init-from-gt", is_flag=True, help="Take the first boxes from the ground truth.")
@click.option("--tracker", help="Another tracker than the entry's.")
@click.option("--mode", type=click.Choice(["file", "live"]), default="file", show_default=True,
              help="file: every frame; live: skip what is late.")  # fmt: skip
@click.option("--frames", type=FramesType(), default=":", help="Only frames A up to B.")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads of the shared pool.")
@click.option("--profile-every", type=click.IntRange(0), default=30, show_default=True,
              help="Layer times of every Nth frame; 0 for none.")  # fmt: skip
@click.option("--set", "values", type=SettingType(), multiple=True, help="A tracker parameter.")
@click.option("--out", type=click.Path(path_type=Path), help="Result file.")
@click.option("--video", type=click.Path(path_type=Path), help="Annotated video.")
@click.option("--record", type=click.Path(path_type=Path), help="Folder of a recording.")
@click.option("--trace", type=click.Path(path_type=Path), help="Chrome trace JSON.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(source: str, as_json: bool, **options: Any) -> None:
    """Track SOURCE: a video file, an image folder, a camera index or a stream URL."""
    from app.cli.output import print_summary

    summary = _run(source, **options)
    click.echo(json.dumps(summary, indent=2)) if as_json else print_summary(summary)


def _run(
    source: str,
    *,
    model: str,
    weights: tuple[Path, ...] | None,
    board: str,
    tracker: str | None,
    threads: int | None,
    profile_every: int,
    values: tuple[tuple[str, str], ...],
    **asked: Any,
) -> dict[str, Any]:
    from app.boards import connect_for_run
    from app.catalogs import user_catalog
    from app.cli.output import show_frame_progress
    from app.headless import run_headless
    from engines.assembly import open_pipeline
    from engines.video.open import open_source

    catalog = user_catalog()
    entry = catalog.entry(model)
    catalog.weights(entry, weights or ())  # before anything that takes time
    with connect_for_run(board, entry, threads) as opener, contextlib.ExitStack() as on_failure:
        opened = open_source(source)
        on_failure.callback(opened.close)
        pipeline = open_pipeline(
            catalog,
            entry,
            opener.open_network,
            weights=weights or (),
            values=dict(values),
            tracker=tracker,
            profile_every=profile_every,
        )
        on_failure.pop_all()  # from here on the run closes both
        about = {"source": opened.info.spec, "model": model, "board": opener.title, "set": dict(values)}
        summary = run_headless(opened, pipeline, _request(entry.task, about, **asked), show_frame_progress)
        return {**about, **summary.as_dict()}


def _request(
    task: str,
    about: dict[str, Any],
    *,
    init: tuple[Any, ...],
    init_from_gt: bool,
    mode: str,
    frames: tuple[int, int | None],
    **files: Path | None,
) -> RunRequest:
    from app.headless import Outputs, RunRequest

    return RunRequest(
        task=task,
        init=init,
        init_from_gt=init_from_gt,
        first=frames[0],
        stop=frames[1],
        live=mode == "live",
        outputs=Outputs(**files),
        about=about,
    )
