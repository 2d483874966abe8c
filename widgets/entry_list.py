"""What lists of entries have in common: the plate behind an entry, and a height that follows their number."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from widgets.theme import current_theme

_MAX_ROWS = 5


class ShortList(QListWidget):
    """As high as its entries, as long as there are few of them; more are scrolled to."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is for screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        heights = [self.sizeHintForRow(i) for i in range(min(self.count(), _MAX_ROWS))]
        return QSize(200, sum(heights) + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def paint_plate(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Paints what lies behind an entry that is selected or under the pointer, and returns its place."""
    area = QRect(option.rect)
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().color("selection" if is_selected else "hover"))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
    return area
