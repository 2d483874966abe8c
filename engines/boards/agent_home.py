"""Where a board's agent runs, on it or beside us, and where its models therefore lie."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from engines.board_values import AgentPlace, BoardModel
from engines.boards.agent_process import AgentProcess
from engines.boards.errors import BackendMissing, NoRemoteFile
from engines.boards.forward import LocalForward
from engines.boards.host_agent import HostAgent
from engines.boards.host_python import python_path, require_python
from engines.boards.link import Link, Progress, ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.service import Listener
from engines.boards.ssh import SshLink
from engines.boards.store import check_name, list_models, push_models
from engines.errors import BadParameter
from engines.texts import Text

if TYPE_CHECKING:
    from engines.boards.board_rungs import Findings

#: The computing stands in for an accelerator: one core, the others belong to the workbench.
_VIRTUAL_THREADS = 1
Agent = AgentProcess | HostAgent


@dataclass(frozen=True, slots=True)
class HostSide:
    """What this computer offers to boards whose runtime can be used from here.

    Attributes:
        python: the interpreter that has the vendor's package; "" for none.
        place: where the user wants the agent.
    """

    python: str = ""
    place: AgentPlace = AgentPlace.AUTO


def choose_place(
    wanted: AgentPlace, profile: Profile, *, is_virtual: bool, board_can: Callable[[], bool]
) -> AgentPlace:
    """BOARD or COMPUTER.

    Args:
        wanted: by the user.
        profile: of the family.
        is_virtual: a virtual board can always run the agent.
        board_can: asks the board whether it has a Python with the vendor's package; only where it matters.
    """
    if profile.socket_mode is None or profile.service is None or wanted is AgentPlace.BOARD:
        return AgentPlace.BOARD
    if wanted is AgentPlace.COMPUTER:
        return AgentPlace.COMPUTER
    return AgentPlace.BOARD if is_virtual or board_can() else AgentPlace.COMPUTER


def has_vendor_package(link: Link, profile: Profile) -> bool:
    """Whether the agent on the board would find numpy and the vendor's package."""
    if profile.socket_mode is None:
        return True
    script = f"import numpy, {profile.socket_mode.module}"
    return link.run(profile.program_argv((*profile.python_argv, "-c", script))).exit_code == 0


def model_name(file: str) -> str:
    """A name for the agent: letters, digits, `_`, `.`, `-` and `+` of the file's name without ending."""
    stem = PurePosixPath(file).stem
    name = "".join(c if (c.isascii() and c.isalnum()) or c in "_.+-" else "_" for c in stem)
    return f"m{name}"[:128] if not name[:1].isalnum() else name[:128]


