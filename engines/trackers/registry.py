"""Trackers by the name the catalog uses. Adding one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engines.errors import TrackbenchError
from engines.networks.network import Network, PixelFormat
from engines.trackers import parameters
from engines.trackers.per_target import PerTarget
from engines.trackers.tracker import Tracker
from engines.trackers.vit_track import VitTrack, VitTrackParameters


class UnknownTracker(TrackbenchError):
    what = "There is no tracker called {name!r}."
    remedy = "Known trackers: {known}."


@dataclass(frozen=True, slots=True)
class TrackerKind:
    """How one kind of tracker is made.

    Attributes:
        parameters: its frozen parameter class.
        make: from networks (in the catalog's order) and parameters to a tracker.
        pixels: the pixel format to open its networks with, given the catalog's and the parameters.
    """

    parameters: type
    make: Callable[[Sequence[Network], Any], Tracker]
    pixels: Callable[[PixelFormat, Any], PixelFormat]


def _make_vit_track(networks: Sequence[Network], chosen: VitTrackParameters) -> Tracker:
    return PerTarget(VitTrack(networks, chosen), networks)


_KINDS: dict[str, TrackerKind] = {
    "vittrack": TrackerKind(VitTrackParameters, _make_vit_track, VitTrack.pixels),
}


def tracker_kind(name: str) -> TrackerKind:
    if name not in _KINDS:
        raise UnknownTracker(name=name, known=", ".join(_KINDS))
    return _KINDS[name]


def choose_parameters(name: str, defaults: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """Parameters of a tracker: the catalog entry's defaults, then what the user set."""
    return parameters.apply(tracker_kind(name).parameters, {**defaults, **values})
