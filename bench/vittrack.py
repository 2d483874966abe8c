"""A whole VitTrack update against OpenCV's TrackerVit and against the bare network, on 1 and 2 threads.

Ours is `Pipeline.step` in its default mode: crop, pack, run, decode, template blending, stamps, result;
frames lie decoded in memory. OpenCV gets the same weights, frames and number of threads. The bare side is
`session.run` of the very session that the pipeline uses, on inputs that are kept. How they take turns
stands in `bench.race`. Each number of threads has a process of its own: onnxruntime's shared pool has one
size per process. How far OpenCV is from the bare run is told as well: it depends on the processor, and no
tracker around this network can get further.

Sources of the bars: at least twice as fast as OpenCV; at most 1.25 times the bare run (a tuned pipeline was
measured at 1.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from bench.measure import Effort
from bench.places import NO_ASSETS, catalog, vittrack_weights
from bench.process import in_fresh_process
from bench.race import THREADS, Sides, race
from bench.rows import Row, missing
from bench.trackers import local_networks, opencv_vit
from engines.networks.local import LocalNetwork
from engines.pipeline import Pipeline


def run(effort: Effort) -> Iterator[Row]:
    weights = vittrack_weights()
    if weights is None:
        yield missing("vittrack", "VitTrack / OpenCV and / bare network", NO_ASSETS)
        return
    for threads in THREADS:
        yield from in_fresh_process(measure, weights, threads, effort)


def measure(weights: Path, threads: int, effort: Effort) -> list[Row]:
    """Rows of one number of threads; needs a fresh process."""
    sides = Sides(
        "vittrack",
        "OpenCV's TrackerVit",
        pipeline=partial(_pipeline, weights),
        opencv=partial(opencv_vit, weights),
        bare=_bare,
        bare_bar=1.25,
    )
    return race(sides, threads, effort)


def _pipeline(weights: Path, threads: int) -> tuple[Pipeline, Sequence[LocalNetwork]]:
    return local_networks(catalog().entry("vittrack"), [weights], threads)


def _bare(networks: Sequence[LocalNetwork]) -> Callable[[], object]:
    session: onnxruntime.InferenceSession = networks[0]._session  # the same one, or it proves nothing
    return partial(session.run, None, _fixed_feeds(session))


def _fixed_feeds(session: onnxruntime.InferenceSession) -> dict[str, Any]:
    rng = np.random.default_rng(2)
    return {node.name: rng.normal(size=node.shape).astype(np.float32) for node in session.get_inputs()}
