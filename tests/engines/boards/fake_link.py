"""A board in memory, for what no virtual board does on command."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from engines.boards.errors import LinkBroken, NoRemoteFile
from engines.boards.link import CommandResult, Progress, RemoteFile, ShouldCancel, never
from engines.errors import Cancelled

PIECE = 32768
OK = CommandResult(0, "", "")


class FakeLink:
    """Files by path, and the few commands that the store and the installer give.

    Attributes:
        commands: every command line that came.
        free_kb: what `df` says; None for an answer that says nothing.
        breaks_after: bytes of a file after which the link is lost.
        spoils: changes what arrives.
        answers: further commands, by their first word.
    """

    def __init__(
        self, *, free_kb: int | None = 10**6, breaks_after: int | None = None, spoils: bool = False
    ) -> None:
        self.files: dict[str, bytes] = {}
        self.commands: list[list[str]] = []
        self.free_kb = free_kb
        self.breaks_after = breaks_after
        self.spoils = spoils
        self.sent_bytes = 0
        self.is_alive = True
        self.answers: dict[str, Callable[[list[str]], CommandResult]] = {}

    def run(self, argv: Sequence[str], *, timeout_s: float = 15.0, stdin: bytes = b"") -> CommandResult:
        if not self.is_alive:
            raise LinkBroken(host="fake")
        self.commands.append(list(argv))
        command, operands = argv[0], [word for word in argv[1:] if not word.startswith("-")]
        if command in self.answers:
            return self.answers[command](list(argv))
        return self._own(command, operands)

    def _own(self, command: str, operands: list[str]) -> CommandResult:
        missing = CommandResult(1, "", f"{command}: no such file\n")
        match command:
            case "sha256sum" if operands[0] in self.files:
                return CommandResult(0, f"{hashlib.sha256(self.files[operands[0]]).hexdigest()}  x\n", "")
            case "df" if self.free_kb is not None:
                return CommandResult(0, f"Filesystem\n/dev/x 9 9 {self.free_kb} 9% /\n", "")
            case "mv" if operands[0] in self.files:
                self.files[operands[1]] = self.files.pop(operands[0])
                return OK
            case "cp" if operands[0] in self.files:
                self.files[operands[1]] = self.files[operands[0]]
                return OK
            case "rm":
                self.files.pop(operands[0], None)
                return OK
            case "mkdir" | "sync" | "df":
                return OK
            case _:
                return missing

    def put(
        self,
        local: Path | bytes,
        remote: str,
        *,
        offset: int = 0,
        on_progress: Progress | None = None,
        should_cancel: ShouldCancel = never,
    ) -> None:
        content = local if isinstance(local, bytes) else local.read_bytes()
        arrived = bytearray(self.files[remote][:offset] if offset else b"")
        for start in range(offset, len(content), PIECE):
            if should_cancel():
                raise Cancelled()
            piece = content[start : start + PIECE]
            arrived += piece[::-1] if self.spoils else piece
            self.files[remote] = bytes(arrived)
            self.sent_bytes += len(piece)
            if self.breaks_after is not None and len(arrived) >= self.breaks_after:
                raise LinkBroken(host="fake")
            if on_progress is not None:
                on_progress(len(arrived), len(content))
        self.files[remote] = bytes(arrived)

    def get(
        self, remote: str, *, on_progress: Progress | None = None, should_cancel: ShouldCancel = never
    ) -> bytes:
        if remote not in self.files:
            raise NoRemoteFile(path=remote, host="fake")
        return self.files[remote]

    def list_folder(self, remote: str) -> tuple[RemoteFile, ...]:
        found: dict[str, RemoteFile] = {}
        for path, content in self.files.items():
            if PurePosixPath(remote) in PurePosixPath(path).parents:
                first, *rest = PurePosixPath(path).relative_to(remote).parts
                found[first] = RemoteFile(first, 0 if rest else len(content), bool(rest))
        return tuple(found[name] for name in sorted(found))

    def close(self) -> None:
        self.is_alive = False
