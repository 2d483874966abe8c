"""The picture with strips laid over its top: they come and go, and the picture stays where it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.layouts import tighten


class CoveredArea(QWidget):
    """A body that fills it, and strips over the body's upper edge that are as high as they need.

    A strip that took its room from the picture would move it under a box that is being drawn.
    """

    def __init__(self, body: QWidget, strips: Sequence[QWidget]) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        tighten(inside)
        inside.addWidget(body)
        self._cover = QWidget(self)
        self._strips = QVBoxLayout(self._cover)
        tighten(self._strips, spacing=0)
        for strip in strips:
            self._strips.addWidget(strip)
        self._cover.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A strip has come, gone or changed its text.
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        layout = self._strips
        is_wrapped = layout.hasHeightForWidth()
        height = layout.totalHeightForWidth(self.width()) if is_wrapped else layout.totalSizeHint().height()
        self._cover.setGeometry(0, 0, self.width(), 0 if layout.isEmpty() else height)
        self._cover.raise_()
