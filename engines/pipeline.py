"""The order of one step: frame in, result out. Knows no threads, no files, no window."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter_ns

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import FrameResult, Stage
from engines.geometry import Box, clip_to_frame
from engines.texts import Text
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.tracker import Tracker

MIN_TARGET_SIDE = 2.0


class BoxUnusable(TrackbenchError):
    what = "This box cannot be followed: {reason}."
    remedy = "Draw it round what is to be followed, at least {least:g} pixels wide and high."


def usable_box(box: Box, frame: Frame) -> Box:
    """The part of a drawn box that lies in the picture.

    Raises:
        BoxUnusable: nothing of it does, or what does is too small to hold anything.
    """
    inside = clip_to_frame(box, frame.width, frame.height)
    if inside is None:
        raise BoxUnusable(reason="it lies outside the picture", least=MIN_TARGET_SIDE)
    if min(inside.w, inside.h) < MIN_TARGET_SIDE:
        size = Text("it is {w:.0f} x {h:.0f} pixels", w=inside.w, h=inside.h)
        raise BoxUnusable(reason=size, least=MIN_TARGET_SIDE)
    return inside


class Pipeline:
    """A tracker with the clock around it."""

    def __init__(self, tracker: Tracker, *, profile_every: int = 0) -> None:
        """Wraps a tracker.

        Args:
            tracker: owned from here on; `close` closes it.
            profile_every: every Nth step asks for layer times; 0 never does.
        """
        self._tracker = tracker
        self.profile_every = profile_every
        self.wants_looks = False
        """Whether results carry what the tracker looked at, and its targets their evidence."""
        self._steps = 0

    @property
    def needs_targets(self) -> bool:
        return self._tracker.needs_targets

    @property
    def keeps_identities(self) -> bool:
        """Whether the id of a track means the same thing in the next frame."""
        return self._tracker.keeps_identities

    def start(self, frame: Frame, targets: Mapping[int, Box]) -> FrameResult:
        """Begins to follow targets in this frame.

        Raises:
            BoxUnusable: one of them lies outside the picture or is too small; none is started.
        """
        usable = {target_id: usable_box(box, frame) for target_id, box in targets.items()}
        clock, began_ns = StageClock(wants_layers=self.profile_every > 0), perf_counter_ns()
        tracks = self._tracker.start(frame, usable, clock)
        return self._result(frame, tracks, clock, began_ns)

    def drop(self, target_id: int) -> None:
        self._tracker.drop(target_id)

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        self._tracker.relocate(boxes)

    def reset(self) -> None:
        """Begins anew: no targets, no tracks, identities from 1."""
        self._tracker.reset()

    def step(
        self, frame: Frame, *, decode_ms: float | None = None, queue_ms: float | None = None, dropped: int = 0
    ) -> FrameResult:
        """Tracks of the next frame.

        Args:
            frame: comes after the one of the last call.
            decode_ms: what the frame cost in the decoder.
            queue_ms: how long it waited after that.
            dropped: frames of a live source that were skipped before it.
        """
        clock = self._new_clock()
        if decode_ms is not None:
            clock.add(Stage.DECODE, decode_ms)
        if queue_ms is not None:
            clock.add(Stage.QUEUE, queue_ms)
        before_ms, began_ns = clock.total_ms, perf_counter_ns()
        tracks = self._tracker.update(frame, clock)
        return self._result(frame, tracks, clock, began_ns, before_ms, dropped)

    def close(self) -> None:
        self._tracker.close()

    def _new_clock(self) -> StageClock:
        """Profiles the second step and every Nth after it: the first one still warms up."""
        every = self.profile_every
        wants_layers = every > 0 and self._steps % every == min(1, every - 1)
        self._steps += 1
        return StageClock(wants_layers=wants_layers, wants_looks=self.wants_looks)

    def _result(
        self,
        frame: Frame,
        tracks: tuple[Track, ...],
        clock: StageClock,
        began_ns: int,
        before_ms: float = 0.0,
        dropped: int = 0,
    ) -> FrameResult:
        step_ms = (perf_counter_ns() - began_ns) / 1e6
        # What no stage claimed is shown as such, so that the stages add up to the wall time.
        clock.add(Stage.OTHER, max(0.0, step_ms - (clock.total_ms - before_ms)))
        sent = clock.bytes_out_in
        return FrameResult(
            frame_index=frame.index,
            time_s=frame.time_s,
            tracks=tracks,
            stages=clock.stages,
            step_ms=step_ms,
            layers=clock.layers,
            bytes_out=sent[0] if sent else None,
            bytes_in=sent[1] if sent else None,
            dropped=dropped,
            detections=clock.detections,
            looks=tuple(clock.looks.values()) if self.wants_looks else (),
        )
