"""The order of one step: frame in, result out. Knows no threads, no files, no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter_ns

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import FrameResult, Stage
from engines.geometry import Box, clip_to_frame
from engines.side_by_side import BesideMode, SideBySide
from engines.texts import Text
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.tracker import LooksAhead, Tracker

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


@dataclass(frozen=True, slots=True, eq=False)
class _Begun:
    """The next frame, whose work has begun already."""

    frame: Frame
    clock: StageClock


class Pipeline:
    """A tracker with the clock around it.

    Where the tracker can look ahead, a step begins with the frame after its own before it waits for its own:
    the link carries one picture while the board is at the other. Results are those of one frame after the
    other. Each frame's stages hold its own time, whichever step it passed in, and its `step_ms` is their sum;
    frames then overlap, so that fewer ms pass between two results than a frame takes.
    """

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
        self._ahead = tracker if isinstance(tracker, LooksAhead) and tracker.can_look_ahead else None
        self._begun: _Begun | None = None

    @property
    def needs_targets(self) -> bool:
        return self._tracker.needs_targets

    @property
    def keeps_identities(self) -> bool:
        """Whether the id of a track means the same thing in the next frame."""
        return self._tracker.keeps_identities

    @property
    def can_look_ahead(self) -> bool:
        """Whether `step` makes use of the upcoming frame."""
        return self._ahead is not None

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
        self._forget_begun()
        self._tracker.reset()

    def step(
        self,
        frame: Frame,
        *,
        decode_ms: float | None = None,
        queue_ms: float | None = None,
        dropped: int = 0,
        upcoming: Frame | None = None,
    ) -> FrameResult:
        """Tracks of the next frame.

        Args:
            frame: comes after the one of the last call.
            decode_ms: what the frame cost in the decoder.
            queue_ms: how long it waited after that.
            dropped: frames of a live source that were skipped before it.
            upcoming: the very frame that the next step will be about, where it is known already. If it comes
                otherwise, nothing but work is lost. Not for live sources, which may have a newer one by then.
        """
        before_ms, began_ns = (decode_ms or 0.0) + (queue_ms or 0.0), perf_counter_ns()
        clock = self._begin(frame, upcoming)
        try:
            tracks = self._tracker.update(frame, clock)
        except BaseException:
            self._forget_begun()
            raise
        # Only now: until then the clock may be another thread's.
        if decode_ms is not None:
            clock.add(Stage.DECODE, decode_ms)
        if queue_ms is not None:
            clock.add(Stage.QUEUE, queue_ms)
        return self._result(frame, tracks, clock, began_ns, before_ms, dropped)

    def set_beside_mode(self, mode: BesideMode) -> None:
        """What the second of two trackers looks at; nothing to do where there is one only."""
        if isinstance(self._tracker, SideBySide):
            self._tracker.mode = mode

    def close(self) -> None:
        self._tracker.close()

    def _begin(self, frame: Frame, upcoming: Frame | None) -> StageClock:
        """The frame's clock; the upcoming frame is on its way then."""
        begun = self._begun
        if begun is not None and begun.frame is not frame:
            self._forget_begun()
            begun = None
        self._begun = None
        clock = self._new_clock() if begun is None else begun.clock
        self._steps += 1
        if self._ahead is not None and upcoming is not None:
            if begun is None:
                self._ahead.look_ahead(frame, clock)
            self._begun = _Begun(upcoming, self._new_clock())
            self._ahead.look_ahead(upcoming, self._begun.clock)
        return clock

    def _forget_begun(self) -> None:
        self._begun = None
        if self._ahead is not None:
            self._ahead.forget_ahead()

    def _new_clock(self) -> StageClock:
        """Profiles the second step and every Nth after it: the first one still warms up."""
        every = self.profile_every
        wants_layers = every > 0 and self._steps % every == min(1, every - 1)
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
        step_ms = (perf_counter_ns() - began_ns) / 1e6 + (clock.elsewhere_ms or 0.0)
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
            beside=clock.beside,
            ahead_ms=clock.elsewhere_ms,
        )
