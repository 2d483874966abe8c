"""Result files of plain numbers: a box per line (LaSOT, OTB, VOT), or rows of MOTChallenge."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.mot_rows import BOX, FRAME, ID, SCORE, BadLine, parse_mot_rows
from engines.results.errors import BrokenLine, reason_of
from engines.results.gathered import Gathered
from engines.texts import Text
from engines.track import Track
from engines.video.annotations import box_from_numbers, box_of_line, fields_of

_BOX_EXPECTED = Text("x,y,w,h, the corners of a polygon, or a code of VOT")
_MOT_EXPECTED = Text("frame,id,x,y,w,h,score with frames from 1")
# What VOT writes in the place of a box: nothing is known, the target was shown here, it was lost here.
_CODES = (0, 1, 2)
_SHOWN = 1
_FEWEST_MOT_COLUMNS = 6


def box_columns(text: str) -> int:
    """Columns of the first line that is more than a code; 1 where there is none."""
    for line in text.splitlines():
        fields = fields_of(line)
        if len(fields) > 1:
            return 4 if fields[0].startswith("m") else len(fields)
    return 1


def read_box_lines(path: Path, text: str, gathered: Gathered, target: int) -> tuple[str, tuple[Text, ...]]:
    """One line per frame. Gives the format's name, and what is worth knowing.

    A line with a code, no numbers or a box without extent says that there is no box.
    """
    lines = text.rstrip().splitlines()
    codes: dict[int, float] = {}
    for number, line in enumerate(lines, start=1):
        try:
            box, code = box_of_line(line), _code(line)
        except ValueError as error:
            reason = reason_of(error)
            raise BrokenLine(path=path, line=number, reason=reason, expected=_BOX_EXPECTED) from error
        if code is not None:
            codes[number - 1] = code
        gathered.put(number - 1, target, None if box is None else Track(target, box, 1.0))
    shown = [frame for frame, code in codes.items() if code == _SHOWN]
    if shown:
        where = ", ".join(map(str, shown[:3])) + (" …" if len(shown) > 3 else "")
        note = Text("The target was shown in frame {frames}: the file gives no box there.", frames=where)
        return "vot", (note,)
    return ("vot" if codes else "otb" if "\t" in text else "lasot"), ()


def _code(line: str) -> float | None:
    """The code of a line that holds nothing else; ValueError where VOT knows none such."""
    fields = fields_of(line)
    if len(fields) != 1 or fields[0].lower() in ("", "nan"):
        return None
    if float(fields[0]) not in _CODES:
        template = "the single number {number} is neither a box nor a code of VOT (0, 1, 2)"
        raise ValueError(Text(template, number=fields[0]))
    return float(fields[0])


def read_mot_rows(path: Path, text: str, gathered: Gathered) -> tuple[Text, ...]:
    """Rows of MOTChallenge. Rows without an identity (-1) are numbered by place in their frame."""
    rows = _parsed(path, text)
    # Some programs count from 0, and some fill a column of scores that they do not have with -1.
    first = 0 if (rows[:, FRAME] == 0).any() else 1
    has_scores = bool((rows[:, SCORE] != -1).any())
    unnumbered = absent = 0
    for row in rows.tolist():
        box = box_from_numbers(row[BOX])
        if box is None:
            absent += 1
            continue
        frame, score = int(row[FRAME]) - first, row[SCORE]
        track_id = int(row[ID]) if math.isfinite(row[ID]) else -1
        track = Track(track_id, box, score if has_scores and math.isfinite(score) else 1.0)
        if track_id < 0:
            unnumbered += 1
            gathered.put_unnumbered(frame, track)
        else:
            gathered.put(frame, track_id, track)
    notes = []
    if first == 0:
        notes.append(Text("Frames are counted from 0 here."))
    if unnumbered:
        notes.append(Text("{count} rows have no identity; numbered in each frame.", count=unnumbered))
    if absent:
        notes.append(Text("{count} rows have no box and are left out.", count=absent))
    if not has_scores:
        notes.append(Text("The file has no scores; every score is taken to be 1."))
    return tuple(notes)


def _parsed(path: Path, text: str) -> NDArray[np.float64]:
    try:
        return parse_mot_rows(text, first_frame=0, least_columns=_FEWEST_MOT_COLUMNS)
    except BadLine as error:
        line, reason = error.line, error.reason
        raise BrokenLine(path=path, line=line, reason=reason, expected=_MOT_EXPECTED) from error
