"""Short commands about files that every family answers: just enough of a Linux box."""

from __future__ import annotations

import hashlib
import shutil
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from engines.virtual.family import Answer, Command
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine
from engines.virtual.operands import operands
from engines.virtual.system import SYSTEM_COMMANDS

_DISK_HEADER = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n"


def _true(_machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer()


def _echo(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(" ".join(args) + "\n")


def _cat(machine: Machine, args: list[str], stdin: bytes) -> Answer:
    if not args:
        return Answer(stdin)
    return _each_file(machine, "cat", args, lambda path, _shown: path.read_bytes())


def _sha256sum(machine: Machine, args: list[str], stdin: bytes) -> Answer:
    if not operands(args):
        return Answer.text(f"{hashlib.sha256(stdin).hexdigest()}  -\n")

    def line(path: Path, shown: str) -> bytes:
        with path.open("rb") as file:
            return f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {shown}\n".encode()

    return _each_file(machine, "sha256sum", operands(args), line)


def _ls(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    is_long = any(arg.startswith("-") and "l" in arg for arg in args)

    def listing(path: Path, shown: str) -> bytes:
        if "-d" in args:
            path.stat()
            return f"{shown}\n".encode()
        entries = sorted(path.iterdir()) if path.is_dir() else [path]
        rows = [entry for entry in entries if not entry.name.startswith(".")]
        text = "".join(_long_row(entry) if is_long else f"{entry.name}\n" for entry in rows)
        return (f"total {len(rows)}\n{text}" if is_long and path.is_dir() else text).encode()

    return _each_file(machine, "ls", operands(args) or ["."], listing)


def _long_row(path: Path) -> str:
    info = path.stat()
    stamp = time.strftime("%b %e %H:%M", time.localtime(info.st_mtime))
    mode = "drwxr-xr-x" if path.is_dir() else "-rw-r--r--"
    return f"{mode} 1 root root {info.st_size:>10} {stamp} {path.name}\n"


def _df(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    usage = shutil.disk_usage(machine.sandbox.root)
    free = 0 if Fault.FULL_DISK in machine.faults else usage.free
    numbers = [usage.total // 1024, (usage.total - free) // 1024, free // 1024]
    percent = f"{100 * (usage.total - free) // max(1, usage.total)}%"
    row = f"/dev/mmcblk0p2 {numbers[0]:>11} {numbers[1]:>9} {numbers[2]:>9} {percent:>8} /\n"
    return Answer.text(_DISK_HEADER + row)


def _mkdir(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    for name in operands(args):
        machine.sandbox.real(name).mkdir(parents="-p" in args, exist_ok="-p" in args)
    return Answer()


def _mv(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    names = operands(args)
    if len(names) != 2:
        return Answer.text(err="mv: two operands are needed\n", exit_code=1)
    source, target = (machine.sandbox.real(name) for name in names)
    source.replace(target / source.name if target.is_dir() else target)
    return Answer()


def _cp(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    names = operands(args)
    if len(names) != 2:
        return Answer.text(err="cp: two operands are needed\n", exit_code=1)
    if Fault.FULL_DISK in machine.faults:
        return Answer.text(err=f"cp: error writing '{names[1]}': No space left on device\n", exit_code=1)
    source, target = (machine.sandbox.real(name) for name in names)
    shutil.copy2(source, target / source.name if target.is_dir() else target)
    return Answer()


def _rmdir(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    for name in operands(args):
        machine.sandbox.real(name).rmdir()
    return Answer()


def _truncate(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    match args:
        case ["-s", size, *rest] if size.isdigit() and len(operands(rest)) == 1:
            with machine.sandbox.real(operands(rest)[0]).open("r+b") as file:
                file.truncate(int(size))
            return Answer()
        case _:
            return Answer.text(err="truncate: only -s SIZE FILE works on a virtual board\n", exit_code=1)


def _head(machine: Machine, args: list[str], stdin: bytes) -> Answer:
    """`head -c BYTES` and `head -n LINES` of files or of what comes through a pipe."""
    unit, count, rest = "-n", 10, args
    match args:
        case ["-c" | "-n" as unit, text, *rest] if text.isdigit():
            count = int(text)
        case [first, *rest] if first[:2] in ("-c", "-n") and first[2:].isdigit():
            unit, count = first[:2], int(first[2:])

    def part(data: bytes) -> bytes:
        return data[:count] if unit == "-c" else b"".join(data.splitlines(keepends=True)[:count])

    if not operands(rest):
        return Answer(part(stdin))
    return _each_file(machine, "head", operands(rest), lambda path, _shown: part(path.read_bytes()))


def _stat(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`stat -c FORMAT FILE...` with %s (size), %n (name), %Y (time of change), %a, %F."""
    match args:
        case ["-c", form, *rest]:
            pass
        case _:
            return Answer.text(err="stat: only -c FORMAT works on a virtual board\n", exit_code=1)

    def line(path: Path, shown: str) -> bytes:
        info = path.stat()
        kind = "directory" if path.is_dir() else "regular file"
        if _is_node(machine, path):
            kind = "character special file"
        facts = {"%s": info.st_size, "%n": shown, "%Y": int(info.st_mtime), "%F": kind}
        facts["%a"] = format(stat.S_IMODE(info.st_mode), "o")
        text = form
        for key, value in facts.items():
            text = text.replace(key, str(value))
        return f"{text}\n".encode()

    return _each_file(machine, "stat", operands(rest), line)


def _test(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`test -e PATH` and its like; -c is true of what lies below /dev."""
    match args:
        case ["-e" | "-f" | "-d" | "-c" | "-r" | "-w" | "-x" | "-s" as kind, name]:
            path = machine.sandbox.real(name)
        case _:
            return Answer.text(err="test: only -e -f -d -c -r -w -x -s work here\n", exit_code=2)
    is_node = _is_node(machine, path)
    holds = {
        "-f": path.is_file() and not is_node,
        "-d": path.is_dir(),
        "-c": path.is_file() and is_node,
        "-s": path.is_file() and path.stat().st_size > 0,
    }
    return Answer(exit_code=0 if holds.get(kind, path.exists()) else 1)


def _is_node(machine: Machine, path: Path) -> bool:
    """The board's device nodes are plain files here."""
    return machine.sandbox.root / "dev" in path.parents and path.is_file()


def _rm(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    is_forced = any(arg.startswith("-") and "f" in arg for arg in args)
    for name in operands(args):
        machine.sandbox.real(name).unlink(missing_ok=is_forced)
    return Answer()


def _grep(_machine: Machine, args: list[str], stdin: bytes) -> Answer:
    ignores_case = "-i" in args
    names = operands(args)
    if len(names) != 1:
        return Answer.text(err="grep: only filters what comes through a pipe here\n", exit_code=2)
    wanted = names[0].lower() if ignores_case else names[0]
    text = stdin.decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if wanted in (line.lower() if ignores_case else line)]
    return Answer.text("".join(f"{line}\n" for line in lines), exit_code=0 if lines else 1)


def _each_file(
    machine: Machine, command: str, names: list[str], read: Callable[[Path, str], bytes]
) -> Answer:
    out, err = b"", ""
    for name in names:
        try:
            machine.refresh(name)
            out += read(machine.sandbox.real(name), name)
        except OSError as error:
            err += f"{command}: {name}: {error.strerror or error}\n"
    return Answer(out, err.encode(), 1 if err else 0)


COMMANDS: Mapping[str, Command] = {
    **SYSTEM_COMMANDS,
    "true": _true,
    "sync": _true,
    "chmod": _true,
    "echo": _echo,
    "cat": _cat,
    "cp": _cp,
    "df": _df,
    "grep": _grep,
    "head": _head,
    "ls": _ls,
    "mkdir": _mkdir,
    "mv": _mv,
    "rm": _rm,
    "rmdir": _rmdir,
    "sha256sum": _sha256sum,
    "stat": _stat,
    "test": _test,
    "truncate": _truncate,
}
