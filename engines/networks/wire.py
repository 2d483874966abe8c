"""Open Inference Protocol v2 as a client sees it: arrays to bytes and back. Pure.

Sources: "Open Inference Protocol", required API v2 (KServe); "Binary tensor data extension" (Triton).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.agent.tensors import (
    DATATYPE_OF,
    DTYPES,
    KEEP_PARAMETER,
    MAX_DIMENSIONS,
    WIRE_PARAMETER,
    WIRE_SIZES,
)
from engines.errors import TrackbenchError
from engines.layer_time import LayerTime
from engines.networks import nv12, sparse
from engines.networks.network import Tensor, TensorSpec
from engines.origin import Origin

#: `json.dumps` with separators makes a new one for each call.
_ENCODER = json.JSONEncoder(separators=(",", ":"))
MAX_JSON_BYTES = 64 * 2**20
MAX_TENSORS = 1024
_MAX_LAYERS = 100_000
_MOST_ERROR_BYTES = 64 * 1024
#: Tensors begin at a multiple of this: then they can be read where they lie.
_ALIGNMENT = 8


class BadAnswer(TrackbenchError):
    what = "The server's answer cannot be used: {reason}."
    remedy = "Is it an Open Inference Protocol server of version 2, and is this its right address?"


@dataclass(frozen=True, slots=True)
class WireInput:
    """One input as it goes out.

    Attributes:
        payload: the values; None where the server keeps them under `key`.
        key: name under which the server is to keep, or keeps, the values.
        wire: how a picture is packed, "jpeg" or "nv12"; "" for values as they are.
        sizes: bytes of each of several JPEGs; empty for one.
    """

    name: str
    datatype: str
    shape: tuple[int, ...]
    payload: bytes | None
    key: str | None = None
    wire: str = ""
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardTimes:
    """Times that came with an answer, in ms; None for what the server does not tell.

    Attributes:
        queue_ms: in line there, behind another request.
    """

    origin: Origin
    queue_ms: float | None
    copy_ms: float | None
    hard_ms: float | None
    other_ms: float | None

    @property
    def total_ms(self) -> float:
        times = (self.queue_ms, self.copy_ms, self.hard_ms, self.other_ms)
        return sum(ms for ms in times if ms is not None)


@dataclass(frozen=True, slots=True)
class InferAnswer:
    """One inference.

    Attributes:
        times: None where the server told none.
        layers: empty where none were asked for or told.
    """

    outputs: Mapping[str, Tensor]
    times: BoardTimes | None
    layers: tuple[LayerTime, ...]


@dataclass(frozen=True, slots=True)
class ServerMetadata:
    """What a server says about itself."""

    name: str
    version: str
    extensions: frozenset[str]


def build_infer(
    inputs: Sequence[WireInput], outputs: Sequence[str], *, wants_layers: bool = False
) -> tuple[bytes, list[bytes]]:
    """The request's JSON, padded so that the tensors that follow are aligned, and these tensors."""
    entries: list[dict[str, Any]] = []
    tensors: list[bytes] = []
    for tensor in inputs:
        parameters: dict[str, Any] = {}
        if tensor.payload is not None:
            parameters["binary_data_size"] = len(tensor.payload)
            tensors.append(tensor.payload)
        if tensor.key is not None:
            parameters[KEEP_PARAMETER] = tensor.key
        if tensor.wire:
            parameters[WIRE_PARAMETER] = tensor.wire
        if tensor.sizes:
            parameters[WIRE_SIZES] = tensor.sizes
        entries.append(
            {
                "name": tensor.name,
                "datatype": tensor.datatype,
                "shape": tensor.shape,
                "parameters": parameters,
            }
        )
    request: dict[str, Any] = {
        "inputs": entries,
        "outputs": [{"name": name, "parameters": {"binary_data": True}} for name in outputs],
    }
    if wants_layers:
        request["parameters"] = {"trackbench_layers": True}
    text = _ENCODER.encode(request).encode()
    return text + b" " * (-len(text) % _ALIGNMENT), tensors


def wire_input(name: str, array: Tensor, key: str | None = None) -> WireInput:
    """An array as it goes out."""
    return WireInput(name, DATATYPE_OF[array.dtype], array.shape, array.tobytes(), key)


