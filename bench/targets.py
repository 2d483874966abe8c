"""Eight targets in a frame against one, by `Pipeline.step` on 2 threads: what a further target costs.

Both sides are whole pipelines around the same catalog entry; frames of the bundled clip lie decoded in
memory. Targets are the figures of the first frame, then the same ones a little to the side, so that every
target is looked for on its own. The two take turns frame by frame, in changing order; a round is ten frames.
Each entry has a process of its own. The demo networks leave their batch dimension open: their eight targets
are one run. The shared networks run eight times; they are here for comparison and have no bar.

Source of the bar: one target leaves a share of the time to what happens once per run, and two threads share
a large run better than a small one; eight demo targets ought to cost what six single ones do, at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns

import cv2

from app.demo import demo_clip
from bench.clips import Clip, read_clip
from bench.measure import Effort, Times
from bench.places import NO_ASSETS, assets, catalog, nanotrack_weights, vittrack_weights
from bench.process import in_fresh_process
from bench.rows import Row, missing
from bench.trackers import local_networks
from engines.geometry import Box
from engines.networks.batch import takes_batches

BAR, MANY, THREADS = 6.0, 8, 2
_DEMO = ("demo-sot", "demo-ettrack", "demo-siamrpn")
_ROUND, _SETTLE = 10, 5
_BESIDE_PX = 12.0
_ETTRACK_FILES = ("lighttrack_net1_template127.onnx", "lighttrack_net2_search288.onnx")


def run(effort: Effort) -> Iterator[Row]:
    known = catalog()
    for name in _DEMO:
        entry = known.entry(name)
        weights = tuple(known.weight_file(entry, network) for network in entry.network)
        yield from in_fresh_process(measure, name, weights, BAR, effort)
    for name, weights in _shared().items():
        if weights:
            yield from in_fresh_process(measure, name, weights, None, effort)
        else:
            yield missing("targets", _what(name), NO_ASSETS)


def measure(name: str, weights: tuple[Path, ...], bar: float | None, effort: Effort) -> list[Row]:
    """The row of one entry; needs a fresh process, for its number of threads."""
    cv2.setNumThreads(THREADS)
    rounds = effort.count(10, 2)
    clip = read_clip(demo_clip(), 1 + _SETTLE + rounds * _ROUND)
    times = Times(("many", "one"))
    for _ in range(effort.count(2, 1) if bar else 1):
        is_batch = _race(clip, name, weights, times)
    ratio = times.ratio("many", "one")
    note = "one run for all" if is_batch else "a run for each"
    return [Row("targets", _what(name), ratio.value, bar=bar, samples=ratio.samples(_ROUND), note=note)]


def _what(name: str) -> str:
    return f"{MANY} targets / one target, {name}, {THREADS} threads"


def _shared() -> dict[str, tuple[Path, ...]]:
    """Weights by entry; empty where they are not here."""
    folder, vittrack = assets(), vittrack_weights()
    paths = tuple(folder / "models" / name for name in _ETTRACK_FILES) if folder else ()
    return {
        "vittrack": (vittrack,) if vittrack else (),
        "nanotrack": nanotrack_weights(),
        "ettrack": paths if all(path.is_file() for path in paths) else (),
    }


def _race(clip: Clip, name: str, weights: tuple[Path, ...], times: Times) -> bool:
    """One pass over the clip, the two in turn; whether the last network takes batches."""
    first, *rest = clip.frames
    sides = {"many": MANY, "one": 1}
    opened = {side: local_networks(catalog().entry(name), weights, THREADS) for side in sides}
    for side, count in sides.items():
        opened[side][0].start(first, _targets(clip, count))
    for frame in rest[:_SETTLE]:
        for pipeline, _networks in opened.values():
            pipeline.step(frame)
    for begin in range(_SETTLE, len(rest) - _ROUND + 1, _ROUND):
        spent_ns = dict.fromkeys(sides, 0)
        for number, frame in enumerate(rest[begin : begin + _ROUND]):
            for side in list(sides)[:: 1 if number % 2 else -1]:
                began_ns = perf_counter_ns()
                opened[side][0].step(frame)
                spent_ns[side] += perf_counter_ns() - began_ns
        for side, total_ns in spent_ns.items():
            times.add(side, total_ns / 1e6 / _ROUND)
    is_batch = takes_batches(opened["many"][1][-1])
    for pipeline, _networks in opened.values():
        pipeline.close()
    return is_batch


def _targets(clip: Clip, count: int) -> dict[int, Box]:
    """Boxes of the first frame, again and again, each time a little further to the right."""
    boxes = [each.box for each in clip.truth.at(0)]
    aside = [(boxes[i % len(boxes)], i // len(boxes) * _BESIDE_PX) for i in range(count)]
    return {i: Box(box.x + px, box.y, box.w, box.h) for i, (box, px) in enumerate(aside, 1)}
