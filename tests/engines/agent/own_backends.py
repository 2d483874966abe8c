"""Backends for tests of the process that runs vendors' libraries; loaded there by name."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from engines.agent.model import Backend, Model, Outcome, TensorInfo
from engines.agent.refusal import Refusal


class DoublingModel(Model):
    """`y = 2 x`; some values of x[0] do what vendors' libraries do."""

    platform = "doubling"

    def __init__(self, size: int) -> None:
        super().__init__()
        self.inputs = [TensorInfo("x", "FP32", [-1, size])]
        self.outputs = [TensorInfo("y", "FP32", [-1, size])]

    def run(self, feeds, want_layers):
        x = feeds["x"]
        first = float(x.flat[0]) if x.size else 0.0
        if first == 11:
            sys.stdout.write("about to touch what is not ours\n")
            sys.stdout.flush()
            ctypes.string_at(0)
        if first == 12:
            os._exit(3)
        if first == 13:
            time.sleep(60)
        if first == 14:
            raise SystemError("returned NULL without setting an error")
        if first == 15:
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome({"y": x * np.float32(2)}, 0.5)


class UnsteadyBackend(Backend):
    """Crashes where the file or the options say so."""

    name = "unsteady"
    endings = (".model",)
    known_options = ("start",)

    def __init__(self, start: str) -> None:
        if start == "crash":
            sys.stderr.write("no such device node\n")
            os.abort()
        if start == "missing":
            raise Refusal(503, "the unsteady runtime is not installed")
        if start == "raise":
            raise OSError("libunsteady.so: cannot open shared object file")

    @classmethod
    def from_options(cls, options):
        return cls(options.get("start", ""))

    def version(self) -> str:
        return "1.2"

    def load(self, path, parameters):
        text = Path(path).read_text()
        if text.startswith("crash"):
            os.abort()
        if not text.isdigit():
            raise Refusal(400, "this is no model of ours")
        return DoublingModel(int(text))
