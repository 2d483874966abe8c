"""Detectors by the name the catalog uses. Adding one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engines.detectors.detector import Detector
from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.detectors.yolox import Yolox, YoloxParameters
from engines.errors import TrackbenchError
from engines.networks.network import Network


class UnknownDetector(TrackbenchError):
    what = "There is no detector called {name!r}."
    remedy = "Known detectors: {known}."


@dataclass(frozen=True, slots=True)
class DetectorKind:
    """How one kind of detector is made.

    Attributes:
        parameters: its frozen parameter class.
        make: from networks (in the catalog's order), parameters and class names (empty: its usual ones).
    """

    parameters: type
    make: Callable[[Sequence[Network], Any, Sequence[str]], Detector]


_KINDS: dict[str, DetectorKind] = {
    "yolox": DetectorKind(YoloxParameters, Yolox),
    "yolo-pose": DetectorKind(YoloPoseParameters, YoloPose),
}


def detector_kind(name: str) -> DetectorKind:
    if name not in _KINDS:
        raise UnknownDetector(name=name, known=", ".join(_KINDS))
    return _KINDS[name]
