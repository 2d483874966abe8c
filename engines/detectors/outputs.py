"""Shapes of a network's outputs: what they are, and what is said where they do not fit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engines.detectors.cells import Shape
from engines.detectors.picture_input import PictureInput
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network, Tensor
from engines.texts import Text
from engines.timing import StageClock

Scales = Mapping[str, NDArray[np.floating]]


def output_shapes(network: Network, picture: PictureInput) -> dict[str, Shape]:
    """Shapes by name, the batch as 1. A network that leaves them free is run once on a grey picture."""
    free = any(len(spec.shape) < 2 or None in spec.shape[1:] for spec in network.outputs)
    if free:
        found = network.run(picture.grey(), StageClock())
        return {spec.name: found[spec.name].shape for spec in network.outputs}
    return {spec.name: tuple(1 if d is None else d for d in spec.shape) for spec in network.outputs}


def misfit(network: Network, detector: str, wanted: str) -> NetworkDoesNotFit:
    """None of the layouts that a detector knows.

    Args:
        network: whose outputs they are.
        detector: for the message.
        wanted: what was expected, a sentence or a list of shapes.
    """
    found = ", ".join(f"{spec.name} {_shown(spec.shape)}" for spec in network.outputs) or Text("none")
    reason = Text("expected outputs {wanted}; found: {found}", wanted=wanted, found=found)
    return NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)


def _shown(shape: tuple[int | None, ...]) -> str:
    return "[" + ",".join("?" if d is None else str(d) for d in shape) + "]"


def check_scales(network: Network, detector: str, shapes: Mapping[str, Shape], scales: Scales) -> None:
    """Whole numbers need scales: one, or one for each channel.

    Raises:
        NetworkDoesNotFit: naming the output.
    """
    for spec in network.outputs:
        given = np.size(scales[spec.name]) if spec.name in scales else 0
        if not given and spec.dtype.startswith(("int", "uint")):
            template = "output '{name}' holds whole numbers ({dtype}) and has no scales to turn them back"
            reason = Text(template, name=spec.name, dtype=spec.dtype)
            raise NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)
        if given not in (0, 1) and given not in shapes[spec.name][1:]:
            template = "output '{name}' of shape {found} cannot have {given} scales"
            reason = Text(template, name=spec.name, found=list(shapes[spec.name]), given=given)
            raise NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)


def check_outputs(
    network: Network, detector: str, shapes: Mapping[str, Shape], outputs: Mapping[str, Tensor]
) -> None:
    """Compares what a run gave with what was declared.

    Raises:
        NetworkDoesNotFit: naming the output, what was expected and what was found.
    """
    for name, wanted in shapes.items():
        found = outputs[name].shape if name in outputs else None
        if found != wanted:
            facts = {"kind": Text("output"), "name": name, "wanted": list(wanted)}
            have = Text("none") if found is None else list(found)
            reason = Text("{kind} '{name}': expected {wanted}, found {found}", **facts, found=have)
            raise NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)
