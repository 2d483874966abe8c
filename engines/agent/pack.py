"""Packs the agent into one file that any Python from 3.7 on runs. Runs on the host, not on boards."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HOST_ONLY = {"pack.py"}
#: Zip entries carry a time; a fixed one makes equal sources equal bytes.
_EPOCH = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackedAgent:
    """The agent as one file.

    Attributes:
        content: the zipapp.
        sha256: of the content, in hex; part of the name, so that a board keeps no stale agent.
    """

    content: bytes
    sha256: str

    @property
    def file_name(self) -> str:
        return f"agent-{self.sha256[:16]}.pyz"


@cache
def pack_agent() -> PackedAgent:
    """The same bytes for the same sources, on any machine."""
    folder = Path(__file__).parent
    entries = {
        "__main__.py": (folder / "__main__.py").read_bytes(),
        "engines/__init__.py": b"",
    }
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder)
        if relative.as_posix() not in _HOST_ONLY:
            entries[f"engines/agent/{relative.as_posix()}"] = path.read_bytes()
    buffer = io.BytesIO(b"#!/usr/bin/env python3\n")
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, entries[name])
    content = buffer.getvalue()
    return PackedAgent(content, hashlib.sha256(content).hexdigest())
