"""The window's serial console against a made-up board behind a pseudo terminal."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from app.serial_controller import SerialController
from engines.boards.serial_console import list_ports
from tests.engines.boards.serial_board import SerialBoard
from widgets.views import StepState

WAIT_MS = 15_000


@pytest.fixture
def board():
    pytest.importorskip("serial", reason="pyserial is an optional extra")
    pytest.importorskip("pty", reason="needs pseudo terminals")
    made = SerialBoard()
    yield made
    made.close()


@pytest.fixture
def open_console(qtbot, language_c_locale):
    controllers = []

    def make(ports):
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        controllers.append((SerialController(window, ports), window))
        controllers[-1][0].show()
        qtbot.waitUntil(lambda: not controllers[-1][0]._waiting, timeout=WAIT_MS)
        return controllers[-1][0]

    yield make
    for controller, _window in controllers:
        controller.finish()


@pytest.fixture
def console(open_console, board):
    return open_console(lambda: ((board.device, "made up"),))


def button(console, text):
    return next(b for b in console.panel.findChildren(QPushButton) if b.text().startswith(text))


def field(console, name, kind=QLineEdit):
    return next(w for w in console.panel.findChildren(kind) if w.accessibleName() == name)


def use(qtbot, console, text):
    """Presses a button and waits for what it starts."""
    assert button(console, text).isEnabled()
    qtbot.mouseClick(button(console, text), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not console._waiting, timeout=WAIT_MS)


def states(console):
    return [(step.key, step.state) for step in console.panel.steps]


def test_from_the_box_to_the_board(qtbot, console, board):
    field(console, "Password").setText("fmsh")
    use(qtbot, console, "Log in")
    assert states(console) == [
        ("port", StepState.PASSED), ("log_in", StepState.PASSED), ("address", StepState.WARNING),
    ]  # fmt: skip
    assert field(console, "Password").text() == ""
    assert not button(console, "Connect").isEnabled()
    adapters = field(console, "Adapter", QComboBox)
    assert [adapters.itemText(i) for i in range(adapters.count())] == ["eth0", "usb0"]
    qtbot.keyClicks(field(console, "Address"), "192.168.125.171/24")
    use(qtbot, console, "Set address")
    use(qtbot, console, "Start SSH")
    assert board.addresses["eth0"] == "192.168.125.171/24" and board.sshd
    assert states(console)[3:] == [("set_address", StepState.PASSED), ("sshd", StepState.PASSED)]
    with qtbot.waitSignal(console.connect_requested) as heard:
        qtbot.mouseClick(button(console, "Connect"), Qt.MouseButton.LeftButton)
    assert heard.args == ["root@192.168.125.171"]
    assert not console.panel.isVisible()
    qtbot.waitUntil(lambda: board.state == "login", timeout=WAIT_MS)  # nobody else finds the shell open


def test_a_wrong_password_says_so_and_can_be_corrected(qtbot, console):
    field(console, "Password").setText("wrong")
    use(qtbot, console, "Log in")
    last = console.panel.steps[-1]
    assert (last.key, last.state) == ("log_in", StepState.FAILED) and last.remedy
    assert not button(console, "Set address").isEnabled() and not button(console, "Start SSH").isEnabled()
    assert "wrong" not in repr(console.panel.steps)
    field(console, "Password").setText("fmsh")
    use(qtbot, console, "Log in")
    assert button(console, "Start SSH").isEnabled()


@pytest.mark.parametrize("address", ["192.168.1.1", "300.1.1.1/24", "192.168.1.1/24; reboot"])
def test_an_address_that_is_none_cannot_be_set(qtbot, console, board, address):
    field(console, "Password").setText("fmsh")
    use(qtbot, console, "Log in")
    typed = len(board.lines)
    field(console, "Address").setText(address)
    assert not button(console, "Set address").isEnabled()
    problems = [one.text() for one in console.panel.findChildren(QLabel) if one.objectName() == "bad"]
    assert any("cannot be used" in text for text in problems if text)
    assert len(board.lines) == typed


def test_a_silent_board_is_given_up_at_once(qtbot, console, board):
    board.silent = True
    qtbot.mouseClick(button(console, "Log in"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [step.key for step in console.panel.steps] == ["port", "log_in"])
    assert console.panel.steps[-1].state is StepState.RUNNING
    assert not button(console, "Log in").isEnabled()
    qtbot.mouseClick(button(console, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not console._waiting, timeout=3000)
    assert console.panel.steps[-1].state is StepState.SKIPPED
    assert button(console, "Log in").isEnabled()


def test_closing_the_panel_ends_what_runs(qtbot, console, board):
    board.silent = True
    qtbot.mouseClick(button(console, "Log in"), Qt.MouseButton.LeftButton)
    console.panel.close()
    qtbot.waitUntil(lambda: not console._waiting, timeout=3000)
    assert console._steps is None


def test_a_cable_that_is_pulled_is_a_failed_step(qtbot, console, board):
    field(console, "Password").setText("fmsh")
    use(qtbot, console, "Log in")
    board.close()
    button(console, "Start SSH").click()
    qtbot.waitUntil(lambda: not console._waiting, timeout=30_000)
    assert console.panel.steps[-1].state is StepState.FAILED


def test_without_pyserial_it_says_how_to_get_it(open_console, monkeypatch):
    for name in ("serial", "serial.tools"):
        monkeypatch.setitem(sys.modules, name, None)
    console = open_console(list_ports)
    shown = [one.text() for one in console.panel.findChildren(QLabel) if one.isVisible()]
    assert any('pip install "trackbench[serial]"' in text for text in shown)
    assert not button(console, "Log in").isEnabled()


def test_without_a_port_it_asks_for_the_cable(open_console):
    console = open_console(lambda: ())
    shown = [one.text() for one in console.panel.findChildren(QLabel) if one.isVisible()]
    assert any("cable" in text and "port" in text for text in shown)
