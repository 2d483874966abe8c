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

VERSION = "3.7.1"
BUILD = "3.7.1.0-bccd576(2512171607)"
SERVE_PORT = 9981
V1_IDENTITY, V2_IDENTITY = "24030104", "25060601"
_BITSTREAMS = {
    f"/root/bits/one_input_wk_display_{V1_IDENTITY}_32ddr.bin": V1_IDENTITY,
    f"/root/bits/BOOT_custop2_{V2_IDENTITY}.bin": V2_IDENTITY,
}
_CRASH_AFTER_S = 0.5
_PACKAGES = """\
Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version      Architecture Description
+++-==============-============-============-=================================
ii  adduser        3.118ubuntu2 all          add and remove users and groups
ii  customop       {version}        arm64        Icraft custom operators
ii  icraft         {version}        arm64        Icraft runtime
ii  openssh-server 1:8.2p1-4    arm64        secure shell (SSH) server
ii  python3        3.8.2-0      arm64        interactive high-level language
"""
# What opening the device prints before anything a program prints itself.
_DEVICE_OPENED = """\
Device initialization successful, version information:
icore: FMSHBYV1-20200903
device: {identity}
Device Protocol: axi
Device Name: ql100aiu
Device Parameters:
"""


def _icraft(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args != ["--version"]:
        return Answer.text(err="icraft: only --version works on a virtual board\n", exit_code=1)
    return Answer.text(f"Icraft Version:\n * v{VERSION}\n\nCLI Version:\n{BUILD}\n")


def _dpkg(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args != ["-l"]:
        return Answer.text(err="dpkg: only -l works on a virtual board\n", exit_code=2)
    return Answer.text(_PACKAGES.format(version=VERSION))


def _python(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    match args:
        case ["--version" | "-V"]:
            return Answer.text(f"Python {machine.family.python_version}\n")
        case ["-c", script] if "icraft.xrt" in script and ".version()" in script:
            versions = {"icore": "FMSHBYV1-20200903", "device": machine.bitstream}
            opened = _DEVICE_OPENED.format(identity=machine.bitstream)
            return Answer.text(f"{opened}{json.dumps(versions)}\n")
        case _:
            return Answer.text(err="python3: a virtual board runs the agent only\n", exit_code=1)


def serve(machine: Machine, _args: list[str], streams: Streams, pid: int) -> int:
    """`icraft-serve`: listens, prints its three lines, runs until it is stopped or its session ends."""
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
        with client:  # one connection at a time, and nobody documents what is said on it
            streams.out(_line("[irpc::port::client::tcp::deinit] socket fd closed"))
    return 129


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
        **{
            path: f"virtual bitstream {identity}\n".encode().ljust(4096, b"\xff")
            for path, identity in _BITSTREAMS.items()
        },
    },
    commands={"icraft": _icraft, "dpkg": _dpkg, "python3": _python},
    programs={"icraft-serve": serve},
    bitstreams=_BITSTREAMS,
    first_bitstream=V2_IDENTITY,
)
