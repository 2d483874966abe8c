"""A whole VitTrack update against OpenCV's TrackerVit and against the bare network, on 1 and 2 threads.

Ours is `Pipeline.step` in its default mode: crop, pack, run, decode, template blending, stamps, result;
frames lie decoded in memory. OpenCV gets the same weights, frames and number of threads. The bare side is
`session.run` of the very session that the pipeline uses, on inputs that are kept. The three take turns in
blocks: each block of ours and OpenCV's covers the same frames, and its first ones are not counted, because
one library's threads are still awake when the other's begin. Each number of threads has a process of its
own: onnxruntime's shared pool has one size per process. How far OpenCV is from the bare run is told as well:
it depends on the processor, and no tracker around this network can get further.

Sources of the bars: at least twice as fast as OpenCV; at most 1.35 times the bare run (a tuned pipeline was
measured at 1.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import cv2
import numpy as np
import onnxruntime

from bench.clips import Clip, read_clip
from bench.measure import Effort, Ratio, Times
from bench.places import NO_ASSETS, catalog, sequences, vittrack_weights
from bench.process import in_fresh_process
from bench.rows import Row, missing
from bench.trackers import local_pipeline, opencv_vit, rounded
from engines.frame import Frame

OPENCV_BAR, BARE_BAR = 2.0, 1.35
THREADS = (1, 2)
# Sequences that both trackers follow to the end: a lost target makes their crops differ.
_SEQUENCES = ("Crossing", "bag", "boat1")
_BLOCK, _SETTLE = 25, 5


def run(effort: Effort) -> Iterator[Row]:
    weights = vittrack_weights()
    if weights is None:
        yield missing("vittrack", "VitTrack / OpenCV and / bare network", NO_ASSETS)
        return
    for threads in THREADS:
        yield from in_fresh_process(measure, weights, threads, effort)


def measure(weights: Path, threads: int, effort: Effort) -> list[Row]:
    """Rows of one number of threads; needs a fresh process."""
    cv2.setNumThreads(threads)
    names = _SEQUENCES[: effort.count(len(_SEQUENCES), 1)]
    clips = [read_clip(folder) for folder in sequences() if folder.name in names]
    times = Times(("ours", "opencv", "bare"))
    for repeat in range(effort.count(4, 1)):
        for clip in clips:
            _Race(clip, weights, threads).run(times, turn=repeat)
    return _rows(times, threads)


def _rows(times: Times, threads: int) -> list[Row]:
    opencv, bare, ceiling = (
        times.ratio("opencv", "ours"), times.ratio("ours", "bare"), times.ratio("opencv", "bare")
    )  # fmt: skip
    words = f"{threads} thread" + "s" * (threads > 1)
    return [
        Row(
            "vittrack", f"OpenCV's TrackerVit / ours, {words}", opencv.value,
            bar=OPENCV_BAR, at_least=True, samples=_samples(opencv),
        ),
        Row(
            "vittrack", f"ours / bare session.run, {words}", bare.value,
            bar=BARE_BAR, samples=_samples(bare),
        ),
        Row(
            "vittrack", f"OpenCV's TrackerVit / bare session.run, {words}", ceiling.value,
            samples=_samples(ceiling), note="no tracker around this network can be faster",
        ),
    ]  # fmt: skip


def _samples(ratio: Ratio) -> str:
    return ratio.samples(_BLOCK - _SETTLE)


class _Race:
    """One sequence, the three sides in turn over blocks of it."""

    def __init__(self, clip: Clip, weights: Path, threads: int) -> None:
        self._frames = clip.frames
        first, box = clip.frames[0], clip.first_box
        self._pipeline, network = local_pipeline(catalog().entry("vittrack"), weights, threads)
        self._pipeline.start(first, {1: box})
        self._opencv = opencv_vit(weights)
        self._opencv.init(first.bgr, rounded(box))
        self._session: onnxruntime.InferenceSession = network._session  # the same one, or it proves nothing
        self._feeds = _fixed_feeds(self._session)

    def run(self, times: Times, turn: int) -> None:
        sides = {"ours": self._step, "opencv": self._update, "bare": self._run_bare}
        names = tuple(sides)
        for number, begin in enumerate(range(1, len(self._frames) - _BLOCK, _BLOCK)):
            block = self._frames[begin : begin + _BLOCK]
            shift = (number + turn) % len(names)
            for name in names[shift:] + names[:shift]:
                times.add(name, _block_ms(sides[name], block))
        self._pipeline.close()

    def _step(self, frame: Frame) -> None:
        self._pipeline.step(frame)

    def _update(self, frame: Frame) -> None:
        self._opencv.update(frame.bgr)

    def _run_bare(self, _frame: Frame) -> None:
        self._session.run(None, self._feeds)


def _block_ms(call: Any, block: tuple[Frame, ...]) -> float:
    """Mean ms per frame of a block without its first frames."""
    for frame in block[:_SETTLE]:
        call(frame)
    began_ns = perf_counter_ns()
    for frame in block[_SETTLE:]:
        call(frame)
    return (perf_counter_ns() - began_ns) / 1e6 / (len(block) - _SETTLE)


def _fixed_feeds(session: onnxruntime.InferenceSession) -> dict[str, Any]:
    rng = np.random.default_rng(2)
    return {node.name: rng.normal(size=node.shape).astype(np.float32) for node in session.get_inputs()}
