"""Two recordings, two vendors' profiles, or one of each, side by side: layers, stages and boxes.

Differences are b - a and ratios b / a throughout. Nothing is compared that is not known on both sides.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from engines.box_match import ComparedTrack, compare_tracks
from engines.frame_result import LINK_STAGES, Stage
from engines.layer_match import match_layers
from engines.layer_stats import LayerRow
from engines.origin import Origin
from engines.profiles.imported import ImportedProfile
from engines.recording_reader import OpenRecording
from engines.run_figures import RunFigures, StageFigures, figures_of_profile, figures_of_recording
from engines.texts import Text
from engines.timing import Percentiles

Comparable = OpenRecording | ImportedProfile


@dataclass(frozen=True, slots=True)
class ComparedLayer:
    """A layer of one side or of both; at least one of `a` and `b` is there."""

    a: LayerRow | None
    b: LayerRow | None
    a_cosine: float | None = None
    b_cosine: float | None = None

    @property
    def row(self) -> LayerRow:
        """The layer that names it."""
        found = self.a or self.b
        assert found is not None
        return found

    @property
    def figure(self) -> str | None:
        """Which time is compared: "total" where both know it, else "hard", else None.

        Of a layer of one side only, what it has.
        """
        sides = [side for side in (self.a, self.b) if side is not None]
        for name, attribute in (("total", "total_p50"), ("hard", "hard_ms")):
            if all(getattr(side, attribute) is not None for side in sides):
                return name
        return None

    @property
    def a_ms(self) -> float | None:
        return self._ms(self.a)

    @property
    def b_ms(self) -> float | None:
        return self._ms(self.b)

    def _ms(self, side: LayerRow | None) -> float | None:
        if side is None or self.figure is None:
            return None
        return side.total_p50 if self.figure == "total" else side.hard_ms

    @property
    def difference_ms(self) -> float | None:
        return difference(self.a_ms, self.b_ms)

    @property
    def ratio(self) -> float | None:
        return ratio(self.a_ms, self.b_ms)

    @property
    def cosine_difference(self) -> float | None:
        return difference(self.a_cosine, self.b_cosine)


@dataclass(frozen=True, slots=True)
class ComparedStage:
    """One stage of both sides; the difference and the ratio are those of the medians."""

    stage: Stage
    a: StageFigures | None
    b: StageFigures | None

    @property
    def difference_ms(self) -> float | None:
        return difference(_p50(self.a), _p50(self.b))

    @property
    def ratio(self) -> float | None:
        return ratio(_p50(self.a), _p50(self.b))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides and what lies between them.

    Attributes:
        a, b: figures of the sides.
        layers: those that both have, in the order of a.
        only_a, only_b: layers without a counterpart.
        stages: in order of `Stage`. Where one side alone tells the two ways of the link apart, both have the
            link as a whole.
        tracks: of the same identity on both sides.
        common_frames: frames that both recorded; None unless both are recordings.
        notes: what a reader has to know before believing the figures.
    """

    a: RunFigures
    b: RunFigures
    layers: tuple[ComparedLayer, ...]
    only_a: tuple[ComparedLayer, ...]
    only_b: tuple[ComparedLayer, ...]
    stages: tuple[ComparedStage, ...]
    tracks: tuple[ComparedTrack, ...]
    common_frames: int | None
    notes: tuple[Text, ...]

    def by_difference(self) -> tuple[ComparedLayer, ...]:
        """Layers of both sides, largest difference of time first; without times, of cosine."""

        def size(layer: ComparedLayer) -> float:
            found = layer.difference_ms if layer.difference_ms is not None else layer.cosine_difference
            return -1.0 if found is None else abs(found)

        return tuple(sorted(self.layers, key=size, reverse=True))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON. Keys carry their units; unknown is null."""
        return {
            "a": _side_values(self.a),
            "b": _side_values(self.b),
            "notes": [str(note) for note in self.notes],
            "layers": [layer_values(layer) for layer in self.layers],
            "only_in_a": [layer_values(layer) for layer in self.only_a],
            "only_in_b": [layer_values(layer) for layer in self.only_b],
            "stages_ms": {entry.stage.value: _stage_values(entry) for entry in self.stages},
            "common_frames": self.common_frames,
            "tracks": [_track_values(track) for track in self.tracks],
        }


def compare(a: Comparable, b: Comparable) -> Comparison:
    """Compares two recordings, two profiles, or one of each."""
    figures_a, figures_b = _figures(a), _figures(b)
    match = match_layers(figures_a.layers, figures_b.layers)
    layers = tuple(
        ComparedLayer(figures_a.layers[i], figures_b.layers[j], figures_a.cosines[i], figures_b.cosines[j])
        for i, j in match.pairs
    )
    only_a = tuple(ComparedLayer(figures_a.layers[i], None, figures_a.cosines[i]) for i in match.only_a)
    only_b = tuple(ComparedLayer(None, figures_b.layers[j], None, figures_b.cosines[j]) for j in match.only_b)
    stages = _stages(figures_a, figures_b)
    tracks: tuple[ComparedTrack, ...] = ()
    common: int | None = None
    if isinstance(a, OpenRecording) and isinstance(b, OpenRecording):
        tracks = compare_tracks(a, b)
        common = len(set(a.frames.frame_index.tolist()) & set(b.frames.frame_index.tolist()))
    notes = _notes(figures_a, figures_b, layers, tracks, common)
    return Comparison(figures_a, figures_b, layers, only_a, only_b, stages, tracks, common, notes)


def _figures(side: Comparable) -> RunFigures:
    return figures_of_recording(side) if isinstance(side, OpenRecording) else figures_of_profile(side)


def _stages(a: RunFigures, b: RunFigures) -> tuple[ComparedStage, ...]:
    as_a_whole = _compares_whole_links(a, b)
    stages_a, stages_b = (_with_whole_link(side) if as_a_whole else side.stages for side in (a, b))
    return tuple(
        ComparedStage(stage, stages_a.get(stage), stages_b.get(stage))
        for stage in Stage
        if stage in stages_a or stage in stages_b
    )


def _compares_whole_links(a: RunFigures, b: RunFigures) -> bool:
    """Whether both had a link, but do not tell the same parts of it."""
    parts_a, parts_b = ({stage for stage in LINK_STAGES if stage in side.stages} for side in (a, b))
    return bool(parts_a and parts_b) and parts_a != parts_b


def _with_whole_link(side: RunFigures) -> dict[Stage, StageFigures]:
    stages = {stage: figures for stage, figures in side.stages.items() if stage not in LINK_STAGES}
    return stages if side.link is None else {**stages, Stage.LINK: side.link}


def difference(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else b - a


def ratio(a: float | None, b: float | None) -> float | None:
    """Quotient b / a; None where one is unknown, or where a is not above zero."""
    return None if a is None or b is None or a <= 0 else b / a


def _p50(figures: StageFigures | None) -> float | None:
    return None if figures is None else figures.percentiles.p50


def _notes(
    a: RunFigures,
    b: RunFigures,
    layers: tuple[ComparedLayer, ...],
    tracks: tuple[ComparedTrack, ...],
    common: int | None,
) -> tuple[Text, ...]:
    notes = [Text("{side} has no frames.", side=side.title) for side in (a, b) if side.frames == 0]
    if _compares_whole_links(a, b):
        notes.append(
            Text("The link is compared as a whole: not all frames of both sides tell its two ways apart.")
        )
    for side in (a, b):
        if not side.layers:
            notes.append(Text("{side} has no layers: no frame of it was profiled.", side=side.title))
    if a.layers and b.layers and not layers:
        notes.append(
            Text(
                "No layer of {a} has a counterpart in {b}: they are of different models, "
                "or their tools name layers differently.",
                a=a.title, b=b.title,
            )
        )  # fmt: skip
    if common == 0 and a.frames and b.frames:
        notes.append(Text("No frame was recorded on both sides: boxes cannot be compared."))
    elif common and not tracks:
        notes.append(Text("No track has the same number on both sides: boxes cannot be compared."))
    origins_a, origins_b = _origins(a), _origins(b)
    if origins_a and origins_b and origins_a != origins_b:
        notes.append(
            Text(
                "Times of different origin are compared: {a} has {origins_a}, {b} has {origins_b}.",
                a=a.title, origins_a=", ".join(origins_a), b=b.title, origins_b=", ".join(origins_b),
            )
        )  # fmt: skip
    return tuple(notes)


def _origins(side: RunFigures) -> list[str]:
    """Origins of the layers' times; of a file without them, of its rate."""
    found = {row.origin for row in side.layers if row.total_p50 is not None or row.hard_ms is not None}
    if not found and side.speed_origin is not None and side.frames is None:
        found = {side.speed_origin}
    return [origin.value for origin in Origin if origin in found]


