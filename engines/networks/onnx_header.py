"""What an ONNX file says of its tensors, read (and changed) without loading the network.

Only the messages on the way to names and shapes are looked into, weights are jumped over. Whether a file can
be run is not known after it.

Source: onnx.proto3 (ModelProto, GraphProto, ValueInfoProto, TypeProto) and the protocol buffers' wire format.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.networks.network import TensorSpec
from engines.texts import Text, text_of

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Field numbers of onnx.proto3.
_MODEL_GRAPH = 7
_GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_BETWEEN = 5, 11, 12, 13
_TENSOR_NAME = 8
_VALUE_NAME, _VALUE_TYPE = 1, 2
_TYPE_TENSOR, _ELEMENT_TYPE, _SHAPE, _DIM, _DIM_VALUE = 1, 1, 2, 1, 1
_DTYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 9: "bool",
    10: "float16", 11: "float64", 12: "uint32", 13: "uint64",
}  # fmt: skip
# More bytes than a 64-bit number needs are no number.
_LONGEST_VARINT = 10

# Number of a field, and its number or the place of its bytes.
Place = tuple[int, int]
_Field = tuple[int, int | Place]


@dataclass(frozen=True, slots=True)
class OnnxHeader:
    """Inputs (weights are none) and outputs of a file, in its order."""

    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]


def read_header(path: Path) -> OnnxHeader:
    """Names, shapes and dtypes of a file's inputs and outputs.

    Raises:
        NetworkFileMissing, NetworkBroken: there is no such file, or it is no ONNX file.
    """
    if not path.is_file():
        raise NetworkFileMissing(path=path)
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data).header()
    except (OSError, ValueError, IndexError) as error:
        raise NetworkBroken(path=path, details=text_of(error)) from error


def with_open_sizes(path: Path) -> bytes:
    """The file with height and width of its pictures and maps left open, and not a weight touched.

    Some files declare one size though their operators take any; the runtime refuses all others then.
    Whether they do take any shows when they are run. Only [N, C, H, W] is understood.

    Raises:
        NetworkFileMissing, NetworkBroken: there is no such file, or it is no ONNX file.
    """
    header = read_header(path)
    data = path.read_bytes()
    maps = [spec for spec in (*header.inputs, *header.outputs) if len(spec.shape) == 4]
    if all(spec.shape[2:] == (None, None) for spec in maps):
        return data
    return _Opener(data, {spec.name for spec in maps}).model()


class _Reader:
    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data

    def header(self) -> OnnxHeader:
        (graph,) = self._parts(_MODEL_GRAPH, (0, len(self._data)))[-1:] or [(0, 0)]
        weights = {self._text(_TENSOR_NAME, part) for part in self._parts(_GRAPH_INITIALIZER, graph)}
        inputs = [self._value(part) for part in self._parts(_GRAPH_INPUT, graph)]
        outputs = tuple(self._value(part) for part in self._parts(_GRAPH_OUTPUT, graph))
        if not outputs:
            raise ValueError(Text("it has no graph with outputs"))
        # Old files list their weights among the inputs.
        return OnnxHeader(tuple(spec for spec in inputs if spec.name not in weights), outputs)

    def _value(self, place: Place) -> TensorSpec:
        name, dtype = self._text(_VALUE_NAME, place), ""
        shape: list[int | None] = []
        for kind in self._parts(_VALUE_TYPE, place):
            for tensor in self._parts(_TYPE_TENSOR, kind):
                number = self._number(_ELEMENT_TYPE, tensor)
                dtype = _DTYPES.get(number or 0, f"type {number}")
                for sizes in self._parts(_SHAPE, tensor):
                    shape = [self._number(_DIM_VALUE, dim) for dim in self._parts(_DIM, sizes)]
        return TensorSpec(name, tuple(d if d and d > 0 else None for d in shape), dtype)

    def _parts(self, wanted: int, place: Place) -> list[Place]:
        """Where the messages of one field lie."""
        fields = self._fields(place)
        return [value for number, value in fields if number == wanted and isinstance(value, tuple)]

    def _number(self, wanted: int, place: Place) -> int | None:
        found = [v for number, v in self._fields(place) if number == wanted and isinstance(v, int)]
        return found[-1] if found else None

    def _text(self, wanted: int, place: Place) -> str:
        (part,) = self._parts(wanted, place)[-1:] or [(0, 0)]
        return self._data[slice(*part)].decode("utf-8")

    def _fields(self, place: Place) -> Iterator[_Field]:
        for number, value, _whole in self._wholes(place):
            yield number, value

    def _wholes(self, place: Place) -> Iterator[tuple[int, int | Place, Place]]:
        """Fields with the place of all their bytes."""
        at, end = place
        while at < end:
            start = at
            key, at = self._varint(at)
            number, wire = key >> 3, key & 7
            if wire == _VARINT:
                value, at = self._varint(at)
                # Negative numbers come as 64-bit complements.
                yield number, value - (1 << 64) if value >> 63 else value, (start, at)
                continue
            if wire not in (_FIXED64, _BYTES, _FIXED32) or not number:
                raise ValueError(Text("it is no protocol buffer"))
            size, at = self._varint(at) if wire == _BYTES else (8 if wire == _FIXED64 else 4, at)
            if at + size > end:
                raise ValueError(Text("it ends too early"))
            # Nothing of interest here is a number of fixed length.
            yield number, (at, at + size) if wire == _BYTES else 0, (start, at + size)
            at += size

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for shift in range(_LONGEST_VARINT):
            byte = self._data[at + shift]
            value |= (byte & 127) << (7 * shift)
            if byte < 128:
                return value, at + shift + 1
        raise ValueError(Text("it is no protocol buffer"))


class _Opener(_Reader):
    """Writes a file anew, with other declared shapes."""

    def __init__(self, data: bytes, opened: set[str]) -> None:
        super().__init__(data)
        self._opened = opened

    def model(self) -> bytes:
        return self._rewritten((0, len(self._data)), {_MODEL_GRAPH: self._graph})

    def _graph(self, place: Place) -> bytes:
        # What was once inferred between inputs and outputs would contradict the open sizes.
        return self._rewritten(
            place,
            {
                _GRAPH_INPUT: self._declared,
                _GRAPH_OUTPUT: self._declared,
                _GRAPH_BETWEEN: lambda _place: None,
            },
        )

    def _declared(self, place: Place) -> bytes:
        if self._text(_VALUE_NAME, place) not in self._opened:
            return self._data[slice(*place)]
        return self._rewritten(place, {_VALUE_TYPE: self._type})

    def _type(self, place: Place) -> bytes:
        return self._rewritten(place, {_TYPE_TENSOR: self._tensor})

    def _tensor(self, place: Place) -> bytes:
        return self._rewritten(place, {_SHAPE: self._shape})

    def _shape(self, place: Place) -> bytes:
        batch, channels, *_sizes = (self._data[slice(*part)] for part in self._parts(_DIM, place))
        return b"".join(_message(_DIM, part) for part in (batch, channels, b"", b""))

    def _rewritten(self, place: Place, changes: Mapping[int, Callable[[Place], bytes | None]]) -> bytes:
        """A message with some of its parts rewritten; None leaves a part out."""
        pieces = []
        for number, value, whole in self._wholes(place):
            if number in changes and isinstance(value, tuple):
                content = changes[number](value)
                pieces.append(b"" if content is None else _message(number, content))
            else:
                pieces.append(self._data[slice(*whole)])
        return b"".join(pieces)


def _message(number: int, content: bytes) -> bytes:
    return _varint_bytes(number << 3 | _BYTES) + _varint_bytes(len(content)) + content


def _varint_bytes(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes([*written, value])
