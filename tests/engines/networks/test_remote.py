"""The remote network: over SSH to an agent, over TCP to any server, and against servers that misbehave."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from engines.board_values import PublishedTime
from engines.errors import BadParameter
from engines.frame_result import Stage
from engines.networks.http_connection import LinkLost, NoAnswer
from engines.networks.network import PixelFormat
from engines.networks.remote import AgentFailed, LoadRequest, RemoteNetwork, RemoteOptions
from engines.networks.wire import BadAnswer
from engines.origin import Origin
from engines.timing import StageClock
from tests.engines.agent.conftest import agent_port, model_dir

__all__ = ["agent_port", "model_dir"]  # fixtures

TEMPLATE = np.full((1, 3, 4, 4), 2, np.float32)
PIXELS = {"search": PixelFormat("BGR", (10, 20, 30), (0.5, 0.25, 0.125))}


def open_tiny(port, **options) -> RemoteNetwork:
    chosen = RemoteOptions(load=LoadRequest("tiny.onnx"), **options)
    return RemoteNetwork.at_url(f"http://127.0.0.1:{port}", "tiny", chosen)


@pytest.fixture
def tiny(agent_port) -> Iterator[RemoteNetwork]:
    network = open_tiny(agent_port)
    yield network
    network.close()


def search(value: float) -> np.ndarray:
    return np.full((1, 3, 8, 8), value, np.float32)


def run(network, value=1.0, clock=None):
    return network.run({"search": search(value), "template": TEMPLATE}, clock or StageClock())["y"]


def test_runs_and_stamps(tiny):
    clock = StageClock()
    np.testing.assert_allclose(run(tiny, 1.5, clock), 4.0)
    stages = {entry.stage for entry in clock.stages}
    ways = {Stage.LINK_OUT, Stage.LINK_BACK}
    assert stages == {Stage.ENCODE, Stage.BOARD_HARD, Stage.BOARD_OTHER} | ways
    assert all(entry.origin is Origin.MEASURED for entry in clock.stages)
    bytes_out, bytes_in = clock.bytes_out_in
    assert bytes_out > search(0).nbytes + TEMPLATE.nbytes
    assert bytes_in > search(0).nbytes
    assert clock.layers is None
    profiled = StageClock(wants_layers=True)
    run(tiny, 1.0, profiled)
    assert {layer.op_type for layer in profiled.layers.layers} >= {"Mul"}
    assert {layer.network for layer in profiled.layers.layers} == {"tiny"}


def test_pictures_cross_the_link_as_uint8(agent_port):
    network = open_tiny(agent_port, pixels=PIXELS, label="search net")
    spec = network.inputs[0]
    assert (spec.dtype, spec.shape, spec.layout) == ("uint8", (1, 8, 8, 3), "NHWC")
    assert spec.pixels == PixelFormat("BGR"), "the agent does the arithmetic, the colour order stays"
    assert network.name == "search net"
    picture = np.random.default_rng(1).integers(0, 255, (1, 8, 8, 3), dtype=np.uint8)
    y = network.run({"search": picture, "template": TEMPLATE}, StageClock())["y"]
    expected = ((picture.astype("f4") - [10, 20, 30]) * [0.5, 0.25, 0.125]).transpose(0, 3, 1, 2) * 2 + 1
    np.testing.assert_allclose(y, np.maximum(expected, 0), rtol=1e-5)
    network.close()


def bytes_out(network, feeds):
    clock = StageClock()
    network.run(feeds, clock)
    return clock.bytes_out_in[0]


def test_a_template_crosses_the_link_only_at_first(tiny):
    template = TEMPLATE.copy()
    sizes = [bytes_out(tiny, {"search": search(i), "template": template}) for i in range(5)]
    assert sizes[0] > sizes[2] + template.nbytes - 200
    assert sizes[2:] == [sizes[2]] * 3
    template[...] = 3  # the same array, written again: its values count, not its identity
    y = tiny.run({"search": search(1), "template": template}, StageClock())["y"]
    np.testing.assert_allclose(y, 4.0)


def test_several_targets_take_turns(tiny):
    templates = [np.full((1, 3, 4, 4), value, np.float32) for value in (1, 2, 3)]
    for i in range(12):
        y = tiny.run({"search": search(i), "template": templates[i % 3]}, StageClock())["y"]
        np.testing.assert_allclose(y, i * (i % 3 + 1) + 1, rtol=1e-6)
    assert bytes_out(tiny, {"search": search(99), "template": templates[0]}) < search(0).nbytes + 700


def test_an_agent_that_forgot_gets_it_again(agent_port, tiny):
    for value in range(4):
        run(tiny, value)
    other = open_tiny(agent_port)  # loads the model anew: nothing is kept for it
    other.close()
    np.testing.assert_allclose(run(tiny, 5.0), 11.0)


def test_simulated_times_stay_simulated(agent_port):
    network = RemoteNetwork.at_url(
        f"http://127.0.0.1:{agent_port}",
        "tiny",
        RemoteOptions(load=LoadRequest("tiny.onnx", PublishedTime(4.0, 1.0))),
    )
    clock = StageClock(wants_layers=True)
    run(network, 1.0, clock)
    origins = {entry.stage: entry.origin for entry in clock.stages}
    assert origins[Stage.BOARD_HARD] is origins[Stage.BOARD_COPY] is Origin.SIMULATED
    assert origins[Stage.LINK_OUT] is origins[Stage.LINK_BACK] is Origin.MEASURED
    assert clock.layers.origin is Origin.SIMULATED
    network.close()


def test_what_does_not_fit_is_a_bug_here(tiny):
    with pytest.raises(ValueError, match="tiny"):
        tiny.run({"search": search(1).astype(np.float64), "template": TEMPLATE}, StageClock())


def test_a_refusal_says_why(agent_port, tiny):
    with pytest.raises(AgentFailed, match="no file"):
        RemoteNetwork.at_url(
            f"http://127.0.0.1:{agent_port}", "other", RemoteOptions(load=LoadRequest("other.onnx"))
        )
    with pytest.raises(AgentFailed, match="missing"):
        tiny.run({"search": search(1)}, StageClock())
    np.testing.assert_allclose(run(tiny), 3.0)


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://h:99999", "h:80"])
def test_urls_that_are_none(url):
    with pytest.raises(BadParameter):
        RemoteNetwork.at_url(url, "m")


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(LinkLost):
        RemoteNetwork.at_url(f"http://127.0.0.1:{port}", "m")


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


SPEC = {"name": "x", "datatype": "FP32", "shape": [2]}
SERVER = answer(b'{"name": "other", "version": "9", "extensions": []}')
MODEL = answer(json.dumps({"name": "m", "inputs": [SPEC], "outputs": [{**SPEC, "name": "y"}]}).encode())
X = np.array([1, 2], np.float32)
Y_JSON = json.dumps({"outputs": [{**SPEC, "name": "y", "data": [3, 4]}]}).encode()


@contextmanager
def scripted(*connections: list[bytes | None]) -> Iterator[RemoteNetwork]:
    """A network on a server that answers requests with given bytes; None closes without a word.

    Each list is one connection; after its last answer the connection is closed.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        release = threading.Event()
        thread = threading.Thread(target=_play, args=(listener, connections, release))
        thread.start()
        network = RemoteNetwork.at_url(
            f"http://127.0.0.1:{listener.getsockname()[1]}", "m", RemoteOptions(timeout_s=1.0)
        )
        try:
            yield network
        finally:
            network.close()
            release.set()
            thread.join(20)


