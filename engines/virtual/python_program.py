"""`python3 /root/....pyz ...`: the one program of a virtual board that is a real process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading

from engines.virtual.machine import Machine, Running, Streams
from engines.virtual.sandbox import HOME

_STOP_S = 3.0


def run_python(machine: Machine, args: list[str], streams: Streams, pid: int) -> int:
    """Runs an uploaded zipapp under this Python until it ends or its session does."""
    try:
        script = machine.sandbox.real(args[0])
    except PermissionError:
        script = None
    if script is None or not script.is_file():
        streams.out(f"python3: can't open file '{args[0]}': No such file or directory\n".encode())
        return 2
    # -I: nothing of this process's environment or folder leaks into the board's.
    command = [sys.executable, "-I", str(script), *(_mapped(machine, arg) for arg in args[1:])]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=machine.sandbox.real(HOME),
        env={"PATH": os.environ.get("PATH", "")},
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


def _mapped(machine: Machine, arg: str) -> str:
    """Paths of the board in an argument, alone or after NAME=, as real paths."""
    name, separator, path = arg.rpartition("=")
    if path == HOME or path.startswith(HOME + "/"):
        return f"{name}{separator}{machine.sandbox.real(path)}"
    return arg


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
