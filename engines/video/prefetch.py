"""Decoding ahead on a thread of its own, so that tracking never waits for the codec."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass

from engines.frame import Frame
from engines.video.errors import CannotSeek, SourceStalled
from engines.video.live import LiveSource
from engines.video.paced import PacedSource
from engines.video.source import FrameSource

logger = logging.getLogger(__name__)

# Every wait ends now and then, so that a lost wake-up can cost a second but never a hang.
_WAIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A frame with what it took to get it.

    Attributes:
        frame: the frame.
        decode_ms: spent on decoding and converting it, None where unknown.
        queue_ms: it lay ready before it was asked for, where that makes it older: of live sources. The
            frames of a file wait for their turn, which costs nothing; theirs is None.
        dropped: frames of a live source that were passed over since the one before; 0 for files.
    """

    frame: Frame
    decode_ms: float | None
    queue_ms: float | None
    dropped: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """What the decode thread hands over: a frame, a failure, or (neither) the end."""

    frame: Frame | None
    error: Exception | None
    decode_ms: float | None
    ready_ns: int


class Prefetcher:
    """Owns an open source and reads ahead of one consumer.

    A file gives every frame, in order. A live source gives its newest one only.
    """

    def __init__(self, source: FrameSource, depth: int = 4, read_timeout_s: float = 10.0) -> None:
        if depth < 1:
            raise ValueError(f"the queue needs room for a frame, got {depth}")
        self._source, self._info = source, source.info
        self._depth, self._read_timeout_s = depth, read_timeout_s
        self._changed = threading.Condition()
        self._queue: deque[_Ready] = deque()
        self._generation = 0
        self._pending_seek: int | None = None
        self._is_halted = False  # after an end or a failure, until a seek or until the failure is taken
        self._is_closing = False
        self._last_index: int | None = None
        self._thread = threading.Thread(target=self._run, name=f"decode {self._info.title}", daemon=True)
        self._thread.start()

    def get(self, timeout_s: float = 10.0) -> Fetched | None:
        """The next frame, or None at the end and after `close`.

        Raises what reading raised; the frame after it can be asked for. SourceStalled after `timeout_s`.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._is_closing, timeout_s)
            if self._is_closing:
                return None
            if not self._queue:
                raise SourceStalled(title=self._info.title, waited_s=timeout_s)
            ready = self._queue[0]
            if ready.frame is None and ready.error is None:
                return None  # stays in the queue: the end is the end until a seek
            self._queue.popleft()
            if ready.error is not None:
                self._is_halted = False
            self._changed.notify_all()
            dropped = self._count_dropped(ready.frame)
        if ready.frame is None:
            assert ready.error is not None
            raise ready.error
        waited_ms = (time.perf_counter_ns() - ready.ready_ns) / 1e6
        return Fetched(ready.frame, ready.decode_ms, waited_ms if self._info.is_live else None, dropped)

    def peek(self) -> Frame | None:
        """The frame that the next `get` will give, None where it is not decoded yet.

        None at the end, too, and for live sources, which may have a newer one by then.
        """
        with self._changed:
            return self._queue[0].frame if self._queue and not self._info.is_live else None

    def seek(self, index: int) -> None:
        """Makes `index` the next frame `get` returns; nothing read before is delivered any more."""
        if self._info.is_live:
            raise CannotSeek(title=self._info.title)
        with self._changed:
            self._generation += 1
            self._pending_seek = index
            self._queue.clear()
            self._is_halted = False
            self._changed.notify_all()

    def close(self, timeout_s: float = 5.0) -> None:
        """Ends the thread and closes the source. May be called twice, and while a `get` waits."""
        with self._changed:
            self._is_closing = True
            self._queue.clear()
            self._changed.notify_all()
        if isinstance(self._source, LiveSource):
            self._source.close()  # wakes a read that waits for a picture
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            logger.warning("decoding of %s did not end within %.1f s", self._info.title, timeout_s)

    def _count_dropped(self, frame: Frame | None) -> int:
        if frame is None or not self._info.is_live:
            return 0
        last, self._last_index = self._last_index, frame.index
        return 0 if last is None else frame.index - last - 1

    def _run(self) -> None:
        try:
            while (job := self._next_job()) is not None:
                generation, seek_to = job
                self._hand_over(generation, self._read(seek_to))
        finally:
            self._source.close()

    def _next_job(self) -> tuple[int, int | None] | None:
        """Waits until there is something to read: (generation, frame to go to first); None to end."""
        with self._changed:
            while not self._is_closing:
                if self._pending_seek is not None or self._has_room():
                    seek_to, self._pending_seek = self._pending_seek, None
                    return self._generation, seek_to
                self._changed.wait(_WAIT_S)
        return None

    def _has_room(self) -> bool:
        return not self._is_halted and (self._info.is_live or len(self._queue) < self._depth)

    def _read(self, seek_to: int | None) -> _Ready:
        started = time.perf_counter_ns()
        try:
            if seek_to is not None:
                self._source.seek(seek_to)
            frame = self._source.read(self._read_timeout_s)
        except Exception as error:  # noqa: BLE001 - not handled here: raised again where the frame is asked for
            return _Ready(None, error, None, time.perf_counter_ns())
        ended = time.perf_counter_ns()
        # Reading a live source is mostly waiting for its next picture; it knows itself what decoding took.
        decode_ms = (
            self._source.decode_ms
            if isinstance(self._source, LiveSource | PacedSource)
            else (ended - started) / 1e6
        )
        return _Ready(frame, None, decode_ms, ended)

    def _hand_over(self, generation: int, ready: _Ready) -> None:
        with self._changed:
            if generation != self._generation or self._is_closing:
                return
            if self._info.is_live and ready.frame is not None:
                self._queue.clear()
            self._queue.append(ready)
            self._is_halted = ready.frame is None
            self._changed.notify_all()