class AgentHome:
    """The one agent of a board, and the folder of models that it has where it runs beside us."""

    def __init__(self, host: HostSide) -> None:
        self._host = host
        self._agent: Agent | None = None
        self._forward: LocalForward | None = None
        self._folder: Path | None = None
        self._is_here = False

    def start(
        self,
        link: Link,
        found: Findings,
        profile: Profile,
        backend: str | None,
        serve: Callable[[], Listener],
        should_cancel: ShouldCancel = never,
    ) -> Agent:
        """The running agent, started if there is none.

        `serve` starts the vendor's service, without which nothing here reaches the board.

        Raises:
            BackendMissing, AgentNotStarted, HostPythonMissing, HostPythonUnusable, ServiceFailed.
        """
        is_here = found.agent_place is AgentPlace.COMPUTER
        if self._agent is not None and self._agent.is_running and self._is_here is is_here:
            return self._agent
        self.stop()
        self._is_here = is_here
        if is_here:
            self._agent = self._start_here(link, found, profile, serve, should_cancel)
            return self._agent
        if backend is None:
            raise BackendMissing(family=profile.title)
        threads = _VIRTUAL_THREADS if found.is_virtual else None
        self._agent = AgentProcess(
            link,
            profile,
            backend,
            threads=threads,
            is_virtual=found.is_virtual,
            should_cancel=should_cancel,
        )
        return self._agent

    @property
    def is_here(self) -> bool:
        """Whether an agent was started on this computer and not stopped since."""
        return self._agent is not None and self._is_here

    def stop(self) -> None:
        agent, self._agent = self._agent, None
        forward, self._forward = self._forward, None
        if agent is not None:
            agent.close()
        if forward is not None:
            forward.close()

    def close(self) -> None:
        """Stops the agent and forgets the models that were put here for it."""
        self.stop()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    # -- models --------------------------------------------------------------------------------

    def models(self, link: Link, found: Findings, profile: Profile) -> tuple[BoardModel, ...]:
        """Files of the board's store, and those that were put here for an agent beside us."""
        models = {model.name: model for model in list_models(link, profile.model_folder)}
        if found.agent_place is AgentPlace.COMPUTER:
            for path in self._models_here().iterdir():
                if path.suffix != ".pyz":
                    models[path.name] = BoardModel(path.name, path.stat().st_size)
        return tuple(models[name] for name in sorted(models))

    def push(
        self,
        link: Link,
        found: Findings,
        profile: Profile,
        files: tuple[Path, ...],
        on_progress: Progress | None,
        should_cancel: ShouldCancel,
    ) -> tuple[BoardModel, ...]:
        """Puts files where the agent loads from: nothing crosses the link for one beside us."""
        if found.agent_place is AgentPlace.COMPUTER:
            return tuple(self._put_here(file) for file in files)
        return push_models(
            link, profile.model_folder, files, on_progress=on_progress, should_cancel=should_cancel
        )

    def fetch(self, link: Link, found: Findings, profile: Profile, file: str) -> None:
        """Brings a file of the board's store, and the weights beside it, to an agent beside us."""
        if found.agent_place is not AgentPlace.COMPUTER:
            return
        folder = self._models_here()
        file = PurePosixPath(file).name
        names = [file, *([f"{file.removesuffix('.json')}.raw"] if file.endswith(".json") else [])]
        for name in names:
            if (folder / name).exists():
                continue
            with contextlib.suppress(NoRemoteFile):
                (folder / name).write_bytes(link.get(f"{profile.model_folder}/{name}"))

    def _models_here(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="trackbench-agent-"))
        return self._folder

    def _put_here(self, file: Path) -> BoardModel:
        target = self._models_here() / check_name(file.name)
        if not file.is_file():
            raise BadParameter(name="file", value=str(file), reason="there is no such file", hint="")
        if not (target.exists() and filecmp.cmp(file, target, shallow=False)):
            target.unlink(missing_ok=True)
            try:
                os.link(file, target)
            except OSError:  # another disk, or no links there
                shutil.copyfile(file, target)
        return BoardModel(file.name, target.stat().st_size)

    # -- beside us -----------------------------------------------------------------------------

    def _start_here(
        self,
        link: Link,
        found: Findings,
        profile: Profile,
        serve: Callable[[], Listener],
        should_cancel: ShouldCancel,
    ) -> HostAgent:
        mode = profile.socket_mode
        if mode is None or not profile.backends:
            raise BackendMissing(family=profile.title)
        because = (
            ""
            if self._host.place is AgentPlace.COMPUTER
            else Text(": the board has no Python with the vendor's package")
        )
        python = python_path(self._host.python)
        require_python(python, mode, profile.title, because)
        host, port = self._way_to(link, serve().port, is_virtual=found.is_virtual)
        try:
            return HostAgent(
                python,
                self._models_here(),
                profile.backends[0],
                {"url": mode.url.format(host=host, port=port)},
                is_virtual=found.is_virtual,
                should_cancel=should_cancel,
            )
        except BaseException:
            self.stop()
            raise

    def _way_to(self, link: Link, port: int, *, is_virtual: bool) -> tuple[str, int]:
        """Host and port under which the service is reached from here.

        As the vendor does it, directly; a virtual board, and one behind jump hosts, only through the link.
        """
        if isinstance(link, SshLink) and not is_virtual and not link.is_behind_others:
            return link.address.host, port
        self._forward = LocalForward(link, port)
        return "127.0.0.1", self._forward.port
