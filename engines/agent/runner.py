"""Who runs models: this process, or (see `child_runner`) one of its own for a vendor's library."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from engines.agent.kept import KeptInputs
from engines.agent.model import Backend, Model, Outcome, TensorInfo
from engines.agent.output_filter import OutputFilter
from engines.agent.pixels import Input, make_inputs
from engines.agent.refusal import Refusal
from engines.agent.simulate import SimulatedModel
from engines.agent.tensors import GivenInput

#: Backends by name: module and class, loaded when they are wanted.
BACKENDS = {
    "onnxruntime": ("engines.agent.backends.onnxruntime_backend", "OnnxruntimeBackend"),
    "icraft": ("engines.agent.backends.icraft_backend", "IcraftBackend"),
    "rdk_x5": ("engines.agent.backends.rdk_x5_backend", "RdkX5Backend"),
    "ascend": ("engines.agent.backends.ascend_backend", "AscendBackend"),
}
_LOAD_PARAMETERS = ("file", "pixels", "simulate", "filter", "options")


def make_backend(place: tuple[str, str], options: dict[str, str]) -> Backend:
    """The backend at (module, class). Raises `Refusal` for options that it does not know."""
    backend = getattr(importlib.import_module(place[0]), place[1])
    for name in options:
        if name not in backend.known_options:
            known = ", ".join(backend.known_options) or "none"
            raise Refusal(400, "backend %s has no option '%.40s' (known: %s)" % (backend.name, name, known))
    made = backend.from_options(options)
    assert isinstance(made, Backend)
    return made


class ModelFacts:
    """A loaded model as clients see it."""

    def __init__(self, platform: str, inputs: list[TensorInfo], outputs: list[TensorInfo]) -> None:
        self.platform = platform
        self.inputs = inputs
        self.outputs = outputs

    def to_json(self) -> dict[str, Any]:
        return {
            "platform": self.platform,
            "inputs": [info.to_json() for info in self.inputs],
            "outputs": [info.to_json() for info in self.outputs],
        }

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> ModelFacts:
        inputs, outputs = ([TensorInfo.from_json(e) for e in entry[key]] for key in ("inputs", "outputs"))
        return cls(entry["platform"], inputs, outputs)


class Runner:
    """Runs models by name. Calls for one model come from one thread at a time."""

    backend_name = ""
    endings = ()  # type: tuple[str, ...]
    #: How often a process that ended by itself was started again.
    restarts = 0

    def version(self) -> str:
        """Of the vendor's runtime; raises `Refusal` where it is missing."""
        raise NotImplementedError

    def load(self, name: str, path: str, parameters: dict[str, Any]) -> ModelFacts:
        """Loads a model under a name that is free, or takes the place of an earlier one."""
        raise NotImplementedError

    def infer(self, name: str, given: list[GivenInput], want_layers: bool) -> Outcome:
        raise NotImplementedError

    def unload(self, name: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class PreparedModel:
    """A model with what lies between it and the link: pictures, kept inputs, filtered outputs."""

    def __init__(self, model: Model, parameters: dict[str, Any]) -> None:
        unknown = [name for name in parameters if name not in _LOAD_PARAMETERS]
        if unknown:
            known = ", ".join(_LOAD_PARAMETERS)
            raise Refusal(400, "unknown load parameter '%.128s' (known: %s)" % (unknown[0], known))
        self._inputs = make_inputs(model.inputs, parameters.get("pixels"))  # type: list[Input]
        self._filter = OutputFilter(parameters.get("filter"), model)
        simulate = parameters.get("simulate")
        self._model = model if simulate is None else SimulatedModel(model, simulate)
        self._kept = KeptInputs()
        self.facts = ModelFacts(model.platform, [each.info for each in self._inputs], self._filter.outputs())

    def infer(self, given: list[GivenInput], want_layers: bool) -> Outcome:
        """Runs the model. The feeds are read before this returns."""
        by_name = {entry.name: entry for entry in given}
        unknown = set(by_name) - {each.info.name for each in self._inputs}
        if unknown:
            raise Refusal(400, "the model has no input '%s'" % sorted(unknown)[0])
        feeds = {each.info.name: self._feed(each, by_name) for each in self._inputs}
        outcome = self._model.run(feeds, want_layers)
        self._filter.apply(outcome)
        return outcome

    def close(self) -> None:
        self._model.close()

    def _feed(self, taker: Input, given: dict[str, GivenInput]) -> np.ndarray[Any, Any]:
        name = taker.info.name
        entry = given.get(name)
        if entry is None:
            raise Refusal(400, "input '%s' is missing" % name)
        if entry.array is None:
            kept = self._kept.get(name, entry.key or "")
            if kept is None:
                raise Refusal(409, "nothing is kept for input '%s' under this key: send it again" % name)
            return kept
        array = taker.feed(entry)
        if entry.key is not None:
            array = array.copy()  # the message and the taker's buffer are used again
            self._kept.put(name, entry.key, array)
        return array  # type: ignore[no-any-return]


class LocalRunner(Runner):
    """Runs them here."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.backend_name, self.endings = backend.name, backend.endings
        self._models = {}  # type: dict[str, PreparedModel]
        self._version = None  # type: str | None

    def version(self) -> str:
        if self._version is None:
            self._version = self._backend.version()
        return self._version

    def load(self, name: str, path: str, parameters: dict[str, Any]) -> ModelFacts:
        model = self._backend.load(path, parameters)
        try:
            fresh = PreparedModel(model, parameters)
        except Refusal:
            model.close()
            raise
        old, self._models[name] = self._models.get(name), fresh
        if old is not None:
            old.close()
        return fresh.facts

    def infer(self, name: str, given: list[GivenInput], want_layers: bool) -> Outcome:
        return self._model(name).infer(given, want_layers)

    def unload(self, name: str) -> None:
        self._model(name).close()
        del self._models[name]

    def close(self) -> None:
        for model in self._models.values():
            model.close()
        self._models = {}
        self._backend.close()

    def _model(self, name: str) -> PreparedModel:
        model = self._models.get(name)
        if model is None:
            raise Refusal(404, "no model '%.128s' is loaded" % name)
        return model
