"""Runs another project's tracker over given detections and tells how long it took.

Executed by `bench.association` with the Python of an environment of its own (README here); it imports
nothing of this project. Usage: `runner.py {original|roboflow} FILE.npz CHECKOUT`. Prints `ready`, then
answers every line on its standard input by one pass over all frames with a new tracker: ms of processor time
per frame, or for the line `tracks` the ids and boxes of every frame as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time_ns
from typing import Any

import numpy as np

SIZE = (1080, 1920)
Rows = list[list[float]]


def original(checkout: Path) -> tuple[Callable[[], Any], Callable[[Any], Rows]]:
    """ByteTrack's own tracker. Its module asks for torch, which it never uses, and for numpy's old names."""
    np.float = float
    package = types.ModuleType("yolox")
    package.__path__ = [str(checkout / "yolox")]
    trackers = types.ModuleType("yolox.tracker")
    trackers.__path__ = [str(checkout / "yolox" / "tracker")]
    for name in ("torch", "torch.nn", "torch.nn.functional"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules.update({"yolox": package, "yolox.tracker": trackers})
    module = importlib.import_module("yolox.tracker.byte_tracker")
    args = types.SimpleNamespace(track_thresh=0.5, track_buffer=30, match_thresh=0.8, mot20=False)

    def make() -> Any:
        module.BaseTrack._count = 0
        tracker = module.BYTETracker(args, frame_rate=30)
        return lambda frame: tracker.update(frame, SIZE, SIZE)

    return make, lambda tracks: [[t.track_id, *t.tlwh.tolist()] for t in tracks]


def roboflow() -> tuple[Callable[[], Any], Callable[[Any], Rows]]:
    """`trackers`' ByteTrack with the thresholds of the original."""
    from trackers import ByteTrackTracker

    def make() -> Any:
        return ByteTrackTracker(track_activation_threshold=0.6, high_conf_det_threshold=0.5).update

    return make, lambda found: [
        [int(i), x, y, right - x, bottom - y]
        for i, (x, y, right, bottom) in zip(found.tracker_id, found.xyxy.tolist(), strict=True)
        if i >= 0
    ]


def frames_for(side: str, rows: np.ndarray, counts: np.ndarray) -> list[Any]:
    """Each frame as the tracker takes it; made anew, because the original writes into it."""
    parts = np.split(rows, np.cumsum(counts)[:-1])
    if side == "original":
        return [part.copy() for part in parts]
    import supervision

    return [
        supervision.Detections(
            part[:, :4].copy(), confidence=part[:, 4].copy(), class_id=np.zeros(len(part), int)
        )
        for part in parts
    ]


def main() -> None:
    warnings.simplefilter("ignore")
    side, file = sys.argv[1], np.load(sys.argv[2])
    make, listed = original(Path(sys.argv[3])) if side == "original" else roboflow()
    print("ready", flush=True)
    for line in sys.stdin:
        step, frames = make(), frames_for(side, file["rows"], file["counts"])
        if line.strip() == "tracks":
            print(json.dumps([listed(step(frame)) for frame in frames]), flush=True)
            continue
        began_ns = process_time_ns()
        for frame in frames:
            step(frame)
        print((process_time_ns() - began_ns) / 1e6 / len(frames), flush=True)


if __name__ == "__main__":
    main()
