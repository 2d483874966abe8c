"""What cameras and streams share: a thread that keeps the newest picture only and reopens what is lost."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engines.errors import Cancelled, TrackbenchError
from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video.errors import CannotSeek, SourceStalled
from engines.video.frame_index import ShouldCancel
from engines.video.source import SourceInfo

logger = logging.getLogger(__name__)

_CANCEL_CHECK_S = 0.1


class GrabFailed(Exception):
    """A device or server gives no picture now; the reason is fit to be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture as it came in.

    Attributes:
        bgr: (H, W, 3) uint8.
        decode_ms: spent on decoding and converting, None where unknown.
        due_s: when it is to be shown, in seconds from the first one, where the sender does not pace itself.
    """

    bgr: NDArray[np.uint8]
    decode_ms: float | None = None
    due_s: float | None = None


class Grabber(Protocol):
    """An open device or connection. Used by the reader thread only."""

    @property
    def fps(self) -> float | None: ...

    def grab(self) -> Picture | None:
        """The next picture, or None where the sender has come to its end. Raises GrabFailed."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LivePlan:
    """How a live source is opened, named and spoken of when it fails.

    Attributes:
        spec, title: as in SourceInfo; never with credentials.
        open_grabber: opens device or connection, within a bounded time; raises GrabFailed.
        missing: the error when nothing comes at the start; given the library's reason.
        lost: the error when a source that worked is gone, told at once. None: only a stall is told.
        first_pause_s, longest_pause_s: between attempts to open it again; doubled each time.
    """

    spec: str
    title: str
    open_grabber: Callable[[], Grabber]
    missing: Callable[[str], TrackbenchError]
    lost: Callable[[str], TrackbenchError] | None = None
    first_pause_s: float = 0.5
    longest_pause_s: float = 8.0


class LiveSource:
    """An open camera or stream (a FrameSource). `close` may be called from any thread and wakes a `read`.

    Frames are numbered as they come in, so a gap in the numbers is the count of skipped ones.
    """

    ground_truth: GroundTruth | None = None

    def __init__(
        self, plan: LivePlan, *, open_timeout_s: float = 10.0, should_cancel: ShouldCancel | None = None
    ) -> None:
        self._plan = plan
        self._changed = threading.Condition()
        self._newest: tuple[Frame, float | None] | None = None
        self._received = self._skipped = 0
        self._closed = self._ended = self._loss_untold = False
        self._reason, self._first_at = "", 0.0
        self._fps: float | None = None
        self._decode_ms: float | None = None
        self._reader = threading.Thread(target=self._run, name=f"live {plan.title}", daemon=True)
        self._reader.start()
        try:
            self._info = self._wait_for_first(open_timeout_s, should_cancel)
        except BaseException:
            # Often still inside the library's own time-out; nobody is to wait for that after a failure.
            self.close(timeout_s=0.2)
            raise

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def skipped(self) -> int:
        """Pictures that came in and were replaced by a newer one before anyone read them."""
        with self._changed:
            return self._skipped

    @property
    def decode_ms(self) -> float | None:
        """What the frame returned last cost to decode."""
        return self._decode_ms

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        """The newest frame not read yet; waits for one. None once closed or at the sender's end.

        Raises SourceStalled (or the plan's own error, for a camera) while it is tried again in the
        background; a later `read` may succeed.
        """
        with self._changed:
            self._changed.wait_for(self._has_news, timeout_s)
            if self._newest is not None and not self._closed:
                (frame, self._decode_ms), self._newest = self._newest, None
                return frame
            if self._closed or self._ended:
                return None
            is_lost, self._loss_untold = bool(self._reason), False
            if is_lost and self._plan.lost is not None:
                raise self._plan.lost(self._reason)
            raise SourceStalled(title=self._plan.title, waited_s=timeout_s, details=self._reason)

    def seek(self, index: int) -> None:
        raise CannotSeek(title=self._plan.title)

    def close(self, timeout_s: float = 2.0) -> None:
        """Stops within `timeout_s`; a reader still stuck in a library call ends by its own time-out."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._reader is not threading.current_thread():
            self._reader.join(timeout_s)

    def _has_news(self) -> bool:
        return self._newest is not None or self._closed or self._ended or self._loss_untold

    def _wait_for_first(self, timeout_s: float, should_cancel: ShouldCancel | None) -> SourceInfo:
        until = time.monotonic() + timeout_s
        with self._changed:
            while self._newest is None and not self._ended:
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(min(left, _CANCEL_CHECK_S))
                if should_cancel is not None and should_cancel():
                    raise Cancelled()
                if self._reason:
                    break  # refused, not found, no password: waiting does not change it, the user can
            if self._newest is None:
                raise self._plan.missing(self._reason or f"Nothing came within {timeout_s:g} s.")
            frame = self._newest[0]
            plan = self._plan
            return SourceInfo(plan.spec, plan.title, frame.width, frame.height, self._fps, None, True)

    def _run(self) -> None:
        pause_s = self._plan.first_pause_s
        while not self._closed and not self._ended:
            if self._receive():
                pause_s = self._plan.first_pause_s
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._ended, pause_s)
            pause_s = min(pause_s * 2, self._plan.longest_pause_s)

    def _receive(self) -> bool:
        """Takes pictures until the sender fails, ends or `close` is called; True if any came."""
        before = self._received
        grabber: Grabber | None = None
        try:
            grabber = self._plan.open_grabber()
            self._fps = grabber.fps
            started = time.monotonic()
            while not self._closed:
                picture = grabber.grab()
                if picture is None:
                    self._end()
                    break
                self._publish(picture, started)
        except GrabFailed as error:
            self._fail(str(error))
        finally:
            if grabber is not None:
                grabber.close()
        return self._received > before

    def _publish(self, picture: Picture, started: float) -> None:
        with self._changed:
            if picture.due_s is not None:
                wait_s = started + picture.due_s - time.monotonic()
                self._changed.wait_for(lambda: self._closed, max(wait_s, 0.0))
            now = time.monotonic()
            if self._received == 0:
                self._first_at = now
            frame = Frame(self._received, now - self._first_at, picture.bgr)
            self._received += 1
            self._skipped += self._newest is not None
            self._newest = (frame, picture.decode_ms)
            self._reason, self._loss_untold = "", False
            self._changed.notify_all()

    def _fail(self, reason: str) -> None:
        logger.warning("%s: %s; trying again", self._plan.title, reason)
        with self._changed:
            self._loss_untold = self._plan.lost is not None and not self._reason
            self._reason = reason
            self._changed.notify_all()

    def _end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
