"""Carries one command of a real OpenSSH server to the virtual board behind it. Standard library only.

    python visitor.py SOCKET

First goes the command, its length in four bytes before it, then standard input as it is. Back come
frames: one byte for the kind (1 output, 2 errors, 3 exit code, 4 all that follows is output), four bytes
for the length, content.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import sys

HEADER = struct.Struct(">BI")
LENGTH = struct.Struct(">I")
OUTPUT, ERRORS, EXIT, RAW = 1, 2, 3, 4
#: What the server is told to run for file transfers.
SFTP = "trackbench-sftp"
_LOST = 255
_PIECE_BYTES = 65536


def main() -> int:
    """The command's exit code."""
    command = os.environ.get("SSH_ORIGINAL_COMMAND")
    if command is None:
        sys.stderr.write("A virtual board has no interactive shell: give a command.\n")
        return 1
    with socket.socket(socket.AF_UNIX) as board:
        board.connect(sys.argv[1])
        words = os.fsencode(command)
        board.sendall(LENGTH.pack(len(words)) + words)
        return _carry(board)


def _carry(board: socket.socket) -> int:
    poll = select.poll()
    poll.register(0, select.POLLIN)
    poll.register(board.fileno(), select.POLLIN)
    poll.register(1, 0)  # told when nobody reads any more
    pending = b""
    is_raw = False
    while True:
        for descriptor, event in poll.poll():
            if descriptor == 1:
                return _LOST
            data = os.read(descriptor, _PIECE_BYTES) if event & (select.POLLIN | select.POLLHUP) else b""
            if descriptor == 0:
                if data:
                    board.sendall(data)
                else:
                    poll.unregister(0)
                    board.shutdown(socket.SHUT_WR)
                continue
            if not data:
                return 0 if is_raw else _LOST
            pending += data
            while not is_raw and len(pending) >= HEADER.size:
                kind, size = HEADER.unpack_from(pending)
                if len(pending) < HEADER.size + size:
                    break
                content, pending = pending[HEADER.size : HEADER.size + size], pending[HEADER.size + size :]
                if kind == EXIT:
                    return int(content)
                if kind == RAW:
                    is_raw = True
                else:
                    _write(1 if kind == OUTPUT else 2, content)
            if is_raw:
                _write(1, pending)
                pending = b""


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError:
        sys.exit(_LOST)
