"""The models an agent has loaded, and those it could load."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

from engines.agent.model import Outcome
from engines.agent.refusal import Refusal
from engines.agent.runner import ModelFacts, Runner
from engines.agent.statistics import Statistics
from engines.agent.tensors import GivenInput

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}\Z")
MAX_LOADED = 32
_MOST_LISTED = 1000


class LoadedModel:
    """A model by its name, with its statistics.

    Attributes:
        turn: held during a run, and while the model is replaced.
    """

    def __init__(self, name: str, facts: ModelFacts, runner: Runner, is_virtual: bool) -> None:
        self.name = name
        self.inputs, self.outputs, self.platform = facts.inputs, facts.outputs, facts.platform
        self.statistics = Statistics()
        self._runner = runner
        self._is_virtual = is_virtual
        self.turn = threading.Lock()

    def infer(self, given: dict[str, GivenInput], want_layers: bool) -> Outcome:
        """Runs the model. The inputs are read before this returns."""
        asked_s = time.perf_counter()
        with self.turn:
            start_s = time.perf_counter()
            try:
                outcome = self._runner.infer(self.name, list(given.values()), want_layers)
            except Refusal:
                self.statistics.failed((time.perf_counter() - asked_s) * 1e3)
                raise
            took_ms = (time.perf_counter() - start_s) * 1e3
        if self._is_virtual:
            outcome.origin = "simulated"
        copy_ms, outcome.queue_ms = outcome.copy_ms or 0.0, (start_s - asked_s) * 1e3
        self.statistics.succeeded(
            batch=self._batch(given),
            queue_ms=outcome.queue_ms,
            other_ms=took_ms - outcome.hard_ms - copy_ms,
            infer_ms=outcome.hard_ms,
            copy_ms=copy_ms,
        )
        return outcome

    def _batch(self, given: dict[str, GivenInput]) -> int:
        """How many pictures one run had: what the first free batch of an input was filled with."""
        for info in self.inputs:
            entry = given.get(info.name)
            if entry is not None and entry.sizes:
                return len(entry.sizes)
            if entry is not None and entry.array is not None and info.shape[:1] == [-1] and not entry.wire:
                return int(entry.array.shape[0])
        return 1


class Repository:
    """Models by name. Loading over the network is confined to `model_dir`.

    On a virtual board (`is_virtual`) no time is called measured, whether a published figure is
    imitated or not: what is measured there says nothing about an accelerator.
    """

    def __init__(self, runner: Runner, model_dir: str | None, is_virtual: bool = False) -> None:
        self.runner = runner
        self._is_virtual = is_virtual
        self._model_dir = None if model_dir is None else Path(model_dir).resolve()
        self._loaded = {}  # type: dict[str, LoadedModel]
        self._lock = threading.Lock()

    @property
    def loaded(self) -> list[LoadedModel]:
        return [self._loaded[name] for name in sorted(self._loaded)]

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
            old = self._loaded.get(name)
            if old is None and len(self._loaded) >= MAX_LOADED:
                raise Refusal(400, "%d models are loaded already: unload one first" % MAX_LOADED)
            if old is None:
                facts = self.runner.load(name, path, parameters)
            else:
                with old.turn:  # nobody runs it while it is replaced
                    facts = self.runner.load(name, path, parameters)
            self._loaded[name] = LoadedModel(name, facts, self.runner, self._is_virtual)

    def load(self, name: str, parameters: dict[str, Any]) -> None:
        """Loads from the model folder; the file is `file` in the parameters, or has the model's name."""
        self.load_file(name, self._file_of(name, parameters), parameters)

    def unload(self, name: str) -> None:
        with self._lock:
            model = self.get(name)
            with model.turn:
                del self._loaded[name]
                self.runner.unload(name)

    def index(self, only_ready: bool = False) -> list[dict[str, str]]:
        """Loaded models, and those of the model folder that could be."""
        rows = [_row(name, "READY", "") for name in sorted(self._loaded)]
        if not only_ready:
            names = {name for name in self._stored() if name not in self._loaded}
            rows += [_row(name, "UNAVAILABLE", "not loaded") for name in sorted(names)]
        return rows

    def close(self) -> None:
        self.runner.close()

    def _stored(self) -> list[str]:
        if self._model_dir is None:
            return []
        try:
            files = sorted(self._model_dir.iterdir())[:_MOST_LISTED]
        except OSError:
            return []
        stems = [file.stem for file in files if file.suffix in self.runner.endings]
        return [stem for stem in stems if _NAME.match(stem)]

    def _file_of(self, name: str, parameters: dict[str, Any]) -> str:
        given = parameters.get("file")
        if given is not None:
            return self._confined(str(given))
        for ending in self.runner.endings:
            if self._model_dir is not None and (self._model_dir / (name + ending)).is_file():
                return self._confined(name + ending)
        return self._confined(name + (self.runner.endings or ("",))[0])

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


def _row(name: str, state: str, reason: str) -> dict[str, str]:
    return {"name": name, "version": "1", "state": state, "reason": reason}
