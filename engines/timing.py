"""Stamps of one frame, and percentiles over many."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns

import numpy as np

from engines.frame_result import Stage, StageTime
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.search_look import SearchLook
from engines.track import Track

_PLACE = {stage: place for place, stage in enumerate(Stage)}


class _Stopwatch:
    """One timed block; a class of its own takes a third of the time of a generator."""

    __slots__ = ("_clock", "_stage", "_start_ns")

    def __init__(self, clock: StageClock, stage: Stage) -> None:
        self._clock, self._stage = clock, stage
        self._start_ns = 0

    def __enter__(self) -> None:
        self._start_ns = perf_counter_ns()

    def __exit__(self, *_raised: object) -> None:
        self._clock.add(self._stage, (perf_counter_ns() - self._start_ns) / 1e6)


class StageClock:
    """Collects the stage times, bytes and layers of one frame; everybody on its way stamps into it.

    One clock per frame and thread. `wants_layers` tells a network whether this frame is profiled,
    `wants_looks` a tracker whether to keep what it looked at in `looks`, by target.
    `detections` is how many things were detected, None where nobody detects; `beside` are the tracks of a
    second tracker, None where there is none.
    """

    def __init__(self, *, wants_layers: bool = False, wants_looks: bool = False) -> None:
        self.wants_layers = wants_layers
        self.wants_looks = wants_looks
        self.looks: dict[int, SearchLook] = {}
        self.beside: tuple[Track, ...] | None = None
        self._ms: dict[Stage, float] = {}
        self._origin: dict[Stage, Origin] = {}  # of stages that were not measured, or in part only
        self._profiles: list[LayerProfile] = []
        self._bytes: tuple[int, int] | None = None
        self.detections: int | None = None
        self.elsewhere_ms: float | None = None

    def stage(self, stage: Stage) -> _Stopwatch:
        """Adds the wall time of the `with` block to a stage."""
        return _Stopwatch(self, stage)

    def add(self, stage: Stage, ms: float, origin: Origin = Origin.MEASURED) -> None:
        """Adds ms to a stage. A stage that is partly simulated counts as simulated."""
        self._ms[stage] = self._ms.get(stage, 0.0) + ms
        if origin is not Origin.MEASURED:
            self._origin[stage] = origin

    def add_layers(
        self, layers: Sequence[LayerTime] | Callable[[], tuple[LayerTime, ...]], origin: Origin
    ) -> None:
        """Adds the layers of one run of a network, or what makes them (see `LayerProfile`)."""
        self._profiles.append(LayerProfile(layers if callable(layers) else tuple(layers), origin))

    def add_bytes(self, bytes_out: int, bytes_in: int) -> None:
        out, back = self._bytes or (0, 0)
        self._bytes = (out + bytes_out, back + bytes_in)

    def add_elsewhere(self, ms: float) -> None:
        """Wall time of work on the frame beside the step, less what the step waited for it."""
        self.elsewhere_ms = (self.elsewhere_ms or 0.0) + ms

    @property
    def stages(self) -> tuple[StageTime, ...]:
        """Those that were met, in a frame's order."""
        ms, origin = self._ms, self._origin
        met = sorted(ms, key=_PLACE.__getitem__)
        return tuple([StageTime(stage, ms[stage], origin.get(stage, Origin.MEASURED)) for stage in met])

    @property
    def total_ms(self) -> float:
        return sum(self._ms.values())

    @property
    def layers(self) -> LayerProfile | None:
        """Of all runs, one behind the other; None where none told of any."""
        profiles = tuple(self._profiles)
        if len(profiles) < 2:
            return profiles[0] if profiles else None
        return LayerProfile(
            lambda: tuple(layer for profile in profiles for layer in profile.layers), profiles[-1].origin
        )

    @property
    def bytes_out_in(self) -> tuple[int, int] | None:
        return self._bytes


@dataclass(frozen=True, slots=True)
class Percentiles:
    """p50, p95 and p99 over `count` values, in the values' unit.

    Source: linear interpolation between closest ranks, numpy's default.
    """

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Percentiles | None:
        """Percentiles of the values, or None where there are none."""
        if not len(values):
            return None
        p50, p95, p99 = np.percentile(np.asarray(values, dtype=np.float64), (50, 95, 99))
        return cls(float(p50), float(p95), float(p99), len(values))


class Window:
    """The last `capacity` values: bounded memory whatever the length of a run."""

    def __init__(self, capacity: int = 300) -> None:
        self._values: deque[float] = deque(maxlen=capacity)

    def add(self, value: float) -> None:
        self._values.append(value)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def percentiles(self) -> Percentiles | None:
        return Percentiles.of(tuple(self._values))

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(self._values)
