"""What can be saved of a recording, a profile or a comparison, and the button that offers it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton


class Export(StrEnum):
    """Kinds of files."""

    LAYERS = "layers"
    FRAMES = "frames"
    TRACE = "trace"
    REPORT = "report"
    PNG = "png"
    SVG = "svg"

    @property
    def ending(self) -> str:
        endings = {Export.LAYERS: "csv", Export.FRAMES: "csv", Export.TRACE: "json", Export.REPORT: "html"}
        return endings.get(self, self.value)


class ExportButton(QPushButton):
    """Signals: requested(Export)."""

    requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(self.tr("Save…"))
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._texts = {
            Export.LAYERS: self.tr("Layers as CSV…"),
            Export.FRAMES: self.tr("Frames as CSV…"),
            Export.TRACE: self.tr("Chrome trace, for Perfetto…"),
            Export.REPORT: self.tr("Report as HTML…"),
            Export.PNG: self.tr("This view as PNG…"),
            Export.SVG: self.tr("This view as SVG…"),
        }

    def offer(self, kinds: Sequence[Export]) -> None:
        """Replaces the entries of the menu."""
        self._menu.clear()
        for kind in kinds:
            self._menu.addAction(self._texts[kind]).triggered.connect(
                lambda _checked=False, kind=kind: self.requested.emit(kind)
            )

    @property
    def offered(self) -> tuple[str, ...]:
        return tuple(action.text() for action in self._menu.actions())

    def press(self, kind: Export) -> None:
        """As if the user had chosen it."""
        next(action for action in self._menu.actions() if action.text() == self._texts[kind]).trigger()
