"""The two ways of a link, told apart: on a link whose rate and delay are known, and on made-up clocks."""

from __future__ import annotations

import json
import statistics
from time import perf_counter_ns
from types import SimpleNamespace

import numpy as np
import pytest

from bench.link_server import serving
from bench.shaped_link import shaped
from engines.frame_result import Stage
from engines.networks import http_connection
from engines.networks.clock_offset import ClockOffset, Exchange, FarTimes
from engines.networks.http_answer import HttpAnswer
from engines.networks.http_connection import HttpConnection
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.timing import StageClock
from tests.engines.agent.conftest import agent_port, model_dir
from tests.engines.networks.test_remote import (
    MODEL,
    SERVER,
    SPEC,
    X,
    answer,
    open_tiny,
    run,
    scripted,
    search,
)

__all__ = ["agent_port", "model_dir"]  # fixtures

RUNS = 12
BOARD = (Stage.BOARD_QUEUE, Stage.BOARD_COPY, Stage.BOARD_HARD, Stage.BOARD_OTHER)
MS, HOUR = 1_000_000, 3_600_000_000_000


def times(network, feeds):
    """Stages of one inference, and its wall time, in ms."""
    clock = StageClock()
    began_ns = perf_counter_ns()
    network.run(feeds, clock)
    wall_ms = (perf_counter_ns() - began_ns) / 1e6
    return {entry.stage: entry.ms for entry in clock.stages}, wall_ms


def open_sized(port, model):
    options = RemoteOptions(load=LoadRequest(f"{model}.sized"))
    return RemoteNetwork.at_url(f"http://127.0.0.1:{port}", model, options)


@pytest.fixture(scope="module")
def far_port():
    with serving() as port, shaped(port, mbit_per_s=100.0, delay_ms=0.5) as far:
        yield far


def medians(network, make_feeds):
    runs = [times(network, make_feeds(number)) for number in range(RUNS + 3)][3:]
    for stages, wall_ms in runs:
        assert Stage.LINK not in stages
        assert sum(stages.values()) <= wall_ms + 0.01, "what the stages claim has passed"
    return [statistics.median(stages[way] for stages, _ in runs) for way in (Stage.LINK_OUT, Stage.LINK_BACK)]


@pytest.mark.parametrize("is_second", [False, True], ids=["a connection", "another of it"])
def test_a_picture_goes_out_and_little_comes_back(far_port, is_second):
    """250 kB at 100 Mbit/s take 19.9 ms and the delay 0.5 ms; 6.5 kB come back in 1 ms."""
    network = open_sized(far_port, "sot")
    used = network.another() if is_second else network
    rng, template = np.random.default_rng(1), np.ones((1, 96, 8, 8), np.float32)
    out_ms, back_ms = medians(
        used, lambda _: {"x": rng.integers(0, 256, (1, 288, 288, 3), np.uint8), "zf": template}
    )
    assert out_ms > 19.0, "it cannot be there earlier"
    assert out_ms < 60.0
    assert 0.5 < back_ms < out_ms / 4
    used.close()
    network.close()


def test_little_goes_out_and_more_comes_back(far_port):
    """The agent keeps the input, so that a few hundred bytes ask for 50 kB: 4.5 ms."""
    network = open_sized(far_port, "plain")
    x = np.zeros((1, 250_000), np.uint8)
    out_ms, back_ms = medians(network, lambda _: {"x": x})
    assert back_ms > 3.8, "it cannot be here earlier"
    assert 0.2 < out_ms < back_ms
    network.close()


def test_both_ways_are_what_the_round_trip_leaves(agent_port, monkeypatch):
    network = open_tiny(agent_port)
    real, waits = network._http, []

    def request(*arguments, **options):
        began_ns = perf_counter_ns()
        got = real.request(*arguments, **options)
        waits.append((perf_counter_ns() - began_ns) / 1e6)
        return got

    monkeypatch.setattr(network, "_http", SimpleNamespace(request=request, close=real.close))
    for value in range(20):
        clock = StageClock()
        run(network, float(value), clock)
        stages = {entry.stage: entry.ms for entry in clock.stages}
        link_ms = waits[-1] - sum(stages.get(stage, 0.0) for stage in BOARD)
        assert stages[Stage.LINK_OUT] + stages[Stage.LINK_BACK] == pytest.approx(link_ms, abs=0.05)
        assert min(stages.values()) >= 0
    network.close()


# When the request was there on the far clock, whose offset is known, and what that makes of 10 ms of link.
MOMENTS = {
    "half way": (HOUR + 5 * MS, 5.0, 5.0),
    "before it was sent": (HOUR - 5 * MS, 0.0, 10.0),
    "after the answer": (HOUR + 50 * MS, 10.0, 0.0),
}


