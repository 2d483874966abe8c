"""A running program whose output is kept line by line, for those who wait for one of them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

from engines.boards.link import ShouldCancel, never

#: Bytes of a line that are kept.
LONGEST_LINE = 4096
_KEPT_LINES = 500
#: How long a wait goes on before it looks whether it was cancelled.
_LOOK_S = 0.1


class HeardProcess:
    """The part of `link.RemoteProcess` that is the same wherever a program runs: its last lines.

    The class that derives from it reads the output in a thread of its own and adds line after line.
    """

    def __init__(self, on_line: Callable[[str], None] | None) -> None:
        """`on_line` is called by the thread that adds."""
        self._on_line = on_line
        self._recent: deque[str] = deque(maxlen=_KEPT_LINES)
        self._changed = threading.Condition()
        self._has_ended = False

    @property
    def recent_lines(self) -> tuple[str, ...]:
        with self._changed:
            return tuple(self._recent)

    def wait_line(
        self, wanted: Callable[[str], bool], timeout_s: float, should_cancel: ShouldCancel = never
    ) -> str | None:
        """The first line, from the start, that is wanted; None if it ends or takes too long."""
        deadline_s = monotonic() + timeout_s
        with self._changed:
            while True:
                found = next((line for line in self._recent if wanted(line)), None)
                left_s = deadline_s - monotonic()
                if found is not None or self._has_ended or left_s <= 0 or should_cancel():
                    return found
                self._changed.wait(min(left_s, _LOOK_S))

    def _add_line(self, raw_line: bytes) -> None:
        """The next line, with or without its end."""
        line = raw_line[:LONGEST_LINE].decode("utf-8", "replace").rstrip("\r\n")
        with self._changed:
            self._recent.append(line)
            self._changed.notify_all()
        if self._on_line is not None:
            self._on_line(line)

    def _end_lines(self) -> None:
        """There are no more."""
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()
