"""The page of layers: the table with bars, and what the ladders say."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.diagnosis.model import VALUE_ROLE, DiagnosisModel
from widgets.diagnosis.values import LayerLine
from widgets.elided_label import ElidedLabel
from widgets.headed_model import AnyIndex
from widgets.headed_table import ColumnChoice, dress_sorting, dress_table
from widgets.layouts import tighten
from widgets.theme import UNIT, current_theme, figure_font

# Columns by the width from which on they are shown, until the user chooses.
_SHOWN_FROM = {
    "name": 0, "network": 0, "alone": 0, "lost": 0, "sqnr": 480, "single": 640, "accumulated": 640,
    "jump": 720, "l2": 800, "saturated": 880, "max": 960, "snr": 1040, "order": 1120, "why": 1340,
}  # fmt: skip
_WIDTHS = {
    "network": 66, "alone": 84, "lost": 98, "sqnr": 86, "single": 66, "accumulated": 66, "order": 44,
    "op": 90, "why": 320,
}  # fmt: skip


class FigureBar(QStyledItemDelegate):
    """A bar as long as the figure's part of the largest one, with the figure beside it."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        """`role` is the bar's colour in the theme."""
        super().__init__(parent)
        self._role = role
        self.largest = 1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, area = current_theme(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("selection"))
        value = index.data(VALUE_ROLE)
        if value is None:
            return
        room = area.width() - painter.fontMetrics().horizontalAdvance("100.0 %") - UNIT * 2
        length = room * min(1.0, float(value) / self.largest)
        if length >= 1:
            bar = QRectF(area.left() + 4, area.top() + 7, length, area.height() - 14)
            painter.fillRect(bar, theme.color(self._role))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 0, -6, 0), int(flags), index.data())


class LayersPage(QWidget):
    """Layers, worst first.

    Signals:
        keep_toggled(str): "network:layer" is to be kept in float, or no longer.
    """

    keep_toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DiagnosisModel(self)
        self._kept: frozenset[str] = frozenset()
        self._alone, self._lost = FigureBar("accent", self), FigureBar("warning", self)
        self._table = self._make_table()
        self._choice = ColumnChoice(self._table, self._model.columns, _SHOWN_FROM)
        self._facts = ElidedLabel("muted")
        self._facts.setFont(figure_font(self.font(), 0.88))
        layout = QVBoxLayout(self)
        tighten(layout, spacing=0)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._facts)

    def show_lines(self, lines: tuple[LayerLine, ...], facts: tuple[str, ...]) -> None:
        """Shows layers and what is to be said of each ladder."""
        alone = [each.layer.effect.relative_l2 for each in lines if each.layer.effect]
        self._alone.largest = max([*alone, 1e-9])
        self._model.show_lines(lines)
        self._facts.setText("   ".join(facts))
        self._facts.setToolTip("\n".join(facts))

    def show_kept(self, names: frozenset[str]) -> None:
        """Names of the layers that are to be kept in float, for the menu's ticks."""
        self._kept = names

    def show_worst_first(self) -> None:
        self._table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    @property
    def view(self) -> QTableView:
        return self._table

    @property
    def model(self) -> DiagnosisModel:
        return self._model

    @property
    def facts_text(self) -> str:
        return self._facts.text()

    def menu_for(self, line: LayerLine) -> QMenu:
        """What can be done with a layer."""
        name = f"{line.layer.network}:{line.layer.name}"
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep = QAction(self.tr("Keep in float next time"), menu)
        keep.setCheckable(True)
        keep.setChecked(name in self._kept)
        # Only layers with weights or arithmetic of their own are quantised; a fused one goes with another.
        keep.setEnabled(not line.left_out)
        keep.triggered.connect(lambda: self.keep_toggled.emit(name))
        menu.addAction(keep)
        worst = QAction(self.tr("Sort worst first"), menu)
        worst.triggered.connect(self.show_worst_first)
        menu.addAction(worst)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choice.fit(self.width())

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        dress_table(table, self.tr("Layers, worst first"))
        dress_sorting(table)
        table.setTextElideMode(Qt.TextElideMode.ElideLeft)
        table.setItemDelegateForColumn(self._model.column_of("alone"), self._alone)
        table.setItemDelegateForColumn(self._model.column_of("lost"), self._lost)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer)
        for place, column in enumerate(self._model.columns):
            table.setColumnWidth(place, _WIDTHS.get(column.key, 68))
        header = table.horizontalHeader()
        header.setSectionResizeMode(self._model.column_of("name"), QHeaderView.ResizeMode.Stretch)
        return table

    def _offer(self, at: QPoint) -> None:
        index = self._table.indexAt(at)
        if index.isValid():
            line = self._model.lines[index.row()]
            self.menu_for(line).popup(self._table.viewport().mapToGlobal(at))
