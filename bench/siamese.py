"""A whole E.T.Track update against the bare search network, on 1 and 2 threads.

Ours is `PerTarget.update`: crop, pack, run, decode, stamps; frames lie decoded in memory. LightTrack's
weights stand in for E.T.Track's, whose network is three times slower: the bar is the harder for it. The
bare side is `session.run` of the very session that the tracker uses, on inputs of the first frame that are
kept. The two take turns frame by frame, in changing order; a round is ten frames. Each number of threads has
a process of its own: onnxruntime's shared pool has one size per process.

Source of the bar: one crop, one normalisation of 288 x 288 pixels and arithmetic on 324 cells took 0.2 to
0.7 ms where one thread needs 20 ms for the network; with two threads the network takes half as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns

import cv2
import numpy as np
import onnxruntime

from bench.clips import Clip, read_clip
from bench.measure import Effort, Times
from bench.places import NO_ASSETS, assets, sequences
from bench.process import in_fresh_process
from bench.rows import Row, missing
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, Tensor, TensorSpec
from engines.timing import StageClock
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget

BARE_BAR = 1.15
THREADS = (1, 2)
_FILES = ("lighttrack_net1_template127.onnx", "lighttrack_net2_search288.onnx")
# A small, a middling and a large target; two of them reach the picture's edge.
_SEQUENCES = ("Crossing", "bag", "boat1")
_ROUND, _SETTLE = 10, 5
_PIXELS = PixelFormat(
    "RGB",
    tuple(255 * mean for mean in (0.485, 0.456, 0.406)),
    tuple(1 / (255 * std) for std in (0.229, 0.224, 0.225)),
)


def run(effort: Effort) -> Iterator[Row]:
    folder = assets()
    weights = [folder / "models" / name for name in _FILES] if folder else []
    if not weights or not all(path.is_file() for path in weights):
        yield missing("siamese", "E.T.Track / bare network", NO_ASSETS)
        return
    for threads in THREADS:
        yield from in_fresh_process(measure, weights, threads, effort)


def measure(weights: list[Path], threads: int, effort: Effort) -> list[Row]:
    """The row of one number of threads; needs a fresh process."""
    cv2.setNumThreads(threads)
    networks = [
        LocalNetwork(path, inputs=[_image(name, side)], threads=threads)
        for path, name, side in zip(weights, "zx", (127, 288), strict=True)
    ]
    names = _SEQUENCES[: effort.count(len(_SEQUENCES), 1)]
    most = effort.count(100, 30)
    clips = [read_clip(folder, most) for folder in sequences() if folder.name in names]
    times = Times(("ours", "bare"))
    for _ in range(effort.count(3, 1)):
        for clip in clips:
            _race(clip, networks, times)
    ratio = times.ratio("ours", "bare")
    words = f"{threads} thread" + "s" * (threads > 1)
    what = f"E.T.Track (LightTrack) / bare session.run, {words}"
    return [Row("siamese", what, ratio.value, bar=BARE_BAR, samples=ratio.samples(_ROUND))]


def _image(name: str, side: int) -> TensorSpec:
    return TensorSpec(name, (1, 3, side, side), "float32", "NCHW", _PIXELS)


def _race(clip: Clip, networks: list[LocalNetwork], times: Times) -> None:
    """One sequence, the two sides in turn."""
    single = EtTrack(networks, EtTrackParameters())
    tracker = PerTarget(single, ())
    tracker.start(clip.frames[0], {1: clip.first_box}, StageClock())
    session: onnxruntime.InferenceSession = networks[1]._session  # the same one, or it proves nothing
    feeds = _first_feeds(single, clip)

    def update(frame: Frame) -> None:
        tracker.update(frame, StageClock())

    def run_bare(_frame: Frame) -> None:
        session.run(None, feeds)

    sides = {"ours": update, "bare": run_bare}
    for frame in clip.frames[1 : 1 + _SETTLE]:
        for call in sides.values():
            call(frame)
    rest = clip.frames[1 + _SETTLE :]
    for begin in range(0, len(rest) - _ROUND + 1, _ROUND):
        spent_ns = dict.fromkeys(sides, 0)
        for number, frame in enumerate(rest[begin : begin + _ROUND]):
            for name in list(sides)[:: 1 if number % 2 else -1]:
                began_ns = perf_counter_ns()
                sides[name](frame)
                spent_ns[name] += perf_counter_ns() - began_ns
        for name, total_ns in spent_ns.items():
            times.add(name, total_ns / 1e6 / _ROUND)


def _first_feeds(single: EtTrack, clip: Clip) -> dict[str, Tensor]:
    """What the tracker wants to be run in the second frame."""
    state = single.begin(clip.frames[0], clip.first_box, StageClock())
    step = single.step(state, 1, clip.frames[1], StageClock())
    wanted = next(step)
    step.close()
    return {name: np.array(tensor) for name, tensor in wanted.feeds.items()}
