"""The link over SSH."""

from __future__ import annotations

import io
import logging
import shlex
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko

from engines.board_values import BoardAddress
from engines.boards.errors import (
    BoardError,
    CommandFailed,
    CommandTimedOut,
    ForwardRefused,
    LinkBroken,
    NoRemoteFile,
    TransferFailed,
)
from engines.boards.heartbeat import ANSWER_WITHIN_S, ASK_AFTER_S, CountedStream, Heartbeat
from engines.boards.link import CommandResult, Progress, RemoteFile, ShouldCancel, never
from engines.boards.ssh_channel import GONE, SshChannel, SshProcess, close_channel
from engines.errors import Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
#: A command's answer is text to be read by a program; whoever sends more is not what we asked for.
MAX_OUTPUT_BYTES = 8 * 2**20
CHUNK_BYTES = 32768
STALLED_S = 15.0
#: So many parts of a file are sent before their answers are waited for: what a refusal, or a wish to cancel,
#: comes late by.
_UNANSWERED_PARTS = 32
#: Large enough for a whole request in flight on a fast link with some delay.
WINDOW_BYTES = 8 * 2**20


class SessionRefused(BoardError):
    what = "{host} opens no further session on this connection: {reason}."
    remedy = "Stop what else runs over it; its SSH server may allow too few sessions (MaxSessions)."


