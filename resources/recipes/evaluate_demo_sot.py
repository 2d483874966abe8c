"""Measures the bundled single-object tracker on the demo clip and on annotated videos, beside OpenCV's MIL.

Run from the project's root: `python -m resources.recipes.evaluate_demo_sot --videos FOLDER`, where FOLDER
holds one folder per sequence with `sequence.json`, `groundtruth.csv` and the media it names.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.trackers.per_target import PerTarget
from engines.trackers.vit_track import VitTrack, VitTrackParameters

RESOURCES = Path(__file__).resolve().parents[1]
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
THRESHOLDS = np.linspace(0, 1, 21)
Floats = NDArray[np.float64]
Update = Callable[[NDArray[np.uint8]], Floats]
Start = Callable[[NDArray[np.uint8], Floats], Update]


def overlaps(first: Floats, second: Floats) -> Floats:
    """IoU of boxes (N, 4) x, y, w, h; nan where one of them is nan."""
    low = np.maximum(first[:, :2], second[:, :2])
    high = np.minimum(first[:, :2] + first[:, 2:], second[:, :2] + second[:, 2:])
    shared = np.clip(high - low, 0, None).prod(1)
    return shared / (first[:, 2:].prod(1) + second[:, 2:].prod(1) - shared)


def success_auc(ious: Floats) -> float:
    """Mean over 21 thresholds of the share of frames above them; frames without ground truth are skipped."""
    known = ious[~np.isnan(ious)]
    return float((known[:, None] > THRESHOLDS).mean())


def frames_of(path: Path) -> Iterator[NDArray[np.uint8]]:
    """BGR pictures of a video file or of a numbered series of pictures."""
    if "%" in path.name:
        pictures = sorted(path.parent.glob("*" + path.suffix))
        yield from (cv2.imread(str(picture)) for picture in pictures)
        return
    capture = cv2.VideoCapture(str(path))
    while True:
        ok, frame = capture.read()
        if not ok:
            return
        yield frame


def follow(frames: Sequence[NDArray[np.uint8]], box: Floats, start: Start) -> tuple[Floats, float]:
    """Boxes (N, 4) of a run from the first frame on, and the mean time of an update in ms."""
    update = start(frames[0], box)
    boxes = [box]
    began = time.perf_counter()
    for frame in frames[1:]:
        boxes.append(update(frame))
    return np.stack(boxes), (time.perf_counter() - began) * 1e3 / max(1, len(frames) - 1)


def image_input(name: str, side: int) -> TensorSpec:
    """A normalised RGB input of the network."""
    scale = [1 / (255 * value) for value in IMAGENET_STD]
    mean = [255 * value for value in IMAGENET_MEAN]
    pixels = PixelFormat("RGB", (mean[0], mean[1], mean[2]), (scale[0], scale[1], scale[2]))
    return TensorSpec(name, (1, 3, side, side), "float32", "NCHW", pixels)


def network_start(path: Path, parameters: VitTrackParameters, threads: int = 1) -> Start:
    """Starts the workbench's own tracker with the network at `path`."""
    inputs = (image_input("template", 128), image_input("search", 256))
    network = LocalNetwork(path, inputs=inputs, threads=threads)

    def start(frame: NDArray[np.uint8], box: Floats) -> Update:
        tracker = PerTarget(VitTrack([network], parameters), [network])
        tracker.start(Frame(0, 0.0, frame), {1: Box(*map(float, box))}, StageClock())

        def update(next_frame: NDArray[np.uint8]) -> Floats:
            (track,) = tracker.update(Frame(0, 0.0, next_frame), StageClock())
            return np.array([track.box.x, track.box.y, track.box.w, track.box.h])

        return update

    return start


def mil_start(frame: NDArray[np.uint8], box: Floats) -> Update:
    """Starts OpenCV's TrackerMIL; a lost target counts as a miss."""
    tracker = cv2.TrackerMIL.create()
    tracker.init(frame, tuple(int(v) for v in np.round(box)))

    def update(next_frame: NDArray[np.uint8]) -> Floats:
        found, place = tracker.update(next_frame)
        return np.asarray(place, np.float64) if found else np.full(4, -1.0)

    return update


