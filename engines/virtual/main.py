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

from engines.boards.host_keys import fingerprint_of
from engines.virtual.faults import Fault, Faults
from engines.virtual.icraft import ICRAFT
from engines.virtual.keys import load_or_make
from engines.virtual.machine import Machine
from engines.virtual.sandbox import Sandbox
from engines.virtual.sshd import Sshd

FAMILIES = {ICRAFT.name: ICRAFT}
HOST_KEY, USER_KEY = "host_key", "user_key"
READY_PREFIX = "virtual board listening on "


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trackbench board virtual",
        description="A virtual board: a real SSH server on loopback with the vendor's commands.",
        epilog="example: trackbench board virtual --family icraft --port 2222 --password try",
    )
    parser.add_argument("--family", choices=sorted(FAMILIES), default=ICRAFT.name)
    parser.add_argument("--port", type=int, default=0, help="0 (default) picks a free one")
    parser.add_argument("--root", type=Path, help="folder for its files and keys (default: temporary)")
    parser.add_argument("--fault", action="append", default=[], choices=list(Fault), help="repeatable")
    parser.add_argument("--password", help="lets root in with this password too")
    parser.add_argument("--stay-with-parent", action="store_true", help="end when standard input ends")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a virtual board until it is interrupted."""
    args = build_parser().parse_args(argv)
    faults = frozenset(Fault(name) for name in args.fault)
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
    # A changed key must not replace the board's own: the next start has the right one again.
    host_key = load_or_make(state / ("wrong_" + HOST_KEY if Fault.WRONG_HOST_KEY in faults else HOST_KEY))
    machine = Machine(FAMILIES[args.family], Sandbox(state / "files"), Faults(faults))
    sshd = Sshd(machine, args.port, host_key, user_key.get_base64(), args.password)
    sshd.start()
    if args.stay_with_parent:
        threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
    _say(f"host key {fingerprint_of(host_key)}")
    _say(f"log in as root with the key {state / USER_KEY}")
    _say(f"{READY_PREFIX}127.0.0.1:{sshd.port}")
    stop.wait()
    sshd.close()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _wait_for_end_of_input(stop: threading.Event) -> None:
    while os.read(0, 4096):
        pass
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
