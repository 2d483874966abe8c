"""Percentiles of every layer over the last profiled frames."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One operator over many profiled frames, times in ms. Unknown is None, never zero.

    Attributes:
        op_id, name, op_type, device, network: as in `LayerTime`.
        total_p50, total_p95: percentiles of the operator's whole time.
        memcpy_ms, hard_ms, other_ms: medians of Icraft's three parts; other may be negative.
        share: of the sum of all known `total_p50`, 0...1.
        count: profiled frames behind these figures.
        origin: of all its times.
    """

    op_id: int
    name: str
    op_type: str
    device: str
    network: str
    total_p50: float | None
    total_p95: float | None
    memcpy_ms: float | None
    hard_ms: float | None
    other_ms: float | None
    share: float | None
    count: int
    origin: Origin


_Key = tuple[str, int, str]


class LayerStats:
    """Keeps the last `capacity` profiles; memory is bounded whatever the length of a run."""

    def __init__(self, capacity: int = 100) -> None:
        self._profiles: deque[LayerProfile] = deque(maxlen=capacity)

    def add(self, profile: LayerProfile) -> None:
        """Adds one profiled frame. A profile of another origin starts afresh: origins do not mix."""
        if self._profiles and self._profiles[-1].origin is not profile.origin:
            self._profiles.clear()
        self._profiles.append(profile)

    def clear(self) -> None:
        self._profiles.clear()

    def __len__(self) -> int:
        return len(self._profiles)

    def rows(self) -> tuple[LayerRow, ...]:
        """One row per operator, in the order in which operators first ran."""
        seen: dict[_Key, list[LayerTime]] = {}
        for profile in self._profiles:
            for layer in profile.layers:
                seen.setdefault((layer.network, layer.op_id, layer.name), []).append(layer)
        medians = {key: _percentile([layer.total_ms for layer in layers], 50) for key, layers in seen.items()}
        whole = sum(median for median in medians.values() if median is not None)
        return tuple(self._row(layers, medians[key], whole) for key, layers in seen.items())

    def _row(self, layers: list[LayerTime], p50: float | None, whole: float) -> LayerRow:
        last = layers[-1]
        return LayerRow(
            op_id=last.op_id,
            name=last.name,
            op_type=last.op_type,
            device=last.device,
            network=last.network,
            total_p50=p50,
            total_p95=_percentile([layer.total_ms for layer in layers], 95),
            memcpy_ms=_percentile([layer.memcpy_ms for layer in layers], 50),
            hard_ms=_percentile([layer.hard_ms for layer in layers], 50),
            other_ms=_percentile([layer.other_ms for layer in layers], 50),
            share=p50 / whole if p50 is not None and whole > 0 else None,
            count=len(layers),
            origin=self._profiles[-1].origin,
        )


def _percentile(values: list[float | None], rank: float) -> float | None:
    """As `numpy.percentile`, which takes 0.1 ms even for a short list; the window asks for hundreds."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    place = (len(known) - 1) * rank / 100
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (known[above] - known[below]) * (place - below)
