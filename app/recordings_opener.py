"""The way to the window of recordings: what it needs is loaded when it is wanted first, not at the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.recordings_controller import RecordingsController


class RecordingsOpener:
    """Makes the controller; see there for the arguments."""

    def __init__(self, owner: QWidget, folder: Path, layout_file: Path) -> None:
        self._owner, self._folder, self._layout_file = owner, folder, layout_file
        self._controller: RecordingsController | None = None

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their name."""
        return {"recordings": self.show}

    @property
    def controller(self) -> RecordingsController:
        if self._controller is None:
            from app.recordings_controller import RecordingsController

            self._controller = RecordingsController(self._owner, self._folder, self._layout_file)
        return self._controller

    def show(self) -> None:
        self.controller.show()

    def finish(self) -> None:
        """Ends what is running, where anything was ever wanted."""
        if self._controller is not None:
            self._controller.finish()
