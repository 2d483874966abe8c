"""Recording as the window does it: one key starts, the same key stops, a notice says where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engines.errors import TrackbenchError
from engines.recorder import Recorder
from engines.summary import versions


class Recordings(QObject):
    """Makes recorders in a folder of the user's.

    Signals:
        failed(TrackbenchError): the folder cannot be written.
    """

    failed = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.latest: Path | None = None

    def start(self, about: dict[str, Any]) -> Recorder | None:
        """A recorder in a new folder named after the time; None where that failed."""
        folder = self._folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        try:
            recorder = Recorder(folder, {**about, "versions": versions()})
        except TrackbenchError as error:
            self.failed.emit(error)
            return None
        self.latest = folder
        return recorder
