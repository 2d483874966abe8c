"""Double of `icraft.host_backend`."""

from __future__ import annotations

from typing import Any

__all__ = ["HostBackend"]


class HostBackend:
    """Operators on the board's processor; alone, the simulation."""

    def __init__(self, backend: HostBackend | None = None) -> None:
        self.threads: int = 4 if backend is None else backend.threads

    @staticmethod
    def Init() -> HostBackend:
        return HostBackend()

    def bind(self, network: Any, device: Any) -> None:
        self.network = network

    def setThreadsNum(self, count: int) -> None:
        self.threads = count

    def setFakeQf(self, is_on: bool) -> None:
        self.is_fake = is_on

    def initOp(self, op: Any) -> None:
        """Nothing to do again here."""
