"""When the next frame of a file is due."""

from __future__ import annotations

from time import perf_counter

# A frame later than this is not caught up with: the pace starts anew.
_MAX_LAG_S = 0.25


class Pace:
    """Follows the time stamps of frames, at a speed; 0 is as fast as it goes."""

    def __init__(self) -> None:
        self._due_s: float | None = None
        self._last_time_s: float | None = None

    def restart(self) -> None:
        """After a pause or a jump: the next frame is due at once."""
        self._due_s = self._last_time_s = None

    def take(self, time_s: float, speed: float) -> None:
        """Notes a frame that is shown now, by its presentation time; sets when the one after it is due."""
        now_s = perf_counter()
        previous_s, self._last_time_s = self._last_time_s, time_s
        if speed == 0 or previous_s is None:
            self._due_s = None if speed == 0 else now_s
            return
        due_s = (self._due_s if self._due_s is not None else now_s) + (time_s - previous_s) / speed
        self._due_s = due_s if due_s > now_s - _MAX_LAG_S else now_s

    @property
    def wait_s(self) -> float:
        """How long until the next frame is due."""
        return max(0.0, self._due_s - perf_counter()) if self._due_s is not None else 0.0
