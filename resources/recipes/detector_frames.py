"""Frames of many imagined scenes at the size the detectors see them, drawn once and kept in a folder.

Run from the project's root: `python -m resources.recipes.detector_frames --out FOLDER`. The training recipe
calls it by itself where the folder is empty.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.scene import GroundTruth, Scene
from resources.recipes.textures import make_texture

FRAME_SIZE = (640, 360)
MOST_FIGURES = 12
_FIRST_SEED = 20_000
"""Far from 1, the seed of the demo clip."""
_DURATION_S = 24.0
_TEXTURE_SIDE = 512


class TexturedScene(Scene):
    """The same figures before a random texture instead of a plaza."""

    def paint_over(self, rng: np.random.Generator) -> None:
        """Replaces the plaza by a texture drawn with `rng`."""
        height, width = self._backdrop.shape[:2]
        texture = make_texture(rng, _TEXTURE_SIDE)
        self._backdrop = cv2.resize(texture, (width, height), interpolation=cv2.INTER_LINEAR)


@dataclass(frozen=True)
class Frames:
    """N frames with what they show; there are up to 12 figures, the rest and the absent ones are nan.

    Attributes:
        pictures: (N, 360, 640, 3) uint8 BGR.
        boxes: (N, 12, 4) float32 x, y, w, h in px.
        keypoints: (N, 12, 17, 3) float32, see `scene.GroundTruth`.
        visibility: (N, 12) float32 share that is seen, 0 for absent ones.
    """

    pictures: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    keypoints: NDArray[np.float32]
    visibility: NDArray[np.float32]


def make_scene(number: int) -> tuple[TexturedScene, int]:
    """The scene with this number, and how many times larger than `FRAME_SIZE` it is drawn (1 or 2).

    One in three is drawn at the demo clip's size and reduced; one in five stands before a texture.
    """
    rng = np.random.default_rng([_FIRST_SEED, number])
    factor = 2 if number % 3 == 0 else 1
    figures, staying = int(rng.integers(4, MOST_FIGURES + 1)), int(rng.integers(1, 4))
    size = (FRAME_SIZE[0] * factor, FRAME_SIZE[1] * factor)
    scene = TexturedScene(_FIRST_SEED + number, size, figures, _DURATION_S, staying)
    if number % 5 == 0:
        scene.paint_over(rng)
    return scene, factor


def reduced(
    picture: NDArray[np.uint8], truth: GroundTruth, factor: int
) -> tuple[NDArray[np.uint8], GroundTruth]:
    """Picture and ground truth made `factor` times smaller."""
    if factor == 1:
        return picture, truth
    small = cv2.resize(picture, FRAME_SIZE, interpolation=cv2.INTER_AREA)
    keypoints = truth.keypoints / np.float32([factor, factor, 1])
    return small, GroundTruth(truth.ids, truth.boxes / factor, keypoints, truth.visibility)


def draw_frames(folder: Path, first: int, scenes: int, times: int) -> None:
    """Writes `times` frames of each of the scenes `first` ... `first + scenes - 1` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    count = scenes * times
    shape = (count, FRAME_SIZE[1], FRAME_SIZE[0], 3)
    pictures = np.lib.format.open_memmap(folder / "pictures.npy", "w+", np.uint8, shape)
    boxes = np.full((count, MOST_FIGURES, 4), np.nan, np.float32)
    keypoints = np.full((count, MOST_FIGURES, 17, 3), np.nan, np.float32)
    visibility = np.zeros((count, MOST_FIGURES), np.float32)
    started = time.perf_counter()
    for number in range(scenes):
        scene, factor = make_scene(first + number)
        for step in range(times):
            at = number * times + step
            seen = scene.render(_DURATION_S * (step + 0.5) / times)
            pictures[at], truth = reduced(*seen, factor)
            present = len(truth.ids)
            boxes[at, :present], keypoints[at, :present] = truth.boxes, truth.keypoints
            visibility[at, :present] = truth.visibility
        if (number + 1) % 50 == 0:
            print(f"{number + 1} scenes, {time.perf_counter() - started:.0f} s", flush=True)
    pictures.flush()
    np.savez(folder / "truth.npz", boxes=boxes, keypoints=keypoints, visibility=visibility)


def load_frames(folder: Path) -> Frames:
    """The frames in a folder; pictures stay on disk until they are read."""
    with np.load(folder / "truth.npz") as truth:
        stored = {name: truth[name] for name in ("boxes", "keypoints", "visibility")}
    return Frames(np.load(folder / "pictures.npy", mmap_mode="r"), **stored)


def main(argv: Sequence[str] | None = None) -> int:
    """Draws the frames."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--scenes", type=int, default=600)
    parser.add_argument("--times", type=int, default=8)
    args = parser.parse_args(argv)
    cv2.setNumThreads(1)
    draw_frames(args.out, args.first, args.scenes, args.times)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
