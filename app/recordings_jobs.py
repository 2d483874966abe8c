"""What the window of recordings has done in threads: finding, opening, comparing and writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.workers import TaskHandle
from engines.comparison import Comparable, Comparison, compare
from engines.errors import Cancelled, TrackbenchError
from engines.files import writing
from engines.profiles.reading import read_profile
from engines.recorder import RecordingUnreadable, read_about
from engines.recording_reader import OpenRecording
from engines.trace import TraceWriter
from widgets.recordings.content import Content, RecordingContent, content_of

#: One of these names a recording, whichever of its files it is.
_FILES = ("recording.json", "frames.jsonl", "layers.json", "layers.bin", "telemetry.jsonl")
_PIECE = 1 << 20
_REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be opened.

    Attributes:
        path: folder of a recording, or file of a profile.
        is_recording: which of the two.
        about: what a recording says about itself.
        frames: how many it has; None for a profile.
        changed_s: when it was written last, as file systems tell it.
        problem: why it cannot be read, else None.
    """

    path: Path
    is_recording: bool
    about: Mapping[str, Any] = field(default_factory=dict)
    frames: int | None = None
    changed_s: float = 0.0
    problem: TrackbenchError | None = None

    @property
    def key(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An entry with its figures. `stamp` tells whether the file is still the one that was read."""

    entry: Entry
    content: Content
    stamp: tuple[int, int]

    @property
    def side(self) -> Comparable:
        content = self.content
        return content.recording if isinstance(content, RecordingContent) else content.profile


@dataclass(frozen=True, slots=True)
class Found:
    """What opening several paths came to."""

    opened: tuple[Opened, ...]
    listed: tuple[Entry, ...]
    problems: tuple[TrackbenchError, ...]


# -- finding ---------------------------------------------------------------------------------------


def recordings_in(folder: Path, handle: TaskHandle) -> tuple[Entry, ...]:
    """Recordings right below a folder, the newest first; broken ones say why."""
    try:
        below = sorted(path for path in folder.iterdir() if (path / "recording.json").is_file())
    except OSError:  # nothing was recorded yet
        return ()
    entries = []
    for done, path in enumerate(below):
        if handle.should_cancel():
            raise Cancelled
        entries.append(entry_of(path))
        handle.report((done + 1) / len(below))
    return tuple(sorted(entries, key=lambda entry: entry.changed_s, reverse=True))


def entry_of(folder: Path) -> Entry:
    """A recording as a line of the list; its frames are counted, not read."""
    changed_s = _changed_s(folder / "recording.json")
    try:
        return Entry(folder, True, read_about(folder), _lines(folder / "frames.jsonl"), changed_s)
    except TrackbenchError as error:
        return Entry(folder, True, changed_s=changed_s, problem=error)
    except OSError as error:
        problem = RecordingUnreadable(path=folder, reason=error.strerror or str(error))
        return Entry(folder, True, changed_s=changed_s, problem=problem)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def _changed_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


# -- opening ---------------------------------------------------------------------------------------


def open_entry(entry: Entry, known: Opened | None = None) -> Opened:
    """Reads an entry and computes its figures; what is known already is not read again.

    Raises:
        RecordingUnreadable, RecordingTooNew, ProfileMissing, ProfileTooLarge, NotAProfile, ProfileEmpty
    """
    stamp = _stamp(entry)
    if known is not None and known.stamp == stamp:
        return known
    side = OpenRecording(entry.path) if entry.is_recording else read_profile(entry.path)
    return Opened(entry, content_of(side), stamp)


def open_paths(paths: Sequence[Path], handle: TaskHandle) -> Found:
    """Opens what the user named: folders of recordings, folders of such folders, files of profiles.

    One that cannot be read does not keep the others from being opened.
    """
    opened: list[Opened] = []
    listed: list[Entry] = []
    problems: list[TrackbenchError] = []
    for done, path in enumerate(paths):
        if handle.should_cancel():
            raise Cancelled
        path = path.parent if path.name in _FILES and (path.parent / "recording.json").is_file() else path
        below = _below(path, handle)
        try:
            if below:
                listed += below
            elif path.is_dir():
                opened.append(open_entry(entry_of(path)))
            else:
                opened.append(open_entry(Entry(path, False)))
        except TrackbenchError as error:
            problems.append(error)
        handle.report((done + 1) / len(paths))
    if handle.should_cancel():
        raise Cancelled
    return Found(tuple(opened), tuple(listed), tuple(problems))


def open_chosen(
    entries: Sequence[Entry], known: Mapping[str, Opened], handle: TaskHandle
) -> tuple[tuple[Opened, ...], Comparison | None]:
    """One entry, or two and what lies between them."""
    opened = []
    for entry in entries:
        opened.append(open_entry(entry, known.get(entry.key)))
        if handle.should_cancel():
            raise Cancelled
    comparison = compare(opened[0].side, opened[1].side) if len(opened) == 2 else None
    return tuple(opened), comparison


def _below(path: Path, handle: TaskHandle) -> tuple[Entry, ...]:
    """Recordings in a folder that is none itself."""
    if not path.is_dir() or (path / "recording.json").exists():
        return ()
    return recordings_in(path, handle)


def _stamp(entry: Entry) -> tuple[int, int]:
    path = entry.path / "frames.jsonl" if entry.is_recording else entry.path
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


# -- writing ---------------------------------------------------------------------------------------


def write_bytes(path: Path, data: bytes, handle: TaskHandle) -> None:
    """Writes a file, unless it was cancelled before."""
    with _written_whole(path) as scratch:
        if handle.should_cancel():
            raise Cancelled
        with writing(path):
            scratch.write_bytes(data)


def write_trace(path: Path, recording: OpenRecording, handle: TaskHandle) -> None:
    """Writes a Chrome trace; one that was cancelled or for which there was no room leaves nothing."""
    with _written_whole(path) as scratch:
        writer = TraceWriter(scratch, recording.folder.name)
        try:
            for done, result in enumerate(recording.results()):
                if done % _REPORT_EVERY == 0:
                    if handle.should_cancel():
                        raise Cancelled
                    handle.report(done / len(recording))
                writer.write(result)
        finally:
            writer.close()


@contextlib.contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    """A place beside a file that takes its place once all is written; what stood there stays till then."""
    scratch = path.with_name(path.name + ".part")
    try:
        yield scratch
        with writing(path):
            scratch.replace(path)
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
