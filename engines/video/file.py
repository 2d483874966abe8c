"""Video files, frame by frame, forwards and backwards, by PyAV."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video.decoder import DecodedRing, FrameDecoder
from engines.video.errors import FileMissing, NotAVideo
from engines.video.frame_index import OnProgress, ShouldCancel, build_index
from engines.video.source import SourceInfo

logger = logging.getLogger(__name__)

RING_BYTES = 256 * 2**20
RING_COUNT = 256
# FFmpeg "plays" any text file as terminal art.
_TEXT_CODECS = frozenset({"ansi", "bintext", "xbin", "idf"})
_TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


class VideoFile:
    """An open video file (a FrameSource). A damaged tail is left out: it ends with the last whole frame."""

    def __init__(
        self,
        path: Path,
        *,
        title: str | None = None,
        fps: float | None = None,
        ground_truth: GroundTruth | None = None,
        problem: TrackbenchError | None = None,
        should_cancel: ShouldCancel | None = None,
        on_progress: OnProgress | None = None,
        ring_bytes: int = RING_BYTES,
        ring_count: int = RING_COUNT,
    ) -> None:
        self._path, self._ground_truth = path, ground_truth
        started = time.perf_counter()
        self._index = build_index(self._open, path, should_cancel, on_progress)
        self._converter = VideoReformatter()
        self._ring = DecodedRing(ring_bytes, ring_count)
        self._next = 0
        self._closed = False
        self._decoder = FrameDecoder(self._open, self._index)
        self._time_base = self._decoder.time_base
        self._fps = fps or self._decoder.nominal_fps
        first = self._first_frame()
        self._info = SourceInfo(
            spec=str(path),
            title=title or path.name,
            width=first.width,
            height=first.height,
            fps=self._fps,
            frame_count=self._index.count,
            is_live=False,
            problem=problem,
        )
        logger.info(
            "opened %s: %d frames, %d x %d, index in %.0f ms",
            path.name, self._index.count, first.width, first.height, (time.perf_counter() - started) * 1e3,
        )  # fmt: skip

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def ground_truth(self) -> GroundTruth | None:
        return self._ground_truth

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        """The next frame, None at the end. What cannot be decoded is left out; numbers stay true."""
        if self._closed or self._next >= self._index.count:
            return None
        decoded = self._ring.get(self._next) or self._decoder.decode_to(self._next, self._ring.put)
        if decoded is None or (decoded.number == self._index.count - 1 and decoded.picture.is_corrupt):
            self._next = self._index.count
            return None
        self._next = decoded.number + 1
        return Frame(decoded.number, self._time_of(decoded.number), self._to_bgr(decoded.picture))

    def seek(self, index: int) -> None:
        """Makes frame `index` the next one; numbers outside the file go to its start or end."""
        self._next = min(max(index, 0), self._index.count)

    def close(self) -> None:
        self._closed = True
        self._ring.clear()
        self._decoder.close()

    def _first_frame(self) -> Frame:
        try:
            first = self.read()
        except BaseException:
            self.close()
            raise
        if first is None:
            self.close()
            raise NotAVideo(path=self._path, details="Not a single frame can be decoded.")
        self._next = 0
        return first

    def _open(self) -> tuple[Any, Any]:
        return open_container(self._path)

    def _time_of(self, number: int) -> float:
        if self._index.in_order and not self._index.is_counted:
            return float(self._index.marks[number] - self._index.marks[0]) * self._time_base
        return number / (self._fps or 25.0)

    def _to_bgr(self, picture: Any) -> NDArray[np.uint8]:
        # Two threads: 0.7 ms for 1080p; "automatic" takes three times as long on a busy machine.
        bgr = self._converter.reformat(picture, format="bgr24", threads=2).to_ndarray()
        turn = _TURNS.get(round(picture.rotation) % 360)
        return np.ascontiguousarray(bgr if turn is None else cv2.rotate(bgr, turn), dtype=np.uint8)


def open_container(path: Path) -> tuple[Any, Any]:
    """Container and best video stream of a file, ready to decode with several threads.

    Raises FileMissing and NotAVideo.
    """
    if not path.is_file():
        raise FileMissing(path=path)
    try:
        # "file:" keeps FFmpeg from reading a colon in the name as a protocol.
        container = av.open(f"file:{path}")
    except (av.FFmpegError, OSError) as error:
        empty = path.stat().st_size == 0
        raise NotAVideo(path=path, details="The file is empty." if empty else str(error.strerror)) from error
    stream = container.streams.best("video")
    if stream is None or stream.codec_context is None or stream.codec_context.name in _TEXT_CODECS:
        container.close()
        raise NotAVideo(path=path, details="The file holds no video track.")
    stream.thread_type = "AUTO"
    return container, stream
