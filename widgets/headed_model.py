"""What every Qt table of columns tells of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex


class Heading(Protocol):
    """A column as far as its heading goes.

    Attributes:
        key: names it in code and in settings.
        title: its heading; `hint` says more, "" nothing.
        is_number: figures stand on the right, words on the left.
    """

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def hint(self) -> str: ...

    @property
    def is_number(self) -> bool: ...


class HeadedModel(QAbstractTableModel):
    """A table of columns; who derives from it says which, and what stands in them."""

    @property
    def columns(self) -> Sequence[Heading]:
        raise NotImplementedError

    def column_of(self, key: str) -> int:
        """Place of a column; -1 where there is none."""
        return next((i for i, column in enumerate(self.columns) if column.key == key), -1)

    def first_order(self, _section: int) -> Qt.SortOrder | None:
        """How the first click on a heading sorts; None as Qt likes it."""
        return None

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        return self.first_order(section) if role == Qt.ItemDataRole.InitialSortOrderRole else None


def alignment_of(column: Heading) -> Qt.AlignmentFlag:
    """Of a heading and of all cells below it."""
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
