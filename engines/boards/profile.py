"""What differs between board families: commands, how to read their answers, and where things lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from engines.boards.telemetry_text import Reading, read_meminfo, read_millidegrees, read_stat

#: On virtual boards only: names the family, so that no figure of theirs is taken for a real one.
VIRTUAL_MARKER = "/etc/trackbench-virtual"
#: What a virtual board computes with in place of an accelerator.
VIRTUAL_BACKEND = "onnxruntime"
#: Runs a program with the variables that a vendor's shell script sets; the script is `$0`.
WITH_SETTINGS = '. "$0" >/dev/null 2>&1; exec "$@"'


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """A program of the vendor that has to run before the accelerator can be used.

    Attributes:
        argv: how it is started, in the foreground.
        port: where it listens.
        ready_marker: part of the line that says that it is ready.
        stop_signals: sent to its process id one after another until it ends.
    """

    name: str
    argv: tuple[str, ...]
    port: int
    ready_marker: str
    ready_timeout_s: float = 20.0
    stop_signals: tuple[str, ...] = ("-TERM", "-KILL")


@dataclass(frozen=True, slots=True)
class SocketMode:
    """How a family's runtime is used from another computer: over its service, with the package there.

    Attributes:
        url: of the device; {host} and {port} are the service's.
        python: of which CPython the vendor's package is.
        module: imported to see whether the package is there.
        wheel: what is installed, as people would type it.
    """

    url: str
    python: tuple[int, int]
    module: str
    wheel: str


@dataclass(frozen=True, slots=True)
class BitstreamFacts:
    """What is known about a bitstream besides its identity. None: not known."""

    name: str
    hard_operators: frozenset[str] | None = None
    has_mmu: bool | None = None


@dataclass(frozen=True, slots=True)
class DeviceNode:
    """A file by which the kernel offers the accelerator.

    Attributes:
        is_needed: without it nothing works; otherwise its absence is only worth a warning.
    """

    path: str
    what: str
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class TelemetryCommand:
    """One command whose output tells something about load or temperature.

    Attributes:
        is_fallback: asked only while the others leave something open.
    """

    argv: tuple[str, ...]
    read: Callable[[str], Reading]
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that a runtime can or cannot report.

    Attributes:
        name: stable identifier, for example "layer_times".
        title: in English.
        value: None where nobody knows yet.
        reason: one sentence that explains the value.
    """

    name: str
    title: str
    value: bool | None
    reason: str


#: Any Linux: the same three files everywhere.
LINUX_TELEMETRY = (
    TelemetryCommand(("cat", "/proc/meminfo"), read_meminfo),
    TelemetryCommand(("cat", "/proc/stat"), read_stat),
    TelemetryCommand(("cat", "/sys/class/thermal/thermal_zone0/temp"), read_millidegrees, is_fallback=True),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One family. Every field may be replaced (`dataclasses.replace`): boards in the field differ.

    Attributes:
        users: who may run the vendor's programs; the first is the default.
        addresses: where a board out of its box is found.
        architectures: what `uname -m` may say.
        sign_paths: files of which at least one is on every board of this family and on no other one.
        version_argv, read_version: asks the runtime's version; None where it cannot be read.
        needs_version: whether a runtime without a version is as good as none.
        packages_argv, read_packages: lists installed packages with their versions.
        wanted_packages: names (lower case) that have to be there.
        versions_agree: whether their versions must be the runtime's.
        device_nodes: what the kernel must offer.
        service: None where the family needs none.
        socket_mode: None where the runtime runs on the board only.
        bitstream_folder: "" where the family has none.
        boot_file: the bitstream that the board starts with, "" where there is none.
        reboot_argv: starts the board anew.
        identity_argv, read_identity: asks which bitstream runs.
        identity_while_serving: whether that may be asked while the service holds the device.
        known_bitstreams: facts by identity.
        model_folder, agent_folder: where models and the agent are put.
        model_endings: of files that the runtime loads.
        work_folder: its disk has to have room.
        python_argv: the Python under which the agent runs there.
        settings_script: a shell script that sets variables for the vendor's libraries, "" for none.
        agent_environment: more variables for the agent.
        backends: the agent's backends on a real board, best first.
        virtual_backend: the agent's backend on a virtual board.
        telemetry: asked every few seconds.
        capabilities: what the runtime can report.
        least_free_mb: below this, an upload would not fit.
    """

    family: str
    title: str
    users: tuple[str, ...]
    architectures: frozenset[str]
    version_argv: tuple[str, ...]
    read_version: Callable[[str], str | None]
    packages_argv: tuple[str, ...]
    read_packages: Callable[[str], Mapping[str, str]]
    wanted_packages: tuple[str, ...]
    model_folder: str
    agent_folder: str
    backends: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    sign_paths: tuple[str, ...] = ()
    needs_version: bool = True
    versions_agree: bool = False
    device_nodes: tuple[DeviceNode, ...] = ()
    model_endings: tuple[str, ...] = (".onnx",)
    work_folder: str = "/root"
    python_argv: tuple[str, ...] = ("python3",)
    settings_script: str = ""
    agent_environment: Mapping[str, str] = field(default_factory=dict)
    virtual_backend: str = VIRTUAL_BACKEND
    service: ServiceProfile | None = None
    socket_mode: SocketMode | None = None
    bitstream_folder: str = ""
    boot_file: str = ""
    reboot_argv: tuple[str, ...] = ("reboot",)
    identity_argv: tuple[str, ...] = ()
    read_identity: Callable[[str], str | None] = lambda _text: None
    identity_while_serving: bool = False
    known_bitstreams: Mapping[str, BitstreamFacts] = field(default_factory=dict)
    telemetry: tuple[TelemetryCommand, ...] = LINUX_TELEMETRY
    capabilities: tuple[Capability, ...] = ()
    least_free_mb: int = 100
    most_clock_skew_s: float = 60.0

    @property
    def default_user(self) -> str:
        return self.users[0]

    def for_user(self, user: str) -> Profile:
        """With root's folders moved into another user's home."""
        if user == "root":
            return self
        return replace(
            self,
            model_folder=_moved(self.model_folder, user),
            agent_folder=_moved(self.agent_folder, user),
            work_folder=_moved(self.work_folder, user),
        )

    def backend(self, *, is_virtual: bool) -> str | None:
        """The agent's backend to start; None where there is none for this family."""
        if is_virtual:
            return self.virtual_backend
        return self.backends[0] if self.backends else None

    def program_argv(self, argv: tuple[str, ...], *, is_virtual: bool = False) -> tuple[str, ...]:
        """How a program that uses the vendor's libraries is started.

        The vendor's settings script and more variables become words in front of the command, so that
        nothing is put together as text. A virtual board has neither the script nor a need for it.
        """
        if is_virtual:
            return argv
        if self.agent_environment:
            argv = ("env", *(f"{name}={value}" for name, value in self.agent_environment.items()), *argv)
        if self.settings_script:
            argv = ("sh", "-c", WITH_SETTINGS, self.settings_script, *argv)
        return argv


def _moved(folder: str, user: str) -> str:
    is_inside = folder == "/root" or folder.startswith("/root/")
    return f"/home/{user}{folder.removeprefix('/root')}" if is_inside else folder
