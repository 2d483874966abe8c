"""Networks in this process, through onnxruntime."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engines.frame_result import Stage
from engines.networks.errors import NetworkBroken, NetworkFileMissing, NetworkRunFailed
from engines.networks.network import Tensor, TensorSpec
from engines.networks.ort_profile import (
    FileNames,
    LayerReader,
    create_run_profiler,
    layers_of,
    read_events,
    trace_folder,
)
from engines.origin import Origin
from engines.timing import StageClock

logger = logging.getLogger(__name__)

_DTYPES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(uint8)": "uint8",
    "tensor(int8)": "int8",
    "tensor(int32)": "int32",
    "tensor(int64)": "int64",
}
# onnxruntime's exceptions share no base class of their own.
_ORT_ERROR_NAMES = (
    *("EPFail", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "ModelLoaded", "NoModel"),
    *("NoSuchFile", "NotFound", "NotImplemented", "RuntimeException"),
)
_ORT_ERRORS: tuple[type[Exception], ...] = tuple(
    getattr(ort_state, name) for name in _ORT_ERROR_NAMES if hasattr(ort_state, name)
)
_pool_threads: int | None = None


def default_threads() -> int:
    """One per core this process may use, at most 4: small networks gain nothing beyond."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, cores))


def use_shared_pool(threads: int) -> int:
    """Makes one thread pool for all networks of the process; the first call decides.

    Each session's own pool spins after its run, so several sessions called in turn fight for the
    cores (measured: a second network 4.9 -> 16 ms on two cores).

    Returns:
        The number of threads in force, which is another one where the pool exists already.
    """
    global _pool_threads
    if _pool_threads is None:
        ort.set_global_thread_pool_sizes(threads, 1)
        _pool_threads = threads
    return _pool_threads


class LocalNetwork:
    """An ONNX file in this process. See `network.Network`."""

    def __init__(
        self,
        path: Path,
        *,
        name: str = "",
        inputs: Sequence[TensorSpec] = (),
        threads: int | None = None,
    ) -> None:
        """Loads the file.

        Args:
            path: ONNX file.
            name: shown with its layers; default: the file's stem.
            inputs: what the catalog knows beyond the file (layout, pixels), matched by name.
            threads: size of the shared pool, where this is the first network of the process.
        """
        self.name = name or path.stem
        self._path = path
        use_shared_pool(threads or default_threads())
        self._session = self._open_session()
        known = {spec.name: spec for spec in inputs}
        self.inputs = tuple(_described(node, known) for node in self._session.get_inputs())
        self.outputs = tuple(_described(node, known) for node in self._session.get_outputs())
        self._output_names = tuple(spec.name for spec in self.outputs)
        self._profiler = create_run_profiler()
        self._file_names = FileNames(self._path, lambda path: self._open_session(optimised_path=path))
        self._reader = LayerReader(self.name, self._file_names)

    def _open_session(
        self, trace_prefix: Path | None = None, optimised_path: Path | None = None
    ) -> ort.InferenceSession:
        if not self._path.is_file():
            raise NetworkFileMissing(path=self._path)
        options = ort.SessionOptions()
        options.use_per_session_threads = False
        options.log_severity_level = 3
        if trace_prefix is not None:
            options.enable_profiling = True
            options.profile_file_prefix = str(trace_prefix)
        if optimised_path is not None:
            options.optimized_model_filepath = str(optimised_path)
        try:
            return ort.InferenceSession(
                str(self._path),
                options,
                providers=["CPUExecutionProvider"],
                # It would quantise again what the maker of a quantised file left in float.
                disabled_optimizers=["WeightBiasQuantization"],
            )
        except _ORT_ERRORS as error:
            raise NetworkBroken(path=self._path, details=str(error)) from error

    def run(self, feeds: Mapping[str, Tensor], clock: StageClock) -> Mapping[str, Tensor]:
        """Outputs by name; stamps `infer` and, where wanted, the layers."""
        with clock.stage(Stage.INFER):
            try:
                outputs = (
                    self._run_profiled(feeds, clock) if clock.wants_layers else self._session.run(None, feeds)
                )
            except _ORT_ERRORS as error:
                raise NetworkRunFailed(network=self.name, details=str(error)) from error
        return dict(zip(self._output_names, outputs, strict=True))

    def _run_profiled(self, feeds: Mapping[str, Tensor], clock: StageClock) -> list[Any]:
        if self._profiler is not None:
            outputs, trace = self._profiler.run(self._session, feeds)
            layers = self._reader.later(trace)
        else:
            outputs, events = self._run_in_profiled_session(feeds)
            layers = layers_of(events, self.name, self._file_names.get())
        if callable(layers) or layers:
            clock.add_layers(layers, Origin.MEASURED)
        return outputs

    def _run_in_profiled_session(self, feeds: Mapping[str, Tensor]) -> tuple[list[Any], list[dict[str, Any]]]:
        """The way for onnxruntimes that cannot profile a single run: a session of its own, 4-8 ms."""
        folder = trace_folder()
        try:
            session = self._open_session(folder / "run")
            session.run(None, dict(feeds))  # the first run of a session takes twice the time
            outputs = session.run(None, dict(feeds))
            events = read_events(Path(session.end_profiling()))
        finally:
            for left in folder.glob("*"):
                left.unlink()
            folder.rmdir()
        return outputs, _last_run(events)

    def close(self) -> None:
        if self._profiler is not None:
            self._profiler.close()
            self._profiler = None


def _last_run(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events of the second of two runs: each run ends with its `model_run` event."""
    ends = [i for i, event in enumerate(events) if event.get("name") == "model_run"]
    return events[ends[0] + 1 :] if len(ends) > 1 else events


def _described(node: Any, known: Mapping[str, TensorSpec]) -> TensorSpec:
    """A tensor as the file declares it, with layout and pixels from the catalog."""
    shape = tuple(d if isinstance(d, int) else None for d in node.shape)
    more = known.get(node.name)
    return TensorSpec(
        name=node.name,
        shape=shape,
        dtype=_DTYPES.get(node.type, node.type),
        layout=more.layout if more else "",
        pixels=more.pixels if more else None,
    )
