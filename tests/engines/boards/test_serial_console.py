"""The serial console, over a pseudo terminal with a made-up board at its other end."""

from __future__ import annotations

import ipaddress
import shlex
import time

import pytest

from engines.boards.serial_console import (
    ConsoleCommandFailed,
    ConsoleRefused,
    ConsoleSilent,
    SerialConsole,
    SerialMissing,
    SerialUnusable,
    list_ports,
)
from engines.errors import BadParameter, Cancelled
from tests.engines.boards.serial_board import SerialBoard

pytest.importorskip("serial", reason="pyserial is an optional extra")
pytest.importorskip("pty", reason="needs pseudo terminals")


@pytest.fixture
def made():
    boards = []

    def make(**options):
        boards.append(SerialBoard(**options))
        return boards[-1]

    yield make
    for board in boards:
        board.close()


@pytest.fixture
def console_of():
    consoles = []

    def open_console(board):
        consoles.append(SerialConsole.open(board.device))
        return consoles[-1]

    yield open_console
    for console in consoles:
        console.close()


def fmsh(_prompt):
    return "fmsh"


def test_from_the_box_to_an_address_and_an_ssh_server(made, console_of):
    board = made()
    console, prompts = console_of(board), []
    console.log_in("root", lambda prompt: prompts.append(prompt) or "fmsh", timeout_s=5)
    assert prompts == ["password for root on the console"]
    assert console.interfaces() == ()
    entry = console.set_address("eth0", "192.168.125.171/24")
    assert (entry.name, entry.address) == ("eth0", ipaddress.IPv4Interface("192.168.125.171/24"))
    assert console.interfaces() == (entry,)
    assert console.start_sshd() == "systemctl start ssh"
    assert board.sshd


@pytest.mark.parametrize("word", ["a b", "it's; reboot", "$(reboot)", "ä", "# "])
def test_words_arrive_as_they_are(made, console_of, word):
    board = made(logged_in=True)
    console = console_of(board)
    console.log_in("root", fmsh, timeout_s=5)
    result = console.run(["echo", word])
    assert (result.exit_code, result.stdout) == (0, f"{word}\n")
    assert shlex.split(board.lines[-1].partition("; ")[2].rpartition(" </dev")[0]) == ["echo", word]


def test_an_open_shell_is_used_as_it_is(made, console_of):
    console = console_of(made(logged_in=True))
    console.log_in("root", lambda _prompt: pytest.fail("nobody asked"), timeout_s=5)
    assert console.run(["nothing"]).exit_code == 1


@pytest.mark.parametrize("secret", ["wrong", None, "two\nlines"])
def test_who_is_not_let_in(made, console_of, secret):
    board = made()
    console = console_of(board)
    with pytest.raises(ConsoleRefused):
        console.log_in("root", lambda _prompt: secret, timeout_s=5)
    console.log_in("root", fmsh, timeout_s=5)  # and can try again
    assert console.run(["true"]).exit_code == 0


def test_a_silent_board(made, console_of):
    console, start_s = console_of(made(silent=True)), time.monotonic()
    with pytest.raises(ConsoleSilent, match="115200"):
        console.log_in("root", fmsh, timeout_s=0.4)
    with pytest.raises(ConsoleSilent):
        console.run(["true"], timeout_s=0.3)
    with pytest.raises(Cancelled):
        console.run(["true"], should_cancel=lambda: True)
    assert time.monotonic() - start_s < 3


@pytest.mark.parametrize(
    ("adapter", "address"),
    [
        ("eth0; reboot", "192.168.1.1/24"),
        ("", "192.168.1.1/24"),
        ("-x", "192.168.1.1/24"),
        ("eth0", "192.168.1.1"),
        ("eth0", "192.168.1.1/32"),
        ("eth0", "300.1.1.1/24"),
        ("eth0", "224.0.0.1/24"),
        ("eth0", "$(reboot)/24"),
        ("eth0", "127.0.0.1/8"),
        ("eth0", "0.0.0.0/24"),
        ("eth0", "192.168.1.0/24"),
        ("eth0", "192.168.1.255/24"),
    ],
)
def test_addresses_that_are_none(made, console_of, adapter, address):
    board = made(logged_in=True)
    with pytest.raises(BadParameter):
        console_of(board).set_address(adapter, address)
    assert board.lines == []


@pytest.mark.parametrize("gateway", ["192.168.2.1", "192.168.1.9", "fe80::1", "$(reboot)", "192.168.1.1/24"])
def test_gateways_that_are_none(made, console_of, gateway):
    board = made(logged_in=True)
    with pytest.raises(BadParameter):
        console_of(board).set_address("eth0", "192.168.1.9/24", gateway)
    assert board.lines == []


def test_a_gateway_is_set_after_the_address(made, console_of):
    board = made(logged_in=True)
    console = console_of(board)
    console.log_in("root", fmsh, timeout_s=5)
    console.set_address("eth0", "192.168.1.9/24", "192.168.1.1")
    assert board.route == ("192.168.1.1", "eth0")
    assert console.adapters() == ("eth0", "usb0")


@pytest.mark.parametrize("logged_in", [False, True])
def test_only_a_log_in_of_our_own_is_left(made, console_of, logged_in):
    board = made(logged_in=logged_in)
    console = console_of(board)
    console.log_in("root", fmsh, timeout_s=5)
    assert console.was_open is logged_in
    console.log_out()
    deadline_s = time.monotonic() + 2
    while not logged_in and board.state == "shell" and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert board.state == ("shell" if logged_in else "login")
    assert ("exit" in board.lines) is not logged_in


def test_a_password_that_a_terminal_shows_is_in_no_message(made, console_of):
    """A terminal that echoes passwords, on a board that dies: its last words are in the details."""
    console = console_of(made(dies_at_password=True))
    with pytest.raises(ConsoleSilent) as caught:
        console.log_in("root", lambda _prompt: "s3same", timeout_s=0.6)
    assert "s3same" not in caught.value.details + str(caught.value)
    assert "•••" in caught.value.details


def test_what_the_board_refuses(made, console_of):
    console = console_of(made(logged_in=True))
    console.log_in("root", fmsh, timeout_s=5)
    with pytest.raises(ConsoleCommandFailed, match="Cannot find device"):
        console.set_address("eth7", "192.168.1.1/24")
    without = console_of(made(logged_in=True, without=("systemctl", "/etc/init.d/ssh", "/etc/init.d/sshd")))
    without.log_in("root", fmsh, timeout_s=5)
    with pytest.raises(ConsoleCommandFailed, match="not found"):
        without.start_sshd()


@pytest.mark.parametrize("word", ["a\nreboot", "a\rb", "\x03", "a\x00"])
def test_control_characters_are_not_typed(made, console_of, word):
    board = made(logged_in=True)
    console = console_of(board)
    with pytest.raises(BadParameter):
        console.run(["echo", word])
    with pytest.raises(BadParameter):
        console.log_in(word, fmsh)
    assert board.lines == []


def test_ports_that_cannot_be_opened(tmp_path):
    with pytest.raises(SerialUnusable):
        SerialConsole.open(str(tmp_path / "none"))
    assert isinstance(list_ports(), tuple)


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "serial", None)
    monkeypatch.setitem(__import__("sys").modules, "serial.tools", None)
    with pytest.raises(SerialMissing, match="pip install"):
        SerialConsole.open("/dev/null")
    with pytest.raises(SerialMissing):
        list_ports()
