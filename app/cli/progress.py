"""Progress of long work on a terminal's stderr, and nowhere else."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from time import monotonic

_LEAST_S = 0.1
_WIDTH = 64


@contextlib.contextmanager
def shown_progress() -> Iterator[Callable[[float | None, str], None]]:
    """A callable that shows share and what is done in one line, which is wiped at the end."""
    if not sys.stderr.isatty():
        yield lambda _share, _what: None
        return
    last_s = 0.0

    def report(share: float | None, what: str) -> None:
        nonlocal last_s
        now_s = monotonic()
        if now_s - last_s < _LEAST_S:
            return
        last_s = now_s
        percent = "     " if share is None else f"{share:4.0%} "
        print(f"\r{percent}{what}"[:_WIDTH].ljust(_WIDTH), end="", file=sys.stderr, flush=True)

    try:
        yield report
    finally:
        print("\r" + " " * _WIDTH + "\r", end="", file=sys.stderr, flush=True)
