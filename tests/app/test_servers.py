"""A server of the Open Inference Protocol in the window and on the command line."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs
from app.cli import main
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner
from engines.agent.server import AgentServer
from engines.boards.protocol_server import TOKEN_VARIABLE
from engines.networks.local import use_shared_pool
from widgets.views import BoardState, StepState, Verdict

TOKEN = "0123456789abcdef-token"
WAIT_MS = 20_000
BOX = "30,40,24,24"


@pytest.fixture
def url(spot_file: Path) -> Iterator[str]:
    """A server that wants a token and has vittrack's network under the entry's name."""
    use_shared_pool(1)
    repository = Repository(LocalRunner(OnnxruntimeBackend(threads=1, shared_pool=True)), None)
    repository.load_file("vittrack", str(spot_file), {})
    with AgentServer(("127.0.0.1", 0), Api(repository), TOKEN) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(5)


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)


def run(capsys, scene: Path, *words: object) -> tuple[int, str, str]:
    code = main(["run", str(scene), "--model", "vittrack", "--init", BOX, *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("named", [(), ("--remote-model", "vittrack")])
def test_a_run_on_a_server_without_weights_here(capsys, scene, url, token, tmp_path, named):
    out_file = tmp_path / "result.csv"
    code, out, _err = run(capsys, scene, "--board", url, "--out", out_file, "--json", *named)
    assert code == 0
    summary = json.loads(out)
    assert (summary["board"], summary["frames"]) == (url, 16)
    assert summary["link_bytes"] is not None
    rows = out_file.read_text().splitlines()
    assert len(rows) == 17 and rows[-1].endswith("tracked")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--weights", "a.onnx"), 2, "--weights means nothing on a server"),
        (("--remote-model", "a,b"), 1, "1 network(s)"),
        (("--remote-model", "nothing"), 1, "It has: vittrack"),
    ],
)
def test_what_means_nothing_on_a_server_is_told(capsys, scene, url, token, words, code, told):
    found, _out, err = run(capsys, scene, "--board", url, *words)
    assert found == code
    assert told in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--remote-model", "a"), "give --board http://host:port"),
        (("--remote-model", "a", "--board", "virtual"), "give --board http://host:port"),
    ],
)
def test_names_on_a_server_need_one(capsys, scene, words, told):
    code, _out, err = run(capsys, scene, *words)
    assert code == 2
    assert told in err


def test_without_its_token_a_server_says_what_it_wants(capsys, scene, url):
    code, _out, err = run(capsys, scene, "--board", url)
    assert code == 1
    assert "wants a token" in err and TOKEN not in err


def test_a_server_is_checked_like_a_board(capsys, url, token):
    assert main(["board", "check", url, "--model", "vittrack", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [
        "reachable", "protocol", "ready", "models", "model", "inference",
    ]  # fmt: skip
    assert {row["state"] for row in rows} == {"ok"}
    assert main(["board", "check", url, "--model", "none"]) == 1
    assert "has no model called none" in capsys.readouterr().out
    assert main(["board", "check", "https://x"]) == 1
    assert "only http is spoken" in capsys.readouterr().err


@pytest.fixture
def workbench(qtbot, tmp_path, language_c_locale):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    running_logs = logs.start(paths.log_file)
    made = Workbench(paths, LoadedSettings(Settings(last_model="vittrack")), running_logs.relay)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.finish()
    running_logs.stop()


def test_the_window_connects_to_a_server_and_runs_there(qtbot, workbench, scene, url):
    """Typed into the address field; its token is asked for; no weights have to be here."""
    board, panel = workbench.board, workbench.window.board_panel
    board.secret_asked.connect(lambda _prompt, _can_keep: board.answer_secret(TOKEN))
    with qtbot.waitSignal(board.offer_changed, timeout=WAIT_MS) as offered:
        panel.show_address(url)
        panel.connect_requested.emit(panel.address)
    assert offered.args[0].has_models and board.state is BoardState.CONNECTED
    assert board.text == url
    assert [step.key for step in panel.steps] == ["reachable", "protocol", "ready", "models"]
    assert {step.state for step in panel.steps} == {StepState.PASSED}
    assert panel.steps[3].evidence == "vittrack"
    verdict = workbench.catalog.verdict_view
    assert (verdict.verdict, verdict.reason) == (Verdict.UNKNOWN, "the server is asked for it")
    with qtbot.waitSignal(workbench.catalog.pipeline_ready, timeout=WAIT_MS):
        workbench.catalog.open_pipeline()
    assert url in workbench.settings.now.recent_boards
    board.disconnect_board()
    assert board.state is BoardState.DISCONNECTED and board.family is None
    assert workbench.catalog.verdict_view.reason == "its weights are not here yet"


def test_a_server_that_is_not_there_fails_at_its_step(qtbot, workbench):
    board, panel = workbench.board, workbench.window.board_panel
    with qtbot.waitSignal(board.failed, timeout=WAIT_MS):
        board.connect_to("http://127.0.0.1:9")
    assert board.state is BoardState.FAILED
    assert panel.steps[0].state is StepState.FAILED and panel.steps[0].remedy
    with qtbot.waitSignal(board.failed, timeout=WAIT_MS) as failed:
        board.connect_to("https://127.0.0.1:9")
    assert "only http" in str(failed.args[0])
