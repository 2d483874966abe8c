"""`trackbench board serve | bitstreams | models | push` against a virtual board that goes on running."""

import contextlib
import json

import pytest

from app.cli import main
from engines.boards.board import Board
from engines.boards.ssh_login import open_ssh
from tests.engines.boards.imodels import save_pair
from tests.engines.boards.rigs import SSHD, short_temporary_folder, virtual_rig

HOST = "root@192.0.2.1"


@pytest.fixture(scope="module")
def rig():
    with short_temporary_folder() as folder, virtual_rig(folder, reboot_s=0.3) as made:
        yield made


@pytest.fixture
def board(rig, command):
    return command(rig)


@pytest.fixture
def command(capsys, language_c_locale, monkeypatch, private_home):
    """Makes what runs `trackbench board ...` against a rig and gives (exit code, stdout, stderr)."""
    current = []

    @contextlib.contextmanager
    def reach(_name):
        board = Board(current[-1].address, current[-1].access)
        try:
            yield board
        finally:
            board.close()

    monkeypatch.setattr("app.boards.reach_board", reach)

    def run(*arguments):
        code = main(["board", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    def against(rig):
        current.append(rig)
        return run

    return against


@contextlib.contextmanager
def fault(rig, name):
    """Switched on for a while, as `trackbench board virtual --fault` would."""
    _control(rig, "fault", name)
    try:
        yield
    finally:
        _control(rig, "mend", name)


def _control(rig, *words):
    link = open_ssh(rig.address, rig.access)
    try:
        assert link.run(["trackbench-virtual", *words]).exit_code == 0
    finally:
        link.close()


def answer(result):
    code, out, err = result
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_service_over_several_commands(board):
    assert board("serve", "status", HOST)[1] == "icraft-serve does not run\n"
    started = answer(board("serve", "start", HOST, "--json"))
    assert (started["running"], started["ours"], started["port"]) == (True, True, 9981)
    assert answer(board("serve", "start", HOST, "--json")) == started, "never two"
    assert "started by trackbench" in board("serve", "status", HOST)[1]
    log = answer(board("serve", "log", HOST, "--json"))
    assert log[-1].endswith("wait for new connection")
    assert answer(board("serve", "stop", HOST, "--json"))["stopped"] is True
    assert board("serve", "stop", HOST)[1] == "icraft-serve does not run\n"


def test_models_come_and_go(board, tmp_path):
    path = save_pair(tmp_path / "a b", "it's; $(x)")
    raw = path.with_suffix(".raw")
    pushed = answer(board("push", HOST, path, raw, "--json"))
    assert [one["name"] for one in pushed] == [path.name, raw.name]
    assert pushed[1]["size_bytes"] == raw.stat().st_size and len(pushed[1]["sha256"]) == 64
    listed = answer(board("models", HOST, "--json"))
    assert {one["name"] for one in listed["models"]} >= {path.name, raw.name}
    code, out, _err = board("models", HOST, "remove", path.name, raw.name)
    assert code == 0 and f"{raw.name} removed" in out
    assert answer(board("models", HOST, "--json"))["models"] == []
    assert board("models", HOST)[1] == "no models in /root/models\n"


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("models", HOST, "remove", "none.raw"), 1, "no model none.raw"),
        (("models", HOST, "remove", "../../etc/passwd"), 1, "not the name of a file"),
        (("push", HOST, "gone.raw"), 1, "gone.raw"),
        (("models", HOST, "remove"), 2, "NAME"),
        (("models", HOST, "list", "x"), 2, "NAME"),
        (("push", HOST), 2, "FILES"),
        (("serve", "dance", HOST), 2, "dance"),
        (("bitstreams", HOST, "install"), 2, "FILE"),
        (("bitstreams", HOST, "install", "x.bin"), 2, "--yes"),
        (("bitstreams", HOST, "install", "gone.bin", "--yes"), 1, "not a file"),
        (("bitstreams", HOST, "--model", "nothing"), 1, "nothing"),
    ],
)
def test_what_is_refused(board, arguments, code, word):
    found, out, err = board(*arguments)
    assert (found, out) == (code, "") and word in err and "Traceback" not in err


