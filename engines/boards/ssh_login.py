"""From an address to a log-in, one step after another, so that each can be shown as it happens."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import paramiko

from engines.board_values import BoardAddress
from engines.boards.errors import (
    BoardUnreachable,
    KeyFileUnusable,
    LinkBroken,
    LoginRefused,
    NotAnSshServer,
    PortClosed,
)
from engines.boards.host_keys import AskHostKey, KnownHosts, refuse_unknown
from engines.boards.ssh import WINDOW_BYTES, SshLink
from engines.texts import Text

logger = logging.getLogger(__name__)
#: One small packet per interval: together with the next, a pulled cable is noticed within 3 s.
KEEPALIVE_S = 1
#: Sent but unacknowledged for this long means that the cable is out.
UNACKNOWLEDGED_MS = 2000
_PARAMIKO_LOG = "engines.boards.paramiko"
# One pass over each packet instead of two (cipher and checksum): faster than paramiko's own order.
_FAST_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")


def no_secret(_prompt: str) -> str | None:
    """The default answer to a question for a password."""
    return None


@dataclass(frozen=True, slots=True)
class Access:
    """What is needed besides an address. Secrets are asked for when needed and never kept.

    Attributes:
        known_hosts: file in OpenSSH's format.
        ask_host_key: asked about unknown keys only.
        ask_secret: gets a prompt ("password for root@host"), gives the secret or None.
        use_ssh_agent: whether keys of a running SSH agent are tried.
        timeout_s: for each step.
    """

    known_hosts: Path
    ask_host_key: AskHostKey = refuse_unknown
    ask_secret: Callable[[str], str | None] = field(default=no_secret, repr=False)
    use_ssh_agent: bool = True
    timeout_s: float = 8.0


class SshDoor:
    """The steps to a log-in, to be called in order; each raises a `BoardError`. Close it on failure."""

    def __init__(self, address: BoardAddress, access: Access) -> None:
        self._address = address
        self._access = access
        self._known_hosts = KnownHosts(access.known_hosts)
        self._socket: socket.socket | None = None
        self._transport: paramiko.Transport | None = None

    def reach(self) -> str:
        """Opens the TCP connection; gives the two ends as text."""
        host, port, timeout_s = self._address.host, self._address.port, self._access.timeout_s
        try:
            self._socket = socket.create_connection((host, port), timeout_s)
        except ConnectionRefusedError as error:
            raise PortClosed(host=host, port=port) from error
        except (OSError, UnicodeError) as error:
            raise BoardUnreachable(host=host, waited_s=timeout_s, details=str(error)) from error
        _tune(self._socket)
        return f"{self._socket.getsockname()[0]} → {self._socket.getpeername()[0]}"

    def greet(self) -> str:
        """Agrees on keys and ciphers; gives the server's version line."""
        if self._socket is None:
            raise RuntimeError("reach comes first")
        logging.getLogger(_PARAMIKO_LOG).setLevel(logging.CRITICAL)
        transport = paramiko.Transport(self._socket, default_window_size=WINDOW_BYTES)
        self._transport, self._socket = transport, None
        transport.daemon = True
        transport.set_log_channel(_PARAMIKO_LOG)
        transport.banner_timeout = transport.handshake_timeout = self._access.timeout_s
        transport.auth_timeout = self._access.timeout_s
        self._prefer(transport)
        facts = {"host": self._address.host, "port": self._address.port}
        try:
            transport.start_client(timeout=self._access.timeout_s)
            transport.get_remote_server_key()
        except (paramiko.SSHException, EOFError, OSError) as error:
            raise NotAnSshServer(**facts, details=str(error)) from error
        return str(transport.remote_version)

    def verify_host(self) -> str:
        """Compares the server's key with the known ones; gives what was found."""
        key = self._open_transport().get_remote_server_key()
        address = self._address
        was_known = self._known_hosts.verify(address.host, address.port, key, self._access.ask_host_key)
        return Text("known") if was_known else Text("accepted now")

    def log_in(self) -> SshLink:
        """Key file, then SSH agent, then password."""
        transport = self._open_transport()
        tried: list[str] = []
        try:
            done = self._try_key_file(tried) or self._try_ssh_agent(tried) or self._try_password(tried)
        except (paramiko.SSHException, EOFError, OSError) as error:
            if not tried:
                raise LinkBroken(host=self._address.host, details=str(error)) from error
            done = False  # servers hang up after too many attempts
        if not done:
            facts = {"host": self._address.host, "user": self._address.user}
            raise LoginRefused(**facts, tried=", ".join(tried) or "no key and no password")
        transport.set_keepalive(KEEPALIVE_S)
        link = SshLink(transport, self._address)
        self._transport = None
        return link

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport.join(5)
        if self._socket is not None:
            self._socket.close()
        self._transport = self._socket = None

    def _open_transport(self) -> paramiko.Transport:
        if self._transport is None:
            raise RuntimeError("greet comes first")
        return self._transport

    def _prefer(self, transport: paramiko.Transport) -> None:
        options = transport.get_security_options()
        options.ciphers = [*_FAST_CIPHERS, *(c for c in options.ciphers if c not in _FAST_CIPHERS)]
        # Ask for a key of a type that is known, else a second key of the server looks like a change.
        known = self._known_hosts.known_keys(self._address.host, self._address.port)
        names = [key.get_name() for key in known]
        options.key_types = sorted(
            options.key_types, key=lambda name: not any(_same_key_type(name, other) for other in names)
        )

    def _attempt(self, authenticate: Callable[[], list[str]]) -> bool:
        try:
            return not authenticate()
        except paramiko.AuthenticationException:
            return False

    def _try_key_file(self, tried: list[str]) -> bool:
        path, transport = self._address.key_file, self._open_transport()
        if path is None:
            return False
        key = _load_key(path, self._access.ask_secret)
        tried.append(f"the key {path}")
        return self._attempt(lambda: transport.auth_publickey(self._address.user, key))

    def _try_ssh_agent(self, tried: list[str]) -> bool:
        if not self._access.use_ssh_agent:
            return False
        transport = self._open_transport()
        ssh_agent = paramiko.Agent()
        try:
            for key in ssh_agent.get_keys():
                tried.append(f"the agent's key {key.get_name()}")
                if self._attempt(lambda key=key: transport.auth_publickey(self._address.user, key)):  # type: ignore[misc]
                    return True
        finally:
            ssh_agent.close()
        return False

    def _try_password(self, tried: list[str]) -> bool:
        transport, user = self._open_transport(), self._address.user
        password = self._access.ask_secret(f"password for {user}@{self._address.host}")
        if password is None:
            return False
        tried.append("this password")
        return self._attempt(lambda: transport.auth_password(user, password))


