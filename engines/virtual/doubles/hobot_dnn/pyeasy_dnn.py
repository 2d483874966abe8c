"""Double of `hobot_dnn.pyeasy_dnn`, the X5's older Python API.

Its traps: `.buffer` copies on each access, output memory is one per model and used again by the next
forward, a wrong input length goes unnoticed, a failure arrives as a SystemError.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from nv12 import nv12_to_rgb  # type: ignore[import-not-found]
from virtual_board import NotCompiled, has_fault, open_compiled  # type: ignore[import-not-found]

__all__ = ["Model", "TensorProperties", "load", "pyDNNTensor"]
_SHORT = {"float32": "float32", "int32": "int32", "int16": "int16", "uint8": "uint8"}
#: Every access to a buffer of outputs since the start; a test's way to see copies.
copies = 0


class TensorProperties:
    def __init__(self, port: Any, is_nv12: bool) -> None:
        self.tensor_type = "NV12" if is_nv12 else _SHORT.get(port.dtype, "int8")
        self.dtype = "uint8" if is_nv12 else self.tensor_type
        self.layout = "NCHW"
        self.shape = tuple(port.shape)
        # Raw pointers in the vendor's build: useless.
        self.alignedShape = id(self)
        self.validShape = id(self)
        self.scale_data = np.zeros(0, np.float32)


class pyDNNTensor:
    def __init__(self, port: Any, is_nv12: bool) -> None:
        self.name = port.name
        self.properties = TensorProperties(port, is_nv12)
        self._memory = np.zeros(_four(port.shape), _SHORT.get(port.dtype, "int8"))

    @property
    def buffer(self) -> Any:
        """A new 4-D array each time."""
        global copies
        copies += 1
        return self._memory.copy()


class Model:
    def __init__(self, name: str, computed: Any) -> None:
        self.name = name
        self.estimate_latency = 0
        self._computed = computed
        self.inputs = [pyDNNTensor(port, port.name in computed.nv12) for port in computed.inputs]
        self.outputs = [pyDNNTensor(port, False) for port in computed.outputs]

    def forward(self, arg: Any, core_id: int = 0, priority: int = 0) -> list[pyDNNTensor]:
        arrays = list(arg) if isinstance(arg, (list, tuple)) else [arg]
        if len(arrays) != len(self.inputs) or core_id not in (0, 1, 2) or not 0 <= priority <= 255:
            self._fail("[E][DNN] invalid argument, error code -6000001")
        feeds = {
            port.name: _taken(np.asarray(array), port, port.name in self._computed.nv12)
            for port, array in zip(self._computed.inputs, arrays)
        }
        try:
            results = self._computed.run(feeds)
        except Exception:  # noqa: BLE001 (onnxruntime's errors have no common class)
            self._fail("[E][DNN] run failed, error code -6000012")
        for tensor, array in zip(self.outputs, results):
            tensor._memory[...] = array.reshape(tensor._memory.shape)
        return self.outputs

    def _fail(self, text: str) -> None:
        """An error that is set while a value is returned: Python turns it into a SystemError."""
        print(text, file=sys.stderr, flush=True)
        try:
            raise RuntimeError("forward execution failed.")
        except RuntimeError as error:
            raise SystemError("<built-in method forward> returned a result with an exception set") from error


def load(paths: Any) -> list[Model]:
    """Documented as a tuple, built as a list."""
    return [_load(str(path)) for path in ([paths] if isinstance(paths, str) else paths)]


def _load(path: str) -> Model:
    code, reason = "-6000014", "incompatible model"
    if not has_fault("version-mismatch"):
        try:
            return Model(path.rpartition("/")[2].rpartition(".")[0], open_compiled(path, "rdk_x5"))
        except OSError:
            code, reason = "-6000006", "cannot open file"
        except NotCompiled as error:
            reason = str(error)
    print(f"[E][DNN] {path}: {reason}, error code {code}", file=sys.stderr, flush=True)
    raise RuntimeError(f"virtual board: loading {path} failed: {reason}, error code {code}")


def _taken(array: Any, port: Any, is_nv12: bool) -> Any:
    """As native code takes it: so many bytes from the start, whatever they were meant to be."""
    if is_nv12:
        height, width = port.shape[2], port.shape[3]
        size = height * width * 3 // 2
        return nv12_to_rgb(_bytes(array, size), height, width)
    count = int(np.prod(port.shape))
    raw = _bytes(array, count * np.dtype(port.dtype).itemsize)
    return raw.view(port.dtype).reshape(port.shape)


def _bytes(array: Any, size: int) -> Any:
    flat = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    taken = np.zeros(size, np.uint8)  # what lies behind a short input is anybody's guess; here it is zero
    taken[: min(size, flat.size)] = flat[:size]
    return taken


def _four(shape: list[int]) -> list[int]:
    return [*shape, *[1] * (4 - len(shape))] if len(shape) < 4 else list(shape)
