"""A recording opened as arrays: what statistics, comparisons and long tables need.

`recorder.read_recording` makes an object of every figure; of 10,000 frames with 200 layers each that are two
million. Here frames are columns, layer times stay in their file (mapped, so that the system can take
their memory back), and a `FrameResult` is made when somebody asks for it.

Memory: 160 bytes per frame and 57 per track in a frame, whatever the number of layers; 10,000 frames of
one target are 2.2 MB. `memory_bytes` tells it for one recording.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.frame_result import FrameResult, Stage
from engines.origin import Origin
from engines.recorder import RecordingUnreadable, profile_from, read_about, read_tables, result_from
from engines.track import TrackState

COLUMNS = ("total_ms", "memcpy_ms", "hard_ms", "other_ms")
STAGES = tuple(Stage)
ORIGINS = tuple(Origin)
_NO_ORIGIN = 255
_STAGE_PLACE: dict[str, int] = {stage.value: place for place, stage in enumerate(STAGES)}
_ORIGIN_PLACE = {origin.value: place for place, origin in enumerate(ORIGINS)}
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True, eq=False)
class FrameColumns:
    """One row per recorded line, [n]; a frame that was tracked again has several.

    Attributes:
        frame_index: int64.
        time_s: float64.
        step_ms: float64, NaN where unknown.
        ahead_ms: float64, part of the step that passed beside the one before it; 0 where nothing did.
        stage_ms: float32 [n, stages], in order of `Stage`, NaN where the frame did not meet one.
        stage_origin: uint8 [n, stages], place in `Origin`, 255 where there is no time.
        link_bytes: int64 [n, 2], out and in, -1 without a link.
        dropped: int32.
        table: int32, number of its table of layers, -1 where it was not profiled.
        layer_start: int64, where its numbers begin among all, -1 where it was not profiled.
        layer_origin: uint8, place in `Origin`, 255 where it was not profiled.
        line_start: int64, where its line begins in the file, in bytes.
    """

    frame_index: NDArray[np.int64]
    time_s: NDArray[np.float64]
    step_ms: NDArray[np.float64]
    ahead_ms: NDArray[np.float64]
    stage_ms: NDArray[np.float32]
    stage_origin: NDArray[np.uint8]
    link_bytes: NDArray[np.int64]
    dropped: NDArray[np.int32]
    table: NDArray[np.int32]
    layer_start: NDArray[np.int64]
    layer_origin: NDArray[np.uint8]
    line_start: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TrackColumns:
    """One row per track and frame, [m].

    Attributes:
        row: int64, which row of the frames it belongs to; ascending.
        id: int64.
        box: float64 [m, 4], x, y, w, h in pixels.
        score: float64.
        lost: bool.
    """

    row: NDArray[np.int64]
    id: NDArray[np.int64]
    box: NDArray[np.float64]
    score: NDArray[np.float64]
    lost: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LayerName:
    """Who a column of layer times belongs to; as in `LayerTime`."""

    op_id: int
    name: str
    op_type: str
    device: str
    network: str


class OpenRecording:
    """A recording whose figures are arrays. Rows are lines of the file, in the order they were written."""

    def __init__(self, folder: Path) -> None:
        """Reads all but the layer times.

        Raises:
            RecordingUnreadable: no recording, or a broken one, with the line.
            RecordingTooNew: written by a later version.
        """
        self.folder = folder
        self.about: Mapping[str, Any] = read_about(folder)
        try:
            self._tables = read_tables(folder / "layers.json")
            self.tables = tuple(tuple(LayerName(*names[:5]) for names in table) for table in self._tables)
            self._numbers = _mapped(folder / "layers.bin") if self.tables else np.empty(0, np.float32)
        except (OSError, ValueError, TypeError) as error:
            raise RecordingUnreadable(path=folder, reason=str(error)) from error
        self.frames, self.tracks = _read_lines(folder, [len(table) for table in self.tables])

    def __len__(self) -> int:
        return len(self.frames.frame_index)

    @property
    def memory_bytes(self) -> int:
        """What the columns take; layer times are mapped and not counted."""
        columns = (getattr(part, name) for part in (self.frames, self.tracks) for name in part.__slots__)
        return sum(column.nbytes for column in columns)

    @property
    def latest(self) -> NDArray[np.int64]:
        """Rows that count: of a frame that was tracked again the last one; ascending by frame."""
        backwards = self.frames.frame_index[::-1]
        _frames, first = np.unique(backwards, return_index=True)
        return (len(self) - 1 - first).astype(np.int64)

    # -- layers --------------------------------------------------------------------------------

    def profiled(self, table: int) -> NDArray[np.int64]:
        """Rows that have layer times of a table, without those whose numbers were cut off."""
        ends = self.frames.layer_start + len(self.tables[table]) * len(COLUMNS)
        return np.flatnonzero((self.frames.table == table) & (ends <= len(self._numbers)))

    def times(self, table: int) -> NDArray[np.float32]:
        """Layer times [profiled rows, layers, 4] in ms, in the order of `COLUMNS`, NaN where unknown.

        A view of the file where the rows stand together in it, else a copy. Read-only.
        """
        layers = len(self.tables[table])
        width = layers * len(COLUMNS)
        starts = self.frames.layer_start[self.profiled(table)]
        breaks = np.flatnonzero(np.diff(starts) != width) + 1
        pieces = [
            self._numbers[group[0] : group[0] + len(group) * width]
            for group in np.split(starts, breaks)
            if len(group)
        ]
        flat = pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, np.float32), *pieces])
        return flat.reshape(-1, layers, len(COLUMNS))

    # -- results -------------------------------------------------------------------------------

    def result(self, row: int) -> FrameResult:
        """One frame's result, made anew.

        Raises:
            RecordingUnreadable: the file is not the one that was opened any more.
        """
        with self._reading() as file:
            file.seek(int(self.frames.line_start[row]))
            return self._made(row, file.readline())

    def results(
        self, start: int = 0, stop: int | None = None, *, layers: bool = True
    ) -> Iterator[FrameResult]:
        """Results of rows, one at a time; without layers where those are not wanted, which is far faster."""
        rows = range(*slice(start, stop).indices(len(self)))
        if not rows:
            return
        with self._reading() as file:
            file.seek(int(self.frames.line_start[rows[0]]))
            for row in rows:
                yield self._made(row, file.readline(), layers=layers)

    def _reading(self) -> Any:
        try:
            return (self.folder / "frames.jsonl").open("rb")
        except OSError as error:
            raise RecordingUnreadable(path=self.folder, reason=str(error)) from error

    def _made(self, row: int, line: bytes, *, layers: bool = True) -> FrameResult:
        try:
            profile = None
            table = int(self.frames.table[row])
            if table >= 0 and layers:
                start = int(self.frames.layer_start[row])
                numbers = self._numbers[start : start + len(self.tables[table]) * len(COLUMNS)]
                origin = ORIGINS[self.frames.layer_origin[row]]
                profile = profile_from(self._tables[table], numbers, origin)
            return result_from(json.loads(line), profile)
        except _BROKEN as error:
            reason = f"frames.jsonl, line {row + 1}: {error}"
            raise RecordingUnreadable(path=self.folder, reason=reason) from error


def _mapped(path: Path) -> NDArray[np.float32]:
    """The numbers of a file, mapped; an empty file cannot be."""
    count = path.stat().st_size // 4
    if not count:
        return np.empty(0, np.float32)
    return np.memmap(path, "<f4", "r", shape=(count,))


# -- reading the lines -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Columns:
    """Columns while they grow; `array` takes a third of the memory of lists of numbers."""

    frame_index: array[int] = field(default_factory=lambda: array("q"))
    time_s: array[float] = field(default_factory=lambda: array("d"))
    step_ms: array[float] = field(default_factory=lambda: array("d"))
    ahead_ms: array[float] = field(default_factory=lambda: array("d"))
    stage_ms: array[float] = field(default_factory=lambda: array("f"))
    stage_origin: array[int] = field(default_factory=lambda: array("B"))
    link_bytes: array[int] = field(default_factory=lambda: array("q"))
    dropped: array[int] = field(default_factory=lambda: array("i"))
    table: array[int] = field(default_factory=lambda: array("i"))
    layer_start: array[int] = field(default_factory=lambda: array("q"))
    layer_origin: array[int] = field(default_factory=lambda: array("B"))
    line_start: array[int] = field(default_factory=lambda: array("q"))
    track_row: array[int] = field(default_factory=lambda: array("q"))
    track_id: array[int] = field(default_factory=lambda: array("q"))
    box: array[float] = field(default_factory=lambda: array("d"))
    score: array[float] = field(default_factory=lambda: array("d"))
    lost: array[int] = field(default_factory=lambda: array("B"))


def _read_lines(folder: Path, widths: list[int]) -> tuple[FrameColumns, TrackColumns]:
    columns, number, at = _Columns(), 0, 0
    next_layer = [0]
    try:
        with (folder / "frames.jsonl").open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):  # half a line, of a recording that was cut off
                    break
                raw = json.loads(line)
                columns.line_start.append(at)
                _take_frame(columns, raw)
                _take_layers(columns, raw.get("layers"), widths, next_layer)
                for track in raw["tracks"]:
                    _take_track(columns, number - 1, track)
                at += len(line)
    except OSError as error:
        raise RecordingUnreadable(path=folder, reason=str(error)) from error
    except _BROKEN as error:
        raise RecordingUnreadable(path=folder, reason=f"frames.jsonl, line {number}: {error}") from error
    frames, tracks = _as_arrays(columns)
    _require_boxes(folder, tracks)
    return frames, tracks


def _take_frame(columns: _Columns, raw: Mapping[str, Any]) -> None:
    stage_ms, origins = [np.nan] * len(STAGES), [_NO_ORIGIN] * len(STAGES)
    for name, ms, origin in raw["stages"]:
        place = _STAGE_PLACE[name if name in _STAGE_PLACE else Stage(name)]
        stage_ms[place], origins[place] = ms, _ORIGIN_PLACE[origin]
    step_ms, sent = raw["step_ms"], raw.get("bytes")
    columns.frame_index.append(int(raw["frame"]))
    columns.time_s.append(raw["time_s"])
    columns.step_ms.append(np.nan if step_ms is None else step_ms)
    columns.ahead_ms.append(raw.get("ahead_ms") or 0.0)
    columns.stage_ms.extend(stage_ms)
    columns.stage_origin.extend(origins)
    columns.link_bytes.extend((sent[0], sent[1]) if sent else (-1, -1))
    columns.dropped.append(raw["dropped"])


def _take_layers(
    columns: _Columns, layers: tuple[int, str] | None, widths: list[int], next_layer: list[int]
) -> None:
    if layers is None:
        columns.table.append(-1)
        columns.layer_start.append(-1)
        columns.layer_origin.append(_NO_ORIGIN)
        return
    table, origin = layers
    columns.table.append(table)
    columns.layer_start.append(next_layer[0])
    columns.layer_origin.append(_ORIGIN_PLACE[origin])
    next_layer[0] += widths[table] * len(COLUMNS)


def _take_track(columns: _Columns, row: int, track: Mapping[str, Any]) -> None:
    x, y, w, h = track["box"]
    columns.track_row.append(row)
    columns.track_id.append(int(track["id"]))
    columns.box.extend((x, y, w, h))
    columns.score.append(track["score"])
    columns.lost.append(TrackState(track["state"]) is TrackState.LOST)


def _as_arrays(columns: _Columns) -> tuple[FrameColumns, TrackColumns]:
    def taken(name: str, dtype: type[np.generic]) -> NDArray[Any]:
        return np.array(getattr(columns, name), dtype)

    stages = len(STAGES)
    frames = FrameColumns(
        frame_index=taken("frame_index", np.int64),
        time_s=taken("time_s", np.float64),
        step_ms=taken("step_ms", np.float64),
        ahead_ms=taken("ahead_ms", np.float64),
        stage_ms=taken("stage_ms", np.float32).reshape(-1, stages),
        stage_origin=taken("stage_origin", np.uint8).reshape(-1, stages),
        link_bytes=taken("link_bytes", np.int64).reshape(-1, 2),
        dropped=taken("dropped", np.int32),
        table=taken("table", np.int32),
        layer_start=taken("layer_start", np.int64),
        layer_origin=taken("layer_origin", np.uint8),
        line_start=taken("line_start", np.int64),
    )
    tracks = TrackColumns(
        row=taken("track_row", np.int64),
        id=taken("track_id", np.int64),
        box=taken("box", np.float64).reshape(-1, 4),
        score=taken("score", np.float64),
        lost=taken("lost", np.bool_),
    )
    return frames, tracks


def _require_boxes(folder: Path, tracks: TrackColumns) -> None:
    sound = np.isfinite(tracks.box).all(axis=1) & (tracks.box[:, 2:] > 0).all(axis=1)
    if not sound.all():
        row = int(tracks.row[np.flatnonzero(~sound)[0]])
        reason = f"frames.jsonl, line {row + 1}: a box needs finite numbers and a positive size"
        raise RecordingUnreadable(path=folder, reason=reason)
