"""What it costs to time every stage of a frame, and the layers of every tenth one.

All sides are one tracker with one session over the same drifting texture, on one thread, frame by frame in
changing order; a round is twenty frames of each. What is taken is the processor's time, which other work on
the machine disturbs less than the clock's. Bare is the tracker's update with a clock that notes nothing.
Timed is a whole `Pipeline.step` without layer times, its result kept as the timing view keeps it. Profiled is
the same with the layers of every tenth frame timed: two frames of a round. A profile is read when somebody
looks at it: the window's thread (`responsiveness` watches that one) or a recording. What reading takes is a
row of its own, without a bar, and in none of the ratios.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time_ns
from typing import Any

from bench.measure import Effort, Times
from bench.places import NO_NETWORK, catalog, demo_weights, vittrack_weights
from bench.process import in_fresh_process
from bench.recording import drifting_frames
from bench.rows import Row, missing
from bench.trackers import local_pipeline
from engines.frame import Frame
from engines.frame_history import FrameHistory
from engines.frame_result import Stage
from engines.geometry import Box
from engines.pipeline import Pipeline
from engines.timing import StageClock

TIMED_BAR, PROFILED_BAR = 1.02, 1.05
PROFILE_EVERY, _BLOCK = 10, 20


def run(effort: Effort) -> Iterator[Row]:
    """The bundled network has many small operators, each of which costs a stamp; VitTrack is a usual one."""
    for name, weights in (("demo-sot", demo_weights()), ("vittrack", vittrack_weights())):
        if weights is None:
            yield missing("timing", f"timed / bare, {name}", NO_NETWORK)
        else:
            yield from in_fresh_process(measure, name, weights, effort)


def measure(name: str, weights: Path, effort: Effort) -> list[Row]:
    """The rows of one entry; needs a fresh process, for its number of threads."""
    pipeline, _network = local_pipeline(
        catalog().entry(name), weights, threads=1, profile_every=PROFILE_EVERY
    )
    tracker, frames = pipeline._tracker, drifting_frames()
    pipeline.start(next(frames), {1: Box(60, 60, 40, 40)})
    unprofiled, history, blind = Pipeline(tracker), FrameHistory(), BlindClock()

    def bare() -> None:
        tracker.update(next(frames), blind)

    def timed() -> None:
        history.append(unprofiled.step(next(frames)))

    def profiled() -> None:
        history.append(pipeline.step(next(frames)))

    times = _race({"bare": bare, "timed": timed, "profiled": profiled}, effort.count(60, 3))
    reading = _reading_ms(pipeline, frames, effort.count(30, 3))
    pipeline.close()
    cost = history.window().profiling
    note = f"a profiled step is {(cost.inflation or 0.0) * 100:+.0f} %"
    plain, every = times.ratio("timed", "bare"), times.ratio("profiled", "bare")
    return [
        Row("timing", f"timed / bare, {name}", plain.value, bar=TIMED_BAR, samples=plain.samples(_BLOCK)),
        Row(
            "timing", f"timed, layers of every {PROFILE_EVERY}th / bare, {name}", every.value,
            bar=PROFILED_BAR, samples=every.samples(_BLOCK), note=note,
        ),
        Row(
            "timing", f"reading the layers of one frame, {name}", statistics.median(reading), unit="ms",
            samples=f"{len(reading)} frames", note="by who looks at them, not in the step",
        ),
    ]  # fmt: skip


def _reading_ms(pipeline: Pipeline, frames: Iterator[Frame], count: int) -> list[float]:
    """What it takes the first who looks at a profiled frame's layers, of the processor's time."""
    spent: list[float] = []
    while len(spent) < count:
        profile = pipeline.step(next(frames)).layers
        if profile is not None:
            began_ns = process_time_ns()
            assert profile.layers
            spent.append((process_time_ns() - began_ns) / 1e6)
    return spent


def _race(sides: Mapping[str, Callable[[], None]], rounds: int) -> Times:
    """All sides step by step, in an order that is drawn anew; a first round is not counted."""
    names, draw = tuple(sides), random.Random(1)
    times = Times(names)
    for number in range(-1, rounds):
        spent_ns = dict.fromkeys(names, 0)
        for _ in range(_BLOCK):
            for name in draw.sample(names, len(names)):
                began_ns = process_time_ns()
                sides[name]()
                spent_ns[name] += process_time_ns() - began_ns
        if number >= 0:
            for name in names:
                times.add(name, spent_ns[name] / 1e6 / _BLOCK)
    return times


class BlindClock(StageClock):
    """Takes every stamp and keeps none."""

    def stage(self, stage: Stage) -> Any:
        return _NOTHING

    def add(self, *_stamp: Any) -> None:
        return

    def add_bytes(self, *_counts: Any) -> None:
        return


class _Nothing:
    __slots__ = ()

    def __enter__(self) -> None:
        return

    def __exit__(self, *_raised: object) -> None:
        return


_NOTHING = _Nothing()
