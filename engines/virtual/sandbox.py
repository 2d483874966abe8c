"""The virtual board's file system: paths of the board to files below one folder."""

from __future__ import annotations

import posixpath
from pathlib import Path


class Sandbox:
    """Maps the board's absolute paths; nothing outside the folder can be named."""

    def __init__(self, root: Path, home: str = "/root") -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root.resolve()
        self.home = home
        self.real(home).mkdir(parents=True, exist_ok=True)

    def absolute(self, path: str) -> str:
        """The board's absolute path, with dots taken out; relative paths start in its home folder."""
        return "/" + posixpath.normpath(posixpath.join(self.home, path)).lstrip("/")

    def real(self, path: str) -> Path:
        """Where the file really lies. Raises PermissionError for what leads outside."""
        if "\0" in path:
            raise PermissionError("no such name")
        real = (self.root / self.absolute(path).lstrip("/")).resolve()
        if real != self.root and self.root not in real.parents:
            raise PermissionError("outside the board")
        return real

    def mapped(self, argument: str) -> str:
        """A program's argument: a path of the board, alone or after NAME=, as the real path."""
        name, separator, path = argument.rpartition("=")
        top = path.split("/")[1] if path.startswith("/") and path.count("/") > 1 else ""
        if top and (self.root / top).is_dir():
            return f"{name}{separator}{self.real(path)}"
        return argument

    def write(self, path: str, content: bytes) -> None:
        """Lays out a file unless it is there already; a path that ends in "/" is a folder."""
        real = self.real(path)
        if path.endswith("/"):
            real.mkdir(parents=True, exist_ok=True)
            return
        real.parent.mkdir(parents=True, exist_ok=True)
        if not real.exists():
            real.write_bytes(content)
