"""What a recording or a vendor's profile says about speed, in one form for tables and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import LINK_STAGES, Stage
from engines.layer_stats import LayerRow
from engines.origin import Origin
from engines.profiles.imported import ImportedProfile
from engines.recorded_layers import layer_rows
from engines.recording_reader import ORIGINS, STAGES, OpenRecording
from engines.timing import Percentiles


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage over the frames, in ms. `origin` is the least of those of its frames: see `of_stages`."""

    percentiles: Percentiles
    origin: Origin


@dataclass(frozen=True, slots=True)
class RunFigures:
    """Figures of one side. Unknown is None.

    Attributes:
        title: names it.
        layers: as in `LayerRow`; of a vendor's file one row per layer of the file.
        cosines: per layer, where the file tells them.
        stages: of ordinary frames, or where all were profiled, of those.
        link: the link whichever way, of the same frames: where its two ways are told, their sum.
        stages_are_profiled: whether profiled frames were all there was.
        frames, profiled_frames: how many; None for a vendor's file.
        step_plain, step_profiled: wall time of a step in ms, in ordinary and in profiled frames.
        frames_per_second: of a recording 1000 over the mean of what a run waited for an ordinary frame
            (what the pipeline could do, decoding aside), of a vendor's file what that says.
        latency_ms: of one inference, as a vendor's file tells it.
        speed_origin: of steps, rate and latency; of a recording the least of its stages' origins, because
            a step that waits for a simulated board is simulated, too.
        dropped: frames that a live source skipped.
        bytes_out, bytes_in: per frame, mean, None without a link.
    """

    title: str
    layers: tuple[LayerRow, ...] = ()
    cosines: tuple[float | None, ...] = ()
    stages: Mapping[Stage, StageFigures] = field(default_factory=dict)
    link: StageFigures | None = None
    stages_are_profiled: bool = False
    frames: int | None = None
    profiled_frames: int | None = None
    step_plain: Percentiles | None = None
    step_profiled: Percentiles | None = None
    frames_per_second: float | None = None
    speed_origin: Origin | None = None
    latency_ms: float | None = None
    dropped: int | None = None
    bytes_out: float | None = None
    bytes_in: float | None = None

    @property
    def inflation(self) -> float | None:
        """Median step of profiled frames over that of ordinary ones: what profiling itself costs."""
        if self.step_plain is None or self.step_profiled is None or self.step_plain.p50 <= 0:
            return None
        return self.step_profiled.p50 / self.step_plain.p50


def figures_of_profile(profile: ImportedProfile) -> RunFigures:
    """A vendor's file as a side."""
    return RunFigures(
        title=profile.model_name or profile.name,
        layers=profile.rows(),
        cosines=tuple(layer.cosine for layer in profile.layers),
        frames_per_second=profile.frames_per_second,
        speed_origin=profile.origin,
        latency_ms=profile.latency_ms,
    )


def figures_of_recording(recording: OpenRecording) -> RunFigures:
    """A recording as a side."""
    frames = recording.frames
    layers = layer_rows(recording)
    profiled = frames.table >= 0
    all_profiled = bool(profiled.all()) and len(recording) > 0
    plain_ms = _known(frames.step_ms[~profiled])
    linked = frames.link_bytes[frames.link_bytes[:, 0] >= 0]
    shown = profiled if all_profiled else ~profiled
    return RunFigures(
        title=recording.folder.name,
        layers=layers,
        cosines=(None,) * len(layers),
        stages=of_stages(frames.stage_ms[shown], frames.stage_origin[shown]),
        link=_whole_link(frames.stage_ms[shown], frames.stage_origin[shown]),
        stages_are_profiled=all_profiled,
        frames=len(recording),
        profiled_frames=int(profiled.sum()),
        step_plain=_percentiles(plain_ms),
        step_profiled=_percentiles(_known(frames.step_ms[profiled])),
        frames_per_second=_rate(_known((frames.step_ms - frames.ahead_ms)[~profiled])),
        speed_origin=_least(frames.stage_origin),
        dropped=int(frames.dropped.sum()),
        bytes_out=float(linked[:, 0].mean()) if len(linked) else None,
        bytes_in=float(linked[:, 1].mean()) if len(linked) else None,
    )


def of_stages(ms: NDArray[np.float32], origins: NDArray[np.uint8]) -> dict[Stage, StageFigures]:
    """Percentiles of every stage that any frame met.

    A stage that was simulated or published in any frame is not called measured.

    Args:
        ms: [frames, stages] in order of `Stage`, NaN where a frame did not meet one.
        origins: [frames, stages], places in `Origin`.
    """
    found = {}
    for place, stage in enumerate(STAGES):
        met = np.isfinite(ms[:, place])
        percentiles = _percentiles(ms[met, place])
        if percentiles is not None:
            found[stage] = StageFigures(percentiles, _least(origins[met, place]))
    return found


def _whole_link(ms: NDArray[np.float32], origins: NDArray[np.uint8]) -> StageFigures | None:
    """Sums within each frame: sums of percentiles would be something else. Arguments as of `of_stages`."""
    places = [STAGES.index(stage) for stage in LINK_STAGES]
    parts = ms[:, places]
    met = np.isfinite(parts)
    sums = np.nansum(parts, axis=1)[met.any(axis=1)]
    percentiles = _percentiles(sums)
    return None if percentiles is None else StageFigures(percentiles, _least(origins[:, places][met]))


def _least(origins: NDArray[np.uint8]) -> Origin:
    """The one of these places in `Origin` that claims least; measured where nothing was timed."""
    known = origins[origins < len(ORIGINS)]
    return ORIGINS[int(known.max())] if len(known) else Origin.MEASURED


def _rate(waited_ms: NDArray[np.float64]) -> float | None:
    mean_ms = float(waited_ms.mean()) if len(waited_ms) else 0.0
    return 1000 / mean_ms if mean_ms > 0 else None


def _percentiles(values: NDArray[Any]) -> Percentiles | None:
    return Percentiles.of(cast("Sequence[float]", values))


def _known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[np.isfinite(values)]
