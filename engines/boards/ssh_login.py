"""From an address to a log-in, one step after another, so that each can be shown as it happens."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import paramiko

from engines.board_values import BoardAddress, Secret
from engines.boards.adapters import adapters, described, example_beside, is_private, way_to
from engines.boards.errors import (
    BoardError,
    BoardUnreachable,
    KeyFileUnusable,
    LinkBroken,
    LoginRefused,
    NotAnSshServer,
    PortClosed,
)
from engines.boards.heartbeat import CountedStream
from engines.boards.host_keys import AskHostKey, KnownHosts, refuse_unknown
from engines.boards.secret_store import SecretStore
from engines.boards.ssh import WINDOW_BYTES, SshLink
from engines.boards.ssh_channel import GONE
from engines.boards.ssh_config import Route, default_identity_files, find_route
from engines.boards.ssh_keys import load_key
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


class WrongNetwork(BoardUnreachable):
    what = "No answer from {host} in {waited_s:g} s; this computer has no address in its network ({way})."
    remedy = "Give the adapter that its cable is in an address beside the board's, for example {example}."


class JumpRefused(BoardError):
    what = "The jump host {jump} does not lead on to {host}:{port}: {reason}."
    remedy = "See whether the board is on there, and whether the jump host allows TCP forwarding."


@dataclass(frozen=True, slots=True)
class Access:
    """What is needed besides an address. Secrets are asked for when needed.

    Attributes:
        known_hosts: file in OpenSSH's format.
        ask_host_key: asked about unknown keys only.
        ask_secret: gets a prompt ("password for root@host"), gives the secret or None; a `Secret` also says
            whether it may be remembered.
        use_ssh_agent: whether keys of a running SSH agent are tried.
        timeout_s: for each step.
        ssh_config: OpenSSH's configuration of the user; None for none.
        identity_files: keys to try that nobody named; locked ones are left to the SSH agent.
        secrets: where passwords are remembered; None for nowhere.
    """

    known_hosts: Path
    ask_host_key: AskHostKey = refuse_unknown
    ask_secret: Callable[[str], str | None] = field(default=no_secret, repr=False)
    use_ssh_agent: bool = True
    timeout_s: float = 8.0
    ssh_config: Path | None = None
    identity_files: tuple[Path, ...] = ()
    secrets: SecretStore | None = field(default=None, repr=False)

    @classmethod
    def of_user(
        cls,
        known_hosts: Path,
        ask_host_key: AskHostKey = refuse_unknown,
        ask_secret: Callable[[str], str | None] = no_secret,
    ) -> Access:
        """With the user's own OpenSSH configuration, keys and keyring."""
        folder = Path.home() / ".ssh"
        return cls(
            known_hosts,
            ask_host_key,
            ask_secret,
            ssh_config=folder / "config",
            identity_files=default_identity_files(folder),
            secrets=SecretStore(),
        )


