"""Several single-object states over one video, behind the one protocol of trackers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from engines.detectors.detector import Detector
from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.networks.batch import Asking, run_together
from engines.networks.network import Network
from engines.timing import StageClock
from engines.track import Evidence, Track, TrackState
from engines.trackers.evidence import Likeness, jump_of
from engines.trackers.lost_rule import ASK, ENLARGE, OWN, OWN_RULE, LostRule

StateT = TypeVar("StateT")

# What a detector found has to be at least this like the first look to be taken for the target.
_LEAST_LIKENESS = 0.3


class SingleTarget(Protocol[StateT]):
    """The arithmetic of one single-object tracker; it holds no target itself."""

    def begin(self, frame: Frame, box: Box, clock: StageClock) -> StateT:
        """State of a target that was just chosen."""

    def step(
        self, state: StateT, target_id: int, frame: Frame, clock: StageClock
    ) -> Asking[tuple[StateT, Track]]:
        """The next state and what is known about the target in this frame.

        Yields what is to be run and gets the outputs back; several targets are run together. Inputs
        that are yielded must stay untouched until the answer comes: each state owns its buffers.
        """

    def relocate(self, state: StateT, box: Box) -> StateT:
        """The same target, believed to be elsewhere (the user went back in the video)."""


@dataclass(slots=True)
class _Followed(Generic[StateT]):
    """One target.

    Attributes:
        state: what its tracker keeps.
        likeness: knows what it looked like at the start.
        sure: the last box that nobody doubted.
        last: the box of the last frame.
        lost_frames: how long it has been lost.
    """

    state: StateT
    likeness: Likeness
    sure: Box
    last: Box
    lost_frames: int = 0


class PerTarget(Generic[StateT]):
    """N independent targets; each can be added, redrawn or removed while the others go on."""

    needs_targets = True
    keeps_identities = True

    def __init__(
        self,
        single: SingleTarget[StateT],
        networks: Sequence[Network],
        rule: LostRule = OWN_RULE,
        detector: Detector | None = None,
    ) -> None:
        """With no targets yet.

        Args:
            single: the arithmetic of one target.
            networks: its networks, closed with this tracker.
            rule: when a target counts as lost, and what is done then.
            detector: asked where a lost target is, where the rule wants that; closed with this tracker.
        """
        self._single = single
        self._networks = tuple(networks)
        self._rule, self._detector = rule, detector
        self._followed: dict[int, _Followed[StateT]] = {}

    def start(self, frame: Frame, targets: Mapping[int, Box], clock: StageClock) -> tuple[Track, ...]:
        for target_id, box in targets.items():
            state = self._single.begin(frame, box, clock)
            self._followed[target_id] = _Followed(state, Likeness(frame.bgr, box), box, box)
        return tuple(Track(target_id, box, 1.0) for target_id, box in targets.items())

    def drop(self, target_id: int) -> None:
        self._followed.pop(target_id, None)

    def reset(self) -> None:
        self._followed.clear()

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        for target_id, box in boxes.items():
            followed = self._followed.get(target_id)
            if followed is not None:
                followed.state = self._single.relocate(followed.state, box)
                followed.sure = followed.last = box
                followed.lost_frames = 0

    def update(self, frame: Frame, clock: StageClock) -> tuple[Track, ...]:
        clock.wants_looks = clock.wants_looks or self._rule.needs_evidence
        steps = {
            target_id: self._single.step(followed.state, target_id, frame, clock)
            for target_id, followed in self._followed.items()
        }
        outcomes = run_together(steps, clock)
        tracks = []
        for target_id, followed in self._followed.items():
            followed.state, track = outcomes[target_id]
            tracks.append(self._judged(followed, track, frame, clock))
        return tuple(tracks)

    def close(self) -> None:
        for network in self._networks:
            network.close()
        if self._detector is not None:
            self._detector.close()

    def _judged(self, followed: _Followed[StateT], track: Track, frame: Frame, clock: StageClock) -> Track:
        """The tracker's word on a target, judged by the rule; a lost one is treated as the rule says."""
        if clock.wants_looks:
            with clock.stage(Stage.POSTPROCESS):
                evidence = _evidence(followed, track, frame, clock)
                is_lost = track.state is TrackState.LOST or self._rule.crossed(evidence)
                state = TrackState.LOST if is_lost else TrackState.TRACKED
                track = replace(track, state=state, evidence=evidence)
        if track.state is TrackState.LOST:
            track = self._while_lost(followed, track, frame, clock)
        else:
            track = self._found_again(followed, track)
        followed.last = track.box
        return track

    def _found_again(self, followed: _Followed[StateT], track: Track) -> Track:
        """Of a search that was enlarged only the place is believed: its size was blended with a wide one."""
        if followed.lost_frames and self._rule.when_lost == ENLARGE:
            box = Box.around(track.box.cx, track.box.cy, followed.sure.w, followed.sure.h)
            followed.state = self._single.relocate(followed.state, box)
            track = replace(track, box=box)
        followed.sure, followed.lost_frames = track.box, 0
        return track

    def _while_lost(
        self, followed: _Followed[StateT], track: Track, frame: Frame, clock: StageClock
    ) -> Track:
        rule = self._rule
        followed.lost_frames += 1
        if rule.when_lost == OWN:
            return track
        asked = rule.when_lost == ASK and (followed.lost_frames - 1) % rule.ask_every == 0
        if asked and self._detector is not None:
            followed.sure = self._pointed_out(followed, frame, clock) or followed.sure
        wide = 1.0
        if rule.when_lost == ENLARGE:
            wide = min(rule.enlarge_by**followed.lost_frames, rule.enlarge_to)
        sure = followed.sure
        looked_at = Box.around(sure.cx, sure.cy, sure.w * wide, sure.h * wide)
        followed.state = self._single.relocate(followed.state, looked_at)
        return replace(track, box=sure)

    def _pointed_out(self, followed: _Followed[StateT], frame: Frame, clock: StageClock) -> Box | None:
        """What a detector found that looks most like the target."""
        assert self._detector is not None
        found = self._detector.detect(frame, clock)
        with clock.stage(Stage.POSTPROCESS):
            boxes = [Box(*row) for row in found.boxes.tolist()]
            likely = [(followed.likeness.of(frame.bgr, box) or 0.0, n) for n, box in enumerate(boxes)]
        best, index = max(likely, default=(0.0, -1))
        return boxes[index] if best >= _LEAST_LIKENESS else None


def _evidence(followed: _Followed[StateT], track: Track, frame: Frame, clock: StageClock) -> Evidence:
    look = clock.looks.get(track.id)
    return Evidence(
        sidelobe_ratio=None if look is None else look.sidelobe_ratio,
        jump=jump_of(followed.last, track.box),
        similarity=followed.likeness.of(frame.bgr, track.box),
    )
