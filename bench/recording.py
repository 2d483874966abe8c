"""Tracking with a recorder against tracking without one: 1,000 frames each, in blocks that take turns.

Small frames made here, a network of real size, every 30th frame with its layer times as in the window.
Source of the bar: recording 1,000 frames changes the speed by at most 10 %.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.measure import Effort, Times, interleaved
from bench.places import NO_NETWORK, any_sot
from bench.rows import Row, missing
from bench.trackers import local_pipeline
from engines.frame import Frame
from engines.geometry import Box
from engines.pipeline import Pipeline
from engines.recorder import Recorder

BAR = 1.10
_WHAT = "tracking recorded / not recorded"
_BLOCK = 30  # each holds one frame with layer times
_SIDE, _PICTURES = 160, 16


def run(effort: Effort) -> Iterator[Row]:
    found = any_sot()
    if found is None:
        yield missing("recording", _WHAT, NO_NETWORK)
        return
    entry, weights = found
    pipeline, _network = local_pipeline(entry, weights, threads=1, profile_every=_BLOCK)
    pictures = _frames()
    pipeline.start(next(pictures), {1: Box(60, 60, 40, 40)})
    blocks = effort.count(34, 3)
    with tempfile.TemporaryDirectory() as name:
        recorder = Recorder(Path(name), {"source": "bench"})
        times = _race(pipeline, pictures, recorder, blocks)
        recorder.close()
    pipeline.close()
    ratio = times.ratio("recorded", "plain")
    note = f"{entry.title}; {recorder.frames_written:,} frames written"
    yield Row("recording", _WHAT, ratio.value, bar=BAR, samples=ratio.samples(_BLOCK), note=note)


def _race(pipeline: Pipeline, pictures: Iterator[Frame], recorder: Recorder, blocks: int) -> Times:
    def recorded() -> None:
        recorder.write(pipeline.step(next(pictures)))

    def plain() -> None:
        pipeline.step(next(pictures))

    return interleaved({"recorded": recorded, "plain": plain}, rounds=blocks, calls=_BLOCK, settle=0)


def _frames() -> Iterator[Frame]:
    """Endless frames of a texture that drifts to and fro."""
    texture = np.random.default_rng(3).integers(0, 256, (_SIDE, _SIDE, 3), np.uint8)
    drifted = [np.roll(texture, round(6 * np.sin(2 * np.pi * i / _PICTURES)), 1) for i in range(_PICTURES)]
    for index in itertools.count():
        yield Frame(index, index / 30, drifted[index % _PICTURES])
