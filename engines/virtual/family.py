"""What one board family adds to the virtual board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Family:
    """Files, commands and programs of one family.

    Attributes:
        host_name: says "virtual", so that nobody takes it for a real board.
        files: laid out on first start; a name that ends in "/" is an empty folder.
        commands: short ones, by name, beside the common ones.
        programs: long-running ones, by name.
        bitstreams: identity by file path; empty where the family has none.
        first_bitstream: identity of the one that is loaded at the start.
    """

    name: str
    host_name: str
    machine: str
    kernel: str
    python_version: str
    files: Mapping[str, bytes]
    commands: Mapping[str, Command]
    programs: Mapping[str, Program]
    bitstreams: Mapping[str, str] = field(default_factory=dict)
    first_bitstream: str = ""