class SshLink:
    """A log-in over an authenticated paramiko transport, which it owns, and over those it leads through."""

    def __init__(
        self, transport: paramiko.Transport, address: BoardAddress, jumps: Sequence[paramiko.Transport] = ()
    ) -> None:
        self._transport = transport
        self._jumps = tuple(jumps)
        self._address = address
        self._sftp: paramiko.SFTPClient | None = None
        self._sftp_lock = threading.Lock()
        self._heartbeat: Heartbeat | None = None
        self._is_silent = False
        # A forwarded channel stalls 44 ms per large request until a command has run on its connection.
        self.run(["true"])
        if isinstance(transport.sock, CountedStream):
            transport.set_keepalive(0)  # the heartbeat asks more often, and looks for the answer
            self._heartbeat = Heartbeat(transport, transport.sock, self._give_up)

    @property
    def address(self) -> BoardAddress:
        return self._address

    @property
    def is_behind_others(self) -> bool:
        """Whether the way leads through jump hosts, so that the board's address means nothing here."""
        return bool(self._jumps)

    @property
    def is_alive(self) -> bool:
        return self._transport.is_active()

    def run(self, argv: Sequence[str], *, timeout_s: float = 15.0, stdin: bytes = b"") -> CommandResult:
        command = shlex.join(argv)
        output, errors = bytearray(), bytearray()
        with self._session(command, timeout_s) as channel:
            channel.exec_command(command)
            # Both streams at the same time: a command that fills the other one would wait for ever.
            reader = threading.Thread(target=_drain, args=(channel.recv_stderr, errors), daemon=True)
            reader.start()
            if stdin:
                channel.sendall(stdin)
            channel.shutdown_write()
            _drain(channel.recv, output)
            reader.join()
            exit_code = channel.recv_exit_status()
            close_channel(channel)
        logger.debug("%s -> %s", command, exit_code)
        return CommandResult(exit_code, output.decode("utf-8", "replace"), errors.decode("utf-8", "replace"))

    def start(
        self,
        argv: Sequence[str],
        *,
        on_line: Callable[[str], None] | None = None,
        timeout_s: float = 15.0,
    ) -> SshProcess:
        command = shlex.join(argv)
        with self._session(command, timeout_s) as channel:
            channel.set_combine_stderr(True)
            channel.exec_command(command)
        return SshProcess(channel, on_line)

    def open_channel(self, host: str, port: int, *, timeout_s: float = 10.0) -> SshChannel:
        with self._translated():
            try:
                channel = self._transport.open_channel(
                    "direct-tcpip",
                    (host, port),
                    ("127.0.0.1", 0),
                    window_size=WINDOW_BYTES,
                    timeout=timeout_s,
                )
            except paramiko.ChannelException as error:
                reason = error.text or "refused"
                raise ForwardRefused(host=self._address.host, port=port, reason=reason) from error
        return SshChannel(channel)

    def put(
        self,
        local: Path | bytes,
        remote: str,
        *,
        offset: int = 0,
        on_progress: Progress | None = None,
        should_cancel: ShouldCancel = never,
    ) -> None:
        source = io.BytesIO(local) if isinstance(local, bytes) else local.open("rb")
        size = source.seek(0, io.SEEK_END)
        source.seek(offset)
        mode = "r+b" if offset else "wb"
        with source, self._transfer(remote) as sftp, sftp.open(remote, mode) as file:
            file.seek(offset)
            part, number = source.read(CHUNK_BYTES), 0
            while part:
                if should_cancel():
                    raise Cancelled()
                done, number = source.tell(), number + 1
                following = source.read(CHUNK_BYTES)
                # A write that is not pipelined collects the answers to those before it. The last one must
                # not be: what paramiko has not collected at the end, it throws away.
                file.set_pipelined(bool(following) and number % _UNANSWERED_PARTS != 0)
                file.write(part)
                part = following
                if on_progress is not None:
                    on_progress(done, size)

    def get(
        self, remote: str, *, on_progress: Progress | None = None, should_cancel: ShouldCancel = never
    ) -> bytes:
        parts: list[bytes] = []
        with self._transfer(remote) as sftp, sftp.open(remote, "rb") as file:
            size = file.stat().st_size or 0
            file.prefetch(size)
            done = 0
            while part := file.read(CHUNK_BYTES):
                if should_cancel():
                    raise Cancelled()
                parts.append(part)
                done += len(part)
                if on_progress is not None:
                    on_progress(done, max(size, done))
        return b"".join(parts)

    def list_folder(self, remote: str) -> tuple[RemoteFile, ...]:
        with self._transfer(remote) as sftp:
            entries = sftp.listdir_attr(remote)
        files = (
            RemoteFile(e.filename, e.st_size or 0, (e.st_mode or 0) & 0o170000 == 0o040000) for e in entries
        )
        return tuple(sorted(files, key=lambda file: file.name))

    def close(self) -> None:
        if self._heartbeat is not None:
            self._heartbeat.close()
        for transport in (self._transport, *reversed(self._jumps)):
            transport.close()
            transport.join(5)

    def _give_up(self) -> None:
        """The other side is silent: whoever waits for it is woken with an error."""
        self._is_silent = True
        self._transport.close()

    def _broken(self, error: BaseException | None = None) -> LinkBroken:
        silence = Text("no answer for {seconds:g} s", seconds=ASK_AFTER_S + ANSWER_WITHIN_S)
        return LinkBroken(host=self._address.host, details=silence if self._is_silent else str(error or ""))

    @contextmanager
    def _session(self, what: str, timeout_s: float) -> Iterator[paramiko.Channel]:
        """A session channel for a block that ends in time; the channel stays open if all went well.

        Some of paramiko's calls wait without limit; what ends them all is that the channel closes.
        """
        is_late = threading.Event()
        with self._translated():
            channel = self._transport.open_session(window_size=WINDOW_BYTES, timeout=timeout_s)

        def give_up() -> None:
            is_late.set()
            close_channel(channel)

        timer = threading.Timer(timeout_s, give_up)
        timer.daemon = True
        timer.start()
        try:
            with self._translated():
                yield channel
        except BoardError:
            close_channel(channel)
            if not is_late.is_set():
                raise
        finally:
            timer.cancel()
            timer.join(1)
        if not self.is_alive:
            raise self._broken()
        if is_late.is_set():
            raise CommandTimedOut(command=what, host=self._address.host, waited_s=timeout_s)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The library's errors as ours."""
        try:
            yield
        except paramiko.ChannelException as error:
            raise SessionRefused(host=self._address.host, reason=error.text or "refused") from error
        except GONE as error:
            logger.debug("link error", exc_info=True)
            raise self._broken(error) from error

    @contextmanager
    def _transfer(self, remote: str) -> Iterator[paramiko.SFTPClient]:
        """One file transfer at a time; after a failure the next one starts on a fresh channel."""
        with self._sftp_lock:
            try:
                if self._sftp is None:
                    self._sftp = self._open_sftp()
                yield self._sftp
            except FileNotFoundError as error:
                raise NoRemoteFile(path=remote, host=self._address.host) from error
            except GONE as error:
                self._drop_sftp()
                if not self.is_alive:
                    raise self._broken(error) from error
                raise TransferFailed(path=remote, reason=str(error) or type(error).__name__) from error
            except Cancelled:
                self._drop_sftp()
                raise

    def _open_sftp(self) -> paramiko.SFTPClient:
        with self._session("sftp", STALLED_S) as channel:
            channel.invoke_subsystem("sftp")
            channel.settimeout(STALLED_S)
            return paramiko.SFTPClient(channel)

    def _drop_sftp(self) -> None:
        sftp, self._sftp = self._sftp, None
        if sftp is not None:
            with suppress(*GONE):
                sftp.close()


def checked(result: CommandResult, argv: Sequence[str], host: str, hint: str = "") -> str:
    """The output of a command that must succeed. Raises CommandFailed."""
    if result.exit_code != 0:
        answer = (result.stderr.strip() or result.stdout.strip() or "no output")[:300]
        facts: dict[str, Any] = {"command": shlex.join(argv), "host": host, "exit_code": result.exit_code}
        raise CommandFailed(**facts, answer=answer, hint=hint)
    return result.stdout


def _drain(receive: Callable[[int], bytes], into: bytearray) -> None:
    """Reads a stream to its end; what is over the limit is thrown away."""
    while data := receive(65536):
        if len(into) < MAX_OUTPUT_BYTES:
            into += data
