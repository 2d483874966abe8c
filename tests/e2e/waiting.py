"""Waiting for what can be seen, instead of sleeping and hoping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Generous: two loaded cores. A test that goes well never waits that long.
PATIENCE_S = 30.0
_PAUSE_S = 0.03


def wait_until(look: Callable[[], T], what: str, timeout_s: float = PATIENCE_S) -> T:
    """Looks again and again until there is something to see; returns it.

    Args:
        look: gives something true once it has come so far.
        what: is waited for, for the failure's text.
        timeout_s: how long.
    """
    deadline_s = time.monotonic() + timeout_s
    while not (seen := look()):
        if time.monotonic() > deadline_s:
            raise AssertionError(f"not within {timeout_s:g} s: {what}")
        time.sleep(_PAUSE_S)
    return seen
