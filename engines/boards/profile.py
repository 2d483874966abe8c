"""What differs between board families: commands, how to read their answers, and where things lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


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
class BitstreamFacts:
    """What is known about a bitstream besides its identity. None: not known."""

    name: str
    hard_operators: frozenset[str] | None = None
    has_mmu: bool | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One family. Every field may be replaced (`dataclasses.replace`): boards in the field differ.

    Attributes:
        architectures: what `uname -m` may say.
        version_argv, read_version: asks the runtime's version; None where it cannot be read.
        packages_argv, read_packages: lists installed packages with their versions.
        wanted_packages: names (lower case) whose versions must agree with the runtime's.
        service: None where the family needs none.
        bitstream_folder: "" where the family has none.
        identity_argv, read_identity: asks which bitstream runs.
        identity_while_serving: whether that may be asked while the service holds the device.
        known_bitstreams: facts by identity.
        model_folder, agent_folder: where models and the agent are put.
        python_argv: the Python under which the agent runs there.
        agent_backend: the agent's backend on a real board; None while there is none.
        least_free_mb: below this, an upload would not fit.
    """

    family: str
    title: str
    default_user: str
    architectures: frozenset[str]
    version_argv: tuple[str, ...]
    read_version: Callable[[str], str | None]
    packages_argv: tuple[str, ...]
    read_packages: Callable[[str], Mapping[str, str]]
    wanted_packages: tuple[str, ...]
    model_folder: str
    agent_folder: str
    python_argv: tuple[str, ...] = ("python3",)
    agent_backend: str | None = None
    service: ServiceProfile | None = None
    bitstream_folder: str = ""
    identity_argv: tuple[str, ...] = ()
    read_identity: Callable[[str], str | None] = lambda _text: None
    identity_while_serving: bool = False
    known_bitstreams: Mapping[str, BitstreamFacts] = field(default_factory=dict)
    least_free_mb: int = 100
    most_clock_skew_s: float = 60.0


#: On virtual boards only: names the family, so that no figure of theirs is taken for a real one.
VIRTUAL_MARKER = "/etc/trackbench-virtual"
#: What a virtual board computes with in place of an accelerator.
VIRTUAL_BACKEND = "onnxruntime"
