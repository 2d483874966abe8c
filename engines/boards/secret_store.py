"""Passwords in the operating system's keyring, for those who asked for that; nowhere else."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from engines.board_values import BoardAddress

logger = logging.getLogger(__name__)
SERVICE = "trackbench"
#: A keyring cannot be asked for all that is in it, so one entry of it names the others.
LIST = "(names of kept secrets)"
_KEY = "key "
#: A keyring may ask its user to unlock it; who is not there must not hold a log-in for ever.
_PATIENCE_S = 30.0
#: To see whether there is one, nobody has to type anything.
_FIND_S = 4.0
#: Backends below this keep secrets in plain files, or nowhere.
_LEAST_PRIORITY = 1

#: Whose secret: a board's password, or the passphrase of a key file.
Owner = BoardAddress | Path


class Keyring(Protocol):
    """The three calls of the `keyring` package that are used."""

    def get_password(self, service_name: str, username: str, /) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service_name: str, username: str, /) -> None: ...


class NoKeyring(Exception):
    """This computer has no keyring that keeps secrets."""


class SecretStore:
    """Remembered secrets by `user@host:port` or key file. A keyring that fails is as good as an empty one."""

    def __init__(self, keyring: Keyring | None = None, patience_s: float = _PATIENCE_S) -> None:
        """With the system's keyring unless another one is given."""
        self._keyring, self._patience_s = keyring, patience_s

    @property
    def is_usable(self) -> bool:
        """Whether something could be kept; does not unlock anything."""
        return self._call("be found", lambda _ring: True, min(self._patience_s, _FIND_S)) is True

    def find(self, owner: Owner) -> str | None:
        value = self._call("read", lambda ring: ring.get_password(SERVICE, entry_of(owner)))
        return value if isinstance(value, str) and value else None

    def remember(self, owner: Owner, secret: str) -> bool:
        """False where it could not be kept."""

        def store(ring: Keyring) -> bool:
            name = entry_of(owner)
            _write_names(ring, (*_names(ring), name))  # first: no secret that no list shows
            ring.set_password(SERVICE, name, str(secret))
            return True

        return self._call("write", store) is True

    def forget(self, owner: Owner | str) -> bool:
        """False where there was nothing to forget. Takes a name that `kept` gives, too."""
        name = owner if isinstance(owner, str) else entry_of(owner)

        def remove(ring: Keyring) -> bool:
            try:
                ring.delete_password(SERVICE, name)
            finally:  # somebody may have deleted it with the keyring's own program
                left = [other for other in _names(ring) if other != name]
                if len(left) != len(_names(ring)):
                    _write_names(ring, left)
            return True

        return self._call("delete", remove) is True

    def kept(self) -> tuple[str, ...]:
        """Names of what is kept, without the secrets: `root@192.168.125.171:22`, `key /path`."""
        names = self._call("read", _names)
        return tuple(names) if names else ()

    def _call(self, what: str, work: Callable[[Keyring], Any], patience_s: float | None = None) -> Any:
        """The work's result, None where it failed or took too long. No secret is ever logged."""
        results: list[Any] = []

        def run() -> None:
            try:
                results.append(work(_system_keyring() if self._keyring is None else self._keyring))
            except Exception as error:  # noqa: BLE001 (each backend has exceptions of its own)
                logger.info("the keyring cannot %s: %s", what, type(error).__name__)

        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        limit_s = self._patience_s if patience_s is None else patience_s
        thread.join(limit_s)
        if thread.is_alive():
            logger.warning("the keyring did not answer in %g s", limit_s)
        return results[0] if results else None


def entry_of(owner: Owner) -> str:
    """Under which name a secret is kept."""
    if isinstance(owner, Path):
        return f"{_KEY}{owner.expanduser().absolute()}"
    return f"{owner.user}@{owner.host}:{owner.port}"


def _system_keyring() -> Keyring:
    """The operating system's. Raises NoKeyring where there is none, or one that writes plain files."""
    import keyring

    ring: Any = keyring.get_keyring()
    if ring.priority < _LEAST_PRIORITY:
        raise NoKeyring
    known: Keyring = ring
    return known


def _names(ring: Keyring) -> list[str]:
    """What the keyring's own list says; nothing where it is no list."""
    try:
        names = json.loads(ring.get_password(SERVICE, LIST) or "[]")
    except ValueError:
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _write_names(ring: Keyring, names: tuple[str, ...] | list[str]) -> None:
    if names:
        ring.set_password(SERVICE, LIST, json.dumps(sorted(set(names)), ensure_ascii=False))
    else:
        ring.delete_password(SERVICE, LIST)
