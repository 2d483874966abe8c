"""What a catalog entry is put together from: a single-object tracker, or a detector and an association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from engines.catalog import CatalogEntry
from engines.detectors.detector import Detector
from engines.detectors.kinds import DetectorKind
from engines.detectors.look_ahead import looking_ahead
from engines.detectors.registry import detector_kind
from engines.errors import TrackbenchError
from engines.networks.network import Network, PixelFormat
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.kinds import AssociationKind, SingleKind
from engines.trackers.lost_rule import LostRule
from engines.trackers.parameters import ParameterInfo, apply_all, describe
from engines.trackers.registry import ASSOCIATIONS, association_kind, single_kind
from engines.trackers.tracker import Tracker


class TrackerDoesNotFitModel(TrackbenchError):
    what = "{model} cannot be used with the tracker {tracker!r}."
    remedy = "Trackers for it: {known}."


@dataclass(frozen=True, slots=True)
class Makeup:
    """The parts of an entry, before its networks are opened.

    Attributes:
        single: its single-object tracker; None for detectors.
        detector, association: who finds and who follows; None for single-object trackers.
        labels: class names of the detector; empty for its usual ones.
    """

    single: SingleKind | None = None
    detector: DetectorKind | None = None
    association: AssociationKind | None = None
    labels: tuple[str, ...] = ()

    @property
    def infos(self) -> tuple[ParameterInfo, ...]:
        """Every parameter that can be set, in order."""
        return tuple(info for kind in self._kinds for info in describe(kind))

    def choose(self, defaults: Mapping[str, Any], values: Mapping[str, Any]) -> Chosen:
        """Parameters of every part: the entry's defaults, then what the user set.

        A default for a part that the user replaced by another means nothing and is passed over.

        Raises:
            BadParameter: a value of the user's that cannot be used.
        """
        names = {info.name for info in self.infos}
        usual = {name: value for name, value in defaults.items() if name in names}
        return Chosen(apply_all(self._kinds, {**usual, **values}))

    def pixels(self, catalog: PixelFormat, chosen: Chosen) -> PixelFormat:
        """The pixel format to open the networks with: the catalog's, unless the tracker wants another."""
        return catalog if self.single is None else self.single.pixels(catalog, chosen.parts[0])

    def make(self, networks: Sequence[Network], chosen: Chosen, asked: Detector | None = None) -> Tracker:
        """The tracker around opened networks; `asked` tells where a lost target is."""
        if self.single is not None:
            tracker_parameters, rule = chosen.parts
            return self.single.make(networks, tracker_parameters, rule, asked)
        assert self.association is not None
        detector = looking_ahead(lambda some: self.make_detector(some, chosen), networks)
        return DetectAndTrack(detector, self.association.make(detector.labels, chosen.parts[1]))

    def make_detector(self, networks: Sequence[Network], chosen: Chosen) -> Detector:
        """The detector alone."""
        assert self.detector is not None
        return self.detector.make(networks, chosen.parts[0], self.labels)

    @property
    def _kinds(self) -> tuple[type, ...]:
        if self.single is not None:
            return self.single.parameters, LostRule
        assert self.detector is not None and self.association is not None
        return self.detector.parameters, self.association.parameters


@dataclass(frozen=True, slots=True)
class Chosen:
    """Parameter objects, one for each part."""

    parts: tuple[Any, ...]

    @property
    def lost_rule(self) -> LostRule | None:
        """When a target counts as lost; None where there are no targets."""
        return next((part for part in self.parts if isinstance(part, LostRule)), None)

    @property
    def values(self) -> dict[str, Any]:
        """Every parameter by name."""
        return {f.name: getattr(part, f.name) for part in self.parts for f in fields(part)}


def makeup_of(entry: CatalogEntry, tracker: str | None = None) -> Makeup:
    """The parts of an entry, with another tracker where one is named.

    Raises:
        UnknownTracker, UnknownDetector: no such name.
        TrackerDoesNotFitModel: a single-object tracker for a detector, or the other way round.
    """
    name = tracker or entry.tracker
    if entry.detector is None:
        single = single_kind(name)
        if single is None:
            raise TrackerDoesNotFitModel(model=entry.title, tracker=name, known=entry.tracker)
        return Makeup(single=single)
    association = association_kind(name)
    if association is None:
        raise TrackerDoesNotFitModel(model=entry.title, tracker=name, known=", ".join(ASSOCIATIONS))
    return Makeup(detector=detector_kind(entry.detector), association=association, labels=entry.labels)


def trackers_for(entry: CatalogEntry) -> tuple[str, ...]:
    """Names of the trackers that can be chosen for an entry, its own first."""
    if entry.detector is None:
        return (entry.tracker,)
    return (entry.tracker, *(name for name in ASSOCIATIONS if name != entry.tracker))
