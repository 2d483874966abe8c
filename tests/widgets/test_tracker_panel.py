from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from tests.widgets.conftest import show
from widgets.source_panel import SourcePanel
from widgets.tracker_panel import TrackerPanel
from widgets.views import FactView, ModelView, ParameterView, TargetState, TargetView, Verdict


@pytest.fixture
def panel(qtbot):
    return show(qtbot, TrackerPanel(), 280, 700)


def labels(widget):
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def test_the_verdict_stands_beside_the_choice(panel):
    panel.show_trackers(
        [ModelView("a", "A", Verdict.FITS), ModelView("b", "B", Verdict.DOES_NOT_FIT, "no Softmax")], "b"
    )
    assert "does not fit: no Softmax" in labels(panel)


def test_showing_trackers_says_nothing_and_choosing_does(qtbot, panel):
    asked = []
    panel.tracker_chosen.connect(asked.append)
    panel.show_trackers([ModelView("a", "A"), ModelView("b", "B")], "a")
    assert asked == []
    combo = panel.findChild(QComboBox)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert asked == ["b"]


def test_each_parameter_gets_an_editor_of_its_type(qtbot, panel):
    heard = []
    panel.parameter_changed.connect(lambda name, value: heard.append((name, value)))
    panel.show_parameters(
        [
            ParameterView("mode", "default", "default", choices=("default", "opencv")),
            ParameterView("threads", 2, 2, 1, 16),
            ParameterView("threshold", 0.3, 0.3, 0.0, 1.0),
            ParameterView("keep", True, True),
            ParameterView("name", "x", "x"),
        ]
    )
    assert heard == []
    panel.findChild(QComboBox, "parameter_mode").setCurrentText("opencv")
    panel.findChild(QSpinBox, "parameter_threads").setValue(99)
    panel.findChild(QDoubleSpinBox, "parameter_threshold").setValue(0.5)
    panel.findChild(QCheckBox, "parameter_keep").click()
    field = panel.findChild(QLineEdit, "parameter_name")
    field.setText("y")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == [("mode", "opencv"), ("threads", 16), ("threshold", 0.5), ("keep", False), ("name", "y")]


def test_targets_show_state_and_score(panel):
    panel.show_targets([TargetView(1, TargetState.TRACKED, 0.93), TargetView(2, TargetState.LOST, 0.1)], 1)
    assert panel.target_texts == ("#1 tracked 0.93", "#2 lost 0.10")
    panel.show_targets([TargetView(1, TargetState.LOST, None), TargetView(2, TargetState.LOST, 0.1)], 2)
    assert panel.target_texts[0] == "#1 lost –"
    panel.show_targets([])
    assert "Drag a box round what to follow." in labels(panel)


def test_a_target_can_be_removed(qtbot, panel):
    panel.show_targets([TargetView(1, TargetState.TRACKED, 0.9), TargetView(5, TargetState.TRACKED, 0.9)])
    second = [b for b in panel.findChildren(QToolButton) if b.accessibleName() == "Remove target"][1]
    with qtbot.waitSignal(panel.target_removed) as heard:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert heard.args == [5]


def test_a_target_can_be_selected(qtbot, panel):
    panel.show_targets([TargetView(1, TargetState.TRACKED, 0.9), TargetView(5, TargetState.TRACKED, 0.9)])
    name = next(label for label in panel.findChildren(QLabel) if label.text() == "#5")
    with qtbot.waitSignal(panel.target_selected) as heard:
        qtbot.mouseClick(name, Qt.MouseButton.LeftButton)
    assert heard.args == [5]


def test_facts_of_the_source(qtbot):
    panel = show(qtbot, SourcePanel(), 280, 500)
    assert panel.title == "Nothing is open."
    panel.show_source("a.mp4", [FactView("Size", "1280 × 720")])
    qtbot.waitUntil(lambda: {"a.mp4", "Size", "1280 × 720"} <= labels(panel))
    panel.show_nothing()
    qtbot.waitUntil(lambda: "1280 × 720" not in labels(panel))


def test_a_stream_is_opened_by_its_address(qtbot):
    panel = show(qtbot, SourcePanel(), 280, 500)
    field = panel.findChild(QLineEdit)
    qtbot.keyClicks(field, " rtsp://camera/1 ")
    with qtbot.waitSignal(panel.stream_requested) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["rtsp://camera/1"]


RULE = (
    ParameterView("mode", "best", "best", choices=("best", "opencv")),
    ParameterView("jump", 0.0, 0.0, 0.0, 9.0, section="Lost target", label="Jump above", at_minimum="off"),
    ParameterView("ask", "", "", choices=("", "demo-mot"), section="Lost target", label="Detector"),
)


def test_a_section_is_folded_until_something_in_it_is_not_as_usual(qtbot, panel):
    panel.show_parameters(RULE)
    jump = panel.findChild(QDoubleSpinBox, "parameter_jump")
    assert not jump.isVisible() and panel.findChild(QComboBox, "parameter_mode").isVisible()
    head = next(button for button in panel.findChildren(QPushButton) if button.text() == "LOST TARGET")
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert jump.isVisible() and jump.text() == "off"
    jump.setValue(2.0)
    assert jump.text() == "2"
    panel.show_parameters([RULE[0], replace(RULE[1], value=2.0), RULE[2]])
    again = panel.findChild(QDoubleSpinBox, "parameter_jump")
    assert again is not jump
    qtbot.waitUntil(again.isVisible)


def test_nothing_chosen_has_a_name_and_is_reported_as_it_is(panel):
    heard = []
    panel.parameter_changed.connect(lambda name, value: heard.append((name, value)))
    panel.show_parameters(RULE)
    combo = panel.findChild(QComboBox, "parameter_ask")
    assert combo.currentText() == "–"
    combo.setCurrentIndex(1)
    combo.setCurrentIndex(0)
    assert heard == [("ask", "demo-mot"), ("ask", "")]


@pytest.mark.parametrize("name", ["parameter_mode", "parameter_jump"])
def test_the_wheel_scrolls_the_panel_and_changes_no_value(qtbot, panel, name):
    panel.show_parameters([RULE[0], replace(RULE[1], value=2.0)])
    editor = panel.findChild(QWidget, name)
    heard = []
    panel.parameter_changed.connect(lambda *change: heard.append(change))

    def turn() -> bool:
        middle = editor.rect().center().toPointF()
        event = QWheelEvent(
            middle, editor.mapToGlobal(middle), QPoint(0, -120), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(editor, event)
        return bool(heard)

    assert not turn()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    assert turn(), "a field that has the focus takes it"
