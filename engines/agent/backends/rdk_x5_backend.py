"""RDK X5: compiled .bin models through `hbm_runtime`, or through the older `hobot_dnn.pyeasy_dnn`.

A subgraph on the BPU is one piece: neither library tells times of layers. Source: the vendor's Python API as
described in docs/boards/rdk-x5.md, with what is not verified there.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.backends.vendor import (
    Missing,
    choice,
    first_line,
    import_module,
    model_options,
    number,
    package_version,
)
from engines.agent.model import NV12, Backend, Model, Outcome, TensorInfo
from engines.agent.refusal import Refusal
from engines.agent.tensors import DATATYPES

_LIBRARIES = ("hbm_runtime", "hobot_dnn.pyeasy_dnn", "hobot_dnn_rdkx5.pyeasy_dnn")
_SHORT = {
    "F16": "FP16", "F32": "FP32", "F64": "FP64",
    "S8": "INT8", "S16": "INT16", "S32": "INT32", "S64": "INT64",
    "U8": "UINT8", "U16": "UINT16", "U32": "UINT32", "U64": "UINT64", "BOOL8": "BOOL",
}  # fmt: skip


class RdkX5Backend(Backend):
    """Uses the first library that can be loaded and that takes the model."""

    name = "rdk_x5"
    endings = (".bin", ".hbm", ".onnx")
    known_options = ("library", "core", "priority")

    def __init__(self, library: str, core: int, priority: int) -> None:
        self._names = _LIBRARIES if library == "any" else tuple(n for n in _LIBRARIES if library in n)
        self._core, self._priority = core, priority
        self._found = None  # type: list[tuple[str, Any]] | None

    @classmethod
    def from_options(cls, options: dict[str, str]) -> RdkX5Backend:
        """`library` (any, hbm_runtime, hobot_dnn), BPU `core` (0: any, 1: the first), `priority` 0...255."""
        library = choice(options, "library", ("any", "hbm_runtime", "hobot_dnn"))
        return cls(library, number(options, "core", 0, 2), number(options, "priority", 0, 255))

    def version(self) -> str:
        name, module = self._libraries()[0]
        found = getattr(module, "__version__", None)
        return "%s %s" % (name, found or package_version(name.partition(".")[0]))

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        nv12 = model_options(parameters, ("nv12",)).get("nv12", [])
        reasons = []
        for name, module in self._libraries():
            try:
                if name == "hbm_runtime":
                    return HbmModel(module, Path(path), nv12, self._core, self._priority)
                return DnnModel(module, Path(path), nv12, self._core, self._priority)
            except Refusal:
                raise
            except Exception as error:  # noqa: BLE001 (codes and classes differ; see first_line)
                reasons.append("%s: %s" % (name, first_line(error)))
        raise Refusal(400, "%s cannot be loaded: %s" % (Path(path).name, "; ".join(reasons)))

    def _libraries(self) -> list[tuple[str, Any]]:
        if self._found is None:
            found, reasons = [], []
            for name in self._names:
                try:
                    found.append((name, import_module(name)))
                except Missing as missing:
                    reasons.append(str(missing))
            if not found:
                raise Refusal(503, "no runtime: " + "; ".join(reasons))
            self._found = found
        return self._found


class HbmModel(Model):
    """Through `hbm_runtime.HB_HBMRuntime`. One caller per object."""

    platform = "rdk_x5_hbm_runtime"

    def __init__(self, module: Any, path: Path, nv12: list[str], core: int, priority: int) -> None:
        super().__init__()
        self._runtime = runtime = module.HB_HBMRuntime(str(path))
        self._name = name = next(iter(runtime.model_names))
        if core or priority:
            cores = [core - 1] if core else [-1]
            runtime.set_scheduling_params(priority={name: priority}, bpu_cores={name: cores})
        shapes, dtypes = runtime.input_shapes[name], runtime.input_dtypes[name]
        self.inputs = [
            _input(given, _word(dtypes[given]), shapes[given], path, nv12)
            for given in runtime.input_names[name]
        ]
        shapes, dtypes = runtime.output_shapes[name], runtime.output_dtypes[name]
        self.outputs = [
            TensorInfo(made, _datatype(made, _word(dtypes[made])), [int(size) for size in shapes[made]])
            for made in runtime.output_names[name]
        ]
        self._zeros = {}  # type: dict[str, np.ndarray[Any, Any]]
        for info in self.outputs:
            self._read_scale(info, runtime.output_quants[name].get(info.name))

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        start_s = time.perf_counter()
        try:
            made = self._runtime.run({self._name: {n: np.ascontiguousarray(a) for n, a in feeds.items()}})
        except Exception as error:  # noqa: BLE001 (the X5's error classes are not known)
            raise Refusal(500, "the model failed: %s" % first_line(error)) from None
        hard_ms = (time.perf_counter() - start_s) * 1e3
        outputs = {}
        for info in self.outputs:
            array = np.ascontiguousarray(made[self._name][info.name]).reshape(info.shape)
            if info.name in self._zeros:
                array = array.astype(np.int32) - self._zeros[info.name]
            outputs[info.name] = array
        return Outcome(outputs, hard_ms)

    def close(self) -> None:
        self._runtime = None

    def _read_scale(self, info: TensorInfo, quant: Any) -> None:
        if quant is None or _word(quant.quant_type) != "SCALE" or "INT" not in info.datatype:
            return
        scale = np.ravel(np.asarray(quant.scale, dtype=np.float32))
        if not scale.size:
            return
        axis = int(quant.axis)
        self.scales[info.name] = (scale, axis)
        zero = np.ravel(np.asarray(quant.zero_point, dtype=np.int32))
        if zero.any():
            along = [-1 if i == axis % len(info.shape) else 1 for i in range(len(info.shape))]
            self._zeros[info.name] = zero.reshape(along)


class DnnModel(Model):
    """Through `pyeasy_dnn`. Outputs lie in memory that the next forward writes again."""

    platform = "rdk_x5_pyeasy_dnn"

    def __init__(self, module: Any, path: Path, nv12: list[str], core: int, priority: int) -> None:
        super().__init__()
        self._model = module.load(str(path))[0]
        self._core, self._priority = core, priority
        self.inputs, self.outputs = [], []
        for tensor in self._model.inputs:
            facts = tensor.properties
            self.inputs.append(_input(tensor.name, str(facts.tensor_type), facts.shape, path, nv12))
        for tensor in self._model.outputs:
            facts = tensor.properties
            shape = [int(size) for size in facts.shape]
            self.outputs.append(TensorInfo(tensor.name, _datatype(tensor.name, str(facts.dtype)), shape))
            scale = np.ravel(np.asarray(facts.scale_data, dtype=np.float32))
            if scale.size:
                self.scales[tensor.name] = (scale, _channel_axis(shape, scale.size, str(facts.layout)))

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        arrays = [np.ascontiguousarray(feeds[info.name]) for info in self.inputs]
        start_s = time.perf_counter()
        try:
            given = arrays[0] if len(arrays) == 1 else arrays
            made = self._model.forward(given, self._core, self._priority)
            # Each access of `buffer` copies: one for each output, and before the next forward.
            buffers = [made[i].buffer for i in range(len(self.outputs))]
        except Exception as error:  # noqa: BLE001 (it sets an error and returns None: SystemError)
            raise Refusal(500, "the model failed: %s" % first_line(error)) from None
        hard_ms = (time.perf_counter() - start_s) * 1e3
        pairs = zip(self.outputs, buffers)  # noqa: B905 (strict= is Python 3.10)
        return Outcome({info.name: np.asarray(b).reshape(info.shape) for info, b in pairs}, hard_ms)

    def close(self) -> None:
        self._model = None


def _word(value: Any) -> str:
    """The name of an enumeration's value."""
    return str(getattr(value, "name", value)).rpartition(".")[2]