def test_bitstreams_and_what_a_model_misses(board, tmp_path):
    listed = answer(board("bitstreams", HOST, "--json"))
    assert listed["running"] in ("25060601", "24030104")
    assert [one["name"] for one in listed["bitstreams"]] == ["v1", "v2"]
    path = save_pair(tmp_path, custom=("ImageMake", "DetPost"), speedmode=True)
    code, out, _err = board("bitstreams", HOST, "--model", path)
    assert code == 0
    assert "v1: does not fit: bitstream v1 has no DetPost; bitstream v1 has no MMU" in out
    assert "v2: fits" in out
    rows = answer(board("bitstreams", HOST, "--model", "bytetrack-icraft", "--json"))["bitstreams"]
    assert [row["verdict"]["fits"] for row in rows] == [False, True]


def test_a_bitstream_is_installed_and_put_back(board, tmp_path):
    """Two real restarts of the virtual board: one that works, and one with a file it does not know."""
    good = tmp_path / "wk_24030104.bin"
    good.write_bytes(b"virtual bitstream 24030104\n" * 50)
    result = answer(board("bitstreams", HOST, "install", good, "--yes", "--json"))
    assert (result["identity"], result["changed"]) == ("24030104", True)
    listed = answer(board("bitstreams", HOST, "--json"))
    assert listed["running"] == listed["installed"]["identity"] == "24030104"
    assert answer(board("bitstreams", HOST, "install", good, "--yes", "--json"))["changed"] is False
    wrong = tmp_path / "BOOT_25060601.bin"
    wrong.write_bytes(b"virtual bitstream 24030104, in truth\n" * 50)
    code, out, err = board("bitstreams", HOST, "install", wrong, "--yes")
    assert (code, out) == (1, "")
    assert "reports 24030104 instead of 25060601" in err and "earlier boot file is back" in err
    again = answer(board("bitstreams", HOST, "--json"))
    assert again["installed"] == listed["installed"] and again["running"] == "24030104"
    back = answer(board("bitstreams", HOST, "install", "v2", "--yes", "--json"))
    assert (back["identity"], back["previous"]) == ("25060601", "24030104")


def test_a_full_disk(board, rig, tmp_path):
    path = save_pair(tmp_path)
    with fault(rig, "full-disk"):
        code, out, err = board("push", HOST, path)
    assert (code, out) == (1, "") and "Nothing was sent" in err and "models HOST remove" in err
    assert path.name not in board("models", HOST)[1]


def test_a_storage_that_spoils_models(board, rig, tmp_path):
    path = save_pair(tmp_path)
    before = answer(board("push", HOST, path, "--json"))
    with fault(rig, "corrupted-model"):
        code, out, err = board("push", HOST, path)
        assert (code, out) == (1, "") and "differs from what was sent" in err
    assert answer(board("push", HOST, path, "--json")) == before, "sent anew, because its sum had changed"
    board("models", HOST, "remove", path.name)


def test_a_board_that_runs_another_bitstream_than_installed(board, rig, tmp_path):
    listed = answer(board("bitstreams", HOST, "--json"))
    good = tmp_path / "new_24030104.bin"
    good.write_bytes(b"virtual bitstream 24030104, another build" * 50)
    with fault(rig, "wrong-bitstream"):
        code, out, err = board("bitstreams", HOST, "install", good, "--yes")
    assert (code, out) == (1, "") and "instead of 24030104" in err
    assert answer(board("bitstreams", HOST, "--json")) == listed


@pytest.mark.skipif(not SSHD.exists(), reason="openssh-server is not installed (/usr/sbin/sshd)")
def test_the_same_behind_a_real_ssh_server(command, tmp_path):
    path = save_pair(tmp_path, "it's; $(x)")
    with short_temporary_folder() as folder, virtual_rig(folder, server="openssh") as rig:
        board = command(rig)
        assert answer(board("serve", "start", HOST, "--json"))["ours"] is True
        assert answer(board("serve", "stop", HOST, "--json"))["stopped"] is True
        pushed = answer(board("push", HOST, path, "--json"))
        assert [one["name"] for one in pushed] == [path.name]
