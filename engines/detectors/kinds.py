"""How detectors are made. A module that has detectors names them in a `DETECTORS` table at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engines.detectors.detector import Detector
from engines.networks.network import Network


@dataclass(frozen=True, slots=True)
class DetectorKind:
    """How one kind of detector is made.

    Attributes:
        parameters: its frozen parameter class.
        make: from networks (in the catalog's order), parameters and class names (empty: its usual ones).
    """

    parameters: type
    make: Callable[[Sequence[Network], Any, Sequence[str]], Detector]
