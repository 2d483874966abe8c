"""The lines of the layer table: what mouse and keyboard do to them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from widgets.layer_arrangement import Line, LineKind
from widgets.layer_cells import ARROW, INDENT
from widgets.layer_model import LayerModel


class LayerLines(QTableView):
    """The lines themselves: a click on an arrow or the arrow keys open and close, P pins.

    Signals:
        toggled(Line), pin_toggled(Line): what the user did to a line.
    """

    toggled = Signal(object)
    pin_toggled = Signal(object)

    def __init__(self, model: LayerModel) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)

    def line_at(self, place: int) -> Line | None:
        return self._lines.lines[place] if 0 <= place < len(self._lines.lines) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self.line_at(index.row()) if index.isValid() else None
        if line is not None and line.is_open is not None and index.column() == 0:
            inside = event.position().x() - self.visualRect(index).left()
            if line.kind is LineKind.GROUP or inside <= 4 + line.depth * INDENT + ARROW:
                self.toggled.emit(line)
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.line_at(self.currentIndex().row()), event.key()
        if line is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            opens, closes = key == Qt.Key.Key_Right, key == Qt.Key.Key_Left
            enters = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            can = line.is_open is not None
            if can and (enters or (opens and not line.is_open) or (closes and line.is_open)):
                self.toggled.emit(line)
                return
            if key == Qt.Key.Key_P and line.kind is LineKind.LAYER:
                self.pin_toggled.emit(line)
                return
        super().keyPressEvent(event)
