"""Timing of several sides in turn, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter_ns

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    is_quick: bool = False

    def count(self, usual: int, quick: int) -> int:
        return quick if self.is_quick else usual


@dataclass(frozen=True, slots=True)
class Ratio:
    """One side's time over another's: median and quartiles over rounds, and both medians in ms."""

    value: float
    low: float
    high: float
    ours_ms: float
    base_ms: float
    rounds: int

    def samples(self, calls: int = 1) -> str:
        """For the table: how many, the spread, and the times behind it."""
        count = f"{self.rounds} rounds" if calls == 1 else f"{self.rounds} rounds of {calls}"
        spread = f"quartiles {self.low:.2f}-{self.high:.2f}"
        return f"{count}, {spread}, {self.ours_ms:.2f} / {self.base_ms:.2f} ms"


class Times:
    """ms per call of each side, one value per round."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._ms: dict[str, list[float]] = {name: [] for name in names}

    def add(self, name: str, ms: float) -> None:
        self._ms[name].append(ms)

    def of(self, name: str) -> NDArray[np.float64]:
        return np.array(self._ms[name])

    def ratio(self, ours: str, base: str) -> Ratio:
        """Compares values of the same round, so that a slow spell of the machine cancels out."""
        over, under = self.of(ours), self.of(base)
        low, middle, high = np.percentile(over / under, (25, 50, 75))
        medians = float(np.median(over)), float(np.median(under))
        return Ratio(float(middle), float(low), float(high), *medians, rounds=len(over))


def interleaved(
    sides: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    calls: int,
    settle: int = 2,
    before: Callable[[], object] = lambda: None,
) -> Times:
    """Times every side in every round, in an order that is drawn anew: who came before leaves traces.

    Args:
        sides: one call each.
        rounds: a first, further one is not counted.
        calls: per side and round; a round's value is their mean, so that nothing that happens only now
            and then is left out.
        settle: calls before those, not timed, in which a side finds its own data again in the caches.
        before: what else precedes each side's calls.
    """
    names = tuple(sides)
    times, draw = Times(names), random.Random(1)
    for number in range(-1, rounds):
        for name in draw.sample(names, len(names)):
            before()
            for _ in range(settle):
                sides[name]()
            ms = mean_ms(sides[name], calls)
            if number >= 0:
                times.add(name, ms)
    return times


def mean_ms(call: Callable[[], object], calls: int) -> float:
    began_ns = perf_counter_ns()
    for _ in range(calls):
        call()
    return (perf_counter_ns() - began_ns) / 1e6 / calls
