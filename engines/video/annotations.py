"""Ground truth of the usual data sets, from their text to values. Numbers stay exactly as annotated."""

from __future__ import annotations

import math
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.mot_rows import BOX, FRAME, ID, SCORE, BadLine, numbers_of, parse_mot_rows
from engines.texts import Text, text_of
from engines.track import Track
from engines.video.errors import BadGroundTruth

_SEPARATORS = re.compile(r"[,;\s]+")
_MIN_VISIBILITY = 0.05


def box_from_numbers(values: Sequence[float]) -> Box | None:
    """A box from x, y, w, h or from a polygon's corners x1, y1, x2, y2, ...; None where the target is absent.

    Polygons (VOT) become their axis-aligned bounding boxes. A single number is one of VOT's special
    codes: no box. Absent is also what has a nan or no extent (LaSOT, OTB).
    """
    if len(values) not in (1, 4) and (len(values) < 6 or len(values) % 2):
        template = "{count} numbers are neither a box (4) nor a polygon (6, 8, 10, ...)"
        raise ValueError(Text(template, count=len(values)))
    if len(values) == 1 or not all(math.isfinite(v) for v in values):
        return None
    x, y, w, h = values if len(values) == 4 else _bounding(values)
    return Box(x, y, w, h) if w > 0 and h > 0 else None


def _bounding(corners: Sequence[float]) -> tuple[float, float, float, float]:
    xs, ys = corners[0::2], corners[1::2]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def parse_boxes(text: str) -> list[Box | None]:
    """One box per line, with commas, tabs, blanks or semicolons between the numbers; a header is passed over.

    VOT's masks ("m" x, y, w, h, run lengths) give the box of their window.
    """
    boxes: list[Box | None] = []
    for number, line in enumerate(text.rstrip().splitlines(), start=1):
        if number == 1 and is_header(line):
            continue
        try:
            boxes.append(box_of_line(line))
        except ValueError as error:
            raise BadLine(number, text_of(error)) from error
    return boxes


def fields_of(line: str) -> list[str]:
    """What stands between the commas, tabs, blanks or semicolons of a line."""
    return _SEPARATORS.split(line.strip(" \t\r\ufeff,;"))


def is_header(line: str) -> bool:
    """Whether a first line names columns."""
    first = fields_of(line)[0]
    return bool(re.fullmatch(r"(?!m[0-9])[A-Za-z_]\w*", first)) and first.lower() not in ("nan", "inf")


def box_of_line(line: str) -> Box | None:
    """The box of one line, see `parse_boxes`; ValueError where it makes none."""
    fields = fields_of(line)
    if fields == [""]:
        return None
    if fields[0].startswith("m"):
        return box_from_numbers(numbers_of([fields[0][1:], *fields[1:4]]))
    return box_from_numbers(numbers_of(fields))


def parse_flags(text: str) -> list[bool]:
    """LaSOT's full_occlusion.txt and out_of_view.txt: 0 or 1 per frame."""
    fields = [field for field in _SEPARATORS.split(text.strip()) if field]
    return [number != 0 for number in numbers_of(fields)]


def single_target(boxes: Iterable[Box | None], absent: Sequence[bool] = ()) -> GroundTruth:
    """One target, id 1. `absent` marks frames whose box does not count."""
    hidden = set(np.flatnonzero(absent).tolist())
    return several_targets({1: [None if at in hidden else box for at, box in enumerate(boxes)]})


def several_targets(boxes_by_id: dict[int, list[Box | None]]) -> GroundTruth:
    """Targets with one box (or None) per frame each."""
    length = max((len(boxes) for boxes in boxes_by_id.values()), default=0)
    frames: list[list[Track]] = [[] for _ in range(length)]
    for track_id, boxes in boxes_by_id.items():
        for at, box in enumerate(boxes):
            if box is not None:
                frames[at].append(Track(track_id, box, 1.0))
    return GroundTruth(tuple(map(tuple, frames)))


def parse_mot(text: str) -> GroundTruth:
    """MOTChallenge rows: frame (from 1), id, x, y, w, h, flag, ...; only rows whose flag is 1 count."""
    by_frame: defaultdict[int, list[Track]] = defaultdict(list)
    rows = parse_mot_rows(text)
    for row in rows[(rows[:, SCORE] == 1) & np.isfinite(rows[:, ID])].tolist():
        box = box_from_numbers(row[BOX])
        if box is not None:
            by_frame[int(row[FRAME]) - 1].append(Track(int(row[ID]), box, 1.0))
    return GroundTruth(tuple(tuple(by_frame.get(at, ())) for at in range(max(by_frame, default=-1) + 1)))


def read_text(path: Path) -> str:
    """Text of an annotation file. Raises BadGroundTruth."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise BadGroundTruth(path=path, reason=error.strerror or "it cannot be opened") from error


def read_boxes(path: Path) -> list[Box | None]:
    """Boxes of a text file, see `parse_boxes`. Raises BadGroundTruth."""
    try:
        return parse_boxes(read_text(path))
    except ValueError as error:
        raise BadGroundTruth(path=path, reason=text_of(error)) from error


def read_mot(path: Path) -> GroundTruth:
    """Ground truth of a MOTChallenge file. Raises BadGroundTruth."""
    try:
        return parse_mot(read_text(path))
    except ValueError as error:
        raise BadGroundTruth(path=path, reason=text_of(error)) from error


def read_npz(path: Path) -> GroundTruth:
    """Ground truth beside a video.

    Arrays: ids int (N,), boxes float32 (T, N, 4) x, y, w, h with nan where absent, keypoints float32
    (T, N, 17, 3), visibility float32 (T, N) the share of the figure that is seen; both last ones optional.
    Raises BadGroundTruth.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            ids, boxes = arrays["ids"], arrays["boxes"].astype(np.float64)
            keypoints = arrays["keypoints"].astype(np.float64) if "keypoints" in arrays else None
            visibility = arrays["visibility"] if "visibility" in arrays else np.ones(boxes.shape[:2])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BadGroundTruth(path=path, reason=error) from error
    count, things = boxes.shape[0], len(ids)
    if boxes.shape != (count, things, 4) or visibility.shape != (count, things):
        shapes = {"ids": ids.shape, "boxes": boxes.shape, "visibility": visibility.shape}
        reason = Text("shapes of ids {ids}, boxes {boxes} and visibility {visibility} do not agree", **shapes)
        raise BadGroundTruth(path=path, reason=reason)
    if keypoints is not None and keypoints.shape != (count, things, 17, 3):
        facts = {"found": keypoints.shape, "wanted": (count, things, 17, 3)}
        reason = Text("keypoints have the shape {found} instead of {wanted}", **facts)
        raise BadGroundTruth(path=path, reason=reason)
    shown = np.isfinite(boxes).all(axis=2) & (boxes[..., 2:] > 0).all(axis=2) & (visibility > _MIN_VISIBILITY)
    return GroundTruth(
        tuple(
            tuple(
                Track(
                    int(ids[n]),
                    Box(*boxes[t, n].tolist()),
                    1.0,
                    keypoints=None if keypoints is None else keypoints[t, n],
                )
                for n in np.flatnonzero(shown[t]).tolist()
            )
            for t in range(count)
        )
    )
