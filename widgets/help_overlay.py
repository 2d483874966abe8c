"""F1: every action with its key, over the window, gone with the next key or click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from widgets.keyboard import FocusLoan
from widgets.layouts import label, tighten
from widgets.theme import UNIT, figure_font

_COLUMNS = 2


class HelpOverlay(QWidget):
    """Covers its parent; made anew each time it is shown, so it always tells the keys of now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: tuple[tuple[str, str], ...] = ()
        self._focus = FocusLoan()
        self._card = QFrame()
        self._card.setObjectName("card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        inside = QVBoxLayout(self._card)
        tighten(inside, UNIT * 3, UNIT * 2)
        inside.addWidget(label(self.tr("Keys and mouse"), "title"))
        inside.addLayout(self._grid)
        inside.addWidget(label(self.tr("Esc closes this"), "muted"))
        outer = QVBoxLayout(self)
        outer.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys and mouse"))
        parent.installEventFilter(self)
        self.hide()

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Shows (what it does, its key) pairs; empty keys are left out."""
        self._keys = tuple(pair for pair in keys if pair[1])
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        per_column = -(-len(self._keys) // _COLUMNS)
        for i, (text, key) in enumerate(self._keys):
            column = i // per_column * 3
            name = label(key, "strong")
            name.setFont(figure_font(self.font()))
            self._grid.addWidget(name, i % per_column, column, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label(text), i % per_column, column + 1)
        self._grid.setColumnMinimumWidth(2, UNIT * 3)
        self._cover()
        self.show()
        self.raise_()
        self._focus.take(self)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        return self._keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(8, 10, 14, 170))
        painter.end()

    def event(self, event: QEvent) -> bool:
        # A shortcut's key closes this as well, instead of acting on what it covers.
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._close()

    def _close(self) -> None:
        self._focus.give_back(self)
        self.hide()

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
