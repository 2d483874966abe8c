"""Command line of the virtual board."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import paramiko

from engines.boards.host_keys import fingerprint_of
from engines.virtual.ascend import ASCEND
from engines.virtual.door import Door
from engines.virtual.faults import FAULT_NAMES, Fault, Faults, fault_named
from engines.virtual.icraft import ICRAFT
from engines.virtual.keys import load_or_make
from engines.virtual.machine import Machine
from engines.virtual.openssh import Openssh, openssh_user
from engines.virtual.rdk_x5 import RDK_X5
from engines.virtual.sandbox import Sandbox
from engines.virtual.sshd import Sshd
from engines.virtual.system import control

FAMILIES = {family.name: family for family in (ICRAFT, RDK_X5, ASCEND)}
HOST_KEY, USER_KEY = "host_key", "user_key"
_HOST_KEYS = {False: HOST_KEY, True: "changed_" + HOST_KEY}
READY_PREFIX = "virtual board listening on "
#: Before the answer to each line of the remote control on standard input.
CONTROL_PREFIX = "control: "
#: When the fault reboot is on from the start.
_FIRST_REBOOT_S = 2.0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trackbench board virtual",
        description="A virtual board: a real SSH server on loopback with the vendor's commands.",
        epilog="example: trackbench board virtual --family icraft --port 2222 --password try. "
        "While it runs, its own command `trackbench-virtual fault NAME` or `mend NAME` switches faults.",
    )
    parser.add_argument("--family", choices=sorted(FAMILIES), default=ICRAFT.name)
    parser.add_argument("--port", type=int, default=0, help="0 (default) picks a free one")
    parser.add_argument("--root", type=Path, help="folder for its files and keys (default: temporary)")
    names = f"wrong from the start, repeatable; NAME is one of {', '.join(Fault)}"
    parser.add_argument(
        "--fault", action="append", default=[], choices=FAULT_NAMES, metavar="NAME", help=names
    )
    parser.add_argument("--password", help="lets the vendor's users in with this password too")
    parser.add_argument("--reboot-s", type=float, default=3.0, help="how long a reboot takes (default: 3)")
    server = "the board's own (default), or an unprivileged sshd of this computer in front of it"
    parser.add_argument("--server", choices=("own", "openssh"), default="own", help=server)
    parser.add_argument("--stay-with-parent", action="store_true", help="end when standard input ends")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a virtual board until it is interrupted."""
    parser = build_parser()
    args = parser.parse_args(argv)
    faults = frozenset(fault_named(name) for name in args.fault)
    for fault in sorted(faults):
        if not FAMILIES[args.family].can_have(fault):
            parser.error(f"{args.family} boards have nothing that {fault} could hit")
    if args.server == "openssh" and (args.password is not None or Fault.WRONG_PASSWORD in faults):
        parser.error("an unprivileged OpenSSH server knows no passwords")
    try:
        with _state_folder(args.root) as state:
            return _run(args, state, faults)
    except OSError as error:
        sys.stderr.write(f"virtual board: {error}\n")
        return 1


def _run(args: argparse.Namespace, state: Path, faults: frozenset[Fault]) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    user_key = load_or_make(state / USER_KEY)
    family = FAMILIES[args.family]
    machine = Machine(family, Sandbox(state / "files", family.home), Faults(faults))
    # A changed key must not replace the board's own: without the fault it has the right one again.
    keys = {is_changed: load_or_make(state / name) for is_changed, name in _HOST_KEYS.items()}

    def host_key() -> paramiko.PKey:
        return keys[Fault.CHANGED_HOST_KEY in machine.faults]

    paths = {is_changed: state / name for is_changed, name in _HOST_KEYS.items()}
    is_own = args.server == "own"
    server: Sshd | Openssh
    if is_own:
        server = Sshd(machine, host_key, user_key.get_base64(), args.password)
    else:
        server = Openssh(machine, paths, user_key.get_base64(), state)
    door = Door(machine, args.port, server.serve, down_s=max(0.0, args.reboot_s))
    door.start()
    if args.stay_with_parent:
        threading.Thread(target=_obey_input, args=(machine, stop), daemon=True).start()
    _say(f"host key {fingerprint_of(host_key())}")
    _say(f"log in as {family.user if is_own else openssh_user()} with the key {state / USER_KEY}")
    _say(f"{READY_PREFIX}127.0.0.1:{door.port}")
    if Fault.REBOOT in faults and not stop.wait(_FIRST_REBOOT_S):
        machine.reboot()
    stop.wait()
    door.close()
    server.close()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _obey_input(machine: Machine, stop: threading.Event) -> None:
    """Lines of the remote control, until standard input ends, which ends the board."""
    pending = b""
    while data := os.read(0, 4096):
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            answer = control(machine, line.decode("utf-8", "replace").split())
            _say(f"{CONTROL_PREFIX}{answer.exit_code} {answer.err.decode().strip()}")
    stop.set()


@contextlib.contextmanager
def _state_folder(root: Path | None) -> Iterator[Path]:
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
        yield root.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="trackbench-virtual-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
