"""Who is followed, from which frame on, and what is known about every frame.

Going back never disturbs the trackers: frames up to the furthest tracked one (the frontier) keep the
results they have, and tracking goes on where the frontier is passed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engines.frame import Frame
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.history import ResultHistory
from engines.pipeline import Pipeline
from engines.track import Track
from engines.video.prefetch import Fetched

OnResult = Callable[[FrameResult], None]


class Following:
    """A pipeline with its targets and results. Used by one thread, the player's."""

    def __init__(self, *, live: bool, on_result: OnResult) -> None:
        """Begins without a pipeline.

        Args:
            live: frames never come back.
            on_result: told each new result once.
        """
        self._live = live
        self._on_result = on_result
        self._pipeline: Pipeline | None = None
        self._history = ResultHistory()
        self._frontier = -1
        self._boxes: dict[int, Box] = {}
        self._first_targets: dict[int, dict[int, Box]] = {}
        self._waiting: list[tuple[Frame, dict[int, Box]]] = []

    @property
    def needs_targets(self) -> bool:
        """Whether nothing happens before the user chose a target; so it is while no tracker is there."""
        return self._pipeline is None or self._pipeline.needs_targets

    @property
    def targets(self) -> tuple[int, ...]:
        """Ids that are followed because the user chose them."""
        return tuple(sorted(self._boxes)) if self.needs_targets else ()

    def result_at(self, index: int) -> FrameResult | None:
        return self._history.at(index)

    def take(self, fetched: Fetched, upcoming: Frame | None = None) -> FrameResult | None:
        """What is known about a frame; one beyond the frontier is tracked now.

        Args:
            fetched: the frame.
            upcoming: the frame that comes next, where it is known (`Pipeline.step`).
        """
        index = fetched.frame.index
        if self._pipeline is None or not (index > self._frontier or self._live):
            return self._history.at(index)
        return self._track(self._pipeline, fetched, upcoming) or self._history.at(index)

    def start(self, frame: Frame, boxes: Mapping[int, Box]) -> bool:
        """Begins to follow targets in the frame they were drawn on; False where a tracker is awaited."""
        for planned in self._first_targets.values():
            for target_id in boxes:
                planned.pop(target_id, None)
        self._first_targets.setdefault(frame.index, {}).update(boxes)
        if self._pipeline is None or not self._pipeline.needs_targets:
            self._waiting.append((frame, dict(boxes)))
            return False
        self._begin(self._pipeline, frame, boxes)
        return True

    def plan(self, index: int, boxes: Mapping[int, Box], shown: Frame | None) -> bool:
        """Targets that begin by themselves at a frame; True where that is the one on screen."""
        self._first_targets.setdefault(index, {}).update(boxes)
        pipeline = self._pipeline
        if pipeline is None or not pipeline.needs_targets or shown is None or shown.index != index:
            return False
        self._begin(pipeline, shown, boxes)
        return True

    def drop(self, target_id: int, shown_index: int | None) -> None:
        """Forgets a target and takes it out of the result on screen."""
        if self._pipeline is not None:
            self._pipeline.drop(target_id)
        self._boxes.pop(target_id, None)
        for planned in (*self._first_targets.values(), *(boxes for _frame, boxes in self._waiting)):
            planned.pop(target_id, None)
        if shown_index is not None:
            self._history.without(target_id, shown_index)

    def begin_anew(self) -> None:
        """The source starts again: each target comes back in the frame where it was first chosen."""
        if self._pipeline is not None:
            self._pipeline.reset()
            self._boxes.clear()
        self._forget_after(-1)

    def use(self, pipeline: Pipeline | None, shown: Frame | None) -> None:
        """Changes the tracker; targets go on from where they are.

        A detector looks at the picture on screen at once. Targets that the user chose before mean
        nothing to it and are forgotten; targets drawn while it ran wait for a tracker that takes them.
        """
        had_targets = self.needs_targets
        if self._pipeline is not None:
            self._pipeline.close()
        self._pipeline = pipeline
        if pipeline is None:
            return
        if not pipeline.needs_targets:
            self._first_targets.clear()
            self._waiting.clear()
        if pipeline.needs_targets != had_targets:  # what a detector found is not what the user chose
            self._boxes.clear()
            self._forget_after(-1)
        if shown is None:
            return
        if pipeline.needs_targets:
            self._hand_over(pipeline, shown)
        else:
            self._look_anew(pipeline, shown)

    def take_waiting(self) -> list[tuple[Frame, dict[int, Box]]]:
        """Targets that were chosen before there was a tracker for them, earliest first; kept no longer."""
        waiting, self._waiting = sorted(self._waiting, key=lambda chosen: chosen[0].index), []
        return [(frame, boxes) for frame, boxes in waiting if boxes]

    def missed_before(self, index: int) -> int | None:
        """The first frame up to this one where a planned target should have begun; results end there."""
        missed = [at for at, planned in self._first_targets.items() if planned.keys() - self._boxes.keys()]
        if not missed or min(missed) > index or self._live:
            return None
        self._forget_after(min(missed) - 1)
        return min(missed)

    def close(self) -> None:
        if self._pipeline is not None:
            self._pipeline.close()
            self._pipeline = None

    # -- tracking ------------------------------------------------------------------------------

    def _track(self, pipeline: Pipeline, fetched: Fetched, upcoming: Frame | None) -> FrameResult | None:
        frame = fetched.frame
        planned = self._first_targets.get(frame.index)
        if planned and pipeline.needs_targets and self._frontier < frame.index:
            if self._boxes.keys() - planned.keys():  # those that are followed already miss no frame
                self._history.add(_step(pipeline, fetched))
            self._begin(pipeline, frame, planned)
            return self._history.at(frame.index)
        if pipeline.needs_targets and not self._boxes:
            return None
        result = _step(pipeline, fetched, upcoming)
        self._boxes = {track.id: track.box for track in result.tracks}
        self._keep(result)
        return result

    def _begin(self, pipeline: Pipeline, frame: Frame, boxes: Mapping[int, Box]) -> None:
        """Starts targets in a frame; the others go on from what is known of them in it."""
        result = pipeline.start(frame, boxes)
        others = self._history.at(frame.index)
        kept: list[Track] = [track for track in others.tracks if track.id not in boxes] if others else []
        if frame.index < self._frontier:
            pipeline.relocate({track.id: track.box for track in kept})
        self._forget_after(frame.index - 1)
        tracks = sorted((*kept, *result.tracks), key=lambda track: track.id)
        self._boxes.update({track.id: track.box for track in tracks})
        self._keep(replace(result, tracks=tuple(tracks)))

    def _keep(self, result: FrameResult) -> None:
        self._history.add(result)
        self._frontier = result.frame_index
        self._on_result(result)

    def _forget_after(self, index: int) -> None:
        if self._frontier > index:
            self._history.forget_after(index)
            self._frontier = index

    # -- another tracker -----------------------------------------------------------------------

    def _look_anew(self, pipeline: Pipeline, shown: Frame) -> None:
        """A detector needs no targets: it looks at the picture on screen at once."""
        self._forget_after(shown.index - 1)
        self._boxes.clear()
        self._keep(pipeline.step(shown))

    def _hand_over(self, pipeline: Pipeline, shown: Frame) -> None:
        """Gives a new tracker the targets, where they are in this frame; later ones begin in their own."""
        seen = self._history.at(shown.index)
        if seen is not None:
            here = {track.id: track.box for track in seen.tracks if track.id in self._boxes}
        else:  # ahead of all results, as after a failure, the last known places count
            here = self._boxes if shown.index > self._frontier else {}
        self._boxes = dict(here)
        self._forget_after(shown.index - 1)
        if self._boxes:
            self._begin(pipeline, shown, dict(self._boxes))


def _step(pipeline: Pipeline, fetched: Fetched, upcoming: Frame | None = None) -> FrameResult:
    times = {"decode_ms": fetched.decode_ms, "queue_ms": fetched.queue_ms}
    return pipeline.step(fetched.frame, dropped=fetched.dropped, upcoming=upcoming, **times)
