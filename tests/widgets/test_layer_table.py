from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from engines.layer_stats import LayerRow
from engines.origin import Origin
from tests.widgets.conftest import show
from widgets.layer_table import LayerTable


def row(name, p50, op_id=0, share=None, **more):
    values = {"op_type": "Conv", "device": "cpu", "network": "net1", "count": 3, "origin": Origin.MEASURED}
    return LayerRow(
        op_id, name, total_p50=p50, total_p95=p50, memcpy_ms=None, hard_ms=None, other_ms=None, share=share,
        **(values | more),
    )  # fmt: skip


ROWS = (
    row("conv_a", 1.0, 0, 0.25),
    row("softmax", None, 1, op_type="Softmax"),
    row("conv_b", 3.0, 2, 0.75, device="buyi"),
)


def cells(table, column):
    model = table.view.model()
    titles = [model.headerData(i, Qt.Orientation.Horizontal, 0) for i in range(model.columnCount())]
    return [model.index(i, titles.index(column)).data() for i in range(model.rowCount())]


def test_unknown_is_blank_and_never_zero(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    assert cells(table, "p50 ms") == ["1.00", "", "3.00"]
    assert cells(table, "Copy ms") == ["", "", ""]
    assert cells(table, "Share") == ["25.0 %", "", "75.0 %"]


def test_rows_stand_in_order_of_execution_until_they_are_sorted(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    assert cells(table, "Layer") == ["conv_a", "softmax", "conv_b"]
    column = 4
    table.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert cells(table, "Layer") == ["conv_b", "conv_a", "softmax"]
    table.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert cells(table, "Layer") == ["conv_a", "conv_b", "softmax"]


def test_filter_finds_words_in_every_text_column(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    field = table.findChild(QLineEdit)
    qtbot.keyClicks(field, "conv buyi")
    assert cells(table, "Layer") == ["conv_b"]
    assert table.totals_text == "Σ p50 3.00 ms · layers: 1"
    field.clear()
    assert table.rows_shown == 3
    assert table.totals_text == "Σ p50 4.00 ms · layers: 3"


def test_new_figures_keep_selection_and_sorting(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    table.view.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    with qtbot.waitSignal(table.layer_selected) as heard:
        table.view.selectRow(0)
    assert heard.args[0].name == "conv_b"
    table.show_rows((*ROWS[:2], row("conv_b", 0.5, 2, 0.3)))
    assert cells(table, "Layer") == ["conv_a", "conv_b", "softmax"]
    assert table.view.currentIndex().data() == "conv_b"


def test_hidden_columns_are_remembered_by_name(qtbot):
    table = show(qtbot, LayerTable())
    assert "copy" in table.hidden_columns()
    table.hide_columns(("share", "device"))
    assert table.hidden_columns() == ("device", "share")


def test_an_empty_table_says_so(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    table.clear()
    assert table.totals_text == "No profile yet"


def test_bars_of_simulated_layers_can_be_painted(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows((row("conv_a", 1.0, 0, 1.0, origin=Origin.SIMULATED),))
    assert not table.grab().isNull()
