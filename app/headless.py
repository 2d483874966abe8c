"""A run without a window: a source through a pipeline into files and a summary."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.recording import ReadTelemetry, WatchedRecorder
from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.overlay import OverlayInput, OverlayOptions, build_overlay
from engines.pipeline import Pipeline, usable_box
from engines.results.writing import open_writer
from engines.summary import RunSummary, versions
from engines.trace import TraceWriter
from engines.trails import Trails
from engines.video.annotate import draw_marks
from engines.video.paced import PacedSource
from engines.video.prefetch import Fetched, Prefetcher
from engines.video.source import FrameSource
from engines.video.writer import VideoWriter


class NoFirstBox(TrackbenchError):
    what = "A single-object tracker needs to know what to follow."
    remedy = "Give the first box with --init x,y,w,h, or --init-from-gt where the source has ground truth."


class NoGroundTruth(TrackbenchError):
    what = "{source} has no ground truth in frame {frame}."
    remedy = "Give the first box with --init x,y,w,h."


class NoFrames(TrackbenchError):
    what = "{source} has no frame {first}."
    remedy = "It has {count} frames; choose --frames within them."


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the results of a run go; None writes nothing."""

    out: Path | None = None
    video: Path | None = None
    record: Path | None = None
    trace: Path | None = None


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run headless.

    Attributes:
        task: of the catalog entry; decides the format of the result file.
        init: first boxes, ids from 1 in this order.
        init_from_gt: take them from the ground truth of the first frame.
        first: 0-based index of the first frame; the boxes belong to it.
        stop: index after the last frame, None to the end.
        live: skip frames that are late instead of processing every one.
        format: of the result file, see `engines.results.formats`; None for the task's usual one.
        identities: whether the number of a track means something beyond its frame.
        about: plain values for the recording.
        read_telemetry: looks at the board it runs on, for the recording; None without one.
    """

    task: str
    init: Sequence[Box] = ()
    init_from_gt: bool = False
    first: int = 0
    stop: int | None = None
    live: bool = False
    format: str | None = None
    identities: bool = True
    outputs: Outputs = field(default_factory=Outputs)
    about: Mapping[str, Any] = field(default_factory=dict)
    read_telemetry: ReadTelemetry | None = None


class Sink(Protocol):
    def write(self, result: FrameResult) -> None: ...

    def close(self) -> None: ...


class AnnotatedVideo:
    """A video file with the overlays drawn in."""

    def __init__(self, path: Path, source: FrameSource, *, found: bool, trails: bool) -> None:
        info = source.info
        self._found = found
        self._options = OverlayOptions(trails=trails)
        self._writer = VideoWriter(path, info.width, info.height, info.fps or 25.0)
        self._truth = source.ground_truth
        self._trails = Trails()

    def write(self, frame: Frame, result: FrameResult) -> None:
        self._trails.add(result)
        truth = self._truth.at(frame.index) if self._truth else ()
        followed = {track.id for track in result.tracks}
        shown = OverlayInput(
            tracks=result.tracks,
            truth=tuple(track for track in truth if self._found or track.id in followed),
            trails=self._trails.upto(frame.index, followed),
            found=self._found,
        )
        self._writer.write(draw_marks(frame.bgr, build_overlay(shown, self._options)))

    def close(self) -> None:
        self._writer.close()


def run_headless(
    source: FrameSource,
    pipeline: Pipeline,
    request: RunRequest,
    on_frame: Callable[[int, int | None], None] = lambda _index, _count: None,
) -> RunSummary:
    """Runs to the end of the source and writes what was asked for.

    Source and pipeline are closed. What was written before a failure is whole. `on_frame` is told each
    frame's index and how many there are, where that is known.
    """
    summary = RunSummary(request.task, identities=request.identities)
    with contextlib.ExitStack() as stack:
        stack.callback(pipeline.close)
        prefetcher = Prefetcher(
            PacedSource(source, request.first) if request.live and not source.info.is_live else source
        )
        stack.callback(prefetcher.close)
        first = _first_frame(source, prefetcher, request)
        targets = _first_targets(source, first.frame, request) if pipeline.needs_targets else {}
        sinks = [_closing(stack, sink) for sink in _sinks(request, tuple(targets))]
        video = _open_video(stack, source, request, found=not pipeline.needs_targets)
        for frame, result in _results(prefetcher, pipeline, first, targets, request):
            summary.add(result)
            for sink in sinks:
                sink.write(result)
            if video is not None:
                video.write(frame, result)
            on_frame(frame.index, request.stop or source.info.frame_count)
    return summary


def _first_frame(source: FrameSource, prefetcher: Prefetcher, request: RunRequest) -> Fetched:
    if request.first and not request.live:
        prefetcher.seek(request.first)
    first = prefetcher.get(30.0)
    if first is None:
        raise NoFrames(source=source.info.title, first=request.first, count=source.info.frame_count)
    return first


def _first_targets(source: FrameSource, frame: Frame, request: RunRequest) -> dict[int, Box]:
    """Checked here already: a box of no use must not cost the results of an earlier run."""
    if request.init:
        return {number: usable_box(box, frame) for number, box in enumerate(request.init, 1)}
    if not request.init_from_gt:
        raise NoFirstBox
    truth = source.ground_truth.at(frame.index) if source.ground_truth else ()
    if not truth:
        raise NoGroundTruth(source=source.info.title, frame=frame.index)
    return {track.id: track.box for track in truth}


def _sinks(request: RunRequest, target_ids: tuple[int, ...]) -> Iterator[Sink]:
    outputs = request.outputs
    if outputs.out is not None:
        yield open_writer(request.task, outputs.out, target_ids, request.format)
    if outputs.record is not None:
        about = {**request.about, "task": request.task, "versions": versions()}
        yield WatchedRecorder(outputs.record, about, request.read_telemetry)
    if outputs.trace is not None:
        yield TraceWriter(outputs.trace)


def _closing(stack: contextlib.ExitStack, sink: Sink) -> Sink:
    stack.callback(sink.close)
    return sink


def _open_video(
    stack: contextlib.ExitStack, source: FrameSource, request: RunRequest, *, found: bool
) -> AnnotatedVideo | None:
    if request.outputs.video is None:
        return None
    # Without identities a trail would jump from one object to the next.
    video = AnnotatedVideo(request.outputs.video, source, found=found, trails=request.identities)
    stack.callback(video.close)
    return video


def _results(
    prefetcher: Prefetcher,
    pipeline: Pipeline,
    first: Fetched,
    targets: Mapping[int, Box],
    request: RunRequest,
) -> Iterator[tuple[Frame, FrameResult]]:
    if targets:
        yield first.frame, pipeline.start(first.frame, targets)
    else:
        yield first.frame, _step(pipeline, first, prefetcher, request)
    while request.stop is None or first.frame.index + 1 < request.stop:
        fetched = prefetcher.get(30.0)
        if fetched is None or (request.stop is not None and fetched.frame.index >= request.stop):
            return
        yield fetched.frame, _step(pipeline, fetched, prefetcher, request)


def _step(pipeline: Pipeline, fetched: Fetched, prefetcher: Prefetcher, request: RunRequest) -> FrameResult:
    """Of a frame; the one after it is begun, where it is decoded already and belongs to the run."""
    upcoming = prefetcher.peek()
    if upcoming is not None and request.stop is not None and upcoming.index >= request.stop:
        upcoming = None
    return pipeline.step(
        fetched.frame,
        decode_ms=fetched.decode_ms,
        queue_ms=fetched.queue_ms,
        dropped=fetched.dropped,
        upcoming=upcoming,
    )
