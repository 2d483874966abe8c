"""A beside B: choices, figures, and clicks that go to a frame."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton

from engines.pair_history import PairHistory, PairPoint
from tests.widgets.conftest import show
from widgets.compare_view import CompareView
from widgets.views import ChoiceView

MODELS = (ChoiceView("a", "Model A"), ChoiceView("b", "Model B"))


def history_of(*points: PairPoint) -> PairHistory:
    history = PairHistory()
    for point in points:
        history.add(point)
    return history


@pytest.fixture
def view(qtbot):
    return show(qtbot, CompareView(), 1000, 220)


def button(view, text):
    return next(each for each in view.findChildren(QPushButton) if text in each.text())


def test_without_a_second_model_nothing_can_be_set(view):
    view.show_choices(MODELS, "")
    assert not button(view, "Other weights").isEnabled()
    assert all(not radio.isEnabled() for radio in view.findChildren(QRadioButton))
    assert "Choose B" in view.facts_text


def test_choosing_is_told(view, qtbot):
    view.show_choices(MODELS, "")
    combo = view.findChildren(QComboBox)[0]
    with qtbot.waitSignal(view.second_chosen) as chosen:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert chosen.args == ["a"]
    view.show_choices(MODELS, "b", "quantised.onnx")
    assert combo.currentText() == "Model B"
    with qtbot.waitSignal(view.files_dropped):
        qtbot.mouseClick(button(view, "Its own"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.forced_chosen) as forced:
        view.findChildren(QRadioButton)[1].click()
    assert forced.args == [True]


def test_the_place_is_asked_only_where_there_is_a_board(view, qtbot):
    combo = view.findChildren(QComboBox)[1]
    view.show_choices(MODELS, "a")
    view.show_places(has_board=False, chosen="local")
    assert not combo.isVisible()
    view.show_places(has_board=True, chosen="local")
    with qtbot.waitSignal(view.place_chosen) as place:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.isVisible() and place.args == ["board"]


def test_figures_and_where_they_part(view, qtbot):
    view.begin(100)
    points = (PairPoint(index, 1.0 if index < 40 else 0.2, 0.75, 0.5) for index in range(60))
    view.show_history(history_of(*points), 1)
    assert "frames 60:" in view.facts_text and "A with truth 0.750" in view.facts_text
    with qtbot.waitSignal(view.frame_chosen) as chosen:
        qtbot.mouseClick(button(view, "Go to where they part (41)"), Qt.MouseButton.LeftButton)
    assert chosen.args == [40]
    view.begin(100)
    assert not button(view, "Go to where").isVisible()


def test_a_click_in_the_chart_goes_to_its_frame(view, qtbot):
    view.begin(100)
    view.show_history(history_of(*(PairPoint(index, 0.9) for index in range(100))), 1)
    chart = view.chart
    x = next(x for x in range(chart.width()) if chart.index_at(x) == 50)
    with qtbot.waitSignal(view.frame_chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 80))
    assert chosen.args == [50]
    view.show_position(50)
    assert chart.legend_texts()[0] == "A with B 0.90"


def test_nothing_known_is_not_zero(view):
    view.begin(100)
    view.show_history(history_of(PairPoint(0, 0.9)), 1)
    assert "A with truth 0" not in view.facts_text
    assert "0" not in view.chart.legend_texts()[1].replace("A with truth", "")
