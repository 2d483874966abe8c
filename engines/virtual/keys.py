"""SSH keys of a virtual board, made on first use and kept in its state folder."""

from __future__ import annotations

import os
from pathlib import Path

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def load_or_make(path: Path) -> paramiko.Ed25519Key:
    """The ed25519 key in a file, made (mode 0600) where there is none; its public half beside it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        )
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        key = paramiko.Ed25519Key(filename=str(path))
        path.with_suffix(".pub").write_text(f"{key.get_name()} {key.get_base64()} trackbench-virtual\n")
    return paramiko.Ed25519Key(filename=str(path))
