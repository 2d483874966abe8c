"""Writing files so that what was written survives, and failures say what to try."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from engines.errors import CannotWrite, DiskFull


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns the operating system's refusals to write into expected errors that name the file."""
    try:
        yield
    except OSError as error:
        raise write_failure(path, error) from error


def write_failure(path: Path, error: OSError) -> DiskFull | CannotWrite:
    """The expected error for an OSError met while writing to a path."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path=path)
    return CannotWrite(path=path, reason=error.strerror or str(error))


class GrowingFile:
    """A file that only grows, by whole pieces.

    Each piece goes to the operating system in one write, so a crash of the program loses nothing that was
    written; a piece for which there is no room is taken back, so that what stands before it stays usable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb", buffering=0)

    def append(self, data: bytes) -> None:
        """Raises DiskFull or CannotWrite; the file then ends where it did before."""
        before = self._file.tell()
        with writing(self.path):
            try:
                written = self._file.write(data)
                if written != len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError:
                with contextlib.suppress(OSError):
                    self._file.truncate(before)
                    self._file.seek(before)
                raise

    def close(self) -> None:
        self._file.close()


class LineFile(GrowingFile):
    """A text file that grows line by line."""

    def write(self, line: str) -> None:
        self.append(line.encode("utf-8") + b"\n")
