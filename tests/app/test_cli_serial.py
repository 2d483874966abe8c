"""`trackbench board serial` over a pseudo terminal, `board forget`, and `--keep-password`."""

from __future__ import annotations

import json
import sys

import keyring
import pytest

from app.boards import ask_secret, reach_board
from app.cli import main
from app.cli.options import keeps_password
from engines.board_values import BoardAddress, Secret
from engines.boards.secret_store import SecretStore
from tests.engines.boards.serial_board import SerialBoard
from tests.memory_keyring import MemoryKeyring

GIVE = ("--set-address", "192.168.125.171/24", "--interface", "eth0")


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs `trackbench board ...`; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main(["board", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def ring(monkeypatch):
    made = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits at a terminal and types this password; gives the prompts that were shown."""
    prompts = []

    def typed(prompt):
        prompts.append(prompt)
        return "fmsh"

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", typed)
    return prompts


@pytest.fixture
def board():
    pytest.importorskip("serial", reason="pyserial is an optional extra")
    pytest.importorskip("pty", reason="needs pseudo terminals")
    made = SerialBoard()
    yield made
    made.close()


# -- serial ------------------------------------------------------------------------------------


def test_from_the_box_to_an_address(command, terminal, board):
    code, out, err = command("serial", board.device, *GIVE, "--gateway", "192.168.125.1", "--start-sshd")
    assert (code, err) == (0, "")
    assert terminal == ["password for root on the console: "]
    assert board.addresses["eth0"] == "192.168.125.171/24" and board.route and board.sshd
    assert "✓ Log-in on the console: root" in out
    assert "next: trackbench board check root@192.168.125.171" in out
    assert "fmsh" not in out


def test_json_is_all_there_is_on_stdout(command, terminal, board):
    code, out, err = command("serial", board.device, "--user", "pilot", *GIVE, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "port": board.device, "baud": 115200, "user": "pilot", "adapters": ["eth0", "usb0"],
        "interfaces": [{"name": "eth0", "address": "192.168.125.171/24"}], "sshd": None,
        "connect": "pilot@192.168.125.171",
    }  # fmt: skip


def test_only_looking_changes_nothing(command, terminal, board):
    code, out, _err = command("serial", board.device, "--show")
    assert code == 0 and "its adapters: eth0, usb0" in out and "it has none yet" in out
    assert list(board.addresses) == ["lo"] and not board.sshd


def test_without_a_terminal_no_password_is_guessed(command, board, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    code, out, err = command("serial", board.device)
    assert code == 1 and "✗ Log-in" in out and "does not let root in" in err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "Give either PORT or --list"),
        (("/dev/x", "--list"), "Give either PORT or --list"),
        (("/dev/x", "--set-address", "10.0.0.1/8"), "go together"),
        (("/dev/x", "--interface", "eth0"), "go together"),
        (("/dev/x", "--gateway", "10.0.0.1"), "needs --set-address"),
        (("/dev/x", "--baud", "1"), "--baud"),
        (("/dev/x", "--password", "fmsh"), "No such option"),
    ],
)
def test_wrong_usage(command, arguments, word):
    code, out, err = command("serial", *arguments)
    assert (code, out) == (2, "") and word in err


@pytest.mark.parametrize(
    "wish", [("10.0.0.1", "eth0"), ("10.0.0.1/8; reboot", "eth0"), ("10.0.0.1/8", "eth0;x")]
)
def test_an_address_that_is_none_is_refused_before_anybody_types(command, terminal, board, wish):
    address, adapter = wish
    code, out, err = command("serial", board.device, "--set-address", address, "--interface", adapter)
    assert (code, out) == (1, "") and "cannot be used" in err
    assert terminal == [] and board.lines == []


def test_a_port_that_is_not_there(command, tmp_path):
    pytest.importorskip("serial", reason="pyserial is an optional extra")
    code, out, err = command("serial", tmp_path / "none", "--json")
    assert (code, out) == (1, "") and "cannot be used" in err and "dialout" in err


def test_without_pyserial_it_says_how_to_get_it(command, monkeypatch):
    for name in ("serial", "serial.tools"):
        monkeypatch.setitem(sys.modules, name, None)
    for arguments in (["--list"], ["/dev/ttyUSB0"]):
        code, _out, err = command("serial", *arguments)
        assert code == 1 and 'pip install "trackbench[serial]"' in err


def test_ports_are_listed(command, monkeypatch):
    ports = (("/dev/ttyUSB0", "CP2102"), ("/dev/ttyS0", "n/a"))
    monkeypatch.setattr("engines.boards.serial_console.list_ports", lambda: ports)
    code, out, _err = command("serial", "--list", "--json")
    assert code == 0 and [row["port"] for row in json.loads(out)] == ["/dev/ttyUSB0", "/dev/ttyS0"]
    assert "CP2102" in command("serial", "--list")[1]
    monkeypatch.setattr("engines.boards.serial_console.list_ports", lambda: ())
    assert "no serial port" in command("serial", "--list")[1]


# -- keeping and forgetting --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keep", "can_keep", "kept", "said"),
    [
        (True, True, True, ""),
        (True, False, False, "no keyring"),
        (False, True, False, "--keep-password"),
        (False, False, False, ""),
    ],
)
def test_the_prompt_offers_to_keep(terminal, capsys, keep, can_keep, kept, said):
    secret = ask_secret("password for root@board", keep=keep, can_keep=can_keep)
    assert secret == "fmsh" and secret.may_keep is kept
    err = capsys.readouterr().err
    assert (said in err) if said else err == ""


@pytest.mark.parametrize("option", [[], ["--keep-password"]])
@pytest.mark.parametrize("verb", [["check"], ["models"], ["serve", "status"], ["push"]])
def test_every_command_that_logs_in_knows_the_option(command, monkeypatch, terminal, ring, option, verb):
    secrets = []

    def first_log_in(board, *_args, **_more):
        secrets.append(board._access.ask_secret("password for root@192.0.2.1"))
        raise KeyboardInterrupt

    monkeypatch.setattr("engines.boards.board.Board.check", first_log_in)
    monkeypatch.setattr("engines.boards.board.Board.open_link", first_log_in)
    more = ["file.onnx"] if verb == ["push"] else []
    assert command(*verb, *option, "root@192.0.2.1", *more)[0] == 1
    assert [secret.may_keep for secret in secrets] == [bool(option)]


def test_a_wish_ends_with_its_command(command, terminal, ring):
    assert not keeps_password()
    with reach_board("root@192.0.2.1") as board:
        assert not board._access.ask_secret("p").may_keep


def test_forget_names_what_it_removed(command, ring):
    store = SecretStore()
    for host in ("root@10.0.0.1", "pilot@10.0.0.2:2222", "root@10.0.0.3"):
        assert store.remember(BoardAddress.parse(host), Secret("s3same"))
    code, out, _err = command("forget", "--list")
    assert code == 0 and out.splitlines() == ["pilot@10.0.0.2:2222", "root@10.0.0.1:22", "root@10.0.0.3:22"]
    code, out, _err = command("forget", "10.0.0.1", "--json")
    assert json.loads(out) == {
        "forgotten": ["root@10.0.0.1:22"], "kept": ["pilot@10.0.0.2:2222", "root@10.0.0.3:22"],
    }  # fmt: skip
    assert command("forget", "root@10.0.0.1")[1] == "nothing was kept\n"
    assert command("forget", "--all")[1].count("forgotten") == 2
    assert ring.entries == {} and command("forget", "--list")[1] == "nothing is kept\n"


def test_forget_reads_the_ssh_configuration_as_the_log_in_does(command, ring, private_home):
    (private_home / ".ssh").mkdir()
    text = "Host bench\n HostName 10.0.0.9\n Port 2200\n User pilot\n IdentityFile ~/.ssh/board\n"
    (private_home / ".ssh" / "config").write_text(text)
    store = SecretStore()
    store.remember(BoardAddress.parse("pilot@10.0.0.9:2200"), Secret("a"))
    store.remember(private_home / ".ssh" / "board", Secret("b"))
    code, out, _err = command("forget", "bench")
    assert code == 0 and out.splitlines() == [
        "pilot@10.0.0.9:2200 forgotten",
        f"key {private_home}/.ssh/board forgotten",
    ]
    assert ring.entries == {}


@pytest.mark.parametrize("arguments", [[], ["host", "--all"], ["--all", "--list"]])
def test_forget_wants_one_thing(command, arguments):
    assert command("forget", *arguments)[0] == 2


def test_forget_refuses_what_is_no_address(command, ring):
    code, out, err = command("forget", "a;b")
    assert (code, out) == (1, "") and "user@host:port" in err
