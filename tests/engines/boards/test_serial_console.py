"""The serial console, over a pseudo terminal with a made-up board at its other end."""

from __future__ import annotations

import ipaddress
import os
import re
import select
import shlex
import threading
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

pytest.importorskip("serial", reason="pyserial is an optional extra")
pty = pytest.importorskip("pty", reason="needs pseudo terminals")


class Board:
    """A getty and a small shell behind a pty: echoes what is typed, as a terminal does."""

    def __init__(self, *, password="fmsh", logged_in=False, silent=False, without=()):
        self.master, self.slave = pty.openpty()
        self.device = os.ttyname(self.slave)
        self.password, self.silent, self.without = password, silent, without
        self.state = "shell" if logged_in else "login"
        self.addresses = {"lo": "127.0.0.1/8"}
        self.lines, self.sshd = [], False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        self._stopped.set()
        self._thread.join(5)
        os.close(self.master)
        os.close(self.slave)

    def _run(self):
        typed = b""
        while not self._stopped.is_set():
            if not select.select([self.master], [], [], 0.02)[0]:
                continue
            data = os.read(self.master, 4096)
            if self.silent:
                continue
            if self.state != "password":
                self._say(data.replace(b"\n", b"\r\n"))
            typed += data
            while b"\n" in typed:
                line, _, typed = typed.partition(b"\n")
                self._line(line.decode())

    def _say(self, data):
        for start in range(0, len(data), 7):  # comes in pieces, as over a wire
            os.write(self.master, data[start : start + 7])

    def _line(self, line):
        self.lines.append(line)
        if self.state == "login":
            self.state = "password" if line else "login"
            self._say(b"Password: " if line else b"\r\nUbuntu 20.04 board ttyPS0\r\n\r\nboard login: ")
        elif self.state == "password":
            right = line == self.password
            self.state = "shell" if right else "login"
            welcome = b"\r\nWelcome # 1\r\n\x1b[01;32mroot@board\x1b[00m:~# "
            self._say(welcome if right else b"\r\nLogin incorrect\r\nboard login: ")
        else:
            self._shell(line)
            self._say(b"root@board:~# ")

    def _shell(self, line):
        match = re.fullmatch(r"echo (\S+); (.*) </dev/null 2>&1; echo (\S+)\$\?", line)
        if match is None:
            return
        begin, end = (match[n].replace("''", "") for n in (1, 3))
        code, out = self._command(shlex.split(match[2]))
        self._say(f"{begin}\r\n{out}{end}{code}\r\n".encode())

    def _command(self, argv):
        if argv[0] in self.without:
            return 127, f"sh: {argv[0]}: not found\r\n"
        match argv:
            case ["true"]:
                return 0, ""
            case ["echo", *words]:
                return 0, " ".join(words) + "\r\n"
            case ["ip", "-o", "-4", "addr", "show"]:
                rows = [
                    f"{n}: {name}    inet {address} brd 0.0.0.0 scope global {name}\r\n"
                    for n, (name, address) in enumerate(self.addresses.items(), 1)
                ]
                return 0, "".join(rows)
            case ["ip", "link", "set", name, "up"]:
                return (0, "") if name == "eth0" else (1, f'Cannot find device "{name}"\r\n')
            case ["ip", "addr", "replace", address, "dev", name]:
                self.addresses[name] = address
                return 0, ""
            case ["systemctl", "start", "ssh"]:
                self.sshd = True
                return 0, ""
        return 1, "Unit not found.\r\n"


@pytest.fixture
def made():
    boards = []

    def make(**options):
        boards.append(Board(**options))
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
    ],
)
def test_addresses_that_are_none(made, console_of, adapter, address):
    board = made(logged_in=True)
    with pytest.raises(BadParameter):
        console_of(board).set_address(adapter, address)
    assert board.lines == []


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