def parse_infer(body: memoryview, header_length: int | None) -> InferAnswer:
    """Reads an answer; binary outputs are views of `body` where they lie aligned. Raises BadAnswer."""
    json_length = len(body) if header_length is None else header_length
    if not 0 <= json_length <= len(body):
        raise BadAnswer(reason="its JSON part is longer than the message")
    answer = parse_object(body[:json_length])
    entries = _list(answer, "outputs")
    outputs: dict[str, Tensor] = {}
    filtered: dict[str, dict[str, Any]] = {}
    offset = json_length
    for raw_entry in entries:
        entry = _mapping(raw_entry, "an output")
        described = _parameters(entry)
        if "trackbench_cells" in described:
            filtered[_text(entry, "name")] = described
        size = described.get("binary_data_size")
        array = _from_json(entry) if size is None else _from_bytes(entry, body, offset, size)
        offset += 0 if size is None else size
        outputs[_text(entry, "name")] = array
    if offset != len(body):
        raise BadAnswer(reason=f"{len(body) - offset} bytes are left over")
    parameters = _parameters(answer)
    if filtered:
        try:
            outputs = sparse.whole(outputs, filtered)
        except ValueError as error:
            raise BadAnswer(reason=str(error)) from error
    return InferAnswer(outputs, _times(parameters), _layers(parameters))


def parse_server(body: memoryview) -> ServerMetadata:
    """Server metadata. Raises BadAnswer."""
    answer = parse_object(body)
    extensions = answer.get("extensions", [])
    names = extensions if isinstance(extensions, list) else []
    return ServerMetadata(
        str(answer.get("name", ""))[:200],
        str(answer.get("version", ""))[:200],
        frozenset(str(name) for name in names),
    )


def parse_model(body: memoryview) -> tuple[tuple[TensorSpec, ...], tuple[TensorSpec, ...]]:
    """Inputs and outputs of a model's metadata. Raises BadAnswer."""
    answer = parse_object(body)
    return tuple(map(_spec, _list(answer, "inputs"))), tuple(map(_spec, _list(answer, "outputs")))


def parse_error(body: memoryview) -> str:
    """The reason in an error answer, or the line of it that says most."""
    try:
        return str(parse_object(body).get("error", ""))[:500]
    except BadAnswer:
        lines = bytes(body[:_MOST_ERROR_BYTES]).decode("utf-8", "replace").strip().splitlines() or [""]
        # Servers in Python may answer with a traceback, whose last line says what was wrong.
        return lines[-1 if lines[0].startswith("Traceback") else 0][:200]


def parse_error_code(body: memoryview) -> str:
    """By which our agent marks errors that are treated in ways of their own; "" for others."""
    try:
        return str(parse_object(body).get("trackbench_code", ""))
    except BadAnswer:
        return ""


def parse_object(text: memoryview) -> dict[str, Any]:
    """A JSON object. Raises BadAnswer."""
    if len(text) > MAX_JSON_BYTES:
        raise BadAnswer(reason=f"{len(text)} bytes of JSON")
    try:
        value = json.loads(bytes(text))
    except (ValueError, RecursionError):
        raise BadAnswer(reason="it is not JSON") from None
    return _mapping(value, "the answer")


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadAnswer(reason=f"{what} is no JSON object")
    return value


def _list(answer: dict[str, Any], key: str) -> list[Any]:
    value = answer.get(key)
    if not isinstance(value, list) or len(value) > MAX_TENSORS:
        raise BadAnswer(reason=f"it has no usable '{key}'")
    return value


def _parameters(entry: dict[str, Any]) -> dict[str, Any]:
    return _mapping(entry.get("parameters") or {}, "'parameters'")


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise BadAnswer(reason=f"a tensor has no '{key}'")
    return value


def _dtype(entry: dict[str, Any]) -> str:
    datatype = _text(entry, "datatype")
    if datatype not in DTYPES:
        raise BadAnswer(reason=f"the data type {datatype[:40]!r} is not supported")
    return DTYPES[datatype]


