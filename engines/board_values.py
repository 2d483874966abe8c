"""Plain values about boards that the window shows; no runtime, no SSH."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engines.errors import BadParameter
from engines.origin import Origin

_ADDRESS = re.compile(
    r"(?:(?P<user>[A-Za-z_][A-Za-z0-9_.-]*)@)?"
    r"(?:\[(?P<v6>[0-9A-Fa-f:.%a-z]+)\]|(?P<host>[A-Za-z0-9_](?:[A-Za-z0-9._-]*)))"
    r"(?::(?P<port>\d{1,5}))?\Z"
)


@dataclass(frozen=True, slots=True)
class BoardAddress:
    """Where and as whom to log in.

    Attributes:
        host: name, IPv4 or IPv6 address.
        port: of the SSH server.
        user: on Icraft boards always root (the vendor's programs need it).
        key_file: private key to try first; None to use the SSH agent, then a password.
        has_port, has_user: whether somebody gave them; what is only presumed gives way to what the
            SSH configuration says.
    """

    host: str
    port: int = 22
    user: str = "root"
    key_file: Path | None = None
    has_port: bool = field(default=True, compare=False, repr=False)
    has_user: bool = field(default=True, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, *, default_user: str = "root", key_file: Path | None = None) -> BoardAddress:
        """From `host`, `user@host`, `host:port` or `user@[v6 address]:port`. Raises BadParameter."""
        match = _ADDRESS.match(text.strip())
        port = int(match["port"] or 22) if match else 0
        if match is None or not 0 < port < 65536:
            raise BadParameter(
                name="address",
                value=text,
                reason="it is not of the form user@host:port",
                hint="For example root@192.168.125.171 or 127.0.0.1:2222.",
            )
        host, user = match["v6"] or match["host"], match["user"] or default_user
        return cls(host, port, user, key_file, has_port=bool(match["port"]), has_user=bool(match["user"]))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}" + ("" if self.port == 22 else f":{self.port}")


@dataclass(frozen=True, slots=True)
class HostKey:
    """The key by which an SSH server identifies itself.

    Attributes:
        algorithm: for example "ssh-ed25519".
        fingerprint: "SHA256:..." as OpenSSH prints it.
    """

    host: str
    port: int
    algorithm: str
    fingerprint: str


class CheckState(StrEnum):
    """How one check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One rung of the connection ladder.

    Attributes:
        name: stable identifier, for example "host_key".
        title: what is checked, in English.
        evidence: what was seen, with figures.
        cause: why it is not well; empty where it is.
        remedy: what to try; empty where nothing is needed.
    """

    name: str
    title: str
    state: CheckState
    evidence: str = ""
    cause: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Bitstream:
    """One configuration of the board's programmable logic.

    Attributes:
        name: short name to choose by, for example "v2".
        file: path on the board, "" where only the running one is known.
        identity: what the runtime reports while it is loaded, an opaque string.
        hard_operators: operators it has in hardware; None where nobody told.
        has_mmu: None where nobody told.
        is_loaded: whether it is the one that runs now.
    """

    name: str
    file: str
    identity: str
    hard_operators: frozenset[str] | None = None
    has_mmu: bool | None = None
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class BoardCapabilities:
    """What a model is compared with: None stands for not known.

    Attributes:
        runtime_version: of the vendor's runtime, for example "3.7.1".
    """

    runtime_version: str | None
    hard_operators: frozenset[str] | None
    has_mmu: bool | None


@dataclass(frozen=True, slots=True)
class BoardModel:
    """A model file in the board's store.

    Attributes:
        sha256: in hex; "" where it was not asked for.
    """

    name: str
    size_bytes: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """What the window's board bar shows; "" and None stand for not known.

    `agent_is_here` says that the agent runs on this computer and reaches the board over its service.
    """

    address: BoardAddress
    family: str
    is_virtual: bool
    host_name: str = ""
    architecture: str = ""
    system: str = ""
    runtime_version: str | None = None
    bitstream: Bitstream | None = None
    service_port: int | None = None
    agent_is_here: bool = False


@dataclass(frozen=True, slots=True)
class PublishedTime:
    """Published time of one network on the accelerator, which a virtual board imitates.

    Attributes:
        hard_ms: time of the accelerator itself.
        memcpy_ms: time of the copies, None where it was not published.
    """

    hard_ms: float
    memcpy_ms: float | None = None


class Secret(str):
    """A password that somebody typed in, and whether it may be remembered.

    Its `repr` does not show it.
    """

    may_keep: bool

    def __new__(cls, text: str, *, may_keep: bool = False) -> Secret:
        secret = super().__new__(cls, text)
        secret.may_keep = may_keep
        return secret

    def __repr__(self) -> str:
        return "Secret(...)"


@dataclass(frozen=True, slots=True)
class BoardTelemetry:
    """One look at a board's load; each figure None where the board does not tell.

    Attributes:
        temperature_c: of the hottest sensor, degrees Celsius.
        memory_used_mb, memory_total_mb: MiB; the accelerator's own memory where it has one.
        cpu_percent: 0 to 100 of all cores, since the look before.
        accelerator_percent: 0 to 100.
        time_s: when it was read, by this computer's monotonic clock.
        origin: measured as far as the board's own tools are to be believed; simulated on a virtual one.
    """

    temperature_c: float | None = None
    memory_used_mb: float | None = None
    memory_total_mb: float | None = None
    cpu_percent: float | None = None
    accelerator_percent: float | None = None
    time_s: float = 0.0
    origin: Origin = Origin.MEASURED


class AgentPlace(StrEnum):
    """Where the agent is to run; AUTO is on the board where that has what it takes."""

    AUTO = "auto"
    BOARD = "board"
    COMPUTER = "computer"
