"""How much arrives per second, over the last two seconds: results, and bytes over the link."""

from __future__ import annotations

from collections import deque
from time import perf_counter

from engines.frame_result import FrameResult

_WINDOW_S = 2.0


class LiveRate:
    """Results and link bytes per second of wall time. Measured."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[float, int | None]] = deque()

    def add(self, result: FrameResult) -> None:
        sent = None if result.bytes_out is None else result.bytes_out + (result.bytes_in or 0)
        self._arrivals.append((perf_counter(), sent))

    def clear(self) -> None:
        self._arrivals.clear()

    @property
    def frames_per_second(self) -> float | None:
        """None while there are not two results within the window."""
        span_s = self._span_s()
        return None if span_s is None else (len(self._arrivals) - 1) / span_s

    @property
    def link_bytes_per_second(self) -> float | None:
        """Both directions together; None without a link."""
        span_s = self._span_s()
        sent = [count for _, count in self._arrivals if count is not None]
        return None if span_s is None or not sent else sum(sent[1:]) / span_s

    def _span_s(self) -> float | None:
        now_s = perf_counter()
        while self._arrivals and now_s - self._arrivals[0][0] > _WINDOW_S:
            self._arrivals.popleft()
        if len(self._arrivals) < 2:
            return None
        return max(self._arrivals[-1][0] - self._arrivals[0][0], 1e-6)