def _input(name: str, word: str, shape: Any, path: Path, nv12: list[str]) -> TensorInfo:
    """An input; that it takes NV12 the runtime may say, the client, or the file's name."""
    sizes = [int(size) for size in shape]
    is_picture = len(sizes) == 4 and sizes[1] == 3
    says_so = NV12 in word.upper() or name in nv12
    if says_so or (word in ("U8", "uint8") and is_picture and "nv12" in path.name.lower()):
        return TensorInfo(name, "UINT8", sizes, NV12)
    return TensorInfo(name, _datatype(name, word), sizes)


def _datatype(name: str, word: str) -> str:
    datatype = _SHORT.get(word) or DATATYPES.get(word)
    if datatype is None:
        raise Refusal(400, "tensor '%s' has the type %s, which is not supported" % (name, word))
    return datatype


def _channel_axis(shape: list[int], count: int, layout: str) -> int:
    """Which axis has the scales: nothing says it, so the channels of the layout, else the axis that fits."""
    usual = 1 if layout == "NCHW" else len(shape) - 1
    fitting = [usual, len(shape) - 1, 1]
    for axis in fitting:
        if count == 1 or (axis < len(shape) and shape[axis] == count):
            return axis
    raise Refusal(400, "%d scales fit no axis of %s" % (count, shape))
