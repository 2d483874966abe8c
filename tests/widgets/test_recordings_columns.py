"""Columns of figures: how they are written, sorted, filtered and saved, and what is computed for them."""

from __future__ import annotations

import csv
import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engines.layer_time import LayerProfile
from engines.origin import Origin
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from tests.engines.made_results import made_profile, made_result
from tests.widgets.conftest import show
from widgets.recordings.columns import Column, ColumnModel, Style, Table, written
from widgets.recordings.content import content_of
from widgets.recordings.table import RecordingsTable

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (math.nan, Style.MS, ""),
        (0.0, Style.MS, "0.00"),
        (1.5e-05, Style.MS, "1.5e-05"),  # a small time does not become zero
        (0.0049, Style.MS, "0.0049"),
        (0.005, Style.MS, "0.01"),
        (12.345, Style.MS, "12.35"),
        (123.45, Style.MS, "123.5"),
        (-5.4927, Style.MS, "-5.49"),
        (0.0, Style.SIGNED_MS, "0.00"),
        (0.25, Style.SIGNED_MS, "+0.25"),
        (-0.001, Style.SIGNED_MS, "-0.001"),
        (0.0468, Style.SHARE, "4.7 %"),
        (1200, Style.COUNT, "1,200"),
        (1200, Style.INDEX, "1200"),
        (0.9123456789, Style.COSINE, "0.912346"),
        (1, Style.FLAG, "✓"),
        (0, Style.FLAG, ""),
    ],
)
def test_figures_are_written(value, style, text):
    assert written(value, style) == text


def made_table():
    columns = (
        Column("name", "Name", ["b", "a", "c", "", "d"]),
        Column("ms", "ms", np.array([2.0, np.nan, 3.0, 1.0, 3.0]), Style.MS),
    )
    return Table(columns, ("b conv", "a conv", "c relu", "nothing", "d conv"))


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (1, DOWN, [2, 4, 0, 3, 1]),  # equal ones keep their order, unknown is last
        (1, UP, [3, 0, 2, 4, 1]),
        (0, UP, [1, 0, 2, 4, 3]),
        (0, DOWN, [4, 2, 0, 1, 3]),
        (-1, UP, [0, 1, 2, 3, 4]),
    ],
)
def test_sorting(column, order, expected):
    model = ColumnModel()
    model.show_table(made_table())
    model.sort(column, order)
    assert model.order.tolist() == expected


def test_a_filter_wants_every_word_and_keeps_the_order():
    model = ColumnModel()
    model.show_table(made_table())
    model.sort(1, DOWN)
    model.find("CONV")
    assert model.order.tolist() == [4, 0, 1]
    model.find("conv d")
    assert model.order.tolist() == [4]
    model.find("")
    assert model.order.tolist() == [2, 4, 0, 3, 1]


def test_a_replaced_column_is_sorted_anew():
    model = ColumnModel()
    model.show_table(made_table())
    model.sort(1, DOWN)
    model.replace_column(Column("ms", "ms", np.array([9.0, 8.0, 7.0, 6.0, 5.0]), Style.MS))
    assert model.order.tolist() == [0, 1, 2, 3, 4]
    assert model.place_of(3) == 3 and model.place_of(7) is None


def test_the_first_click_on_a_figure_shows_the_largest(qtbot):
    table = show(qtbot, RecordingsTable("Layers", "name"))
    table.show_table(made_table())
    header = table.view.horizontalHeader()
    place = header.sectionViewportPosition(1) + 10

    def click():
        at = header.viewport().rect().center()
        at.setX(place)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click()
    assert table.texts("ms") == ["3.00", "3.00", "2.00", "1.00", ""]
    click()
    assert table.texts("ms") == ["1.00", "2.00", "3.00", "3.00", ""]
    click()
    assert table.texts("name") == ["b", "a", "c", "", "d"]


def test_a_column_that_nobody_knows_is_hidden_until_it_is_known(qtbot):
    table = show(qtbot, RecordingsTable("Layers", "name"))
    blank = Column("ms", "ms", np.full(5, np.nan), Style.MS)
    table.show_table(replace(made_table(), columns=(made_table().columns[0], blank)))
    assert table.view.isColumnHidden(1)
    table.replace_column(made_table().columns[1])
    assert not table.view.isColumnHidden(1)


def test_a_chosen_row_is_told_but_not_one_that_is_shown(qtbot):
    table = show(qtbot, RecordingsTable("Layers", "name"))
    table.show_table(made_table())
    table.sort_by("ms")
    told = []
    table.row_chosen.connect(told.append)
    table.show_row(0)
    assert told == [] and table.chosen_row == 0
    table.view.setCurrentIndex(table.model.index(0, 0))
    assert told == [2]


def test_what_is_shown_is_saved_in_full_with_unknown_empty(qtbot):
    table = show(qtbot, RecordingsTable("Layers", "name"))
    figures = np.array([2.00000123, np.nan, 3.0, 1.0, 3.0])
    columns = (made_table().columns[0], Column("ms", "ms", figures, Style.MS))
    table.show_table(replace(made_table(), columns=columns))
    table.sort_by("ms", descending=False)
    rows = list(csv.reader(table.shown().as_csv().splitlines()))
    assert rows == [["name", "ms"], ["", "1"], ["b", "2.00000123"], ["c", "3"], ["d", "3"], ["a", ""]]


# -- what is computed ------------------------------------------------------------------------------


def recorded(folder, *profiles):
    recorder = Recorder(folder, {"source": "clip.mp4"})
    for index, profile in enumerate(profiles):
        recorder.write(made_result(index, layers=profile))
    recorder.close()
    return OpenRecording(folder)


def test_the_longest_time_of_a_layer_is_that_of_all_frames(tmp_path):
    first = made_profile("a", "b", total_ms=2.0)
    # In the second frame "a" ran twice: the frame counts with the mean of 3 and 6.
    layers = (replace(first.layers[0], total_ms=3.0), replace(first.layers[0], total_ms=6.0))
    second = LayerProfile((*layers, replace(first.layers[1], total_ms=1.5)), Origin.MEASURED)
    unknown = tuple(replace(layer, total_ms=None, hard_ms=1.0) for layer in first.layers)
    third = LayerProfile(unknown, Origin.MEASURED)
    content = content_of(recorded(tmp_path, first, None, second, third))
    assert [row.name for row in content.figures.layers] == ["a", "b"]
    assert content.max_ms.tolist() == [4.5, 2.0]
    assert content.layer_ms(content.recording.result(2)).tolist() == [4.5, 1.5]
    assert np.isnan(content.layer_ms(content.recording.result(1))).all()


def test_a_layer_without_any_total_has_no_longest_time(tmp_path):
    content = content_of(recorded(tmp_path, made_profile("a", hard_ms=1.0)))
    assert np.isnan(content.max_ms).all() and content.figures.layers[0].hard_ms == pytest.approx(1.0)
