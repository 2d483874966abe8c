"""Recording as the window does it: one key starts, the same key stops, a notice says where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engines.recorder import Recorder
from engines.summary import versions


class Recordings:
    """Makes recorders in a folder of the user's, one folder each, named after the time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.latest: Path | None = None

    def start(self, about: Mapping[str, Any]) -> Recorder:
        """A recorder in a new folder.

        Raises:
            DiskFull, CannotWrite: the folder cannot be made.
        """
        folder = self._folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        recorder = Recorder(folder, {**about, "versions": versions()})
        self.latest = folder
        return recorder
