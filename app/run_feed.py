"""What flows from the worker to the views: pictures with their overlays, times, scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter_ns
from typing import Protocol

from app.live_rate import LiveRate
from app.targets import Choice, Targets
from app.workers import Shown
from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.geometry import Box, iou
from engines.ground_truth import GroundTruth
from engines.layer_stats import LayerRow, LayerStats
from engines.metrics.switches import SwitchWatch
from engines.overlay import Mark, OverlayInput, OverlayOptions, build_overlay
from engines.search_look import SearchLook
from engines.track import Track, TrackState
from engines.trails import Trails
from widgets.timeline_history import TimelinePoint
from widgets.views import TargetState, TargetView

_MOST_LISTED = 50


class PictureView(Protocol):
    def show_frame(
        self, frame: Frame, marks: tuple[Mark, ...], tracks: tuple[Track, ...], selected: int | None
    ) -> None: ...

    def show_empty(self) -> None: ...


class Transport(Protocol):
    def show_source(self, frame_count: int | None, fps: float | None, is_live: bool) -> None: ...

    def show_nothing(self) -> None: ...

    def show_position(self, index: int, time_s: float) -> None: ...

    def show_playing(self, is_playing: bool) -> None: ...

    def show_speed(self, speed: float) -> None: ...

    def show_rate(self, fps: float | None) -> None: ...

    def append(self, point: TimelinePoint) -> None: ...


class Timing(Protocol):
    def append(self, result: FrameResult) -> None: ...

    def show_draw(self, index: int, ms: float) -> None: ...

    def clear(self) -> None: ...


class Layers(Protocol):
    def show_rows(self, rows: tuple[LayerRow, ...]) -> None: ...

    def clear(self) -> None: ...


class TargetsView(Protocol):
    def show_targets(self, targets: tuple[TargetView, ...], selected: int | None) -> None: ...

    def show_found(self, tracks: tuple[TargetView, ...], selected: int | None) -> None: ...


class ResultListener(Protocol):
    """Who else wants every result."""

    def take_result(self, result: FrameResult) -> None: ...

    def show_frame(self, index: int) -> None:
        """This frame is on screen now."""

    def clear(self) -> None:
        """Another source or another network."""


@dataclass(frozen=True, slots=True)
class RunViews:
    """The views a run feeds."""

    picture: PictureView
    transport: Transport
    timing: Timing
    layers: Layers
    targets: TargetsView


class RunFeed:
    """Keeps what the views need of a run's results, and shows it. Everything is bounded."""

    def __init__(self, views: RunViews, targets: Targets) -> None:
        self._views, self._targets = views, targets
        self._trails, self._layer_stats, self._rate = Trails(), LayerStats(), LiveRate()
        self._layers_changed = False
        self._unpainted: tuple[int, float] | None = None
        self._identities: dict[int, int | None] = {}
        self._switches = SwitchWatch()
        self._newest = -1
        self._finds = False
        self._options, self._lost_word = OverlayOptions(), "lost"
        self.truth: GroundTruth | None = None
        self.shown: Shown | None = None
        self.imported: tuple[tuple[Track, ...], ...] = ()
        self.followed: int | None = None
        self.keeps_identities = True
        self.listeners: list[ResultListener] = []
        self.looks_at: Callable[[int], tuple[SearchLook, ...]] = lambda _index: ()

    @property
    def finds(self) -> bool:
        """Whether the tracks are a detector's finds rather than targets the user chose."""
        return self._finds

    @property
    def selected(self) -> int | None:
        """Id of the track that stands out: the found one being followed, or the selected target."""
        return self.followed if self._finds else self._targets.selected

    @property
    def layer_rows(self) -> tuple[LayerRow, ...]:
        return self._layer_stats.rows()

    @property
    def frames_per_second(self) -> float | None:
        return self._rate.frames_per_second

    @property
    def link_bytes_per_second(self) -> float | None:
        return self._rate.link_bytes_per_second

    def begin(self, truth: GroundTruth | None) -> None:
        """A new source is on screen."""
        self.truth, self.shown, self.imported = truth, None, ()
        self._forget_tracks()
        self.clear_times()

    def expect(self, *, finds: bool) -> None:
        """From here on tracks are a detector's finds, or targets."""
        if finds != self._finds:
            self._finds = finds
            self._forget_tracks()

    def _forget_tracks(self) -> None:
        self._identities.clear()
        self._trails.clear()
        self._switches = SwitchWatch()
        self._newest, self.followed = -1, None

    def clear_times(self) -> None:
        """Another network: times of the last one say nothing about it."""
        self._layer_stats.clear()
        self._rate.clear()
        self._views.timing.clear()
        self._views.layers.clear()
        for listener in self.listeners:
            listener.clear()

    def chosen(self, target_id: int, frame: Frame, box: Box) -> None:
        """A box was drawn; it is compared with whom the ground truth has there."""
        self._identities[target_id] = self.truth.identity_at(frame.index, box) if self.truth else None

    @property
    def first_choice(self) -> Choice | None:
        """Where the selected target was drawn; None where a detector finds the objects."""
        return None if self._finds else self._targets.selected_choice

    def seen(self, target_id: int | None) -> Choice | None:
        """Where a target is on the picture now."""
        if target_id is None or self.shown is None or self.shown.result is None:
            return None
        track = next((t for t in self.shown.result.tracks if t.id == target_id), None)
        return Choice(target_id, self.shown.frame, track.box) if track else None

    def follow_next(self) -> None:
        """Makes the next track of the frame stand out."""
        ids = (
            sorted(track.id for track in self.shown.result.tracks) if self.shown and self.shown.result else []
        )
        later = [i for i in ids if self.followed is None or i > self.followed]
        self.followed = next(iter(later or ids), None)

    def set_overlays(self, options: OverlayOptions, lost_word: str) -> None:
        self._options, self._lost_word = options, lost_word

    def take_result(self, result: FrameResult) -> None:
        """A new result: every one passes here, whether or not its picture is shown."""
        if self._finds and result.frame_index <= self._newest:
            self._forget_tracks()  # the source began anew, and with it the identities
        self._newest = result.frame_index
        self._trails.add(result)
        self._rate.add(result)
        self._views.timing.append(result)
        for listener in self.listeners:
            listener.take_result(result)
        if result.layers is not None:
            self._layer_stats.add(result.layers)
            self._layers_changed = True
        self._views.transport.append(self._point(result))

    def _point(self, result: FrameResult) -> TimelinePoint:
        index, profiled = result.frame_index, result.layers is not None
        switched = False
        if self._finds and self.keeps_identities and self.truth is not None:
            switched = self._switches.add(self.truth.at(index), result.tracks) > 0
        focus = self._focus(result)
        if focus is None:  # of many, none of which stands out: how sure it is of them on the whole
            scores = [track.score for track in result.tracks]
            mean = sum(scores) / len(scores) if scores else None
            return TimelinePoint(index, mean, profiled=profiled, switched=switched)
        true = self.true_box(index, focus.id)
        overlap = iou(focus.box, true) if true is not None else None
        lost = focus.state is TrackState.LOST
        return TimelinePoint(index, focus.score, lost, overlap, profiled, switched)

    def _focus(self, result: FrameResult) -> Track | None:
        """The selected track; of targets else the first."""
        chosen = [track for track in result.tracks if track.id == self.selected]
        return next(iter(chosen or (() if self._finds else result.tracks)), None)

    def show(self, shown: Shown) -> None:
        """Puts a picture with its overlay on screen."""
        began_ns = perf_counter_ns()
        self.shown = shown
        frame, tracks = shown.frame, shown.result.tracks if shown.result else ()
        for track in tracks if shown.finds is self._finds else ():
            if track.id not in self._identities:
                self.chosen(track.id, frame, track.box)
            self._targets.started(track.id, frame, track.box)
        overlay = OverlayInput(
            tracks=tracks,
            truth=self._truth_of(frame.index, tracks, shown.finds),
            others=self.imported[frame.index] if frame.index < len(self.imported) else (),
            # Without identities a trail would jump from one object to the next.
            trails=self._trails.upto(frame.index, [t.id for t in tracks] if self.keeps_identities else ()),
            found=shown.finds,
            selected=self.followed,
            beside=(shown.result.beside or ()) if shown.result else (),
            looks=self.looks_at(frame.index),
            lost_word=self._lost_word,
        )
        marks = build_overlay(overlay, self._options)
        # A found box has no handles: it is where the detector saw it.
        handled = None if shown.finds else self._targets.selected
        self._views.picture.show_frame(frame, marks, tracks, handled)
        self._unpainted = (frame.index, (perf_counter_ns() - began_ns) / 1e6)
        self._views.transport.show_position(frame.index, frame.time_s)
        for listener in self.listeners:
            listener.show_frame(frame.index)

    def painted(self, index: int, ms: float) -> None:
        """The picture painted a frame: with its overlay that is what drawing took, the first time."""
        if self._unpainted is not None and self._unpainted[0] == index:
            self._views.timing.show_draw(index, self._unpainted[1] + ms)
            self._unpainted = None

    def show_again(self) -> None:
        """The same picture with other overlays."""
        if self.shown is not None:
            self.show(self.shown)
            self.refresh_panels()

    def refresh_panels(self) -> None:
        """What need not follow every frame."""
        if self._layers_changed:
            self._layers_changed = False
            self._views.layers.show_rows(self._layer_stats.rows())
        self._views.transport.show_rate(self._rate.frames_per_second)
        result = self.shown.result if self.shown else None
        tracks = {track.id: track for track in result.tracks} if result else {}
        if self._finds:
            found = tuple(_target_view(track_id, tracks[track_id]) for track_id in sorted(tracks))
            self._views.targets.show_found(found[:_MOST_LISTED], self.followed)
            return
        views = tuple(_target_view(target_id, tracks.get(target_id)) for target_id in self._targets.ids)
        self._views.targets.show_targets(views, self._targets.selected)

    def _truth_of(self, index: int, tracks: tuple[Track, ...], are_found: bool) -> tuple[Track, ...]:
        """Annotated boxes of the targets, under the targets' ids; of a detector's finds, all there are."""
        if are_found:
            return tuple(replace(t, keypoints=None) for t in self.truth.at(index)) if self.truth else ()
        true_boxes = ((track, self.true_box(index, track.id)) for track in tracks)
        return tuple(
            replace(track, box=box, search=None, keypoints=None)
            for track, box in true_boxes
            if box is not None
        )

    def true_box(self, index: int, target_id: int) -> Box | None:
        """Annotated box of the thing that a target was drawn on; None where that is not known."""
        identity = self._identities.get(target_id)
        return self.truth.box_of(index, identity) if self.truth and identity is not None else None


def _target_view(target_id: int, track: Track | None) -> TargetView:
    if track is None:
        return TargetView(target_id, TargetState.WAITING)
    lost = track.state is TrackState.LOST
    state = TargetState.LOST if lost else TargetState.TRACKED
    return TargetView(target_id, state, track.score, track.label or "")
