"""Rows of MOTChallenge text files: detections, tracks and ground truth share one layout."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

COLUMNS = 10
FRAME, ID, SCORE, CLASS = 0, 1, 6, 7
BOX = slice(2, 6)
_LEAST_COLUMNS = 7
# Two commas are a field without a number, not one separator.
_SEPARATORS = re.compile(r"\s*[,;]\s*|\s+")
# Bounds against a file of another kind: a longer sequence is a wrong column, a larger text no such list.
_MOST_FRAMES = 10_000_000
MOST_BYTES = 256 * 1024 * 1024


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
        ValueError: a line that is not like this; the message begins with its number.
    """
    rows: list[list[float]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        fields = _SEPARATORS.split(line.strip(" \t\r\ufeff,;"))
        if fields == [""]:
            continue
        try:
            rows.append(_row(fields, first_frame, least_columns))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
    return np.array(rows, np.float64).reshape(-1, COLUMNS)


def _row(fields: list[str], first_frame: int, least_columns: int) -> list[float]:
    if not least_columns <= len(fields) <= COLUMNS:
        raise ValueError(f"{len(fields)} columns, {least_columns} to {COLUMNS} are needed")
    numbers = [float(field) for field in fields]
    if not (first_frame <= numbers[FRAME] <= _MOST_FRAMES and numbers[FRAME].is_integer()):
        raise ValueError(f"frame {fields[FRAME]}; frames are whole numbers from {first_frame}")
    return numbers + [-1.0] * (COLUMNS - len(numbers))
