"""Detectors by the name the catalog uses: every module of this package that has a `DETECTORS` table."""

from __future__ import annotations

import engines.detectors
from engines.detectors.kinds import DetectorKind
from engines.errors import TrackbenchError
from engines.tables import tables_of


class UnknownDetector(TrackbenchError):
    what = "There is no detector called {name!r}."
    remedy = "Known detectors: {known}."


_KINDS: dict[str, DetectorKind] = tables_of(engines.detectors, "DETECTORS", but=__name__)


def detector_kind(name: str) -> DetectorKind:
    if name not in _KINDS:
        raise UnknownDetector(name=name, known=", ".join(_KINDS))
    return _KINDS[name]
