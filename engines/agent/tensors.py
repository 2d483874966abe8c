"""Open Inference Protocol v2, binary tensor extension: messages to arrays and back, as a server sees them.

Sources: "Open Inference Protocol", required API v2 (KServe); "Binary tensor data extension" (Triton).
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from engines.agent.refusal import Refusal

#: Data types of the protocol and numpy's names for them. BYTES (strings) is left out on purpose.
DTYPES = {
    "BOOL": "bool",
    "UINT8": "uint8",
    "UINT16": "uint16",
    "UINT32": "uint32",
    "UINT64": "uint64",
    "INT8": "int8",
    "INT16": "int16",
    "INT32": "int32",
    "INT64": "int64",
    "FP16": "float16",
    "FP32": "float32",
    "FP64": "float64",
}
DATATYPES = {numpy_name: name for name, numpy_name in DTYPES.items()}
#: By numpy's type itself: its name costs 30 times as much to ask for.
DATATYPE_OF = {np.dtype(numpy_name): name for numpy_name, name in DATATYPES.items()}
MAX_DIMENSIONS = 16
#: Key under which a client asks the agent to keep an input, or refers to one it asked for before.
KEEP_PARAMETER = "trackbench_key"
#: How a picture input is packed: "jpeg" or "nv12"; without it, as the metadata say. Several JPEGs of one
#: batch lie one after the other, and WIRE_SIZES says how many bytes each has.
WIRE_PARAMETER, WIRE_SIZES = "trackbench_wire", "trackbench_sizes"
WIRES = ("jpeg", "nv12")


class GivenInput:
    """One input of a request.

    Attributes:
        array: its values, or None where the client refers to a kept one.
        key: the client's name for these values, or None.
        wire: "jpeg", "nv12", or "" for values as they are.
        sizes: bytes of each of several JPEGs; empty for one.
    """

    __slots__ = ("array", "key", "name", "sizes", "wire")

    def __init__(
        self, name: str, array: np.ndarray[Any, Any] | None, key: str | None = None, wire: str = ""
    ) -> None:
        self.name = name
        self.array = array
        self.key = key
        self.wire = wire
        self.sizes = []  # type: list[int]


class InferRequest:
    """A parsed inference request.

    Attributes:
        inputs: by name; the arrays are views of the message.
        outputs: names that are wanted, with whether each is wanted as bytes; None for all.
        binary_output: whether outputs that say nothing themselves are wanted as bytes.
    """

    def __init__(self, header: dict[str, Any], tail: memoryview) -> None:
        self.id = str(header.get("id", ""))
        self.parameters = _mapping(header.get("parameters", {}), "parameters")
        self.inputs = _parse_inputs(header.get("inputs"), tail)
        self.binary_output = bool(self.parameters.get("binary_data_output", False))
        self.outputs = _parse_outputs(header.get("outputs"), self.binary_output)


def parse_infer(body: memoryview, header_length: int | None) -> InferRequest:
    """Reads an inference request; whatever does not fit is a `Refusal` with status 400."""
    if header_length is None:
        header_length = len(body)
    if not 0 <= header_length <= len(body):
        raise Refusal(400, "Inference-Header-Content-Length is larger than the message")
    return InferRequest(parse_json(body[:header_length]), body[header_length:])


def parse_json(text: memoryview) -> dict[str, Any]:
    """The JSON object in a message; an empty message is an empty object."""
    if not len(text):
        return {}
    try:
        value = json.loads(bytes(text).decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refusal(400, "the message is not JSON") from None
    return _mapping(value, "the message")


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(400, "%s should be a JSON object" % what)
    return value


def _parse_inputs(entries: Any, tail: memoryview) -> dict[str, GivenInput]:
    if not isinstance(entries, list) or not entries:
        raise Refusal(400, "the request has no inputs")
    inputs = {}  # type: dict[str, GivenInput]
    offset = 0
    for raw_entry in entries:
        entry = _mapping(raw_entry, "an input")
        name = entry.get("name")
        if not isinstance(name, str) or name in inputs:
            raise Refusal(400, "every input needs a name of its own")
        parameters = _mapping(entry.get("parameters", {}), "parameters of input '%s'" % name)
        size = parameters.get("binary_data_size")
        key = parameters.get(KEEP_PARAMETER)
        array = None  # type: np.ndarray[Any, Any] | None
        if size is not None:
            array = _from_bytes(entry, tail, offset, size)
            offset += size
        elif "data" in entry:
            array = _from_json(entry)
        elif key is None:
            raise Refusal(400, "input '%s' has no data" % name)
        given = GivenInput(name, array, None if key is None else str(key)[:128])
        _add_wire(given, parameters)
        inputs[name] = given
    if offset != len(tail):
        raise Refusal(400, "%d bytes of tensors announced, %d sent" % (offset, len(tail)))
    return inputs


def _add_wire(given: GivenInput, parameters: dict[str, Any]) -> None:
    wire, sizes = parameters.get(WIRE_PARAMETER, ""), parameters.get(WIRE_SIZES, [])
    if wire not in ("", *WIRES):
        raise Refusal(400, "input '%s' is packed as %.40r, which is not known" % (given.name, wire))
    if not isinstance(sizes, list) or any(type(size) is not int or size < 1 for size in sizes):
        raise Refusal(400, "input '%s': the sizes of its pictures are no numbers" % given.name)
    given.wire, given.sizes = wire, sizes


def _parse_outputs(entries: Any, binary: bool) -> dict[str, bool] | None:
    if entries is None:
        return None
    if not isinstance(entries, list):
        raise Refusal(400, "outputs should be a list")
    wanted = {}
    for raw_entry in entries:
        entry = _mapping(raw_entry, "an output")
        parameters = _mapping(entry.get("parameters", {}), "parameters of an output")
        wanted[str(entry.get("name"))] = bool(parameters.get("binary_data", binary))
    return wanted


def _dtype_and_shape(entry: dict[str, Any]) -> tuple[np.dtype[Any], list[int], int]:
    """The numpy type, shape and number of elements of an input entry."""
    name, datatype, shape = entry["name"], entry.get("datatype"), entry.get("shape")
    if not isinstance(datatype, str) or datatype not in DTYPES:
        raise Refusal(400, "input '%s' has the unknown data type %.40r" % (name, datatype))
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise Refusal(400, "input '%s' has no usable shape" % name)
    count = 1
    for size in shape:
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise Refusal(400, "input '%s' has no usable shape" % name)
        count *= size  # Python integers: no overflow
    return np.dtype(DTYPES[datatype]), shape, count


def _from_bytes(entry: dict[str, Any], tail: memoryview, offset: int, size: Any) -> np.ndarray[Any, Any]:
    dtype, shape, count = _dtype_and_shape(entry)
    if not isinstance(size, int) or isinstance(size, bool) or size != count * dtype.itemsize:
        raise Refusal(400, "input '%s': size and shape do not agree" % entry["name"])
    if offset + size > len(tail):
        raise Refusal(400, "the message ends within input '%s'" % entry["name"])
    flat = np.frombuffer(tail[offset : offset + size], dtype=np.uint8)
    array = flat.view(dtype)
    if dtype == np.bool_ or not array.flags.aligned:
        array = flat.copy().view(dtype)  # the JSON before it has any length, so values may lie unaligned
    return array.reshape(shape)


def _from_json(entry: dict[str, Any]) -> np.ndarray[Any, Any]:
    dtype, shape, count = _dtype_and_shape(entry)
    try:
        flat = np.asarray(entry["data"], dtype=dtype).reshape(-1)
    except (ValueError, TypeError, OverflowError):
        raise Refusal(400, "input '%s': its data are not of its type" % entry["name"]) from None
    if flat.size != count:
        raise Refusal(400, "input '%s': data and shape do not agree" % entry["name"])
    return flat.reshape(shape)


def output_entry(
    name: str, array: np.ndarray[Any, Any], binary: bool, parameters: dict[str, Any] | None = None
) -> tuple[dict[str, Any], bytes]:
    """An output as its entry in the answer's JSON and the bytes that follow the JSON."""
    entry = {
        "name": name,
        "datatype": DATATYPE_OF[array.dtype],
        "shape": list(array.shape),
    }  # type: dict[str, Any]
    if parameters:
        entry["parameters"] = dict(parameters)
    if not binary:
        entry["data"] = array.reshape(-1).tolist()
        return entry, b""
    tail = array.tobytes()
    entry.setdefault("parameters", {})["binary_data_size"] = len(tail)
    return entry, tail
