"""Icraft's host simulation: an agent of its own that opens no device, beside us or on a board.

The vendor's samples simulate every stage but the generated one with `HostBackend` alone. Where a Python
with the vendor's package is named on this computer, that one is used: on Arm the vendor's host runtime knows
`ARM_OPERATORS` only.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from engines.boards.agent_home import HostSide, model_name
from engines.boards.agent_process import AgentProcess
from engines.boards.board import Board
from engines.boards.errors import BoardError
from engines.boards.host_agent import HostAgent
from engines.boards.host_python import python_path, require_python
from engines.boards.icraft import ICRAFT
from engines.boards.link import ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.store import list_models, push_models, remove_model
from engines.errors import TrackbenchError
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions

#: What the vendor documents for its host runtime on Arm, by the names of its manual.
ARM_OPERATORS = (
    *("add", "align_axis", "cast", "input", "multiply", "output", "prune_axis", "reorg", "reshape"),
    *("resize", "swap_order", "yolo", "region"),
)
BACKEND = "icraft"
SIMULATION = {"url": "sim"}
# The host computes what the accelerator is made for; the agent itself waits 30 s.
_RUN_S = 40.0


class NowhereToSimulate(BoardError):
    what = "Icraft's stages cannot be simulated: no board is named, nor a Python with the vendor's package."
    remedy = "Name a board with --board, or a Python with the vendor's package in TRACKBENCH_ICRAFT_PYTHON."


class IcraftAgent:
    """Opens pairs of files, usually in the host simulation. Started when the first one is opened.

    Attributes:
        is_on_board: whether it runs there, not on this computer.
    """

    def __init__(
        self,
        board: Board | None,
        host: HostSide,
        should_cancel: ShouldCancel = never,
        *,
        profile: Profile = ICRAFT,
        options: Mapping[str, str] = SIMULATION,
    ) -> None:
        """With nothing started yet.

        Args:
            board: connected; None for this computer.
            host: says which Python here has the vendor's package; it comes before a real board.
            should_cancel: asked during uploads and while the agent starts.
            profile: says which Python the package wants, where no board does.
            options: of the agent's backend.

        Raises:
            NowhereToSimulate: neither board nor Python.
        """
        self._options = options
        self._board, self._should_cancel = board, should_cancel
        self._profile = profile if board is None else board.profile
        self._python = python_path(host.python)
        self.is_on_board = board is not None and (board.summary.is_virtual or not self._python)
        if not (self.is_on_board or self._python):
            raise NowhereToSimulate()
        self._agent: AgentProcess | HostAgent | None = None
        self._folder: Path | None = None
        self._brought: set[str] = set()

    def open(self, json: Path, label: str) -> RemoteNetwork:
        """A pair as a network. Raises BoardError, AgentFailed, RuntimeCrashed."""
        where = self._put(json, json.with_suffix(".raw"))
        agent = self._started()
        options = RemoteOptions(label=label, load=LoadRequest(json.name), token=agent.token, timeout_s=_RUN_S)
        return RemoteNetwork(agent.connect, f"{where}:{agent.port}", model_name(json.name), options)

    def close(self) -> None:
        """Ends the agent and removes what was uploaded for it. May be called twice."""
        agent, self._agent = self._agent, None
        if agent is not None:
            agent.close()
        brought, self._brought = self._brought, set()
        for name in sorted(brought):
            assert self._board is not None
            with contextlib.suppress(TrackbenchError):  # the board may be gone
                remove_model(self._board.link, self._profile.model_folder, name)
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _put(self, *files: Path) -> str:
        """Brings files to where the agent loads from; gives the name of that place."""
        if not self.is_on_board:
            for path in files:
                shutil.copyfile(path, self._models_here() / path.name)
            return "127.0.0.1"
        assert self._board is not None
        link, folder = self._board.link, self._profile.model_folder
        there = {model.name for model in list_models(link, folder)}
        self._brought |= {path.name for path in files} - there
        push_models(link, folder, files, should_cancel=self._should_cancel)
        return self._board.address.host

    def _models_here(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="trackbench-stages-"))
        return self._folder

    def _started(self) -> AgentProcess | HostAgent:
        if self._agent is not None and self._agent.is_running:
            return self._agent
        if self.is_on_board:
            assert self._board is not None
            self._agent = AgentProcess(
                self._board.link,
                self._profile,
                BACKEND,
                options=self._options,
                is_virtual=self._board.summary.is_virtual,
                should_cancel=self._should_cancel,
            )
            return self._agent
        assert self._profile.socket_mode is not None
        require_python(self._python, self._profile.socket_mode, self._profile.title)
        self._agent = HostAgent(
            self._python, self._models_here(), BACKEND, self._options, should_cancel=self._should_cancel
        )
        return self._agent
