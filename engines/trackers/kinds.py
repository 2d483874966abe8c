"""How trackers are made. A module that has trackers names them in a `TRACKERS` table at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engines.detectors.detector import Detector
from engines.networks.network import Network, PixelFormat
from engines.trackers.association import Association
from engines.trackers.lost_rule import OWN_RULE, LostRule
from engines.trackers.per_target import PerTarget, SingleTarget
from engines.trackers.tracker import Tracker


def _same_pixels(catalog: PixelFormat, _parameters: Any) -> PixelFormat:
    return catalog


@dataclass(frozen=True, slots=True)
class SingleKind:
    """How one kind of single-object tracker is made.

    Attributes:
        parameters: its frozen parameter class.
        single: from networks (in the catalog's order) and parameters to the arithmetic of one target.
        pixels: the pixel format to open its networks with, given the catalog's and the parameters.
    """

    parameters: type
    single: Callable[[Sequence[Network], Any], SingleTarget[Any]]
    pixels: Callable[[PixelFormat, Any], PixelFormat] = _same_pixels

    def make(
        self,
        networks: Sequence[Network],
        chosen: Any,
        rule: LostRule = OWN_RULE,
        detector: Detector | None = None,
    ) -> Tracker:
        return PerTarget(self.single(networks, chosen), networks, rule, detector)


@dataclass(frozen=True, slots=True)
class AssociationKind:
    """How one kind of multi-object tracker is made: from class names and parameters."""

    parameters: type
    make: Callable[[Sequence[str], Any], Association]
