"""The same clip through two pairs of networks: each with its own crops, and B with the crops that A chose."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.assembly import NetworkRequest, local_opener, open_pipeline
from engines.catalog import Catalog, CatalogEntry
from engines.diagnosis.ladder import Shot
from engines.diagnosis.peaks import Cell, PeakFigures, peak_of
from engines.diagnosis.values import Agreement, OneTargetNeeded, SideFrame
from engines.frame import Frame
from engines.geometry import PARTED_BELOW, Box, iou
from engines.metrics.sot import score_sequence
from engines.networks.network import Network
from engines.networks.wrapped import WrappedNetwork
from engines.pipeline import Pipeline
from engines.quantisation.crops import (
    Clip,
    Feeds,
    Spread,
    copied,
    first_box,
    frame_count,
    frames_of,
    opened_clip,
)
from engines.quantisation.errors import NoCrops
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.texts import Text
from engines.timing import StageClock
from engines.track import TrackState

_TARGET = 1
# Frames whose inputs are kept beside the one where both part.
_KEPT_SHOTS = 8
# From which overlap with the ground truth on A has the target, and in how many frames it has to.
_ON_TARGET, _LEAST_JUDGED = 0.5, 10


@dataclass(frozen=True, slots=True, eq=False)
class BothRuns:
    """Both, frame by frame.

    Attributes:
        frames: the first one, in which both begin, left out.
        agreement: figures of it.
        shots: inputs that A's networks got, by role: of frames spread over the clip.
        parted_shots: those of the frame where both part, where they do; else empty.
    """

    frames: tuple[SideFrame, ...]
    agreement: Agreement
    shots: Mapping[str, tuple[Shot, ...]]
    parted_shots: Mapping[str, Shot]


@dataclass(frozen=True, slots=True)
class Said:
    """What a tracker said of one frame: box, peak of the score map before any window, its own belief."""

    box: Box
    peak: Cell | None
    is_tracked: bool = True


class Watched(WrappedNetwork):
    """A network that shows what it was last fed and what it answered."""

    def __init__(self, network: Network, role: str) -> None:
        super().__init__(network)
        self.role = role
        self.fed: Feeds | None = None
        self.answered: Feeds | None = None

    def run(self, feeds: Feeds, clock: StageClock) -> Feeds:
        outputs = super().run(feeds, clock)
        self.fed, self.answered = feeds, outputs
        return outputs


class Follower:
    """A tracker on one target, and its networks."""

    def __init__(
        self,
        catalog: Catalog,
        entry: CatalogEntry,
        weights: Sequence[Path],
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.networks: list[Watched] = []
        roles = iter([network.role for network in entry.network])

        def open_network(request: NetworkRequest) -> Watched:
            self.networks.append(Watched(local_opener()(request), next(roles)))
            return self.networks[-1]

        self._pipeline: Pipeline = open_pipeline(catalog, entry, open_network, weights=weights, values=values)
        if not self._pipeline.needs_targets:
            self._pipeline.close()
            raise OneTargetNeeded(entry=entry.title)

    def start(self, frame: Frame, box: Box) -> Box:
        """The part of the box that is followed."""
        (track,) = self._pipeline.start(frame, {_TARGET: box}).tracks
        return track.box

    def step(self, frame: Frame, looked_at: Box | None = None) -> Said:
        """The next frame, looking where it believes the target to be, or where it is told to."""
        if looked_at is not None:
            self._pipeline.relocate({_TARGET: looked_at})
        for network in self.networks:
            network.answered = None
        (track,) = self._pipeline.step(frame).tracks
        peaks = (peak_of(network.answered) for network in self.networks if network.answered)
        peak = next((peak for peak in peaks if peak is not None), None)
        return Said(track.box, peak, track.state is TrackState.TRACKED)

    def close(self) -> None:
        self._pipeline.close()


class Remembered:
    """A tracker whose run is known already."""

    networks: Sequence[Watched] = ()

    def __init__(self, looks: Mapping[int, Said]) -> None:
        self._looks = looks

    def start(self, _frame: Frame, box: Box) -> Box:
        return box

    def step(self, frame: Frame) -> Said:
        return self._looks[frame.index]


class ShotKeeper:
    """Keeps inputs of A's networks: of some frames, and of the one where both part."""

    def __init__(self, networks: Sequence[Watched], most: int = _KEPT_SHOTS) -> None:
        self._networks = networks
        self._spread = {network.role: Spread[Shot](most) for network in networks}
        self.parted: dict[str, Shot] = {}

    def add(self, frame: int) -> None:
        """What the networks were fed for this frame."""
        for network in self._networks:
            # A network that runs once per target has answered nothing since.
            if network.fed is None or (network.answered is None and self._spread[network.role].seen):
                continue
            spread = self._spread[network.role]
            spread.add(Shot(frame, copied(network.fed)) if spread.wants_next else None)

    def part(self, frame: int) -> None:
        """Both part here."""
        for network in self._networks:
            if network.fed is not None:
                self.parted[network.role] = Shot(frame, copied(network.fed))

    @property
    def shots(self) -> dict[str, tuple[Shot, ...]]:
        return {role: tuple(spread.kept) for role, spread in self._spread.items()}


