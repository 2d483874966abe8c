"""Private key files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import paramiko

from engines.board_values import Secret
from engines.boards.errors import KeyFileUnusable
from engines.boards.secret_store import SecretStore
from engines.texts import Text


def load_key(
    path: Path, ask_secret: Callable[[str], str | None], secrets: SecretStore | None = None
) -> paramiko.PKey:
    """The key in a file; looks for its passphrase, then asks for it, only if it has one.

    Raises KeyFileUnusable.
    """
    try:
        key = _parse_key(path, None)
        if key is None and secrets is not None:
            remembered = secrets.find(path)
            key = _parse_key(path, remembered) if remembered else None
        if key is None:
            secret = ask_secret(Text("passphrase of {path}", path=path))
            key = _parse_key(path, str(secret)) if secret else None
            if key is not None and isinstance(secret, Secret) and secret.may_keep and secrets is not None:
                secrets.remember(path, secret)
    except OSError as error:
        raise KeyFileUnusable(path=path, reason=error.strerror or error) from error
    except (paramiko.SSHException, ValueError) as error:
        raise KeyFileUnusable(path=path, reason="it is no private key", details=str(error)) from error
    if key is None:
        raise KeyFileUnusable(path=path, reason="its passphrase was not given or is wrong")
    return key


def _parse_key(path: Path, passphrase: str | None) -> paramiko.PKey | None:
    """The key in a file; None where the passphrase is missing or wrong."""
    failures: list[Exception] = []
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(str(path), passphrase)
        except (paramiko.PasswordRequiredException, TypeError):
            return None
        except (paramiko.SSHException, ValueError) as error:
            failures.append(error)
    if passphrase is not None:
        return None
    raise failures[-1]
