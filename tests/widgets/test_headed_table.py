"""Which columns of a table are seen: by its width, then as the user likes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView

from tests.widgets.conftest import show
from widgets.diagnosis.tables import CellModel
from widgets.headed_table import ColumnChoice, dress_sorting, dress_table
from widgets.layer_model import LayerModel

SHOWN_FROM = {"name": 0, "p50": 100, "share": 200}


@pytest.fixture
def table(qtbot):
    made = QTableView()
    made.setModel(LayerModel(made))
    dress_table(made, "Layers")
    dress_sorting(made)
    return show(qtbot, made)


@pytest.fixture
def choice(table):
    columns = table.model().columns
    return ColumnChoice(table, columns, SHOWN_FROM, {"count": "How many frames"})


def seen(table):
    return [column.key for i, column in enumerate(table.model().columns) if not table.isColumnHidden(i)]


def menu(table):
    table.horizontalHeader().customContextMenuRequested.emit(QPoint(2, 2))
    return {action.text(): action for action in table.findChildren(QMenu)[-1].actions()}


@pytest.mark.parametrize(("width", "keys"), [(99, ["name"]), (100, ["name", "p50"]), (900, [*SHOWN_FROM])])
def test_columns_are_seen_where_there_is_room(table, choice, width, keys):
    choice.fit(width)
    assert seen(table) == keys
    assert not set(keys) & set(choice.hidden)


def test_what_the_user_switches_stays_whatever_the_width(table, choice):
    choice.fit(100)
    menu(table)["Share"].trigger()
    choice.fit(50)
    assert seen(table) == ["name", "p50", "share"]
    menu(table)["p50 ms"].trigger()
    assert seen(table) == ["name", "share"]


def test_the_menu_says_how_it_stands(table, choice):
    choice.fit(100)
    actions = menu(table)
    assert [text for text, action in actions.items() if action.isChecked()] == ["Layer", "p50 ms"]
    assert [text for text, action in actions.items() if not action.isEnabled()] == ["Layer"]
    # A title that is too short for a menu is said in full.
    assert "How many frames" in actions and "n" not in actions


def test_columns_that_were_remembered_are_hidden_again(table, choice):
    choice.hide(["share", "p95"])
    choice.fit(50)
    assert choice.hidden == ("p95", "share")


def test_headings_stand_where_their_cells_do(qapp):
    model = CellModel(["Output"], ["Cosine", "Shape"])
    role = Qt.ItemDataRole.TextAlignmentRole
    sides = [model.headerData(i, Qt.Orientation.Horizontal, role) for i in range(model.columnCount())]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [False, True, True]
    assert model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) is None
    assert model.column_of("nothing") == -1
