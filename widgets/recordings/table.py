"""A table of figures with a filter above it and a line about it below."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from widgets.headed_table import dress_sorting, dress_table
from widgets.layouts import label, row, tighten
from widgets.recordings.cells import FigureCell
from widgets.recordings.columns import Column, ColumnModel, Style, Table
from widgets.theme import UNIT, figure_font

# A layer's name is told from others by some twenty letters.
_LEAST = 150
_WIDTHS = {
    Style.COUNT: 62, Style.INDEX: 56, Style.MS: 66, Style.SIGNED_MS: 78, Style.RATIO: 58, Style.SHARE: 92,
    Style.COSINE: 84, Style.SIGNED_COSINE: 92, Style.SECONDS: 72, Style.FLAG: 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class ShownTable:
    """What a table shows at a moment, to be written by another thread."""

    table: Table
    order: NDArray[np.int64]

    def as_csv(self) -> str:
        """A row per row as it is shown; figures in full, unknown is empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.key for column in self.table.columns])
        for at in self.order.tolist():
            writer.writerow([_cell(column.values[at]) for column in self.table.columns])
        return text.getvalue()


class RecordingsTable(QWidget):
    """Sorts by a click on a heading; a third click brings the first order back.

    Signals:
        row_chosen(int): row of the table that the user went to.
    """

    row_chosen = Signal(int)

    def __init__(self, name: str, stretched: str, *, has_filter: bool = False) -> None:
        """An empty table.

        Args:
            name: for screen readers.
            stretched: key of the column that takes the room that is left, "" for none.
            has_filter: whether there is a field above it.
        """
        super().__init__()
        self._stretched = stretched
        self._is_told = True
        self.model = ColumnModel(self)
        self.view = QTableView()
        self._cells = FigureCell(self.model, self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Filter"))
        self.field.setAccessibleName(self.tr("Filter"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._find)
        self.field.setVisible(has_filter)
        self._note = label(role="muted")
        self._note.setFont(figure_font(self.font(), 0.92))
        self._note.hide()
        self._dress(name)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        head = row(self.field, self._note)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _dress(self, name: str) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(self._cells)
        dress_table(view, name)
        dress_sorting(view)
        # One height for all: Qt then needs to look at none of them.
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.viewport().installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self._mark)
        self.model.layoutChanged.connect(self._mark)
        self.model.modelReset.connect(self._mark)
        view.selectionModel().currentRowChanged.connect(self._tell)

    # What is shown

    def show_table(self, table: Table) -> None:
        """Other rows. Columns of which nobody knows anything are left out."""
        before = [column.key for column in self.model.table.columns]
        self._is_told = False
        self.model.show_table(table)
        self._is_told = True
        self._arrange_columns(table, is_new=before != [column.key for column in table.columns])
        for at, column in enumerate(table.columns):
            self.view.setColumnHidden(at, column.is_blank and column.key != self._stretched)
        self._fit()

    def _arrange_columns(self, table: Table, *, is_new: bool) -> None:
        """Widths: texts as long as they are, figures at first as their kind needs, then as the user likes."""
        header = self.view.horizontalHeader()
        if is_new:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for at, column in enumerate(table.columns):
            if column.key == self._stretched or (column.is_number and not is_new):
                continue
            # The arrow of sorting stands beside the words.
            width = header.fontMetrics().horizontalAdvance(column.title) + 22
            if column.is_number:
                width = max(width, _WIDTHS[column.style])
            else:
                longest = max((text for text in column.values if isinstance(text, str)), key=len, default="")
                told = self.view.fontMetrics().horizontalAdvance(longest) + 2 * UNIT
                width = max(width, min(told, _LEAST))
            self.view.setColumnWidth(at, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Gives the room that is left to one column, which stays readable where there is none."""
        at = self.model.column_of(self._stretched)
        if at >= 0:
            header = self.view.horizontalHeader()
            taken = header.length() - header.sectionSize(at)
            self.view.setColumnWidth(at, max(self.view.viewport().width() - taken, _LEAST))

    def replace_column(self, column: Column) -> None:
        """Other values of a column; it shows itself once something is known."""
        self.model.replace_column(column)
        at = self.model.column_of(column.key)
        if self.view.isColumnHidden(at) != column.is_blank:
            self.view.setColumnHidden(at, column.is_blank)
            self._fit()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, at, at)

    def show_note(self, text: str) -> None:
        """A line beside the filter."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @property
    def note(self) -> str:
        return self._note.text()

    def show_row(self, at: int) -> None:
        """Goes to a row of the table, without telling it."""
        place = self.model.place_of(at)
        if place is None:
            return
        self._is_told = False
        self.view.setCurrentIndex(self.model.index(place, 0))
        self._is_told = True
        self.view.scrollTo(self.model.index(place, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def chosen_row(self) -> int | None:
        place = self.view.currentIndex().row()
        return int(self.model.order[place]) if 0 <= place < len(self.model.order) else None

    def shown(self) -> ShownTable:
        return ShownTable(self.model.table, self.model.order)

    def texts(self, key: str) -> list[str]:
        """What a column shows, from top to bottom."""
        column = self.model.table.column(key)
        return [] if column is None else [column.text(at) for at in self.model.order.tolist()]

    # What the user does

    def sort_by(self, key: str, *, descending: bool = True) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.sortByColumn(self.model.column_of(key), order)

    def _mark(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        self._cells.selected = rows[0].row() if rows else -1

    def _find(self, text: str) -> None:
        self._is_told = False
        self.model.find(text)
        self._is_told = True

    def _tell(self) -> None:
        at = self.chosen_row
        if self._is_told and at is not None:
            self.row_chosen.emit(at)


def _cell(value: object) -> object:
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    if number != number:
        return ""
    return int(number) if number.is_integer() else f"{number:.9g}"
