"""What the doubles share: the state of the board they run on, and the models behind "compiled" files."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

MAGIC = b"TRACKBENCH-VIRTUAL "
#: Key in an ONNX file's metadata: names of the inputs that take NV12 pictures, separated by commas.
NV12_KEY = "trackbench.nv12"
STATE_VARIABLE = "TRACKBENCH_VIRTUAL_STATE"
_MOST_HEAD_BYTES = 64
_NUMPY_NAMES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(uint8)": "uint8",
    "tensor(int8)": "int8",
    "tensor(uint16)": "uint16",
    "tensor(int16)": "int16",
    "tensor(uint32)": "uint32",
    "tensor(int32)": "int32",
    "tensor(uint64)": "uint64",
    "tensor(int64)": "int64",
    "tensor(bool)": "bool",
}


class NotCompiled(Exception):
    """The file is no model of this family."""


class Port:
    """One input or output: name, numpy's name of its type, shape (1 where it is free)."""

    def __init__(self, node: Any) -> None:
        self.name = str(node.name)
        self.dtype = _NUMPY_NAMES.get(node.type, "float32")
        self.shape = [size if isinstance(size, int) and size > 0 else 1 for size in node.shape]


def _opened(onnx: bytes) -> Any:
    """A session with two threads of its own; within a process that has a pool for all, on that pool."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 2
    try:
        return onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class
        if "global thread pool" not in str(error):
            raise
    shared = onnxruntime.SessionOptions()
    shared.log_severity_level = 3
    shared.use_per_session_threads = False
    return onnxruntime.InferenceSession(onnx, shared, providers=["CPUExecutionProvider"])


class Computed:
    """A network that onnxruntime computes in place of an accelerator."""

    def __init__(self, onnx: bytes) -> None:
        """Raises NotCompiled."""
        try:
            self._session = _opened(onnx)
        except Exception as error:  # onnxruntime's errors have no common class
            raise NotCompiled("not a model") from error
        self.inputs = [Port(node) for node in self._session.get_inputs()]
        self.outputs = [Port(node) for node in self._session.get_outputs()]
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.nv12 = frozenset(filter(None, metadata.get(NV12_KEY, "").split(",")))

    def run(self, feeds: dict[str, Any]) -> list[Any]:
        """Outputs in their order."""
        return list(self._session.run(None, feeds))


def state() -> dict[str, Any]:
    """The board's, as it is now; a made-up sound one outside a virtual board."""
    path = os.environ.get(STATE_VARIABLE)
    if path is None:
        return {"family": "", "bitstream": "25060601", "faults": []}
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    return dict(found)


def has_fault(name: str) -> bool:
    return name in state()["faults"]


def unwrap(content: bytes, family: str) -> bytes:
    """The ONNX bytes in a compiled file. Raises NotCompiled for another family's."""
    if not content.startswith(MAGIC):
        return content
    head, separator, onnx = content.partition(b"\n")
    if not separator or len(head) > _MOST_HEAD_BYTES:
        raise NotCompiled("damaged head")
    found = head[len(MAGIC) :].decode("ascii", "replace")
    if found != family:
        raise NotCompiled("compiled for " + found)
    return onnx


def open_compiled(path: str, family: str) -> Computed:
    """Raises OSError, NotCompiled."""
    return Computed(unwrap(Path(path).read_bytes(), family))


def crash() -> None:
    """What native code does with what it does not expect: the process is gone, without an exception."""
    os.kill(os.getpid(), signal.SIGSEGV)
