"""Rows of MOTChallenge text files: detections, tracks and ground truth share one layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engines.texts import Text, text_of

COLUMNS = 10
FRAME, ID, SCORE, CLASS = 0, 1, 6, 7
BOX = slice(2, 6)
_LEAST_COLUMNS = 7
# Two commas are a field without a number, not one separator.
_SEPARATORS = re.compile(r"\s*[,;]\s*|\s+")
# Bounds against a file of another kind: a longer sequence is a wrong column, a larger text no such list.
_MOST_FRAMES = 10_000_000
MOST_BYTES = 256 * 1024 * 1024


class BadLine(ValueError):
    """A line of a text file that cannot be read.

    Attributes:
        line: its number, from 1.
        reason: what is wrong with it.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(Text("line {line}: {reason}", line=line, reason=reason))
        self.line, self.reason = line, reason


def numbers_of(fields: Sequence[str]) -> list[float]:
    """Fields of a line as numbers. Raises ValueError with a Text that names the first which is none."""
    try:
        return [float(field) for field in fields]
    except ValueError:
        return [_number(field) for field in fields]


def _number(field: str) -> float:
    try:
        return float(field)
    except ValueError:
        raise ValueError(Text("'{field}' is not a number", field=field)) from None


def parse_mot_rows(
    text: str, *, first_frame: int = 1, least_columns: int = _LEAST_COLUMNS
) -> NDArray[np.float64]:
    """Numbers of a MOTChallenge file in the order of its lines.

    A line is frame (from 1), id, x, y, w, h, score or flag, and up to three more, with commas, semicolons or
    blanks between them; empty lines are passed over.

    Args:
        text: of the file.
        first_frame: the lowest number of a frame that may occur.
        least_columns: how many columns a line must have.

    Returns:
        (N, 10) float64; columns that a line does not have are -1, MOTChallenge's "unknown".

    Raises:
        BadLine: a line that is not like this.
    """
    rows: list[list[float]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        fields = _SEPARATORS.split(line.strip(" \t\r\ufeff,;"))
        if fields == [""]:
            continue
        try:
            rows.append(_row(fields, first_frame, least_columns))
        except ValueError as error:
            raise BadLine(number, text_of(error)) from error
    return np.array(rows, np.float64).reshape(-1, COLUMNS)


def _row(fields: list[str], first_frame: int, least_columns: int) -> list[float]:
    if not least_columns <= len(fields) <= COLUMNS:
        counts = {"count": len(fields), "least": least_columns, "most": COLUMNS}
        raise ValueError(Text("it has {count} columns, {least} to {most} are needed", **counts))
    numbers = numbers_of(fields)
    if not (first_frame <= numbers[FRAME] <= _MOST_FRAMES and numbers[FRAME].is_integer()):
        facts = {"found": fields[FRAME], "first": first_frame, "last": _MOST_FRAMES}
        raise ValueError(Text("frame {found} is not a whole number from {first} to {last}", **facts))
    return numbers + [-1.0] * (COLUMNS - len(numbers))
