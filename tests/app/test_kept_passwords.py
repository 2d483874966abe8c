"""A password in the window: asked for, kept in the keyring where that is wanted, forgotten, nowhere else."""

from __future__ import annotations

import logging
from functools import partial

import keyring
import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QPushButton

from app import logs
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.board_values import BoardAddress, Secret
from engines.boards.secret_store import SERVICE, SecretStore
from engines.boards.telemetry import TelemetryPoller
from engines.origin import Origin
from engines.recorder import read_recording
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import short_temporary_folder
from tests.engines.made_results import made_result
from tests.memory_keyring import MemoryKeyring
from widgets.secret_dialogs import SecretDialog
from widgets.views import BoardState

SECRET = "let me 1n, please"
WAIT_MS = 30_000


@pytest.fixture
def ring(monkeypatch):
    made = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.fixture(scope="module")
def board():
    with short_temporary_folder() as folder, VirtualBoardProcess(folder, password=SECRET) as process:
        yield process


@pytest.fixture
def paths(tmp_path):
    return Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))


@pytest.fixture
def workbench(qtbot, paths, language_c_locale):
    running_logs = logs.start(paths.log_file)
    made = Workbench(paths, LoadedSettings(Settings()), running_logs.relay)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.finish()
    running_logs.stop()


def dialogs(workbench):
    return [one for one in workbench.window.findChildren(SecretDialog) if one.isVisible()]


def connect(qtbot, workbench, board):
    """To where a password is asked for, or to where the board is connected."""
    workbench.board.connect_to(f"root@127.0.0.1:{board.address.port}")

    def is_asked():
        if workbench.window.host_key_panel.host:
            workbench.window.host_key_panel._answer(True)
        return bool(dialogs(workbench)) or workbench.board.state is not BoardState.CONNECTING

    qtbot.waitUntil(is_asked, timeout=WAIT_MS)


def log_in(qtbot, workbench, secret, *, keep):
    (dialog,) = dialogs(workbench)
    if keep:
        dialog.findChild(QCheckBox).click()
    dialog.findChild(QLineEdit).setText(secret)
    dialog.accept()
    qtbot.waitUntil(lambda: workbench.board.state is not BoardState.CONNECTING, timeout=WAIT_MS)


def texts_of_files(folder):
    return {
        path: path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    }


def test_a_kept_password_opens_the_board_next_time_and_is_in_no_file(
    qtbot, workbench, board, ring, paths, caplog, tmp_path, private_home
):
    caplog.set_level(logging.DEBUG)
    said = []
    workbench.board.failed.connect(lambda error: said.append(f"{error} {error.details} {error.facts}"))
    connect(qtbot, workbench, board)
    log_in(qtbot, workbench, SECRET + "?", keep=True)
    assert workbench.board.state is BoardState.FAILED and ring.entries == {}
    connect(qtbot, workbench, board)
    log_in(qtbot, workbench, SECRET, keep=True)
    assert workbench.board.state in (BoardState.CONNECTED, BoardState.SERVING)
    name = f"root@127.0.0.1:{board.address.port}"
    assert ring.entries[SERVICE, name] == SECRET

    workbench.board.disconnect_board()
    connect(qtbot, workbench, board)
    assert not dialogs(workbench), "nobody is asked again"
    assert workbench.board.state in (BoardState.CONNECTED, BoardState.SERVING)

    workbench.commands.trigger("forget_passwords")
    kept = workbench.commands.secrets.dialog
    qtbot.waitUntil(kept.isVisible, timeout=WAIT_MS)
    assert kept.names == [name]
    kept.findChild(QListWidget).item(0).setSelected(True)
    next(b for b in kept.findChildren(QPushButton) if b.text() == "Forget").click()
    qtbot.waitUntil(lambda: kept.names == [], timeout=WAIT_MS)
    assert ring.entries == {}

    files = texts_of_files(tmp_path) | texts_of_files(private_home)
    assert paths.log_file in files and said
    told = [*files.values(), caplog.text, *said]
    assert not [text[:300] for text in told if SECRET in text]


def test_a_password_that_is_not_to_be_kept_is_not(qtbot, workbench, board, ring):
    connect(qtbot, workbench, board)
    log_in(qtbot, workbench, SECRET, keep=False)
    assert workbench.board.state in (BoardState.CONNECTED, BoardState.SERVING)
    assert ring.entries == {}


def test_the_question_goes_when_nobody_waits_for_the_answer(qtbot, workbench, board):
    """Without a keyring of the system there is nothing to tick; giving up takes the dialog away."""
    connect(qtbot, workbench, board)
    (dialog,) = dialogs(workbench)
    assert not dialog.findChild(QCheckBox).isVisible()
    workbench.board.disconnect_board()
    qtbot.waitUntil(lambda: not dialogs(workbench), timeout=WAIT_MS)
    assert workbench.board.state is BoardState.DISCONNECTED


def test_the_boards_load_is_shown_and_recorded(qtbot, workbench, board, ring, monkeypatch):
    monkeypatch.setattr("app.board_controller.TelemetryPoller", partial(TelemetryPoller, interval_s=0.2))
    SecretStore(ring).remember(BoardAddress.parse(f"root@127.0.0.1:{board.address.port}"), Secret(SECRET))
    recorder = workbench.recordings.start({"source": "x"})
    recorder.write(made_result(5))
    connect(qtbot, workbench, board)
    view = workbench.window.board_panel.telemetry
    qtbot.waitUntil(lambda: "CPU" in view.texts, timeout=WAIT_MS)
    assert {"temperature", "memory"} <= view.texts.keys()
    recorder.close()
    looks = read_recording(workbench.recordings.latest).telemetry
    assert len(looks) >= 2 and {look.frame_index for look in looks} == {5}
    assert all(look.telemetry.origin is Origin.SIMULATED for look in looks)
    workbench.board.disconnect_board()
    assert view.texts == {}
