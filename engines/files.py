"""Writing files so that what was written survives, and failures say what to try."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.errors import CannotWrite, DiskFull


@contextmanager
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


class LineFile:
    """A text file that grows line by line and is whole after every line.

    Each line goes to the operating system in one write, so a crash of the program loses nothing that
    was written and never leaves half a line behind another one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb", buffering=0)

    def write(self, line: str) -> None:
        data = line.encode("utf-8") + b"\n"
        before = self._file.tell()
        with writing(self.path):
            written = self._file.write(data)
            if written != len(data):
                self._file.truncate(before)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        self._file.close()
