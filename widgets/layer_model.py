"""Layers as a Qt table. A cell that is not known is blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from engines.layer_stats import LayerRow
from widgets.texts import figure

SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SHARE_ROLE = int(Qt.ItemDataRole.UserRole) + 2
ORIGIN_ROLE = int(Qt.ItemDataRole.UserRole) + 3

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in settings, `value` reads it from a row."""

    key: str
    title: str
    hint: str
    value: Callable[[LayerRow], str | float | None]
    is_number: bool = True


class LayerModel(QAbstractTableModel):
    """Rows of `engines.layer_stats`, in order of execution."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LayerRow, ...] = ()
        self.columns = self._make_columns()

    def show_rows(self, rows: tuple[LayerRow, ...]) -> None:
        """Replaces the rows; selection and scroll position survive where the layers are the same."""
        if [_identity(row) for row in rows] == [_identity(row) for row in self._rows]:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        return self._rows

    def column_of(self, key: str) -> int:
        return next(i for i, column in enumerate(self.columns) if column.key == key)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        layer, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(column, column.value(layer))
        if role == SORT_ROLE:
            return column.value(layer)
        if role == SHARE_ROLE:
            return layer.share
        if role == ORIGIN_ROLE:
            return layer.origin
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(layer)
        return None

    def _tip(self, layer: LayerRow) -> str:
        return self.tr("{name}\n{type} on {device}, profiled frames: {count}").format(
            name=layer.name, type=layer.op_type, device=layer.device, count=layer.count
        )

    def _make_columns(self) -> tuple[Column, ...]:
        return (
            *self._name_columns(),
            Column("p50", self.tr("p50 ms"), self.tr("Median of the whole time, ms"), lambda r: r.total_p50),
            Column("p95", self.tr("p95 ms"), self.tr("95th percentile of it, ms"), lambda r: r.total_p95),
            Column("share", self.tr("Share"), self.tr("Part of the sum of all medians"), lambda r: r.share),
            Column("copy", self.tr("Copy ms"), self.tr("Median of memory copies, ms"), lambda r: r.memcpy_ms),
            Column("hard", self.tr("Hard ms"), self.tr("Median of hardware time, ms"), lambda r: r.hard_ms),
            Column("other", self.tr("Other ms"), self.tr("Median of the rest, ms"), lambda r: r.other_ms),
            Column("count", self.tr("n"), self.tr("Profiled frames"), lambda r: r.count),
        )

    def _name_columns(self) -> tuple[Column, ...]:
        name, kind = self.tr("Name in the runtime"), self.tr("Operator")
        device, network = self.tr("Where it ran"), self.tr("Which of the networks")
        return (
            Column("name", self.tr("Layer"), name, lambda r: r.name, is_number=False),
            Column("type", self.tr("Type"), kind, lambda r: r.op_type, is_number=False),
            Column("device", self.tr("Device"), device, lambda r: r.device, is_number=False),
            Column("network", self.tr("Network"), network, lambda r: r.network, is_number=False),
        )


class LayerFilter(QSortFilterProxyModel):
    """Finds words in name, type, device and network; sorts unknown values last, both ways."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSortRole(SORT_ROLE)

    def show_only(self, text: str) -> None:
        """Keeps the rows in which every word of the text occurs."""
        self.beginFilterChange()
        self._words = tuple(text.lower().split())
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        model = self.sourceModel()
        assert isinstance(model, LayerModel)
        layer = model.rows[source_row]
        text = f"{layer.name} {layer.op_type} {layer.device} {layer.network}".lower()
        return all(word in text for word in self._words)

    def lessThan(self, left: AnyIndex, right: AnyIndex) -> bool:
        a, b = left.data(SORT_ROLE), right.data(SORT_ROLE)
        ascending = self.sortOrder() is Qt.SortOrder.AscendingOrder
        if a is None or b is None:
            return (b is None and a is not None) if ascending else (a is None and b is not None)
        if isinstance(a, str) and isinstance(b, str):
            return a.lower() < b.lower()
        return bool(a < b)


def _identity(row: LayerRow) -> tuple[str, int, str]:
    return row.network, row.op_id, row.name


def _cell_text(column: Column, value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.key == "share":
        return f"{value * 100:.1f} %"
    return str(value) if column.key == "count" else figure(value)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
