"""`trackbench run`: track on a file, image folder, camera or stream, or on detections made elsewhere."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from app.cli.options import BoxType, FilesType, FramesType, NamesType, SettingType, keep_password
from engines.results.formats import ALL_FORMATS, formats_of

if TYPE_CHECKING:
    from app.headless import RunRequest
    from engines.catalog import Catalog, CatalogEntry
    from engines.video.source import FrameSource

_EXAMPLES = """
\b
Examples:
  trackbench run clip.mp4 --model vittrack --init 120,80,60,90 --out result.csv
  trackbench run clip.mp4 --model demo-sot --init-from-gt --board virtual --json
  trackbench run rtsp://camera/stream --model vittrack --init 300,200,80,160 --mode live
  trackbench run street.mp4 --model demo-mot --tracker bytetrack --out tracks.txt --video overlay.mp4
  trackbench run --detections det.txt --tracker bytetrack --set track_buffer=60 --out tracks.txt
  trackbench run img/ --model demo-pose --out poses.json --format coco
  trackbench run clip.mp4 --model vittrack --board http://10.0.0.5:8080 --remote-model vit --init 9,9,80,80
"""
# Options that say something about a network or about targets, neither of which detections have.
_NEEDS_MODEL = ("weights", "board", "remote_model", "init", "init_from_gt", "threads", "profile_every")


@click.command(name="run", epilog=_EXAMPLES)
@click.argument("source", required=False)
@click.option("--model", help="Catalog entry, see `trackbench models`.")
@click.option(
    "--detections", type=click.Path(path_type=Path), help="MOTChallenge detections in place of a model."
)
@click.option(
    "--weights", type=FilesType(), default=None, help="Files in place of the entry's own, in order."
)
@click.option("--board", default="local", show_default=True,
              help="local, virtual, [user@]host[:port], or a server's http://host:port.")  # fmt: skip
@click.option("--remote-model", type=NamesType(), default=None,
              help="What that server calls the entry's networks; else they are looked for.")  # fmt: skip
@keep_password
@click.option("--init", "init", type=BoxType(), multiple=True, help="First box; repeat for several targets.")
@click.option("--init-from-gt", is_flag=True, help="Take the first boxes from the ground truth.")
@click.option("--tracker", help="Another tracker than the entry's; for detectors bytetrack or none.")
@click.option("--mode", type=click.Choice(["file", "live"]), default="file", show_default=True,
              help="file: every frame; live: skip what is late.")  # fmt: skip
@click.option("--frames", type=FramesType(), default=":", help="Only frames A up to B.")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads of the shared pool.")
@click.option("--profile-every", type=click.IntRange(0), default=30, show_default=True,
              help="Layer times of every Nth frame; 0 for none.")  # fmt: skip
@click.option("--set", "values", type=SettingType(), multiple=True, help="A tracker parameter.")
@click.option("--out", type=click.Path(path_type=Path), help="Result file.")
@click.option("--format", type=click.Choice(ALL_FORMATS),
              help="Of the result file; usually csv for targets, mot for many, pose for poses.")  # fmt: skip
@click.option("--video", type=click.Path(path_type=Path), help="Annotated video.")
@click.option("--record", type=click.Path(path_type=Path), help="Folder of a recording.")
@click.option("--trace", type=click.Path(path_type=Path), help="Chrome trace JSON.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(
    source: str | None, model: str | None, detections: Path | None, as_json: bool, **options: Any
) -> None:
    """Track SOURCE: a video file, an image folder, a camera index or a stream URL.

    With --detections SOURCE may be left out: then nothing is drawn but boxes on grey.
    """
    from app.cli.output import print_summary

    if (model is None) == (detections is None):
        raise click.UsageError("Give either --model or --detections.")
    if options["format"] is not None and options["out"] is None:
        raise click.UsageError("--format says how --out is written; give --out too.")
    if detections is not None:
        summary = _run_detections(source, detections, **_without_model_options(options))
    elif source is None or model is None:
        raise click.UsageError("Missing argument 'SOURCE'.")
    else:
        summary = _run(source, model=model, **options)
    click.echo(json.dumps(summary, indent=2)) if as_json else print_summary(summary)


def _without_model_options(options: dict[str, Any]) -> dict[str, Any]:
    """Options of a run without network; a usage error where one was given that means nothing then."""
    context = click.get_current_context()
    for name in _NEEDS_MODEL:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(
                f"{option} means nothing with --detections: no network runs, no target is given."
            )
    return {name: value for name, value in options.items() if name not in _NEEDS_MODEL}


def _run(
    source: str,
    *,
    model: str,
    weights: tuple[Path, ...] | None,
    board: str,
    remote_model: tuple[str, ...] | None,
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
    from engines.boards.opening import ServedCatalog
    from engines.video.open import open_source

    catalog: Catalog = user_catalog()
    entry = catalog.entry(model)
    _require_use(entry, asked)
    if _is_served(board, weights, remote_model):
        catalog = ServedCatalog.of(catalog)
    catalog.weights(entry, weights or ())  # before anything that takes time
    connected = connect_for_run(board, entry, threads, remote_models=remote_model or ())
    with connected as opener, contextlib.ExitStack() as on_failure:
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
        follower = tracker or entry.tracker
        about = {
            "source": opened.info.spec,
            "model": model,
            "tracker": follower,
            "board": opener.title,
            "set": dict(values),
        }
        request = replace(_request(entry.task, about, **asked), read_telemetry=opener.read_telemetry)
        summary = run_headless(opened, pipeline, request, show_frame_progress)
        return {**about, **summary.as_dict()}


def _is_served(board: str, weights: tuple[Path, ...] | None, remote_model: tuple[str, ...] | None) -> bool:
    """Whether the board is a server with models of its own; a usage error for options that mean nothing."""
    from engines.networks.server_address import is_url

    is_served = is_url(board)
    if is_served and weights:
        raise click.UsageError("--weights means nothing on a server: it has its models itself.")
    if remote_model and not is_served:
        raise click.UsageError("--remote-model names a server's models: give --board http://host:port.")
    return is_served


def _require_use(entry: CatalogEntry, asked: dict[str, Any]) -> None:
    """A usage error for options that mean nothing to a model."""
    if entry.detector is not None and (asked["init"] or asked["init_from_gt"]):
        option = "--init" if asked["init"] else "--init-from-gt"
        why = f"{entry.name} finds its objects by itself in every frame, so it is shown no targets."
        raise click.UsageError(f"{option} means nothing here: {why}")
    _require_format(entry.task, asked["format"])


def _require_format(task: str, wanted: str | None) -> None:
    if wanted is not None and wanted not in formats_of(task):
        known = ", ".join(formats_of(task))
        raise click.UsageError(
            f"Results of the task {task!r} cannot be written as {wanted!r}, only as {known}."
        )


def _run_detections(
    source: str | None,
    detections: Path,
    *,
    tracker: str | None,
    values: tuple[tuple[str, str], ...],
    **asked: Any,
) -> dict[str, Any]:
    from app.cli.output import show_frame_progress
    from app.headless import run_headless
    from engines.recorded_pipeline import USUAL_TRACKER, open_recorded
    from engines.video.blank import BlankSource
    from engines.video.open import open_source

    _require_format("mot", asked["format"])
    follower = tracker or USUAL_TRACKER
    recorded = open_recorded(detections, tracker=follower, values=dict(values))
    opened: FrameSource
    if source is None:
        opened = BlankSource(recorded.frame_count, *recorded.extent, title=detections.name)
    else:
        opened = open_source(source)
    about = {
        "source": opened.info.spec,
        "model": None,
        "detections": str(detections),
        "detected_frames": recorded.frame_count,
        "tracker": follower,
        "board": "this computer",
        "set": dict(values),
    }
    request = _request("mot", about, init=(), init_from_gt=False, **asked)
    return {**about, **run_headless(opened, recorded.pipeline, request, show_frame_progress).as_dict()}


def _request(
    task: str,
    about: dict[str, Any],
    *,
    init: tuple[Any, ...],
    init_from_gt: bool,
    mode: str,
    frames: tuple[int, int | None],
    format: str | None,
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
        format=format,
        identities=about["tracker"] != "none",
        outputs=Outputs(**files),
        about=about,
    )
