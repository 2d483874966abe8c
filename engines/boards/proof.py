"""The doctor's last rungs: an agent, a model that loads, one warm inference."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from engines.board_values import AgentPlace, BoardModel, CheckState
from engines.boards.board_rungs import Findings, Seen
from engines.boards.errors import BoardError, NoSuchModel
from engines.boards.link import ShouldCancel
from engines.boards.profile import VIRTUAL_BACKEND, Profile
from engines.boards.store import upload
from engines.errors import Cancelled, TrackbenchError
from engines.frame_result import Stage
from engines.networks.network import Tensor
from engines.networks.remote import RemoteNetwork
from engines.origin import Origin
from engines.texts import Text
from engines.timing import StageClock

if TYPE_CHECKING:
    from engines.boards.board import Board

logger = logging.getLogger(__name__)
#: Hidden, so that no list of models shows it.
PROBE_FILE = ".trackbench-probe.onnx"
# ONNX as protobuf: IR version 6, opset 11, y = Relu(x), both float32 [1, 4]. Virtual boards only.
_PROBE = (
    b"\x08\x06\x12\x00:?\n\x0c\n\x01x\x12\x01y\x22\x04Relu\x12\x05probe"
    b"Z\x13\n\x01x\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x01\n\x02\x08\x04"
    b"b\x13\n\x01y\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x01\n\x02\x08\x04B\x04\n\x00\x10\x0b"
)
#: What it is called in the agent while it is tried.
_LOADED_AS = "trackbench-proof"
#: A free dimension is tried with this.
_FREE = 1
_ON_THE_BOARD = (Stage.BOARD_COPY, Stage.BOARD_HARD, Stage.BOARD_OTHER)


class ModelNotProven(BoardError):
    what = "The model {name} did not answer: {reason}."
    remedy = "Upload it again, or try another one with --model."


class Proof:
    """The end of one climb. `wanted` is a file of the board's model store, None to choose one.

    A model that was chosen here proves nothing about the others, so its failure is a warning; one that
    was asked for must work.
    """

    def __init__(self, board: Board, wanted: str | None, should_cancel: ShouldCancel) -> None:
        self._board, self._wanted, self._should_cancel = board, wanted, should_cancel
        self._network: RemoteNetwork | None = None

    def start_agent(self, found: Findings) -> str | None:
        backend = self._board.backend
        if backend is None or found.profile is None:
            return None
        agent = self._board.start_agent(self._should_cancel)
        if found.agent_place is AgentPlace.COMPUTER:
            facts = {"backend": found.profile.backends[0], "port": agent.port}
            return Text("{backend} on this computer, port {port}, over the board's service", **facts)
        return f"{backend} on port {agent.port}"

    def load_model(self, found: Findings) -> Seen:
        """Loads the model that was asked for, else the smallest one that fits the family's endings."""
        if self._board.backend is None:
            return Seen("", CheckState.SKIPPED, "there is no agent that could load one")
        name, size = self._wanted, ""
        if name is None:
            profile = self._board.profile
            if self._board.backend == VIRTUAL_BACKEND:
                profile = replace(profile, model_endings=(".onnx",))
            smallest = smallest_model(self._board.models(), profile)
            if smallest is not None:
                name, size = smallest.name, f", {smallest.size_bytes / 1024:.0f} KB"
            elif not found.is_virtual:
                remedy = "Upload one: trackbench board push HOST FILE."
                return Seen("", CheckState.SKIPPED, "there is no model on the board yet", remedy)
        try:
            self._network = self._open(name)
        except Cancelled:
            raise
        except TrackbenchError as error:
            return self._failed(name or PROBE_FILE, error)
        if name is None:
            return Seen(Text("a probe of four numbers; the model store is empty"))
        return Seen(f"{name}{size}")

    def infer(self, found: Findings) -> Seen:
        """Runs the loaded model twice with zeros; the first run is for warming up."""
        network = self._network
        if network is None:
            return Seen("", CheckState.SKIPPED, "no model is loaded")
        try:
            return warm_inference(network)
        except Cancelled:
            raise
        except TrackbenchError as error:
            return self._failed(network.name, error)

    def close(self) -> None:
        network, self._network = self._network, None
        if network is not None:
            try:
                network.unload()
            except TrackbenchError as error:
                logger.info("the proof stays loaded: %s", error)
            network.close()

    def _open(self, name: str | None) -> RemoteNetwork:
        """Under a name of its own: a run may have loaded the same file in its own way."""
        board = self._board
        if name is None:
            upload(board.link, _PROBE, f"{board.profile.model_folder}/{PROBE_FILE}")
        elif all(model.name != name for model in board.models()):
            raise NoSuchModel(name=name, host=board.address.host)
        board.start_agent(self._should_cancel)
        return board.open_file(name or PROBE_FILE, label=name or PROBE_FILE, loaded_as=_LOADED_AS)

    def _failed(self, name: str, error: TrackbenchError) -> Seen:
        if not self._board.link.is_alive:
            raise error
        reason = Text(error.what, **error.facts).rstrip(".")
        told = ModelNotProven(name=name, reason=reason)
        state = CheckState.WARN if self._wanted is None else CheckState.FAIL
        cause, remedy = Text(told.what, **told.facts), Text(told.remedy, **told.facts)
        logger.info("%s", told)
        return Seen(error.details or name, state, cause, remedy)


def warm_inference(network: RemoteNetwork) -> Seen:
    """Runs a network twice with zeros and tells of the second run; the first one is for warming up."""
    feeds = {spec.name: np.zeros([n or _FREE for n in spec.shape], spec.dtype) for spec in network.inputs}
    clock = StageClock()
    network.run(feeds, StageClock())
    start_s = perf_counter()
    outputs = network.run(feeds, clock)
    total_ms = (perf_counter() - start_s) * 1000
    wrong = _not_finite(outputs)
    if wrong:
        cause = Text("the output {names} is not finite for zeros", names=", ".join(wrong))
        return Seen(
            network.name, CheckState.WARN, cause, "See whether the model was compiled for this board."
        )
    inside = [time for time in clock.stages if time.stage in _ON_THE_BOARD]
    if not inside:
        return Seen(Text("{total:.1f} ms there and back", total=total_ms))
    origins = {time.origin for time in inside}
    facts = {
        "total": total_ms,
        "ms": sum(time.ms for time in inside),
        "origin": Origin.SIMULATED if Origin.SIMULATED in origins else Origin.MEASURED,
    }
    return Seen(Text("{total:.1f} ms there and back, {ms:.1f} ms of them on the board ({origin})", **facts))


def smallest_model(models: tuple[BoardModel, ...], profile: Profile) -> BoardModel | None:
    """The smallest file that the family's runtime loads, earlier endings first; None without one.

    A graph file (`.json`) is only as large as its weights beside it (`.raw`), without which it is none.
    """
    sizes = {model.name: model.size_bytes for model in models}
    for ending in profile.model_endings:
        fitting = []
        for model in models:
            if not model.name.endswith(ending):
                continue
            weights = sizes.get(model.name.removesuffix(".json") + ".raw") if ending.endswith(".json") else 0
            if weights is not None:
                fitting.append((model.size_bytes + weights, model.name))
        if fitting:
            size, name = min(fitting)
            return BoardModel(name, size)
    return None


def _not_finite(outputs: Mapping[str, Tensor]) -> list[str]:
    return [n for n, value in outputs.items() if value.dtype.kind == "f" and not np.isfinite(value).all()]
