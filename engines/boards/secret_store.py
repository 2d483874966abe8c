"""Passwords in the operating system's keyring, for those who asked for that; nowhere else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Protocol

from engines.board_values import BoardAddress

logger = logging.getLogger(__name__)
SERVICE = "trackbench"
#: A keyring may ask its user to unlock it; who is not there must not hold a log-in for ever.
_PATIENCE_S = 30.0


class Keyring(Protocol):
    """The three calls of the `keyring` package that are used."""

    def get_password(self, service_name: str, username: str, /) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service_name: str, username: str, /) -> None: ...


class SecretStore:
    """Remembered passwords by `user@host:port`. A keyring that fails is as good as an empty one."""

    def __init__(self, keyring: Keyring | None = None, patience_s: float = _PATIENCE_S) -> None:
        """With the system's keyring unless another one is given."""
        self._keyring, self._patience_s = keyring, patience_s

    def find(self, address: BoardAddress) -> str | None:
        value = self._call("read", lambda ring: ring.get_password(SERVICE, _entry(address)))
        return value if isinstance(value, str) and value else None

    def remember(self, address: BoardAddress, secret: str) -> bool:
        """False where it could not be kept."""

        def store(ring: Keyring) -> bool:
            ring.set_password(SERVICE, _entry(address), str(secret))
            return True

        return self._call("write", store) is True

    def forget(self, address: BoardAddress) -> bool:
        """False where there was nothing to forget."""

        def remove(ring: Keyring) -> bool:
            ring.delete_password(SERVICE, _entry(address))
            return True

        return self._call("delete", remove) is True

    def _call(self, what: str, work: Callable[[Keyring], Any]) -> Any:
        """The work's result, None where it failed or took too long. No secret is ever logged."""
        results: list[Any] = []

        def run() -> None:
            try:
                results.append(work(_system_keyring() if self._keyring is None else self._keyring))
            except Exception as error:  # noqa: BLE001 (each backend has exceptions of its own)
                logger.info("the keyring cannot %s: %s", what, type(error).__name__)

        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._patience_s)
        if thread.is_alive():
            logger.warning("the keyring did not answer in %g s", self._patience_s)
        return results[0] if results else None


def _system_keyring() -> Keyring:
    import keyring

    ring: Keyring = keyring.get_keyring()
    return ring


def _entry(address: BoardAddress) -> str:
    return f"{address.user}@{address.host}:{address.port}"
