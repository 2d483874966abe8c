"""Tracks of a result file on their way from rows to frames."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from engines.results.errors import TooManyFrames
from engines.texts import Text
from engines.track import Track

MAX_FRAMES = 1_000_000


class Gathered:
    """Takes rows in any order; of rows for the same track and frame the later one counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._frames: dict[int, dict[int, Track | None]] = {}
        self._repeated = 0

    def put(self, frame: int, track_id: int, track: Track | None) -> None:
        """A row; None says that the track has no box there.

        Raises:
            ValueError: there is no such frame.
            TooManyFrames: no result is that long.
        """
        if frame < 0:
            raise ValueError(Text("frame numbers start at 0, found {frame}", frame=frame))
        if frame >= MAX_FRAMES:
            raise TooManyFrames(path=self._path, frame=frame, limit=MAX_FRAMES)
        tracks = self._frames.setdefault(frame, {})
        self._repeated += track_id in tracks
        tracks[track_id] = track

    def put_unnumbered(self, frame: int, track: Track) -> None:
        """A row without an identity: numbered by its place in the frame."""
        taken = self._frames.get(frame, {})
        number = next(number for number in itertools.count(len(taken) + 1) if number not in taken)
        self.put(frame, number, replace(track, id=number))

    @property
    def frames(self) -> tuple[tuple[Track, ...], ...]:
        """Tracks by frame, in the order of their first row."""
        length = max(self._frames, default=-1) + 1
        return tuple(
            tuple(track for track in self._frames.get(at, {}).values() if track is not None)
            for at in range(length)
        )

    def notes(self, *, every_frame: bool) -> tuple[Text, ...]:
        """What is worth knowing about the rows. `every_frame`: one is expected for each frame."""
        notes = []
        if self._repeated:
            notes.append(Text("{count} rows appear twice; the later one counts.", count=self._repeated))
        if every_frame:
            total = max(self._frames, default=-1) + 1
            if total > len(self._frames):
                counts = {"count": total - len(self._frames), "total": total}
                notes.append(Text("{count} of {total} frames have no row.", **counts))
            absent = sum(None in tracks.values() for tracks in self._frames.values())
            if absent:
                notes.append(Text("{count} of {total} frames have no box.", count=absent, total=total))
        return tuple(notes)