def open_ssh(address: BoardAddress, access: Access) -> SshLink:
    """All steps in one call. Raises a `BoardError`."""
    door = SshDoor(address, access)
    try:
        door.reach()
        door.greet()
        door.verify_host()
        return door.log_in()
    finally:
        door.close()


def _tune(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    user_timeout = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux only
    if user_timeout is not None:
        sock.setsockopt(socket.IPPROTO_TCP, user_timeout, UNACKNOWLEDGED_MS)


def _same_key_type(offered: str, known: str) -> bool:
    """rsa-sha2-256 and -512 are signatures of ssh-rsa keys."""
    return offered == known or (known == "ssh-rsa" and offered.startswith("rsa-"))


def _load_key(path: Path, ask_secret: Callable[[str], str | None]) -> paramiko.PKey:
    try:
        key = _parse_key(path, None)
        if key is None:
            secret = ask_secret(f"passphrase of {path}")
            key = _parse_key(path, secret) if secret else None
    except OSError as error:
        raise KeyFileUnusable(path=path, reason=error.strerror or error) from error
    except (paramiko.SSHException, ValueError) as error:
        raise KeyFileUnusable(path=path, reason="it is no private key", details=str(error)) from error
    if key is None:
        raise KeyFileUnusable(path=path, reason="its passphrase was not given or is wrong")
    return key


def _parse_key(path: Path, passphrase: str | None) -> paramiko.PKey | None:
    """The key in a file; None where the passphrase is missing or wrong."""
    failures: list[Exception] = []
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(str(path), passphrase)
        except (paramiko.PasswordRequiredException, TypeError):
            return None
        except (paramiko.SSHException, ValueError) as error:
            failures.append(error)
    if passphrase is not None:
        return None
    raise failures[-1]
