"""Network streams, by PyAV. OpenCV would use the same FFmpeg, without its time-outs."""

from __future__ import annotations

import time
from typing import Any

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from engines.video.address import scheme_of, scrub, short_name, without_secrets
from engines.video.errors import StreamUnreachable
from engines.video.frame_index import ShouldCancel
from engines.video.live import GrabFailed, LivePlan, LiveSource, Picture

# Not five seconds of looking at the stream before the first picture. Without "nobuffer": it throws away what
# was looked at, often the only key frame for seconds.
_OPTIONS = {"flags": "low_delay", "analyzeduration": "2000000"}
# UDP loses packets on most office networks and the picture tears; cameras all speak TCP too.
_RTSP_OPTIONS = {"rtsp_transport": "tcp"}


class Stream(LiveSource):
    """RTSP, HTTP(S), UDP and kin. A stalled or dropped one is opened again, with growing pauses.

    The password in the address goes to the server only: not into info, messages or logs.
    """

    def __init__(
        self,
        address: str,
        *,
        open_timeout_s: float = 10.0,
        stall_timeout_s: float = 5.0,
        should_cancel: ShouldCancel | None = None,
        first_pause_s: float = 0.5,
    ) -> None:
        title = short_name(address)
        plan = LivePlan(
            spec=without_secrets(address),
            title=title,
            open_grabber=lambda: _StreamGrabber(address, open_timeout_s, stall_timeout_s),
            missing=lambda reason: StreamUnreachable(title=title, details=reason),
            first_pause_s=first_pause_s,
        )
        super().__init__(plan, open_timeout_s=open_timeout_s, should_cancel=should_cancel)


class _StreamGrabber:
    def __init__(self, address: str, open_timeout_s: float, stall_timeout_s: float) -> None:
        self._address = address
        options = _OPTIONS | (_RTSP_OPTIONS if scheme_of(address) in ("rtsp", "rtsps") else {})
        try:
            self._container = av.open(address, options=options, timeout=(open_timeout_s, stall_timeout_s))
        except (av.FFmpegError, OSError) as error:
            # "from None": the library's error carries the address with its password.
            raise GrabFailed(self._reason(error)) from None
        video = self._container.streams.best("video")
        if video is None:
            self._container.close()
            raise GrabFailed("The stream holds no video.")
        video.thread_type = "SLICE"  # frame threads would hold back one picture each
        self.fps: float | None = float(video.average_rate) if video.average_rate else None
        # A recording behind an address comes as fast as the network gives it, and has an end.
        self._is_recording = bool(self._container.duration and self._container.duration > 0)
        self._time_base = float(video.time_base or 0)
        self._first_pts: int | None = None
        self._converter = VideoReformatter()
        self._packets = self._container.demux(video)
        self._waiting: list[tuple[Any, float]] = []

    def grab(self) -> Picture | None:
        while not self._waiting:
            try:
                packet = next(self._packets, None)
            except (av.FFmpegError, OSError) as error:
                raise GrabFailed(self._reason(error)) from None
            if packet is None:
                if self._is_recording:
                    return None
                raise GrabFailed("The sender closed the stream.")
            self._waiting = self._decode(packet)
        picture, decode_ms = self._waiting.pop(0)
        started = time.perf_counter_ns()
        bgr = self._converter.reformat(picture, format="bgr24", threads=2).to_ndarray()
        decode_ms += (time.perf_counter_ns() - started) / 1e6
        return Picture(np.ascontiguousarray(bgr), decode_ms, self._due(picture.pts))

    def close(self) -> None:
        self._waiting, self._packets = [], iter(())
        self._container.close()

    def _decode(self, packet: Any) -> list[tuple[Any, float]]:
        started = time.perf_counter_ns()
        try:
            pictures = list(packet.decode())
        except av.FFmpegError:
            return []  # a packet damaged on the way; the next key frame mends the picture
        spent_ms = (time.perf_counter_ns() - started) / 1e6
        return [(picture, spent_ms / len(pictures)) for picture in pictures]

    def _due(self, pts: int | None) -> float | None:
        if not self._is_recording or pts is None:
            return None
        if self._first_pts is None:
            self._first_pts = pts
        return (pts - self._first_pts) * self._time_base

    def _reason(self, error: Exception) -> str:
        return scrub(str(getattr(error, "strerror", None) or type(error).__name__), self._address)
