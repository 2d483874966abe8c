"""Columns of figures as a Qt table: sorted and filtered as arrays, put into words where they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from widgets.headed_model import AnyIndex, HeadedModel, alignment_of
from widgets.theme import current_theme

_SMALL = 0.005


class Style(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    INDEX = "index"
    MS = "ms"
    SIGNED_MS = "signed ms"
    RATIO = "ratio"
    SHARE = "share"
    COSINE = "cosine"
    SIGNED_COSINE = "signed cosine"
    SECONDS = "seconds"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of all rows.

    Attributes:
        key: names it in code and in files.
        title: its heading; `hint` says more.
        values: one per row: strings for `Style.TEXT`, else numbers, NaN where unknown.
        style: how a value is written.
        is_muted: written in the quieter colour.
        warns_below: numbers below this stand out.
        colors: one per row, shown as a patch before the text.
        hatched: per row, for shares: whether their bar is that of a simulated figure.
        largest: what a bar of full length stands for.
    """

    key: str
    title: str
    values: Sequence[str] | NDArray[Any]
    style: Style = Style.TEXT
    hint: str = ""
    is_muted: bool = False
    warns_below: float | None = None
    colors: tuple[QColor | None, ...] = ()
    hatched: tuple[bool, ...] = ()
    largest: float = 0.0

    @property
    def is_number(self) -> bool:
        return self.style is not Style.TEXT

    @property
    def is_blank(self) -> bool:
        """Whether nobody knows anything of it."""
        if isinstance(self.values, np.ndarray):
            return not bool(np.isfinite(self.values).any())
        return not any(self.values)

    def role(self, row: int) -> str:
        """Colour of a cell, as themes call it."""
        if self.warns_below is not None and float(self.values[row]) < self.warns_below:
            return "warning"
        return "muted" if self.is_muted else "text"

    def text(self, row: int) -> str:
        value = self.values[row]
        return value if isinstance(value, str) else written(float(value), self.style)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All rows of a table.

    Attributes:
        columns: all of one length.
        words: one per row, in small letters: what a filter looks in; empty where there is no filter.
    """

    columns: tuple[Column, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


def written(value: float, style: Style) -> str:
    """A figure; unknown is blank, and small times keep their digits instead of becoming zero."""
    if value != value:
        return ""
    if style in (Style.MS, Style.SIGNED_MS):
        sign = "+" if style is Style.SIGNED_MS and value else ""
        size = abs(value)
        if 0 < size < _SMALL:
            return f"{value:{sign}.2g}"
        return f"{value:{sign}.{2 if size < 99.95 else 1 if size < 9999.5 else 0}f}"
    if style is Style.SHARE:
        return f"{value * 100:.1f} %"
    if style is Style.FLAG:
        return "✓" if value else ""
    formats = {
        Style.COUNT: "{:,.0f}", Style.INDEX: "{:.0f}", Style.RATIO: "{:.2f}", Style.COSINE: "{:.6f}",
        Style.SIGNED_COSINE: "{:+.6f}", Style.SECONDS: "{:.3f}",
    }  # fmt: skip
    return formats[style].format(value)


class ColumnModel(HeadedModel):
    """Shows a `Table`: some of its rows in some order.

    Memory: eight bytes per row beside the columns themselves, which are not copied.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = Table()
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._sort: tuple[str, bool] | None = None
        self._words: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return self._table

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._table.columns

    @property
    def order(self) -> NDArray[np.int64]:
        """Rows of the table that are shown, as they are shown."""
        return self._order

    def show_table(self, table: Table) -> None:
        """Other rows; sorting stays where there is a column of the same key."""
        self.beginResetModel()
        self._table = table
        if self._sort is not None and table.column(self._sort[0]) is None:
            self._sort = None
        self._order = self._arranged()
        self.endResetModel()

    def replace_column(self, column: Column) -> None:
        """Other values of a column that is there already."""
        columns = tuple(column if old.key == column.key else old for old in self._table.columns)
        self._table = Table(columns, self._table.words)
        if self._sort is not None and self._sort[0] == column.key:
            self._rearrange()
        elif len(self._order):
            at = self.column_of(column.key)
            self.dataChanged.emit(self.index(0, at), self.index(len(self._order) - 1, at))

    def find(self, text: str) -> None:
        """Shows rows that have every word of a text."""
        self._words = tuple(text.lower().split())
        self.beginResetModel()
        self._order = self._arranged()
        self.endResetModel()

    def place_of(self, row: int) -> int | None:
        """Where a row of the table is shown; None where it is not."""
        found = np.flatnonzero(self._order == row)
        return int(found[0]) if len(found) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column, for -1 as the rows came; what is unknown comes last either way."""
        known = 0 <= column < len(self._table.columns)
        descending = order is Qt.SortOrder.DescendingOrder
        self._sort = (self._table.columns[column].key, descending) if known else None
        self._rearrange()

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        rows = [int(self._order[index.row()]) for index in kept]
        self._order = self._arranged()
        places = [self.place_of(row) for row in rows]
        moved = [
            QModelIndex() if place is None else self.index(place, index.column())
            for place, index in zip(places, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _arranged(self) -> NDArray[np.int64]:
        table = self._table
        if self._words and table.words:
            found = [i for i, text in enumerate(table.words) if all(word in text for word in self._words)]
            rows = np.array(found, np.int64)
        else:
            rows = np.arange(table.count, dtype=np.int64)
        column = table.column(self._sort[0]) if self._sort else None
        return rows if column is None or self._sort is None else _sorted(rows, column, self._sort[1])

    # -- what Qt asks ---------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._order)

    def first_order(self, section: int) -> Qt.SortOrder:
        # The largest is what one looks for in times; names go from A to Z.
        is_number = self.columns[section].is_number
        return Qt.SortOrder.DescendingOrder if is_number else Qt.SortOrder.AscendingOrder

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        row, column = int(self._order[index.row()]), self._table.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return current_theme().color(column.role(row))
        if role == Qt.ItemDataRole.ToolTipRole and not column.is_number:
            return column.text(row) or None
        return None


def _sorted(rows: NDArray[np.int64], column: Column, descending: bool) -> NDArray[np.int64]:
    if isinstance(column.values, np.ndarray):
        values = column.values[rows].astype(np.float64)
        known = np.isfinite(values)
        keys = -values[known] if descending else values[known]
        return np.concatenate([rows[known][np.argsort(keys, kind="stable")], rows[~known]])
    texts = column.values
    known_rows = [row for row in rows.tolist() if texts[row]]
    blank = [row for row in rows.tolist() if not texts[row]]
    ordered = sorted(known_rows, key=lambda row: texts[row].lower(), reverse=descending)
    return np.array(ordered + blank, np.int64)
