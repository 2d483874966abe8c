"""Cameras of this computer, by OpenCV."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from engines.video.errors import CameraLost, CameraMissing
from engines.video.frame_index import ShouldCancel
from engines.video.live import GrabFailed, LivePlan, LiveSource, Picture

OpenCapture = Callable[[int | str], Any]


def open_capture(device: int | str) -> Any:
    """OpenCV's capture; on Linux straight by V4L2, since the other back ends only add slow failures."""
    return cv2.VideoCapture(device, cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)


class Camera(LiveSource):
    """A camera by index (0 is the first) or device path. One that vanishes is picked up when it is back."""

    def __init__(
        self,
        device: int | str,
        *,
        open_timeout_s: float = 10.0,
        should_cancel: ShouldCancel | None = None,
        open_capture: OpenCapture = open_capture,
        first_pause_s: float = 0.5,
    ) -> None:
        title = f"Camera {device}"
        plan = LivePlan(
            spec=str(device),
            title=title,
            open_grabber=lambda: _CameraGrabber(open_capture(device)),
            missing=lambda reason: CameraMissing(device=device, details=reason),
            lost=lambda reason: CameraLost(title=title, details=reason),
            first_pause_s=first_pause_s,
        )
        super().__init__(plan, open_timeout_s=open_timeout_s, should_cancel=should_cancel)


class _CameraGrabber:
    def __init__(self, capture: Any) -> None:
        self._capture = capture
        if not capture.isOpened():
            capture.release()
            raise GrabFailed("The device does not open.")
        fps = float(capture.get(cv2.CAP_PROP_FPS))
        self.fps: float | None = fps if fps > 0 else None

    def grab(self) -> Picture:
        try:
            if not self._capture.grab():
                raise GrabFailed("The device gives no more pictures.")
            started = time.perf_counter_ns()
            ok, bgr = self._capture.retrieve()
        except cv2.error as error:
            raise GrabFailed(str(error)) from error
        if not ok:
            raise GrabFailed("A picture of the device cannot be decoded.")
        if bgr.ndim == 2:
            bgr = cv2.cvtColor(bgr, cv2.COLOR_GRAY2BGR)
        return Picture(np.ascontiguousarray(bgr), (time.perf_counter_ns() - started) / 1e6)

    def close(self) -> None:
        self._capture.release()
