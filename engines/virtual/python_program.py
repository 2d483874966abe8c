"""`python3 /root/....pyz ...`: the one program of a virtual board that is a real process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

from engines.virtual.machine import Machine, Running, Streams

#: Packages named like the vendor's, which stand in for them; found by this path only.
DOUBLES = Path(__file__).resolve().parent / "doubles"
_STOP_S = 3.0


def python_command_line() -> list[str]:
    """This Python, without the user's packages and without the folder it is started in."""
    return [sys.executable, "-s", "-P"]


def python_environment(machine: Machine, *, with_doubles: bool) -> dict[str, str]:
    """All that a program of the board sees of this process's environment."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "TRACKBENCH_VIRTUAL_STATE": str(machine.state_file),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if with_doubles:
        environment["PYTHONPATH"] = str(DOUBLES)
    return environment


def run_python(machine: Machine, args: list[str], streams: Streams, pid: int) -> int:
    """Runs an uploaded zipapp under this Python until it ends or its session does."""
    try:
        script = machine.sandbox.real(args[0])
    except PermissionError:
        script = None
    if script is None or not script.is_file():
        streams.out(f"python3: can't open file '{args[0]}': No such file or directory\n".encode())
        return 2
    wants_vendor = machine.family.name in args  # `--backend NAME`
    command = [*python_command_line(), str(script), *(machine.sandbox.mapped(arg) for arg in args[1:])]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=machine.sandbox.real(machine.family.home),
        env=python_environment(machine, with_doubles=wants_vendor),
    ) as process:
        machine.claim(pid, Running("python3", process.terminate))
        feeder = threading.Thread(target=_feed, args=(process, streams), daemon=True)
        feeder.start()
        try:
            _copy_output(process, streams)
        finally:
            _end(process)
            machine.forget(pid)
    return process.returncode


def _copy_output(process: subprocess.Popen[bytes], streams: Streams) -> None:
    if process.stdout is None:
        return
    try:
        while data := os.read(process.stdout.fileno(), 65536):
            streams.out(data)
    except OSError:
        return  # the session is gone; the process is about to be ended


def _feed(process: subprocess.Popen[bytes], streams: Streams) -> None:
    """Passes standard input on; its end (also: the session's end) ends the process's input."""
    if process.stdin is None:
        return
    try:
        while data := streams.read():
            process.stdin.write(data)
            process.stdin.flush()
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    for stop in (None, process.terminate, process.kill):
        if stop is not None:
            stop()
        try:
            process.wait(_STOP_S)
            return
        except subprocess.TimeoutExpired:
            continue
