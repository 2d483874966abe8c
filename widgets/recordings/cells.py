"""How a cell of figures is painted: straight from the columns.

Qt's own delegate asks a model eight things for every cell; with a table of Python's that is most of the time
of scrolling.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.headed_model import AnyIndex
from widgets.origin_style import hatch
from widgets.recordings.columns import Column, ColumnModel, Style
from widgets.theme import Theme, current_theme

_PAD = 4
_PATCH = 12
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FigureCell(QStyledItemDelegate):
    """Text or a figure, with a patch of colour before it; shares have bars.

    `selected` is the row of the view that is selected, -1 for none: asking Qt for it takes longer.
    """

    def __init__(self, model: ColumnModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._room = 0
        self.selected = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model, theme, place = self._model, current_theme(), index.row()
        row, column = int(model.order[place]), model.table.columns[index.column()]
        area = option.rect
        if place == self.selected:
            painter.fillRect(area, theme.color("selection"))
        text = column.text(row)
        if not text:
            return
        if column.style is Style.SHARE:
            self._paint_bar(painter, area, column, row, theme)
        area = area.adjusted(_PAD, 0, -_PAD, 0)
        if column.colors and column.colors[row] is not None:
            patch = QRect(area.left(), area.center().y() - _PATCH // 2, _PATCH, _PATCH)
            painter.fillRect(patch, column.colors[row])
            area.setLeft(patch.right() + 2 * _PAD)
        painter.setPen(theme.color(column.role(row)))
        if column.is_number:
            painter.drawText(area, _RIGHT, text)
        else:
            # Names of layers begin and end alike; what lies between is often what can be spared.
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
            painter.drawText(area, _LEFT, shown)

    def _paint_bar(self, painter: QPainter, area: QRect, column: Column, row: int, theme: Theme) -> None:
        share, largest = float(column.values[row]), column.largest
        if not self._room:
            self._room = QFontMetrics(painter.font()).horizontalAdvance("00.0 %") + 3 * _PAD
        if math.isnan(share) or largest <= 0:
            return
        length = max(2.0, (area.width() - self._room) * share / largest)
        bar = QRectF(area.left() + _PAD, area.top() + 7, length, area.height() - 14)
        painter.fillRect(bar, theme.color("accent"))
        if column.hatched and column.hatched[row]:
            painter.save()
            painter.setClipRect(bar)
            hatch(painter, bar, theme.color("panel"), alpha=150)
            painter.restore()
