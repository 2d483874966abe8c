"""What a player tells about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import FrameResult


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What the window shows of a player.

    Attributes:
        speed: factor of real time; 0 plays as fast as it goes.
        targets: ids of what is followed because the user chose it.
        needs_targets: nothing is followed before the user chose it; False while a detector runs.
    """

    playing: bool = False
    at_end: bool = False
    speed: float = 1.0
    recording: bool = False
    targets: tuple[int, ...] = ()
    needs_targets: bool = True


class PlayerEvents(Protocol):
    """What a player tells; called in the player's thread."""

    def shown(self, frame: Frame, result: FrameResult | None) -> None:
        """A picture to show, with its result where there is one."""

    def tracked(self, result: FrameResult) -> None:
        """A new result, each exactly once. A frame has another one when a target is drawn anew on it."""

    def state_changed(self, state: PlayerState) -> None: ...

    def failed(self, error: TrackbenchError) -> None:
        """Something expected went wrong; the player goes on with its previous state."""
