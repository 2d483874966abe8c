"""Plays a source through a pipeline: the worker's side of a run, free of Qt.

One thread calls `run`; any other thread may call the methods that post a command. Frames go out through
a `PlayerEvents`, which must be quick: the window's keeps the newest picture in a one-place slot.

Who is followed in the frames it plays is the business of `following.Following`.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter

import numpy as np

from engines.errors import TrackbenchError
from engines.following import Following
from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.pace import Pace
from engines.pipeline import Pipeline
from engines.player_events import PlayerEvents, PlayerState
from engines.recorder import Recorder
from engines.video.errors import SourceStalled
from engines.video.prefetch import Fetched, Prefetcher
from engines.video.source import FrameSource

logger = logging.getLogger(__name__)

_POLL_S = 0.2
_NOTHING_YET = Fetched(Frame(0, 0.0, np.zeros((1, 1, 3), np.uint8)), None, 0.0, 0)


class Player:
    """Owns source, pipeline and recorder from the moment it gets them."""

    def __init__(
        self, source: FrameSource, events: PlayerEvents, *, loop: bool = False, read_timeout_s: float = 10.0
    ) -> None:
        """Prepares to play; nothing is read before `run`.

        Args:
            source: closed by the player.
            events: told what happens.
            loop: start again at the end, with the first targets (files only).
            read_timeout_s: how long a live source may give nothing.
        """
        self._live = source.info.is_live
        self._loop = loop and not self._live
        self._prefetcher = Prefetcher(source)
        self._events = events
        self._read_timeout_s = read_timeout_s
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._stopped = False
        self._held = False
        self._state = PlayerState()
        self._following = Following(live=self._live, on_result=self._take_result)
        self._recorder: Recorder | None = None
        self._current: Frame | None = None
        self._pace = Pace()
        self._heard_s = perf_counter()

    # -- commands, from any thread -------------------------------------------------------------

    def play(self) -> None:
        self._commands.put(self._play)

    def pause(self) -> None:
        self._commands.put(lambda: self._set_playing(False))

    def hold(self) -> None:
        """Stops at the present frame without ending playback: the user is drawing on it."""
        self._commands.put(lambda: self._hold(True))

    def release(self) -> None:
        self._commands.put(lambda: self._hold(False))

    def step(self, frames: int) -> None:
        """Pauses and moves by some frames, forward or backward."""
        self._commands.put(lambda: self._step_by(frames))

    def seek(self, index: int) -> None:
        self._commands.put(lambda: self._go_to(index))

    def set_speed(self, speed: float) -> None:
        self._commands.put(lambda: self._set_state(speed=speed))

    def set_loop(self, loop: bool) -> None:
        """Whether to start again at the end, with the first targets (files only)."""
        self._commands.put(lambda: self._set_loop(loop))

    def start_targets(self, frame: Frame, boxes: Mapping[int, Box]) -> None:
        """Begins to follow targets in the very frame they were drawn on."""
        self._commands.put(lambda: self._start_targets(frame, dict(boxes)))

    def plan_targets(self, index: int, boxes: Mapping[int, Box]) -> None:
        """Targets that begin by themselves when the given frame is reached."""
        self._commands.put(lambda: self._plan(index, dict(boxes)))

    def drop_target(self, target_id: int) -> None:
        self._commands.put(lambda: self._drop_target(target_id))

    def set_pipeline(self, pipeline: Pipeline | None) -> None:
        """Changes the tracker; targets go on from where they are."""
        self._commands.put(lambda: self._set_pipeline(pipeline))

    def set_recorder(self, recorder: Recorder | None) -> None:
        self._commands.put(lambda: self._set_recorder(recorder))

    def stop(self) -> None:
        """Ends `run` soon."""
        self._commands.put(self._stop)

    # -- the worker ----------------------------------------------------------------------------

    def run(self) -> None:
        """Plays until `stop`; shows the first frame at once."""
        try:
            self._guarded(self._advance)
            while not self._stopped:
                self._do_commands()
                if not self._stopped and self._state.playing and not self._held:
                    self._guarded(self._advance)
        finally:
            self._close()

    def _do_commands(self) -> None:
        """Runs what was asked for; waits for it where there is nothing else to do until a frame is due."""
        wait_s = self._time_to_next_frame_s()
        try:
            command = self._commands.get(timeout=wait_s) if wait_s > 0 else self._commands.get_nowait()
            while True:
                self._guarded(command)
                command = self._commands.get_nowait()
        except queue.Empty:
            pass

    def _time_to_next_frame_s(self) -> float:
        return self._pace.wait_s if self._state.playing and not self._held else _POLL_S

    def _guarded(self, action: Callable[[], None]) -> None:
        """Expected failures pause and are told; bugs leave the thread."""
        try:
            action()
        except TrackbenchError as error:
            logger.warning("%s", error)
            self._set_playing(False)
            self._events.failed(error)

    def _advance(self) -> None:
        fetched = self._next_live() if self._live else self._prefetcher.get(self._read_timeout_s)
        if fetched is _NOTHING_YET:
            return
        if fetched is None:
            self._at_end()
            return
        if not self._live:
            self._pace.take(fetched.frame.time_s, self._state.speed)
        self._present(fetched)

    def _next_live(self) -> Fetched | None:
        """The newest frame; waits briefly at a time, so that commands are heard while a stream stalls.

        A source that stalls or vanishes is told once in a while; it is tried again behind the scenes, and
        the run goes on by itself when pictures come back.
        """
        try:
            fetched = self._prefetcher.get(_POLL_S)
        except TrackbenchError as error:
            only_waiting = isinstance(error, SourceStalled)
            if not only_waiting or perf_counter() - self._heard_s >= self._read_timeout_s:
                self._heard_s = perf_counter()
                self._events.failed(error)
            return _NOTHING_YET
        self._heard_s = perf_counter()
        return fetched

    def _at_end(self) -> None:
        if self._loop and self._current is not None and self._state.playing:
            self._begin_anew()
            return
        self._set_state(playing=False, at_end=True)

    def _begin_anew(self) -> None:
        self._following.begin_anew()
        self._go_to(0)

    def _present(self, fetched: Fetched) -> None:
        self._current = fetched.frame
        # A user who stepped or went somewhere else may never ask for the frame after this one.
        upcoming = self._prefetcher.peek() if self._state.playing and not self._held else None
        result = self._following.take(fetched, upcoming)
        self._tell_targets()
        self._events.shown(fetched.frame, result)

    def _show_again(self) -> None:
        if self._current is not None:
            self._events.shown(self._current, self._following.result_at(self._current.index))

    def _take_result(self, result: FrameResult) -> None:
        if self._recorder is not None:
            self._record(result)
        self._events.tracked(result)

    def _record(self, result: FrameResult) -> None:
        assert self._recorder is not None
        try:
            self._recorder.write(result)
        except TrackbenchError as error:
            self._recorder.close()
            self._recorder = None
            self._set_state(recording=False)
            self._events.failed(error)

    # -- commands, in the worker ---------------------------------------------------------------

    def _play(self) -> None:
        if self._state.at_end and not self._live:
            self._go_to(0)
        self._pace.restart()
        self._set_playing(True)

    def _set_loop(self, loop: bool) -> None:
        self._loop = loop and not self._live

    def _hold(self, held: bool) -> None:
        self._held = held
        self._pace.restart()

    def _step_by(self, frames: int) -> None:
        self._set_playing(False)
        if self._live:
            return
        if frames == 1:
            self._advance()
        elif self._current is not None:
            self._go_to(max(0, self._current.index + frames))

    def _go_to(self, index: int) -> None:
        self._prefetcher.seek(index)
        self._pace.restart()
        self._set_state(at_end=False)
        self._advance()

    def _start_targets(self, frame: Frame, boxes: dict[int, Box]) -> None:
        self._held = False
        self._pace.restart()
        if not self._following.start(frame, boxes):
            return
        self._tell_targets()
        self._events.shown(frame, self._following.result_at(frame.index))
        if not self._live and (self._current is None or self._current.index != frame.index):
            self._current = frame
            self._prefetcher.seek(frame.index + 1)

    def _plan(self, index: int, boxes: dict[int, Box]) -> None:
        if self._following.plan(index, boxes, self._current):
            self._tell_targets()
            self._show_again()

    def _drop_target(self, target_id: int) -> None:
        self._following.drop(target_id, self._current.index if self._current else None)
        self._tell_targets()
        self._show_again()

    def _set_pipeline(self, pipeline: Pipeline | None) -> None:
        self._following.use(pipeline, self._current)
        self._tell_targets()
        if pipeline is None or self._current is None:
            return
        self._show_again()
        if not pipeline.needs_targets:
            return
        for frame, boxes in self._following.take_waiting():
            self._start_targets(frame, boxes)
        missed = self._following.missed_before(self._current.index)
        if missed is not None:
            self._go_to(missed)

    def _tell_targets(self) -> None:
        following = self._following
        self._set_state(targets=following.targets, needs_targets=following.needs_targets)

    def _set_recorder(self, recorder: Recorder | None) -> None:
        if self._recorder is not None:
            self._recorder.close()
        self._recorder = recorder
        self._set_state(recording=recorder is not None)

    def _stop(self) -> None:
        self._stopped = True

    # -- state ---------------------------------------------------------------------------------

    def _set_playing(self, playing: bool) -> None:
        self._set_state(playing=playing, at_end=self._state.at_end and not playing)

    def _set_state(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self._events.state_changed(state)

    def _close(self) -> None:
        self._prefetcher.close()
        if self._recorder is not None:
            self._recorder.close()
        self._following.close()
