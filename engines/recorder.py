"""Recordings: every result of a run in a folder, and back.

A recording is a folder:

- `recording.json`: version, what was run, on what, with which program versions.
- `frames.jsonl`: one line per frame: index, time, tracks, stages, bytes.
- `layers.json`: the layers that occur, once; `layers.bin`: for each profiled frame its index and a
  row of float32 per layer (total, memcpy, hard, other in ms; NaN where unknown).
- `telemetry.jsonl`: load and temperature of the board, where one ran and told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.board_values import BoardTelemetry
from engines.errors import TrackbenchError
from engines.files import GrowingFile, LineFile, writing
from engines.frame_result import FrameResult, Stage, StageTime
from engines.geometry import Box
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.recorded_telemetry import RecordedTelemetry, TelemetryFile, read_telemetry
from engines.track import Evidence, Track, TrackState

VERSION = 1
_COLUMNS = ("total_ms", "memcpy_ms", "hard_ms", "other_ms")


class RecordingUnreadable(TrackbenchError):
    what = "{path} cannot be read as a recording: {reason}."
    remedy = "Choose the folder that a recording was written to."


class RecordingTooNew(TrackbenchError):
    what = "The recording {path} has version {found}; this program reads up to {known}."
    remedy = "Open it with a newer Trackbench."


class Recorder:
    """Writes a recording frame by frame. Runs in the worker, so no result is lost."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        """Starts a recording.

        Args:
            folder: made where it does not exist; a recording in it is replaced.
            about: plain values that say what was run (source, model, board, versions).
        """
        self._folder = folder
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            header = json.dumps({"version": VERSION, **about}, indent=2, ensure_ascii=False)
            (folder / "recording.json").write_text(header + "\n", encoding="utf-8")
            # Not cut to nothing: somebody may look at the old times, which are mapped (`recording_reader`).
            for name in ("layers.json", "layers.bin"):
                (folder / name).unlink(missing_ok=True)
            self._telemetry = TelemetryFile(folder)
        self._layers_file = GrowingFile(folder / "layers.bin")
        self._frames = LineFile(folder / "frames.jsonl")
        self._tables: list[list[tuple[Any, ...]]] = []
        self.frames_written = 0
        self._last_frame: int | None = None

    def write(self, result: FrameResult) -> None:
        table = self._write_layers(result) if result.layers is not None else None
        self._frames.write(_frame_line(result, table))
        self.frames_written += 1
        self._last_frame = result.frame_index

    def write_telemetry(self, telemetry: BoardTelemetry) -> bool:
        """Adds a look at the board, from any thread; False where it was not kept (closed, or no room)."""
        return self._telemetry.write(telemetry, self._last_frame)

    def _write_layers(self, result: FrameResult) -> int:
        """Appends the times and returns the number of the table that names their layers."""
        assert result.layers is not None
        names = [
            (t.op_id, t.name, t.op_type, t.device, t.network, *((t.sources,) if t.sources else ()))
            for t in result.layers.layers
        ]
        if names not in self._tables:
            self._tables.append(names)
            with writing(self._folder):
                text = json.dumps(self._tables, separators=(",", ":"))
                # On a full disk the table that stands must not be lost for a new one.
                scratch = self._folder / "layers.json.new"
                scratch.write_text(text, encoding="utf-8")
                scratch.replace(self._folder / "layers.json")
        rows = [[_or_nan(getattr(t, column)) for column in _COLUMNS] for t in result.layers.layers]
        self._layers_file.append(np.asarray(rows, np.float32).tobytes())
        return self._tables.index(names)

    def close(self) -> None:
        self._telemetry.close()
        self._frames.close()
        self._layers_file.close()


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording read back.

    Attributes:
        about: what `Recorder` was given.
        telemetry: looks at the board; empty where none ran, or where it is an older recording.
    """

    about: Mapping[str, Any]
    results: tuple[FrameResult, ...]
    telemetry: tuple[RecordedTelemetry, ...] = ()


def read_recording(folder: Path) -> Recording:
    """Reads a recording; half a line at the end of one that was cut off is left out.

    Raises:
        RecordingUnreadable: no recording, or a broken one, with the line.
        RecordingTooNew: written by a later version.
    """
    about = read_about(folder)
    try:
        tables = read_tables(folder / "layers.json")
        numbers = np.fromfile(folder / "layers.bin", np.float32) if tables else np.empty(0, np.float32)
        lines = (folder / "frames.jsonl").read_text(encoding="utf-8").split("\n")
        telemetry = tuple(read_telemetry(folder))
    except (OSError, ValueError) as error:
        raise RecordingUnreadable(path=folder, reason=str(error)) from error
    return Recording(about, tuple(_read_results(folder, lines, tables, numbers)), telemetry)


