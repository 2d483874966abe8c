"""Programs that outlive the session that started them, their output in a file of the board."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.virtual.machine import Machine, Program


class FileStreams:
    """Standard streams without a session: output goes to a file, there is no input."""

    is_closed = False

    def __init__(self, path: Path) -> None:
        self._path = path
        path.write_bytes(b"")

    def out(self, data: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(data)

    def read(self) -> bytes:
        return b""


def start_lasting(machine: Machine, log: str, words: list[str], program: Program | None) -> bytes:
    """Starts a program in the background; gives what the shell prints: its process id."""
    pid = machine.new_pid()
    streams = FileStreams(machine.sandbox.real(log))
    if program is None:
        streams.out(f"nohup: failed to run command '{words[0]}': No such file or directory\n".encode())
    else:
        threading.Thread(target=program, args=(machine, words[1:], streams, pid), daemon=True).start()
    return f"{pid}\n".encode()
