"""One board as the window and the command line use it: blocking calls, no Qt."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from engines.board_values import (
    Bitstream,
    BoardAddress,
    BoardCapabilities,
    BoardModel,
    BoardSummary,
    CheckResult,
    PublishedTime,
)
from engines.boards.agent_process import AgentProcess
from engines.boards.bitstreams import find_bitstream, load_bitstream
from engines.boards.checks import Findings, Ladder
from engines.boards.errors import BackendMissing, LinkBroken, NoSuchModel, ServiceFailed
from engines.boards.icraft import ICRAFT
from engines.boards.link import Link, Progress, ShouldCancel, never
from engines.boards.profile import VIRTUAL_BACKEND, Profile
from engines.boards.service import Listener, Service
from engines.boards.ssh_login import Access
from engines.boards.store import list_models, push_models
from engines.errors import TrackbenchError
from engines.networks.network import PixelFormat
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions

logger = logging.getLogger(__name__)
#: The computing stands in for an accelerator: one core, the others belong to the workbench.
_VIRTUAL_THREADS = 1


def _nothing(_result: CheckResult) -> None:
    return


class Board:
    """A board behind an address. `check` connects it; until then only its address is known.

    Every call waits (bounded) and raises a `TrackbenchError` when it fails; call it from a worker.
    """

    def __init__(self, address: BoardAddress, access: Access, profile: Profile = ICRAFT) -> None:
        self.address = address
        self.profile = profile
        self._access = access
        self._found = Findings()
        self._service: Service | None = None
        self._agent: AgentProcess | None = None
        self._log_listeners: list[Callable[[str], None]] = []
        self._lock = threading.RLock()

    @classmethod
    def connect(
        cls,
        address: BoardAddress,
        access: Access,
        profile: Profile = ICRAFT,
        *,
        on_result: Callable[[CheckResult], None] = _nothing,
        should_cancel: ShouldCancel = never,
    ) -> Board:
        """A board whose checks have passed, agent running. Raises what made the first one fail."""
        board = cls(address, access, profile)
        try:
            board.check(on_result, should_cancel)
            if board.failure is not None:
                raise board.failure
        except TrackbenchError:
            board.close()
            raise
        return board

    def check(
        self, on_result: Callable[[CheckResult], None] = _nothing, should_cancel: ShouldCancel = never
    ) -> tuple[CheckResult, ...]:
        """Climbs the ladder, connecting on the way; failed checks are results, not exceptions.

        May be called again: a living connection is used. Raises Cancelled.
        """
        with self._lock:
            if self._found.link is not None and not self._found.link.is_alive:
                self.close()
            ladder = Ladder(
                self.address,
                self._access,
                self.profile,
                lambda found: self._checked_agent(found, should_cancel),
                self._found.link,
            )
            self._found = ladder.findings
            results = []
            for result in ladder.climb(should_cancel):
                results.append(result)
                on_result(result)
            return tuple(results)

    @property
    def failure(self) -> TrackbenchError | None:
        """What made the last check fail."""
        return self._found.failure

    @property
    def is_connected(self) -> bool:
        return self._found.link is not None and self._found.link.is_alive

    @property
    def summary(self) -> BoardSummary:
        found = self._found
        return BoardSummary(
            address=self.address,
            family=self.profile.family,
            is_virtual=found.is_virtual,
            host_name=found.host_name,
            architecture=found.architecture,
            system=found.system,
            runtime_version=found.runtime_version,
            bitstream=found.bitstream,
            service_port=found.service_port,
        )

    @property
    def capabilities(self) -> BoardCapabilities:
        """What models are compared with."""
        loaded = self._found.bitstream
        return BoardCapabilities(
            runtime_version=self._found.runtime_version,
            hard_operators=None if loaded is None else loaded.hard_operators,
            has_mmu=None if loaded is None else loaded.has_mmu,
        )

    @property
    def bitstreams(self) -> tuple[Bitstream, ...]:
        """As the last check found them."""
        return self._found.bitstreams

    def select_bitstream(self, name: str, on_result: Callable[[CheckResult], None] = _nothing) -> Bitstream:
        """Makes a bitstream the running one; the agent and the service do not survive that.

        Raises NoSuchBitstream, and on a real board BitstreamByHand with nothing changed.
        """
        with self._lock:
            wanted = find_bitstream(self.bitstreams, name, self.address.host)
            if wanted.is_loaded:
                return wanted
            if self._found.is_virtual:
                self.stop_service()
                self._stop_agent()
            load_bitstream(self._link(), wanted, self.address.host, is_virtual=self._found.is_virtual)
            self.check(on_result)
            if self.failure is not None:
                raise self.failure
            return find_bitstream(self.bitstreams, name, self.address.host)

    def models(self) -> tuple[BoardModel, ...]:
        """Files in the board's model store."""
        return list_models(self._link(), self.profile.model_folder)

    def push_model(
        self, *files: Path, on_progress: Progress | None = None, should_cancel: ShouldCancel = never
    ) -> tuple[BoardModel, ...]:
        """Uploads files to the model store; what is there already with the same hash is not sent."""
        return push_models(
            self._link(),
            self.profile.model_folder,
            files,
            on_progress=on_progress,
            should_cancel=should_cancel,
        )

    def start_service(self, should_cancel: ShouldCancel = never) -> Listener:
        """Starts the vendor's service, or uses the one that runs. Raises ServiceFailed."""
        with self._lock:
            profile = self.profile.service
            if profile is None:
                raise ServiceFailed(service=self.profile.title, reason="this family needs none")
            if self._service is None:
                self._service = Service(self._link(), profile)
                for on_line in self._log_listeners:
                    self._service.follow(on_line)
            listener = self._service.start(should_cancel)
            self._found.service_port = listener.port
            return listener

    def stop_service(self) -> bool:
        """Stops the service if it was started here; False where nothing was stopped."""
        with self._lock:
            stopped = self._service is not None and self._service.stop()
            if stopped:
                self._found.service_port = None
            return stopped

    @property
    def service_is_running(self) -> bool:
        """Without asking the board where the service was started here."""
        return self._service is not None and self._service.is_running

    def service_log(self, on_line: Callable[[str], None]) -> None:
        """Follows the service's log from its start; `on_line` is called from another thread."""
        self._log_listeners.append(on_line)
        if self._service is not None:
            self._service.follow(on_line)

    def start_agent(self, should_cancel: ShouldCancel = never) -> AgentProcess:
        """The running agent, started if there is none. Raises AgentNotStarted, BackendMissing."""
        with self._lock:
            if self._agent is not None and self._agent.is_running:
                return self._agent
            self._stop_agent()
            backend = self._backend()
            if backend is None:
                raise BackendMissing(family=self.profile.title)
            threads = _VIRTUAL_THREADS if self._found.is_virtual else None
            self._agent = AgentProcess(
                self._link(),
                self.profile,
                backend,
                threads=threads,
                is_virtual=self._found.is_virtual,
                should_cancel=should_cancel,
            )
            return self._agent

    def open_network(
        self,
        file: str,
        *,
        label: str = "",
        pixels: Mapping[str, PixelFormat] | None = None,
        published: PublishedTime | None = None,
    ) -> RemoteNetwork:
        """A model of the store as a network.

        Args:
            file: its name in the store.
            label: the network's name in layer profiles.
            pixels: what the model expects of its picture inputs, by input name; the agent does this
                arithmetic, and the network declares these inputs as uint8 NHWC.
            published: time of the accelerator; virtual boards imitate it, real ones ignore it.

        Raises:
            NoSuchModel, AgentNotStarted, AgentFailed, LinkLost.
        """
        if all(model.name != file for model in self.models()):
            raise NoSuchModel(name=file, host=self.address.host)
        agent = self.start_agent()
        options = RemoteOptions(
            label=label,
            pixels=dict(pixels or {}),
            load=LoadRequest(file, published if self._found.is_virtual else None),
        )
        return RemoteNetwork(agent.connect, f"{self.address.host}:{agent.port}", _model_name(file), options)

    def close(self) -> None:
        """Stops what was started here and disconnects. May be called twice."""
        with self._lock:
            try:
                self.stop_service()
            except TrackbenchError:
                logger.warning("the service could not be stopped", exc_info=True)
            self._service = None
            self._stop_agent()
            link, self._found.link = self._found.link, None
            if link is not None:
                link.close()

    def _link(self) -> Link:
        link = self._found.link
        if link is None or not link.is_alive:
            raise LinkBroken(host=self.address.host)
        return link

    def _backend(self) -> str | None:
        return VIRTUAL_BACKEND if self._found.is_virtual else self.profile.agent_backend

    def _checked_agent(self, found: Findings, should_cancel: ShouldCancel) -> str | None:
        """For the last rung of the ladder: `found` is what this board knows by then."""
        if self._backend() is None:
            return None
        return f"{self._backend()} on port {self.start_agent(should_cancel).port}"

    def _stop_agent(self) -> None:
        agent, self._agent = self._agent, None
        if agent is not None:
            agent.close()


def _model_name(file: str) -> str:
    """A name for the agent: letters, digits, `_`, `.`, `-` and `+` of the file's name without ending."""
    stem = PurePosixPath(file).stem
    name = "".join(c if (c.isascii() and c.isalnum()) or c in "_.+-" else "_" for c in stem)
    return f"m{name}"[:128] if not name[:1].isalnum() else name[:128]
