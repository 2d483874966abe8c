"""The agent's protocol, as raw bytes: what a client of any make may send."""

from __future__ import annotations

import http.client
import json
import socket
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

SEARCH = np.arange(3 * 8 * 8, dtype=np.float32).reshape(1, 3, 8, 8) / 50 - 1
TEMPLATE = np.full((1, 3, 4, 4), 2, np.float32)
EXPECTED = np.maximum(SEARCH * 2 + 1, 0)


def ask(port, method, path, body=None, headers=None):
    """Status and JSON of one request on a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        text = json.dumps(body) if isinstance(body, dict) else body
        connection.request(method, path, text, headers or {})
        response = connection.getresponse()
        data = response.read()
        return response.status, json.loads(data) if data else None


def load(port, name="tiny", **parameters):
    return ask(port, "POST", f"/v2/repository/models/{name}/load", {"parameters": parameters})


def binary_entry(name, array, datatype="FP32", **parameters):
    size = {"binary_data_size": array.nbytes}
    return {"name": name, "datatype": datatype, "shape": array.shape, "parameters": {**size, **parameters}}


def infer(port, entries, tails, model="tiny", **request):
    """Status, JSON and arrays of an inference with binary tensors."""
    text = json.dumps({"inputs": entries, "parameters": {"binary_data_output": True}, **request}).encode()
    headers = {"Inference-Header-Content-Length": str(len(text))}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", f"/v2/models/{model}/infer", text + b"".join(tails), headers)
        response = connection.getresponse()
        data = response.read()
    if response.status != 200:
        return response.status, json.loads(data), None
    length = int(response.headers["Inference-Header-Content-Length"])
    answer = json.loads(data[:length])
    shape = answer["outputs"][0]["shape"]
    return response.status, answer, np.frombuffer(data[length:], "f4").reshape(shape)


def infer_tiny(port, search=SEARCH, **request):
    entries = [binary_entry("search", search), binary_entry("template", TEMPLATE)]
    return infer(port, entries, [search.tobytes(), TEMPLATE.tobytes()], **request)


def is_alive(port):
    return ask(port, "GET", "/v2/health/live")[0] == 200


def test_says_who_it_is(agent_port):
    status, server = ask(agent_port, "GET", "/v2")
    assert status == 200
    assert {"binary_tensor_data", "model_repository"} <= set(server["extensions"])
    assert server["parameters"]["backend"] == "onnxruntime"


def test_loads_describes_and_unloads_a_model(agent_port):
    assert ask(agent_port, "GET", "/v2/models/tiny/ready")[0] == 404
    assert load(agent_port) == (200, {})
    assert ask(agent_port, "GET", "/v2/models/tiny/versions/1/ready")[0] == 200
    status, model = ask(agent_port, "GET", "/v2/models/tiny")
    assert status == 200
    assert model["inputs"][0] == {"name": "search", "datatype": "FP32", "shape": [1, 3, 8, 8]}
    assert ask(agent_port, "POST", "/v2/repository/index")[1][0]["state"] == "READY"
    assert ask(agent_port, "POST", "/v2/repository/models/tiny/unload", {})[0] == 200
    assert ask(agent_port, "GET", "/v2/models/tiny")[0] == 404


def test_infers_with_binary_tensors(agent_port):
    load(agent_port)
    status, answer, y = infer_tiny(agent_port, id="seven")
    assert status == 200
    assert answer["id"] == "seven"
    np.testing.assert_allclose(y, EXPECTED, rtol=1e-6)
    stages = answer["parameters"]["trackbench_stages"]
    assert answer["parameters"]["trackbench_origin"] == "measured"
    assert stages["board_hard_ms"] > 0
    assert "board_copy_ms" not in stages, "what is not known is absent, not zero"
    assert ask(agent_port, "GET", "/v2/models/tiny/stats")[1]["model_stats"][0]["inference_count"] == 1


def test_infers_with_json_tensors(agent_port):
    load(agent_port)
    body = {
        "inputs": [
            {"name": "search", "datatype": "FP32", "shape": [1, 3, 8, 8], "data": SEARCH.tolist()},
            {"name": "template", "datatype": "FP32", "shape": [1, 3, 4, 4], "data": [2.0] * 48},
        ],
        "outputs": [{"name": "y"}],
    }
    status, answer = ask(agent_port, "POST", "/v2/models/tiny/infer", body)
    assert status == 200
    np.testing.assert_allclose(answer["outputs"][0]["data"], EXPECTED.reshape(-1), rtol=1e-5)


def test_layers_on_request(agent_port):
    load(agent_port)
    parameters = {"binary_data_output": True, "trackbench_layers": True}
    _, answer, _ = infer_tiny(agent_port, parameters=parameters)
    layers = answer["parameters"]["trackbench_layers"]
    assert {"Mul", "ReduceMean"} <= {layer[2] for layer in layers}
    assert all(layer[3] == "cpu" and layer[5:] == [None, None, None] for layer in layers)


def test_pictures_become_the_models_numbers(agent_port):
    pixels = {"search": {"mean": [10, 20, 30], "scale": [0.5, 0.25, 0.125]}}
    load(agent_port, pixels=pixels)
    inputs = ask(agent_port, "GET", "/v2/models/tiny")[1]["inputs"]
    assert inputs[0] == {"name": "search", "datatype": "UINT8", "shape": [1, 8, 8, 3]}
    picture = np.random.default_rng(0).integers(0, 255, (1, 8, 8, 3), dtype=np.uint8)
    entries = [binary_entry("search", picture, "UINT8"), binary_entry("template", TEMPLATE)]
    _, _, y = infer(agent_port, entries, [picture.tobytes(), TEMPLATE.tobytes()])
    search = (picture.astype("f4") - [10, 20, 30]) * [0.5, 0.25, 0.125]
    np.testing.assert_allclose(y, np.maximum(search.transpose(0, 3, 1, 2) * 2 + 1, 0), rtol=1e-5)


def test_a_kept_input_is_not_needed_again(agent_port):
    load(agent_port)
    entry = binary_entry("template", TEMPLATE, trackbench_key="k1")
    first = infer(agent_port, [binary_entry("search", SEARCH), entry], [SEARCH.tobytes(), TEMPLATE.tobytes()])
    assert first[0] == 200
    kept = {
        "name": "template",
        "datatype": "FP32",
        "shape": [1, 3, 4, 4],
        "parameters": {"trackbench_key": "k1"},
    }
    status, _, y = infer(agent_port, [binary_entry("search", SEARCH), kept], [SEARCH.tobytes()])
    assert status == 200
    np.testing.assert_allclose(y, EXPECTED, rtol=1e-6)
    kept["parameters"]["trackbench_key"] = "k2"
    assert infer(agent_port, [binary_entry("search", SEARCH), kept], [SEARCH.tobytes()])[0] == 409


def test_the_simulated_accelerator_takes_its_time_and_says_so(agent_port):
    load(agent_port, simulate={"hard_ms": 12.0, "memcpy_ms": 3.0})
    start_s = time.perf_counter()
    parameters = {"binary_data_output": True, "trackbench_layers": True}
    _, answer, y = infer_tiny(agent_port, parameters=parameters)
    assert (time.perf_counter() - start_s) * 1e3 >= 15.0
    np.testing.assert_allclose(y, EXPECTED, rtol=1e-6)
    figures = answer["parameters"]
    assert figures["trackbench_origin"] == "simulated"
    assert figures["trackbench_stages"]["board_hard_ms"] == 12.0
    assert figures["trackbench_stages"]["board_copy_ms"] == 3.0
    assert figures["trackbench_stages"]["board_other_ms"] >= 0
    layers = figures["trackbench_layers"]
    assert sum(layer[6] for layer in layers) == pytest.approx(12.0, abs=1e-6)
    assert {layer[3] for layer in layers} == {"host", "buyi"}
    assert len({layer[0] for layer in layers}) == len(layers)


@pytest.mark.parametrize(
    "parameters",
    [
        {"simulate": {"hard_ms": -1}},
        {"simulate": {"hard_ms": "fast"}},
        {"simulate": {"hard_ms": float("inf")}},
        {"simulate": 5},
        {"pixels": {"search": {"mean": [0], "scale": [1, 1, 1]}}},
        {"pixels": {"nothing": {"mean": [0, 0, 0], "scale": [1, 1, 1]}}},
        {"pixels": [1]},
    ],
)
def test_load_parameters_that_make_no_sense(agent_port, parameters):
    assert load(agent_port, **parameters)[0] == 400
    assert ask(agent_port, "GET", "/v2/models/tiny")[0] == 404


@pytest.mark.parametrize(
    "file", ["../secret.onnx", "/etc/passwd", "link.onnx", "a/../../secret.onnx", "x" * 5000]
)
def test_files_outside_the_folder_stay_outside(agent_port, model_dir: Path, file):
    (model_dir.parent / "secret.onnx").write_bytes(b"secret")
    (model_dir / "link.onnx").symlink_to(model_dir.parent / "secret.onnx")
    status, answer = load(agent_port, file=file)
    assert status in (400, 403, 404)
    assert "secret.onnx cannot be loaded" not in answer["error"]


def test_a_broken_model_is_refused_and_the_old_one_stays(agent_port, model_dir: Path):
    load(agent_port)
    (model_dir / "broken.onnx").write_bytes(b"")
    assert load(agent_port, name="tiny", file="broken.onnx")[0] == 400
    assert infer_tiny(agent_port)[0] == 200


def test_inputs_that_do_not_fit(agent_port):
    load(agent_port)
    assert infer_tiny(agent_port, np.zeros((1, 3, 9, 9), np.float32))[0] == 400
    assert infer_tiny(agent_port, model="other")[0] == 404
    only_one = infer(agent_port, [binary_entry("search", SEARCH)], [SEARCH.tobytes()])
    assert only_one[0] == 400
    assert "template" in only_one[1]["error"]
    unknown = [binary_entry("search", SEARCH), binary_entry("nonsense", TEMPLATE)]
    assert infer(agent_port, unknown, [SEARCH.tobytes(), TEMPLATE.tobytes()])[0] == 400


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "search", "datatype": "BYTES", "shape": [1], "data": ["a"]},
        {"name": "search", "datatype": "FP32", "shape": [-1], "data": [1]},
        {"name": "search", "datatype": "FP32", "shape": [2**60, 2**60], "data": [1]},
        {"name": "search", "datatype": "FP32", "shape": "big", "data": [1]},
        {"name": "search", "datatype": "FP32", "shape": [2], "data": [1, "x"]},
        {"name": "search", "datatype": "FP32", "shape": [2], "parameters": {"binary_data_size": 10**12}},
        {"name": "search", "datatype": "FP32", "shape": [2], "parameters": 7},
        {"name": 5},
        "search",
    ],
)
def test_nonsense_in_an_input(agent_port, entry):
    load(agent_port)
    status, answer = ask(agent_port, "POST", "/v2/models/tiny/infer", {"inputs": [entry]})
    assert status == 400
    assert answer["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_garbage_instead_of_json(agent_port, body):
    load(agent_port)
    assert ask(agent_port, "POST", "/v2/models/tiny/infer", body)[0] == 400
    assert is_alive(agent_port)


def raw(port, data, *, finish=False):
    """Everything that comes back for these bytes until the agent closes."""
    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        sock.sendall(data)
        if finish:
            sock.shutdown(socket.SHUT_WR)
        answer = b""
        while part := sock.recv(65536):
            answer += part
    return answer


def test_ten_gigabytes_announced(agent_port):
    answer = raw(agent_port, b"POST /v2/models/m/infer HTTP/1.1\r\nContent-Length: 10000000000\r\n\r\nabc")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert is_alive(agent_port)


def test_half_a_message(agent_port):
    half = b"POST /v2/models/m/infer HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + b"x" * 10
    assert raw(agent_port, half, finish=True) == b""
    assert is_alive(agent_port)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /v2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /v2 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST /v2 HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /v2 HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", b"400"),
        (b"GET /v2 HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"BREW /v2 HTTP/1.1\r\n\r\n", b"501"),
        (b"\x16\x03\x01 hello\r\n\r\n", b"400"),
    ],
)
def test_messages_that_are_refused_and_closed(agent_port, head, status):
    assert status in raw(agent_port, head).split(b"\r\n")[0]
    assert is_alive(agent_port)


def test_many_requests_on_one_connection_are_quick(agent_port):
    """One write per answer and no Nagle: else each takes 44 ms."""
    with closing(http.client.HTTPConnection("127.0.0.1", agent_port, timeout=10)) as connection:
        start_s = time.perf_counter()
        for _ in range(50):
            connection.request("GET", "/v2")
            assert connection.getresponse().read()
        assert (time.perf_counter() - start_s) / 50 < 0.02


def test_answers_tell_when_requests_came(agent_port):
    """Whole requests are there later than their first bytes, and answers go out later than that."""
    pause_s, wait_s = 0.05, 0.004
    load(agent_port, simulate={"hard_ms": wait_s * 1000})
    entries = [binary_entry("search", SEARCH), binary_entry("template", TEMPLATE)]
    text = json.dumps({"inputs": entries}).encode()
    body = text + SEARCH.tobytes() + TEMPLATE.tobytes()
    head = (
        "POST /v2/models/tiny/infer HTTP/1.1\r\nConnection: close\r\n"
        f"Inference-Header-Content-Length: {len(text)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", agent_port), 10) as sock:
        began_ns = time.perf_counter_ns()
        sock.sendall(head.encode())
        time.sleep(pause_s)
        sock.sendall(body)
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
        ended_ns = time.perf_counter_ns()
    assert answer.startswith(b"HTTP/1.1 200 ")
    (line,) = (line for line in answer.split(b"\r\n") if line.startswith(b"Trackbench-Clock: "))
    first_ns, whole_ns, sending_ns = map(int, line.split()[1:])  # the agent of this test has our clock
    assert began_ns < first_ns and sending_ns < ended_ns
    assert whole_ns - first_ns > pause_s * 0.7e9 and sending_ns - whole_ns > wait_s * 0.9e9


def test_a_request_that_cannot_be_read_has_no_times(agent_port):
    assert b"Trackbench-Clock" not in raw(agent_port, b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n")


def test_statistics_count_what_happened(agent_port):
    load(agent_port)
    for _ in range(3):
        infer_tiny(agent_port)
    infer_tiny(agent_port, np.zeros((1, 3, 9, 9), np.float32))
    (one,) = ask(agent_port, "GET", "/v2/models/tiny/stats")[1]["model_stats"]
    assert ask(agent_port, "GET", "/v2/models/stats")[1]["model_stats"] == [one]
    stats = one["inference_stats"]
    assert (one["inference_count"], one["execution_count"]) == (3, 3)
    assert (stats["success"]["count"], stats["fail"]["count"]) == (3, 1)
    parts = sum(stats[key]["ns"] for key in ("queue", "compute_input", "compute_infer", "compute_output"))
    assert parts == pytest.approx(stats["success"]["ns"], rel=0.01)
    assert stats["compute_infer"]["ns"] > 0
    assert one["batch_stats"] == [{"batch_size": 1, "compute_infer": stats["compute_infer"]}]
    assert abs(one["last_inference"] / 1e3 - time.time()) < 60
    assert ask(agent_port, "GET", "/v2/models/none/stats")[0] == 404


def test_the_index_lists_what_could_be_loaded(agent_port, model_dir: Path):
    (model_dir / "other.onnx").write_bytes(b"x")
    (model_dir / "notes.txt").write_bytes(b"x")
    load(agent_port)
    rows = ask(agent_port, "POST", "/v2/repository/index", {})[1]
    assert [(row["name"], row["state"]) for row in rows] == [("tiny", "READY"), ("other", "UNAVAILABLE")]
    ready = ask(agent_port, "POST", "/v2/repository/index", {"ready": True})[1]
    assert [row["name"] for row in ready] == ["tiny"]


@pytest.mark.parametrize("parameters", [{"config": "{}"}, {"pixel": {}}, {"filter": 3}, {"filter": [3]}])
def test_load_parameters_that_nobody_knows(agent_port, parameters):
    status, answer = load(agent_port, **parameters)
    assert status == 400
    assert answer["error"]


def test_says_what_it_decodes_and_runs_on(agent_port):
    parameters = ask(agent_port, "GET", "/v2")[1]["parameters"]
    assert parameters["jpeg_decoder"].startswith("OpenCV")
    assert parameters["runtime_restarts"] == 0
    assert parameters["python"].count(".") == 2
