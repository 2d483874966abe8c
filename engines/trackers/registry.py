"""Trackers by the name the catalog uses: every module of this package that has a `TRACKERS` table.

Single-object trackers are made around an entry's networks. Associations give identities to what a
detector finds; any of them can follow any detector.
"""

from __future__ import annotations

import engines.trackers
from engines.errors import TrackbenchError
from engines.tables import tables_of
from engines.trackers.kinds import AssociationKind, SingleKind


class UnknownTracker(TrackbenchError):
    what = "There is no tracker called {name!r}."
    remedy = "Known trackers: {known}."


_KINDS: dict[str, SingleKind | AssociationKind] = tables_of(engines.trackers, "TRACKERS", but=__name__)
TRACKERS = tuple(_KINDS)
ASSOCIATIONS = tuple(name for name, kind in _KINDS.items() if isinstance(kind, AssociationKind))


def single_kind(name: str) -> SingleKind | None:
    """The single-object tracker of this name, or None where it is an association.

    Raises:
        UnknownTracker: it is neither.
    """
    kind = _kind(name)
    return kind if isinstance(kind, SingleKind) else None


def association_kind(name: str) -> AssociationKind | None:
    """The association of this name, or None where it is a single-object tracker.

    Raises:
        UnknownTracker: it is neither.
    """
    kind = _kind(name)
    return kind if isinstance(kind, AssociationKind) else None


def _kind(name: str) -> SingleKind | AssociationKind:
    if name not in _KINDS:
        raise UnknownTracker(name=name, known=", ".join(TRACKERS))
    return _KINDS[name]
