"""Measures the two bundled detectors on the demo clip, which they have never been trained on.

Run from the project's root: `python -m resources.recipes.evaluate_demo_detectors`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.detections import Detections
from engines.detectors.detector import Detector
from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.detectors.yolox import Yolox, YoloxParameters
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from resources.recipes.keypoint_similarity import oks, oks_of_either_side

RESOURCES = Path(__file__).resolve().parents[1]
_THREADS = 2
NMS_IOU = 0.6
"""The detectors' usual 0.7 leaves some figures named twice, where two of them nearly cover each other."""
LEAST_VISIBLE, LEAST_HEIGHT = 0.4, 30.0
Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Truth:
    """Boxes (T, N, 4), keypoints (T, N, 17, 3) and visibility (T, N) of the demo clip."""

    boxes: Floats
    keypoints: Floats
    visibility: Floats


def open_detector(path: Path, least_score: float = 0.05) -> Detector:
    """The workbench's own detector for `demo_mot.onnx` or `demo_pose.onnx`."""
    if path.stem == "demo_mot":
        pixels = PixelFormat("BGR", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
        images = TensorSpec("images", (1, 3, 384, 640), "float32", "NCHW", pixels)
        network = LocalNetwork(path, inputs=(images,), threads=_THREADS)
        return Yolox([network], YoloxParameters(least_score, NMS_IOU), ("person",))
    pixels = PixelFormat("RGB", (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))
    images = TensorSpec("images", (1, 3, 640, 640), "float32", "NCHW", pixels)
    network = LocalNetwork(path, inputs=(images,), threads=_THREADS)
    return YoloPose([network], YoloPoseParameters(least_score, NMS_IOU))


def overlaps(first: Floats, second: Floats) -> Floats:
    """IoU (N, M) of boxes (N, 4) and (M, 4) x, y, w, h; nan where one of them is nan."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, :2] + first[:, None, 2:], second[None, :, :2] + second[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(2)
    return shared / (first[:, None, 2:].prod(2) + second[None, :, 2:].prod(2) - shared)


def matched(found: Detections, boxes: Floats, least_iou: float) -> NDArray[np.int64]:
    """For each found person, best first, the index of its true box; -1 for none. A true box is taken once."""
    ious = np.nan_to_num(overlaps(found.boxes, boxes))
    answer = np.full(len(found.scores), -1)
    for index in np.argsort(-found.scores, kind="stable"):
        best = int(np.argmax(ious[index]))
        if ious[index, best] >= least_iou:
            answer[index] = best
            ious[:, best] = 0
    return answer


class Tally:
    """Adds up what was found over the frames of a clip."""

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.right: list[bool] = []
        self.people = 0
        self.similarities: list[float] = []
        self.either_side: list[float] = []
        self.ious: list[float] = []
        self.seen_right: list[bool] = []

    def add(self, found: Detections, boxes: Floats, keypoints: Floats, visibility: Floats) -> None:
        """Counts one frame. Finding somebody who is hidden or tiny is neither right nor wrong."""
        known = ~np.isnan(boxes[:, 0])
        counted = known & (visibility >= LEAST_VISIBLE) & (boxes[:, 3] >= LEAST_HEIGHT)
        self.people += int(counted.sum())
        owners = matched(found, np.where(counted[:, None], boxes, np.nan), 0.5)
        for index, owner in enumerate(owners):
            if owner < 0:
                rest = np.where((known & ~counted)[:, None], boxes, np.nan)
                if np.nan_to_num(overlaps(found.boxes[index : index + 1], rest)).max() >= 0.5:
                    continue
            self.scores.append(float(found.scores[index]))
            self.right.append(owner >= 0)
            if owner >= 0 and found.scores[index] >= 0.5:
                pair = overlaps(found.boxes[index : index + 1], boxes[owner : owner + 1])
                self.ious.append(float(pair[0, 0]))
                if found.keypoints is not None:
                    points = found.keypoints[index]
                    self.similarities.append(oks(points, keypoints[owner], boxes[owner]))
                    self.either_side.append(oks_of_either_side(points, keypoints[owner], boxes[owner]))
                    self.seen_right += list((points[:, 2] >= 0.5) == (keypoints[owner, :, 2] >= 1))

    def report(self) -> Iterator[str]:
        """Lines with the figures."""
        order = np.argsort(-np.array(self.scores), kind="stable")
        scores, right = np.array(self.scores)[order], np.array(self.right, bool)[order]
        recall = np.cumsum(right) / self.people
        precision = np.cumsum(right) / np.arange(1, len(right) + 1)
        best = np.maximum.accumulate(precision[::-1])[::-1]
        average = np.mean([best[recall >= r].max(initial=0) for r in np.linspace(0, 1, 101)])
        yield f"people {self.people}  AP50 {average:.4f}  mean IoU at score 0.5 {np.mean(self.ious):.3f}"
        for least in (0.1, 0.5, 0.6, 0.7):
            above = scores >= least
            share = right[above].mean() if above.any() else np.nan
            yield f"score {least}: recall {right[above].sum() / self.people:.4f}  precision {share:.4f}"
        low = np.percentile(scores[right & (scores > 0.1)], 10)
        yield f"scores of people: median {np.median(scores[right]):.3f}, 10th percentile {low:.3f}"
        if self.similarities:
            values = np.array(self.similarities)[~np.isnan(self.similarities)]
            share = (values >= 0.5).mean()
            yield f"OKS mean {values.mean():.4f}  median {np.median(values):.4f}  share >= 0.5 {share:.4f}"
            yield f"OKS mean {np.nanmean(self.either_side):.4f} with arms and legs of either side"
            yield f"visibility of keypoints right {np.mean(self.seen_right):.4f}"


def load_truth(path: Path) -> Truth:
    """The demo clip's ground truth."""
    with np.load(path) as stored:
        return Truth(*(stored[name].astype(np.float64) for name in ("boxes", "keypoints", "visibility")))


def frames_of(path: Path, step: int) -> Iterator[tuple[int, Picture]]:
    """Index and BGR picture of every `step`-th frame."""
    capture = cv2.VideoCapture(str(path))
    index = 0
    while True:
        ok, frame = capture.read()
        if not ok:
            return
        if index % step == 0:
            yield index, frame
        index += 1


def run_times(path: Path, runs: int = 60) -> Floats:
    """Milliseconds (runs,) of the bare network."""
    network = LocalNetwork(path, threads=_THREADS)
    (images,) = network.inputs
    feeds = {images.name: np.random.default_rng(0).random(images.shape, np.float32)}
    times = np.zeros(runs)
    for run in range(runs):
        started = time.perf_counter()
        network.run(feeds, StageClock())
        times[run] = (time.perf_counter() - started) * 1e3
    return times


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures of both networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=Path, default=RESOURCES / "networks")
    parser.add_argument("--step", type=int, default=1, help="look at every n-th frame only")
    args = parser.parse_args(argv)
    truth = load_truth(RESOURCES / "clips" / "demo.groundtruth.npz")
    paths = [args.networks / name for name in ("demo_mot.onnx", "demo_pose.onnx")]
    detectors = {path: open_detector(path) for path in paths}
    tallies = {path: Tally() for path in paths}
    for index, picture in frames_of(RESOURCES / "clips" / "demo.mp4", args.step):
        frame = Frame(index, index / 25, picture)
        for path, detector in detectors.items():
            found = detector.detect(frame, StageClock())
            tallies[path].add(found, truth.boxes[index], truth.keypoints[index], truth.visibility[index])
    for path in paths:
        size_mb, median_ms = path.stat().st_size / 1e6, float(np.median(run_times(path)))
        print(f"{path.name}: {size_mb:.2f} MB, {median_ms:.1f} ms a frame on {_THREADS} threads")
        for line in tallies[path].report():
            print("  " + line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
