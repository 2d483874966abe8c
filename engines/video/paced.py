"""A file played as if it were live: frames that are late are skipped, as a camera would."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter, sleep

from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video.errors import CannotSeek
from engines.video.source import FrameSource, SourceInfo


class PacedSource:
    """Gives the frames of a file at the pace of their time stamps, and calls itself live.

    Its reader (`prefetch.Prefetcher`) keeps the newest frame only, so a tracker that is slower than the
    video sees what it would see of a camera.
    """

    def __init__(self, source: FrameSource, first: int = 0) -> None:
        """Takes over an open file, from frame `first` on."""
        self._source = source
        self._info = replace(source.info, is_live=True)
        self._began_s: float | None = None
        self.decode_ms: float | None = None
        if first:
            source.seek(first)

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def ground_truth(self) -> GroundTruth | None:
        return self._source.ground_truth

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        started_s = perf_counter()
        frame = self._source.read(timeout_s)
        now_s = perf_counter()
        self.decode_ms = (now_s - started_s) * 1000
        if frame is None:
            return None
        if self._began_s is None:
            self._began_s = now_s - frame.time_s
        early_s = self._began_s + frame.time_s - now_s
        if early_s > 0:
            sleep(min(early_s, timeout_s))
        return frame

    def seek(self, index: int) -> None:
        raise CannotSeek(title=self._info.title)

    def close(self) -> None:
        self._source.close()
