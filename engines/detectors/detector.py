"""What every detector can do: find things in one frame, whatever came before."""

from __future__ import annotations

from typing import Protocol

from engines.detections import Detections
from engines.frame import Frame
from engines.timing import StageClock


class Detector(Protocol):
    """Finds things in a frame. Knows neither threads nor where its networks run."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Class names by index; empty where the detector knows no classes."""

    def detect(self, frame: Frame, clock: StageClock) -> Detections:
        """What is in this frame."""

    def close(self) -> None:
        """Frees its networks."""
