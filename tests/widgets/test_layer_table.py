from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from engines.frame_history import ProfilingCost
from engines.layer_stats import LayerRow, PublishedTotal
from engines.origin import Origin
from tests.widgets.conftest import show
from widgets.layer_arrangement import Grouping
from widgets.layer_table import LayerTable
from widgets.theme import DARK, LIGHT, apply_theme, current_theme


def row(name, p50, op_id=0, share=None, **more):
    values = {"op_type": "Conv", "device": "cpu", "network": "net1", "count": 3, "origin": Origin.MEASURED}
    values |= {"memcpy_ms": None, "hard_ms": None, "other_ms": None}
    return LayerRow(op_id, name, total_p50=p50, total_p95=p50, share=share, **(values | more))


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


# -- groups, pins, merged operators, totals ------------------------------------------------------------

MERGED = (
    row("", 14.0, 754, 0.7, op_type="icraft::xir::HardOp", device="buyi", hard_ms=13.523, memcpy_ms=0.2,
        other_ms=0.277, sources=("conv1", "conv2", "relu2"), recent=(13.9, None, 14.1), order=1),
    row("image", 0.1285, 3, 0.01, op_type="customop::ImageMake", device="fpga", hard_ms=5.6212,
        memcpy_ms=0.0, other_ms=-5.4927, recent=(0.1, 0.1, 0.2), order=0),
    row("head", 4.0, 5, 0.2, op_type="icraft::xir::HardOp", device="buyi", hard_ms=3.0,
        recent=(4.0, 4.0, 4.0), network="net2", order=2),
)  # fmt: skip


def names(table):
    return [line.title for line in table.view.model().lines]


def line(table, title):
    return next(entry for entry in table.view.model().lines if entry.title == title)


