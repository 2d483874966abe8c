"""Any server of the protocol as a place to run: its check step by step, tokens, which model is meant."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner
from engines.agent.server import AgentServer
from engines.assembly import NetworkRequest
from engines.board_values import BoardAddress, CheckState, Secret
from engines.boards.opening import ServedCatalog, WrongModelCount, server_offer, server_opener
from engines.boards.protocol_server import (
    NoSuchServerModel,
    NotAProtocolServer,
    ProtocolServer,
    ServerModelNotReady,
    ServerUnreachable,
)
from engines.boards.secret_store import SecretStore
from engines.catalog import InputEntry, NetworkEntry, OutputEntry, judge, load_catalog
from engines.errors import BadParameter, Cancelled
from engines.networks.local import use_shared_pool
from engines.networks.remote import TokenRefused
from engines.networks.server_address import ServerAddress, is_url
from engines.timing import StageClock
from tests.engines.agent.tiny_models import save_tiny
from tests.memory_keyring import MemoryKeyring

TOKEN = "0123456789abcdef-token"
TINY = NetworkEntry(
    role="search",
    file="tiny_net.onnx",
    inputs=(
        InputEntry(name="search", shape=(1, 3, 8, 8), layout="NCHW"),
        InputEntry(name="template", shape=(1, 3, 4, 4), layout="NCHW"),
    ),
    outputs=(OutputEntry(name="y", shape=(1, 3, 8, 8)),),
)


@contextmanager
def agent(folder: Path, *names: str, token: str | None = None) -> Iterator[ServerAddress]:
    """Our own agent in this process, with the tiny network loaded under each of the names."""
    use_shared_pool(1)
    repository = Repository(LocalRunner(OnnxruntimeBackend(threads=1, shared_pool=True)), str(folder))
    path = save_tiny(folder / "kept.onnx")
    for name in names:
        repository.load_file(name, str(path), {})
    with AgentServer(("127.0.0.1", 0), Api(repository), token) as server:
        yield from _serving(server)


@contextmanager
def scripted(answers: dict[str, tuple[int, object]]) -> Iterator[ServerAddress]:
    """A server by somebody else: status and JSON (or bytes) by path."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, value = answers.get(self.path, (404, {"error": "unknown path"}))
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        yield from _serving(server)


def _serving(server) -> Iterator[ServerAddress]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ServerAddress("127.0.0.1", server.server_address[1])
    finally:
        server.shutdown()
        thread.join(5)


def request(name: str = "tiny", role: str = "search", entry: NetworkEntry = TINY) -> NetworkRequest:
    label = name if role == "search" else f"{name}/{role}"
    specs = tuple(given.spec for given in entry.inputs)
    return NetworkRequest(label, entry.model_copy(update={"role": role}), Path("none"), specs, name)


def states(results) -> dict[str, str]:
    return {result.name: result.state.value for result in results}


def test_our_own_agent_is_such_a_server(tmp_path):
    with agent(tmp_path, "tiny") as address:
        server = ProtocolServer(address)
        results = server.check(model="tiny")
        assert server.failure is None
        assert set(states(results).values()) == {"ok"}
        found = {result.name: result.evidence for result in results}
        assert found["reachable"] == address.where
        assert found["protocol"] == "trackbench-agent 1"
        assert found["models"] == "kept (not loaded), tiny"
        assert "search float32 [1, 3, 8, 8]" in found["model"]
        assert "ms there and back" in found["inference"]
        with closing(server_opener(server)(request())) as network:
            feeds = {"search": np.ones((1, 3, 8, 8), "f4"), "template": np.full((1, 3, 4, 4), 2, "f4")}
            assert network.run(feeds, StageClock())["y"].max() == 3.0


@pytest.mark.parametrize(
    ("served", "asked", "role", "found"),
    [
        (("tiny", "other"), "tiny", "search", "tiny"),
        (("my_tiny", "other"), "my-tiny", "search", "my_tiny"),
        (("pair-search", "pair-template"), "pair", "template", "pair-template"),
        (("tiny_net", "other"), "anything", "search", "tiny_net"),  # its file's name
        (("whatever",), "tiny", "search", "whatever"),  # the only one whose tensors fit
    ],
)
def test_which_model_is_meant(tmp_path, served, asked, role, found):
    with agent(tmp_path, *served) as address:
        server = ProtocolServer(address)
        server.check()
        assert server.name_for(request(asked, role)) == found


