"""Tracking with a recorder against without: 1,000 frames each, in turn; and opening a long recording.

Small frames made here, a network of real size, every 30th frame with its layer times as in the window.
Source of the bar: recording 1,000 frames changes the speed by at most 10 %.

Opened is a recording of 10,000 frames that were all profiled, 200 layers each (32 MB of times): its columns
and the percentiles of every layer, in a process that has opened it before. The bar is 2 s.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.measure import Effort, Times, interleaved
from bench.places import NO_NETWORK, any_sot
from bench.rows import Row, missing
from bench.trackers import local_pipeline
from engines.frame import Frame
from engines.frame_result import FrameResult, Stage, StageTime
from engines.geometry import Box
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.pipeline import Pipeline
from engines.recorded_layers import layer_rows
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from engines.track import Track

BAR, OPEN_BAR_S = 1.10, 2.0
_WHAT = "tracking recorded / not recorded"
_BLOCK = 30  # each holds one frame with layer times
_SIDE, _PICTURES = 160, 16


def run(effort: Effort) -> Iterator[Row]:
    yield from _opened(effort)
    found = any_sot()
    if found is None:
        yield missing("recording", _WHAT, NO_NETWORK)
        return
    entry, weights = found
    pipeline, _network = local_pipeline(entry, weights, threads=1, profile_every=_BLOCK)
    pictures = drifting_frames()
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


def _opened(effort: Effort) -> Iterator[Row]:
    frames, layers = effort.count(10_000, 300), 200
    what = f"opening {frames:,} profiled frames of {layers} layers"
    with tempfile.TemporaryDirectory() as name:
        write_long(Path(name), frames, layers)
        took_s = [_open_s(Path(name)) for _ in range(effort.count(5, 1) + 1)][1:]
        recording = OpenRecording(Path(name))
        memory = f"{recording.memory_bytes / 1e6:.1f} MB of columns, times mapped"
    samples = f"{len(took_s)} times, {min(took_s):.2f}-{max(took_s):.2f} s"
    yield Row("recording", what, float(np.median(took_s)), "s", OPEN_BAR_S, samples=samples, note=memory)


def _open_s(folder: Path) -> float:
    began = time.perf_counter()
    layer_rows(OpenRecording(folder))
    return time.perf_counter() - began


def write_long(folder: Path, frames: int, layers: int) -> None:
    """Frames of one target with every stage; times drawn at random."""
    rng = np.random.default_rng(4)
    names = [(i, f"/model.{i}/conv/Conv", "Conv", "cpu", "search") for i in range(layers)]
    recorder = Recorder(folder, {"source": "bench"})
    for index in range(frames):
        times = rng.random((layers, 4)).tolist()
        profile = LayerProfile(
            tuple(LayerTime(*names[i], *row) for i, row in enumerate(times)), Origin.MEASURED
        )
        track = Track(1, Box(10 + index % 50, 20, 30, 40), 0.9, search=Box(0, 0, 200, 200))
        stages = tuple(
            StageTime(stage, ms) for stage, ms in zip(Stage, rng.random(len(Stage)).tolist(), strict=True)
        )
        recorder.write(FrameResult(index, index / 30, (track,), stages, 12.3, profile, 1000, 200))
    recorder.close()


def _race(pipeline: Pipeline, pictures: Iterator[Frame], recorder: Recorder, blocks: int) -> Times:
    def recorded() -> None:
        recorder.write(pipeline.step(next(pictures)))

    def plain() -> None:
        pipeline.step(next(pictures))

    return interleaved({"recorded": recorded, "plain": plain}, rounds=blocks, calls=_BLOCK, settle=0)


def drifting_frames() -> Iterator[Frame]:
    """Endless frames of a texture that drifts to and fro."""
    texture = np.random.default_rng(3).integers(0, 256, (_SIDE, _SIDE, 3), np.uint8)
    drifted = [np.roll(texture, round(6 * np.sin(2 * np.pi * i / _PICTURES)), 1) for i in range(_PICTURES)]
    for index in itertools.count():
        yield Frame(index, index / 30, drifted[index % _PICTURES])
