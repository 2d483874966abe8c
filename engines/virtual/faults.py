"""What a virtual board can be told to do wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    """Names as the command line takes them."""

    REBOOT = "reboot"
    SERVICE_CRASH = "service-crash"
    SERVICE_REFUSES = "service-refuses"
    PORT_TAKEN = "port-taken"
    SLOW_LINK = "slow-link"
    LOSSY_LINK = "lossy-link"
    HALF_OPEN = "half-open"
    CHANGED_HOST_KEY = "changed-host-key"
    WRONG_PASSWORD = "wrong-password"
    FULL_DISK = "full-disk"
    WRONG_BITSTREAM = "wrong-bitstream"
    VERSION_MISMATCH = "version-mismatch"
    CORRUPTED_MODEL = "corrupted-model"
    CLOCK_SKEW = "clock-skew"


#: Another spelling, which scripts may still use.
_ALIASES = {"wrong-host-key": Fault.CHANGED_HOST_KEY}
FAULT_NAMES = (*(str(fault) for fault in Fault), *_ALIASES)
#: Faults that only a family with a service, or with bitstreams, can have.
SERVICE_FAULTS = frozenset({Fault.SERVICE_CRASH, Fault.SERVICE_REFUSES, Fault.PORT_TAKEN})
BITSTREAM_FAULTS = frozenset({Fault.WRONG_BITSTREAM})


def fault_named(name: str) -> Fault:
    """The fault of a name or of its alias. Raises ValueError."""
    return _ALIASES.get(name) or Fault(name)


class Faults:
    """The faults that are switched on; they may change while the board runs."""

    def __init__(self, initial: frozenset[Fault] = frozenset()) -> None:
        self._since_s = dict.fromkeys(initial, 0.0)
        self._lock = threading.Lock()
        #: Called after each change, outside the lock, with the fault and whether it is on now.
        self.on_change: Callable[[Fault, bool], None] | None = None

    def __contains__(self, fault: Fault) -> bool:
        with self._lock:
            return fault in self._since_s

    def active(self) -> frozenset[Fault]:
        with self._lock:
            return frozenset(self._since_s)

    def since_s(self, fault: Fault) -> float | None:
        """When it was switched on (monotonic; 0 from the start), None while it is off."""
        with self._lock:
            return self._since_s.get(fault)

    def set(self, fault: Fault, *, on: bool) -> None:
        with self._lock:
            if on:
                self._since_s.setdefault(fault, time.monotonic())
            else:
                self._since_s.pop(fault, None)
        if self.on_change is not None:
            self.on_change(fault, on)