def sequences(folder: Path) -> Iterator[tuple[str, list[NDArray[np.uint8]], Floats]]:
    """Name, frames and ground-truth boxes (N, 4) of every sequence in the folder."""
    for description in sorted(folder.glob("*/sequence.json")):
        known = json.loads(description.read_text())
        truth = np.genfromtxt(description.parent / "groundtruth.csv", delimiter=",", skip_header=1)
        frames = list(frames_of(description.parent / known["media"]))[: len(truth)]
        yield known["name"], frames, truth[: len(frames)]


def mil_scores(folder: Path, cache: Path | None) -> dict[str, list[float]]:
    """AUC of TrackerMIL per sequence, (first 150 frames, all); slow, hence the cache."""
    if cache and cache.exists():
        return dict(json.loads(cache.read_text()))
    scores = {}
    for name, frames, truth in sequences(folder):
        boxes, _ = follow(frames, truth[0], mil_start)
        ious = overlaps(boxes, truth)
        scores[name] = [success_auc(ious[:150]), success_auc(ious)]
        print(f"TrackerMIL {name:14s} {scores[name][0]:.3f} {scores[name][1]:.3f}", flush=True)
    if cache:
        cache.write_text(json.dumps(scores))
    return scores


def print_videos(folder: Path, start: Start, mil: dict[str, list[float]]) -> None:
    """AUC on annotated videos, beside TrackerMIL's."""
    rows = []
    print(f"{'sequence':14s} AUC@150  MIL@150  AUC    MIL    ms")
    for name, frames, truth in sequences(folder):
        boxes, cost_ms = follow(frames, truth[0], start)
        ious = overlaps(boxes, truth)
        rows.append([success_auc(ious[:150]), mil[name][0], success_auc(ious), mil[name][1], cost_ms])
        print(f"{name:14s} " + "  ".join(f"{value:.3f}" for value in rows[-1]), flush=True)
    print(f"{'mean':14s} " + "  ".join(f"{value:.3f}" for value in np.mean(rows, 0)))


def print_clip(start: Start, clips: Path) -> None:
    """Mean overlap on the demo clip, each figure followed from its first fully visible frame."""
    truth = np.load(clips / "demo.groundtruth.npz")
    frames = list(frames_of(clips / "demo.mp4"))
    for column, figure in enumerate(truth["ids"]):
        visible = truth["visibility"][:, column]
        present = np.flatnonzero(visible > 0.98)
        if not len(present):
            continue
        first = int(present[0])
        boxes, _ = follow(frames[first:], truth["boxes"][first, column].astype(np.float64), start)
        ious = overlaps(boxes, truth["boxes"][first:, column].astype(np.float64))
        stays = bool((visible[first:] > 0.3).mean() > 0.97)
        seen = ious[visible[first:] > 0.3]
        print(f"figure {figure}: from frame {first}, stays {stays}, mean IoU {np.nanmean(ious):.3f} "
              f"(while visible {np.nanmean(seen):.3f})")  # fmt: skip


def print_speed(path: Path, threads: int = 2, runs: int = 200) -> None:
    """Median time of the bare network."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    feeds = {node.name: np.zeros((1, *node.shape[1:]), np.float32) for node in session.get_inputs()}
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        session.run(None, feeds)
        times.append(time.perf_counter() - began)
    size_mb, median_ms = path.stat().st_size / 1e6, float(np.median(times)) * 1e3
    print(f"{path.name}: {size_mb:.2f} MB, {median_ms:.2f} ms with {threads} threads")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, default=RESOURCES / "networks" / "demo_sot.onnx")
    parser.add_argument("--clips", type=Path, default=RESOURCES / "clips")
    parser.add_argument("--videos", type=Path, help="folder of annotated sequences")
    parser.add_argument("--mil-cache", type=Path, help="JSON file that keeps TrackerMIL's figures")
    parser.add_argument("--lost-below", type=float, default=VitTrackParameters().lost_below)
    args = parser.parse_args(argv)
    print_speed(args.network)
    start = network_start(args.network, VitTrackParameters(lost_below=args.lost_below))
    if (args.clips / "demo.mp4").exists():
        print_clip(start, args.clips)
    if args.videos:
        print_videos(args.videos, start, mil_scores(args.videos, args.mil_cache))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
