"""Which of this computer's network adapters leads to an address."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from dataclasses import dataclass

# Linux: ioctl(2) on any socket, struct ifreq of 40 bytes with the name first (netdevice(7)).
_SIOCGIFADDR, _SIOCGIFNETMASK = 0x8915, 0x891B
_IFREQ_BYTES, _NAME_BYTES = 40, 15
_ANY_PORT = 9


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter with its IPv4 address and network."""

    name: str
    interface: ipaddress.IPv4Interface


@dataclass(frozen=True, slots=True)
class Way:
    """How packets to an address leave this computer.

    Attributes:
        local: the address they come from, "" where there is no way.
        adapter: its name, "" where it cannot be told.
        is_neighbour: whether the target is in the adapter's own network; None where it cannot be told.
    """

    local: str = ""
    adapter: str = ""
    is_neighbour: bool | None = None

    def __str__(self) -> str:
        return f"{self.local} ({self.adapter})" if self.adapter else self.local


def adapters() -> tuple[Adapter, ...]:
    """Adapters with an IPv4 address; none where this system does not tell (only Linux does here)."""
    if sys.platform != "linux":
        return ()
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _index, name in socket.if_nameindex():
            address, mask = (_ask(sock, name, request) for request in (_SIOCGIFADDR, _SIOCGIFNETMASK))
            if address and mask:
                found.append(Adapter(name, ipaddress.IPv4Interface(f"{address}/{mask}")))
    return tuple(found)


def way_to(host: str, own: tuple[Adapter, ...] | None = None) -> Way:
    """Asks the routing table; nothing is sent."""
    try:
        kind, _type, _proto, _name, target = socket.getaddrinfo(host, _ANY_PORT, type=socket.SOCK_DGRAM)[0]
        with socket.socket(kind, socket.SOCK_DGRAM) as sock:
            sock.connect(target)  # of a datagram socket: only chooses the way
            local = str(sock.getsockname()[0])
    except (OSError, UnicodeError):
        return Way()
    return described(local, str(target[0]), adapters() if own is None else own)


def described(local: str, target: str, own: tuple[Adapter, ...]) -> Way:
    """The way from a local address to a target."""
    for adapter in own:
        if str(adapter.interface.ip) == local:
            try:
                there = ipaddress.IPv4Address(target)
            except ValueError:
                return Way(local, adapter.name)
            return Way(local, adapter.name, there in adapter.interface.network)
    return Way(local)


def is_private(host: str) -> bool:
    """Whether it is an address of a local network, as boards on a cable have; False for names."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_private and not address.is_loopback


def example_beside(host: str) -> str:
    """An address for this computer in a board's network of 24 bits: another last number."""
    first, _dot, last = host.rpartition(".")
    return f"{first}.{100 if last != '100' else 101}"


def _ask(sock: socket.socket, name: str, request: int) -> str:
    import fcntl  # not on every system

    packed = struct.pack(f"{_IFREQ_BYTES}s", name.encode()[:_NAME_BYTES])
    try:
        return socket.inet_ntoa(fcntl.ioctl(sock.fileno(), request, packed)[20:24])
    except OSError:
        return ""  # it has no such address
