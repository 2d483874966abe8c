"""How tables of columns look and behave: rows of one height, sorting, and which columns are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView

from widgets.headed_model import Heading
from widgets.theme import figure_font

_ROW_HEIGHT = 24


def dress_table(table: QTableView, name: str, row_height: int = _ROW_HEIGHT) -> None:
    """Whole rows are chosen, one at a time; no lines between cells. `name` is for screen readers."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setFont(figure_font(table.font(), 0.92))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_height)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setFont(table.font())


def dress_sorting(table: QTableView) -> None:
    """A click on a heading sorts; a third one goes back to the order that the model has by itself."""
    table.setSortingEnabled(True)
    # -1 keeps the model's order until the user clicks a heading.
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    header = table.horizontalHeader()
    header.setMinimumSectionSize(36)
    header.setSortIndicatorClearable(True)


class ColumnChoice(QObject):
    """Which columns are seen: those there is room for, until the user chooses in the headings' menu."""

    def __init__(
        self,
        table: QTableView,
        columns: Sequence[Heading],
        shown_from: Mapping[str, int],
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Gives the headings their menu.

        Args:
            table: whose model has these columns; "name" is always there.
            columns: in the model's order.
            shown_from: by key, the width in pixels from which on a column is seen; others are not.
            names: by key, what the menu says where the title is too short for it.
        """
        super().__init__(table)
        self._table, self._columns = table, columns
        self._shown_from, self._names = shown_from, names or {}
        self._is_own = False
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer)

    def fit(self, width: int) -> None:
        """The table has another width, in pixels."""
        if self._is_own:
            return
        for place, column in enumerate(self._columns):
            least = self._shown_from.get(column.key)
            self._table.setColumnHidden(place, least is None or width < least)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Keys of the hidden columns, to remember them."""
        columns = enumerate(self._columns)
        return tuple(column.key for place, column in columns if self._table.isColumnHidden(place))

    def hide(self, keys: Sequence[str]) -> None:
        """Hides these and shows all others, whatever the width."""
        self._is_own = True
        for place, column in enumerate(self._columns):
            self._table.setColumnHidden(place, column.key in keys)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, column in enumerate(self._columns):
            action = QAction(self._names.get(column.key, column.title), menu)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(place))
            action.setEnabled(column.key != "name")
            action.setData(place)
            menu.addAction(action)
        menu.triggered.connect(self._toggle)
        menu.popup(self._table.horizontalHeader().mapToGlobal(at))

    def _toggle(self, action: QAction) -> None:
        self._is_own = True
        self._table.setColumnHidden(int(action.data()), not action.isChecked())
