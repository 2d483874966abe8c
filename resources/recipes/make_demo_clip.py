"""Writes the bundled demo clip and its ground truth.

Run from the project's root: `python -m resources.recipes.make_demo_clip`. One encoder thread and fixed
settings: the same versions of OpenCV, NumPy and x264 give the same file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.scene import GroundTruth, Scene

CLIPS = Path(__file__).resolve().parents[1] / "clips"
SEED = 1
SIZE = (1280, 720)
RATE_HZ = 25
FRAMES = 600
CRF = 24
KEYFRAME_EVERY = 50


def rendered(scene: Scene, frames: int) -> Iterator[tuple[NDArray[np.uint8], GroundTruth]]:
    """Picture and ground truth of every frame."""
    for index in range(frames):
        yield scene.render(index / RATE_HZ)


def add_encoder(container: av.container.OutputContainer) -> av.VideoStream:
    """An H.264 stream whose bytes depend on the pictures alone."""
    stream = container.add_stream("libx264", rate=RATE_HZ)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, RATE_HZ)
    stream.thread_count = 1
    stream.options = {
        "crf": str(CRF),
        "preset": "slow",
        "g": str(KEYFRAME_EVERY),
        "keyint_min": str(KEYFRAME_EVERY),
        "x264-params": f"threads=1:scenecut=0:keyint={KEYFRAME_EVERY}:min-keyint={KEYFRAME_EVERY}",
    }
    return stream


def write_clip(scene: Scene, path: Path) -> list[GroundTruth]:
    """Renders and encodes all frames; returns their ground truth."""
    truths = []
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = add_encoder(container)
        for index, (picture, truth) in enumerate(rendered(scene, FRAMES)):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = index
            container.mux(stream.encode(frame))
            truths.append(truth)
        container.mux(stream.encode(None))
    return truths


def write_truth(truths: Sequence[GroundTruth], path: Path) -> None:
    """Saves ids (N,), boxes (T, N, 4), keypoints (T, N, 17, 3) and visibility (T, N); see `GroundTruth`."""
    np.savez_compressed(
        path,
        ids=truths[0].ids,
        boxes=np.stack([truth.boxes for truth in truths]).astype(np.float32),
        keypoints=np.stack([truth.keypoints for truth in truths]).astype(np.float32),
        visibility=np.stack([truth.visibility for truth in truths]).astype(np.float32),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Makes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=CLIPS)
    args = parser.parse_args(argv)
    cv2.setNumThreads(1)
    clip = args.out / "demo.mp4"
    truths = write_clip(Scene(SEED, SIZE), clip)
    write_truth(truths, args.out / "demo.groundtruth.npz")
    print(f"{clip}: {len(truths)} frames, {clip.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