def read_about(folder: Path) -> dict[str, Any]:
    """What a recording says about itself.

    Raises:
        RecordingUnreadable, RecordingTooNew: as `read_recording`.
    """
    try:
        about = json.loads((folder / "recording.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RecordingUnreadable(path=folder, reason=str(error)) from error
    if not isinstance(about, dict) or not isinstance(about.get("version"), int):
        raise RecordingUnreadable(path=folder, reason="recording.json names no version")
    if about["version"] > VERSION:
        raise RecordingTooNew(path=folder, found=about["version"], known=VERSION)
    return about


def read_tables(path: Path) -> list[list[list[Any]]]:
    """The tables of layers by number: op_id, name, type, device and network of each layer."""
    tables: list[list[list[Any]]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return tables


def _read_results(
    folder: Path, lines: list[str], tables: list[list[list[Any]]], numbers: NDArray[np.float32]
) -> Iterator[FrameResult]:
    offset = 0
    whole = lines[:-1]  # what follows the last line break is nothing, or half a line
    for number, line in enumerate(whole, 1):
        try:
            raw = json.loads(line)
            profile = None
            if raw.get("layers") is not None:
                table = tables[raw["layers"][0]]
                count = len(table) * len(_COLUMNS)
                profile = profile_from(table, numbers[offset : offset + count], Origin(raw["layers"][1]))
                offset += count
            yield result_from(raw, profile)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise RecordingUnreadable(path=folder, reason=f"frames.jsonl, line {number}: {error}") from error


def profile_from(table: list[list[Any]], numbers: NDArray[np.float32], origin: Origin) -> LayerProfile | None:
    """The layers of one frame from its numbers; None where these were cut off."""
    if len(numbers) < len(table) * len(_COLUMNS):
        return None
    rows = numbers.reshape(len(table), len(_COLUMNS))
    return LayerProfile(
        tuple(
            LayerTime(
                *names[:5], *(None if np.isnan(v) else float(v) for v in row), *(tuple(s) for s in names[5:6])
            )
            for names, row in zip(table, rows, strict=True)
        ),
        origin,
    )


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _frame_line(result: FrameResult, table: int | None) -> str:
    line: dict[str, Any] = {
        "frame": result.frame_index,
        "time_s": round(result.time_s, 6),
        "tracks": [_track_values(track) for track in result.tracks],
        "stages": [[s.stage.value, round(s.ms, 4), s.origin.value] for s in result.stages],
        "step_ms": result.step_ms,
        **({} if result.beside is None else {"beside": [_track_values(track) for track in result.beside]}),
        **({} if result.ahead_ms is None else {"ahead_ms": result.ahead_ms}),
        "bytes": None if result.bytes_out is None else [result.bytes_out, result.bytes_in],
        "dropped": result.dropped,
    }
    if table is not None and result.layers is not None:
        line["layers"] = [table, result.layers.origin.value]
    return json.dumps(line, separators=(",", ":"))


def _track_values(track: Track) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": track.id,
        "box": _numbers(track.box),
        "score": round(track.score, 6),
        "state": track.state.value,
    }
    if track.label is not None:
        values["label"] = track.label
    if track.keypoints is not None:
        values["keypoints"] = [round(float(v), 3) for v in track.keypoints.ravel()]
    if track.search is not None:
        values["search"] = _numbers(track.search)
    if track.evidence is not None:
        known = {name: value for name, value in asdict(track.evidence).items() if value is not None}
        values["evidence"] = {name: round(value, 4) for name, value in known.items()}
    return values


def _numbers(box: Box) -> list[float]:
    return [round(v, 4) for v in (box.x, box.y, box.w, box.h)]


def result_from(raw: Mapping[str, Any], profile: LayerProfile | None) -> FrameResult:
    """The result that a line of `frames.jsonl` holds."""
    sent = raw.get("bytes")
    return FrameResult(
        frame_index=int(raw["frame"]),
        time_s=float(raw["time_s"]),
        tracks=tuple(_track(values) for values in raw["tracks"]),
        stages=tuple(StageTime(Stage(name), ms, Origin(origin)) for name, ms, origin in raw["stages"]),
        step_ms=raw["step_ms"],
        ahead_ms=raw.get("ahead_ms"),
        layers=profile,
        bytes_out=sent[0] if sent else None,
        bytes_in=sent[1] if sent else None,
        dropped=raw["dropped"],
        beside=tuple(_track(values) for values in raw["beside"]) if raw.get("beside") is not None else None,
    )


def _track(values: Mapping[str, Any]) -> Track:
    flat = values.get("keypoints")
    return Track(
        id=int(values["id"]),
        box=Box(*values["box"]),
        score=float(values["score"]),
        state=TrackState(values["state"]),
        label=values.get("label"),
        keypoints=None if flat is None else np.asarray(flat, np.float64).reshape(-1, 3),
        search=Box(*values["search"]) if values.get("search") else None,
        evidence=Evidence(**values["evidence"]) if values.get("evidence") is not None else None,
    )