class SshDoor:
    """The steps to a log-in, to be called in order; each raises a `BoardError`. Close it on failure.

    Jump hosts on the way are logged into as part of the first step, each with a host key check of its own.
    """

    def __init__(self, address: BoardAddress, access: Access, route: Route | None = None) -> None:
        """With no route given, the user's SSH configuration is asked for one."""
        self._address = address
        self._access = access
        self._route = route
        self._jumps: list[paramiko.Transport] = []
        self._refusal: PortClosed | None = None
        self._known_hosts = KnownHosts(access.known_hosts)
        self._socket: socket.socket | paramiko.Channel | None = None
        self._transport: paramiko.Transport | None = None
        #: As whom and with what the log-in succeeded; "" before that.
        self.user, self.how = address.user, ""

    def reach(self, through: paramiko.Transport | None = None) -> str:
        """Opens the TCP connection, or a stream through a jump host; gives the two ends as text."""
        route = self._route = self._route or find_route(self._address, self._access.ssh_config)
        self._address, self.user = route.address, route.address.user
        for hop in route.jumps:
            through = self._pass(hop, through)
        host, port = self._address.host, self._address.port
        if through is None:
            try:
                self._socket = sock = self._connect(host, port)
            except PortClosed as error:  # a machine that refuses is there: a matter of the next step
                self._refusal = error
                return f"{way_to(host)} → {host}"
            local, peer = str(sock.getsockname()[0]), str(sock.getpeername()[0])
            return f"{described(local, peer, adapters())} → {peer}"
        jump = ", ".join(str(hop.address) for hop in route.jumps)
        try:
            self._socket = through.open_channel(
                "direct-tcpip", (host, port), ("127.0.0.1", 0), WINDOW_BYTES, timeout=self._access.timeout_s
            )
        except GONE as error:
            reason = getattr(error, "text", "") or error
            raise JumpRefused(jump=jump, host=host, port=port, reason=reason) from error
        return Text("{host}:{port} through {jump}", host=host, port=port, jump=jump)

    def _pass(self, hop: Route, through: paramiko.Transport | None) -> paramiko.Transport:
        """Logs into a jump host."""
        door = SshDoor(hop.address, self._access, replace(hop, jumps=()))
        try:
            door.reach(through)
            door.greet()
            door.verify_host()
            transport = door.authenticate()
        finally:
            door.close()
        self._jumps.append(transport)
        _warm_up(transport, self._access.timeout_s)
        return transport

    def _connect(self, host: str, port: int) -> socket.socket:
        timeout_s = self._access.timeout_s
        try:
            sock = socket.create_connection((host, port), timeout_s)
        except ConnectionRefusedError as error:
            raise PortClosed(host=host, port=port) from error
        except (OSError, UnicodeError) as error:
            way = way_to(host)
            facts = {"host": host, "waited_s": timeout_s}
            if way.is_neighbour is False and is_private(host):
                example = example_beside(host)
                raise WrongNetwork(**facts, way=way, example=example, details=str(error)) from error
            details = f"{error} ({way})" if way.local else str(error)
            raise BoardUnreachable(**facts, details=details) from error
        _tune(sock)
        return sock

    def greet(self) -> str:
        """Agrees on keys and ciphers; gives the server's version line."""
        if self._refusal is not None:
            raise self._refusal
        if self._socket is None:
            raise RuntimeError("reach comes first")
        logging.getLogger(_PARAMIKO_LOG).setLevel(logging.CRITICAL)
        stream: Any = CountedStream(self._socket)
        transport = paramiko.Transport(stream, default_window_size=WINDOW_BYTES)
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
        except GONE as error:
            raise NotAnSshServer(**facts, details=str(error)) from error
        return str(transport.remote_version)

    def verify_host(self) -> str:
        """Compares the server's key with the known ones; gives what was found."""
        key = self._open_transport().get_remote_server_key()
        address = self._address
        was_known = self._known_hosts.verify(address.host, address.port, key, self._access.ask_host_key)
        return Text("known") if was_known else Text("accepted now")

    def log_in(self) -> SshLink:
        """Named keys, then the SSH agent's and the usual ones, then a password."""
        self._transport = self.authenticate()
        link = SshLink(self._transport, self._address, self._jumps)
        self._transport, self._jumps = None, []
        return link

    def authenticate(self) -> paramiko.Transport:
        """As `log_in`, for a connection that only leads on; it is the caller's from then on."""
        transport = self._open_transport()
        tried: list[str] = []
        try:
            done = self._try_named_keys(tried) or self._try_ssh_agent(tried) or self._try_usual_keys(tried)
            done = done or self._try_passwords(tried)
        except GONE as error:
            if not tried:
                raise LinkBroken(host=self._address.host, details=str(error)) from error
            done = False  # servers hang up after too many attempts
        if not done:
            facts = {"host": self._address.host, "user": self._address.user}
            raise LoginRefused(**facts, tried=", ".join(tried) or "no key and no password")
        self.how = tried[-1]
        transport.set_keepalive(KEEPALIVE_S)
        self._transport = None
        return transport

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport.join(5)
        if self._socket is not None:
            self._socket.close()
        for jump in reversed(self._jumps):
            jump.close()
        self._transport = self._socket = None
        self._jumps = []

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

    def _try_named_keys(self, tried: list[str]) -> bool:
        """The address's own key must be usable; of the configuration's, those that exist are tried."""
        named = self._address.key_file
        if named is not None and self._try_key(self._load(named), named, tried):
            return True
        for path in self._route.key_files if self._route is not None else ():
            if path != named and path.is_file() and self._try_key(self._load(path), path, tried):
                return True
        return False

    def _load(self, path: Path) -> paramiko.PKey:
        return load_key(path, self._access.ask_secret, self._access.secrets)

    def _try_usual_keys(self, tried: list[str]) -> bool:
        route = self._route
        if route is not None and route.only_named_keys:
            return False
        done: Sequence[Path | None] = (
            self._address.key_file,
            *(route.key_files if route is not None else ()),
        )
        for path in self._access.identity_files:
            if path in done:
                continue
            try:
                key = load_key(path, no_secret)
            except KeyFileUnusable as error:
                logger.info("%s", error)
                continue
            if self._try_key(key, path, tried):
                return True
        return False

    def _try_key(self, key: paramiko.PKey, path: Path, tried: list[str]) -> bool:
        transport = self._open_transport()
        tried.append(Text("the key {path}", path=path))
        return self._attempt(lambda: transport.auth_publickey(self._address.user, key))

    def _try_ssh_agent(self, tried: list[str]) -> bool:
        if not self._access.use_ssh_agent or (self._route is not None and self._route.only_named_keys):
            return False
        transport = self._open_transport()
        ssh_agent = paramiko.Agent()
        try:
            for key in ssh_agent.get_keys():
                tried.append(Text("the agent's key {name}", name=key.get_name()))
                if self._attempt(lambda key=key: transport.auth_publickey(self._address.user, key)):  # type: ignore[misc]
                    return True
        finally:
            ssh_agent.close()
        return False

    def _try_passwords(self, tried: list[str]) -> bool:
        """The remembered password, then one that is asked for."""
        address, secrets = self._address, self._access.secrets
        remembered = None if secrets is None else secrets.find(address)
        if remembered is not None:
            tried.append(Text("the remembered password"))
            if self._try_password(remembered):
                return True
        password = self._access.ask_secret(
            Text("password for {user}@{host}", user=address.user, host=address.host)
        )
        if password is None:
            return False
        tried.append(Text("this password"))
        if not self._try_password(password):
            return False
        wants_it_kept = isinstance(password, Secret) and password.may_keep
        if secrets is not None and wants_it_kept and not secrets.remember(address, password):
            logger.warning("the password for %s could not be kept", address)
        return True

    def _try_password(self, password: str) -> bool:
        transport = self._open_transport()
        return self._attempt(lambda: transport.auth_password(self._address.user, str(password)))


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


def _warm_up(transport: paramiko.Transport, timeout_s: float) -> None:
    """A forwarded channel stalls until a command has run on its connection; it need not succeed."""
    try:
        with transport.open_session(timeout=timeout_s) as channel:
            channel.exec_command("true")
            channel.status_event.wait(timeout_s)
    except GONE:
        logger.debug("the jump host runs no commands", exc_info=True)


def _same_key_type(offered: str, known: str) -> bool:
    """rsa-sha2-256 and -512 are signatures of ssh-rsa keys."""
    return offered == known or (known == "ssh-rsa" and offered.startswith("rsa-"))
