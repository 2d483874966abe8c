"""Class names of detectors, and which of them the user wants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engines.detectors.coco import COCO
from engines.errors import BadParameter
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network
from engines.texts import Text


def labels_for(network: Network, detector: str, classes: int, given: Sequence[str]) -> tuple[str, ...]:
    """Names of a network's classes: those given, else COCO's for 80, "person" for one, else numbers.

    Raises:
        NetworkDoesNotFit: as many names are needed as there are classes.
    """
    if given and len(given) != classes:
        facts = {"classes": classes, "given": len(given)}
        reason = Text("it knows {classes} classes, but {given} names were given", **facts)
        raise NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)
    if given:
        return tuple(given)
    if classes == len(COCO):
        return COCO
    return ("person",) if classes == 1 else tuple(str(number) for number in range(classes))


def chosen_classes(text: str, labels: Sequence[str]) -> NDArray[np.intp] | None:
    """Numbers of the classes that a text names, ascending; None for all.

    Args:
        text: names or numbers with commas between, in any letter case; empty for all.
        labels: class names by number.

    Raises:
        BadParameter: a name or a number that there is not.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        return None
    numbers = {label.casefold(): number for number, label in enumerate(labels)}
    numbers = {str(number): number for number in range(len(labels))} | numbers
    unknown = [word for word in words if word.casefold() not in numbers]
    if unknown:
        known = Text("Known: {names}.", names=", ".join(labels))
        reason = Text("there is no class {name}", name=unknown[0])
        raise BadParameter(name="classes", value=text, reason=reason, hint=known)
    return np.array(sorted({numbers[word.casefold()] for word in words}), np.intp)
