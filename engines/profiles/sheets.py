"""Rows of text from the sheets of an xlsx file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

from engines.texts import Text

_MAX_UNPACKED_BYTES = 256_000_000
_MAX_ROWS = 200_000


def sheets_of(data: bytes) -> list[tuple[str, Sequence[Sequence[str]]]]:
    """Title and rows of each sheet; an empty cell is "".

    Raises:
        ValueError: it is no xlsx file, is cut off or too large; with a `Text`.
    """
    _check_size(data)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not looked at
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
            finally:
                book.close()
    except _TooManyRows:
        raise ValueError(Text("a sheet has more than {limit} rows", limit=_MAX_ROWS)) from None
    except Exception as error:  # a broken file makes openpyxl raise nearly anything
        raise ValueError(Text("its sheets cannot be read: {reason}", reason=_first_line(error))) from error


class _TooManyRows(Exception):
    pass


def _check_size(data: bytes) -> None:
    """A small file can unpack to one that fills the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        reason = Text("it is cut off or no xlsx file: {reason}", reason=_first_line(error))
        raise ValueError(reason) from error
    if unpacked > _MAX_UNPACKED_BYTES:
        raise ValueError(
            Text("it unpacks to {megabytes:.0f} MB, which is too much", megabytes=unpacked / 1e6)
        )


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # some writers state a wrong size
    rows = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True)):
        if number >= _MAX_ROWS:
            raise _TooManyRows
        rows.append([_text_of(cell) for cell in cells])
    return rows


def _text_of(cell: object) -> str:
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
