"""Small Icraft models in the form of the vendor's, for tests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

RAW = b"weights and instructions " * 40


def value(v_id: int, shape: list[int], dtype: str = "@fp(32)", layout: str = "NHWC") -> dict[str, Any]:
    """A tensor; storage of one byte or two is quantised, as in compiled models."""
    element: Any = dtype
    if dtype.startswith("@sint"):
        element = {
            "_type_key": "icraft::xir::NormalizedQuantizedType",
            "expressed_dtype": "@fp(32)",
            "normratio": f"@norm_ratios([axis=-1]{shape[-1]}*0.125)",
            "scale": "@exp_scales([axis=-1]32*1/0/1)",
            "storage_dtype": dtype,
            "zero_points": [],
        }
    tensor = {"_type_key": "icraft::xir::TensorType", "element_dtype": element, "merged_distrs": []}
    tensor |= {"layout": f"@layout({layout})", "shape": shape}
    return {
        "_type_key": "icraft::xir::Value",
        "dtype": tensor,
        "mtype": "@hostm",
        "name": "",
        "tags": {},
        "v_id": v_id,
    }


def operator(op_id: int, key: str, device: str, inputs: list, outputs: list, **more: Any) -> dict[str, Any]:
    base = {"_type_key": key, "compile_target": device, "name": "", "tags": {}}
    return {**base, "op_id": op_id, "inputs": inputs, "outputs": outputs, **more}


def graph(
    name: str = "tiny",
    side: int = 8,
    *,
    custom: tuple[str, ...] = ("ImageMake",),
    hard: tuple[str, ...] = ("Conv2d",),
    bits: int = 8,
    raw: bytes = RAW,
    outputs: tuple[list[int], ...] = ([1, 2, 2, 32],),
    more_inputs: tuple[list[int], ...] = (),
    **tags: Any,
) -> dict[str, Any]:
    """A network of Input, custom operators, hard operators and Output."""
    storage = f"@sint({bits})"
    picture = value(0, [1, side, side, 3], "@uint(8)")
    more = [value(50 + i, shape) for i, shape in enumerate(more_inputs)]
    inside = value(1, [1, 1, side, side, 32], storage, "NCHWc32")
    ends = [value(90 + i, shape, storage) for i, shape in enumerate(outputs)]
    ops = [operator(0, "icraft::xir::Input", "@hostt", [], [picture, *more])]
    ops += [operator(295 + i, f"customop::{n}", "@fpgat", [picture], [inside]) for i, n in enumerate(custom)]
    for i, kind in enumerate(hard):
        facts = {"name": f"icraft::xir::{kind}Node", "sub_hard_ops": [], "layer_count": 1, "params": []}
        ops.append(operator(454 + i, "icraft::xir::HardOp", "@buyit", [inside], ends, **facts))
    ops.append(operator(146, "icraft::xir::Output", "@hostt", ends, []))
    base_tags = {"speedmode": False, "compressFtmp": False, "rows": 4, "cols": 4}
    base_tags |= {"params_segment_addr": 4096, "params_segment_bytesize": 512, "ftmp_segment_bytesize": 64}
    return {
        "_type_key": "icraft::xir::Network",
        "ai_target": "@buyit",
        "framework_kind": "PYTORCH",
        "framework_version": "1.9",
        "icraft_version": "v3.33.1",
        "icraft_xir_version": "3.33.1.0",
        "name": name,
        "ops": ops,
        "params_bytes": len(raw),
        "params_md5": hashlib.md5(raw).hexdigest(),
        "tags": {**base_tags, **tags},
    }


def save_pair(folder: Path, name: str = "tiny", *, raw: bytes = RAW, **options: Any) -> Path:
    """Writes NAME_BY.json and NAME_BY.raw; gives the first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}_BY.json"
    path.write_text(json.dumps(graph(name, raw=raw, **options)), encoding="utf-8")
    path.with_suffix(".raw").write_bytes(raw)
    return path
