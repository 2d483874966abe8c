"""One board as the window and the command line use it: blocking calls, no Qt."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from engines.board_values import (
    AgentPlace,
    Bitstream,
    BoardAddress,
    BoardCapabilities,
    BoardModel,
    BoardSummary,
    BoardTelemetry,
    CheckResult,
    PublishedTime,
)
from engines.boards.agent_home import Agent, AgentHome, HostSide, model_name
from engines.boards.bitstreams import find_bitstream, load_bitstream
from engines.boards.board_rungs import Findings
from engines.boards.checks import Ladder
from engines.boards.errors import (
    BoardUnreachable,
    CommandTimedOut,
    LinkBroken,
    NoSuchModel,
    NotAnSshServer,
    PortClosed,
    ServiceFailed,
)
from engines.boards.families import FIRST
from engines.boards.link import Link, Progress, ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.proof import Proof
from engines.boards.service import AskAdopt, Listener, Service, adopt
from engines.boards.ssh_login import Access, open_ssh
from engines.boards.telemetry import TelemetryReader
from engines.errors import TrackbenchError
from engines.networks.network import PixelFormat
from engines.networks.remote import EVERYTHING, LoadRequest, RemoteNetwork, RemoteOptions, Traffic

logger = logging.getLogger(__name__)
#: What a board that is starting up may say for a while.
_PASSING = (BoardUnreachable, PortClosed, NotAnSshServer, LinkBroken, CommandTimedOut)


def _nothing(_result: CheckResult) -> None:
    return


class Board:
    """A board behind an address. `check` connects it; until then only its address is known.

    Every call waits (bounded) and raises a `TrackbenchError` when it fails; call it from a worker.
    """

    def __init__(
        self,
        address: BoardAddress,
        access: Access,
        profile: Profile | None = None,
        *,
        backend: str | None = None,
        ask_adopt: AskAdopt = adopt,
        host: HostSide | None = None,
    ) -> None:
        """With nothing connected yet.

        Args:
            address: where.
            access: how to log in.
            profile: None to recognise the family by what the board answers.
            backend: the agent's, instead of the profile's first one.
            ask_adopt: whether a service that runs already may be used; without it, it is.
            host: what this computer offers to runtimes that can be used from here.
        """
        self.address = address
        self._chosen, self._backend = profile, backend
        self._access, self._ask_adopt = access, ask_adopt
        self._found = Findings()
        self._recognised: Profile | None = None
        self._service: Service | None = None
        self._host = host or HostSide()
        self._home = AgentHome(self._host)
        self._log_listeners: list[Callable[[str], None]] = []
        self._lock = threading.RLock()
        self._telemetry: TelemetryReader | None = None
        self._telemetry_lock = threading.Lock()  # a look must not wait for a climb

    @classmethod
    def connect(
        cls,
        address: BoardAddress,
        access: Access,
        profile: Profile | None = None,
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
        self,
        on_result: Callable[[CheckResult], None] = _nothing,
        should_cancel: ShouldCancel = never,
        *,
        model: str | None = None,
    ) -> tuple[CheckResult, ...]:
        """Climbs the ladder, connecting on the way; failed checks are results, not exceptions.

        May be called again: a living connection is used. `model` is a file of the model store that has to
        load and run; without it the smallest one is tried. Raises Cancelled.
        """
        with self._lock:
            if self._found.link is not None and not self._found.link.is_alive:
                self.close()
            proof = Proof(self, model, should_cancel)
            link = self._found.link
            ladder = Ladder(self.address, self._access, self._chosen, proof, link, self._host.place)
            self._found = ladder.findings
            results = []
            try:
                for result in ladder.climb(should_cancel):
                    results.append(result)
                    on_result(result)
            finally:
                proof.close()
                self._recognised = self._found.profile or self._recognised
            return tuple(results)

    @property
    def profile(self) -> Profile:
        """The family's: what the last check found, else the chosen one, else the first one."""
        return self._found.profile or self._recognised or self._chosen or FIRST

    @property
    def backend(self) -> str | None:
        """The agent's backend; None for a family without one."""
        return self._backend or self.profile.backend(is_virtual=self._found.is_virtual)

    @property
    def boot_id(self) -> str:
        """Another one after each start of the board; "" where it was not told."""
        return self._found.boot_id

    @property
    def failure(self) -> TrackbenchError | None:
        """What made the last check fail."""
        return self._found.failure

    @property
    def failure_may_pass(self) -> bool:
        """Whether the last failure is one that a board shows while it starts up."""
        return isinstance(self.failure, _PASSING)

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
            agent_is_here=self._home.is_here,
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
                self._home.stop()
            load_bitstream(self.link, wanted, self.address.host, is_virtual=self._found.is_virtual)
            self.check(on_result)
            if self.failure is not None:
                raise self.failure
            return find_bitstream(self.bitstreams, name, self.address.host)

    def read_telemetry(self) -> BoardTelemetry:
        """Load and temperature now; CPU load from the second call on. Not for every frame: a round trip."""
        profile, is_virtual = self.profile, self._found.is_virtual
        with self._telemetry_lock:
            if self._telemetry is None or not self._telemetry.is_for(profile, is_virtual=is_virtual):
                self._telemetry = TelemetryReader(profile, is_virtual=is_virtual)
            return self._telemetry.read(self.link)

    def models(self) -> tuple[BoardModel, ...]:
        """Files that the agent can load: in the board's model store, and those pushed for one beside us."""
        return self._home.models(self.link, self._found, self.profile)

    def push_model(
        self, *files: Path, on_progress: Progress | None = None, should_cancel: ShouldCancel = never
    ) -> tuple[BoardModel, ...]:
        """Uploads files to the model store; what is there already with the same hash is not sent.

        For an agent on this computer they stay here.
        """
        return self._home.push(self.link, self._found, self.profile, files, on_progress, should_cancel)

    def start_service(self, should_cancel: ShouldCancel = never) -> Listener:
        """Starts the vendor's service, or uses the one that runs. Raises ServiceFailed."""
        with self._lock:
            profile = self.profile.service
            if profile is None:
                raise ServiceFailed(service=self.profile.title, reason="this family needs none")
            if self._service is None:
                self._service = Service(self.link, profile, self._ask_adopt)
                for on_line in self._log_listeners:
                    self._service.follow(on_line)
            listener = self._service.start(should_cancel)
            self._found.service_port = listener.port
            return listener

    def stop_service(self) -> bool:
        """Stops the service if it was started here; False where nothing was stopped."""
        with self._lock:
            if self._home.is_here:  # it is nothing without the service
                self._home.stop()
            stopped = self._service is not None and self._service.stop()
            if stopped:
                self._found.service_port = None
            return stopped

    @property
    def wants_service(self) -> bool:
        """Whether a run needs the vendor's service; an agent on a real board opens the device itself."""
        if self.profile.service is None:
            return False
        return self._found.is_virtual or self._found.agent_place is AgentPlace.COMPUTER

    @property
    def service_is_running(self) -> bool:
        """Without asking the board where the service was started here."""
        return self._service is not None and self._service.is_running

    @property
    def service_in_use(self) -> bool:
        """Whether a service was started or adopted here and not stopped since, alive or not."""
        return self._service is not None and self._service.is_in_use

    @property
    def service_is_ours(self) -> bool:
        """Whether the service in use was started here."""
        return self._service is not None and self._service.is_ours

    @property
    def service_last_line(self) -> str:
        return "" if self._service is None else self._service.last_line

    def restart_service(self, should_cancel: ShouldCancel = never) -> Listener:
        """Stops the one that was started here and starts it anew; an adopted one is left alone."""
        with self._lock:
            self.stop_service()
            return self.start_service(should_cancel)

    def service_log(self, on_line: Callable[[str], None]) -> None:
        """Follows the service's log from its start; `on_line` is called from another thread."""
        self._log_listeners.append(on_line)
        if self._service is not None:
            self._service.follow(on_line)

    def start_agent(self, should_cancel: ShouldCancel = never) -> Agent:
        """The running agent, started if there is none.

        Raises AgentNotStarted, BackendMissing; for one on this computer also what `AgentHome.start` names.
        """
        with self._lock:
            if self._home.is_here and not self.service_is_running:
                self._home.stop()  # the runtime's connection ended with the service
            return self._home.start(
                self.link,
                self._found,
                self.profile,
                self.backend,
                lambda: self.start_service(should_cancel),
                should_cancel,
            )

    def open_network(
        self,
        file: str,
        *,
        label: str = "",
        pixels: Mapping[str, PixelFormat] | None = None,
        published: PublishedTime | None = None,
        traffic: Traffic = EVERYTHING,
    ) -> RemoteNetwork:
        """A model of the store as a network.

        Args:
            file: its name in the store.
            label: the network's name in layer profiles.
            pixels: what the model expects of its picture inputs, by input name; the agent does this
                arithmetic, and the network declares these inputs as uint8 NHWC.
            published: time of the accelerator; virtual boards imitate it, real ones ignore it.
            traffic: what of its inputs and outputs crosses the link.

        Raises:
            NoSuchModel, AgentNotStarted, AgentFailed, LinkLost.
        """
        if all(model.name != file for model in self.models()):
            raise NoSuchModel(name=file, host=self.address.host)
        return self.open_file(file, label=label, pixels=pixels, published=published, traffic=traffic)

    def open_file(
        self,
        file: str,
        *,
        label: str = "",
        loaded_as: str = "",
        pixels: Mapping[str, PixelFormat] | None = None,
        published: PublishedTime | None = None,
        traffic: Traffic = EVERYTHING,
    ) -> RemoteNetwork:
        """As `open_network`, for a file that no list shows, under the name that it is to have there."""
        agent = self.start_agent()
        options = RemoteOptions(
            label=label,
            pixels=dict(pixels or {}),
            traffic=traffic,
            load=LoadRequest(file, published if self._found.is_virtual else None),
            token=agent.token,
        )
        self._home.fetch(self.link, self._found, self.profile, file)
        host = "127.0.0.1" if self._home.is_here else self.address.host
        name = loaded_as or model_name(file)
        return RemoteNetwork(agent.connect, f"{host}:{agent.port}", name, options)

    def close(self) -> None:
        """Stops what was started here and disconnects. May be called twice."""
        with self._lock:
            try:
                self.stop_service()
            except TrackbenchError:
                logger.warning("the service could not be stopped", exc_info=True)
            self._service = None
            self._home.close()
            link, self._found.link = self._found.link, None
            if link is not None:
                link.close()

    @property
    def link(self) -> Link:
        """The living connection. Raises LinkBroken."""
        link = self._found.link
        if link is None or not link.is_alive:
            raise LinkBroken(host=self.address.host)
        return link

    def open_link(self) -> Link:
        """A log-in of its own, beside the board's connection. Raises BoardError."""
        return open_ssh(self.address, self._access)
