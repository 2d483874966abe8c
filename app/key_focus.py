"""Keys that mean something to the picture must not be taken from a panel that is used by keyboard.

Space plays, Tab goes to the next target, arrows jump, Del removes a target: as shortcuts of the whole
window they would make buttons, lists and fields unusable without a mouse. Where such a widget has the
focus, the key stays with it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QWidget,
)

from widgets.video_view import VideoView

_USED_BY_PANELS = {
    Qt.Key.Key_Space,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_Delete,
}
_INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox)


class KeyFocus(QObject):
    """Event filter of the application: see the module's text."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            if focus is not None and _stays_with(focus, event):
                event.accept()
                return True
        return False


def _stays_with(focus: QWidget, event: QKeyEvent) -> bool:
    if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
        return False
    key = event.key()
    if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return not isinstance(focus, VideoView)
    return key in _USED_BY_PANELS and isinstance(focus, _INTERACTIVE)