def lay_beside(
    catalog: Catalog,
    entry: CatalogEntry,
    clip: Clip,
    weights_a: Sequence[Path],
    weights_b: Sequence[Path],
    *,
    known_a: Mapping[int, Said] | None = None,
    values: Mapping[str, Any] | None = None,
    part_below: float = PARTED_BELOW,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> BothRuns:
    """Runs both over a clip.

    Args:
        catalog: says where weights lie.
        entry: a single-object tracker.
        clip: what to run on.
        weights_a: files of the float networks.
        weights_b: files of the quantised ones.
        known_a: what A said in each frame of an earlier run: then A is not run again, and no shots are kept.
        values: tracker parameters.
        part_below: boxes that overlap less have parted.
        report: told after each frame.
        should_cancel: asked before each frame.

    Raises:
        OneTargetNeeded: the entry finds its objects itself.
        NoCrops: the clip has less than two frames.
    """
    with contextlib.ExitStack() as stack:

        def follower(weights: Sequence[Path]) -> Follower:
            opened = Follower(catalog, entry, weights, values)
            stack.callback(opened.close)
            return opened

        a = follower(weights_a) if known_a is None else Remembered(known_a)
        free, forced = follower(weights_b), follower(weights_b)
        return _run(a, free, forced, clip, part_below, report, should_cancel)


def _run(
    a: Follower | Remembered,
    free: Follower,
    forced: Follower,
    clip: Clip,
    part_below: float,
    report: Report,
    should_cancel: ShouldCancel,
) -> BothRuns:
    keeper = ShotKeeper(a.networks)
    frames: list[SideFrame] = []
    place: Box | None = None
    with opened_clip(clip, should_cancel) as source:
        count, truth = frame_count(source, clip), source.ground_truth
        for frame in frames_of(source, clip, should_cancel):
            if place is None:
                start = first_box(source, clip)
                identity = truth.identity_at(frame.index, start) if truth is not None else None
                free.start(frame, start)
                a.start(frame, start)
                place = forced.start(frame, start)
            else:
                look, b, led = a.step(frame), free.step(frame), forced.step(frame, place)
                true = truth.box_of(frame.index, identity) if truth is not None and identity else None
                frames.append(_side_frame(frame.index, (look, b, led), true))
                keeper.add(frame.index)
                if not keeper.parted and iou(look.box, b.box) < part_below:
                    keeper.part(frame.index)
                place = look.box
            report((len(frames) + 1) / count if count else None, Text("A beside B"))
        title = source.info.title
    if not frames:
        raise NoCrops(source=title, network="the tracker", reason=Text("it has fewer than two frames"))
    return BothRuns(tuple(frames), agreement_of(frames, part_below), keeper.shots, keeper.parted)


def _side_frame(index: int, looks: tuple[Said, Said, Said], truth: Box | None) -> SideFrame:
    a, b, forced = looks
    return SideFrame(index, a.box, b.box, forced.box, truth, a.peak, forced.peak, a.is_tracked)


def agreement_of(frames: Sequence[SideFrame], part_below: float = PARTED_BELOW) -> Agreement:
    """Figures over the frames of a comparison."""
    free = np.array([iou(each.a, each.b) for each in frames])
    judged, a_is_lost = _judged(frames)
    forced = np.array([iou(each.a, each.forced) for each in judged])
    pairs = [(f.a_peak, f.forced_peak) for f in judged if f.a_peak is not None and f.forced_peak is not None]
    truth = [each.truth for each in frames]
    scores = [score_sequence([getattr(each, side) for each in frames], truth) for side in ("a", "b")]
    return Agreement(
        frames=len(frames),
        judged=len(judged),
        a_is_lost=a_is_lost,
        parted_at=_first_below(frames, free.tolist(), part_below),
        forced_parted_at=_first_below(judged, forced.tolist(), part_below),
        mean_iou=float(free.mean()),
        forced_iou=float(forced.mean()),
        forced_share=float((forced >= part_below).mean()),
        peaks=PeakFigures.of(pairs),
        auc_a=scores[0].auc if scores[0] else None,
        auc_b=scores[1].auc if scores[1] else None,
    )


def _judged(frames: Sequence[SideFrame]) -> tuple[list[SideFrame], bool]:
    """Frames in which A has the target, and whether these are too few by the ground truth."""
    annotated = [each for each in frames if each.truth is not None]
    right = [each for each in annotated if each.truth and iou(each.a, each.truth) >= _ON_TARGET]
    if annotated and len(right) >= min(_LEAST_JUDGED, len(annotated)):
        return right, False
    believed = [each for each in frames if each.is_tracked]
    return believed or list(frames), bool(annotated)


def _first_below(frames: Sequence[SideFrame], overlaps: Sequence[float], least: float) -> int | None:
    pairs = zip(frames, overlaps, strict=True)
    return next((frame.index for frame, overlap in pairs if overlap < least), None)
