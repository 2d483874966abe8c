"""Inferences in plain JSON, for servers that do not offer the binary tensor extension. Pure.

Source: "Open Inference Protocol", required API v2, where a tensor's values are a list in row-major order.
It is several times longer than the values themselves and slow to write and read, but any server takes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.agent.tensors import DTYPES
from engines.errors import TrackbenchError
from engines.networks.wire import WireInput

#: The name under which a server says that it takes and gives tensors as bytes.
BINARY_EXTENSION = "binary_tensor_data"


class NoWordInJson(TrackbenchError):
    what = "The input {name} cannot be sent: it holds NaN or infinity, which JSON has no word for."
    remedy = "Look why the tracker makes such values; a server with binary tensors takes them."


def build_json_infer(
    inputs: Sequence[WireInput], outputs: Sequence[str], *, wants_layers: bool = False
) -> tuple[bytes, list[bytes]]:
    """As `wire.build_infer`, but nothing follows the JSON. Raises NoWordInJson."""
    request: dict[str, Any] = {
        "inputs": [_entry(tensor) for tensor in inputs],
        "outputs": [{"name": name} for name in outputs],
    }
    if wants_layers:
        request["parameters"] = {"trackbench_layers": True}
    return json.dumps(request, separators=(",", ":")).encode(), []


def _entry(tensor: WireInput) -> dict[str, Any]:
    if tensor.payload is None or tensor.wire:
        raise ValueError(f"{tensor.name}: only our own agent could read it")
    values = np.frombuffer(tensor.payload, DTYPES[tensor.datatype])
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise NoWordInJson(name=tensor.name)
    return {
        "name": tensor.name,
        "datatype": tensor.datatype,
        "shape": tensor.shape,
        "data": values.tolist(),
    }
