"""The rungs of a visit at a serial console: what is told, what is raised, what is left behind."""

from __future__ import annotations

import time

import pytest

from engines.board_values import CheckState
from engines.boards.serial_console import ConsoleCommandFailed, ConsoleRefused, ConsoleSilent, SerialUnusable
from engines.boards.serial_steps import SerialSteps, Visit, check_wishes
from engines.errors import BadParameter, Cancelled
from tests.engines.boards.serial_board import SerialBoard

pytest.importorskip("serial", reason="pyserial is an optional extra")
pytest.importorskip("pty", reason="needs pseudo terminals")


class Visitor:
    """Steps on a made-up board, with what was told of them."""

    def __init__(self, board, secret="fmsh", **options):
        self.board, self.results, self.started = board, [], []
        visit = Visit(board.device, lambda _prompt: secret)
        self.steps = SerialSteps(
            visit, self.results.append, on_start=lambda name, _title: self.started.append(name), **options
        )

    @property
    def told(self):
        return [(result.name, result.state) for result in self.results]


@pytest.fixture
def visit():
    visitors = []

    def make(secret="fmsh", options=None, **board):
        visitors.append(Visitor(SerialBoard(**board), secret, **(options or {})))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.steps.close()
        visitor.board.close()


def test_from_no_address_to_one_that_ssh_can_use(visit):
    at = visit()
    assert at.steps.log_in() == ()
    assert at.told == [("port", CheckState.OK), ("log_in", CheckState.OK), ("address", CheckState.WARN)]
    assert at.results[-1].remedy and at.steps.address() is None
    assert at.steps.adapters == ("eth0", "usb0")
    at.steps.set_address("eth0", "192.168.125.171/24", "192.168.125.1")
    assert "eth0 192.168.125.171/24, gateway 192.168.125.1" in at.results[-1].evidence
    assert at.steps.start_sshd() == "systemctl start ssh"
    assert str(at.steps.address()) == "root@192.168.125.171"
    assert at.board.sshd and at.board.route == ("192.168.125.1", "eth0")
    assert at.started == ["port", "log_in", "address", "set_address", "sshd"]
    assert at.steps.is_open
    at.steps.close()
    assert not at.steps.is_open


def test_the_address_that_was_given_goes_before_those_that_were_there(visit):
    at = visit()
    at.board.addresses |= {"docker0": "172.17.0.1/16", "eth1": "169.254.3.4/16"}
    at.steps.log_in()
    assert str(at.steps.address()) == "root@172.17.0.1"
    at.steps.set_address("eth0", "10.0.0.7/8")
    assert str(at.steps.address()) == "root@10.0.0.7"


@pytest.mark.parametrize(
    ("board", "secret", "error", "last"),
    [
        ({}, "wrong", ConsoleRefused, "log_in"),
        ({}, None, ConsoleRefused, "log_in"),
        ({"silent": True}, "fmsh", ConsoleSilent, "log_in"),
        ({"without": ("ip",)}, "fmsh", ConsoleCommandFailed, "address"),
    ],
)
def test_a_step_that_fails_says_what_to_try(visit, board, secret, error, last):
    at = visit(secret, {"log_in_s": 1.2}, **board)
    with pytest.raises(error):
        at.steps.log_in()
    assert at.told[-1] == (last, CheckState.FAIL)
    assert at.results[-1].cause and at.results[-1].remedy
    assert "wrong" not in repr(at.results)


def test_a_failed_step_leaves_the_console_usable(visit):
    at = visit(without=("systemctl", "/etc/init.d/ssh", "/etc/init.d/sshd"))
    at.steps.log_in()
    with pytest.raises(ConsoleCommandFailed):
        at.steps.start_sshd()
    with pytest.raises(BadParameter):
        at.steps.set_address("eth0", "192.168.1.1")
    assert at.steps.is_open
    at.steps.set_address("eth0", "192.168.1.1/24")
    assert [state for _, state in at.told[-3:]] == [CheckState.FAIL, CheckState.FAIL, CheckState.OK]


def test_a_cable_that_is_pulled(visit):
    at = visit()
    at.steps.log_in()
    at.board.close()
    with pytest.raises((SerialUnusable, ConsoleSilent)):
        at.steps.look()
    assert at.told[-1] == ("address", CheckState.FAIL)


def test_giving_up_is_quick(visit):
    start_s = time.monotonic()
    at = visit(options={"should_cancel": lambda: time.monotonic() - start_s > 0.4}, silent=True)
    with pytest.raises(Cancelled):
        at.steps.log_in()
    assert time.monotonic() - start_s < 3
    assert at.told[-1] == ("log_in", CheckState.SKIPPED)
    assert not at.steps.is_open


def test_wishes_are_looked_at_without_a_board():
    check_wishes("eth0", "192.168.1.2/24")
    check_wishes("eth0", "192.168.1.2/24", "192.168.1.1")
    for wish in (
        ("eth0", "192.168.1.2"),
        ("eth0;", "192.168.1.2/24"),
        ("eth0", "192.168.1.2/24", "10.0.0.1"),
    ):
        with pytest.raises(BadParameter):
            check_wishes(*wish)
