"""A turn of the wheel scrolls the panel; it changes no value that happens to pass below the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _WheelGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()  # so that it goes on to what can be scrolled
            return True
        return False


def leave_wheel(*editors: QWidget) -> None:
    """Choices and numbers take the wheel only while they have the keyboard's focus."""
    for editor in editors:
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        editor.installEventFilter(_WheelGuard(editor))
