"""Double of `icraft.zg330backend`: the 30TAI's options, which change nothing in what is computed."""

from __future__ import annotations

from typing import Any

__all__ = ["OcmOpt", "ZG330Backend", "ZG330Device"]


class OcmOpt:
    NONE, OPTION1, OPTION2, OPTION3, BEST_SCORE = 0, 1, 2, 3, -1


class ZG330Backend:
    def __init__(self, backend: ZG330Backend | None = None) -> None:
        self.ocm: int = OcmOpt.BEST_SCORE if backend is None else backend.ocm

    @staticmethod
    def Init() -> ZG330Backend:
        return ZG330Backend()

    def bind(self, network: Any, device: Any) -> None:
        self.network = network

    def disableEtmOptimize(self) -> None:
        self.is_etm_optimised = False

    def disableMergeHardOp(self) -> None:
        self.is_merged = False

    def ocmOptimize(self, option: int) -> None:
        self.ocm = option

    def initOp(self, op: Any) -> None:
        """Nothing to do again here."""


class ZG330Device:
    """`ZG330Device(device)` casts; its MMU is always on, there is no switch."""

    def __init__(self, device: Any) -> None:
        self._device = device

    def version(self) -> dict[str, str]:
        return dict(self._device.version())

    def reset(self, level: int) -> None:
        self._device.reset(level)
