"""Time of the layers of a network, in Icraft's own four columns."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class LayerProfile:
    """The layers of one frame in order of execution, with the origin of their times."""

    layers: tuple[LayerTime, ...]
    origin: Origin
