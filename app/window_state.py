"""Where window and docks were and which columns were hidden, kept apart from the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize

from widgets.main_window import MainWindow

# What a window manager usually adds on both sides and at the top.
_FRAME = QSize(8, 36)


def restore_layout(window: MainWindow, path: Path) -> None:
    """Puts the window where it was; what cannot be read is left as it is at first."""
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    geometry, docks = stored.value("geometry"), stored.value("docks")
    if isinstance(geometry, QByteArray) and isinstance(docks, QByteArray):
        window.restore_layout(geometry, docks)
    else:
        _fit_to_screen(window)
    columns = stored.value("hidden_layer_columns")
    if isinstance(columns, str):
        window.layer_table.hide_columns(tuple(columns.split()))


def _fit_to_screen(window: MainWindow) -> None:
    """At the first start: no larger than the screen, docks arranged for that size."""
    room = window.screen().availableGeometry().size() - _FRAME
    fitting = window.size().boundedTo(room).expandedTo(window.minimumSize())
    if fitting != window.size():
        window.resize(fitting)
        window.reset_layout()


def save_layout(window: MainWindow, path: Path) -> None:
    geometry, docks = window.layout_state()
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    stored.setValue("geometry", geometry)
    stored.setValue("docks", docks)
    stored.setValue("hidden_layer_columns", " ".join(window.layer_table.hidden_columns()))
    stored.sync()
