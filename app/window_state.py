"""Where window and docks were, kept apart from the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from widgets.main_window import MainWindow


def restore_layout(window: MainWindow, path: Path) -> None:
    """Puts the window where it was; what cannot be read is left as it is at first."""
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    geometry, docks = stored.value("geometry"), stored.value("docks")
    if isinstance(geometry, QByteArray) and isinstance(docks, QByteArray):
        window.restore_layout(geometry, docks)


def save_layout(window: MainWindow, path: Path) -> None:
    geometry, docks = window.layout_state()
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    stored.setValue("geometry", geometry)
    stored.setValue("docks", docks)
    stored.sync()
