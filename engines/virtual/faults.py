"""What a virtual board can be told to do wrong."""

from __future__ import annotations

import threading
from enum import StrEnum


class Fault(StrEnum):
    """Names as the command line takes them."""

    SERVICE_CRASH = "service-crash"
    WRONG_HOST_KEY = "wrong-host-key"
    FULL_DISK = "full-disk"


class Faults:
    """The faults that are switched on; they may change while the board runs."""

    def __init__(self, initial: frozenset[Fault] = frozenset()) -> None:
        self._active = set(initial)
        self._lock = threading.Lock()

    def __contains__(self, fault: Fault) -> bool:
        with self._lock:
            return fault in self._active

    def set(self, fault: Fault, *, on: bool) -> None:
        with self._lock:
            if on:
                self._active.add(fault)
            else:
                self._active.discard(fault)
