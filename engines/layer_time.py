"""Time of the layers of a network, in Icraft's own four columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from engines.origin import Origin


@dataclass(frozen=True, slots=True)
class LayerTime:
    """Time of one operator in one run, in ms. What a runtime does not know is None, never zero.

    Attributes:
        op_id: identifier within its network; merged hardware operators have ids of their own.
        name: as the runtime names it; may be empty.
        op_type: for example "Conv" or "HardOp".
        device: where it ran, for example "cpu", "buyi".
        network: which of the tracker's networks it belongs to.
        total_ms, memcpy_ms, hard_ms, other_ms: other = total - memcpy - hard and may be negative.
        sources: names of the layers of the model file that a merged operator stands for, in the file's
            order; empty where it is one layer, or where the runtime does not tell.
    """

    op_id: int
    name: str
    op_type: str
    device: str
    network: str = ""
    total_ms: float | None = None
    memcpy_ms: float | None = None
    hard_ms: float | None = None
    other_ms: float | None = None
    sources: tuple[str, ...] = ()


class LayerProfile:
    """The layers of one frame in order of execution, with the origin of their times.

    Taking times is cheap, turning what a runtime writes into layers is not, and most profiles are looked at
    by another thread or by nobody. So a profile may hold what makes its layers; the first look makes them,
    once, whichever thread looks.
    """

    __slots__ = ("_layers", "_lock", "_make", "origin")

    def __init__(
        self, layers: tuple[LayerTime, ...] | Callable[[], tuple[LayerTime, ...]], origin: Origin
    ) -> None:
        """Holds them.

        Args:
            layers: the layers, or what makes them; that must not fail, and is dropped afterwards.
            origin: of their times.
        """
        self.origin = origin
        self._make = layers if callable(layers) else None
        self._layers = () if callable(layers) else layers
        self._lock = Lock()

    @property
    def layers(self) -> tuple[LayerTime, ...]:
        """In order of execution."""
        if self._make is not None:
            with self._lock:
                make = self._make
                if make is not None:
                    self._layers = make()
                    self._make = None
        return self._layers

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LayerProfile):
            return NotImplemented
        return self.origin is other.origin and self.layers == other.layers

    def __hash__(self) -> int:
        return hash((self.layers, self.origin))

    def __repr__(self) -> str:
        return f"LayerProfile({self.layers!r}, {self.origin!r})"
