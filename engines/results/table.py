"""CSV with a header: columns are found by their names."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.mot_rows import numbers_of
from engines.results.errors import BrokenLine, NotAResult, reason_of
from engines.results.formats import KEYPOINT_COLUMNS
from engines.results.gathered import Gathered
from engines.texts import Text
from engines.track import Track, TrackState
from engines.video.annotations import box_from_numbers

_SIDES = ("x", "y", "w", "h")
_NOTHING = ("", "nan")


def read_table(path: Path, text: str, gathered: Gathered, target: int) -> tuple[str, tuple[Text, ...]]:
    """Rows of x, y, w, h, and what else there is: frame, id, score, state, label, keypoints.

    Without frames every row is the next one; without identities all rows are of `target`.

    Returns:
        The task (identities make it mot, keypoints pose), and what is worth knowing.

    Raises:
        NotAResult: the columns of a box are missing.
        BrokenLine: a row that cannot be read.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    names: list[str] = []
    count = 0
    try:
        header = next(row for row in reader if "".join(row).strip())
        names = [name.strip().lower() for name in header]
        _require_box(path, names)
        has_id, has_poses = "id" in names, set(KEYPOINT_COLUMNS) <= set(names)
        for fields in reader:
            if not "".join(fields).strip():
                continue
            if len(fields) != len(names):
                raise ValueError(Text("it has {count} columns", count=len(fields)))
            row = {name: field.strip() for name, field in zip(names, fields, strict=True)}
            frame = _whole(row["frame"]) if "frame" in row else count
            track_id = _whole(row["id"]) if has_id else target
            gathered.put(frame, track_id, _track(row, track_id, has_poses))
            count += 1
    except (ValueError, csv.Error) as error:
        expected = ",".join(names[:9])
        raise BrokenLine(
            path=path, line=reader.line_num, reason=reason_of(error), expected=expected
        ) from error
    return ("pose" if has_poses else "mot" if has_id else "sot"), ()


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _require_box(path: Path, names: list[str]) -> None:
    missing = [name for name in _SIDES if name not in names]
    if missing:
        reason = Text("its header has no column {missing}", missing=", ".join(missing))
        raise NotAResult(path=path, reason=reason)


def _whole(text: str) -> int:
    (value,) = numbers_of([text])
    if not value.is_integer():
        raise ValueError(Text("{value} is not a whole number", value=text))
    return int(value)


def _track(row: Mapping[str, str], track_id: int, has_poses: bool) -> Track | None:
    """The track of a row; None where it has no box."""
    sides = [row[name].lower() for name in _SIDES]
    box = None if any(side in _NOTHING for side in sides) else box_from_numbers(numbers_of(sides))
    score = row.get("score", "").lower()
    state = row.get("state") or TrackState.TRACKED
    if state not in tuple(TrackState):
        raise ValueError(Text("the state {state!r} is neither tracked nor lost", state=state))
    if box is None:
        return None
    (value,) = numbers_of(["1" if score in _NOTHING else score])
    keypoints = _keypoints(row) if has_poses else None
    return Track(track_id, box, value, TrackState(state), row.get("label") or None, keypoints)


def _keypoints(row: Mapping[str, str]) -> NDArray[np.float64] | None:
    fields = [row[name].lower() for name in KEYPOINT_COLUMNS]
    if not any(fields):
        return None
    numbers = numbers_of(["0" if field in _NOTHING else field for field in fields])
    return np.array(numbers, np.float64).reshape(-1, 3)
