"""How bytes reach a board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

#: Called with bytes done and bytes in all.
Progress = Callable[[int, int], None]
#: Asked between the steps of long work.
ShouldCancel = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """A finished command; output decoded as UTF-8, what is not replaced."""

    exit_code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One entry of a folder on the board."""

    name: str
    size_bytes: int
    is_folder: bool


class Channel(Protocol):
    """A stream to a port of the board: what is needed of a socket."""

    def sendall(self, data: bytes, /) -> None: ...

    def recv(self, size: int, /) -> bytes: ...

    def settimeout(self, timeout_s: float | None, /) -> None: ...

    def close(self) -> None: ...


class RemoteProcess(Protocol):
    """A command that keeps running; its output (both streams) is read all the time."""

    @property
    def exit_code(self) -> int | None:
        """None while it runs; -1 where it ended without one (killed, link lost)."""

    @property
    def recent_lines(self) -> tuple[str, ...]: ...

    def wait_line(
        self, wanted: Callable[[str], bool], timeout_s: float, should_cancel: ShouldCancel = ...
    ) -> str | None:
        """The first line, from the start, that is wanted; None if it ends or takes too long."""

    def wait(self, timeout_s: float) -> int | None:
        """Its exit code, or None if it still runs."""

    def close(self) -> None:
        """Ends its standard input and lets go of it."""


class Link(Protocol):
    """A log-in on a board. Every call is bounded in time; failures are `BoardError`s."""

    def run(self, argv: Sequence[str], *, timeout_s: float = ..., stdin: bytes = ...) -> CommandResult: ...

    def start(
        self, argv: Sequence[str], *, on_line: Callable[[str], None] | None = ..., timeout_s: float = ...
    ) -> RemoteProcess:
        """Starts a long-running command; `on_line` is called from a thread of the link."""

    def put(
        self,
        local: Path | bytes,
        remote: str,
        *,
        offset: int = ...,
        on_progress: Progress | None = ...,
        should_cancel: ShouldCancel = ...,
    ) -> None:
        """Writes a file on the board, or its bytes from `offset` on into one that has those before.

        Use a temporary name and rename: a broken copy stays behind.
        """

    def get(
        self, remote: str, *, on_progress: Progress | None = ..., should_cancel: ShouldCancel = ...
    ) -> bytes: ...

    def list_folder(self, remote: str) -> tuple[RemoteFile, ...]:
        """Entries sorted by name. Raises NoRemoteFile."""

    def open_channel(self, host: str, port: int, *, timeout_s: float = ...) -> Channel:
        """A stream to `host:port` as the board sees them."""

    @property
    def is_alive(self) -> bool: ...

    def close(self) -> None: ...


def never() -> bool:
    """The `should_cancel` of work that nobody wants to cancel."""
    return False
