"""The demo without a display: the same board, clip and network, into files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import demo
from app.boards import VIRTUAL, connect_for_run
from app.catalogs import user_catalog
from app.headless import Outputs, RunRequest, run_headless
from engines.assembly import open_pipeline
from engines.files import writing
from engines.video.open import open_source

_PROFILE_EVERY = 30


def run_demo_headless(
    folder: Path, on_frame: Callable[[int, int | None], None] = lambda _index, _count: None
) -> dict[str, Any]:
    """Tracks the demo clip on the virtual board and writes everything into a folder.

    Writes `overlay.mp4`, `window.png` (the real window, drawn offscreen while it tracks), `result.csv`
    and `timing.json`.

    Returns:
        The summary that `timing.json` holds.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    catalog = user_catalog()
    entry = catalog.entry(demo.MODEL)
    with connect_for_run(VIRTUAL, entry, None) as opener:
        source = open_source(demo.demo_clip())
        targets = demo.demo_targets(source.ground_truth)
        pipeline = open_pipeline(catalog, entry, opener.open_network, profile_every=_PROFILE_EVERY)
        about = {"source": "demo clip", "model": entry.name, "board": opener.title}
        request = RunRequest(
            task=entry.task,
            init=tuple(targets.values()),
            outputs=Outputs(out=folder / "result.csv", video=folder / "overlay.mp4"),
            about=about,
        )
        summary = {**about, **run_headless(source, pipeline, request, on_frame).as_dict()}
    with writing(folder):
        (folder / "timing.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    _photograph_window(folder / "window.png")
    return summary


def _photograph_window(path: Path) -> None:
    """A picture of the real window while it follows the demo target; needs no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.gui import photograph_demo

    photograph_demo(path)
