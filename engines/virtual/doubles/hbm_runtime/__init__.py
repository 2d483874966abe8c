"""Double of `hbm_runtime` as it ships with RDK OS on the X5.

The texts of the vendor's errors are unknown: these begin with "virtual board".
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from nv12 import nv12_to_rgb  # type: ignore[import-not-found]
from virtual_board import NotCompiled, has_fault, open_compiled  # type: ignore[import-not-found]

__all__ = ["HB_HBMRuntime", "QuantParams", "hbDNNDataType"]
__version__ = "0.1.0"
_SHORT = {"float32": "F32", "float16": "F16", "uint8": "U8", "int8": "S8", "int16": "S16", "int32": "S32"}
_ENDINGS = (".bin", ".hbm", ".onnx")


class hbDNNDataType:
    """An enumeration's member: `.name` is what matters."""

    def __init__(self, name: str) -> None:
        self.name = name


class QuantParams:
    def __init__(self) -> None:
        self.quant_type = hbDNNDataType("NONE")
        self.axis = 0
        self.scale = np.zeros(0, np.float32)
        self.zero_point = np.zeros(0, np.int32)


class HB_HBMRuntime:
    """One or more compiled files. One caller at a time."""

    def __init__(self, files: Any) -> None:
        self._models: dict[str, Any] = {}
        for path in [files] if isinstance(files, str) else list(files):
            name = str(path).rpartition("/")[2]
            for ending in _ENDINGS:
                name = name[: -len(ending)] if name.endswith(ending) else name
            self._models[name] = _open(str(path))
        self._busy = threading.Lock()
        self._sched: dict[str, Any] = {}

    @property
    def version(self) -> str:
        return __version__

    @property
    def model_names(self) -> list[str]:
        return list(self._models)

    @property
    def model_count(self) -> int:
        return len(self._models)

    @property
    def input_counts(self) -> dict[str, int]:
        return {name: len(model.inputs) for name, model in self._models.items()}

    @property
    def output_counts(self) -> dict[str, int]:
        return {name: len(model.outputs) for name, model in self._models.items()}

    @property
    def input_names(self) -> dict[str, list[str]]:
        return {name: [port.name for port in model.inputs] for name, model in self._models.items()}

    @property
    def output_names(self) -> dict[str, list[str]]:
        return {name: [port.name for port in model.outputs] for name, model in self._models.items()}

    @property
    def input_shapes(self) -> dict[str, dict[str, list[int]]]:
        return {n: {port.name: list(port.shape) for port in m.inputs} for n, m in self._models.items()}

    @property
    def output_shapes(self) -> dict[str, dict[str, list[int]]]:
        return {n: {port.name: list(port.shape) for port in m.outputs} for n, m in self._models.items()}

    @property
    def input_dtypes(self) -> dict[str, dict[str, hbDNNDataType]]:
        return {n: {port.name: _type(port, m.nv12) for port in m.inputs} for n, m in self._models.items()}

    @property
    def output_dtypes(self) -> dict[str, dict[str, hbDNNDataType]]:
        return {n: {port.name: _type(port) for port in m.outputs} for n, m in self._models.items()}

    @property
    def input_quants(self) -> dict[str, dict[str, QuantParams]]:
        return {n: {port.name: QuantParams() for port in m.inputs} for n, m in self._models.items()}

    @property
    def output_quants(self) -> dict[str, dict[str, QuantParams]]:
        return {n: {port.name: QuantParams() for port in m.outputs} for n, m in self._models.items()}

    @property
    def sched_params(self) -> dict[str, Any]:
        return {name: self._sched.get(name, {"priority": 0, "bpu_cores": [-1]}) for name in self._models}

    def set_scheduling_params(
        self,
        priority: dict[str, int] | None = None,
        bpu_cores: dict[str, list[int]] | None = None,
        custom_id: Any = None,
        device_id: Any = None,
    ) -> None:
        for name in {**(priority or {}), **(bpu_cores or {})}:
            if name not in self._models:
                raise ValueError(f"virtual board: no model {name}")
            entry = dict(self.sched_params[name])
            entry["priority"] = (priority or {}).get(name, entry["priority"])
            entry["bpu_cores"] = (bpu_cores or {}).get(name, entry["bpu_cores"])
            if not 0 <= entry["priority"] <= 255:
                raise ValueError("virtual board: priority is 0 to 255")
            self._sched[name] = entry

    def run(self, data: Any, model_name: str | None = None, **_options: Any) -> dict[str, dict[str, Any]]:
        """Takes one array, arrays by input, or those by model; gives outputs by model and name."""
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("run() already in use")
        try:
            return {
                name: _infer(self._models[name], feeds)
                for name, feeds in self._by_model(data, model_name).items()
            }
        finally:
            self._busy.release()

    def _by_model(self, data: Any, model_name: str | None) -> dict[str, dict[str, Any]]:
        is_nested = isinstance(data, dict) and any(isinstance(value, dict) for value in data.values())
        if is_nested:
            unknown = set(data) - set(self._models)
            if unknown:
                raise ValueError(f"virtual board: no model {sorted(unknown)[0]}")
            return dict(data)
        if model_name is None:
            if len(self._models) != 1:
                raise ValueError("virtual board: model_name is needed where there are several")
            model_name = self.model_names[0]
        if model_name not in self._models:
            raise ValueError(f"virtual board: no model {model_name}")
        if isinstance(data, dict):
            return {model_name: data}
        inputs = self._models[model_name].inputs
        if len(inputs) != 1:
            raise ValueError("virtual board: one array for a model of several inputs")
        return {model_name: {inputs[0].name: data}}


def _open(path: str) -> Any:
    if has_fault("version-mismatch"):
        raise RuntimeError(f"virtual board: {path}: incompatible model, error code -6000014")
    try:
        return open_compiled(path, "rdk_x5")
    except OSError:
        raise RuntimeError(f"virtual board: cannot open {path}, error code -6000006") from None
    except NotCompiled as error:
        raise RuntimeError(f"virtual board: {path}: {error}, error code -6000014") from None


def _type(port: Any, nv12: frozenset[str] = frozenset()) -> hbDNNDataType:
    return hbDNNDataType("NV12" if port.name in nv12 else _SHORT.get(port.dtype, port.dtype))


def _infer(model: Any, feeds: dict[str, Any]) -> dict[str, Any]:
    ready = {}
    for port in model.inputs:
        if port.name not in feeds:
            raise ValueError(f"virtual board: input {port.name} is missing")
        ready[port.name] = _fitted(np.ascontiguousarray(feeds[port.name]), port, port.name in model.nv12)
    return {port.name: array for port, array in zip(model.outputs, model.run(ready))}


def _fitted(array: Any, port: Any, is_nv12: bool) -> Any:
    if is_nv12:
        height, width = port.shape[2], port.shape[3]
        # The vendor's samples give a flat vector although the shape reads [1, 3, H, W].
        if array.dtype != np.uint8 or array.size != height * width * 3 // 2:
            raise ValueError(
                f"virtual board: {port.name}: NV12 of {width}x{height} is uint8, 1.5 bytes a pixel"
            )
        return nv12_to_rgb(array, height, width)
    if array.dtype.name != port.dtype or list(array.shape) != port.shape:
        found = f"{array.dtype} {list(array.shape)}"
        raise ValueError(f"virtual board: {port.name}: {found}, not {port.dtype} {port.shape}")
    return array
