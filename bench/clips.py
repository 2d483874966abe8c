"""Annotated sequences in memory, so that decoding is no part of what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engines.frame import Frame
from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.video.open import open_source


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Frames with their annotation; `truth[i]` is None where the target is absent."""

    name: str
    frames: tuple[Frame, ...]
    truth: GroundTruth

    def boxes(self, identity: int = 1) -> list[Box | None]:
        return [self.truth.box_of(i, identity) for i in range(len(self.frames))]

    @property
    def first_box(self) -> Box:
        """Of the target that is followed from the first frame on."""
        return self.truth.at(0)[0].box


def read_clip(path: Path, most: int | None = None) -> Clip:
    """A file or sequence folder as far as it is annotated, at most so many frames of it."""
    source = open_source(path)
    try:
        truth = source.ground_truth
        if truth is None:
            raise ValueError(f"{path} has no ground truth")
        count = len(truth.frames) if most is None else min(most, len(truth.frames))
        frames: list[Frame] = []
        while len(frames) < count and (frame := source.read()) is not None:
            frames.append(frame)
        return Clip(source.info.title, tuple(frames), truth)
    finally:
        source.close()
