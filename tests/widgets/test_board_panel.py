from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QPlainTextEdit, QPushButton

from tests.widgets.conftest import show
from widgets.board_panel import BoardPanel
from widgets.object_views import StoreView
from widgets.step_list import StepList
from widgets.views import BitstreamView, BoardState, ModelView, StepState, StepView, Verdict


@pytest.fixture
def panel(qtbot):
    return show(qtbot, BoardPanel(), 280, 700)


def button(panel, text):
    return next(b for b in panel.findChildren(QPushButton) if b.text() == text)


def list_named(panel, name):
    return next(w for w in panel.findChildren(QListWidget) if w.accessibleName() == name)


def test_the_virtual_board_is_offered_first(qtbot, panel):
    with qtbot.waitSignal(panel.connect_requested) as heard:
        qtbot.mouseClick(button(panel, "Connect"), Qt.MouseButton.LeftButton)
    assert heard.args == ["virtual"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("this computer", "local"), ("root@10.0.0.2:2222", "root@10.0.0.2:2222"), ("  board ", "board")],
)
def test_an_address_can_be_typed(qtbot, panel, typed, asked):
    field = panel.findChild(QComboBox).lineEdit()
    field.clear()
    qtbot.keyClicks(field, typed)
    with qtbot.waitSignal(panel.connect_requested) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == [asked]


def test_recent_hosts_do_not_replace_what_is_typed(panel):
    panel.show_address("root@new")
    panel.show_recent_hosts(["root@a", "root@b"])
    assert panel.address == "root@new"
    panel.show_recent_hosts(["root@c"])
    assert panel.findChild(QComboBox).count() == 5


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        (BoardState.DISCONNECTED, ["Connect"], ["Disconnect", "Start service", "Stop service"]),
        (BoardState.CONNECTING, ["Cancel"], ["Connect"]),
        (BoardState.CONNECTED, ["Disconnect", "Start service"], ["Connect", "Stop service"]),
        (BoardState.SERVING, ["Disconnect", "Stop service"], ["Connect", "Start service"]),
        (BoardState.FAILED, ["Connect"], ["Disconnect"]),
        (BoardState.LINK_LOST, ["Connect"], ["Disconnect", "Start service", "Stop service"]),
    ],
)
def test_buttons_follow_the_state(panel, state, shown, hidden):
    panel.show_state(state)
    visible = {b.text() for b in panel.findChildren(QPushButton) if b.isVisible()}
    assert set(shown) <= visible
    assert not set(hidden) & visible


def test_a_board_that_is_lent_cannot_be_left(panel):
    show_steps(panel, StepState.PASSED)
    panel.show_bitstreams([BitstreamView("v1", "v1")])
    panel.show_state(BoardState.CONNECTING)
    panel.show_lent(True)
    assert not list_named(panel, "Bitstreams").isEnabled()
    for state in (BoardState.CONNECTING, BoardState.CONNECTED):
        panel.show_state(state)
        assert not {"Connect", "Disconnect", "Cancel"} & {
            b.text() for b in panel.findChildren(QPushButton) if b.isVisible()
        }
    panel.show_lent(False)
    panel.show_state(BoardState.CONNECTED)
    assert button(panel, "Disconnect").isVisible() and list_named(panel, "Bitstreams").isEnabled()


def test_files_on_the_board_are_shown_while_there_is_one(panel):
    assert not panel.model_store.isVisible()
    panel.show_store(StoreView("/root/models", ()))
    assert panel.model_store.isVisible()
    panel.show_store(None)
    assert not panel.model_store.isVisible()


def test_service_buttons_say_what_is_wanted(qtbot, panel):
    panel.show_state(BoardState.CONNECTED)
    with qtbot.waitSignal(panel.start_requested):
        qtbot.mouseClick(button(panel, "Start service"), Qt.MouseButton.LeftButton)
    panel.show_state(BoardState.SERVING)
    with qtbot.waitSignal(panel.stop_requested):
        qtbot.mouseClick(button(panel, "Stop service"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.disconnect_requested):
        qtbot.mouseClick(button(panel, "Disconnect"), Qt.MouseButton.LeftButton)


def test_a_step_ticks_on_its_own_line_and_offers_its_remedy(qtbot, panel):
    panel.show_step(StepView("clock", "Clock", StepState.RUNNING))
    panel.show_step(StepView("login", "Log-in", StepState.PASSED, "root"))
    failed = StepView("clock", "Clock", StepState.WARNING, "74 days behind", "Set it.", "Set clock")
    panel.show_step(failed)
    assert [step.key for step in panel.steps] == ["clock", "login"]
    assert panel.steps[0] == failed
    with qtbot.waitSignal(panel.remedy_requested) as heard:
        qtbot.mouseClick(button(panel, "Set clock"), Qt.MouseButton.LeftButton)
    assert heard.args == ["clock"]
    panel.clear_steps()
    assert panel.steps == ()


def show_steps(panel, *states):
    panel.clear_steps()
    for i, state in enumerate(states):
        panel.show_step(StepView(str(i), f"Step {i}", state))


def test_steps_fold_once_all_is_well_and_stay_as_the_user_wants_them(qtbot, panel):
    show_steps(panel, StepState.PASSED, StepState.PASSED)
    panel.show_state(BoardState.CONNECTING)
    steps = panel.findChild(StepList)
    assert steps.isVisible()
    panel.show_state(BoardState.CONNECTED)
    assert not steps.isVisible()
    qtbot.mouseClick(button(panel, "STEPS · 2 ✓"), Qt.MouseButton.LeftButton)
    panel.show_step(StepView("service", "Service", StepState.PASSED))
    panel.show_state(BoardState.SERVING)
    assert steps.isVisible()
    show_steps(panel, StepState.PASSED)
    assert not steps.isVisible()
    panel.show_step(StepView("service", "Service", StepState.FAILED))
    assert steps.isVisible()
    assert button(panel, "STEPS").isVisible()


def test_trouble_keeps_the_steps_open(panel):
    show_steps(panel, StepState.PASSED, StepState.WARNING)
    panel.show_state(BoardState.CONNECTED)
    assert panel.findChild(StepList).isVisible()


def test_bitstreams_and_models_are_chosen_by_the_user_only(qtbot, panel):
    asked = []
    panel.bitstream_chosen.connect(asked.append)
    panel.model_chosen.connect(asked.append)
    panel.show_bitstreams([BitstreamView("v1", "v1"), BitstreamView("v2", "v2", "Softmax", is_loaded=True)])
    panel.show_models(
        [ModelView("a", "A", Verdict.FITS), ModelView("b", "B", Verdict.DOES_NOT_FIT, "no Softmax")], "a"
    )
    assert asked == []
    for name, row in (("Bitstreams", 0), ("Models on the board", 1)):
        entries = list_named(panel, name)
        at = entries.visualItemRect(entries.item(row)).center()
        qtbot.mouseClick(entries.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["v1", "b"]


def test_why_a_model_does_not_fit_is_told(panel):
    panel.show_models([ModelView("b", "B", Verdict.DOES_NOT_FIT, "bitstream v1 has no Softmax")])
    models = list_named(panel, "Models on the board")
    assert models.item(0).toolTip() == "bitstream v1 has no Softmax"
    assert not panel.grab().isNull()


def test_the_service_log_is_bounded(panel):
    for i in range(600):
        panel.append_log(f"line {i}")
    log = panel.findChild(QPlainTextEdit)
    assert log.blockCount() == 500
    assert log.toPlainText().endswith("line 599")
