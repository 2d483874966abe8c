"""Per-layer times of single onnxruntime runs, without profiling all of them.

onnxruntime's C API can profile one run (RunOptionsEnableProfiling, since 1.25) but its Python class
does not offer it. The wheel ships the library beside the module, so the two functions can be called
on the pointer that the Python object holds. That depends on memory layout; it is therefore tried only
on versions where it was checked, and `RunProfiler.create` proves it on a tiny network before anyone
relies on it. Elsewhere `None` is the answer, and `local.LocalNetwork` profiles a second session.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
import json
import logging
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import onnxruntime as ort

from engines.agent.onnx_nodes import OperatorNames, Standing, names_of_operators
from engines.layer_time import LayerTime

logger = logging.getLogger(__name__)

_CHECKED_VERSIONS = tuple(f"1.{minor}." for minor in range(25, 32))
_API_VERSION = 25
# Positions in OrtApi; the table only ever grows at its end.
_ENABLE_SLOT, _DISABLE_SLOT = 415, 416
# pybind11 keeps the pointer to the C++ object right behind PyObject_HEAD (two words).
_POINTER_OFFSET = 2 * ctypes.sizeof(ctypes.c_void_p)
_KERNEL = "_kernel_time"
# As onnxruntime writes the beginning of an event: its time stands before its name, its arguments after it.
_KERNEL_TIMES = re.compile(rb'"dur"\s*:\s*(\d+),[^{}]*?"name"\s*:\s*"([^"]*)_kernel_time"')
_END = b"]\n"


class RunProfiler:
    """Runs a session once with profiling on; other runs of the same session pay nothing."""

    def __init__(self, enable: Any, disable: Any, directory: Path) -> None:
        self._enable, self._disable = enable, disable
        self._directory = directory
        self._folder = f"{directory}/"
        # Also where nobody closes it, at the latest when the program ends.
        self._remove = weakref.finalize(self, shutil.rmtree, directory, ignore_errors=True)
        self._numbers = itertools.count()
        self._options = ort.RunOptions()
        self._pointer = ctypes.c_void_p.from_address(id(self._options) + _POINTER_OFFSET).value

    def run(
        self, session: ort.InferenceSession, feeds: Mapping[str, np.ndarray[Any, Any]]
    ) -> tuple[list[Any], bytes]:
        """Outputs in the session's order, and the trace as it was written; empty where it was not.

        The trace is only fetched, for some 0.1 ms: reading it takes several times as long and can wait.
        """
        # Names made by onnxruntime itself have ms resolution only, so each run has a prefix of its own.
        prefix = f"run{next(self._numbers):09d}"
        self._enable(self._pointer, (self._folder + prefix).encode())
        try:
            outputs = session.run(None, dict(feeds), self._options)
        finally:
            self._disable(self._pointer)
        # The name ends in a time of onnxruntime's own; of the folder's few files listing is the quickest way.
        for name in os.listdir(self._folder):  # noqa: PTH208
            if name.startswith(prefix):
                return outputs, _taken(self._folder + name)
        return outputs, _taken(None)

    def close(self) -> None:
        self._remove()


def read_events(trace: Path | None) -> list[dict[str, Any]]:
    """Events of a trace file, which is removed; none where it is missing or cut off (no space left)."""
    return _events(_taken(None if trace is None else str(trace)))


def _taken(trace: str | None) -> bytes:
    """What a trace file holds; it is removed. By plain names: with `Path` it takes a third longer."""
    if trace is None:
        logger.warning("onnxruntime wrote no profile")
        return b""
    content = b""
    try:
        with open(trace, "rb", buffering=0) as file:  # noqa: PTH123
            content = file.read()
    except OSError as error:
        logger.warning("the profile %s cannot be read: %s", Path(trace).name, error)
    with suppress(FileNotFoundError):
        os.unlink(trace)  # noqa: PTH108
    return content


def _events(content: bytes) -> list[dict[str, Any]]:
    try:
        events: list[dict[str, Any]] = json.loads(content) if content else []
    except ValueError as error:
        logger.warning("a profile is broken: %s", error)
        return []
    return events


def trace_folder() -> Path:
    """A folder for short-lived trace files, in memory where the system offers that."""
    return Path(tempfile.mkdtemp(prefix="trackbench-", dir=_memory()))


def _memory() -> Path | None:
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def create_run_profiler() -> RunProfiler | None:
    """A profiler of single runs, or None where this onnxruntime was not checked for it."""
    functions = _find_functions()
    return RunProfiler(*functions, trace_folder()) if functions else None


@functools.cache
def _find_functions() -> tuple[Any, Any] | None:
    if not ort.__version__.startswith(_CHECKED_VERSIONS):
        return None
    library = next((Path(ort.__file__).parent / "capi").glob("libonnxruntime.so.*"), None)
    if library is None:
        return None

    class ApiBase(ctypes.Structure):
        _fields_ = (
            ("get_api", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint32)),
            ("get_version", ctypes.CFUNCTYPE(ctypes.c_char_p)),
        )

    handle = ctypes.CDLL(str(library))
    handle.OrtGetApiBase.restype = ctypes.POINTER(ApiBase)
    base = handle.OrtGetApiBase().contents
    if base.get_version().decode() != ort.__version__:
        return None
    api = base.get_api(_API_VERSION)
    if not api:
        return None
    slots = ctypes.cast(api, ctypes.POINTER(ctypes.c_void_p))
    enable = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(slots[_ENABLE_SLOT])
    disable = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(slots[_DISABLE_SLOT])
    return enable, disable


def layers_of(
    events: Sequence[Mapping[str, Any]], network: str, names: OperatorNames | None = None
) -> tuple[LayerTime, ...]:
    """Layers of a trace in order of execution; times in ms.

    Args:
        events: of one run.
        network: what the layers belong to.
        names: what the operators stand for in the file; without it the runtime's own names stay, where a
            fused node bears the name of its first part or of its output.
    """
    rows = [
        (str(event["name"]).removesuffix(_KERNEL), event.get("args", {}), float(event["dur"]) / 1000.0)
        for event in events
        if event.get("cat") == "Node" and str(event.get("name", "")).endswith(_KERNEL)
    ]
    stand: list[Standing | None] = [None] * len(rows)
    if names is not None:
        stand = names.of([(name, str(details.get("op_name", ""))) for name, details, _ms in rows])
    return tuple(
        LayerTime(
            op_id=int(details.get("node_index", place)),
            name=standing.name if standing is not None else name,
            op_type=str(details.get("op_name", "")),
            device=str(details.get("provider", "")).removesuffix("ExecutionProvider").lower(),
            network=network,
            total_ms=ms,
            sources=tuple(standing.sources) if standing is not None and len(standing.sources) > 1 else (),
        )
        for place, ((name, details, ms), standing) in enumerate(zip(rows, stand, strict=True))
    )


class LayerReader:
    """Layers of one session's traces. All of them hold the same operators, so only their times are read anew.

    A trace has some 600 bytes for every operator; reading all of it takes longer than a profile itself
    (measured for 173 operators: 2.2 ms whole, 0.5 ms by the times alone). Any thread may read.
    """

    def __init__(self, network: str, names: FileNames) -> None:
        self._network, self._names = network, names
        self._operators: list[bytes] = []
        self._layers: tuple[LayerTime, ...] = ()
        self._lock = Lock()

    def later(self, trace: bytes) -> tuple[LayerTime, ...] | Callable[[], tuple[LayerTime, ...]]:
        """The layers, or what reads them: the first trace is read at once, for it may open a session.

        Empty where the trace was not written whole.
        """
        if not self._layers:
            return self.layers(trace)
        return partial(self.layers, trace) if trace.endswith(_END) else ()

    def layers(self, trace: bytes) -> tuple[LayerTime, ...]:
        """In order of execution; empty where the trace was not written whole."""
        with self._lock:
            found = _KERNEL_TIMES.findall(trace) if self._layers and trace.endswith(_END) else []
            if [name for _us, name in found] != self._operators or not found:
                return self._read_whole(trace)
            times = (int(us) / 1000.0 for us, _name in found)
            return tuple(_with_time(layer, ms) for layer, ms in zip(self._layers, times, strict=True))

    def _read_whole(self, trace: bytes) -> tuple[LayerTime, ...]:
        self._layers = layers_of(_events(trace), self._network, self._names.get())
        self._operators = [name for _us, name in _KERNEL_TIMES.findall(trace)]
        if len(self._operators) != len(self._layers):
            self._layers, layers = (), self._layers
            return layers
        return self._layers


def _with_time(layer: LayerTime, ms: float) -> LayerTime:
    """The same layer with another time; `dataclasses.replace` takes three times as long."""
    return LayerTime(
        layer.op_id, layer.name, layer.op_type, layer.device, layer.network, ms, sources=layer.sources
    )


class FileNames:
    """What the operators of a session stand for, found when the first profile asks: that takes a session."""

    def __init__(self, path: Path, save_optimised: Callable[[Path], object]) -> None:
        """Prepares.

        Args:
            path: the ONNX file.
            save_optimised: opens it once more and saves the optimised graph to a path.
        """
        self._path, self._save = path, save_optimised
        self._names: OperatorNames | None = None
        self._was_asked = False

    def get(self) -> OperatorNames | None:
        """None where the graphs cannot be read; the runtime's own names do then."""
        if not self._was_asked:
            self._was_asked = True
            with tempfile.TemporaryDirectory(prefix="trackbench-", dir=_memory()) as folder:
                optimised = Path(folder) / "optimised.onnx"
                self._save(optimised)
                self._names = names_of_operators(self._path, optimised)
        return self._names
