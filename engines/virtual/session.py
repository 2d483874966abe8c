"""One SSH connection to the virtual board: log-in, commands, files, forwarded ports."""

from __future__ import annotations

import hmac
import logging
import socket
import threading

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    MSG_CHANNEL_REQUEST,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_FAILED_CONNECT_FAILED,
    OPEN_SUCCEEDED,
)

from engines.boards.ssh_channel import GONE, SshChannel, close_channel
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine
from engines.virtual.sftp import SandboxSftp
from engines.virtual.shell import execute

logger = logging.getLogger(__name__)
_LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
_CONNECT_S = 2.0
_PIECE_BYTES = 256 * 1024


class ChannelStreams:
    """Standard streams of a session."""

    def __init__(self, channel: paramiko.Channel, *, is_error: bool = False) -> None:
        self._channel = channel
        self._send = channel.sendall_stderr if is_error else channel.sendall

    def out(self, data: bytes) -> None:
        if data:
            try:
                self._send(data)
            except (EOFError, paramiko.SSHException) as error:
                raise ConnectionResetError(str(error)) from error

    def read(self) -> bytes:
        return self._channel.recv(65536)

    @property
    def is_closed(self) -> bool:
        return self._channel.closed or not self._channel.get_transport().is_active()


class Session(paramiko.ServerInterface):
    """Answers paramiko's questions; work happens in threads of its own."""

    def __init__(self, machine: Machine, user_key: str, password: str | None) -> None:
        self._machine = machine
        self._user_key = user_key
        self._password = password
        self._forwards: dict[int, socket.socket] = {}
        self._commands: dict[int, str] = {}
        self._lock = threading.Lock()

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password" if self._password is not None else "publickey"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        is_user = username in self._machine.family.users
        is_right = is_user and hmac.compare_digest(key.get_base64(), self._user_key)
        return AUTH_SUCCESSFUL if is_right else AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> int:
        expected = self._password
        is_right = (
            username in self._machine.family.users
            and expected is not None
            and Fault.WRONG_PASSWORD not in self._machine.faults
            and hmac.compare_digest(password.encode(), expected.encode())
        )
        return AUTH_SUCCESSFUL if is_right else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        is_session = kind == "session"
        return OPEN_SUCCEEDED if is_session else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        with self._lock:
            self._commands[channel.get_id()] = command.decode("utf-8", "replace")
        return True

    def request_answered(self, channel: paramiko.Channel) -> None:
        """The client knows that its command was accepted: now it may run, print and end."""
        with self._lock:
            line = self._commands.pop(channel.get_id(), None)
        if line is not None:
            _in_thread(self._execute, channel, line)

    def check_channel_direct_tcpip_request(
        self, chanid: int, origin: tuple[str, int], destination: tuple[str, int]
    ) -> int:
        host, port = destination
        if host not in _LOCAL_NAMES:
            return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        try:
            sock = socket.create_connection(("127.0.0.1", self._machine.real_port(port)), _CONNECT_S)
        except OSError:
            return OPEN_FAILED_CONNECT_FAILED
        sock.settimeout(None)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._forwards[chanid] = sock
        return OPEN_SUCCEEDED

    def accepted(self, channel: paramiko.Channel) -> None:
        """A channel was opened; forwarded ones begin to carry bytes."""
        with self._lock:
            sock = self._forwards.pop(channel.get_id(), None)
        if sock is not None:
            _in_thread(_to_socket, channel, sock)
            _in_thread(_to_channel, sock, channel)

    def close(self) -> None:
        with self._lock:
            for sock in self._forwards.values():
                sock.close()
            self._forwards.clear()

    def _execute(self, channel: paramiko.Channel, line: str) -> None:
        streams, err = ChannelStreams(channel), ChannelStreams(channel, is_error=True)
        try:
            exit_code = execute(self._machine, line, streams, err)
            channel.send_exit_status(exit_code & 0xFF)
        except GONE:
            logger.debug("session ended during %r", line)
        finally:
            close_channel(channel)


def _in_thread(work: object, *args: object) -> None:
    threading.Thread(target=work, args=args, daemon=True).start()  # type: ignore[arg-type]


def _to_socket(channel: paramiko.Channel, sock: socket.socket) -> None:
    try:
        while data := channel.recv(_PIECE_BYTES):
            sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        close_channel(channel)


def _to_channel(sock: socket.socket, channel: paramiko.Channel) -> None:
    outgoing = SshChannel(channel)
    try:
        while data := sock.recv(_PIECE_BYTES):
            outgoing.sendall(data)
    except OSError:
        pass
    finally:
        close_channel(channel)
        sock.close()


def _answered(channel: paramiko.Channel, message: paramiko.Message) -> None:
    """In place of paramiko's own handler of channel requests."""
    channel._handle_request(message)  # type: ignore[attr-defined]
    transport = channel.get_transport()
    if isinstance(transport, ServerTransport):
        transport.session.request_answered(channel)


class ServerTransport(paramiko.Transport):
    """Tells its session when a channel request has been answered.

    paramiko asks `check_channel_exec_request` before it sends the answer; a command that is quick
    enough would close the channel first, and the client would see it refused.
    """

    session: Session

    _channel_handler_table = {  # noqa: RUF012 (as the base class has it)
        **paramiko.Transport._channel_handler_table,  # type: ignore[attr-defined]
        MSG_CHANNEL_REQUEST: _answered,
    }


def serve_connection(transport: ServerTransport, session: Session) -> None:
    """Runs one connection until it ends."""
    transport.session = session
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, SandboxSftp, session._machine)
    try:
        transport.start_server(server=session)
        opened: list[paramiko.Channel] = []  # paramiko's own references are weak: it would close them
        while transport.is_active():
            channel = transport.accept(0.5)
            if channel is not None:
                opened = [*(other for other in opened if not other.closed), channel]
                session.accepted(channel)
    except GONE:
        logger.debug("connection ended", exc_info=True)
    finally:
        session.close()
        transport.close()
