"""The present settings: changed one key at a time, saved at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot

from app.settings import Settings, save_settings
from engines.errors import TrackbenchError

logger = logging.getLogger(__name__)

_RECENT = 8


class SettingsStore(QObject):
    """Holds one frozen snapshot; whoever cares compares the old with the new one.

    Signals:
        changed(Settings, Settings): old and new.
        failed(TrackbenchError): the file could not be written; the change holds for this time.
    """

    changed = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        path: Path,
        settings: Settings,
        overridden: Mapping[str, Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Holds settings that were loaded.

        Args:
            path: where changes are saved.
            settings: as they are in force.
            overridden: values that the file keeps although the environment says otherwise for this run.
            parent: of the object.
        """
        super().__init__(parent)
        self._path, self._settings = path, settings
        self._overridden = dict(overridden or {})

    @property
    def now(self) -> Settings:
        return self._settings

    @Slot(str, object)
    def change(self, key: str, value: Any) -> None:
        """Sets one value; one that is not usable is left out."""
        try:
            new = Settings(**{**dict(self._settings), key: value})
        except ValidationError as error:
            logger.warning("%s = %r is not usable: %s", key, value, error)
            return
        was_overridden = self._overridden.pop(key, None) is not None
        self._take(new, must_save=was_overridden)

    @Slot()
    def reset(self) -> None:
        """Defaults for everything but what was opened lately."""
        plain = Settings()
        self._overridden.clear()
        kept = {"recent_sources": self.now.recent_sources, "recent_boards": self.now.recent_boards}
        self._take(plain.model_copy(update=kept))

    def remember_source(self, spec: str) -> None:
        others = tuple(s for s in self.now.recent_sources if s != spec)
        self.change("recent_sources", (spec, *others)[:_RECENT])

    def remember_board(self, address: str) -> None:
        others = tuple(s for s in self.now.recent_boards if s != address)
        self.change("recent_boards", (address, *others)[:_RECENT])

    def _take(self, new: Settings, *, must_save: bool = False) -> None:
        old, self._settings = self._settings, new
        if old == new and not must_save:
            return
        try:
            save_settings(self._path, new.model_copy(update=self._overridden))
        except TrackbenchError as error:
            self.failed.emit(error)
        self.changed.emit(old, new)
