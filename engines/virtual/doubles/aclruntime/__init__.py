"""Double of `aclruntime`, the native half of ais_bench.

dtypes are never checked, only bytes, and what an array's memory holds from its first byte on is
taken, contiguous or not. The published versions say `sumary`.
"""

from __future__ import annotations

import ctypes
import enum
import time
from typing import Any, ClassVar

import numpy as np
from virtual_board import NotCompiled, has_fault, open_compiled  # type: ignore[import-not-found]

__all__ = [
    "InferenceSession",
    "MemorySummary",
    "Tensor",
    "dtype",
    "session_options",
    "sumary",
    "tensor_desc",
]


class dtype(enum.Enum):
    int8 = "int8"
    uint8 = "uint8"
    int16 = "int16"
    uint16 = "uint16"
    int32 = "int32"
    uint32 = "uint32"
    int64 = "int64"
    uint64 = "uint64"
    float16 = "float16"
    float32 = "float32"
    double = "float64"
    bool = "bool"


class session_options:
    def __init__(self) -> None:
        self.acl_json_path = ""
        self.loop = 1
        self.log_level = 1


class tensor_desc:
    def __init__(self, port: Any) -> None:
        self.name = port.name
        self.datatype = dtype(port.dtype)
        self.format = 0  # NCHW
        self.shape = list(port.shape)
        self.size = int(np.prod(port.shape)) * np.dtype(port.dtype).itemsize
        self.realsize = self.size


class sumary:
    def __init__(self) -> None:
        self.exec_time_list: list[float] = []

    def reset(self) -> None:
        self.exec_time_list = []


class MemorySummary:
    """Times of copies in ms, of all sessions of the process. Later packages spell the names in lower case."""

    _h2d: ClassVar[list[float]] = []
    _d2h: ClassVar[list[float]] = []

    @classmethod
    def reset(cls) -> None:
        cls._h2d, cls._d2h = [], []

    @classmethod
    def get_H2D_time_list(cls) -> list[float]:
        return list(cls._h2d)

    @classmethod
    def get_D2H_time_list(cls) -> list[float]:
        return list(cls._d2h)


class Tensor:
    """Bytes on the device."""

    def __init__(self, array: Any) -> None:
        start_s = time.perf_counter()
        if not isinstance(array, np.ndarray) or array.dtype.name not in {one.value for one in dtype}:
            raise RuntimeError(f"type:{type(array)} invalid")
        self.data = _memory(array)
        self._dtype, self._shape = array.dtype, array.shape
        MemorySummary._h2d.append((time.perf_counter() - start_s) * 1e3)

    @classmethod
    def made_by_device(cls, array: Any) -> Tensor:
        tensor = cls.__new__(cls)
        tensor.data, tensor._dtype, tensor._shape = array.tobytes(), array.dtype, array.shape
        return tensor

    def to_device(self, _device_id: int) -> None:
        """It is there already."""

    def to_host(self) -> None:
        start_s = time.perf_counter()
        self._host = np.frombuffer(self.data, self._dtype).reshape(self._shape).copy()
        MemorySummary._d2h.append((time.perf_counter() - start_s) * 1e3)

    def __array__(self, kind: Any = None, copy: Any = None) -> Any:
        array = np.frombuffer(self.data, self._dtype).reshape(self._shape).copy()
        return array if kind is None else array.astype(kind)


class InferenceSession:
    def __init__(self, model_path: str, device_id: int, options: session_options | None = None) -> None:
        print("[INFO] acl init success", flush=True)
        print(f"[INFO] open device {device_id} success", flush=True)
        if device_id != 0:
            raise RuntimeError("virtual board: there is device 0 only")
        self._loop = options.loop if options is not None else 1
        try:
            if has_fault("version-mismatch"):
                raise NotCompiled("the driver is older than the model wants")
            self._computed = open_compiled(model_path, "ascend")
        except (OSError, NotCompiled) as error:
            raise RuntimeError(f"virtual board: load model from {model_path} failed: {error}") from None
        print(f"[INFO] load model {model_path} success", flush=True)
        print("[INFO] create model description success", flush=True)
        self._sumary = sumary()
        self._device = device_id

    def get_inputs(self) -> list[tensor_desc]:
        return [tensor_desc(port) for port in self._computed.inputs]

    def get_outputs(self) -> list[tensor_desc]:
        return [tensor_desc(port) for port in self._computed.outputs]

    def sumary(self) -> sumary:
        return self._sumary

    def reset_sumaryinfo(self) -> None:
        self._sumary.reset()

    def finalize(self) -> None:
        print("[INFO] unload model success, model Id is 1", flush=True)

    free_resource = finalize

    def run(self, names: list[str], tensors: list[Tensor]) -> list[Tensor]:
        wanted = self.get_inputs()
        if len(tensors) != len(wanted):
            print(f"[WARN] intensors in:{len(tensors)} need:{len(wanted)} not match", flush=True)
            raise RuntimeError("virtual board: the number of inputs")
        feeds = {}
        for index, (tensor, desc) in enumerate(zip(tensors, wanted)):
            found, needed = len(tensor.data), desc.size
            if found != needed:
                text = f"Check i:{index} name:{desc.name} in size:{found} needsize:{needed} not match"
                print(f"[ERROR] {text}", flush=True)
                raise RuntimeError("virtual board: the size of an input")
            feeds[desc.name] = np.frombuffer(tensor.data, desc.datatype.value).reshape(desc.shape)
        for _ in range(self._loop):
            start_s = time.perf_counter()
            arrays = self._computed.run(feeds)
            self._sumary.exec_time_list.append((time.perf_counter() - start_s) * 1e3)
        by_name = {desc.name: array for desc, array in zip(self.get_outputs(), arrays)}
        return [Tensor.made_by_device(by_name[name]) for name in names]

    def __str__(self) -> str:
        text = f"<Model>\ndevice:\t{self._device}\n"
        for kind, descs in (("input", self.get_inputs()), ("output", self.get_outputs())):
            rows = (
                f"  #{i}    {d.name}  {tuple(d.shape)}  {d.datatype.value}  {d.size}  {d.realsize}\n"
                for i, d in enumerate(descs)
            )
            text += f"{kind}:\n{''.join(rows)}"
        return text


def _memory(array: Any) -> bytes:
    """As many bytes as the array has, from its first one on, in the order in which they lie in memory."""
    if array.flags.c_contiguous:
        return bytes(array.tobytes())
    start = int(array.ctypes.data)
    last = start + sum(
        (size - 1) * step for size, step in zip(array.shape, array.strides) if size > 0 and step > 0
    )
    there = min(int(array.nbytes), max(0, last + array.itemsize - start))
    return ctypes.string_at(start, there).ljust(int(array.nbytes), b"\0")
