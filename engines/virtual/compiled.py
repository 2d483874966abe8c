"""What stands for a vendor's compiled model on a virtual board: one line that names the family, then ONNX.

A plain ONNX file does as well. How a compiler changes a network's face (pictures in place of
tensors) is said in the ONNX file's own metadata.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.virtual.doubles.icraft.virtual_graph import make_graph
from engines.virtual.doubles.virtual_board import MAGIC, NV12_KEY, Computed, NotCompiled, Port, unwrap

__all__ = [
    "MAGIC",
    "NV12_KEY",
    "Described",
    "DescribedTensor",
    "NotCompiled",
    "compile_for",
    "compile_stages",
    "describe",
]
_TYPES = {"float32": ("F32", 4), "float16": ("F16", 2), "uint8": ("U8", 1), "int8": ("S8", 1)}
_TYPES |= {"int16": ("S16", 2), "int32": ("S32", 4), "int64": ("S64", 8)}
_ENDINGS = {"rdk_x5": ".bin", "ascend": ".om"}
_HOST_STAGES = ("parsed", "optimized", "quantized", "adapted")


@dataclass(frozen=True, slots=True)
class DescribedTensor:
    """One input or output; `type` in D-Robotics' short spelling (F32, NV12 ...)."""

    name: str
    type: str
    shape: tuple[int, ...]
    item_bytes: int

    @property
    def byte_size(self) -> int:
        count = math.prod(self.shape)
        return count // 2 if self.type == "NV12" else count * self.item_bytes

    @property
    def strides(self) -> list[int]:
        """Bytes from one element to the next, per axis."""
        return [math.prod(self.shape[axis + 1 :]) * self.item_bytes for axis in range(len(self.shape))]


@dataclass(frozen=True, slots=True)
class Described:
    """A model's face; `load_ms` was measured here."""

    inputs: tuple[DescribedTensor, ...]
    outputs: tuple[DescribedTensor, ...]
    load_ms: float


def compile_for(family: str, onnx: Path, folder: Path, name: str | None = None) -> tuple[Path, ...]:
    """Writes the compiled files of an ONNX file; the first is the one to load.

    `NAME_BY.json` and `NAME_BY.raw` for icraft, `NAME.bin` for rdk_x5, `NAME.om` for ascend.
    """
    name = name or onnx.stem
    content = onnx.read_bytes()
    raw = MAGIC + family.encode() + b"\n" + content
    if family != "icraft":
        path = folder / (name + _ENDINGS[family])
        path.write_bytes(raw)
        return (path,)
    pair = folder / f"{name}_BY.json", folder / f"{name}_BY.raw"
    pair[1].write_bytes(raw)
    pair[0].write_text(json.dumps(make_graph(Computed(content), raw, name)), encoding="utf-8")
    return pair


def compile_stages(
    onnx: Path, folder: Path, name: str | None = None, **errors: Mapping[str, Any]
) -> dict[str, Path]:
    """Writes what each stage of Icraft's compiler leaves; gives the JSON by stage: parsed ... adapted, BY.

    `errors` are tags by stage, for example `quantized={"virtual_bits": 4}`: see `virtual_graph`. All
    stages compute the same else.
    """
    name = name or onnx.stem
    content = onnx.read_bytes()
    raw = MAGIC + b"icraft\n" + content
    computed = Computed(content)
    made = {}
    for stage in (*_HOST_STAGES, "BY"):
        tags = errors.get(stage, {})
        graph = make_graph(computed, raw, name, has_hardware=stage == "BY", **tags)
        made[stage] = folder / f"{name}_{stage}.json"
        made[stage].write_text(json.dumps(graph), encoding="utf-8")
        made[stage].with_suffix(".raw").write_bytes(raw)
    return made


def describe(path: Path, family: str) -> Described:
    """The face of a compiled file. Raises OSError, NotCompiled."""
    onnx = unwrap(path.read_bytes(), family)
    start_s = time.perf_counter()
    computed = Computed(onnx)
    load_ms = (time.perf_counter() - start_s) * 1e3
    return Described(
        tuple(_tensor(port, port.name in computed.nv12) for port in computed.inputs),
        tuple(_tensor(port, False) for port in computed.outputs),
        load_ms,
    )


def _tensor(port: Port, is_nv12: bool) -> DescribedTensor:
    short, item_bytes = _TYPES.get(port.dtype, (port.dtype.upper(), 4))
    return DescribedTensor(port.name, "NV12" if is_nv12 else short, tuple(port.shape), item_bytes)
