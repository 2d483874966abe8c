"""Lights of a network's outputs, frame by frame: numbers that cannot be right, whatever was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.texts import Text


class Light(StrEnum):
    """Bad: nothing can be made of it. Warning: a part of it says nothing."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class OutputLight:
    """What one output tensor of one frame looks like.

    Attributes:
        name: of the tensor.
        light: good, warning or bad.
        problem: what is wrong; None where nothing is.
    """

    name: str
    light: Light
    problem: Text | None = None


def lights_of(outputs: Mapping[str, NDArray[Any]]) -> tuple[OutputLight, ...]:
    """A light for each output, in their order."""
    return tuple(_light(name, tensor) for name, tensor in outputs.items())


def worst_light(lights: tuple[OutputLight, ...]) -> Light:
    """The worst of them; good where there are none."""
    found = {each.light for each in lights}
    return next((light for light in (Light.BAD, Light.WARNING) if light in found), Light.GOOD)


def _light(name: str, tensor: NDArray[Any]) -> OutputLight:
    """Judges one tensor of any shape."""
    if not tensor.size:
        return OutputLight(name, Light.BAD, Text("it has no values"))
    low, high = float(tensor.min()), float(tensor.max())
    # A NaN anywhere makes both of them NaN.
    if not (np.isfinite(low) and np.isfinite(high)):
        count = tensor.size - int(np.count_nonzero(np.isfinite(tensor)))
        return OutputLight(
            name,
            Light.BAD,
            Text("{count} of {size} values are NaN or infinite", count=count, size=tensor.size),
        )
    if low == high and tensor.size > 1:
        return OutputLight(name, Light.BAD, Text("all values are {value:g}", value=low))
    dead, channels = _dead_channels(tensor)
    if dead:
        problem = Text("{count} of {channels} channels are all zero", count=dead, channels=channels)
        return OutputLight(name, Light.WARNING, problem)
    return OutputLight(name, Light.GOOD)


def _dead_channels(tensor: NDArray[Any]) -> tuple[int, int]:
    """How many channels of a map hold nothing but zeros, and how many there are.

    Maps have four axes, (N, C, H, W), or with channels last (N, H, W, C): then the square ones stand in the
    middle.
    """
    if tensor.ndim != 4:
        return 0, 0
    _, first, second, last = tensor.shape
    is_last = first == second != last
    alive = tensor.any(axis=(0, 1, 2) if is_last else (0, 2, 3))
    return int(alive.size - np.count_nonzero(alive)), int(alive.size)
