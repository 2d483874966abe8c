"""The json half of a compiled network, made from what onnxruntime knows of it.

Keys and type names are those of real 3.33.1 models. What a compiler decides is fixed here: pictures
go in, and maps come out, channels last; one merged hard operator does all the work, or in the stages before
the last one an operator of the host.

Tags that no real model has let a stage carry an error, which `spoiled` puts into its outputs:
`virtual_bits` rounds each output to that many bits over its own range, `virtual_noise` adds normal noise
of that share of its deviation, and `virtual_crash` ends the process in `forward`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

VERSION = "3.7.1"
_PICTURE_CHANNELS = (1, 3, 4)
_STORAGE = {
    "float32": "@fp(32)",
    "float16": "@fp(16)",
    "uint8": "@uint(8)",
    "int8": "@sint(8)",
    "uint16": "@uint(16)",
    "int16": "@sint(16)",
    "int32": "@sint(32)",
    "int64": "@sint(64)",
}


def to_nhwc(shape: list[int]) -> list[int]:
    return [shape[0], shape[2], shape[3], shape[1]]


def is_picture(shape: list[int]) -> bool:
    """Whether an input becomes NHWC: it has a picture's channels."""
    return len(shape) == 4 and shape[1] in _PICTURE_CHANNELS


def spoiled(array: Any, bits: Any, noise: Any) -> Any:
    """An output with the error that the tags ask for; the same each time."""
    if array.dtype.kind != "f":
        return array
    if bits:
        low, high = float(array.min()), float(array.max())
        step = (high - low) / (2 ** int(bits) - 1) or 1.0
        array = (np.round((array - low) / step) * step + low).astype(array.dtype)
    if noise:
        drawn = np.random.RandomState(0).standard_normal(array.shape)
        array = (array + float(noise) * float(array.std()) * drawn).astype(array.dtype)
    return array


def make_graph(
    computed: Any, raw: bytes, name: str, *, has_hardware: bool = True, **tags: Any
) -> dict[str, Any]:
    """The json document of a network with these ports; `tags` replace the network's own."""
    values = iter(range(1000))
    inputs = [_value(next(values), port, is_picture(port.shape)) for port in computed.inputs]
    maps = [_value(next(values), port, len(port.shape) == 4, "@etm(0)") for port in computed.outputs]
    results = [_value(next(values), port, len(port.shape) == 4) for port in computed.outputs]
    work = _op(1, "Conv2d", "@hostt", inputs, maps)
    if has_hardware:
        work = _op(1, "HardOp", "@buyit", inputs, maps, name="icraft::xir::Conv2dNode")
        work.update(origin_ops_id=[1], layer_count=1, sub_hard_ops=[], instr={}, params=[], device_info={})
    ops = [
        _op(0, "Input", "@hostt", [], inputs),
        work,
        _op(2, "Cast", "@hostt", maps, results),
        _op(3, "Output", "@hostt", results, []),
    ]
    return {
        "_type_key": "icraft::xir::Network",
        "ai_target": "@buyit",
        "framework_kind": "PYTORCH",
        "framework_version": "1.9.0",
        "icraft_version": f"v{VERSION}",
        "icraft_xir_version": f"{VERSION}.0",
        "name": name,
        "ops": ops,
        "params_bytes": len(raw),
        "params_md5": hashlib.md5(raw).hexdigest(),
        "tags": {"speedmode": False, "compressFtmp": False, "bgr_order": False, "rows": 1, "cols": 1, **tags},
    }


def _op(
    op_id: int,
    kind: str,
    target: str,
    inputs: list[dict[str, Any]],
    outputs: list[dict[str, Any]],
    name: str = "",
) -> dict[str, Any]:
    return {
        "_type_key": "icraft::xir::" + kind,
        "op_id": op_id,
        "name": name,
        "compile_target": target,
        "inputs": inputs,
        "outputs": outputs,
        "tags": {},
    }


def _value(v_id: int, port: Any, is_channels_last: bool, mtype: str = "@hostm") -> dict[str, Any]:
    shape = to_nhwc(port.shape) if is_channels_last else list(port.shape)
    stars = "*" * max(0, len(shape) - 1) + "C"
    dtype: dict[str, Any] = {
        "_type_key": "icraft::xir::TensorType",
        "element_dtype": _STORAGE.get(port.dtype, "@fp(32)"),
        "layout": "@layout(NHWC)" if is_channels_last else f"@layout({stars})",
        "merged_distrs": {},
        "shape": shape,
    }
    return {
        "_type_key": "icraft::xir::Value",
        "v_id": v_id,
        "name": port.name,
        "mtype": mtype,
        "tags": {},
        "dtype": dtype,
    }
