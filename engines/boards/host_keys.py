"""Known host keys: known passes, unknown asks, changed refuses."""

from __future__ import annotations

import base64
import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import paramiko

from engines.board_values import HostKey
from engines.boards.errors import HostKeyChanged, HostKeyUnknown
from engines.errors import CannotWrite

logger = logging.getLogger(__name__)
AskHostKey = Callable[[HostKey], bool]


def refuse_unknown(_key: HostKey) -> bool:
    """The default answer to an unknown key."""
    return False


def fingerprint_of(key: paramiko.PKey) -> str:
    """SHA256 fingerprint as OpenSSH prints it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def entry_name(host: str, port: int) -> str:
    """The host's name in a known-hosts file."""
    return host if port == 22 else f"[{host}]:{port}"


class KnownHosts:
    """A file in OpenSSH's format. Lines are only ever added, and only with consent."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known_keys(self, host: str, port: int) -> tuple[paramiko.PKey, ...]:
        """Every key stored for a host, hashed entries included; lines that cannot be read are skipped."""
        keys = paramiko.HostKeys()
        try:
            keys.load(str(self._path))
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise CannotWrite(path=self._path, reason=error) from error
        found = keys.lookup(entry_name(host, port))
        return () if found is None else tuple(key for key in found.values() if key is not None)

    def verify(self, host: str, port: int, key: paramiko.PKey, ask: AskHostKey) -> bool:
        """True if the key was known, False if it was accepted now.

        Raises:
            HostKeyChanged: other keys are stored for this host. Nothing is overwritten.
            HostKeyUnknown: none is stored, and it was not accepted.
        """
        known = self.known_keys(host, port)
        shown = HostKey(host, port, key.get_name(), fingerprint_of(key))
        if any(other.asbytes() == key.asbytes() for other in known):
            return True
        facts: dict[str, Any] = asdict(shown)
        if known:
            stored = ", ".join(f"{other.get_name()} {fingerprint_of(other)}" for other in known)
            raise HostKeyChanged(**facts, known_fingerprints=stored, known_hosts=self._path)
        if not ask(shown):
            raise HostKeyUnknown(**facts)
        self.add(host, port, key)
        return False

    def add(self, host: str, port: int, key: paramiko.PKey) -> None:
        line = f"{entry_name(host, port)} {key.get_name()} {key.get_base64()}\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            with os.fdopen(os.open(self._path, flags, 0o600), "a", encoding="ascii") as file:
                file.write(line)
        except OSError as error:
            raise CannotWrite(path=self._path, reason=error.strerror or error) from error
        logger.info("accepted host key of %s:%s: %s", host, port, fingerprint_of(key))
