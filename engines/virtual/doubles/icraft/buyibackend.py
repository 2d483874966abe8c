"""Double of `icraft.buyibackend` (no underscore, unlike `host_backend`)."""

from __future__ import annotations

from typing import Any

__all__ = ["BuyiBackend", "BuyiDevice"]
_WITHOUT_MMU = frozenset({"24030104"})


class BuyiBackend:
    """`BuyiBackend(session.backends[0])` casts: it speaks to the same one."""

    def __init__(self, backend: BuyiBackend | None = None) -> None:
        self._state: dict[str, Any] = {"network": None, "device": None} if backend is None else backend._state

    @staticmethod
    def Init() -> BuyiBackend:
        return BuyiBackend()

    def bind(self, network: Any, device: Any) -> None:
        self._state.update(network=network, device=device)

    def speedMode(self) -> None:
        self._refuse_with_mmu("speedMode")

    def compressFtmp(self) -> None:
        self._refuse_with_mmu("compressFtmp")

    def precheck(self) -> bool:
        return True

    def log(self) -> None:
        print("virtual board: no segments", flush=True)

    def getDeploySize(self) -> int:
        return 0

    def initOp(self, op: Any) -> None:
        """Nothing to do again here."""

    def _refuse_with_mmu(self, what: str) -> None:
        device = self._state["device"]
        if device is not None and device.mmu:
            raise RuntimeError(f"virtual board: [11013] {what} does not go with the MMU switched on")


class BuyiDevice:
    """`BuyiDevice(device)` casts."""

    def __init__(self, device: Any) -> None:
        self._device = device

    def mmuModeSwitch(self, is_on: bool) -> None:
        self._device.mmu = bool(is_on)

    def modeInfo(self) -> int:
        """0 where the bitstream has no MMU."""
        return 0 if self._device.version().get("device") in _WITHOUT_MMU else int(self._device.mmu)

    def version(self) -> dict[str, str]:
        return dict(self._device.version())

    def clkFreq(self) -> int:
        return 860

    def reset(self, level: int) -> None:
        self._device.reset(level)
