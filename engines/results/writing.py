"""Result files: what a run writes with --out. Formats are described in docs/formats.md."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Protocol

from engines.errors import TrackbenchError
from engines.files import LineFile, writing
from engines.frame_result import FrameResult
from engines.track import Track


class ResultWriter(Protocol):
    """Writes results as the run goes; complete up to the last whole frame after a crash."""

    def write(self, result: FrameResult) -> None: ...

    def close(self) -> None: ...


class SotWriter:
    """CSV `frame,x,y,w,h,score,state`; several targets get a file each: name.1.csv, name.2.csv."""

    def __init__(self, path: Path, target_ids: tuple[int, ...]) -> None:
        several = len(target_ids) > 1
        self._files: dict[int, LineFile] = {}
        try:
            for target_id in target_ids:
                own = path.with_name(f"{path.stem}.{target_id}{path.suffix}") if several else path
                self._files[target_id] = LineFile(own)
                self._files[target_id].write("frame,x,y,w,h,score,state")
        except TrackbenchError:
            self.close()
            raise

    def write(self, result: FrameResult) -> None:
        for track in result.tracks:
            if track.id in self._files:
                self._files[track.id].write(_sot_line(result.frame_index, track))

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _sot_line(frame_index: int, track: Track) -> str:
    b = track.box
    return f"{frame_index},{b.x:.3f},{b.y:.3f},{b.w:.3f},{b.h:.3f},{track.score:.6f},{track.state}"


class MotWriter:
    """MOTChallenge text `frame,id,x,y,w,h,score,-1,-1,-1`, 1-based frames."""

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path)

    def write(self, result: FrameResult) -> None:
        for track in result.tracks:
            b = track.box
            self._file.write(
                f"{result.frame_index + 1},{track.id},{b.x:.3f},{b.y:.3f},{b.w:.3f},{b.h:.3f},"
                f"{track.score:.6f},-1,-1,-1"
            )

    def close(self) -> None:
        self._file.close()


class PoseWriter:
    """JSON list of frame, id, bbox, score and 51 keypoint numbers, closed after every frame."""

    _END = b"\n]\n"

    def __init__(self, path: Path) -> None:
        self._path = path
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("w+b", buffering=0)
            self._file.write(b"[" + self._END)
        self._empty = True

    def write(self, result: FrameResult) -> None:
        rows = [
            _pose_row(result.frame_index, track) for track in result.tracks if track.keypoints is not None
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


def _pose_row(frame_index: int, track: Track) -> str:
    b, keypoints = track.box, track.keypoints
    numbers = [round(float(v), 4) for v in keypoints.ravel()] if keypoints is not None else []
    row = {
        "frame": frame_index,
        "id": track.id,
        "bbox": [round(v, 3) for v in (b.x, b.y, b.w, b.h)],
        "score": round(track.score, 6),
        "keypoints": numbers,
    }
    return json.dumps(row, separators=(",", ":"))


def open_writer(task: str, path: Path, target_ids: tuple[int, ...]) -> ResultWriter:
    """The writer of a task's result format."""
    if task == "mot":
        return MotWriter(path)
    return PoseWriter(path) if task == "pose" else SotWriter(path, target_ids)