def test_one_of_several_that_fit_is_not_guessed(tmp_path):
    with agent(tmp_path, "one", "two") as address:
        server = ProtocolServer(address)
        server.check()
        with pytest.raises(NoSuchServerModel, match=r"kept, one, two.*--remote-model"):
            server.name_for(request())
        wide = TINY.model_copy(update={"outputs": (OutputEntry(name="y", shape=(1, 3, 9, 9)),)})
        with pytest.raises(NoSuchServerModel):
            server.name_for(request(entry=wide))


def test_names_that_were_given_count_and_are_as_many_as_networks(tmp_path):
    entry = load_catalog(tmp_path).entry("demo-sot")
    with agent(tmp_path, "one", "two") as address:
        server = ProtocolServer(address)
        server.check()
        role = entry.network[0].role
        opened = server_opener(server, entry, ("two",))(request(entry.name, role))
        with closing(opened) as network:
            assert network._model == "two"
        with pytest.raises(WrongModelCount, match=r"1 network\(s\) \(track\), but 2"):
            server_opener(server, entry, ("one", "two"))


def test_a_server_fits_every_entry_and_needs_no_files(tmp_path):
    catalog = load_catalog(tmp_path)
    offer = server_offer(ProtocolServer(ServerAddress("10.0.0.5", 8080)))
    assert offer.title == "http://10.0.0.5:8080"
    assert all(judge(entry, offer).fits for entry in catalog.entries)
    served = ServedCatalog.of(catalog)
    entry = catalog.entry("ettrack")
    assert not catalog.has_weights(entry) and served.has_weights(entry)
    assert [path.name for path in served.weights(entry)] == [network.file for network in entry.network]
    assert served.weights(entry, (tmp_path, tmp_path)) == (tmp_path, tmp_path)


# -- tokens ------------------------------------------------------------------------------------


def test_a_token_that_was_given(tmp_path):
    with agent(tmp_path, "tiny", token=TOKEN) as address:
        server = ProtocolServer(
            address, token=TOKEN, ask_secret=lambda _prompt: pytest.fail("nobody is asked")
        )
        results = server.check(model="tiny")
        assert server.failure is None
        assert results[1].evidence.endswith("with a token")
        wrong = ProtocolServer(address, token="x" * 20)
        assert states(wrong.check())["protocol"] == "fail"
        assert isinstance(wrong.failure, TokenRefused)
        assert "x" * 20 not in str(wrong.failure)


def test_a_token_is_asked_for_and_remembered_where_that_is_wanted(tmp_path):
    prompts: list[str] = []
    ring = MemoryKeyring()

    def ask(prompt: str) -> Secret:
        prompts.append(prompt)
        return Secret(TOKEN, may_keep=True)

    with agent(tmp_path, "tiny", token=TOKEN) as address:
        for how in ("with a token", "with the remembered token"):
            server = ProtocolServer(address, ask_secret=ask, secrets=SecretStore(ring))
            results = server.check()
            assert server.failure is None and results[1].evidence.endswith(how)
        assert prompts == [f"token for {address.where}"]
        owner = BoardAddress(address.host, address.port, "token")
        SecretStore(ring).remember(owner, "an old one that is wrong")
        assert ProtocolServer(address, ask_secret=ask, secrets=SecretStore(ring)).check()[1].evidence
        assert SecretStore(ring).find(owner) == TOKEN


@pytest.mark.parametrize("answer", [None, Secret("y" * 20, may_keep=True)])
def test_a_token_that_nobody_gives_or_that_is_wrong_is_not_kept(tmp_path, answer):
    ring = MemoryKeyring()
    with agent(tmp_path, "tiny", token=TOKEN) as address:
        server = ProtocolServer(address, ask_secret=lambda _prompt: answer, secrets=SecretStore(ring))
        assert states(server.check()) == {
            "reachable": "ok", "protocol": "fail", "ready": "skipped", "models": "skipped",
        }  # fmt: skip
        assert isinstance(server.failure, TokenRefused)
        assert SecretStore(ring).find(BoardAddress(address.host, address.port, "token")) is None


# -- servers by others, and what is none -------------------------------------------------------

META = {"name": "kserve", "version": "0.15", "extensions": ["model_repository_extension"]}


def test_a_list_as_kserve_gives_it():
    answers = {
        "/v2": (200, META),
        "/v2/health/ready": (200, b""),
        "/v2/models": (200, {"models": ["b", "a"]}),
    }
    with scripted(answers) as address:
        server = ProtocolServer(address)
        results = {result.name: result for result in server.check()}
        assert results["models"].evidence == "a, b"
        assert "JSON" in results["protocol"].cause


