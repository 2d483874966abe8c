"""Which keys the focused widget needs for itself before they become shortcuts of the window."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)

from widgets.video_view import VideoView

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_LIST_KEYS = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete)
_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FocusLoan:
    """The keyboard focus, borrowed from the widget that has it and given back to it."""

    def __init__(self) -> None:
        self._owner: QWidget | None = None

    def take(self, taker: QWidget) -> None:
        owner = QApplication.focusWidget()
        if owner is not taker:
            self._owner = owner
        taker.setFocus()

    def give_back(self, taker: QWidget) -> None:
        """Before the taker hides: Qt would pass the focus on to whatever comes next."""
        owner, self._owner = self._owner, None
        if owner is not None and shiboken6.isValid(owner) and owner.isVisible():
            owner.setFocus()
        else:
            taker.clearFocus()


def wants_key(widget: QWidget | None, key: int) -> bool:
    """Whether a key presses or moves within a widget; the space bar then does not play the video.

    Text fields say so themselves. Tab goes to the next target on the picture only; elsewhere it moves
    the focus, as everywhere else.
    """
    if key == Qt.Key.Key_Tab:
        return widget is not None and not isinstance(widget, VideoView)
    if isinstance(widget, QAbstractItemView | QComboBox):
        return key in (*_ARROWS, *_PRESS, *_LIST_KEYS)
    if isinstance(widget, QAbstractSlider | QAbstractSpinBox):
        return key in (*_ARROWS, *_LIST_KEYS)
    if isinstance(widget, QTabBar):
        return key in _ARROWS
    return isinstance(widget, QAbstractButton) and key in _PRESS


def claims_key(event: QEvent, wants: Callable[[int], bool]) -> bool:
    """Takes a key that a widget wants for itself before the window's shortcuts, which move the video, get it.

    For the widget's `event`; True where the event was taken.
    """
    is_asked = event.type() is QEvent.Type.ShortcutOverride
    if is_asked and isinstance(event, QKeyEvent) and wants(event.key()):
        event.accept()
        return True
    return False


def focus_by_tab_only(root: QWidget) -> None:
    """A mouse click on a button leaves the focus, and with it the space bar, where it was."""
    for button in root.findChildren(QAbstractButton):
        if button.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
