"""Vendors' profiles, recognised by what is in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from engines.profiles import hb_mapper, hrt_model_exec, ort_trace, time_tables
from engines.profiles.errors import NotAProfile, ProfileEmpty, ProfileMissing, ProfileTooLarge
from engines.profiles.imported import KNOWN_FORMATS, ImportedProfile
from engines.profiles.problems import ProfileText, decode
from engines.texts import Text


class _Reader(Protocol):
    """A module that reads a format."""

    def knows(self, text: str) -> bool: ...

    def read(self, source: ProfileText) -> ImportedProfile: ...


MAX_BYTES = 64_000_000
_ZIP_MARK, _OLD_EXCEL_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# The first that knows the text reads it. Logs come last: they are looked for inside other text, too.
_READERS: tuple[_Reader, ...] = (ort_trace, hrt_model_exec, time_tables, hb_mapper)


class _NoProfile(Exception):
    """What was read is of no known format. Does not leave this module."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def read_profile(path: Path) -> ImportedProfile:
    """Reads a file of a vendor's tool; what is broken in it is told in `problems`, the rest is imported.

    Raises:
        ProfileMissing: it cannot be opened.
        ProfileTooLarge: more than 64 MB; told before anything is read.
        NotAProfile: of no known format.
        ProfileEmpty: of a known format, but without a single figure.
    """
    data = _bytes_of(path)
    try:
        profile = _read(path, data)
    except _NoProfile as error:
        raise NotAProfile(path=path, reason=error.reason, known=KNOWN_FORMATS) from error
    if profile.is_empty:
        reason = profile.problems[0] if profile.problems else Text("It has no figures.")
        raise ProfileEmpty(path=path, format=profile.format.value, reason=reason)
    return replace(profile, name=path.stem)


def _read(path: Path, data: bytes) -> ImportedProfile:
    if data.startswith(_ZIP_MARK):
        try:
            return time_tables.read_sheets(path, data)
        except ValueError as error:
            raise _NoProfile(time_tables.reason_of(error)) from error
    if data.startswith(_OLD_EXCEL_MARK):
        raise _NoProfile(Text("it is an old Excel file; save it as .xlsx or as CSV"))
    source = decode(data)
    if source is None:
        raise _NoProfile(Text("it is no text"))
    if not source.text.strip():
        raise _NoProfile(Text("it is empty"))
    return _read_text(source)


def _read_text(source: ProfileText) -> ImportedProfile:
    for reader in _READERS:
        if reader.knows(source.text):
            return reader.read(source)
    raise _NoProfile(Text("its text is of no known format"))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise NotAProfile(path=path, reason=Text("it is a folder"), known=KNOWN_FORMATS)
        size = path.stat().st_size
        if not path.is_file():  # a device or a pipe may never end
            raise NotAProfile(path=path, reason=Text("it is not a regular file"), known=KNOWN_FORMATS)
        if size > MAX_BYTES:
            raise ProfileTooLarge(path=path, megabytes=size / 1e6, limit=MAX_BYTES / 1e6)
        return path.read_bytes()
    except OSError as error:
        raise ProfileMissing(path=path, reason=error.strerror or str(error)) from error
