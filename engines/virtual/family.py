"""What one board family adds to the virtual board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engines.virtual.faults import BITSTREAM_FAULTS, SERVICE_FAULTS, Fault

if TYPE_CHECKING:
    from engines.virtual.machine import Machine, Program


@dataclass(frozen=True, slots=True)
class Answer:
    """What a short command prints, and its exit code."""

    out: bytes = b""
    err: bytes = b""
    exit_code: int = 0

    @classmethod
    def text(cls, out: str = "", err: str = "", exit_code: int = 0) -> Answer:
        return cls(out.encode(), err.encode(), exit_code)


#: A short command: the machine, its arguments (without its name), its standard input.
Command = Callable[["Machine", list[str], bytes], Answer]
#: A file whose content is made when it is read, as in /proc and /sys.
LiveFile = Callable[["Machine"], str]


@dataclass(frozen=True, slots=True)
class Family:
    """Files, commands and programs of one family.

    Attributes:
        host_name: says "virtual", so that nobody takes it for a real board.
        users: the vendor's, first the one that the workbench logs in as.
        files: laid out on first start; a name that ends in "/" is an empty folder.
        live_files: by path; made anew each time they are read.
        commands: short ones, by name, beside the common ones.
        programs: long-running ones, by name.
        service: name and port of the vendor's service, None where the family needs none.
        bitstreams: identity by file path; empty where the family has none.
        first_bitstream: identity of the one that is loaded at the start.
        boot_file: what is loaded at a start instead, where that file is there.
        model_folders: where its models lie, first the one that the workbench uses.
        address: IPv4 address that the vendor's manual gives the board.
        memory_mb: of the whole board.
        vendor_modules: Python packages of the vendor that there is a double of.
    """

    name: str
    host_name: str
    machine: str
    kernel: str
    python_version: str
    files: Mapping[str, bytes]
    commands: Mapping[str, Command]
    programs: Mapping[str, Program]
    users: tuple[str, ...] = ("root",)
    live_files: Mapping[str, LiveFile] = field(default_factory=dict)
    service: tuple[str, int] | None = None
    bitstreams: Mapping[str, str] = field(default_factory=dict)
    first_bitstream: str = ""
    boot_file: str = ""
    model_folders: tuple[str, ...] = ("/root/models",)
    address: str = "192.168.0.2"
    memory_mb: int = 1024
    cores: int = 4
    vendor_modules: frozenset[str] = frozenset()

    @property
    def user(self) -> str:
        return self.users[0]

    @property
    def home(self) -> str:
        return home_of(self.user)

    def can_have(self, fault: Fault) -> bool:
        """Whether a board of this family can go wrong in this way."""
        if fault in SERVICE_FAULTS:
            return self.service is not None
        return fault not in BITSTREAM_FAULTS or bool(self.bitstreams)


def home_of(user: str) -> str:
    return "/root" if user == "root" else f"/home/{user}"
