"""Writers of result files."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.errors import TrackbenchError
from engines.files import LineFile, writing
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.results.formats import KEYPOINT_COLUMNS, format_for
from engines.track import Track, TrackState

# A side that is rounded to nothing would read as "there is no box".
_LEAST_SIDE = 0.001
_PERSON = 1  # COCO's category


class ResultWriter(Protocol):
    """Writes results as the run goes; complete up to the last whole frame after a crash."""

    def write(self, result: FrameResult) -> None: ...

    def close(self) -> None: ...


def open_writer(
    task: str, path: Path, target_ids: tuple[int, ...], wanted: str | None = None
) -> ResultWriter:
    """The writer of a task's results.

    Args:
        task: decides the format where none is named.
        path: of the file; several targets get a file each where the format holds one only.
        target_ids: who is followed from the start.
        wanted: name of another format.

    Raises:
        FormatDoesNotFitTask: no such format for this task.
        CannotWrite, DiskFull: the file cannot be begun.
    """
    name = format_for(task, wanted)
    if name == "csv":
        return SotWriter(path, target_ids) if task == "sot" else TableWriter(path, keypoints=task == "pose")
    if name in ("lasot", "otb", "vot"):
        return BoxLinesWriter(path, target_ids, name)
    if name == "mot":
        return MotWriter(path)
    return PoseWriter(path, _pose_row if name == "pose" else _coco_row)


def file_of_target(path: Path, target_id: int, several: bool) -> Path:
    """`name.csv`, or `name.3.csv` where several targets have a file each."""
    return path.with_name(f"{path.stem}.{target_id}{path.suffix}") if several else path


def _open_files(path: Path, target_ids: tuple[int, ...], *first_lines: str) -> dict[int, LineFile]:
    """A file for each target, by id. One that cannot be begun closes the others."""
    files: dict[int, LineFile] = {}
    try:
        for target_id in target_ids:
            files[target_id] = LineFile(file_of_target(path, target_id, len(target_ids) > 1))
            for line in first_lines:
                files[target_id].write(line)
    except TrackbenchError:
        for file in files.values():
            file.close()
        raise
    return files


def _box_text(box: Box, separator: str = ",") -> str:
    sides = (max(box.w, _LEAST_SIDE), max(box.h, _LEAST_SIDE))
    return separator.join(f"{value:.3f}" for value in (box.x, box.y, *sides))


class SotWriter:
    """CSV `frame,x,y,w,h,score,state`; several targets get a file each: name.1.csv, name.2.csv."""

    def __init__(self, path: Path, target_ids: tuple[int, ...]) -> None:
        self._files = _open_files(path, target_ids, "frame,x,y,w,h,score,state")

    def write(self, result: FrameResult) -> None:
        for track in result.tracks:
            if track.id in self._files:
                self._files[track.id].write(_sot_line(result.frame_index, track))

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _sot_line(frame_index: int, track: Track) -> str:
    return f"{frame_index},{_box_text(track.box)},{track.score:.6f},{track.state}"


class BoxLinesWriter:
    """One line per frame from frame 0 on, as LaSOT, OTB and VOT want it; several targets get a file each.

    A lost target has no box: 0,0,0,0, or VOT's code 2 (it failed here) and then 0 (nothing is known); so
    has a frame that was not looked at. VOT's first line of a target is the code 1: here it was shown.
    """

    def __init__(self, path: Path, target_ids: tuple[int, ...], name: str) -> None:
        self._separator = "\t" if name == "otb" else ","
        self._codes = name == "vot"
        self._files = _open_files(path, target_ids)
        self._next_frame = dict.fromkeys(target_ids, 0)
        self._last_state: dict[int, TrackState] = {}

    def write(self, result: FrameResult) -> None:
        for track in result.tracks:
            if track.id in self._files:
                skipped = result.frame_index - self._next_frame[track.id]
                nothing = "0" if self._codes else self._separator.join("0000")
                self._files[track.id].write("\n".join([nothing] * skipped + [self._line(track, nothing)]))
                self._next_frame[track.id] = result.frame_index + 1

    def _line(self, track: Track, nothing: str) -> str:
        before = self._last_state.get(track.id)
        self._last_state[track.id] = track.state
        if self._codes and before is None:
            return "1"
        if track.state is TrackState.LOST:
            return "2" if self._codes and before is TrackState.TRACKED else nothing
        return _box_text(track.box, self._separator)

    def close(self) -> None:
        for file in self._files.values():
            file.close()


class MotWriter:
    """MOTChallenge text `frame,id,x,y,w,h,score,-1,-1,-1`, 1-based frames.

    A row says that the thing is there, so lost tracks have none.
    """

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path)

    def write(self, result: FrameResult) -> None:
        rows = [
            f"{result.frame_index + 1},{track.id},{_box_text(track.box)},{track.score:.6f},-1,-1,-1"
            for track in result.tracks
            if track.state is TrackState.TRACKED
        ]
        if rows:
            self._file.write("\n".join(rows))

    def close(self) -> None:
        self._file.close()


class TableWriter:
    """CSV of many tracks: `frame,id,x,y,w,h,score,state,label`, with poses three columns per keypoint."""

    def __init__(self, path: Path, *, keypoints: bool) -> None:
        self._keypoints = keypoints
        self._file = LineFile(path)
        names = ("frame", "id", "x", "y", "w", "h", "score", "state", "label")
        self._file.write(",".join(names + (KEYPOINT_COLUMNS if keypoints else ())))

    def write(self, result: FrameResult) -> None:
        rows = [self._row(result.frame_index, track) for track in result.tracks]
        if rows:
            self._file.write("\n".join(rows))

    def _row(self, frame_index: int, track: Track) -> str:
        fields = [str(frame_index), str(track.id), _box_text(track.box), f"{track.score:.6f}", track.state]
        fields.append(_quoted(track.label or ""))
        if self._keypoints:
            points = track.keypoints
            fields += [""] * len(KEYPOINT_COLUMNS) if points is None else map(str, _numbers(points))
        return ",".join(fields)

    def close(self) -> None:
        self._file.close()


def _quoted(text: str) -> str:
    one_line = " ".join(text.split())
    return '"' + one_line.replace('"', '""') + '"' if set(one_line) & set(',;"') else one_line


class PoseWriter:
    """JSON list with one object per person and frame, closed after every frame."""

    _END = b"\n]\n"

    def __init__(self, path: Path, row: Callable[[int, Track], dict[str, Any]] | None = None) -> None:
        """Begins the file.

        Args:
            path: of the file.
            row: values of one person in a frame; usually frame, id, bbox, score and 51 keypoint numbers.
        """
        self._path = path
        self._row = row or _pose_row
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("w+b", buffering=0)
            self._file.write(b"[" + self._END)
        self._empty = True

    def write(self, result: FrameResult) -> None:
        rows = [
            json.dumps(self._row(result.frame_index, track), separators=(",", ":"), allow_nan=False)
            for track in result.tracks
            if track.keypoints is not None and track.state is TrackState.TRACKED
        ]
        if not rows:
            return
        text = ("" if self._empty else ",") + "".join(f"\n{row}," for row in rows).removesuffix(",")
        with writing(self._path):
            self._append(text.encode("utf-8"))
        self._empty = False

    def _append(self, rows: bytes) -> None:
        """Rows in the place of the closing bracket, and that behind them; without room, all as it was."""
        place = self._file.seek(-len(self._END), os.SEEK_END)
        try:
            if self._file.write(rows + self._END) != len(rows + self._END):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            self._file.seek(place)
            self._file.truncate(place + self._file.write(self._END))
            raise

    def close(self) -> None:
        self._file.close()


def _pose_row(frame_index: int, track: Track) -> dict[str, Any]:
    assert track.keypoints is not None
    b = track.box
    sides = (max(b.w, _LEAST_SIDE), max(b.h, _LEAST_SIDE))
    return {
        "frame": frame_index,
        "id": track.id,
        "bbox": [round(v, 3) for v in (b.x, b.y, *sides)],
        "score": round(track.score, 6),
        "keypoints": _numbers(track.keypoints),
    }


def _coco_row(frame_index: int, track: Track) -> dict[str, Any]:
    """Source: the results format of COCO's keypoint task; the frame stands for the picture."""
    assert track.keypoints is not None
    return {
        "image_id": frame_index,
        "category_id": _PERSON,
        "keypoints": _numbers(track.keypoints),
        "score": round(track.score, 6),
    }


def _numbers(keypoints: NDArray[np.float64]) -> list[float]:
    """51 numbers; a point that is not known is 0, 0, 0, as in COCO."""
    known = np.isfinite(keypoints).all(axis=1, keepdims=True)
    return [round(float(v), 4) for v in np.where(known, keypoints, 0.0).ravel()]
