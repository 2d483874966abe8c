"""What a run came to: frames, speed, stage times, bytes, and where each figure comes from."""

from __future__ import annotations

import platform
from collections import defaultdict
from dataclasses import asdict
from importlib import metadata
from time import perf_counter
from typing import Any

from engines.frame_result import FrameResult, Stage
from engines.origin import Origin
from engines.timing import Percentiles, Window
from engines.track import TrackState

# Enough for an hour at 30 frames/s; older frames leave the percentiles, never the counts.
_WINDOW = 100_000


class RunSummary:
    """Adds up results as they come. Memory grows with the number of tracks, not of frames."""

    def __init__(self, task: str = "sot", *, identities: bool = True) -> None:
        """Begins with nothing.

        Args:
            task: with targets (sot) lost frames are told for each, otherwise how many tracks there were.
            identities: whether the number of a track means something beyond its frame.
        """
        self._has_targets, self._identities = task == "sot", identities
        self._began_s: float | None = None
        self._last_s = 0.0
        self._frames = self._dropped = 0
        self._stages: dict[Stage, Window] = defaultdict(lambda: Window(_WINDOW))
        self._origins: dict[Stage, Origin] = {}
        self._plain, self._profiled = Window(_WINDOW), Window(_WINDOW)
        self._bytes_out = self._bytes_in = 0
        self._has_link = False
        self._lost: dict[int, int] = defaultdict(int)
        self._tracks = self._detections = self._detected_frames = 0

    def add(self, result: FrameResult) -> None:
        now_s = perf_counter()
        self._began_s = now_s if self._began_s is None else self._began_s
        self._last_s = now_s
        self._frames += 1
        self._dropped += result.dropped
        for entry in result.stages:
            self._stages[entry.stage].add(entry.ms)
            self._origins[entry.stage] = entry.origin
        if result.step_ms is not None:
            (self._profiled if result.layers is not None else self._plain).add(result.step_ms)
        if result.bytes_out is not None and result.bytes_in is not None:
            self._has_link = True
            self._bytes_out += result.bytes_out
            self._bytes_in += result.bytes_in
        if result.detections is not None:
            self._detections += result.detections
            self._detected_frames += 1
        for track in result.tracks:
            self._lost[track.id] += track.state is TrackState.LOST
            self._tracks += track.state is TrackState.TRACKED

    @property
    def frames_per_second(self) -> float | None:
        """Wall clock between first and last result; None below two frames."""
        if self._frames < 2 or self._began_s is None:
            return None
        return (self._frames - 1) / max(self._last_s - self._began_s, 1e-9)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON. Keys carry their units; unknown is null.

        Without targets `lost_frames` names the tracks that were lost only, and there are `tracks` (how many
        identities; null where there are none), `tracks_per_frame` and `detections_per_frame`.
        """
        shown_lost = {i: n for i, n in sorted(self._lost.items()) if n or self._has_targets}
        return {
            "frames": self._frames,
            "frames_per_second": _rounded(self.frames_per_second),
            "dropped": self._dropped,
            "stages_ms": {
                stage.value: {**_percentiles(window), "origin": self._origins[stage].value}
                for stage, window in sorted(self._stages.items(), key=lambda item: list(Stage).index(item[0]))
            },
            "step_unprofiled_ms": _percentiles(self._plain) or None,
            "step_profiled_ms": _percentiles(self._profiled) or None,
            "link_bytes": {"out": self._bytes_out, "in": self._bytes_in} if self._has_link else None,
            "lost_frames": {str(track_id): count for track_id, count in shown_lost.items()},
            **({} if self._has_targets else self._found()),
            "versions": versions(),
        }

    def _found(self) -> dict[str, Any]:
        def mean(count: int, frames: int) -> float | None:
            return _rounded(count / frames) if frames else None

        return {
            "tracks": len(self._lost) if self._identities else None,
            "tracks_per_frame": mean(self._tracks, self._frames),
            "detections_per_frame": mean(self._detections, self._detected_frames),
        }


def versions() -> dict[str, str]:
    """Versions of what decides about speed and results."""
    found = {"python": platform.python_version()}
    for name in ("trackbench", "onnxruntime", "opencv-python-headless", "numpy", "av"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _percentiles(window: Window) -> dict[str, Any]:
    percentiles: Percentiles | None = window.percentiles
    if percentiles is None:
        return {}
    return {key: _rounded(value) for key, value in asdict(percentiles).items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
