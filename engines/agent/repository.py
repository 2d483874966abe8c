"""The models an agent has loaded, and those it could load."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.kept import KeptInputs
from engines.agent.model import Backend, Model, Outcome, TensorInfo
from engines.agent.pixels import pixel_inputs
from engines.agent.refusal import Refusal
from engines.agent.simulate import SimulatedModel
from engines.agent.tensors import GivenInput

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}\Z")
MAX_LOADED = 32


class LoadedModel:
    """A model with the inputs as clients see them, the inputs kept for them, and its statistics."""

    def __init__(self, name: str, model: Model, parameters: dict[str, Any], is_virtual: bool) -> None:
        self.name = name
        self._is_virtual = is_virtual
        self._pixels = pixel_inputs(parameters.get("pixels"), model.inputs)
        simulate = parameters.get("simulate")
        self._model = model if simulate is None else SimulatedModel(model, simulate)
        self._kept = KeptInputs()
        self._lock = threading.Lock()
        self.count = 0
        self.total_ms = 0.0
        self.inputs = [
            self._pixels[info.name].info if info.name in self._pixels else info for info in model.inputs
        ]
        self.outputs = model.outputs
        self.platform = model.platform

    def infer(self, given: dict[str, GivenInput], want_layers: bool) -> Outcome:
        """Runs the model. The feeds are read before this returns."""
        unknown = set(given) - {info.name for info in self.inputs}
        if unknown:
            raise Refusal(400, "the model has no input '%s'" % sorted(unknown)[0])
        with self._lock:
            start_s = time.perf_counter()
            feeds = {info.name: self._feed(info, given) for info in self.inputs}
            outcome = self._model.run(feeds, want_layers)
            if self._is_virtual:
                outcome.origin = "simulated"
            self.count += 1
            self.total_ms += (time.perf_counter() - start_s) * 1e3
        return outcome

    def _feed(self, info: TensorInfo, given: dict[str, GivenInput]) -> np.ndarray[Any, Any]:
        entry = given.get(info.name)
        if entry is None:
            raise Refusal(400, "input '%s' is missing" % info.name)
        if entry.array is None:
            kept = self._kept.get(info.name, entry.key or "")
            if kept is None:
                raise Refusal(409, "nothing is kept for input '%s' under this key: send it again" % info.name)
            return kept
        if not info.accepts(entry.array):
            message = "input '%s' should be %s %s, not %s %s"
            facts = (info.name, info.datatype, info.shape, entry.array.dtype, list(entry.array.shape))
            raise Refusal(400, message % facts)
        converter = self._pixels.get(info.name)
        array = entry.array if converter is None else converter.convert(entry.array)
        if entry.key is not None:
            array = array.copy()  # the message and the converter's buffer are used again
            self._kept.put(info.name, entry.key, array)
        return array

    def close(self) -> None:
        with self._lock:
            self._model.close()


class Repository:
    """Models by name. Loading over the network is confined to `model_dir`.

    On a virtual board (`is_virtual`) no time is called measured, whether a published figure is
    imitated or not: what is measured there says nothing about an accelerator.
    """

    def __init__(self, backend: Backend, model_dir: str | None, is_virtual: bool = False) -> None:
        self._is_virtual = is_virtual
        self.backend = backend
        self._model_dir = None if model_dir is None else Path(model_dir).resolve()
        self._loaded = {}  # type: dict[str, LoadedModel]
        self._lock = threading.Lock()

    def get(self, name: str) -> LoadedModel:
        model = self._loaded.get(name)
        if model is None:
            raise Refusal(404, "no model '%.128s' is loaded" % name)
        return model

    def load_file(self, name: str, path: str, parameters: dict[str, Any]) -> None:
        """Loads a file that the operator named. An earlier model of that name is replaced."""
        if not _NAME.match(name):
            raise Refusal(400, "'%.128s' is no model name" % name)
        with self._lock:
            if name not in self._loaded and len(self._loaded) >= MAX_LOADED:
                raise Refusal(400, "%d models are loaded already: unload one first" % MAX_LOADED)
            model = self.backend.load(path, parameters)
            try:
                fresh = LoadedModel(name, model, parameters, self._is_virtual)
            except Refusal:
                model.close()
                raise
            old, self._loaded[name] = self._loaded.get(name), fresh
        if old is not None:
            old.close()

    def load(self, name: str, parameters: dict[str, Any]) -> None:
        """Loads from the model folder; the file is `file` in the parameters or NAME.onnx."""
        self.load_file(name, self._confined(str(parameters.get("file", name + ".onnx"))), parameters)

    def unload(self, name: str) -> None:
        with self._lock:
            model = self._loaded.pop(name, None)
        if model is None:
            raise Refusal(404, "no model '%.128s' is loaded" % name)
        model.close()

    def index(self) -> list[dict[str, str]]:
        state = {"version": "1", "state": "READY", "reason": ""}
        return [dict(state, name=name) for name in sorted(self._loaded)]

    def _confined(self, relative: str) -> str:
        if self._model_dir is None:
            raise Refusal(403, "this agent was started without a model folder")
        if "\0" in relative or Path(relative).is_absolute():
            raise Refusal(400, "a file is named relative to the model folder")
        try:
            path = (self._model_dir / relative).resolve()
            is_file = path.is_file()
        except (OSError, RuntimeError):  # a loop of links, a name that is too long
            raise Refusal(400, "'%.200s' is no usable file name" % relative) from None
        if self._model_dir not in path.parents:
            raise Refusal(403, "that file is outside the model folder")
        if not is_file:
            raise Refusal(404, "there is no file '%.200s' in the model folder" % relative)
        return str(path)
