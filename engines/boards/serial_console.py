"""A board without an address: its serial console, to log in, give it an address and start its SSH server.

Needs the optional package pyserial (`pip install "trackbench[serial]"`).
"""

from __future__ import annotations

import codecs
import ipaddress
import logging
import re
import secrets
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from engines.boards.errors import BoardError
from engines.boards.link import CommandResult, ShouldCancel, never
from engines.errors import BadParameter, Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
BAUD = 115200
_LOOK_S = 0.1
_MOST_CHARACTERS = 1_000_000
_LOGIN = re.compile(r"login:\s*$", re.IGNORECASE)
_PASSWORD = re.compile(r"passw(?:or)?d[^\n]*:\s*$|密码\W*$", re.IGNORECASE)
_REFUSED = re.compile(r"login incorrect|authentication failure", re.IGNORECASE)
#: A shell's prompt: the last line ends in one of these and a blank.
_PROMPT = re.compile(r"[#$>%] ?$")
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00\x07\x08]")
_ADDRESS_LINE = re.compile(r"^\d+:\s+(?P<name>\S+)\s+inet\s+(?P<address>[\d.]+/\d+)", re.MULTILINE)
_LINK_LINE = re.compile(r"^\d+:\s+(?P<name>[^\s:@]+)(?:@\S+)?:\s+<", re.MULTILINE)
_ADAPTER_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}\Z")
_START_SSHD = (
    ("systemctl", "start", "sshd"),
    ("systemctl", "start", "ssh"),
    ("/etc/init.d/ssh", "start"),
    ("/etc/init.d/sshd", "start"),
)


class SerialMissing(BoardError):
    what = "Serial consoles need the package pyserial, which is not installed."
    remedy = 'Install it: pip install "trackbench[serial]".'


class SerialUnusable(BoardError):
    what = "The serial port {device} cannot be used: {reason}."
    remedy = "Is it plugged in, does no other program hold it, and may you use it (group dialout)?"


class ConsoleSilent(BoardError):
    what = "The board says nothing on its console that was expected ({wanted}) in {waited_s:g} s."
    remedy = "Check that it has power, the wiring, and the speed (usually 115200 baud)."


class ConsoleRefused(BoardError):
    what = "The console does not let {user} in."
    remedy = "Check user and password in the board's papers."


class ConsoleCommandFailed(BoardError):
    what = "{command!r} on the console ended with {exit_code}: {answer}."
    remedy = "Log in as root; see whether the program exists on this image."


class SerialPort(Protocol):
    """What is needed of pyserial's port; `read` waits at most a tenth of a second."""

    def read(self, size: int = 1, /) -> bytes: ...

    def write(self, data: bytes, /) -> int | None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class BoardInterface:
    """An address of the board, as `192.168.125.171/24` on `eth0`."""

    name: str
    address: ipaddress.IPv4Interface


def list_ports() -> tuple[tuple[str, str], ...]:
    """Serial ports of this computer: device and description. Raises SerialMissing."""
    try:
        from serial.tools import list_ports as ports
    except ImportError as error:
        raise SerialMissing() from error
    return tuple((str(port.device), str(port.description)) for port in ports.comports())


