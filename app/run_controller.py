"""One run: opens sources, owns the worker, and feeds the views from it. GUI thread only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.demo import demo_clip, demo_targets
from app.run_feed import RunFeed, RunViews
from app.targets import Choice, Targets
from app.tasks import Tasks
from app.workers import RunWorker, TaskHandle
from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.geometry import Box
from engines.overlay import OverlayOptions
from engines.pipeline import Pipeline, usable_box
from engines.player_events import PlayerState
from engines.recorder import Recorder
from engines.side_by_side import BesideMode
from engines.track import Track
from engines.video.open import open_source
from engines.video.source import FrameSource, SourceInfo

_PICTURE_INTERVAL_MS = 8
_PANEL_INTERVAL_MS = 200


class RunController(QObject):
    """State of the present run.

    Signals:
        source_opened(SourceInfo), source_closed(): what is on screen.
        state_changed(PlayerState): playing, recording, targets.
        pipeline_needed(): a source is open and has no pipeline yet.
        pipeline_used(): the run has the pipeline it was given.
        failed(TrackbenchError): for the notice bar; the previous state is kept.
        result_shown(FrameResult): at most once per picture shown.
    """

    source_opened = Signal(object)
    source_closed = Signal()
    state_changed = Signal(object)
    pipeline_needed = Signal()
    pipeline_used = Signal()
    failed = Signal(object)
    result_shown = Signal(object)

    def __init__(self, views: RunViews, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views, self._tasks = views, tasks
        self._worker: RunWorker | None = None
        self._info: SourceInfo | None = None
        self._state = PlayerState()
        self._has_played = False
        self._pipeline: Pipeline | None = None
        self._wants_looks = False
        self._targets = Targets()
        self.feed = RunFeed(views, self._targets)
        self._picture_timer = self._timer(_PICTURE_INTERVAL_MS, self._take_news)
        self._panel_timer = self._timer(_PANEL_INTERVAL_MS, self._refresh_panels)

    def _timer(self, interval_ms: int, slot: Any) -> QTimer:
        timer = QTimer(self, interval=interval_ms)
        timer.timeout.connect(slot)
        return timer

    # -- source --------------------------------------------------------------------------------

    @property
    def info(self) -> SourceInfo | None:
        return self._info

    @property
    def state(self) -> PlayerState:
        return self._state

    @property
    def has_targets(self) -> bool:
        return bool(self._targets.ids)

    def open_source(self, spec: str, *, loop: bool = False) -> None:
        """Opens what the user named, in a thread; the present source stays until that has worked.

        Args:
            spec: path, camera index or URL.
            loop: start again at the end.
        """

        def job(handle: TaskHandle) -> FrameSource:
            return open_source(spec, should_cancel=handle.should_cancel, on_progress=handle.report)

        def done(source: FrameSource) -> None:
            self._use_source(source, loop, {})

        self._tasks.start("open source", self.tr("Opening %s") % Path(spec).name, job, done)

    def open_demo(self) -> None:
        """The demo clip in a loop, with the target that its ground truth names first."""

        def job(handle: TaskHandle) -> FrameSource:
            return open_source(demo_clip(), should_cancel=handle.should_cancel, on_progress=handle.report)

        def done(source: FrameSource) -> None:
            first = demo_targets(source.ground_truth)
            self._use_source(source, True, first)
            self.play()

        self._tasks.start("open source", self.tr("Opening the demo"), job, done)

    def _use_source(self, source: FrameSource, loop: bool, first_targets: dict[int, Box]) -> None:
        self.close_source()
        self._info, self._has_played = source.info, False
        self.feed.begin(source.ground_truth)
        self._worker = RunWorker(source, loop=loop, parent=self)
        self._worker.state_changed.connect(self._on_state)
        self._worker.failed.connect(self.failed)
        self._worker.finished.connect(self._on_finished)
        if first_targets:
            self._worker.player.plan_targets(0, first_targets)
            for target_id in first_targets:
                self._targets.expect(target_id)
        info = source.info
        self._views.transport.show_source(info.frame_count, info.fps, info.is_live)
        self._views.transport.show_speed(1.0)
        if info.is_live:
            self._worker.player.play()
        self._worker.start()
        self._picture_timer.start()
        self._panel_timer.start()
        self.source_opened.emit(info)
        self.pipeline_needed.emit()

    @Slot()
    def close_source(self) -> None:
        """Ends the run; its worker finishes on its own, nobody waits for it here."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        self._picture_timer.stop()
        self._panel_timer.stop()
        worker.finished.connect(worker.deleteLater)
        worker.player.stop()
        self._info, self._pipeline = None, None
        self._state = PlayerState()
        self._targets.clear()
        self.feed.begin(None)
        self._views.picture.show_empty()
        self._views.transport.show_nothing()
        self._views.targets.show_targets((), None)
        self.state_changed.emit(self._state)
        self.source_closed.emit()

    def finish(self, timeout_ms: int = 10_000) -> None:
        """Ends the run and waits for every worker: before the program ends."""
        self.close_source()
        for worker in self.findChildren(RunWorker):
            worker.wait(timeout_ms)

    def use_pipeline(self, pipeline: Pipeline | None) -> None:
        """Gives the run a tracker; without a source it is closed again."""
        if self._worker is None:
            if pipeline is not None:
                pipeline.close()
            return
        self.feed.clear_times()
        self.feed.keeps_identities = pipeline is None or pipeline.keeps_identities
        self._pipeline = pipeline
        self.watch_looks(self._wants_looks)
        self._worker.player.set_pipeline(pipeline)
        self.pipeline_used.emit()

    def watch_looks(self, is_wanted: bool) -> None:
        """Whether results are to carry what the tracker looked at; costs some 0.1 ms a target and frame."""
        self._wants_looks = is_wanted
        if self._pipeline is not None:
            self._pipeline.wants_looks = is_wanted  # a plain flag, read by the worker at each step

    def set_beside_mode(self, mode: BesideMode) -> None:
        """What the second of two trackers looks at."""
        if self._pipeline is not None:
            self._pipeline.set_beside_mode(mode)

    # -- transport -----------------------------------------------------------------------------

    @Slot()
    def toggle_play(self) -> None:
        self.pause() if self._state.playing else self.play()

    def play(self) -> None:
        if self._worker is not None:
            self._worker.player.play()

    def pause(self) -> None:
        if self._worker is not None:
            self._worker.player.pause()

    @Slot()
    def stop(self) -> None:
        """Pauses and goes back to the start."""
        self.pause()
        self.seek(0)

    def go_to(self, index: int) -> None:
        """Shows a frame, and stays there; a live source cannot go back."""
        if self._info is not None and not self._info.is_live:
            self.pause()
            self.seek(index)

    @Slot(int)
    def step(self, frames: int) -> None:
        if self._worker is not None:
            self._worker.player.step(frames)

    def jump_seconds(self, seconds: float) -> None:
        if self._info is not None and self.feed.shown is not None:
            frames = round(seconds * (self._info.fps or 25.0))
            self.seek(max(0, self.feed.shown.frame.index + frames))

    @Slot(int, bool)
    def seek(self, index: int, final: bool = True) -> None:
        if self._worker is not None and self._info is not None and not self._info.is_live:
            last = (self._info.frame_count or index + 1) - 1
            self._worker.player.seek(min(index, last))

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        if self._worker is not None:
            self._worker.player.set_speed(speed)
        self._views.transport.show_speed(speed)

    def set_loop(self, loop: bool) -> None:
        """Whether a file starts again at its end."""
        if self._worker is not None:
            self._worker.player.set_loop(loop)

    def change_speed(self, factor: float) -> None:
        self.set_speed(min(8.0, max(0.125, (self._state.speed or 1.0) * factor)))

    # -- targets -------------------------------------------------------------------------------

    @Slot(int)
    def hold(self, _frame_index: int) -> None:
        """The user draws on a frame: the run waits at it."""
        if self._worker is not None:
            self._worker.player.hold()

    @Slot()
    def release(self) -> None:
        if self._worker is not None:
            self._worker.player.release()

    @Slot(object, object, bool)
    def draw_target(self, frame: Frame, box: Box, add: bool) -> None:
        """Follows what was drawn, from the frame it was drawn on."""
        if self._worker is None:
            return
        try:
            usable = usable_box(box, frame)
        except TrackbenchError as error:
            self.release()
            self.failed.emit(error)
            return
        is_first = not self._has_played and not self._targets.ids
        if self.feed.finds:  # what was chosen before the detector ran is forgotten by now
            self._targets.clear()
        replaced = self._targets.place_of_next(add=add)
        target_id = self._targets.choose(frame, usable, add=add, seen=self.feed.seen(replaced))
        self._start(target_id, frame, usable)
        if is_first:
            self.play()  # a box on a video that was just opened means: go

    @Slot(object, int, object)
    def correct_target(self, frame: Frame, target_id: int, box: Box) -> None:
        """A running target's box was moved or resized by its handles."""
        self._targets.selected = target_id
        self.draw_target(frame, box, False)

    @Slot()
    def follow_truth(self) -> None:
        """Starts a target on every annotated box of the frame on screen."""
        shown, truth = self.feed.shown, self.feed.truth
        if self._worker is None or shown is None or truth is None:
            return
        boxes = {}
        for track in truth.at(shown.frame.index):
            target_id = self._targets.choose(shown.frame, track.box, add=True)
            self.feed.chosen(target_id, shown.frame, track.box)
            boxes[target_id] = track.box
        if boxes:
            self._worker.player.start_targets(shown.frame, boxes)
            self.play()

    def _start(self, target_id: int, frame: Frame, box: Box) -> None:
        assert self._worker is not None
        self.feed.chosen(target_id, frame, box)
        self._worker.player.start_targets(frame, {target_id: box})

    @Slot(int)
    def remove_target(self, target_id: int) -> None:
        if self._worker is not None:
            self._targets.remove(target_id, self.feed.seen(target_id))
            self._worker.player.drop_target(target_id)
            self.feed.refresh_panels()

    @Slot()
    def remove_selected(self) -> None:
        if self._targets.selected is not None:
            self.remove_target(self._targets.selected)

    @Slot()
    def remove_all(self) -> None:
        for target_id in self._targets.ids:
            self.remove_target(target_id)

    @Slot()
    def undo(self) -> None:
        """Brings the last removed or redrawn target back."""
        choice = self._targets.undo() if self._worker is not None else None
        if choice is not None:
            self._start(choice.target_id, choice.frame, choice.box)

    @Slot(int)
    def select_target(self, target_id: int) -> None:
        """Makes a track stand out; chosen again, none does."""
        chosen = None if self.feed.selected == target_id else target_id
        if self.feed.finds:
            self.feed.followed = chosen
        else:
            self._targets.selected = chosen
        self.feed.show_again()

    @Slot()
    def select_next(self) -> None:
        if self.feed.finds:
            self.feed.follow_next()
        else:
            self._targets.next_after_selected()
        self.feed.show_again()

    def selected_choice(self) -> Choice | None:
        """Where the track that stands out is on the picture now."""
        return self.feed.seen(self.feed.selected)

    # -- recording, overlays -------------------------------------------------------------------

    def record(self, recorder: Recorder | None) -> None:
        if self._worker is not None:
            self._worker.player.set_recorder(recorder)
        elif recorder is not None:
            recorder.close()

    def show_result(self, tracks: tuple[tuple[Track, ...], ...]) -> None:
        """Draws somebody else's tracks beside ours; none takes them away."""
        self.feed.imported = tracks
        self.feed.show_again()

    def show_overlays(self, options: OverlayOptions, lost_word: str) -> None:
        self.feed.set_overlays(options, lost_word)
        self.feed.show_again()

    # -- news from the worker ------------------------------------------------------------------

    @Slot(object)
    def _on_state(self, state: PlayerState) -> None:
        if self.sender() is not self._worker:
            return  # a late word of a run that was closed
        if self._state.needs_targets and not state.needs_targets:
            self._targets.clear()  # a detector has taken over
        self._state = state
        self.feed.expect(finds=not state.needs_targets)
        if not state.playing:
            self._take_news()  # the frame it stopped at, before it is said to have stopped
        self._has_played = self._has_played or state.playing
        self._views.transport.show_playing(state.playing)
        self.state_changed.emit(state)

    @Slot()
    def _on_finished(self) -> None:
        """A worker that ends without being asked to met a bug, which is told elsewhere: nothing is frozen."""
        if self.sender() is self._worker:
            self.close_source()

    @Slot()
    def _take_news(self) -> None:
        if self._worker is None:
            return
        for result in self._worker.results.take_all():
            self.feed.take_result(result)
        shown = self._worker.pictures.take()
        if shown is not None:
            self.feed.show(shown)
            if shown.result is not None:
                self.result_shown.emit(shown.result)

    @Slot()
    def _refresh_panels(self) -> None:
        self.feed.refresh_panels()
