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
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from engines.layer_time import LayerTime

logger = logging.getLogger(__name__)

_CHECKED_VERSIONS = tuple(f"1.{minor}." for minor in range(25, 32))
_API_VERSION = 25
# Positions in OrtApi; the table only ever grows at its end.
_ENABLE_SLOT, _DISABLE_SLOT = 415, 416
# pybind11 keeps the pointer to the C++ object right behind PyObject_HEAD (two words).
_POINTER_OFFSET = 2 * ctypes.sizeof(ctypes.c_void_p)


class RunProfiler:
    """Runs a session once with profiling on; other runs of the same session pay nothing."""

    def __init__(self, enable: Any, disable: Any, directory: Path) -> None:
        self._enable, self._disable = enable, disable
        self._directory = directory
        self._numbers = itertools.count()
        self._options = ort.RunOptions()
        self._pointer = ctypes.c_void_p.from_address(id(self._options) + _POINTER_OFFSET).value

    def run(
        self, session: ort.InferenceSession, feeds: Mapping[str, np.ndarray[Any, Any]]
    ) -> tuple[list[Any], list[dict[str, Any]]]:
        """Outputs in the session's order and the trace's events, none where it was not written whole."""
        # Names made by onnxruntime itself have ms resolution only, so each run has a prefix of its own.
        prefix = self._directory / f"run{next(self._numbers):09d}"
        self._enable(self._pointer, str(prefix).encode())
        try:
            outputs = session.run(None, dict(feeds), self._options)
        finally:
            self._disable(self._pointer)
        written = next(self._directory.glob(prefix.name + "*"), None)
        return outputs, read_events(written)

    def close(self) -> None:
        shutil.rmtree(self._directory, ignore_errors=True)


def read_events(trace: Path | None) -> list[dict[str, Any]]:
    """Events of a trace file, which is removed; none where it is missing or cut off (no space left)."""
    if trace is None:
        logger.warning("onnxruntime wrote no profile")
        return []
    try:
        events: list[dict[str, Any]] = json.loads(trace.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        logger.warning("the profile %s cannot be read: %s", trace.name, error)
        events = []
    trace.unlink(missing_ok=True)
    return events


def trace_folder() -> Path:
    """A folder for short-lived trace files, in memory where the system offers that."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="trackbench-", dir=memory if memory.is_dir() else None))


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


def layers_of(events: Sequence[Mapping[str, Any]], network: str) -> tuple[LayerTime, ...]:
    """Layers of a trace in order of execution; times in ms.

    Names are those of the optimised graph: a fused node bears the name of its first part.
    """
    layers: list[LayerTime] = []
    for event in events:
        if event.get("cat") != "Node" or not str(event.get("name", "")).endswith("_kernel_time"):
            continue
        details = event.get("args", {})
        layers.append(
            LayerTime(
                op_id=int(details.get("node_index", len(layers))),
                name=str(event["name"]).removesuffix("_kernel_time"),
                op_type=str(details.get("op_name", "")),
                device=str(details.get("provider", "")).removesuffix("ExecutionProvider").lower(),
                network=network,
                total_ms=float(event["dur"]) / 1000.0,
            )
        )
    return tuple(layers)
