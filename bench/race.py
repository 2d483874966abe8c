"""A tracker's whole update, OpenCV's with the same weights and the bare networks, in turn over one sequence.

The sides take turns in blocks: each block of ours and OpenCV's covers the same frames, and its first ones are
not counted, because one library's threads are still awake when the other's begin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

import cv2

from bench.clips import Clip, read_clip
from bench.measure import Effort, Ratio, Times
from bench.places import sequences
from bench.rows import Row
from bench.trackers import rounded
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.pipeline import Pipeline

OPENCV_BAR = 2.0
THREADS = (1, 2)
# Sequences that every tracker follows to the end: a lost target makes the crops differ.
SEQUENCES = ("Crossing", "bag", "boat1")
BLOCK, SETTLE = 25, 5


@dataclass(frozen=True, slots=True)
class Sides:
    """What races, made anew for every sequence.

    Attributes:
        bench: name of the bench.
        opencv_name: how its rows call OpenCV's side.
        pipeline: ours and its networks in order; takes the number of threads.
        opencv: OpenCV's tracker.
        bare: from the networks of the pipeline to one run of each, on inputs that are kept.
        bare_bar: how much slower than the bare runs ours may be.
    """

    bench: str
    opencv_name: str
    pipeline: Callable[[int], tuple[Pipeline, Sequence[LocalNetwork]]]
    opencv: Callable[[], Any]
    bare: Callable[[Sequence[LocalNetwork]], Callable[[], object]]
    bare_bar: float


def race(sides: Sides, threads: int, effort: Effort) -> list[Row]:
    """Rows of one number of threads; needs a fresh process."""
    cv2.setNumThreads(threads)
    names = SEQUENCES[: effort.count(len(SEQUENCES), 1)]
    clips = [read_clip(folder) for folder in sequences() if folder.name in names]
    times = Times(("ours", "opencv", "bare"))
    for repeat in range(effort.count(4, 1)):
        for clip in clips:
            _run(sides, clip, threads, times, turn=repeat)
    return _rows(sides, times, threads)


def _run(sides: Sides, clip: Clip, threads: int, times: Times, turn: int) -> None:
    first, box = clip.frames[0], clip.first_box
    pipeline, networks = sides.pipeline(threads)
    pipeline.start(first, {1: box})
    opencv = sides.opencv()
    opencv.init(first.bgr, rounded(box))
    bare = sides.bare(networks)
    calls: Mapping[str, Callable[[Frame], object]] = {
        "ours": pipeline.step,
        "opencv": lambda frame: opencv.update(frame.bgr),
        "bare": lambda _frame: bare(),
    }
    names = tuple(calls)
    for number, begin in enumerate(range(1, len(clip.frames) - BLOCK, BLOCK)):
        block = clip.frames[begin : begin + BLOCK]
        shift = (number + turn) % len(names)
        for name in names[shift:] + names[:shift]:
            times.add(name, _block_ms(calls[name], block))
    pipeline.close()


def _block_ms(call: Callable[[Frame], object], block: tuple[Frame, ...]) -> float:
    """Mean ms per frame of a block without its first frames."""
    for frame in block[:SETTLE]:
        call(frame)
    began_ns = perf_counter_ns()
    for frame in block[SETTLE:]:
        call(frame)
    return (perf_counter_ns() - began_ns) / 1e6 / (len(block) - SETTLE)


def _rows(sides: Sides, times: Times, threads: int) -> list[Row]:
    words = f"{threads} thread" + "s" * (threads > 1)
    opencv = times.ratio("opencv", "ours")
    bare = times.ratio("ours", "bare")
    ceiling = times.ratio("opencv", "bare")
    name = sides.opencv_name
    return [
        Row(
            sides.bench, f"{name} / ours, {words}", opencv.value,
            bar=OPENCV_BAR, at_least=True, samples=_samples(opencv),
        ),
        Row(
            sides.bench, f"ours / bare session.run, {words}", bare.value,
            bar=sides.bare_bar, samples=_samples(bare),
        ),
        Row(
            sides.bench, f"{name} / bare session.run, {words}", ceiling.value,
            samples=_samples(ceiling), note="no tracker around these networks can be faster",
        ),
    ]  # fmt: skip


def _samples(ratio: Ratio) -> str:
    return ratio.samples(BLOCK - SETTLE)
