"""What a quantised network is to look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engines.errors import BadParameter

Report = Callable[[float | None, str], None]
"""Told the share that is done (None where unknown) and what is being done."""
ShouldCancel = Callable[[], bool]
Scales = Literal["tensor", "channel"]

BITS = (8, 16)


def silent(_share: float | None, _what: str) -> None:
    """The `report` of work that nobody watches."""


def never() -> bool:
    """The `should_cancel` of work that nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """Number format of one network.

    Attributes:
        bits: of activations, unsigned with a zero point; one scale per tensor.
        scales: of weights: one per tensor, or one per output channel. Weights are symmetric.
        weight_bits: of weights; None for as many as activations have.
        keep_float: layers left in float, by the name the ladder shows or the node's own. "role:layer"
            names a layer of one network only.
    """

    bits: int = 8
    scales: Scales = "tensor"
    weight_bits: int | None = None
    keep_float: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (("bits", self.bits), ("weight_bits", self.weights)):
            if value not in BITS:
                raise BadParameter(
                    name=name, value=value, reason="only 8 and 16 are known", hint="Use 8 or 16."
                )

    @property
    def weights(self) -> int:
        """Bits of weights."""
        return self.weight_bits or self.bits
