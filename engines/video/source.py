"""Where frames come from: one narrow protocol for files, folders, cameras and streams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.ground_truth import GroundTruth


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known about a source once it is open.

    Attributes:
        spec: what the user named: path, camera index or URL (no credentials in it).
        title: short name for people.
        width, height: pixels of the first frame.
        fps: nominal frames per second, None where unknown.
        frame_count: None for live sources.
        is_live: a live source drops to its newest frame and cannot seek.
        problem: something worth telling that did not stop it from opening, such as unreadable ground truth.
    """

    spec: str
    title: str
    width: int
    height: int
    fps: float | None
    frame_count: int | None
    is_live: bool
    problem: TrackbenchError | None = None


class FrameSource(Protocol):
    """An open source of frames. Used by one thread at a time."""

    @property
    def info(self) -> SourceInfo: ...

    @property
    def ground_truth(self) -> GroundTruth | None: ...

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        """The next frame, or None at the end. Raises SourceStalled when a live source gives nothing."""

    def seek(self, index: int) -> None:
        """Makes frame `index` the next one that `read` returns. Raises CannotSeek on live sources."""

    def close(self) -> None:
        """Frees the file or device. May be called twice."""
