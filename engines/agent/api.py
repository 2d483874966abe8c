"""Requests of the Open Inference Protocol to answers; knows nothing about sockets."""

from __future__ import annotations

import json
import platform
import time
from typing import Any
from urllib.parse import unquote

from engines.agent.model import Outcome
from engines.agent.pictures import jpeg_decoder
from engines.agent.refusal import Refusal
from engines.agent.repository import LoadedModel, Repository
from engines.agent.tensors import output_entry, parse_infer, parse_json

SERVER_NAME = "trackbench-agent"
VERSION = "1"
EXTENSIONS = [
    "binary_tensor_data", "model_repository", "statistics",
    "trackbench_pixels", "trackbench_keep", "trackbench_nv12", "trackbench_filter",
]  # fmt: skip


#: Less in line is no waiting.
_WORTH_TELLING_MS = 0.05
#: `json.dumps` with separators makes a new one for each call.
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class Answer:
    """Status, JSON and, after it, tensors as bytes."""

    def __init__(self, status: int, body: Any = None, tail: list[bytes] | None = None) -> None:
        self.status = status
        self.json = b"" if body is None else _ENCODER.encode(body).encode("utf-8")
        self.tail = tail or []


class Api:
    """Routes one request."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def handle(self, method: str, path: str, header_length: int | None, body: memoryview) -> Answer:
        """Raises `Refusal` for whatever cannot be answered."""
        start_s = time.perf_counter()
        parts = [unquote(part) for part in path.split("?", 1)[0].strip("/").split("/")]
        if parts[0] != "v2" or method not in ("GET", "POST"):
            raise Refusal(404, "unknown request")
        if len(parts) > 4 and parts[1] == "models" and parts[3] == "versions":
            parts[3:5] = []  # there is one version of each model
        if method == "POST" and parts[1:2] == ["models"] and parts[3:] == ["infer"]:
            return self._infer(parts[2], header_length, body, start_s)
        if method == "POST" and parts[1:2] == ["repository"]:
            return self._change(parts[2:], parse_json(body))
        if method == "GET":
            return self._look(parts[1:])
        raise Refusal(404, "unknown request")

    def _look(self, parts: list[str]) -> Answer:
        if not parts:
            return Answer(200, _server(self._repository))
        if parts in (["health", "live"], ["health", "ready"]):
            return Answer(200)
        if parts == ["models", "stats"]:
            return Answer(200, {"model_stats": [_statistics(model) for model in self._repository.loaded]})
        if parts[0] == "models" and len(parts) == 2:
            return Answer(200, _metadata(self._repository.get(parts[1])))
        if parts[0] == "models" and parts[2:] == ["ready"]:
            self._repository.get(parts[1])
            return Answer(200)
        if parts[0] == "models" and parts[2:] == ["stats"]:
            return Answer(200, {"model_stats": [_statistics(self._repository.get(parts[1]))]})
        raise Refusal(404, "unknown request")

    def _change(self, parts: list[str], body: dict[str, Any]) -> Answer:
        if parts == ["index"]:
            return Answer(200, self._repository.index(bool(body.get("ready", False))))
        if len(parts) == 3 and parts[0] == "models" and parts[2] in ("load", "unload"):
            parameters = body.get("parameters", {})
            if not isinstance(parameters, dict):
                raise Refusal(400, "parameters should be a JSON object")
            if parts[2] == "load":
                self._repository.load(parts[1], parameters)
            else:
                self._repository.unload(parts[1])
            return Answer(200, {})
        raise Refusal(404, "unknown request")

    def _infer(self, name: str, header_length: int | None, body: memoryview, start_s: float) -> Answer:
        model = self._repository.get(name)
        request = parse_infer(body, header_length)
        outcome = model.infer(request.inputs, bool(request.parameters.get("trackbench_layers", False)))
        wanted = request.outputs
        if wanted is None:
            wanted = {info.name: request.binary_output for info in model.outputs}
        entries, tail = [], []
        for output, binary in _with_cells(wanted, outcome).items():
            if output not in outcome.outputs:
                raise Refusal(400, "the model has no output '%.128s'" % output)
            entry, data = output_entry(output, outcome.outputs[output], binary, outcome.sparse.get(output))
            entries.append(entry)
            tail.append(data)
        parameters = _figures(outcome, (time.perf_counter() - start_s) * 1e3)
        answer = {"model_name": name, "model_version": "1", "outputs": entries, "parameters": parameters}
        if request.id:
            answer["id"] = request.id
        return Answer(200, answer, tail)


def _with_cells(wanted: dict[str, bool], outcome: Outcome) -> dict[str, bool]:
    """What is wanted, and the numbers of the cells of what is filtered of it."""
    filtered = [name for name in wanted if name in outcome.sparse]
    return dict(wanted, **{outcome.sparse[name]["trackbench_cells"]: wanted[name] for name in filtered})


def _server(repository: Repository) -> dict[str, Any]:
    runner, decoder = repository.runner, jpeg_decoder()
    return {
        "name": SERVER_NAME,
        "version": VERSION,
        "extensions": EXTENSIONS + ([] if decoder is None else ["trackbench_jpeg"]),
        "parameters": {
            "backend": runner.backend_name,
            "runtime_version": runner.version(),
            "runtime_restarts": runner.restarts,
            "jpeg_decoder": None if decoder is None else decoder.title,
            "python": platform.python_version(),
        },
    }


def _figures(outcome: Outcome, total_ms: float) -> dict[str, Any]:
    """Stage and layer times; other is what the agent spent on the request besides the accelerator."""
    queue_ms = outcome.queue_ms if outcome.queue_ms >= _WORTH_TELLING_MS else 0.0
    other_ms = total_ms - outcome.hard_ms - (outcome.copy_ms or 0.0) - queue_ms
    stages = {"board_hard_ms": round(outcome.hard_ms, 4), "board_other_ms": round(other_ms, 4)}
    if queue_ms:
        stages["board_queue_ms"] = round(queue_ms, 4)
    if outcome.copy_ms is not None:
        stages["board_copy_ms"] = round(outcome.copy_ms, 4)
    figures = {"trackbench_stages": stages, "trackbench_origin": outcome.origin}  # type: dict[str, Any]
    if outcome.layers is not None:
        figures["trackbench_layers"] = [layer.to_json() for layer in outcome.layers]
    return figures


def _metadata(model: LoadedModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "versions": ["1"],
        "platform": model.platform,
        "inputs": [info.to_json() for info in model.inputs],
        "outputs": [info.to_json() for info in model.outputs],
    }


def _statistics(model: LoadedModel) -> dict[str, Any]:
    return model.statistics.to_json(model.name)
