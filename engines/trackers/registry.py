"""Trackers by the name the catalog uses. Adding one is a module and a line here.

Single-object trackers are made around an entry's networks. Associations give identities to what a
detector finds; any of them can follow any detector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engines.errors import TrackbenchError
from engines.networks.network import Network, PixelFormat
from engines.trackers.association import Association
from engines.trackers.per_target import PerTarget, SingleTarget
from engines.trackers.tracker import Tracker
from engines.trackers.untracked import Untracked, UntrackedParameters
from engines.trackers.vit_track import VitTrack, VitTrackParameters


class UnknownTracker(TrackbenchError):
    what = "There is no tracker called {name!r}."
    remedy = "Known trackers: {known}."


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

    def make(self, networks: Sequence[Network], chosen: Any) -> Tracker:
        return PerTarget(self.single(networks, chosen), networks)


@dataclass(frozen=True, slots=True)
class AssociationKind:
    """How one kind of multi-object tracker is made: from class names and parameters."""

    parameters: type
    make: Callable[[Sequence[str], Any], Association]


_SINGLES: dict[str, SingleKind] = {
    "vittrack": SingleKind(VitTrackParameters, VitTrack, VitTrack.pixels),
}

_ASSOCIATIONS: dict[str, AssociationKind] = {
    "none": AssociationKind(UntrackedParameters, lambda labels, _chosen: Untracked(labels)),
}

TRACKERS = (*_SINGLES, *_ASSOCIATIONS)
ASSOCIATIONS = tuple(_ASSOCIATIONS)


def single_kind(name: str) -> SingleKind | None:
    """The single-object tracker of this name, or None where it is an association.

    Raises:
        UnknownTracker: it is neither.
    """
    _require_known(name)
    return _SINGLES.get(name)


def association_kind(name: str) -> AssociationKind | None:
    """The association of this name, or None where it is a single-object tracker.

    Raises:
        UnknownTracker: it is neither.
    """
    _require_known(name)
    return _ASSOCIATIONS.get(name)


def _require_known(name: str) -> None:
    if name not in TRACKERS:
        raise UnknownTracker(name=name, known=", ".join(TRACKERS))