class SerialConsole:
    """A shell over a serial line. Every call is bounded in time; close it in the end."""

    def __init__(
        self, port: SerialPort, device: str = "the serial port", should_cancel: ShouldCancel = never
    ) -> None:
        """With `should_cancel` asked while any call waits."""
        self._port, self._device, self._should_cancel = port, device, should_cancel
        self._text = ""
        self._is_ours = False
        self._hidden = ""  # what was typed as a password: some terminals show it
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @classmethod
    def open(cls, device: str, baud: int = BAUD, should_cancel: ShouldCancel = never) -> SerialConsole:
        """Raises SerialMissing, SerialUnusable."""
        try:
            import serial
        except ImportError as error:
            raise SerialMissing() from error
        try:
            port = serial.Serial(device, baud, timeout=_LOOK_S, write_timeout=5.0, exclusive=True)
        except (OSError, ValueError) as error:
            raise SerialUnusable(device=device, reason=error) from error
        return cls(port, device, should_cancel)

    def log_in(
        self,
        user: str,
        ask_secret: Callable[[str], str | None],
        *,
        timeout_s: float = 20.0,
        should_cancel: ShouldCancel = never,
    ) -> None:
        """Goes on where the console is: at its login prompt, or in a shell that somebody left open.

        Raises:
            ConsoleSilent, ConsoleRefused, SerialUnusable, Cancelled
        """
        _check_words([user])
        self._send("\n")
        shown = self._expect((_LOGIN, _PASSWORD, _PROMPT), "a login prompt", timeout_s, should_cancel)
        if _PASSWORD.search(shown):  # somebody stopped half-way: an empty one brings the login prompt back
            self._send("\n")
            shown = self._expect((_LOGIN,), "a login prompt", timeout_s, should_cancel)
        has_logged_in = _LOGIN.search(shown) is not None
        if has_logged_in:
            self._send(user + "\n")
            shown = self._expect(
                (_PASSWORD, _PROMPT, _REFUSED), Text("a password prompt"), timeout_s, should_cancel
            )
            if _PASSWORD.search(shown):
                secret = ask_secret(Text("password for {user} on the console", user=user))
                if secret is None or "\n" in secret or "\r" in secret:
                    self._send("\n")
                    raise ConsoleRefused(user=user)
                self._hidden = str(secret)
                self._send(secret + "\n")
                shown = self._expect(
                    (_PROMPT, _REFUSED, _LOGIN), Text("a shell prompt"), timeout_s, should_cancel
                )
        if _PROMPT.search(shown) is None:
            raise ConsoleRefused(user=user)
        self._is_ours = self._is_ours or has_logged_in
        self.run(["true"], timeout_s=timeout_s, should_cancel=should_cancel)

    @property
    def was_open(self) -> bool:
        """Whether the shell is one that somebody else had left open."""
        return not self._is_ours

    def log_out(self) -> None:
        """Leaves the shell if the log-in was made here: nobody else is to find it open."""
        if self._is_ours:
            self._is_ours = False
            self._send("exit\n")

    def run(
        self, argv: Sequence[str], *, timeout_s: float = 15.0, should_cancel: ShouldCancel = never
    ) -> CommandResult:
        """Runs a command; both its streams come as one. Raises ConsoleSilent, SerialUnusable, Cancelled."""
        _check_words(argv)
        mark = f"tb{secrets.token_hex(4)}"
        # The terminal shows what is typed: the marks are typed in two halves, so that only their output fits.
        begin, end = f"{mark[:4]}''{mark[4:]}b", f"{mark[:4]}''{mark[4:]}e"
        self._text = ""
        self._send(f"echo {begin}; {shlex.join(argv)} </dev/null 2>&1; echo {end}$?\n")
        done = re.compile(rf"{mark}b\r?\n(?P<out>.*?){mark}e(?P<code>\d+)\r?\n", re.DOTALL)
        shown = self._expect((done,), shlex.join(argv), timeout_s, should_cancel)
        found = done.search(shown)
        if found is None:
            raise ConsoleSilent(wanted=shlex.join(argv), waited_s=timeout_s)
        return CommandResult(int(found["code"]), found["out"].replace("\r\n", "\n"), "")

    def interfaces(self) -> tuple[BoardInterface, ...]:
        """The board's IPv4 addresses, without its own loopback. Raises ConsoleCommandFailed."""
        text = self._checked(["ip", "-o", "-4", "addr", "show"]).stdout
        found = [
            BoardInterface(match["name"], ipaddress.IPv4Interface(match["address"]))
            for match in _ADDRESS_LINE.finditer(text)
        ]
        return tuple(entry for entry in found if not entry.address.is_loopback)

    def adapters(self) -> tuple[str, ...]:
        """Names of the board's network adapters, with an address or without; none where it does not tell."""
        result = self.run(["ip", "-o", "link", "show"])
        names = [match["name"] for match in _LINK_LINE.finditer(result.stdout)]
        return tuple(name for name in names if name != "lo" and _ADAPTER_NAME.match(name))

    def set_address(self, adapter: str, address: str, gateway: str = "") -> BoardInterface:
        """Gives an adapter an address (`192.168.125.171/24`) until the next start of the board.

        How it is kept for longer differs between images. Nothing is typed before all of it makes sense.
        Raises BadParameter, ConsoleCommandFailed.
        """
        interface = checked_interface(adapter, address)
        way_out = checked_gateway(interface, gateway) if gateway else None
        self._checked(["ip", "link", "set", adapter, "up"])
        self._checked(["ip", "addr", "replace", str(interface), "dev", adapter])
        if all((entry.name, entry.address) != (adapter, interface) for entry in self.interfaces()):
            command = f"ip addr replace {interface} dev {adapter}"
            raise ConsoleCommandFailed(
                command=command, exit_code=0, answer=Text("the address is not there afterwards")
            )
        if way_out is not None:
            self._checked(["ip", "route", "replace", "default", "via", str(way_out), "dev", adapter])
        return BoardInterface(adapter, interface)

    def start_sshd(self) -> str:
        """Starts the SSH server in whichever way works; gives the command. Raises ConsoleCommandFailed."""
        for argv in _START_SSHD:
            result = self.run(argv)
            if result.exit_code == 0:
                return shlex.join(argv)
        raise _failed(_START_SSHD[0], result)

    def close(self) -> None:
        self._port.close()

    def _checked(self, argv: Sequence[str]) -> CommandResult:
        result = self.run(argv)
        if result.exit_code != 0:
            raise _failed(argv, result)
        return result

    def _send(self, text: str) -> None:
        try:
            self._port.write(text.encode())
        except OSError as error:
            raise SerialUnusable(device=self._device, reason=error) from error

    def _expect(
        self,
        wanted: Sequence[re.Pattern[str]],
        what: str,
        timeout_s: float,
        should_cancel: ShouldCancel,
    ) -> str:
        """What came until one of the patterns fits; it is then used up."""
        deadline_s = monotonic() + timeout_s
        while monotonic() < deadline_s:
            if should_cancel() or self._should_cancel():
                raise Cancelled()
            try:
                came = self._port.read(4096)
            except OSError as error:
                raise SerialUnusable(device=self._device, reason=error) from error
            self._text = (self._text + _COLOURS.sub("", self._decoder.decode(came)))[-_MOST_CHARACTERS:]
            # Only when it pauses: the middle of a longer text may look like a prompt.
            if not came and any(pattern.search(self._text) for pattern in wanted):
                shown, self._text = self._text, ""
                return shown
        said = self._text.replace(self._hidden, "•••") if self._hidden else self._text
        raise ConsoleSilent(wanted=what, waited_s=timeout_s, details=said[-500:])


