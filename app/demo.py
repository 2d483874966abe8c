"""The demo: what is shown before anybody has weights, a video or a board."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from engines.geometry import Box
from engines.ground_truth import GroundTruth

MODEL = "demo-sot"
BOARD = "virtual"


def demo_clip() -> Path:
    return Path(str(resources.files("resources") / "clips" / "demo.mp4"))


def demo_targets(truth: GroundTruth | None) -> dict[int, Box]:
    """Whom the ground truth sees in the most frames, from the first one on, as target 1."""
    first = {track.id: track.box for track in truth.at(0)} if truth else {}
    if truth is None or not first:
        return {}
    counts = {
        track_id: sum(truth.box_of(i, track_id) is not None for i in range(len(truth.frames)))
        for track_id in first
    }
    longest = max(counts, key=lambda track_id: counts[track_id])
    return {1: first[longest]}
