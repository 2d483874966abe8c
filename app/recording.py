"""Recordings as the window and a command make them: a folder, and what the board tells meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engines.board_values import BoardTelemetry
from engines.boards.telemetry import TelemetryPoller
from engines.frame_result import FrameResult
from engines.recorder import Recorder
from engines.summary import versions

#: A look at a board; see `Board.read_telemetry`.
ReadTelemetry = Callable[[], BoardTelemetry]


class Recordings:
    """Makes recorders in a folder of the user's, one folder each, named after the time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recorder: Recorder | None = None
        self.latest: Path | None = None

    def start(self, about: Mapping[str, Any]) -> Recorder:
        """A recorder in a new folder.

        Raises:
            DiskFull, CannotWrite: the folder cannot be made.
        """
        folder = self._folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        recorder = Recorder(folder, {**about, "versions": versions()})
        self.latest, self._recorder = folder, recorder
        return recorder

    def take_telemetry(self, telemetry: BoardTelemetry) -> None:
        """A look at the board goes into the recording that is being made; from any thread."""
        recorder = self._recorder
        if recorder is not None:
            recorder.write_telemetry(telemetry)


class WatchedRecorder:
    """A recorder that looks at the board in a thread of its own, from the start until it is closed."""

    def __init__(self, folder: Path, about: Mapping[str, Any], read_telemetry: ReadTelemetry | None) -> None:
        """Without `read_telemetry` only frames are recorded. Raises DiskFull, CannotWrite."""
        self._recorder = Recorder(folder, about)
        self._poller: TelemetryPoller | None = None
        if read_telemetry is not None:
            self._poller = TelemetryPoller(read_telemetry, self._take, first_after_s=0.0)

    def write(self, result: FrameResult) -> None:
        self._recorder.write(result)

    def close(self) -> None:
        """What is being read of the board is not waited for longer than a look may take."""
        self._recorder.close()
        poller, self._poller = self._poller, None
        if poller is not None:
            poller.close()

    def _take(self, telemetry: BoardTelemetry) -> None:
        self._recorder.write_telemetry(telemetry)
