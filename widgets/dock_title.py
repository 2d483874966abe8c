"""The title of a dock; it folds away while the dock's tab already says the same."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel

_HEIGHT = 32


class DockTitle(QLabel):
    """A dock takes its height from the size hint alone, hence the override."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("dockTitle")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_folded = False

    def show_folded(self, is_folded: bool) -> None:
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.setVisible(not is_folded)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 0 if self._is_folded else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
