"""Two trackers on the same frames: the same targets, two opinions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.tracker import Tracker


class BesideMode(StrEnum):
    """What the second tracker looks at.

    In closed loop each follows its own boxes, so that a small difference may grow into another target. With
    the first one as teacher the second looks where the first one's last box is: what differs then is
    the networks alone.
    """

    CLOSED_LOOP = "closed loop"
    TEACHER_FORCED = "teacher-forced"


class SideBySide:
    """A tracker whose tracks count, and one beside it whose tracks go into `StageClock.beside`.

    The time of the second one is a stage of its own, `Stage.BESIDE`; its layers are not told.
    """

    def __init__(self, first: Tracker, second: Tracker, mode: BesideMode = BesideMode.CLOSED_LOOP) -> None:
        """Both need targets; both are closed with this one."""
        if not (first.needs_targets and second.needs_targets):
            raise ValueError("only trackers of chosen targets can be compared side by side")
        self._first, self._second = first, second
        self.mode = mode
        self._boxes: dict[int, Box] = {}

    needs_targets = True
    keeps_identities = True

    def start(self, frame: Frame, targets: Mapping[int, Box], clock: StageClock) -> tuple[Track, ...]:
        tracks = self._first.start(frame, targets, clock)
        self._boxes.update(targets)
        with clock.stage(Stage.BESIDE):
            clock.beside = self._second.start(frame, targets, StageClock())
        return tracks

    def drop(self, target_id: int) -> None:
        self._first.drop(target_id)
        self._second.drop(target_id)
        self._boxes.pop(target_id, None)

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        self._first.relocate(boxes)
        self._second.relocate(boxes)
        self._boxes.update(boxes)

    def reset(self) -> None:
        self._first.reset()
        self._second.reset()
        self._boxes.clear()

    def update(self, frame: Frame, clock: StageClock) -> tuple[Track, ...]:
        seen = self._boxes
        tracks = self._first.update(frame, clock)
        self._boxes = {track.id: track.box for track in tracks}
        with clock.stage(Stage.BESIDE):
            if self.mode is BesideMode.TEACHER_FORCED:
                self._second.relocate(seen)
            clock.beside = self._second.update(frame, StageClock())
        return tracks

    def close(self) -> None:
        self._first.close()
        self._second.close()
