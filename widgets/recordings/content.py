"""What the window of recordings shows of one entry, read and computed by a job before it is shown.

Memory: that of `OpenRecording` (160 bytes per frame and 57 per track in a frame; layer times stay in their
file), and some 300 bytes per layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.comparison import Comparable
from engines.frame_result import FrameResult
from engines.layer_stats import LayerRow
from engines.profiles.imported import ImportedProfile
from engines.recording_reader import ORIGINS, LayerName, OpenRecording
from engines.run_figures import RunFigures, figures_of_profile, figures_of_recording

_Key = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class RecordingContent:
    """A recording with its figures.

    Attributes:
        recording: its columns.
        figures: as comparisons and reports have them.
        max_ms: per row of `figures.layers` the longest total time, NaN where unknown.
    """

    recording: OpenRecording
    figures: RunFigures
    max_ms: NDArray[np.float64]

    def layer_ms(self, result: FrameResult) -> NDArray[np.float64]:
        """Total time of every layer in one frame, NaN where it has none; of several runs their mean."""
        places = {_key_of(row): at for at, row in enumerate(self.figures.layers)}
        times: dict[int, list[float]] = {}
        origin = result.layers.origin.value if result.layers else ""
        for layer in result.layers.layers if result.layers else ():
            at = places.get((layer.network, layer.op_id, layer.name, origin))
            if at is not None and layer.total_ms is not None:
                times.setdefault(at, []).append(layer.total_ms)
        found = np.full(len(places), np.nan)
        for at, values in times.items():
            found[at] = sum(values) / len(values)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ProfileContent:
    """A vendor's profile with its figures."""

    profile: ImportedProfile
    figures: RunFigures


Content = RecordingContent | ProfileContent


def content_of(side: Comparable) -> Content:
    """All that is shown of one side; to be called by a job."""
    if isinstance(side, ImportedProfile):
        return ProfileContent(side, figures_of_profile(side))
    figures = figures_of_recording(side)
    return RecordingContent(side, figures, longest_ms(side, figures.layers))


def longest_ms(recording: OpenRecording, rows: tuple[LayerRow, ...]) -> NDArray[np.float64]:
    """Longest total time of each layer over all profiled frames, NaN where unknown.

    Where a network ran several times in a frame, the frame counts with their mean, as it does for the
    percentiles.
    """
    places = {_key_of(row): at for at, row in enumerate(rows)}
    found = np.full(len(rows), np.nan)
    for table, names in enumerate(recording.tables):
        totals = recording.times(table)[:, :, 0]
        origins = recording.frames.layer_origin[recording.profiled(table)]
        for origin in np.unique(origins).tolist():
            chosen = totals if (origins == origin).all() else totals[origins == origin]
            peaks = np.fmax.reduce(chosen, axis=0)
            for key, columns in _columns_of(names, ORIGINS[origin].value).items():
                peak = float(peaks[columns[0]]) if len(columns) == 1 else _peak_of_means(chosen[:, columns])
                found[places[key]] = np.fmax(found[places[key]], peak)
    return found


def _peak_of_means(runs: NDArray[np.float32]) -> float:
    """Of times [frames, runs]."""
    means = np.ma.masked_invalid(runs).mean(axis=1).filled(np.nan)
    return float(np.fmax.reduce(means))


def _columns_of(names: tuple[LayerName, ...], origin: str) -> Mapping[_Key, list[int]]:
    columns: dict[_Key, list[int]] = {}
    for at, name in enumerate(names):
        columns.setdefault((name.network, name.op_id, name.name, origin), []).append(at)
    return columns


def _key_of(row: LayerRow) -> _Key:
    return row.network, row.op_id, row.name, row.origin.value
