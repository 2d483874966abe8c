"""What OpenSSH's own configuration says about a host: names, users, keys, jump hosts."""

from __future__ import annotations

import getpass
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import paramiko

from engines.board_values import BoardAddress
from engines.boards.errors import BoardError
from engines.errors import BadParameter

_DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")
_MOST_HOPS = 8
_NONE = "none"
# A name from a file: it goes to the resolver and into messages, nowhere else.
_HOST_NAME = re.compile(r"[A-Za-z0-9_.:%-]{1,255}\Z")


class SshConfigUnusable(BoardError):
    what = "The SSH configuration {path} cannot be used for {host}: {reason}."
    remedy = "Correct it there, or give user, port and key with the address."


@dataclass(frozen=True, slots=True)
class Route:
    """How a host is reached.

    Attributes:
        address: of the board itself, with what the configuration says filled in.
        key_files: private keys that the configuration names, in its order; they need not exist.
        jumps: hosts through which it leads, nearest first, each with its own address and keys.
        only_named_keys: whether no other keys are to be tried.
    """

    address: BoardAddress
    key_files: tuple[Path, ...] = ()
    jumps: tuple[Route, ...] = ()
    only_named_keys: bool = False


def default_identity_files(folder: Path) -> tuple[Path, ...]:
    """Keys that OpenSSH tries without being told, as far as they exist."""
    return tuple(path for path in (folder / name for name in _DEFAULT_KEYS) if path.is_file())


def find_route(address: BoardAddress, config: Path | None) -> Route:
    """Looks a host up in a configuration file; without a file (or entry) the address stays as it is.

    HostName, Port, User, IdentityFile, IdentitiesOnly and ProxyJump count. What was given with the address
    itself wins over the file. Raises SshConfigUnusable.
    """
    parsed = None if config is None else _read(config, address.host)
    return Route(address) if parsed is None or config is None else _route(address, parsed, config, ())


def _read(path: Path, host: str) -> paramiko.SSHConfig | None:
    try:
        with path.open(encoding="utf-8") as file:
            return paramiko.SSHConfig.from_file(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, paramiko.SSHException) as error:
        raise SshConfigUnusable(path=path, host=host, reason=error) from error


def _route(address: BoardAddress, config: paramiko.SSHConfig, path: Path, before: tuple[str, ...]) -> Route:
    facts: dict[str, Any] = {"path": path, "host": address.host}
    if address.host in before or len(before) >= _MOST_HOPS:
        raise SshConfigUnusable(**facts, reason="its jump hosts lead in a circle")
    try:
        entry = config.lookup(address.host)
    except (OSError, ValueError, ImportError, KeyError, paramiko.SSHException) as error:
        raise SshConfigUnusable(**facts, reason=error) from error
    if str(entry.get("proxycommand", _NONE)).lower() != _NONE:
        raise SshConfigUnusable(**facts, reason="ProxyCommand is not carried out here; ProxyJump works")
    filled = _filled(address, entry, facts)
    keys = tuple(Path(name).expanduser() for name in entry.get("identityfile", ()) if name.lower() != _NONE)
    jumps = []
    named = str(entry.get("proxyjump", _NONE))
    for hop in named.split(",") if named.lower() != _NONE else ():
        try:
            parsed = BoardAddress.parse(hop.removeprefix("ssh://"), default_user=_own_name())
        except BadParameter as error:
            raise SshConfigUnusable(**facts, reason=f"ProxyJump {hop!r} is no address") from error
        route = _route(parsed, config, path, (*before, address.host))
        jumps += [*route.jumps, replace(route, jumps=())]
    only = str(entry.get("identitiesonly", "no")).lower() == "yes"
    return Route(filled, keys, tuple(jumps), only)


def _filled(address: BoardAddress, entry: paramiko.SSHConfigDict, facts: dict[str, Any]) -> BoardAddress:
    host = str(entry.get("hostname", address.host))
    if _HOST_NAME.match(host) is None or host.startswith("-"):
        raise SshConfigUnusable(**facts, reason=f"HostName {host!r} is no host name")
    port, user = address.port, address.user
    if not address.has_port and "port" in entry:
        if not str(entry["port"]).isdigit() or not 0 < int(entry["port"]) < 65536:
            raise SshConfigUnusable(**facts, reason=f"Port {entry['port']!r} is no port")
        port = int(entry["port"])
    if not address.has_user:
        user = str(entry.get("user", address.user))
    return replace(address, host=host, port=port, user=user)


def _own_name() -> str:
    """The user's name here, as OpenSSH takes it for jump hosts; "root" where nobody knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "root"
