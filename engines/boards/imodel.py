"""Icraft's compiled models, read without the vendor's package: a graph (JSON) and its weights (RAW).

Keys as seen in models of version 3.33: `docs/boards/icraft.md`. What a model needs of a bitstream is
inferred from them: `customop::X` needs X, normalisation and softmax inside hard operators need these in
hardware, and a model that was compiled with merged operators or compressed maps needs the MMU.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.errors import TrackbenchError
from engines.texts import Text

#: A graph of 89 operators has 0.4 MB.
MAX_JSON_BYTES = 64 << 20
MAX_OPERATORS = 100_000
_MAX_DIMENSIONS = 16
_CHUNK_BYTES = 1 << 20
_NETWORK_KEY = "icraft::xir::Network"
_HARD_KEY = "icraft::xir::HardOp"
# Operators of which a bitstream may have none, by what their names begin with in a graph (small letters).
_OPTIONAL_HARDWARE = {
    "layernorm": "Layernorm",
    "instancenorm": "InstanceNorm2d",
    "normalize": "Normalize",
    "softmax": "Softmax",
}
_SEGMENTS = ("params", "instr", "input", "output", "ftmp")
# "@sint(8)", "@zhuget(330)", "@layout(NHWC)": a word, then what is in brackets.
_WORD = re.compile(r"@?(?P<word>[a-z]+)(?:\((?P<inside>.*)\))?\Z", re.DOTALL)
_NUMBER_KINDS = {"sint": "int", "uint": "uint", "fp": "float", "bf": "bfloat"}
_DEVICES = {"hostt": "host", "fpgat": "fpga", "buyit": "buyi", "zhuget": "zhuge"}


class ImodelBroken(TrackbenchError):
    what = "{path} is no Icraft model: {reason}."
    remedy = "Choose the JSON that `icraft generate` wrote (its name ends in _BY.json or _ZG.json)."


class RawMissing(TrackbenchError):
    what = "{json} has no weights beside it: {raw} is missing."
    remedy = "An Icraft model is a pair; put both files into one folder."


class RawCutOff(TrackbenchError):
    what = "{raw} does not belong to {json}: it has {size} bytes, the graph names {wanted}."
    remedy = "Copy both files again from where the model was compiled."


@dataclass(frozen=True, slots=True)
class ImodelTensor:
    """A value between operators.

    Attributes:
        v_id: what operators name it by.
        shape: as compiled; in hardware layouts with the channels split, for example [1, C/32, H, W, 32].
        dtype: of its storage, for example "int8"; as it stands in the file where it is another kind.
        layout: for example "NHWC" or "NCHWc32".
        normratio: what integers are multiplied with, as it stands in the file; "" for floats.
    """

    v_id: int
    shape: tuple[int, ...]
    dtype: str
    layout: str
    normratio: str = ""


@dataclass(frozen=True, slots=True)
class ImodelOperator:
    """One operator, in the order of execution.

    Attributes:
        kind: for example "Conv2d", "ImageMake"; of a hard operator what it was compiled from.
        device: "host", "buyi", "zhuge", "fpga", or the word in the file.
        is_hard: whether its time counts as the network's.
        merged: kinds of the operators that were merged into it.
    """

    op_id: int
    kind: str
    device: str
    is_hard: bool
    inputs: tuple[ImodelTensor, ...]
    outputs: tuple[ImodelTensor, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imodel:
    """One compiled network; None and "" where the file says nothing.

    Attributes:
        target: what it was compiled for: "buyi", "zhuge", "host".
        icraft_version: of the compiler, without its v.
        inputs, outputs: of the whole network.
        params_bytes, params_md5: what the file says of its RAW.
        segments: bytes on the accelerator by name: params, instr, input, output, ftmp.
        speedmode, compress_ftmp: how it was compiled; None where the target knows no such thing.
    """

    name: str
    target: str
    framework: str
    icraft_version: str
    operators: tuple[ImodelOperator, ...]
    inputs: tuple[ImodelTensor, ...]
    outputs: tuple[ImodelTensor, ...]
    params_bytes: int | None
    params_md5: str
    segments: Mapping[str, int]
    speedmode: bool | None = None
    compress_ftmp: bool | None = None

    @property
    def hard_operators(self) -> tuple[str, ...]:
        """What a bitstream has to have for it, sorted; names as in the profile's table of bitstreams."""
        needed = set()
        for operator in self.operators:
            if operator.device == "fpga":
                needed.add(operator.kind)
            elif operator.is_hard:
                needed |= _optional((operator.kind, *operator.merged))
        return tuple(sorted(needed))

    @property
    def needs_mmu(self) -> bool:
        """Whether it was compiled so that it only runs with the MMU switched on."""
        return bool(self.speedmode) or bool(self.compress_ftmp)

    @property
    def precision(self) -> str:
        """Storage of the hard operators' results, the most frequent first: "int8", "int8, int16"."""
        counts = Counter(out.dtype for op in self.operators if op.is_hard for out in op.outputs)
        return ", ".join(dtype for dtype, _count in counts.most_common())