def checked_interface(adapter: str, address: str) -> ipaddress.IPv4Interface:
    """An adapter's name and an address with its network mask, as typed by a person. Raises BadParameter."""
    if _ADAPTER_NAME.match(adapter) is None:
        raise BadParameter(
            name="adapter", value=adapter, reason="it is no name of an adapter", hint="For example eth0."
        )
    hint = "For example 192.168.125.171/24."
    try:
        interface = ipaddress.IPv4Interface(address)
    except ValueError as error:
        raise BadParameter(name="address", value=address, reason=error, hint=hint) from error
    network = interface.network
    if "/" not in address or network.prefixlen > 30:
        raise BadParameter(name="address", value=address, reason="a network mask is needed", hint=hint)
    if interface.ip.is_multicast or interface.ip.is_loopback or interface.ip.is_unspecified:
        raise BadParameter(name="address", value=address, reason="no board can have it", hint=hint)
    if interface.ip in (network.network_address, network.broadcast_address):
        reason = "it stands for the network itself"
        raise BadParameter(name="address", value=address, reason=reason, hint=hint)
    return interface


def checked_gateway(interface: ipaddress.IPv4Interface, gateway: str) -> ipaddress.IPv4Address:
    """A neighbour of an address. Raises BadParameter."""
    hint = Text("For example {example}.", example=interface.network.network_address + 1)
    try:
        way_out = ipaddress.IPv4Address(gateway)
    except ValueError as error:
        raise BadParameter(name="gateway", value=gateway, reason=error, hint=hint) from error
    if way_out not in interface.network or way_out == interface.ip:
        reason = Text("it is no neighbour of {address}", address=interface)
        raise BadParameter(name="gateway", value=gateway, reason=reason, hint=hint)
    return way_out


def _check_words(words: Sequence[str]) -> None:
    """A line break or a control character would end the line that is typed."""
    for word in words:
        if any(ord(character) < 32 or ord(character) == 127 for character in word):
            raise BadParameter(
                name="word", value=word, reason="it has control characters", hint="Leave them out."
            )


def _failed(argv: Sequence[str], result: CommandResult) -> ConsoleCommandFailed:
    facts: dict[str, Any] = {"command": shlex.join(argv), "exit_code": result.exit_code}
    return ConsoleCommandFailed(**facts, answer=result.stdout.strip()[-300:] or Text("no output"))