@pytest.mark.parametrize("whole_ns, out_ms, back_ms", MOMENTS.values(), ids=MOMENTS)
def test_no_way_takes_less_than_nothing(agent_port, whole_ns, out_ms, back_ms):
    network = open_tiny(agent_port)
    network._offset = ClockOffset()
    network._offset.add(Exchange(0, FarTimes(HOUR, HOUR, HOUR), 0))
    clock = StageClock()
    far = FarTimes(min(HOUR, whole_ns), whole_ns, whole_ns)
    network._stamp_link(clock, HttpAnswer(200, None, memoryview(b""), far), 0, 10.0)
    assert {entry.stage: entry.ms for entry in clock.stages} == {
        Stage.LINK_OUT: pytest.approx(out_ms), Stage.LINK_BACK: pytest.approx(back_ms),
    }  # fmt: skip
    network.close()


def test_an_agent_that_forgot_is_asked_twice_and_both_ways_count_both(agent_port):
    network = open_tiny(agent_port)
    for value in range(4):
        run(network, float(value))
    open_tiny(agent_port).close()  # loads the model anew: nothing is kept for it
    stages, _ = times(network, {"search": search(5), "template": np.full((1, 3, 4, 4), 2, np.float32)})
    assert Stage.LINK not in stages and stages[Stage.LINK_OUT] > 0 and stages[Stage.LINK_BACK] > 0
    network.close()


class Lines:
    """A stream that writes down what is sent in one go, and answers."""

    def __init__(self):
        self.sent, self._left = [], b""

    def sendall(self, data):
        self.sent.append(bytes(data))
        self._left = b"HTTP/1.1 200 OK\r\nTrackbench-Clock: 1 2 3\r\nContent-Length: 2\r\n\r\nok"

    def recv(self, size):
        part, self._left = self._left[:size], self._left[size:]
        return part

    def settimeout(self, timeout_s):
        pass

    def close(self):
        pass


# Requests of so many bytes at so many seconds, and in how many pieces each goes out.
REQUESTS = {
    "small": ([(100, 0.0), (8 * 1024, 5.0)], [1, 1]),
    "large": ([(8 * 1024 + 1, 0.0), (250_000, 0.9), (250_000, 1.0), (250_000, 1.1)], [2, 1, 2, 1]),
    "large after small": ([(100, 0.0), (250_000, 0.1), (100, 5.0)], [1, 2, 1]),
}


@pytest.mark.parametrize("requests, pieces", REQUESTS.values(), ids=REQUESTS)
def test_once_a_second_the_head_of_a_large_request_goes_ahead(monkeypatch, requests, pieces):
    stream, found, now_s = Lines(), [], 0.0
    monkeypatch.setattr(http_connection, "monotonic", lambda: 1000.0 + now_s)
    connection = HttpConnection(lambda: stream, "here")
    for size, now_s in requests:  # noqa: B007 - the clock reads it
        stream.sent, body = [], [b"x" * (size - 10), b"y" * 10]
        began_ns = perf_counter_ns()
        got = connection.request("POST", "/v2", body, timeout_s=1.0)
        ended_ns = perf_counter_ns()
        found.append(len(stream.sent))
        head, _, sent = b"".join(stream.sent).partition(b"\r\n\r\n")
        assert sent == b"".join(body) and f"Content-Length: {size}".encode() in head
        assert got.exchange is not None and got.exchange.far == FarTimes(1, 2, 3)
        assert began_ns <= got.exchange.began_ns <= got.exchange.heard_ns <= ended_ns
    assert found == pieces


TOLD = {"trackbench_stages": {"board_hard_ms": 0.01, "board_other_ms": 0.01}}
Y_TOLD = json.dumps({"outputs": [{**SPEC, "name": "y", "data": [3, 4]}], "parameters": TOLD}).encode()


@pytest.mark.parametrize(
    "headers, ways",
    [
        ((), {Stage.LINK}),
        (("Trackbench-Clock: 5 6 7",), {Stage.LINK_OUT, Stage.LINK_BACK}),
        (("Trackbench-Clock: 5 6 90000000000",), {Stage.LINK}),
    ],
    ids=["no clock", "a clock", "a clock that cannot be"],
)
def test_where_the_ways_are_not_known_the_link_is_one_stage(headers, ways):
    with scripted([SERVER, MODEL, answer(Y_TOLD, *headers)]) as network:
        stages, _ = times(network, {"x": X})
    assert set(stages) == {Stage.ENCODE, Stage.BOARD_HARD, Stage.BOARD_OTHER} | ways
