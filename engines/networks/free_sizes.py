"""An ONNX file with the height and width of its pictures left open, whatever it declares.

A fully convolutional network takes pictures of any size, but a runtime only lets those in that the file
declares. Only declarations are changed: the last two dimensions of every input and output with four become
free, and what the file notes of tensors between is left out, because it holds for one size. Whether the
network bears other sizes is known when it is run.

Source: onnx.proto3 (ModelProto, GraphProto, ValueInfoProto, TypeProto) and the protocol buffers' wire format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from engines.networks.errors import NetworkBroken, NetworkFileMissing

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Field numbers of onnx.proto3.
_MODEL_GRAPH = 7
_GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_BETWEEN = 11, 12, 13
_VALUE_TYPE, _TYPE_TENSOR, _TENSOR_SHAPE, _SHAPE_DIM, _DIM_NAME = 2, 1, 2, 1, 2
_PICTURE_RANK = 4
# More bytes than a 64-bit number needs are no number.
_LONGEST_VARINT = 10

Edit = Callable[[bytes], bytes | None]


def with_free_sizes(path: Path) -> bytes:
    """The file's bytes with free height and width, to be opened in its place.

    Raises:
        NetworkFileMissing, NetworkBroken: there is no such file, or it is no ONNX file.
    """
    if not path.is_file():
        raise NetworkFileMissing(path=path)
    try:
        return _edited(path.read_bytes(), {_MODEL_GRAPH: _free_graph})
    except (OSError, ValueError, IndexError) as error:
        raise NetworkBroken(path=path, details=str(error)) from error


def _free_graph(graph: bytes) -> bytes:
    edits: dict[int, Edit] = {_GRAPH_BETWEEN: lambda _: None}
    edits[_GRAPH_INPUT] = lambda value: _free_value(value, "")
    edits[_GRAPH_OUTPUT] = lambda value: _free_value(value, "out_")
    return _edited(graph, edits)


def _free_value(value: bytes, prefix: str) -> bytes:
    def of_type(part: bytes) -> bytes:
        return _edited(part, {_TYPE_TENSOR: of_tensor})

    def of_tensor(part: bytes) -> bytes:
        return _edited(part, {_TENSOR_SHAPE: lambda shape: _free_shape(shape, prefix)})

    return _edited(value, {_VALUE_TYPE: of_type})


def _free_shape(shape: bytes, prefix: str) -> bytes:
    """A shape whose third and fourth of four dimensions have a name in place of a number."""
    if sum(number == _SHAPE_DIM for number, _field, _content in _fields(shape)) != _PICTURE_RANK:
        return shape
    names = iter((None, None, f"{prefix}height", f"{prefix}width"))

    def of_dim(dim: bytes) -> bytes:
        name = next(names)
        return dim if name is None else _message(_DIM_NAME, name.encode())

    return _edited(shape, {_SHAPE_DIM: of_dim})


def _edited(message: bytes, edits: dict[int, Edit]) -> bytes:
    """A message with some of its fields put in anew; None leaves one out."""
    parts = []
    for number, field, content in _fields(message):
        if number in edits and content is not None:
            changed = edits[number](content)
            field = b"" if changed is None else _message(number, changed)
        parts.append(field)
    return b"".join(parts)


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Number, whole bytes and, where it has such, content of each field."""
    at = 0
    while at < len(message):
        begin = at
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        content = None
        if wire == _VARINT:
            _value, at = _varint(message, at)
        elif wire == _BYTES:
            size, at = _varint(message, at)
            content = message[at : at + size]
            at += size
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise ValueError("it is no protocol buffer")
        if at > len(message) or not number:
            raise ValueError("it ends too early")
        yield number, message[begin:at], content


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(_LONGEST_VARINT):
        byte = message[at + shift]
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return value, at + shift + 1
    raise ValueError("it is no protocol buffer")


def _message(number: int, content: bytes) -> bytes:
    return _number(number << 3 | _BYTES) + _number(len(content)) + content


def _number(value: int) -> bytes:
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    digits.append(value)
    return bytes(digits)
