"""Wall time of `trackbench --help` against `python -c pass`, and time to the first painted window.

Whole processes, from their start to their end, or to the end of the window's first paint (the clock is the
system's monotonic one, the same for all processes). Each has run once before, so files are cached. Source of
the bar: `--help` answers in under 0.3 s.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import monotonic

import numpy as np

from bench.measure import Effort, interleaved
from bench.rows import Row

HELP_BAR_S = 0.3
_LIMIT_S = 120


def run(effort: Effort) -> Iterator[Row]:
    sides = {
        "help": lambda: _run_to_end(["-m", "app", "--help"]),
        "nothing": lambda: _run_to_end(["-c", "pass"]),
    }
    rounds = effort.count(20, 3)
    times = interleaved(sides, rounds=rounds, calls=1, settle=0)
    ratio = times.ratio("help", "nothing")
    samples = f"median of {rounds}; python -c pass {ratio.base_ms / 1000:.3f} s"
    yield Row("startup", "trackbench --help", ratio.ours_ms / 1000, "s", HELP_BAR_S, samples=samples)
    yield Row("startup", "trackbench --help / python -c pass", ratio.value, samples=ratio.samples())
    count = effort.count(5, 1)
    shown_s = [_first_paint_s() for _ in range(count + 1)][1:]
    yield Row("startup", "first painted window", float(np.median(shown_s)), "s", samples=f"median of {count}")


def _run_to_end(arguments: Sequence[str]) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=_LIMIT_S)


def _first_paint_s() -> float:
    began_s = monotonic()
    command = [sys.executable, "-m", "bench.first_paint"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_LIMIT_S)
    return float(done.stdout.split()[-1]) - began_s