# -- plain values ----------------------------------------------------------------------------------


def layer_values(layer: ComparedLayer) -> dict[str, Any]:
    """One row of the comparison, as JSON and CSV have it."""
    row, a, b = layer.row, layer.a, layer.b
    return {
        "network": row.network,
        "name": row.name,
        "type": row.op_type,
        "a_device": a.device if a else None,
        "b_device": b.device if b else None,
        "figure": layer.figure,
        "a_ms": rounded(layer.a_ms),
        "b_ms": rounded(layer.b_ms),
        "difference_ms": rounded(layer.difference_ms),
        "ratio": rounded(layer.ratio),
        "a_origin": a.origin.value if a else None,
        "b_origin": b.origin.value if b else None,
        "a_cosine": layer.a_cosine,
        "b_cosine": layer.b_cosine,
        "cosine_difference": rounded(layer.cosine_difference),
    }


def _side_values(side: RunFigures) -> dict[str, Any]:
    return {
        "title": side.title,
        "frames": side.frames,
        "profiled_frames": side.profiled_frames,
        "dropped": side.dropped,
        "frames_per_second": rounded(side.frames_per_second),
        "latency_ms": rounded(side.latency_ms),
        "speed_origin": side.speed_origin.value if side.speed_origin else None,
        "step_unprofiled_ms": _percentiles(side.step_plain),
        "step_profiled_ms": _percentiles(side.step_profiled),
        "inflation": rounded(side.inflation),
        "link_bytes_per_frame": (
            None if side.bytes_out is None else {"out": side.bytes_out, "in": side.bytes_in}
        ),
    }


def _percentiles(percentiles: Percentiles | None) -> dict[str, Any] | None:
    if percentiles is None:
        return None
    return {name: rounded(value) for name, value in asdict(percentiles).items()}


def _stage_values(entry: ComparedStage) -> dict[str, Any]:
    def side(figures: StageFigures | None) -> dict[str, Any] | None:
        if figures is None:
            return None
        return {**(_percentiles(figures.percentiles) or {}), "origin": figures.origin.value}

    return {
        "a": side(entry.a),
        "b": side(entry.b),
        "difference_ms": rounded(entry.difference_ms),
        "ratio": rounded(entry.ratio),
    }


def _track_values(track: ComparedTrack) -> dict[str, Any]:
    return {
        "id": track.id,
        "parted_at": track.parted_at,
        "mean_iou": rounded(track.mean_iou),
        "mean_score_difference": rounded(track.mean_score_difference),
        "frames_only_in_a": track.only_a,
        "frames_only_in_b": track.only_b,
        "frames": track.frame_index.tolist(),
        "iou": [rounded(value) for value in track.iou.tolist()],
        "score_difference": [rounded(value) for value in track.score_difference.tolist()],
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