@pytest.mark.parametrize(
    "listing",
    [(404, {}), (200, b"<html>"), (200, {"rows": []}), (200, {"models": 3}), (200, [{"state": "READY"}])],
)
def test_a_server_that_lists_nothing_is_asked_by_name(listing):
    answers = {"/v2": (200, META), "/v2/health/ready": (200, b""), "/v2/repository/index": listing}
    with scripted(answers) as address:
        server = ProtocolServer(address)
        assert states(server.check())["models"] == "skipped"
        assert server.failure is None
        assert server.name_for(request("my/net")) == "my-net"
        with pytest.raises(NoSuchServerModel, match="none"):
            server.open_model("my-net")


def test_a_model_that_is_loading():
    rows = [{"name": "big", "state": "LOADING", "reason": "reads weights"}]
    answers = {
        "/v2": (200, META),
        "/v2/health/ready": (503, {"error": "starting"}),
        "/v2/repository/index": (200, rows),
        "/v2/models/big/ready": (400, b""),
    }
    with scripted(answers) as address:
        server = ProtocolServer(address)
        results = {result.name: result for result in server.check(model="big")}
        assert "503: starting" in results["ready"].cause
        assert results["models"].evidence == "big (reads weights)"
        assert isinstance(server.failure, ServerModelNotReady)
        assert "reads weights" in str(server.failure)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"/v2": (404, {"error": "nothing here"})}, "404: nothing here"),
        ({"/v2": (200, b"<html>hello</html>")}, "not JSON"),
        ({"/v2": (200, {"hello": 1})}, "it has no name"),
        ({"/v2": (200, [1, 2])}, "no JSON object"),
    ],
)
def test_what_answers_but_is_no_such_server(answers, words):
    with scripted(answers) as address:
        server = ProtocolServer(address)
        assert states(server.check())["protocol"] == "fail"
        assert isinstance(server.failure, NotAProtocolServer)
        assert words in str(server.failure)


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Le", b""])
def test_what_does_not_speak_http(greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            for _ in range(3):
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                with sock:
                    sock.sendall(greeting)

        thread = threading.Thread(target=answer)
        thread.start()
        server = ProtocolServer(ServerAddress("127.0.0.1", listener.getsockname()[1]))
        assert states(server.check())["protocol"] == "fail"
        assert isinstance(server.failure, NotAProtocolServer)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = ServerAddress("127.0.0.1", probe.getsockname()[1])
    server = ProtocolServer(address)
    assert states(server.check(model="any")) == {
        "reachable": "fail", "protocol": "skipped", "ready": "skipped",
        "models": "skipped", "model": "skipped", "inference": "skipped",
    }  # fmt: skip
    assert isinstance(server.failure, ServerUnreachable)
    assert "refused" in str(server.failure)


def test_the_check_can_be_left(tmp_path):
    with agent(tmp_path, "tiny") as address:
        seen: list[object] = []
        with pytest.raises(Cancelled):
            ProtocolServer(address).check(seen.append, lambda: len(seen) >= 2)
        assert [result.state for result in seen] == [CheckState.OK] * 2


# -- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("http://10.0.0.5:8080", ServerAddress("10.0.0.5", 8080), "http://10.0.0.5:8080"),
        (" HTTP://Board.local/ ", ServerAddress("board.local", 80), "http://board.local:80"),
        ("http://[fe80::1]:8000/v2", ServerAddress("fe80::1", 8000), "http://[fe80::1]:8000"),
    ],
)
def test_addresses(text, address, shown):
    assert is_url(text)
    assert ServerAddress.parse(text) == address
    assert str(address) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://x:1", "only http"),
        ("ftp://x", "only http"),
        ("http://", "http://host:port"),
        ("http://x:0", "http://host:port"),
        ("http://x:99999", "ort out of range"),
        ("http://x:1/v2/models/a", "nothing may follow"),
        ("http://x:1?a=b", "nothing may follow"),
        ("http://me:hidden@x:1", "a secret does not belong"),
    ],
)
def test_addresses_that_are_none(text, words):
    with pytest.raises(BadParameter, match=words) as caught:
        ServerAddress.parse(text)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["virtual", "virtual:ascend", "local", "root@1.2.3.4:22", "[fe80::1]:22", "a//b"]
)
def test_what_is_no_url(name):
    assert not is_url(name)
