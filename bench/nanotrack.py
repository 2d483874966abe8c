"""A whole NanoTrack update against OpenCV's TrackerNano and against the bare networks, on 1 and 2 threads.

Ours is `Pipeline.step` in its default mode: crop, pack, backbone, head, decode, stamps, result; frames lie
decoded in memory. OpenCV gets the same weights, frames and number of threads. The bare side is `session.run`
of backbone and head, the very sessions that the pipeline uses, on inputs that are kept. How they take turns
stands in `bench.race`. How far OpenCV is from the bare run is told as well: it depends on the processor, and
no tracker around these networks can get further.

Sources of the bars: at least twice as fast as OpenCV; at most 1.35 times the bare run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import Effort
from bench.places import NO_ASSETS, catalog, nanotrack_weights
from bench.process import in_fresh_process
from bench.race import THREADS, Sides, race
from bench.rows import Row, missing
from bench.trackers import local_networks, opencv_nano
from engines.networks.local import LocalNetwork
from engines.pipeline import Pipeline

_SEARCH_SHAPE = (1, 3, 255, 255)


def run(effort: Effort) -> Iterator[Row]:
    weights = nanotrack_weights()
    if not weights:
        yield missing("nanotrack", "NanoTrack / OpenCV and / bare networks", NO_ASSETS)
        return
    for threads in THREADS:
        yield from in_fresh_process(measure, weights, threads, effort)


def measure(weights: Sequence[Path], threads: int, effort: Effort) -> list[Row]:
    """Rows of one number of threads; needs a fresh process."""
    sides = Sides(
        "nanotrack",
        "OpenCV's TrackerNano",
        pipeline=partial(_pipeline, weights),
        opencv=partial(opencv_nano, weights),
        bare=_bare,
        bare_bar=1.35,
    )
    return race(sides, threads, effort)


def _pipeline(weights: Sequence[Path], threads: int) -> tuple[Pipeline, Sequence[LocalNetwork]]:
    return local_networks(catalog().entry("nanotrack"), weights, threads)


def _bare(networks: Sequence[LocalNetwork]) -> Callable[[], object]:
    backbone, head = (network._session for network in networks)  # the same ones, or it proves nothing
    rng = np.random.default_rng(2)
    image = {node.name: _noise(rng, _SEARCH_SHAPE) * 255 for node in backbone.get_inputs()}
    features = {node.name: _noise(rng, node.shape) for node in head.get_inputs()}

    def run_both() -> None:
        backbone.run(None, image)
        head.run(None, features)

    return run_both


def _noise(rng: np.random.Generator, shape: Sequence[int]) -> Any:
    return rng.random(shape).astype(np.float32)
