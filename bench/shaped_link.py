"""A network link of so many Mbit/s with a delay, as a TCP proxy in a process of its own.

    python -m bench.shaped_link HOST PORT MBIT_PER_S DELAY_MS

prints the port on which it listens (on loopback) and ends with its standard input. Each direction of each
connection is a link of its own: pieces leave one after the other at the rate of the link and arrive after the
delay. A piece is small, as a switch passes packets on and not whole messages.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator

_PIECE_BYTES = 4096
#: `PR_SET_TIMERSLACK` of Linux's prctl: a sleep ends up to 50 µs late unless told otherwise.
_SET_TIMER_SLACK, _SLACK_NS = 29, 1
#: Waking up takes about this long: the rest is waited for awake, else each piece would come late by it.
_AWAKE_S = 0.00008
#: So much lies in the cables and switches at most; who sends more has to wait.
_MOST_AHEAD_S = 0.02


@contextlib.contextmanager
def shaped(port: int, *, mbit_per_s: float, delay_ms: float) -> Iterator[int]:
    """A port of this computer that leads to another one over such a link."""
    command = [
        sys.executable,
        "-m",
        "bench.shaped_link",
        "127.0.0.1",
        str(port),
        str(mbit_per_s),
        str(delay_ms),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def _pump(source: socket.socket, target: socket.socket, bytes_per_s: float, delay_s: float) -> None:
    """One direction, in one thread: a second one would cost a switch for each piece."""
    pieces: deque[tuple[float, bytes]] = deque()
    free_s, has_ended = time.perf_counter(), False
    with contextlib.suppress(OSError):
        while pieces or not has_ended:
            now_s = time.perf_counter()
            if pieces and pieces[0][0] <= now_s:
                target.sendall(pieces.popleft()[1])
                continue
            wait_s = max(0.0, pieces[0][0] - now_s - _AWAKE_S) if pieces else None
            may_read = not has_ended and free_s - now_s <= _MOST_AHEAD_S
            if not select.select([source] if may_read else [], [], [], wait_s)[0]:
                continue
            data = source.recv(_PIECE_BYTES)
            has_ended = not data
            free_s = max(free_s, time.perf_counter()) + len(data) / bytes_per_s
            if data:
                pieces.append((free_s + delay_s, data))
        target.shutdown(socket.SHUT_WR)


def _main(host: str, port: int, mbit_per_s: float, delay_ms: float) -> None:
    if sys.platform == "linux":  # threads inherit it
        ctypes.CDLL(None).prctl(_SET_TIMER_SLACK, _SLACK_NS, 0, 0, 0)
    facts = mbit_per_s * 1e6 / 8, delay_ms / 1e3
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        threading.Thread(target=_accept, args=(listener, (host, port), facts), daemon=True).start()
        while os.read(0, 4096):
            pass


def _accept(listener: socket.socket, address: tuple[str, int], facts: tuple[float, float]) -> None:
    while True:
        near = listener.accept()[0]
        far = socket.create_connection(address, 5)
        for sock in (near, far):
            sock.settimeout(None)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for pair in ((near, far), (far, near)):
            threading.Thread(target=_pump, args=(*pair, *facts), daemon=True).start()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
