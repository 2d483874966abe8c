"""The virtual Icraft board: the vendor's commands with the vendor's output.

Formats: `docs/boards/icraft.md`. What is documented nowhere (lines of
`dpkg -l`, a second server on the same port) is Debian's own format or says "virtual board".
"""

from __future__ import annotations

import json
import socket
import threading
import time

from engines.virtual.family import Answer, Family
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine, Running, Streams
from engines.virtual.packages import Package, dpkg, dpkg_query
from engines.virtual.python_command import pip_command, python_command
from engines.virtual.system import LINUX_FILES, millidegrees

VERSION, OLD_CUSTOMOP = "3.7.1", "3.6.0"
BUILD = "3.7.1.0-bccd576(2512171607)"
SERVE_PORT = 9981
V1_IDENTITY, V2_IDENTITY = "24030104", "25060601"
_BITSTREAMS = {
    f"/root/bits/one_input_wk_display_{V1_IDENTITY}_32ddr.bin": V1_IDENTITY,
    f"/root/bits/BOOT_custop2_{V2_IDENTITY}.bin": V2_IDENTITY,
}
_CRASH_AFTER_S = 0.5
ICORE = "FMSHBYV1-20200903"
#: What our double of the vendor's client sends over `socket://`.
HELLO = b"TRACKBENCH-VIRTUAL hello\n"


def _icraft(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args != ["--version"]:
        return Answer.text(err="icraft: only --version works on a virtual board\n", exit_code=1)
    return Answer.text(f"Icraft Version:\n * v{VERSION}\n\nCLI Version:\n{BUILD}\n")


def _packages(machine: Machine) -> tuple[Package, ...]:
    custom = OLD_CUSTOMOP if Fault.VERSION_MISMATCH in machine.faults else VERSION
    return (
        Package("adduser", "3.118ubuntu2", "add and remove users and groups"),
        Package("customop", custom, "Icraft custom operators"),
        Package("icraft", VERSION, "Icraft runtime"),
        Package("openssh-server", "1:8.2p1-4", "secure shell (SSH) server"),
        Package("python3", "3.8.2-0", "interactive high-level language"),
    )


def _pip(_machine: Machine) -> dict[str, str]:
    return {"icraft": VERSION, "numpy": "1.23.0", "opencv-python": "4.6.0.66"}


def serve(machine: Machine, _args: list[str], streams: Streams, pid: int) -> int:
    """`icraft-serve`: listens, prints its three lines, runs until it is stopped or its session ends."""
    if Fault.SERVICE_REFUSES in machine.faults:
        streams.out(_line("virtual board: the device cannot be opened", level="E"))
        return 1
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        running = Running("icraft-serve", stopped.set, SERVE_PORT)
        if not machine.claim(pid, running, listener.getsockname()[1]):
            streams.out(_line(f"virtual board: port {SERVE_PORT} is in use", level="E"))
            return 1
        try:
            for text in (
                f"Using port : {SERVE_PORT}",
                "synchronous mode",
                "[irpc::port::tcp::_waitNewConn] wait for new connection",
            ):
                streams.out(_line(text))
            return _serve_until_stopped(machine, listener, streams, stopped)
        except OSError:
            return 141  # wrote to a session that is gone
        finally:
            machine.forget(pid)


def _serve_until_stopped(
    machine: Machine, listener: socket.socket, streams: Streams, stopped: threading.Event
) -> int:
    start_s = time.monotonic()
    while not streams.is_closed:
        if Fault.SERVICE_CRASH in machine.faults and time.monotonic() - start_s > _CRASH_AFTER_S:
            return 139
        if stopped.is_set():
            return 143
        try:
            client, _ = listener.accept()
        except TimeoutError:
            continue
        with client:  # one connection at a time
            _serve_client(machine, client, streams, stopped)
            streams.out(_line("[irpc::port::client::tcp::deinit] socket fd closed"))
    return 129


def _serve_client(
    machine: Machine, client: socket.socket, streams: Streams, stopped: threading.Event
) -> None:
    """Nobody documents what is said on it: our double of the client asks with `HELLO` who is there."""
    client.settimeout(0.1)
    asked = b""
    while not (streams.is_closed or stopped.is_set()):
        try:
            data = client.recv(4096)
        except TimeoutError:
            continue
        except OSError:
            return
        if not data:
            return
        asked = (asked + data)[-4096:]
        if asked.endswith(HELLO):
            answer = {"icore": ICORE, "device": machine.bitstream}
            client.sendall(json.dumps(answer).encode() + b"\n")
            asked = b""


def _line(text: str, level: str = "I") -> bytes:
    now_s = time.time()
    stamp = time.strftime("%m/%d/%y %H:%M:%S", time.localtime(now_s))
    return f"[{stamp}.{int(now_s * 1000) % 1000:03d}] [{level}] {text}\n".encode()


ICRAFT = Family(
    name="icraft",
    host_name="virtual-icraft",
    machine="aarch64",
    kernel="5.4.52",
    python_version="3.8.10",
    files={
        "/etc/hostname": b"virtual-icraft\n",
        "/etc/os-release": b'NAME="Ubuntu"\nVERSION_ID="20.04"\nPRETTY_NAME="Ubuntu 20.04.6 LTS (virtual)"\n',
        "/etc/trackbench-virtual": b"family=icraft\n",
        "/root/models/": b"",
        "/dev/udmabuf0": b"",
        "/usr/local/lib/python3.8/dist-packages/icraft/": b"",
        **{
            path: f"virtual bitstream {identity}\n".encode().ljust(4096, b"\xff")
            for path, identity in _BITSTREAMS.items()
        },
    },
    commands={
        "icraft": _icraft,
        "dpkg": dpkg(_packages),
        "dpkg-query": dpkg_query(_packages),
        "python3": python_command(_pip),
        "pip3": pip_command(_pip),
    },
    programs={"icraft-serve": serve},
    live_files={**LINUX_FILES, "/sys/class/thermal/thermal_zone0/temp": millidegrees},
    service=("icraft-serve", SERVE_PORT),
    boot_file="/root/bits/BOOT.bin",
    address="192.168.125.171",
    vendor_modules=frozenset({"icraft"}),
    bitstreams=_BITSTREAMS,
    first_bitstream=V2_IDENTITY,
)
