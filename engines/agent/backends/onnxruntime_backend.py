"""onnxruntime: what a board without an accelerator runs, and what the virtual board computes with."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.model import Backend, Layer, Model, Outcome, TensorInfo
from engines.agent.onnx_nodes import OperatorNames, names_of_operators
from engines.agent.refusal import Refusal

_DATATYPES = {
    "tensor(bool)": "BOOL",
    "tensor(uint8)": "UINT8",
    "tensor(uint16)": "UINT16",
    "tensor(uint32)": "UINT32",
    "tensor(uint64)": "UINT64",
    "tensor(int8)": "INT8",
    "tensor(int16)": "INT16",
    "tensor(int32)": "INT32",
    "tensor(int64)": "INT64",
    "tensor(float16)": "FP16",
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
}
_KERNEL_TIME = "_kernel_time"


class OnnxruntimeBackend(Backend):
    """ONNX files through onnxruntime's CPU provider."""

    name = "onnxruntime"
    endings = (".onnx",)
    known_options = ("threads",)

    def __init__(self, threads: int, *, shared_pool: bool = False) -> None:
        """Models with `threads` each, or with the pool that all networks of this process share."""
        self._threads = 0 if shared_pool else threads

    @classmethod
    def from_options(cls, options: dict[str, str]) -> OnnxruntimeBackend:
        text = options.get("threads", "1")
        if not text.isdigit() or not 1 <= int(text) <= 1024:
            raise Refusal(400, "option threads: '%.40s' is no number from 1 to 1024" % text)
        return cls(int(text))

    def version(self) -> str:
        return str(_import().__version__)

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        return OnnxruntimeModel(path, self._threads)


class OnnxruntimeModel(Model):
    """One ONNX file."""

    platform = "onnxruntime_onnx"

    def __init__(self, path: str, threads: int) -> None:
        """Loads a file; 0 threads stand for the process's shared pool."""
        super().__init__()
        self._path, self._threads = path, threads
        self._session = _open(path, threads, None)
        self.inputs = [_info(node) for node in self._session.get_inputs()]
        self.outputs = [_info(node) for node in self._session.get_outputs()]
        self._names = [info.name for info in self.outputs]
        self._operators = None  # type: OperatorNames | None

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        start_s = time.perf_counter()
        arrays = self._run(self._session, feeds)
        hard_ms = (time.perf_counter() - start_s) * 1e3
        outcome = Outcome(dict(zip(self._names, arrays)), hard_ms)  # noqa: B905 (strict= is Python 3.10)
        if want_layers:
            outcome.layers = self._profile(feeds)
        return outcome

    def _run(self, session: Any, feeds: dict[str, np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
        try:
            arrays = session.run(self._names, feeds)
        except Exception as error:  # noqa: BLE001 (the library's own classes differ between versions)
            raise Refusal(500, "the model failed: %s" % _first_line(error)) from None
        return [np.ascontiguousarray(array) for array in arrays]

    def _profile(self, feeds: dict[str, np.ndarray[Any, Any]]) -> list[Layer]:
        """Layers of one more run, by a profiled session of its own: this one stays fast.

        A session writes its profile only when profiling ends, which it does once, so each profile
        takes a fresh session; its first run is a slow one and is not counted.
        """
        shared_memory = "/dev/shm"
        folder = tempfile.mkdtemp(
            prefix="trackbench-", dir=shared_memory if os.access(shared_memory, os.W_OK) else None
        )
        try:
            optimised = Path(folder) / "optimised.onnx"
            saved = None if self._operators is not None else str(optimised)
            session = _open(self._path, self._threads, str(Path(folder) / "profile"), saved)
            if saved is not None:
                self._operators = names_of_operators(Path(self._path), optimised)
            self._run(session, feeds)
            self._run(session, feeds)
            events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
            return _layers_of_last_run(events, 2, self._operators)
        except (OSError, ValueError):  # no space for the profile: the answer itself is sound
            return []
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _layers_of_last_run(
    events: list[dict[str, Any]], runs: int, operators: OperatorNames | None = None
) -> list[Layer]:
    """Kernel times of the last of several equal runs, in order of execution, named as in the file."""
    kernels = [event for event in events if event.get("name", "").endswith(_KERNEL_TIME)]
    kernels.sort(key=lambda event: event["ts"])
    layers = []
    for op_id, event in enumerate(kernels[len(kernels) * (runs - 1) // runs :], start=1):
        name = event["name"][: -len(_KERNEL_TIME)]
        layers.append(Layer(op_id, name, event["args"].get("op_name", ""), "cpu", event["dur"] / 1e3))
    if operators is not None:
        found = operators.of([(layer.name, layer.op_type) for layer in layers])
        for layer, standing in zip(layers, found):  # noqa: B905 (strict= is Python 3.10)
            if standing is not None:
                layer.name = standing.name
                layer.sources = standing.sources if len(standing.sources) > 1 else []
    return layers


def _import() -> Any:
    try:
        import onnxruntime
    except ImportError:
        raise Refusal(503, "onnxruntime is not installed for this Python") from None
    return onnxruntime


def _open(path: str, threads: int, profile_prefix: str | None, optimised_path: str | None = None) -> Any:
    runtime = _import()
    options = runtime.SessionOptions()
    if threads:
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
    else:
        options.use_per_session_threads = False
    options.log_severity_level = 3
    # Threads that spin after a run starve the agent's own and, on the virtual board, the host.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if profile_prefix is not None:
        options.enable_profiling = True
        options.profile_file_prefix = profile_prefix
    if optimised_path is not None:
        options.optimized_model_filepath = optimised_path
    # Since 1.21 the runtime quantises layers again that the model's maker left float.
    too_eager = ["WeightBiasQuantization"] if _version(runtime) >= (1, 21) else []
    try:
        return runtime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=too_eager
        )
    except Exception as error:  # noqa: BLE001 (the library's own classes differ between versions)
        raise Refusal(400, "%s cannot be loaded: %s" % (Path(path).name, _first_line(error))) from None


def _version(runtime: Any) -> tuple[int, ...]:
    return tuple(int(part) for part in runtime.__version__.split(".")[:2])


def _info(node: Any) -> TensorInfo:
    if node.type not in _DATATYPES:
        raise Refusal(400, "tensor '%s' has the type %s, which is not supported" % (node.name, node.type))
    shape = [size if isinstance(size, int) and size >= 0 else -1 for size in node.shape]
    return TensorInfo(node.name, _DATATYPES[node.type], shape)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
