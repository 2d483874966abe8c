"""Measures the demo networks in the layouts of E.T.Track and SiamRPN, through the workbench's own trackers.

Run from the project's root: `python -m resources.recipes.evaluate_demo_siamese --videos FOLDER`, where FOLDER
is as for `evaluate_demo_sot`. Needs no torch.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget, SingleTarget
from engines.trackers.siam_rpn import SiamRpn, SiamRpnParameters
from resources.recipes.evaluate_demo_sot import (
    RESOURCES,
    Floats,
    Start,
    Update,
    follow,
    frames_of,
    image_input,
    overlaps,
    print_speed,
    sequences,
    success_auc,
)

FILES = {
    "ettrack": ("demo_ettrack_template.onnx", "demo_ettrack_search.onnx"),
    "siamrpn": ("demo_siamrpn.onnx",),
}
_VISIBLE, _FULLY_VISIBLE, _STAYS = 0.3, 0.98, 0.97


def bgr_input(name: str, side: int) -> TensorSpec:
    """An input of BGR 0...255, nothing taken off."""
    return TensorSpec(name, (1, 3, side, side), "float32", "NCHW", PixelFormat("BGR"))


def ettrack(folder: Path, threads: int) -> tuple[SingleTarget[Any], tuple[LocalNetwork, ...]]:
    """E.T.Track around its two demo networks."""
    template, search = (folder / name for name in FILES["ettrack"])
    features = TensorSpec("zf", (1, 96, 8, 8), "float32")
    networks = (
        LocalNetwork(template, inputs=(image_input("z", 127),), threads=threads),
        LocalNetwork(search, inputs=(image_input("x", 288), features), threads=threads),
    )
    return EtTrack(networks, EtTrackParameters()), networks


def siamrpn(folder: Path, threads: int) -> tuple[SingleTarget[Any], tuple[LocalNetwork, ...]]:
    """SiamRPN around its demo network."""
    inputs = (bgr_input("template", 127), bgr_input("search", 255))
    networks = (LocalNetwork(folder / FILES["siamrpn"][0], inputs=inputs, threads=threads),)
    return SiamRpn(networks, SiamRpnParameters()), networks


MAKERS = {"ettrack": ettrack, "siamrpn": siamrpn}


def tracker_start(name: str, folder: Path, scores: list[float], threads: int = 1) -> Start:
    """Starts a tracker with the networks in `folder`; every update's score goes to `scores`."""
    single, networks = MAKERS[name](folder, threads)

    def start(bgr: NDArray[np.uint8], box: Floats) -> Update:
        tracker = PerTarget(single, networks)
        tracker.start(Frame(0, 0.0, bgr), {1: Box(*map(float, box))}, StageClock())
        scores.clear()

        def update(next_bgr: NDArray[np.uint8]) -> Floats:
            (track,) = tracker.update(Frame(0, 0.0, next_bgr), StageClock())
            scores.append(track.score)
            return np.array([track.box.x, track.box.y, track.box.w, track.box.h])

        return update

    return start


def print_clip(start: Start, scores: list[float], clips: Path) -> None:
    """AUC on the demo clip for the figures that stay visible, with biases of place and size."""
    with np.load(clips / "demo.groundtruth.npz") as stored:
        truth = {name: stored[name] for name in ("ids", "boxes", "visibility")}
    frames = list(frames_of(clips / "demo.mp4"))
    for column, figure in enumerate(truth["ids"]):
        visible = truth["visibility"][:, column]
        first = int(np.flatnonzero(visible > _FULLY_VISIBLE)[0])
        if (visible[first:] > _VISIBLE).mean() <= _STAYS:
            continue
        wanted = truth["boxes"][first:, column].astype(np.float64)
        boxes, cost_ms = follow(frames[first:], wanted[0], start)
        ious = overlaps(boxes, wanted)
        seen = visible[first:] > _VISIBLE
        away = (boxes[:, :2] + boxes[:, 2:] / 2 - wanted[:, :2] - wanted[:, 2:] / 2)[seen]
        grown = np.median((boxes[:, 2:] / wanted[:, 2:])[seen], 0)
        print(
            f"figure {figure}: from frame {first}, AUC {success_auc(ious):.3f}, "
            f"mean IoU {np.nanmean(ious):.3f}, centre off by {np.median(away, 0).round(1)} px, "
            f"size x {grown.round(2)}, scores (5 %, median) {np.percentile(scores, [5, 50]).round(2)}, "
            f"{cost_ms:.1f} ms per frame",
            flush=True,
        )


def print_videos(start: Start, scores: list[float], folder: Path) -> None:
    """AUC on annotated videos, and the scores while the target is there and while it is not."""
    results = []
    for name, frames, truth in sequences(folder):
        boxes, cost_ms = follow(frames, truth[0], start)
        ious = overlaps(boxes, truth)
        results.append(success_auc(ious))
        found = np.array(scores)[np.nan_to_num(ious[1:]) > 0.5]
        absent = np.array(scores)[np.isnan(ious[1:])]
        parts = [f"{name:14s} AUC {results[-1]:.3f}, first 150 frames {success_auc(ious[:150]):.3f}"]
        if len(found):
            parts.append(f"scores on target (5 %, median) {np.percentile(found, [5, 50]).round(2)}")
        if len(absent):
            parts.append(f"scores while absent (median, 95 %) {np.percentile(absent, [50, 95]).round(2)}")
        print(", ".join([*parts, f"{cost_ms:.1f} ms per frame"]), flush=True)
    print(f"{'mean':14s} AUC {np.mean(results):.3f}")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=Path, default=RESOURCES / "networks")
    parser.add_argument("--clips", type=Path, default=RESOURCES / "clips")
    parser.add_argument("--videos", type=Path, help="folder of annotated sequences")
    parser.add_argument("--tracker", choices=tuple(MAKERS), action="append", help="default: all")
    args = parser.parse_args(argv)
    chosen = args.tracker or list(MAKERS)
    # First of all: the trackers' networks share one pool of threads, and none with its own can come later.
    for file in (file for name in chosen for file in FILES[name]):
        print_speed(args.networks / file)
    for name in chosen:
        scores: list[float] = []
        start = tracker_start(name, args.networks, scores)
        print_clip(start, scores, args.clips)
        if args.videos:
            print_videos(start, scores, args.videos)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
