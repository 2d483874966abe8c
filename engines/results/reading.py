"""Result files of this program and of others, recognised by what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engines.frame_result import FrameResult
from engines.recording_reader import OpenRecording
from engines.results.boxes_text import box_columns, read_box_lines, read_mot_rows
from engines.results.errors import NotAResult, ResultMissing, ResultTooLarge
from engines.results.formats import TASKS
from engines.results.gathered import Gathered
from engines.results.poses_json import read_rows
from engines.results.table import read_table
from engines.texts import Text
from engines.track import Track
from engines.video.annotations import is_header

MAX_BYTES = 256_000_000
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# 4 numbers are a box, 8 a polygon; MOTChallenge's rows have 6 (no score), 7, 9 or 10 columns.
_MOT_COLUMNS = (6, 7, 9, 10)


@dataclass(frozen=True, slots=True)
class ImportedResult:
    """A result read back.

    Attributes:
        name: of the file or folder, without ending.
        task: sot, mot or pose.
        format: what it was recognised as: a name of `formats.ALL_FORMATS`, or "recording".
        tracks: by frame, as in `GroundTruth.frames`; empty where there are none.
        notes: what is worth knowing about how it was read.
    """

    name: str
    task: str
    format: str
    tracks: tuple[tuple[Track, ...], ...]
    notes: tuple[Text, ...] = ()


def read_result(path: Path) -> ImportedResult:
    """Reads a result file, or the folder of a recording.

    Raises:
        TrackbenchError: ResultMissing, NotAResult, BrokenLine, BrokenEntry, ResultTooLarge, TooManyFrames;
            of recordings RecordingUnreadable and RecordingTooNew. Each names the file, and the line where
            there is one.
    """
    if path.is_dir():
        return _read_recording(path)
    text = _text_of(path)
    gathered = Gathered(path)
    start = text.lstrip()[:1]
    if not start:
        empty = Text("The file is empty: nothing was followed.")
        return ImportedResult(path.stem, "mot", "mot", (), (empty,))
    if start in "[{":
        task, kind, notes = read_rows(path, text, gathered)
    elif is_header(_first_line(text).replace('"', "")):
        task, notes = read_table(path, text, gathered, target_of(path))
        kind = "csv"
    else:
        task, kind, notes = _read_lines(path, text, gathered)
    notes += gathered.notes(every_frame=task == "sot")
    return ImportedResult(path.stem, task, kind, gathered.frames, notes)


def target_of(path: Path) -> int:
    """Whom a file of a single target is about: 3 in `name.3.csv`, else 1."""
    number = re.search(r"\.([0-9]{1,6})$", path.stem)
    return int(number[1]) if number else 1


def _read_lines(path: Path, text: str, gathered: Gathered) -> tuple[str, str, tuple[Text, ...]]:
    """Text without a header: how many columns there are says what it is."""
    columns = box_columns(text)
    if columns in _MOT_COLUMNS:
        return "mot", "mot", read_mot_rows(path, text, gathered)
    if columns in (1, 4) or (columns >= 8 and columns % 2 == 0):
        kind, notes = read_box_lines(path, text, gathered, target_of(path))
        return "sot", kind, notes
    found = Text("its rows have {count} columns", count=columns)
    raise NotAResult(path=path, reason=found)


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if not path.is_file():  # a device or a pipe may never end
            raise NotAResult(path=path, reason=Text("it is not a regular file"))
        if size > MAX_BYTES:
            raise ResultTooLarge(path=path, megabytes=size / 1e6, limit=MAX_BYTES / 1e6)
        data = path.read_bytes()
    except OSError as error:
        raise ResultMissing(path=path, reason=error.strerror or str(error)) from error
    # PowerShell writes UTF-16 where output is redirected into a file.
    encoding = "utf-16" if data[:2] in _UTF_16_MARKS else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotAResult(path=path, reason=Text("it is no text")) from error
    if "\0" in text:
        raise NotAResult(path=path, reason=Text("it is no text"))
    return text


def _first_line(text: str) -> str:
    return text.lstrip().partition("\n")[0]


def _read_recording(folder: Path) -> ImportedResult:
    frames = folder / "frames.jsonl"
    size = frames.stat().st_size if frames.is_file() else 0
    if size > MAX_BYTES:
        raise ResultTooLarge(path=frames, megabytes=size / 1e6, limit=MAX_BYTES / 1e6)
    recording = OpenRecording(folder)
    results = recording.results(layers=False)
    latest: dict[int, FrameResult] = {result.frame_index: result for result in results}
    gathered = Gathered(folder)
    for result in latest.values():
        for track in result.tracks:
            gathered.put(result.frame_index, track.id, track)
    repeated = len(recording) - len(latest)
    notes = gathered.notes(every_frame=False)
    if repeated:
        notes += (Text("{count} frames appear twice; the later one counts.", count=repeated),)
    told = recording.about.get("task")
    task = told if told in TASKS else _task_of(latest.values())
    return ImportedResult(folder.name, task, "recording", gathered.frames, notes)


def _task_of(results: Iterable[FrameResult]) -> str:
    """The task of a recording that does not name it: only targets that were shown have a search window."""
    tracks = [track for result in results for track in result.tracks]
    if any(track.keypoints is not None for track in tracks):
        return "pose"
    searched = any(track.search is not None for track in tracks)
    return "sot" if searched or len({track.id for track in tracks}) == 1 else "mot"