def _play(listener, connections, release) -> None:
    for answers in connections:
        with listener.accept()[0] as sock:
            sock.settimeout(20)
            for reply in answers:
                if not _read_request(sock):
                    break
                if reply is None:
                    break
                if reply == SILENCE:
                    release.wait(20)
                    break
                sock.sendall(reply)


SILENCE = b"silence"


def _read_request(sock) -> bool:
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65536)
        if not part:
            return False
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += sock.recv(65536)
    return True


def test_a_server_by_others_gets_its_round_trip_as_inference():
    with scripted([SERVER, MODEL, answer(Y_JSON)]) as network:
        clock = StageClock()
        np.testing.assert_array_equal(network.run({"x": X}, clock)["y"], [3, 4])
        assert {entry.stage for entry in clock.stages} == {Stage.ENCODE, Stage.INFER}


def test_chunked_answers():
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        len(Y_JSON),
        Y_JSON,
    )
    with scripted([SERVER, MODEL, chunked]) as network:
        np.testing.assert_array_equal(network.run({"x": X}, StageClock())["y"], [3, 4])


def test_a_connection_closed_while_idle_is_opened_again():
    with scripted([SERVER, MODEL], [answer(Y_JSON, "Connection: close")], [answer(Y_JSON)]) as network:
        for _ in range(2):
            np.testing.assert_array_equal(network.run({"x": X}, StageClock())["y"], [3, 4])


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"\x00" * 1000,
        answer(b"not json"),
        answer(b"{}"),
        answer(b"[]"),
        answer(b'{"outputs": []}'),
        answer(Y_JSON, "Inference-Header-Content-Length: 99999"),
        answer(Y_JSON, "Inference-Header-Content-Length: many"),
        answer(Y_JSON + b"left over", f"Inference-Header-Content-Length: {len(Y_JSON)}"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    ],
)
def test_answers_that_cannot_be_used(reply):
    with scripted([SERVER, MODEL, reply]) as network, pytest.raises(BadAnswer):
        network.run({"x": X}, StageClock())


