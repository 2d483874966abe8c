"""Videos written frame by frame; whatever is written stays playable when power or disk fails."""

from __future__ import annotations

import errno
import logging
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engines.errors import CannotWrite, DiskFull, TrackbenchError

logger = logging.getLogger(__name__)

_ENCODER = {"preset": "veryfast", "crf": "20"}
# Each fragment stands alone, so a file that was never closed plays up to its last one.
# Without flush_packets a fragment waits in memory until 32 KiB have come together.
_MP4_OPTIONS = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}
_MKV_OPTIONS = {"cluster_time_limit": "1000", "flush_packets": "1"}
_MP4_SUFFIXES = frozenset({".mp4", ".m4v", ".mov"})
_DEFAULT_FPS = 25.0


class VideoWriter:
    """H.264 in MP4, or Matroska by the suffix .mkv; a key frame (and so a fragment) every second.

    Use as a context manager, or call `close`. Raises DiskFull and CannotWrite.
    """

    def __init__(self, path: Path, width: int, height: int, fps: float | None) -> None:
        self._path = path
        self._width, self._height = width, height
        rate = Fraction(fps if fps and fps > 0 else _DEFAULT_FPS).limit_denominator(1001)
        options = _MP4_OPTIONS if path.suffix.lower() in _MP4_SUFFIXES else _MKV_OPTIONS
        self._container: Any = None
        try:
            self._container = av.open(f"file:{path}", "w", options=options)
            self._stream: Any = self._container.add_stream("libx264", rate=rate, options=dict(_ENCODER))
            # 4:2:0 chroma needs even sizes.
            self._stream.width, self._stream.height = width + width % 2, height + height % 2
            self._stream.pix_fmt = "yuv420p"
            self._stream.codec_context.gop_size = max(round(float(rate)), 1)
            self._container.start_encoding()  # creates the file, so that a bad place is told now
        except (av.FFmpegError, OSError, ValueError) as error:
            failure = self._failure(error)
            self._abandon()
            raise failure from error

    @property
    def path(self) -> Path:
        return self._path

    def write(self, bgr: NDArray[np.uint8]) -> None:
        """Adds one picture, (H, W, 3) uint8 BGR; one of another size is scaled to the video's."""
        if self._container is None:
            raise CannotWrite(path=self._path, reason="it is closed")
        self._mux(av.VideoFrame.from_ndarray(self._fitted(bgr), format="bgr24"))

    def close(self) -> None:
        """Writes what the encoder still holds and finishes the file. May be called twice."""
        if self._container is None:
            return
        self._mux(None)
        container, self._container = self._container, None
        try:
            container.close()
        except (av.FFmpegError, OSError) as error:
            raise self._failure(error) from error

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fitted(self, bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if bgr.shape[:2] != (self._height, self._width):
            bgr = np.asarray(cv2.resize(bgr, (self._width, self._height)), dtype=np.uint8)
        if self._width % 2 or self._height % 2:
            border = (0, self._height % 2, 0, self._width % 2)
            bgr = np.asarray(cv2.copyMakeBorder(bgr, *border, cv2.BORDER_REPLICATE), dtype=np.uint8)
        return np.ascontiguousarray(bgr)

    def _mux(self, picture: Any) -> None:
        try:
            for packet in self._stream.encode(picture):
                self._container.mux(packet)
        except (av.FFmpegError, OSError) as error:
            failure = self._failure(error)
            self._abandon()
            raise failure from error

    def _abandon(self) -> None:
        """Lets go of the file after a failure; finishing it would fail the same way."""
        container, self._container = self._container, None
        if container is None:
            return
        try:
            container.close()
        except (av.FFmpegError, OSError) as error:
            logger.debug("closing %s after a failure: %s", self._path, error)

    def _failure(self, error: Exception) -> TrackbenchError:
        reason = str(getattr(error, "strerror", None) or error)
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(path=self._path, details=reason)
        return CannotWrite(path=self._path, reason=reason)
