from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from engines.board_values import Secret
from tests.widgets.conftest import show
from widgets.serial_panel import SerialPanel
from widgets.theme import DARK, LIGHT, apply_theme
from widgets.views import StepState, StepView

PORTS = [("/dev/ttyUSB0", "CP2102"), ("/dev/ttyS0", "n/a")]


@pytest.fixture
def panel(qtbot):
    made = show(qtbot, SerialPanel(), 480, 740)
    made.show_ports(PORTS)
    return made


def button(panel, text):
    return next(b for b in panel.findChildren(QPushButton) if b.text().startswith(text))


def field(panel, name, kind=QLineEdit):
    return next(w for w in panel.findChildren(kind) if w.accessibleName() == name)


def press(qtbot, panel, text):
    qtbot.mouseClick(button(panel, text), Qt.MouseButton.LeftButton)


def test_a_log_in_says_where_and_as_whom(qtbot, panel):
    field(panel, "User").setText(" pilot ")
    field(panel, "Speed (baud)", QComboBox).setCurrentText("9600")
    field(panel, "Password").setText("fmsh")
    with qtbot.waitSignal(panel.log_in_requested) as heard:
        press(qtbot, panel, "Log in")
    assert heard.args == ["/dev/ttyUSB0", 9600, "pilot", "fmsh"]
    assert isinstance(heard.args[3], Secret) and "fmsh" not in repr(heard.args[3])


def test_the_password_is_hidden_and_gone_with_the_panel(qtbot, panel):
    password = field(panel, "Password")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    password.setText("fmsh")
    with qtbot.waitSignal(panel.closed):
        panel.close()
    assert password.text() == ""


@pytest.mark.parametrize("baud", ["", "7", "fast", "99999999"])
def test_a_speed_that_is_none_is_not_used(qtbot, panel, baud):
    field(panel, "Speed (baud)", QComboBox).setEditText(baud)
    with qtbot.assertNotEmitted(panel.log_in_requested):
        press(qtbot, panel, "Log in")


def test_ports_that_come_and_go_leave_what_was_chosen(qtbot, panel):
    ports = field(panel, "Port", QComboBox)
    ports.setCurrentIndex(1)
    panel.show_ports([("/dev/ttyACM0", "x"), *PORTS])
    ports_now = [ports.itemText(i) for i in range(ports.count())]
    assert ports_now == ["/dev/ttyACM0 · x", "/dev/ttyUSB0 · CP2102", "/dev/ttyS0"]
    with qtbot.waitSignal(panel.log_in_requested) as heard:
        press(qtbot, panel, "Log in")
    assert heard.args[0] == "/dev/ttyS0"
    ports.setEditText("/dev/mine")
    panel.show_ports([])
    with qtbot.waitSignal(panel.log_in_requested) as heard:
        press(qtbot, panel, "Log in")
    assert heard.args[0] == "/dev/mine"


def test_without_a_port_nobody_can_log_in(qtbot):
    panel = show(qtbot, SerialPanel())
    assert not button(panel, "Log in").isEnabled()
    panel.show_missing('Install it: pip install "trackbench[serial]".')
    assert any("pip install" in one.text() for one in panel.findChildren(QLabel) if one.isVisible())


@pytest.mark.parametrize(
    ("busy", "is_open", "address", "enabled"),
    [
        (False, False, "", {"Log in"}),
        (True, False, "", {"Cancel"}),
        (False, True, "", {"Log in", "Set", "Start"}),
        (False, True, "root@10.0.0.1", {"Log in", "Set", "Start", "Connect"}),
        (True, True, "root@10.0.0.1", {"Cancel"}),
    ],
)
def test_what_can_be_done(panel, busy, is_open, address, enabled):
    panel.show_problem("", is_whole=True)
    panel.show_state(is_busy=busy, is_open=is_open, address=address)
    texts = ("Log in", "Cancel", "Set", "Start", "Connect")
    shown = {text for text in texts if button(panel, text).isVisible() and button(panel, text).isEnabled()}
    assert shown == enabled


def test_an_address_is_told_while_it_is_typed_and_set_only_if_it_is_whole(qtbot, panel):
    panel.show_state(is_busy=False, is_open=True)
    wishes = []
    panel.wishes_changed.connect(lambda *told: wishes.append(told))
    qtbot.keyClicks(field(panel, "Address"), "10.0.0.7/8")
    assert wishes[-1] == ("eth0", "10.0.0.7/8", "") and len(wishes) == len("10.0.0.7/8")
    panel.show_problem("a network mask is needed", is_whole=False)
    assert not button(panel, "Set").isEnabled()
    panel.show_problem("", is_whole=True)
    panel.show_adapters(["usb0", "eth0"])
    field(panel, "Gateway").setText("10.0.0.1")
    with qtbot.waitSignal(panel.set_requested) as heard:
        press(qtbot, panel, "Set")
    assert heard.args == ["eth0", "10.0.0.7/8", "10.0.0.1"]


def test_it_leads_on_to_the_board(qtbot, panel):
    panel.show_state(is_busy=False, is_open=True, address="root@10.0.0.7")
    assert button(panel, "Connect").text() == "Connect to root@10.0.0.7"
    with qtbot.waitSignal(panel.connect_requested) as heard:
        press(qtbot, panel, "Connect")
    assert heard.args == ["root@10.0.0.7"]


def test_steps_in_both_themes(qapp, panel):
    panel.show_step(StepView("port", "Serial port", StepState.RUNNING))
    panel.show_step(StepView("port", "Serial port", StepState.PASSED, "/dev/ttyUSB0"))
    assert [step.state for step in panel.steps] == [StepState.PASSED]
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        assert not panel.grab().isNull()
    panel.clear_steps()
    assert panel.steps == ()
