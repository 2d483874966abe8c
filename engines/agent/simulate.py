"""The accelerator of the virtual board: right numbers from another runtime, time from published figures."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np

from engines.agent.model import Layer, Model, Outcome
from engines.agent.refusal import Refusal
from engines.agent.tensors import DTYPES

#: A board has one accelerator: whoever comes second waits, as on hardware.
_accelerator = threading.Lock()
#: `time.sleep` wakes up late by about this; the rest is waited for awake.
_SLEEP_MARGIN_S = 0.0003
_FUSED_PREFIX = "Fused"
_LONGEST_MS = 60000.0


class SimulatedModel(Model):
    """Runs a model elsewhere and takes at least the time that the accelerator would take.

    Its times are never measurements: `origin` is always "simulated". Where the real computation
    needs longer than the accelerator would, the excess shows up in the agent's other time.
    """

    def __init__(self, model: Model, parameter: Any) -> None:
        super().__init__()
        self._model = model
        self.scales = model.scales
        self.platform = model.platform
        self.inputs, self.outputs = model.inputs, model.outputs
        self._hard_ms = _milliseconds(parameter, "hard_ms", required=True) or 0.0
        self._copy_ms = _milliseconds(parameter, "memcpy_ms", required=False)
        self._shares = None  # type: list[tuple[Layer, float]] | None
        # A free batch is one here. Made while loading, so that the first frame with layers is not a slow one.
        shapes = {info.name: [max(info.shape[0], 1), *info.shape[1:]] for info in self.inputs if info.shape}
        if len(shapes) == len(self.inputs) and all(size > 0 for shape in shapes.values() for size in shape):
            self._measure_shares(
                {info.name: _zeros(shapes[info.name], info.datatype) for info in self.inputs}
            )

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        with _accelerator:
            start_s = time.perf_counter()
            outcome = self._model.run(feeds, False)
            if want_layers and self._shares is None:
                self._measure_shares(feeds)
            _wait_until(start_s + (self._hard_ms + (self._copy_ms or 0.0)) / 1e3)
        outcome.hard_ms, outcome.copy_ms = self._hard_ms, self._copy_ms
        outcome.origin = "simulated"
        if want_layers:
            outcome.layers = self._layers()
        return outcome

    def close(self) -> None:
        self._model.close()

    def _measure_shares(self, feeds: dict[str, np.ndarray[Any, Any]]) -> None:
        layers = self._model.run(feeds, True).layers or []
        total_ms = sum(_own_ms(layer) for layer in layers) or 1.0
        self._shares = [(layer, _own_ms(layer) / total_ms) for layer in layers]

    def _layers(self) -> list[Layer] | None:
        """The accelerator's hard time spread over the network's nodes as the real run spends its own.

        A runtime of a vendor names operators and devices itself; one that tells no layers tells none here.
        """
        if not self._shares:
            return None
        if any(layer.device != "cpu" for layer, _share in self._shares):
            return [self._scaled(layer, share) for layer, share in self._shares]
        return self._as_icraft(self._shares)

    def _scaled(self, layer: Layer, share: float) -> Layer:
        row = Layer(layer.op_id, layer.name, layer.op_type, layer.device, layer.total_ms)
        row.memcpy_ms, row.other_ms, row.sources = layer.memcpy_ms, layer.other_ms, layer.sources
        row.hard_ms = None if layer.hard_ms is None else share * self._hard_ms
        if layer.total_ms is not None and layer.hard_ms is not None and row.hard_ms is not None:
            row.total_ms = layer.total_ms - layer.hard_ms + row.hard_ms
        return row

    def _as_icraft(self, shares: list[tuple[Layer, float]]) -> list[Layer]:
        rows = []
        if self._copy_ms is not None:
            row = Layer(0, "", "icraft::xir::Input", "host", self._copy_ms)
            row.memcpy_ms, row.hard_ms, row.other_ms = self._copy_ms, 0.0, 0.0
            rows.append(row)
        for layer, share in shares:
            is_merged = layer.op_type.startswith(_FUSED_PREFIX) or bool(layer.sources)
            op_type = "icraft::xir::HardOp" if is_merged else layer.op_type
            row = Layer(layer.op_id, layer.name, op_type, "buyi", share * self._hard_ms)
            row.hard_ms, row.sources = row.total_ms, layer.sources
            rows.append(row)
        return rows


def _milliseconds(parameter: Any, key: str, required: bool) -> float | None:
    value = parameter.get(key) if isinstance(parameter, dict) else None
    if value is None and not required:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LONGEST_MS:
        raise Refusal(400, "'simulate' needs %s, in ms from 0 to %g" % (key, _LONGEST_MS))
    return float(value)


def _own_ms(layer: Layer) -> float:
    ms = layer.total_ms if layer.hard_ms is None else layer.hard_ms
    return max(0.0, ms or 0.0)


def _zeros(shape: list[int], datatype: str) -> np.ndarray[Any, Any]:
    return np.zeros(shape, dtype=DTYPES[datatype])


def _wait_until(deadline_s: float) -> None:
    left_s = deadline_s - time.perf_counter()
    if left_s > _SLEEP_MARGIN_S:
        time.sleep(left_s - _SLEEP_MARGIN_S)
    # Without a pause: whoever gives the processor away for a moment gets it back late.
    while time.perf_counter() < deadline_s:
        pass
