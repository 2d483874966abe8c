"""Several single-object states over one video, behind the one protocol of trackers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.batch import Asking, run_together
from engines.networks.network import Network
from engines.timing import StageClock
from engines.track import Track

StateT = TypeVar("StateT")


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


class PerTarget(Generic[StateT]):
    """N independent targets; each can be added, redrawn or removed while the others go on."""

    needs_targets = True
    keeps_identities = True

    def __init__(self, single: SingleTarget[StateT], networks: Sequence[Network]) -> None:
        self._single = single
        self._networks = tuple(networks)
        self._states: dict[int, StateT] = {}

    def start(self, frame: Frame, targets: Mapping[int, Box], clock: StageClock) -> tuple[Track, ...]:
        for target_id, box in targets.items():
            self._states[target_id] = self._single.begin(frame, box, clock)
        return tuple(Track(target_id, box, 1.0) for target_id, box in targets.items())

    def drop(self, target_id: int) -> None:
        self._states.pop(target_id, None)

    def reset(self) -> None:
        self._states.clear()

    def relocate(self, boxes: Mapping[int, Box]) -> None:
        for target_id, box in boxes.items():
            if target_id in self._states:
                self._states[target_id] = self._single.relocate(self._states[target_id], box)

    def update(self, frame: Frame, clock: StageClock) -> tuple[Track, ...]:
        steps = {
            target_id: self._single.step(state, target_id, frame, clock)
            for target_id, state in self._states.items()
        }
        outcomes = run_together(steps, clock)
        self._states = {target_id: outcomes[target_id][0] for target_id in self._states}
        return tuple(outcomes[target_id][1] for target_id in self._states)

    def close(self) -> None:
        for network in self._networks:
            network.close()
