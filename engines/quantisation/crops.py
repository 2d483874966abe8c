"""What a tracker feeds its networks on a clip: the crops to calibrate with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from engines.assembly import NetworkRequest, local_opener, open_pipeline
from engines.catalog import Catalog, CatalogEntry
from engines.errors import Cancelled
from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.networks.network import Network, Tensor
from engines.networks.wrapped import WrappedNetwork
from engines.pipeline import Pipeline
from engines.quantisation.errors import ClipNeeded, FirstBoxNeeded, NoCrops
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.texts import Text
from engines.timing import StageClock
from engines.track import TrackState
from engines.video.open import open_source
from engines.video.source import FrameSource

T = TypeVar("T")
Feeds = Mapping[str, Tensor]
MOST_CROPS = 100
# Identity of the second target, which is there only to see more template crops.
_TARGET, _EXTRA = 1, 2


@dataclass(frozen=True, slots=True)
class Clip:
    """Which frames of which video, and what to follow there.

    Attributes:
        source: path of a video, a folder of pictures or a sequence of a data set.
        init: first box, in frame `first`; None takes it from the ground truth, where the tracker needs one.
        first, stop: frames from `first` up to, not including, `stop`; None to the end.
    """

    source: str
    init: Box | None = None
    first: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """Inputs that one network got.

    Attributes:
        role: of the network in its catalog entry.
        path: its file.
        feeds: one mapping of inputs for each kept run.
        runs: how often the network ran in all.
        frames: how many frames were tracked.
    """

    role: str
    path: Path
    feeds: tuple[Feeds, ...]
    runs: int
    frames: int


class Spread(Generic[T]):
    """Up to `most` of a stream of unknown length, evenly spread over it; at times twice as many are held."""

    def __init__(self, most: int) -> None:
        self._most, self._stride, self._seen = most, 1, 0
        self._held: list[T] = []

    @property
    def kept(self) -> list[T]:
        """All there were, or just `most` of them."""
        count = len(self._held)
        if count <= self._most:
            return list(self._held)
        return [self._held[i * count // self._most] for i in range(self._most)]

    @property
    def wants_next(self) -> bool:
        """Whether the next item is kept; ask before making a copy of it."""
        return self._seen % self._stride == 0

    def add(self, item: T | None) -> None:
        """The next item; None where it is not wanted."""
        if self.wants_next:
            assert item is not None
            self._held.append(item)
            if len(self._held) >= 2 * self._most:
                self._held = self._held[::2]
                self._stride *= 2
        self._seen += 1

    @property
    def seen(self) -> int:
        return self._seen


class RecordingNetwork(WrappedNetwork):
    """A network whose inputs are kept."""

    def __init__(self, network: Network, most: int) -> None:
        super().__init__(network)
        self._most = most
        # A network that takes template and search crops in turn is to be seen with both.
        self._spreads: dict[tuple[tuple[int, ...], ...], Spread[Feeds]] = {}

    @property
    def kept(self) -> tuple[Feeds, ...]:
        """Inputs of runs spread over all there were, `most` of each shape."""
        return tuple(feeds for spread in self._spreads.values() for feeds in spread.kept)

    @property
    def runs(self) -> int:
        return sum(spread.seen for spread in self._spreads.values())

    def run(self, feeds: Feeds, clock: StageClock) -> Feeds:
        shapes = tuple(tensor.shape for tensor in feeds.values())
        spread = self._spreads.setdefault(shapes, Spread(self._most))
        # The tracker writes its next crop into the same memory.
        spread.add(copied(feeds) if spread.wants_next else None)
        return super().run(feeds, clock)


def copied(feeds: Feeds) -> dict[str, Tensor]:
    return {name: np.array(tensor) for name, tensor in feeds.items()}


@contextlib.contextmanager
def opened_clip(clip: Clip, should_cancel: ShouldCancel = never) -> Iterator[FrameSource]:
    """The source of a clip, at its first frame.

    Raises:
        ClipNeeded: it is live.
    """
    source = open_source(clip.source, should_cancel=should_cancel)
    try:
        if source.info.is_live:
            raise ClipNeeded(source=source.info.title)
        if clip.first:
            source.seek(clip.first)
        yield source
    finally:
        source.close()


def frames_of(source: FrameSource, clip: Clip, should_cancel: ShouldCancel = never) -> Iterator[Frame]:
    """Frames of the clip; raises Cancelled between two of them."""
    while clip.stop is None or clip.first < clip.stop:
        if should_cancel():
            raise Cancelled
        frame = source.read()
        if frame is None or (clip.stop is not None and frame.index >= clip.stop):
            return
        yield frame


def frame_count(source: FrameSource, clip: Clip) -> int | None:
    """How many frames there are to go through, where that is known."""
    ends = [end for end in (source.info.frame_count, clip.stop) if end is not None]
    return max(0, min(ends) - clip.first) if ends else None


def first_box(source: FrameSource, clip: Clip) -> Box:
    """The box to begin with.

    Raises:
        FirstBoxNeeded: none was given, and the clip has no ground truth there.
    """
    if clip.init is not None:
        return clip.init
    truth = source.ground_truth.at(clip.first) if source.ground_truth else ()
    if not truth:
        raise FirstBoxNeeded(source=source.info.title, frame=clip.first)
    return truth[0].box


def collect_crops(
    catalog: Catalog,
    entry: CatalogEntry,
    clip: Clip,
    *,
    weights: Sequence[Path] = (),
    values: Mapping[str, Any] | None = None,
    most: int = MOST_CROPS,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> tuple[Crops, ...]:
    """Tracks through a clip and keeps what each network was fed, `most` times if it lasts that long.

    A network that runs once per target would be seen once. Therefore a second target is put on the first
    one's box again and again, for one frame each time: its template crops are those that the tracker would
    have taken had it been started there.

    Returns:
        In the entry's order.

    Raises:
        NoCrops: a network was never run.
        TrackbenchError: the clip, the weights or the first box are unusable.
    """
    networks: list[RecordingNetwork] = []

    def open_network(request: NetworkRequest) -> Network:
        network = local_opener()(request)
        if request.model != entry.name:
            return network  # a detector that is asked where a lost target is
        networks.append(RecordingNetwork(network, most))
        return networks[-1]

    with opened_clip(clip, should_cancel) as source:
        pipeline = open_pipeline(catalog, entry, open_network, weights=weights, values=values)
        try:
            frames = _track(source, pipeline, clip, most, report, should_cancel)
        finally:
            pipeline.close()
        title = source.info.title
    files = catalog.weights(entry, weights)
    for network, cataloged in zip(networks, entry.network, strict=True):
        if not network.kept:
            reason = Text("it has {frames} frames", frames=frames)
            raise NoCrops(source=title, network=cataloged.role, reason=reason)
    return tuple(
        Crops(cataloged.role, path, network.kept, network.runs, frames)
        for cataloged, path, network in zip(entry.network, files, networks, strict=True)
    )


def _track(
    source: FrameSource,
    pipeline: Pipeline,
    clip: Clip,
    most: int,
    report: Report,
    should_cancel: ShouldCancel,
) -> int:
    """Frames that were tracked."""
    count = frame_count(source, clip)
    every = max(1, (count or most) // most)
    done = 0
    for frame in frames_of(source, clip, should_cancel):
        if not pipeline.needs_targets:
            pipeline.step(frame)
        elif not done:
            pipeline.start(frame, {_TARGET: first_box(source, clip)})
        else:
            result = pipeline.step(frame)
            pipeline.drop(_EXTRA)
            if done % every == 0:
                _look_again(pipeline, frame, result)
        done += 1
        report(done / count if count else None, Text("calibration crops"))
    return done


def _look_again(pipeline: Pipeline, frame: Frame, result: FrameResult) -> None:
    """Puts the second target where the first is believed to be, unless it is lost."""
    track = next((each for each in result.tracks if each.id == _TARGET), None)
    if track is None or track.state is TrackState.LOST:
        return
    if min(track.box.w, track.box.h) >= 2 and _is_inside(track.box, frame):
        pipeline.start(frame, {_EXTRA: track.box})


def _is_inside(box: Box, frame: Frame) -> bool:
    """Whether enough of a box lies in the picture to be followed."""
    width = min(box.right, frame.width) - max(box.x, 0.0)
    height = min(box.bottom, frame.height) - max(box.y, 0.0)
    return min(width, height) >= 2
