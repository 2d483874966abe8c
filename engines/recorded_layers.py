"""Percentiles of every layer over a whole recording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engines.layer_stats import LayerRow
from engines.origin import Origin
from engines.recording_reader import ORIGINS, LayerName, OpenRecording


def layer_rows(recording: OpenRecording) -> tuple[LayerRow, ...]:
    """One row per layer, in the order in which layers first ran; times in ms.

    Layers of the same network, number, name and origin are one; where a network ran several times in a
    frame, the frame counts with their mean.
    """
    found: dict[tuple[str, int, str, int], _Samples] = {}
    for table, names in enumerate(recording.tables):
        times = recording.times(table)
        origins = recording.frames.layer_origin[recording.profiled(table)]
        for origin in np.unique(origins).tolist():
            chosen = times if (origins == origin).all() else times[origins == origin]
            for key, places in _places_of(names, origin).items():
                samples = found.setdefault(key, _Samples(names[places[0]], ORIGINS[origin]))
                samples.add(chosen, places)
    return _rows(list(found.values()))


class _Samples:
    """Times of one layer over the frames: pieces [4, frames]."""

    def __init__(self, name: LayerName, origin: Origin) -> None:
        self.name, self.origin = name, origin
        self._pieces: list[NDArray[np.float32]] = []

    def add(self, times: NDArray[np.float32], places: list[int]) -> None:
        if len(places) == 1:
            self._pieces.append(times[:, places[0]].T)
        else:
            self._pieces.append(np.ma.masked_invalid(times[:, places]).mean(axis=1).filled(np.nan).T)

    def percentiles(self) -> tuple[int, list[float | None], float | None]:
        """How many frames, the medians of the four columns, and the 95th percentile of the total."""
        columns = np.concatenate(self._pieces, axis=1)
        known = [column[np.isfinite(column)] for column in columns]
        medians = [float(np.median(values)) if len(values) else None for values in known]
        p95 = float(np.percentile(known[0], 95)) if len(known[0]) else None
        return columns.shape[1], medians, p95


def _places_of(names: tuple[LayerName, ...], origin: int) -> dict[tuple[str, int, str, int], list[int]]:
    places: dict[tuple[str, int, str, int], list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault((name.network, name.op_id, name.name, origin), []).append(place)
    return places


def _rows(samples: list[_Samples]) -> tuple[LayerRow, ...]:
    figures = [layer.percentiles() for layer in samples]
    whole = sum(medians[0] for _count, medians, _p95 in figures if medians[0] is not None)
    return tuple(
        LayerRow(
            op_id=layer.name.op_id,
            name=layer.name.name,
            op_type=layer.name.op_type,
            device=layer.name.device,
            network=layer.name.network,
            total_p50=total,
            total_p95=p95,
            memcpy_ms=memcpy,
            hard_ms=hard,
            other_ms=other,
            share=total / whole if total is not None and whole > 0 else None,
            count=count,
            origin=layer.origin,
        )
        for layer, (count, (total, memcpy, hard, other), p95) in zip(samples, figures, strict=True)
    )
