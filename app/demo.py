"""The demo: what is shown before anybody has weights, a video or a board."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from engines.geometry import Box
from engines.ground_truth import GroundTruth

MODEL = "demo-sot"
BOARD = "virtual"


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Clip and first targets (ids from 1, boxes in frame 0)."""

    clip: Path
    targets: dict[int, Box]


def demo_clip() -> Path:
    return Path(str(resources.files("resources") / "clips" / "demo.mp4"))


def demo_plan(truth: GroundTruth) -> DemoPlan:
    """Follows whom the ground truth sees in the most frames, from the first one on."""
    first = {track.id: track.box for track in truth.at(0)}
    seen = {track_id: sum(truth.box_of(i, track_id) is not None for i in range(len(truth.frames)))
            for track_id in first}  # fmt: skip
    longest = max(seen, key=lambda track_id: seen[track_id])
    return DemoPlan(demo_clip(), {1: first[longest]})