@dataclass(frozen=True, slots=True)
class RawCheck:
    """Whether a RAW belongs to its JSON; `reason` says why it does not, or why that is not known."""

    agrees: bool | None
    reason: str = ""


def parse_imodel(text: str | bytes, path: str = "the model") -> Imodel:
    """Reads a graph. Raises ImodelBroken with what is wrong with it."""
    if len(text) > MAX_JSON_BYTES:
        raise ImodelBroken(path=path, reason=Text("it is larger than {mb} MB", mb=MAX_JSON_BYTES >> 20))
    try:
        document = json.loads(text)
        return _network(document)
    except _Wrong as error:
        raise ImodelBroken(path=path, reason=error.reason) from error
    except (ValueError, RecursionError) as error:
        raise ImodelBroken(path=path, reason=Text("it is not JSON"), details=str(error)) from error


def read_imodel(path: Path) -> Imodel:
    """Reads the JSON of a pair. Raises ImodelBroken."""
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            reason = Text("it is larger than {mb} MB", mb=MAX_JSON_BYTES >> 20)
            raise ImodelBroken(path=path, reason=reason)
        content = path.read_bytes()
    except OSError as error:
        raise ImodelBroken(path=path, reason=error.strerror or str(error)) from error
    return parse_imodel(content, str(path))


def read_pair(path: Path) -> tuple[Imodel, RawCheck]:
    """Reads a JSON and looks whether the RAW beside it belongs to it.

    Raises:
        ImodelBroken: it is no model.
        RawMissing, RawCutOff: the other file is not there, or has fewer bytes than the graph names.
    """
    model = read_imodel(path)
    return model, check_raw(model, path, path.with_suffix(".raw"))


def check_raw(model: Imodel, json_path: Path, raw: Path) -> RawCheck:
    """Compares a RAW with what its JSON says of it. Raises RawMissing, RawCutOff.

    Unverified: that `params_md5` is the sum of the whole file; so a difference is told, not refused.
    """
    if not raw.is_file():
        raise RawMissing(json=json_path.name, raw=raw.name)
    size = raw.stat().st_size
    if model.params_bytes is not None and size < model.params_bytes:
        raise RawCutOff(raw=raw.name, json=json_path.name, size=size, wanted=model.params_bytes)
    if not model.params_md5:
        return RawCheck(None, Text("the graph states no checksum"))
    digest = hashlib.md5(usedforsecurity=False)
    with raw.open("rb") as file:
        while part := file.read(_CHUNK_BYTES):
            digest.update(part)
    if digest.hexdigest() == model.params_md5.lower():
        return RawCheck(True)
    facts = {"raw": raw.name, "json": json_path.name}
    return RawCheck(False, Text("{raw} has another checksum than {json} names: another model's?", **facts))


class _Wrong(Exception):
    """Something in the file is not as it should be."""

    def __init__(self, template: str, **facts: Any) -> None:
        super().__init__(template)
        self.reason = Text(template, **facts)


def _network(document: Any) -> Imodel:
    if not isinstance(document, Mapping) or document.get("_type_key") != _NETWORK_KEY:
        raise _Wrong("it does not begin as a network ({key})", key=_NETWORK_KEY)
    raw_operators = document.get("ops")
    if not isinstance(raw_operators, list) or not raw_operators:
        raise _Wrong("it has no operators")
    if len(raw_operators) > MAX_OPERATORS:
        raise _Wrong("it has more than {most} operators", most=MAX_OPERATORS)
    pairs = [(raw, _operator(raw, index)) for index, raw in enumerate(raw_operators)]
    raw_tags = document.get("tags")
    tags = raw_tags if isinstance(raw_tags, Mapping) else {}
    sizes = {name: tags.get(f"{name}_segment_bytesize") for name in _SEGMENTS}
    framework = f"{_text(document, 'framework_kind')} {_text(document, 'framework_version')}"
    return Imodel(
        name=_text(document, "name"),
        target=_device(_text(document, "ai_target")),
        framework=framework.strip(),
        icraft_version=_text(document, "icraft_version").removeprefix("v"),
        operators=tuple(operator for _raw, operator in pairs),
        inputs=tuple(t for _raw, op in pairs if op.kind == "Input" for t in op.outputs),
        outputs=tuple(t for _raw, op in pairs if op.kind == "Output" for t in op.inputs),
        params_bytes=_count(document.get("params_bytes")),
        params_md5=_text(document, "params_md5"),
        segments={name: size for name, value in sizes.items() if (size := _count(value)) is not None},
        speedmode=_flag(tags.get("speedmode")),
        compress_ftmp=_flag(tags.get("compressFtmp")),
    )