def test_half_an_answer_is_a_lost_link():
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"
    with scripted([SERVER, MODEL, half]) as network, pytest.raises(LinkLost, match="within an answer"):
        network.run({"x": X}, StageClock())


def test_a_server_that_closes_twice_is_a_lost_link():
    with scripted([SERVER, MODEL, None], [None]) as network, pytest.raises(LinkLost):
        network.run({"x": X}, StageClock())


def test_a_silent_server():
    with scripted([SERVER, MODEL, SILENCE]) as network, pytest.raises(NoAnswer, match="1 s"):
        network.run({"x": X}, StageClock())


def test_an_error_of_the_server():
    error = answer(b'{"error": "out of memory"}', status="500 Internal Server Error")
    with scripted([SERVER, MODEL, error]) as network, pytest.raises(AgentFailed, match="out of memory"):
        network.run({"x": X}, StageClock())


# -- a second way to the same model --------------------------------------------------------------


def test_another_runs_beside_the_first_with_buffers_of_its_own(agent_port, tiny):
    other = tiny.another()
    try:
        assert (other.name, other.inputs, other.outputs) == (tiny.name, tiny.inputs, tiny.outputs)
        clocks = [StageClock(), StageClock()]
        for value in (1.0, 2.0, 3.0):
            for network, clock in zip((tiny, other), clocks, strict=True):
                np.testing.assert_allclose(run(network, value, clock), value * 2 + 1)
        sizes = [clock.bytes_out_in for clock in clocks]
        assert sizes[0] == pytest.approx(sizes[1], abs=8), "each has its template kept for itself"
    finally:
        other.close()
    np.testing.assert_allclose(run(tiny, 1.0), 3.0)


def test_time_in_line_is_told_as_such(agent_port):
    """Two requests at once: the second waits for the accelerator, and that is no time of the agent's own."""
    first = open_tiny(agent_port)
    first.close()
    load = LoadRequest("tiny.onnx", PublishedTime(60.0))
    url = f"http://127.0.0.1:{agent_port}"
    slow = RemoteNetwork.at_url(url, "slow", RemoteOptions(load=load))
    other, clocks = slow.another(), [StageClock(), StageClock()]
    threads = [
        threading.Thread(target=run, args=(network, 1.0, clock))
        for network, clock in zip((slow, other), clocks, strict=True)
    ]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    for thread in threads:
        thread.join(20)
    slow.close()
    other.close()
    early, late = ({entry.stage: entry.ms for entry in clock.stages} for clock in clocks)
    assert Stage.BOARD_QUEUE not in early
    assert 20 < late[Stage.BOARD_QUEUE] < 61
    assert late[Stage.BOARD_HARD] == 60.0
    assert late[Stage.BOARD_OTHER] < late[Stage.BOARD_QUEUE]


def test_closing_ends_a_request_under_way():
    with scripted([SERVER, MODEL, SILENCE]) as network:
        network._options = replace(network._options, timeout_s=20.0)
        failures = []

        def ask():
            try:
                network.run({"x": X}, StageClock())
            except LinkLost as error:
                failures.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.1)
        began_s = time.monotonic()
        network.close()
        thread.join(20)
        assert time.monotonic() - began_s < 5
        assert len(failures) == 1


def test_a_model_that_was_unloaded_is_gone_for_everybody(agent_port, tiny):
    other = tiny.another()
    np.testing.assert_allclose(run(other), 3.0)
    tiny.unload()
    for network in (tiny, other):
        with pytest.raises(AgentFailed, match="no model 'tiny'"):
            run(network)
    with pytest.raises(AgentFailed, match="no model 'tiny'"):
        tiny.unload()
    again = open_tiny(agent_port)
    np.testing.assert_allclose(run(again), 3.0)
    again.close()
    other.close()
