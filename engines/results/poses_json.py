"""JSON lists: this program's poses, and the results formats of COCO."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box
from engines.results.errors import BrokenEntry, BrokenLine, NotAResult, reason_of
from engines.results.formats import KEYPOINT_COLUMNS
from engines.results.gathered import Gathered
from engines.texts import Text
from engines.track import Track
from engines.video.annotations import box_from_numbers

_EXPECTED = Text("frame, id, bbox, score and 51 keypoint numbers, or COCO's image_id, keypoints and score")
_LEAST_EXTENT = 1.0  # pixels; a person of one keypoint has none


def read_rows(path: Path, text: str, gathered: Gathered) -> tuple[str, str, tuple[Text, ...]]:
    """The list of a JSON file. Gives task, format, and what is worth knowing.

    Raises:
        BrokenLine: it is no JSON.
        NotAResult: it is no list.
        BrokenEntry: an entry that cannot be read.
    """
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenLine(path=path, line=error.lineno, reason=error.msg, expected="JSON") from error
    except (ValueError, RecursionError) as error:
        raise NotAResult(path=path, reason=Text("it is no JSON that can be read")) from error
    if not isinstance(rows, list):
        raise NotAResult(path=path, reason=Text("it holds no list"))
    is_coco = bool(rows) and isinstance(rows[0], dict) and "image_id" in rows[0]
    unnumbered = absent = 0
    has_poses = not is_coco
    for number, row in enumerate(rows, start=1):
        try:
            frame = _whole(row["image_id"] if is_coco else row["frame"])
            track_id = row.get("track_id") if is_coco else row["id"]
            track = _track(row, None if track_id is None else _whole(track_id))
            has_poses |= "keypoints" in row
            if track is None:
                absent += 1
            elif track_id is None:
                unnumbered += 1
                gathered.put_unnumbered(frame, track)
            else:
                gathered.put(frame, track.id, track)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BrokenEntry(path=path, entry=number, reason=reason_of(error), expected=_EXPECTED) from error
    notes = _notes(is_coco, unnumbered, absent)
    return ("pose" if has_poses else "mot"), ("coco" if is_coco else "pose"), notes


def _notes(is_coco: bool, unnumbered: int, absent: int) -> tuple[Text, ...]:
    notes = []
    if is_coco:
        notes.append(Text("The number of a picture (image_id) is taken as its frame, from 0."))
    if unnumbered:
        notes.append(Text("{count} rows have no identity; numbered in each frame.", count=unnumbered))
    if absent:
        notes.append(Text("{count} rows have no box and are left out.", count=absent))
    return tuple(notes)


def _track(row: Mapping[str, Any], track_id: int | None) -> Track | None:
    """None where there is neither a box nor a keypoint."""
    keypoints = _keypoints(row["keypoints"]) if row.get("keypoints") is not None else None
    if keypoints is None and "bbox" not in row:
        raise KeyError("bbox")
    box = _box(row["bbox"]) if row.get("bbox") is not None else _extent(keypoints)
    score = row.get("score", 1.0)
    value = float(score) if score is not None and math.isfinite(float(score)) else 1.0
    return None if box is None else Track(track_id or 0, box, value, keypoints=keypoints)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not float(value).is_integer():
        raise ValueError(Text("{value} is not a whole number", value=value))
    return int(value)


def _box(numbers: Sequence[Any]) -> Box | None:
    if len(numbers) != 4:
        raise ValueError(Text("bbox has {count} numbers", count=len(numbers)))
    return box_from_numbers([math.nan if v is None else float(v) for v in numbers])


def _keypoints(numbers: Sequence[Any]) -> NDArray[np.float64]:
    if len(numbers) != len(KEYPOINT_COLUMNS):
        raise ValueError(Text("keypoints has {count} numbers", count=len(numbers)))
    values = np.array([0.0 if v is None else float(v) for v in numbers], np.float64).reshape(-1, 3)
    values[~np.isfinite(values).all(axis=1)] = 0.0
    return values


def _extent(keypoints: NDArray[np.float64] | None) -> Box | None:
    """The box round the keypoints that are known."""
    if keypoints is None or not (keypoints[:, 2] > 0).any():
        return None
    points = keypoints[keypoints[:, 2] > 0, :2]
    (x, y), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(x, y, max(right - x, _LEAST_EXTENT), max(bottom - y, _LEAST_EXTENT))