def test_what_has_no_name_is_called_by_type_and_number(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    assert names(table) == ["HardOp 754", "image", "head"]


def test_negative_other_time_is_shown_as_it_is_and_explained(qtbot):
    table = show(qtbot, LayerTable(), 1100)
    table.show_rows(MERGED)
    model = table.view.model()
    assert cells(table, "Other ms") == ["0.28", "-5.49", ""]
    index = model.index(1, model.column_of("other"))
    assert "negative" in model.data(index, Qt.ItemDataRole.ToolTipRole)
    plain = model.data(model.index(0, model.column_of("other")), Qt.ItemDataRole.ForegroundRole)
    assert model.data(index, Qt.ItemDataRole.ForegroundRole) == current_theme().color("warning") != plain


@pytest.mark.parametrize(
    ("grouping", "titles", "sums"),
    [
        (
            Grouping.TYPE,
            ["icraft::xir::HardOp", "HardOp 754", "head", "customop::ImageMake", "image"],
            ["18.0", "14.0", "4.00", "0.13", "0.13"],
        ),
        (
            Grouping.DEVICE,
            ["buyi", "HardOp 754", "head", "fpga", "image"],
            ["18.0", "14.0", "4.00", "0.13", "0.13"],
        ),
        (
            Grouping.NETWORK,
            ["net1", "HardOp 754", "image", "net2", "head"],
            ["14.1", "14.0", "0.13", "4.00", "4.00"],
        ),
    ],
)
def test_groups_have_sums(qtbot, grouping, titles, sums):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    table.group_by(grouping)
    assert names(table) == titles
    assert cells(table, "p50 ms") == sums
    assert table.totals_text == "Σ p50 18.1 ms · layers: 3"


def test_groups_are_closed_by_click_and_key_and_stay_closed(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    table.group_by(Grouping.NETWORK)
    view = table.view
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(table) == ["net1", "net2", "head"]
    table.show_rows(MERGED)
    assert names(table) == ["net1", "net2", "head"]
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert names(table) == ["net1", "net2"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert names(table) == ["net1", "net2", "head"]


def test_sorting_holds_within_groups_and_among_them(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    table.group_by(Grouping.NETWORK)
    table.view.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["net2", "head", "net1", "image", "HardOp 754"]
    table.show_execution_order()
    assert names(table) == ["net1", "HardOp 754", "image", "net2", "head"]


def test_a_merged_operator_opens_into_the_layers_it_stands_for(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert names(table) == ["HardOp 754", "conv1", "conv2", "relu2", "image", "head"]
    assert cells(table, "p50 ms")[1:4] == ["", "", ""]
    assert table.totals_text.endswith("layers: 3")
    qtbot.keyClicks(table.findChild(QLineEdit), "relu2")
    assert names(table) == ["HardOp 754", "conv1", "conv2", "relu2"] and table.rows_shown == 1


def test_pinned_layers_stay_at_the_top_and_are_remembered_for_each_model(qtbot):
    table = show(qtbot, LayerTable())
    table.show_model("ettrack")
    table.show_rows(MERGED)
    table.view.selectRow(2)
    qtbot.keyClick(table.view, Qt.Key.Key_P)
    assert names(table) == ["head", "HardOp 754", "image"]
    assert table.view.currentIndex().row() == 0
    table.view.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["head", "HardOp 754", "image"]
    qtbot.keyClicks(table.findChild(QLineEdit), "image")
    assert names(table) == ["head", "image"] and table.rows_shown == 1
    table.findChild(QLineEdit).clear()
    table.show_model("other")
    assert names(table) == ["HardOp 754", "head", "image"]
    table.show_model("ettrack")
    assert names(table) == ["head", "HardOp 754", "image"]
    table.toggle_pin(line(table, "head"))
    assert names(table) == ["HardOp 754", "head", "image"]


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ((), ""),
        ((PublishedTotal("elsewhere", 5.0, "x"),), ""),
        # Only HardOps make up the hardware time that is quoted: ImageMake's 5.6 ms are not in it.
        ((PublishedTotal("net1", 13.0, "paper"),), "published 13.0 ms hard · here 13.5 (+4.0 %) · paper"),
        (
            (PublishedTotal("net1", 13.0, "paper"), PublishedTotal("net2", 2.0, "paper")),
            "published 15.0 ms hard · here 16.5 (+10.2 %) · paper",
        ),
    ],
)
def test_published_totals_stand_beside_ours(qtbot, published, text):
    table = show(qtbot, LayerTable())
    table.show_rows(MERGED)
    table.show_published(published)
    assert table.published_text == text


def test_without_hardware_times_there_is_nothing_to_compare(qtbot):
    table = show(qtbot, LayerTable())
    table.show_rows(ROWS)
    table.show_published((PublishedTotal("net1", 13.0, "paper"),))
    assert table.published_text == "published 13.0 ms hard · no hardware time here · paper"
    table.group_by(Grouping.NETWORK)
    assert cells(table, "Published") == ["13.0", "", "", ""]


def test_what_profiling_costs_is_said_below(qtbot):
    table = show(qtbot, LayerTable())
    table.show_cost(ProfilingCost(10.0, 12.0))
    assert table.cost_text == "step 10.0 ms · profiled 12.0 ms (+20 %)"


def test_more_columns_are_shown_where_there_is_room(qtbot):
    table = show(qtbot, LayerTable(), 280)
    assert {"p95", "recent", "copy"} <= set(table.hidden_columns())
    table.resize(1100, 400)
    assert table.hidden_columns() == ("count",)
    table.hide_columns(("share",))
    table.resize(280, 400)
    assert table.hidden_columns() == ("share",)  # what the user chose stays


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_sparklines_bars_and_marks_can_be_painted(qtbot, qapp, theme):
    apply_theme(qapp, theme)
    table = show(qtbot, LayerTable(), 1100, 400)
    table.show_rows(MERGED)
    table.toggle_pin(line(table, "head"))
    table.view.model().toggle(line(table, "HardOp 754"))
    model, view = table.view.model(), table.view
    spark = view.visualRect(model.index(0, model.column_of("recent")))
    image = view.viewport().grab().toImage()
    inside = {image.pixelColor(x, y).rgb() for x in range(spark.left(), spark.right()) for y in
              range(spark.top() + 2, spark.bottom() - 2)}  # fmt: skip
    assert theme.color("accent").rgb() in inside
