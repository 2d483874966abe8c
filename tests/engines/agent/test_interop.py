"""Clients and servers of the protocol written by others work with ours.

They run in Pythons that have `tritonclient[http]` and MLServer: this one, or those that
TRACKBENCH_TRITON_PYTHON and TRACKBENCH_MLSERVER_PYTHON name (their pinned packages want other versions than
ours; see requirements/interop.txt). `python3 dev.py interop` sees to all of it.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from app.cli import main
from engines.boards.protocol_server import NoSuchServerModel, ProtocolServer, ServerModelNotReady
from engines.catalog import load_catalog
from engines.frame_result import Stage
from engines.networks.json_wire import NoWordInJson
from engines.networks.remote import AgentFailed, RemoteNetwork
from engines.networks.server_address import ServerAddress
from engines.timing import StageClock
from tests.conftest import ROOT


def _python_with(module: str, variable: str) -> str | None:
    return os.environ.get(variable) or (sys.executable if find_spec(module) else None)


PYTHON = _python_with("tritonclient", "TRACKBENCH_TRITON_PYTHON")
MLSERVER_PYTHON = _python_with("mlserver", "TRACKBENCH_MLSERVER_PYTHON")
CLIENT = Path(__file__).with_name("triton_client.py")


@pytest.mark.skipif(
    PYTHON is None, reason="no tritonclient (TRACKBENCH_TRITON_PYTHON names a Python with it)"
)
def test_tritonclient_loads_a_model_and_infers(agent_port):
    done = subprocess.run([PYTHON, CLIENT, str(agent_port)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["live"], seen["ready"], seen["loaded_before"], seen["loaded"]) == (True, True, False, True)
    assert seen["before"][0] == {
        "name": "tiny",
        "version": "1",
        "state": "UNAVAILABLE",
        "reason": "not loaded",
    }
    assert {"binary_tensor_data", "model_repository", "statistics"} <= set(seen["server"]["extensions"])
    assert seen["model"]["inputs"][0]["shape"] == [1, 3, 8, 8]
    for is_binary in (True, False):
        assert seen[f"error_{is_binary}"] < 1e-4
        assert seen[f"id_{is_binary}"] == "seven"
    assert seen["all"] == [1, 3, 8, 8]
    (statistics,) = seen["statistics"]["model_stats"]
    assert (statistics["inference_count"], statistics["execution_count"]) == (3, 3)
    assert statistics["inference_stats"]["compute_infer"]["ns"] > 0
    assert seen["refused"][0] == "404"
    assert not seen["unloaded"]


class Served(NamedTuple):
    """A server written by others, with models of ours."""

    url: str
    port: int


@pytest.fixture(scope="module")
def mlserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """MLServer with a model in numpy, the bundled demo network under another name, and one never ready."""
    if MLSERVER_PYTHON is None:
        pytest.skip("no MLServer (TRACKBENCH_MLSERVER_PYTHON names a Python with it)")
    folder = tmp_path_factory.mktemp("served")
    entry = load_catalog(folder).entry("demo-sot").network[0]
    _describe(folder, "affine", "Affine", AFFINE_INPUTS, AFFINE_OUTPUTS)
    _describe(folder, "waking", "Waking", AFFINE_INPUTS, AFFINE_OUTPUTS)
    demo = str(ROOT / "resources/networks" / entry.file)
    inputs, outputs = ([_tensor(t.name, t.shape) for t in side] for side in (entry.inputs, entry.outputs))
    _describe(folder, "follower", "Network", inputs, outputs, uri=demo)
    with contextlib.ExitStack() as probes:
        sockets = [probes.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        http_port, grpc_port = (sock.getsockname()[1] for sock in sockets)
    settings = {
        "host": "127.0.0.1",
        "http_port": http_port,
        "grpc_port": grpc_port,
        "metrics_endpoint": None,
        "parallel_workers": 0,
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    environment = {**os.environ, "PYTHONPATH": str(CLIENT.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [MLSERVER_PYTHON, "-c", "from mlserver.cli import main; main()", "start", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment
        )
        try:
            _wait_until_served(process, http_port, folder / "log")
            yield Served(f"http://127.0.0.1:{http_port}", http_port)
        finally:
            process.terminate()
            process.wait(20)


BOX = "665,340,72,259"
AFFINE_INPUTS = [
    {"name": "x", "datatype": "FP32", "shape": [1, 3, 8, 8]},
    {"name": "bias", "datatype": "FP32", "shape": [1, 3, 1, 1]},
]
AFFINE_OUTPUTS = [
    {"name": "y", "datatype": "FP32", "shape": [1, 3, 8, 8]},
    {"name": "count", "datatype": "INT64", "shape": [1]},
]


def _tensor(name: str, shape: Sequence[int]) -> dict[str, object]:
    return {"name": name, "datatype": "FP32", "shape": list(shape)}


def _describe(folder: Path, name: str, kind: str, inputs: list, outputs: list, **parameters: str) -> None:
    (folder / name).mkdir()
    about = {
        "name": name,
        "implementation": f"served_models.{kind}",
        "inputs": inputs,
        "outputs": outputs,
        "parameters": {"version": "1", **parameters},
    }
    (folder / name / "model-settings.json").write_text(json.dumps(about))


def _wait_until_served(process: subprocess.Popen, port: int, log: Path) -> None:
    """MLServer answers once its models have been loaded."""
    deadline_s = time.monotonic() + 90
    while time.monotonic() < deadline_s:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with contextlib.closing(connection):
                connection.request(
                    "POST", "/v2/repository/index", b"{}", {"Content-Type": "application/json"}
                )
                rows = json.loads(connection.getresponse().read())
            if {row["name"] for row in rows} == {"affine", "waking", "follower"}:
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    pytest.fail(f"MLServer did not serve in 90 s:\n{log.read_text()}")


def test_the_remote_network_runs_a_model_of_mlserver(mlserver):
    """MLServer takes tensors as JSON only; every value comes back as it is."""
    x = np.random.default_rng(0).normal(0, 100, (1, 3, 8, 8)).astype(np.float32)
    bias = np.array([0.1, -1e-7, 3e20], np.float32).reshape(1, 3, 1, 1)
    clock = StageClock()
    with contextlib.closing(RemoteNetwork.at_url(mlserver.url, "affine")) as network:
        assert (network.server.name, network.server.extensions) == ("mlserver", frozenset())
        assert [(s.name, s.shape, s.dtype) for s in network.inputs] == [
            ("x", (1, 3, 8, 8), "float32"),
            ("bias", (1, 3, 1, 1), "float32"),
        ]
        for _ in range(3):
            outputs = network.run({"x": x, "bias": bias}, clock)
            np.testing.assert_array_equal(outputs["y"], 2 * x + bias)
            assert (outputs["count"].dtype, outputs["count"].tolist()) == (np.int64, [[192]])
    assert min(clock.bytes_out_in or (0, 0)) > 0
    stages = {entry.stage for entry in clock.stages}
    assert Stage.INFER in stages and Stage.LINK not in stages, "what the link takes of it is not known"


@pytest.mark.parametrize(
    ("model", "words"), [("nothing", "Model nothing not found"), ("waking", "not ready")]
)
def test_models_that_mlserver_does_not_run(mlserver, model, words):
    x, bias = np.zeros((1, 3, 8, 8), np.float32), np.zeros((1, 3, 1, 1), np.float32)
    with (
        pytest.raises(AgentFailed, match=words),
        contextlib.closing(RemoteNetwork.at_url(mlserver.url, model)) as network,
    ):
        network.run({"x": x, "bias": bias}, StageClock())


def test_a_shape_that_mlserver_refuses_leaves_the_network_usable(mlserver):
    bias = np.zeros((1, 3, 1, 1), np.float32)
    with contextlib.closing(RemoteNetwork.at_url(mlserver.url, "affine")) as network:
        with pytest.raises(AgentFailed, match="x should be 1 x 3 x 8 x 8"):
            network.run({"x": np.zeros((1, 3, 4, 4), np.float32), "bias": bias}, StageClock())
        y = network.run({"x": np.ones((1, 3, 8, 8), np.float32), "bias": bias}, StageClock())["y"]
        assert y.min() == y.max() == 2


def test_values_that_json_has_no_word_for(mlserver):
    x, bias = np.full((1, 3, 8, 8), np.nan, np.float32), np.zeros((1, 3, 1, 1), np.float32)
    with (
        contextlib.closing(RemoteNetwork.at_url(mlserver.url, "affine")) as network,
        pytest.raises(NoWordInJson, match="The input x"),
    ):
        network.run({"x": x, "bias": bias}, StageClock())


def test_the_ladder_of_a_server_by_others(mlserver):
    server = ProtocolServer(ServerAddress.parse(mlserver.url))
    results = {result.name: result for result in server.check(model="affine")}
    assert {name: result.state.value for name, result in results.items()} == {
        "reachable": "ok",
        "protocol": "warn",  # JSON only
        "ready": "warn",  # one of its models is not
        "models": "ok",
        "model": "ok",
        "inference": "ok",
    }
    assert results["protocol"].evidence.startswith("mlserver 1.")
    assert "JSON" in results["protocol"].cause
    assert results["models"].evidence == "affine, follower, waking (not ready)"
    assert "x float32 [1, 3, 8, 8]" in results["model"].evidence


@pytest.mark.parametrize(
    ("model", "failure", "words"),
    [
        ("nothing", NoSuchServerModel, "affine, follower, waking"),
        ("waking", ServerModelNotReady, "not ready"),
    ],
)
def test_the_ladder_names_what_a_server_lacks(mlserver, model, failure, words):
    server = ProtocolServer(ServerAddress.parse(mlserver.url))
    *_, asked, inference = server.check(model=model)
    assert (asked.state.value, inference.state.value) == ("fail", "skipped")
    assert isinstance(server.failure, failure)
    assert words in str(server.failure)


@pytest.mark.parametrize("named", [(), ("--remote-model", "follower")])
def test_a_clip_is_tracked_on_a_server_by_others(mlserver, tmp_path, capsys, named):
    """The same boxes as here: found by its tensors, or named."""
    clip, boxes, places = str(ROOT / "resources/clips/demo.mp4"), {}, []
    for board, words in (("local", ()), (mlserver.url, named)):
        out = tmp_path / f"{len(boxes)}.csv"
        asked = ["run", clip, "--model", "demo-sot", "--init", BOX, "--frames", "0:6", "--json"]
        assert main([*asked, "--board", board, "--out", str(out), *words]) == 0
        boxes[board] = np.loadtxt(out, delimiter=",", skiprows=1, usecols=range(5))
        places.append(json.loads(capsys.readouterr().out)["board"])
    assert places == ["this computer", mlserver.url]
    np.testing.assert_allclose(boxes[mlserver.url], boxes["local"], atol=1e-3)


def test_a_model_whose_tensors_do_not_fit_is_told(mlserver, capsys):
    clip = str(ROOT / "resources/clips/demo.mp4")
    asked = ["run", clip, "--model", "demo-sot", "--init", BOX, "--board", mlserver.url]
    assert main([*asked, "--remote-model", "affine"]) == 1
    assert "'template' is missing; found x, bias" in capsys.readouterr().err
