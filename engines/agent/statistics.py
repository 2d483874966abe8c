"""How often a model was run and how long that took, as the protocol's statistics extension says it."""

from __future__ import annotations

import threading
import time
from typing import Any


class _Sum:
    """How often and how long."""

    def __init__(self) -> None:
        self.count = 0
        self.ns = 0

    def add(self, ms: float) -> None:
        self.count += 1
        self.ns += max(0, int(ms * 1e6))

    def to_json(self) -> dict[str, int]:
        return {"count": self.count, "ns": self.ns}


class Statistics:
    """Of one model. `compute_input` and `compute_output` hold what the agent itself needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._success, self._fail, self._queue = _Sum(), _Sum(), _Sum()
        self._input, self._infer, self._output = _Sum(), _Sum(), _Sum()
        self._batches = {}  # type: dict[int, _Sum]
        self._pictures = 0
        self._last_ms = 0

    def succeeded(
        self, *, batch: int, queue_ms: float, other_ms: float, infer_ms: float, copy_ms: float
    ) -> None:
        """One run; waiting for its turn, the agent's own time, the network's, and copies."""
        with self._lock:
            self._success.add(queue_ms + other_ms + infer_ms + copy_ms)
            self._queue.add(queue_ms)
            self._input.add(other_ms)
            self._infer.add(infer_ms)
            self._output.add(copy_ms)
            self._batches.setdefault(batch, _Sum()).add(infer_ms)
            self._pictures += batch
            self._last_ms = int(time.time() * 1e3)

    def failed(self, ms: float) -> None:
        with self._lock:
            self._fail.add(ms)

    def to_json(self, name: str) -> dict[str, Any]:
        with self._lock:
            parts = {
                "success": self._success,
                "fail": self._fail,
                "queue": self._queue,
                "compute_input": self._input,
                "compute_infer": self._infer,
                "compute_output": self._output,
            }
            return {
                "name": name,
                "version": "1",
                "last_inference": self._last_ms,
                "inference_count": self._pictures,
                "execution_count": self._success.count,
                "inference_stats": {key: part.to_json() for key, part in parts.items()},
                "batch_stats": [
                    {"batch_size": size, "compute_infer": part.to_json()}
                    for size, part in sorted(self._batches.items())
                ],
            }