def _operator(raw: Any, index: int) -> ImodelOperator:
    if not isinstance(raw, Mapping):
        raise _Wrong("operator {index} is not one", index=index)
    op_id = _count(raw.get("op_id"))
    type_key = _text(raw, "_type_key")
    if op_id is None or not type_key:
        raise _Wrong("operator {index} has no id or no type", index=index)
    is_hard = type_key == _HARD_KEY
    sub_operators = raw.get("sub_hard_ops")
    merged = sub_operators if isinstance(sub_operators, list) else []
    return ImodelOperator(
        op_id=op_id,
        kind=_kind(_text(raw, "name") if is_hard else type_key),
        device=_device(_text(raw, "compile_target")),
        is_hard=is_hard,
        inputs=tuple(_tensors(raw.get("inputs"), index)),
        outputs=tuple(_tensors(raw.get("outputs"), index)),
        merged=tuple(_kind(_text(part, "name")) for part in merged if isinstance(part, Mapping)),
    )


def _tensors(raw: Any, index: int) -> Iterator[ImodelTensor]:
    if not isinstance(raw, list):
        raise _Wrong("operator {index} has no list of inputs or outputs", index=index)
    for value in raw:
        dtype = value.get("dtype") if isinstance(value, Mapping) else None
        v_id = _count(value.get("v_id")) if isinstance(value, Mapping) else None
        if not isinstance(dtype, Mapping) or v_id is None:
            raise _Wrong("a tensor of operator {index} has no type or no id", index=index)
        shape = dtype.get("shape")
        sizes = [_count(size) for size in shape] if isinstance(shape, list) else [None]
        if len(sizes) > _MAX_DIMENSIONS or any(size is None for size in sizes):
            raise _Wrong("tensor {v_id} has no usable shape", v_id=v_id)
        element = dtype.get("element_dtype")
        is_quantised = isinstance(element, Mapping)
        yield ImodelTensor(
            v_id=v_id,
            shape=tuple(size for size in sizes if size is not None),
            dtype=_dtype(_text(element, "storage_dtype") if is_quantised else element),
            layout=_inside(_text(dtype, "layout")),
            normratio=_inside(_text(element, "normratio")) if is_quantised else "",
        )


def _optional(kinds: tuple[str, ...]) -> set[str]:
    """Which operators that not every bitstream has are among some kinds."""
    found = set()
    for kind in kinds:
        small = kind.lower()
        found |= {name for start, name in _OPTIONAL_HARDWARE.items() if small.startswith(start)}
    return found


def _kind(key: str) -> str:
    """`icraft::xir::Conv2dNode` -> `Conv2d`, `customop::ImageMake` -> `ImageMake`."""
    return key.rpartition("::")[2].removesuffix("Node")


def _device(text: str) -> str:
    match = _WORD.match(text)
    return _DEVICES.get(match["word"], match["word"]) if match else text


def _dtype(text: Any) -> str:
    """`@sint(8)` -> `int8`; another kind of text stays as it is."""
    if not isinstance(text, str):
        raise _Wrong("a tensor has no element type")
    match = _WORD.match(text)
    kind = _NUMBER_KINDS.get(match["word"]) if match else None
    return f"{kind}{match['inside'] or ''}" if match and kind else text


def _inside(text: str) -> str:
    """`@layout(NHWC)` -> `NHWC`. Other words have an underscore or none in front of the brackets."""
    start, end = text.find("("), text.rfind(")")
    return text[start + 1 : end] if 0 <= start < end else text


def _text(source: Any, key: str) -> str:
    value = source.get(key) if isinstance(source, Mapping) else None
    return value if isinstance(value, str) else ""


def _count(value: Any) -> int | None:
    """A whole number that is not negative; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