def _shape(entry: dict[str, Any], *, smallest: int) -> tuple[int, ...]:
    shape = entry.get("shape")
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise BadAnswer(reason="a tensor has no usable shape")
    if any(type(size) is not int or not smallest <= size < 2**40 for size in shape):
        raise BadAnswer(reason="a tensor has no usable shape")
    return tuple(shape)


def _spec(raw_entry: Any) -> TensorSpec:
    entry = _mapping(raw_entry, "a tensor")
    shape = tuple(None if size < 0 else size for size in _shape(entry, smallest=-1))
    layout = nv12.LAYOUT if _parameters(entry).get("trackbench_layout") == nv12.LAYOUT else ""
    return TensorSpec(_text(entry, "name"), shape, _dtype(entry), layout)


def _from_bytes(entry: dict[str, Any], body: memoryview, offset: int, size: Any) -> Tensor:
    dtype, shape = np.dtype(_dtype(entry)), _shape(entry, smallest=0)
    if type(size) is not int or size != math.prod(shape) * dtype.itemsize:
        raise BadAnswer(reason="size and shape of a tensor do not agree")
    if offset + size > len(body):
        raise BadAnswer(reason="it ends within a tensor")
    raw = np.frombuffer(body[offset : offset + size], dtype=np.uint8)
    array = raw.view(dtype)
    return (array if array.flags.aligned else raw.copy().view(dtype)).reshape(shape)


def _from_json(entry: dict[str, Any]) -> Tensor:
    dtype, shape = np.dtype(_dtype(entry)), _shape(entry, smallest=0)
    try:
        flat = np.asarray(entry.get("data"), dtype=dtype).reshape(-1)
    except (ValueError, TypeError, OverflowError):
        raise BadAnswer(reason="the values of a tensor are not of its type") from None
    if flat.size != math.prod(shape):
        raise BadAnswer(reason="data and shape of a tensor do not agree")
    return flat.reshape(shape)


def _milliseconds(value: Any) -> float | None:
    """A time, or None where there is none; other times may be negative (see `LayerTime`)."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        raise BadAnswer(reason="a time is no number of milliseconds")
    return float(value)


def _times(parameters: dict[str, Any]) -> BoardTimes | None:
    if "trackbench_stages" not in parameters:
        return None
    stages = _mapping(parameters["trackbench_stages"], "'trackbench_stages'")
    parts = ("queue", "copy", "hard", "other")
    queue_ms, copy_ms, hard_ms, other_ms = (_milliseconds(stages.get(f"board_{part}_ms")) for part in parts)
    return BoardTimes(_origin(parameters), queue_ms, copy_ms, hard_ms, other_ms)


def _origin(parameters: dict[str, Any]) -> Origin:
    try:
        return Origin(parameters.get("trackbench_origin", Origin.MEASURED))
    except ValueError:
        raise BadAnswer(reason="the origin of its times is not known") from None


def _layers(parameters: dict[str, Any]) -> tuple[LayerTime, ...]:
    rows = parameters.get("trackbench_layers") or []
    if not isinstance(rows, list) or len(rows) > _MAX_LAYERS:
        raise BadAnswer(reason="its layer times are no list")
    return tuple(map(_layer, rows))


def _layer(row: Any) -> LayerTime:
    match row:
        case [int(op_id), str(name), str(op_type), str(device), total, memcpy, hard, other, *merged]:
            total_ms, memcpy_ms, hard_ms, other_ms = map(_milliseconds, (total, memcpy, hard, other))
            return LayerTime(
                op_id=op_id,
                name=name,
                op_type=op_type,
                device=device,
                total_ms=total_ms,
                memcpy_ms=memcpy_ms,
                hard_ms=hard_ms,
                other_ms=other_ms,
                sources=_sources(merged),
            )
        case _:
            raise BadAnswer(reason="a layer's row is not understood")


def _sources(merged: list[Any]) -> tuple[str, ...]:
    """Layers of the model that a merged operator stands for; rows of one layer do not name any."""
    match merged:
        case []:
            return ()
        case [list(names)] if all(isinstance(name, str) for name in names):
            return tuple(names)
        case _:
            raise BadAnswer(reason="a layer's row is not understood")
