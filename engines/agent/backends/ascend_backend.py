"""Ascend: .om models through `ais_bench`, whichever of its two generations is installed.

Source: the vendor's Python API as described in docs/boards/ascend.md, with what is not verified there.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.backends.vendor import (
    Missing,
    first_line,
    import_module,
    model_options,
    number,
    package_version,
)
from engines.agent.model import Backend, Model, Outcome, TensorInfo
from engines.agent.refusal import Refusal
from engines.agent.tensors import DATATYPES

#: Room for the outputs of a model of free shape, in bytes each: the library wants to know beforehand.
_FREE_OUTPUT_BYTES = 16 * 2**20


class AscendBackend(Backend):
    """Models on one device."""

    name = "ascend"
    endings = (".om", ".onnx")
    known_options = ("device",)

    def __init__(self, device: int) -> None:
        self._device = device
        self._interface = None  # type: Any

    @classmethod
    def from_options(cls, options: dict[str, str]) -> AscendBackend:
        """`device`: number of the chip."""
        return cls(number(options, "device", 0, 63))

    def version(self) -> str:
        self._module()
        return "ais_bench %s" % package_version("ais_bench", "ais-bench", "aclruntime")

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        options = model_options(parameters, ("output_bytes",))
        try:
            return AscendModel(self._module(), self._device, path, options)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 (RuntimeError, whose text differs between versions)
            raise Refusal(400, "%s cannot be loaded: %s" % (Path(path).name, first_line(error))) from None

    def _module(self) -> Any:
        if self._interface is None:
            try:
                self._interface = import_module("ais_bench.infer.interface")
            except Missing as missing:
                hint = "is CANN's set_env.sh in effect?"
                raise Refusal(503, "%s; %s" % (missing, hint)) from None
        return self._interface


class AscendModel(Model):
    """One session."""

    platform = "ascend_om"

    def __init__(self, interface: Any, device: int, path: str, options: dict[str, Any]) -> None:
        super().__init__()
        self._session = interface.InferSession(device, path)
        self.inputs = [_info(entry) for entry in self._session.get_inputs()]
        self.outputs = [_info(entry) for entry in self._session.get_outputs()]
        self._copies = getattr(interface, "MemorySummary", None)
        self._is_free = any(size < 0 for info in self.inputs for size in info.shape)
        self._output_bytes = options.get("output_bytes", _FREE_OUTPUT_BYTES)
        if isinstance(self._output_bytes, bool) or not isinstance(self._output_bytes, int):
            raise Refusal(400, "'output_bytes' should be a number")

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        # The library looks at bytes only, and reads arrays that are no single piece wrongly.
        arrays = [np.ascontiguousarray(feeds[info.name]) for info in self.inputs]
        start_s = time.perf_counter()
        try:
            self._forget_times()
            copies = self._copy_times()
            if self._is_free:
                made = self._session.infer(arrays, mode="dymshape", custom_sizes=self._output_bytes)
            else:
                made = self._session.infer(arrays)
        except Exception as error:  # noqa: BLE001 (RuntimeError, whose text differs between versions)
            raise Refusal(500, "the model failed: %s" % first_line(error)) from None
        wall_ms = (time.perf_counter() - start_s) * 1e3
        if len(made) != len(self.outputs):
            raise Refusal(500, "the model gave %d outputs, not %d" % (len(made), len(self.outputs)))
        pairs = zip(self.outputs, made)  # noqa: B905 (strict= is Python 3.10)
        outputs = {info.name: np.ascontiguousarray(array) for info, array in pairs}
        execution_ms = self._execution_ms()
        outcome = Outcome(outputs, wall_ms if execution_ms is None else execution_ms)
        if execution_ms is not None:
            outcome.copy_ms = _new_ms(copies, self._copy_times())
        return outcome

    def close(self) -> None:
        session, self._session = self._session, None
        for name in ("free_resource", "finalize"):
            if hasattr(session, name):
                getattr(session, name)()
                return

    def _forget_times(self) -> None:
        """The list of times grows until it is reset; each generation spells it its own way."""
        reset = _either(self._session, "reset_summaryinfo", "reset_sumaryinfo")
        if reset is not None:
            reset()

    def _execution_ms(self) -> float | None:
        """Around the execution only, without copies; None where the library does not tell."""
        summary = _either(self._session, "summary", "sumary")
        times = [] if summary is None else list(summary().exec_time_list)
        return float(times[-1]) if times else None

    def _copy_times(self) -> list[list[float]]:
        """Of every copy so far, there and back; empty where the library does not tell."""
        names = (("get_h2d_time_list", "get_H2D_time_list"), ("get_d2h_time_list", "get_D2H_time_list"))
        reads = [_either(self._copies, new, old) for new, old in names]
        return [] if None in reads else [[float(ms) for ms in read()] for read in reads]


def _new_ms(before: list[list[float]], after: list[list[float]]) -> float | None:
    """What came to the lists of copies, in ms; None where nothing came."""
    new = [ms for old, grown in zip(before, after) for ms in grown[len(old) :]]  # noqa: B905
    return sum(new) if new else None


def _either(owner: Any, new: str, old: str) -> Any:
    """A method by its newer or its older name; None for neither."""
    return getattr(owner, new, None) or getattr(owner, old, None)


def _info(entry: Any) -> TensorInfo:
    word = str(getattr(entry.datatype, "name", entry.datatype)).rpartition(".")[2]
    datatype = DATATYPES.get({"double": "float64"}.get(word, word))
    if datatype is None:
        raise Refusal(400, "tensor '%s' has the type %s, which is not supported" % (entry.name, word))
    return TensorInfo(str(entry.name), datatype, [int(size) for size in entry.shape])
