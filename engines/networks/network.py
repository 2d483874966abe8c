"""A loaded model with named tensors, wherever it executes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from engines.timing import StageClock

Tensor = NDArray[Any]


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """How an image crop becomes numbers: value = (pixel - mean) * scale, per channel.

    Attributes:
        color: channel order the network wants, "RGB" or "BGR". mean and scale follow that order.
        mean: in 0...255 units.
        scale: factor after the mean is taken off.
    """

    color: str = "RGB"
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One input or output of a network.

    Attributes:
        name: as the network names it.
        shape: dimensions; None for one that is free.
        dtype: numpy name, for example "float32", "uint8".
        layout: "NCHW" or "NHWC" for images, "" otherwise.
        pixels: how image crops are turned into this input; None for outputs and other tensors.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str
    layout: str = ""
    pixels: PixelFormat | None = None


class Network(Protocol):
    """A loaded model, wherever it executes. Callers cannot tell which.

    A network that is reached over a link may declare inputs smaller than its model's own (uint8
    instead of float32): the far side then does the arithmetic. `packing.ImagePacker` follows what
    is declared.
    """

    @property
    def name(self) -> str: ...

    @property
    def inputs(self) -> tuple[TensorSpec, ...]: ...

    @property
    def outputs(self) -> tuple[TensorSpec, ...]: ...

    def run(self, feeds: Mapping[str, Tensor], clock: StageClock) -> Mapping[str, Tensor]:
        """Outputs by name. Stamps its stages, bytes and (if `clock.wants_layers`) its layers."""

    def close(self) -> None:
        """Frees what it holds. May be called twice."""


@runtime_checkable
class LinkedNetwork(Network, Protocol):
    """A network that is reached over a link."""

    def another(self) -> Network:
        """A second way to the same loaded model, for a second request at the same time; closed by itself."""
