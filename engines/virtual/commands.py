"""Short commands that every family answers: just enough of a Linux box, and nothing that runs anything."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from engines.virtual.family import Answer, Command
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine

_DISK_HEADER = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n"


def _true(_machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer()


def _echo(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(" ".join(args) + "\n")


def _hostname(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(machine.family.host_name + "\n")


def _uname(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    family = machine.family
    full = f"Linux {family.host_name} {family.kernel} #1 SMP {family.machine} {family.machine} GNU/Linux"
    parts = {"": "Linux", "-s": "Linux", "-m": family.machine, "-r": family.kernel, "-n": family.host_name}
    text = {**parts, "-a": full}.get(args[0] if args else "")
    return Answer.text(text + "\n") if text else Answer.text(err="uname: invalid option\n", exit_code=1)


def _cat(machine: Machine, args: list[str], stdin: bytes) -> Answer:
    if not args:
        return Answer(stdin)
    return _each_file(machine, "cat", args, lambda path, _shown: path.read_bytes())


def _sha256sum(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    def line(path: Path, shown: str) -> bytes:
        with path.open("rb") as file:
            return f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {shown}\n".encode()

    return _each_file(machine, "sha256sum", _operands(args), line)


def _ls(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    is_long = any(arg.startswith("-") and "l" in arg for arg in args)

    def listing(path: Path, shown: str) -> bytes:
        entries = sorted(path.iterdir()) if path.is_dir() else [path]
        rows = [entry for entry in entries if not entry.name.startswith(".")]
        text = "".join(_long_row(entry) if is_long else f"{entry.name}\n" for entry in rows)
        return (f"total {len(rows)}\n{text}" if is_long and path.is_dir() else text).encode()

    return _each_file(machine, "ls", _operands(args) or ["."], listing)


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


def _date(_machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(
        time.strftime(args[0][1:].replace("%s", str(int(time.time()))) if args else "%c") + "\n"
    )


def _mkdir(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    for name in _operands(args):
        machine.sandbox.real(name).mkdir(parents="-p" in args, exist_ok="-p" in args)
    return Answer()


def _mv(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    names = _operands(args)
    if len(names) != 2:
        return Answer.text(err="mv: two operands are needed\n", exit_code=1)
    source, target = (machine.sandbox.real(name) for name in names)
    source.replace(target / source.name if target.is_dir() else target)
    return Answer()


def _rm(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    is_forced = any(arg.startswith("-") and "f" in arg for arg in args)
    for name in _operands(args):
        machine.sandbox.real(name).unlink(missing_ok=is_forced)
    return Answer()


def _grep(_machine: Machine, args: list[str], stdin: bytes) -> Answer:
    ignores_case = "-i" in args
    names = _operands(args)
    if len(names) != 1:
        return Answer.text(err="grep: only filters what comes through a pipe here\n", exit_code=2)
    wanted = names[0].lower() if ignores_case else names[0]
    text = stdin.decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if wanted in (line.lower() if ignores_case else line)]
    return Answer.text("".join(f"{line}\n" for line in lines), exit_code=0 if lines else 1)


def _ss(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    rows = ["State    Recv-Q   Send-Q     Local Address:Port     Peer Address:Port  Process\n"]
    for pid, running in machine.processes().items():
        if running.port is not None:
            owner = f'users:(("{running.name}",pid={pid},fd=5))'
            rows.append(
                f"LISTEN   0        5                0.0.0.0:{running.port}          0.0.0.0:*      {owner}\n"
            )
    return Answer.text("".join(rows))


def _kill(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    names = _operands(args)
    known = [machine.stop(int(name)) for name in names if name.isdigit()]
    if len(known) == len(names) and all(known) and known:
        return Answer()
    return Answer.text(err="kill: no such process\n", exit_code=1)


def _control(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`trackbench-virtual load IDENTITY`, `fault NAME`, `mend NAME`: only virtual boards have this."""
    match args:
        case ["load", identity] if identity in machine.family.bitstreams.values():
            machine.stop_all()  # as a reload of the logic would
            machine.bitstream = identity
            return Answer()
        case ["fault" | "mend" as verb, name] if name in list(Fault):
            machine.faults.set(Fault(name), on=verb == "fault")
            if verb == "fault" and name == Fault.SERVICE_CRASH:
                machine.stop_named("icraft-serve")
            return Answer()
        case _:
            return Answer.text(err="trackbench-virtual: not understood\n", exit_code=2)


def _operands(args: list[str]) -> list[str]:
    """Arguments without options; all that follow `--` are operands."""
    if "--" in args:
        cut = args.index("--")
        return [arg for arg in args[:cut] if not arg.startswith("-")] + args[cut + 1 :]
    return [arg for arg in args if not arg.startswith("-")]


def _each_file(
    machine: Machine, command: str, names: list[str], read: Callable[[Path, str], bytes]
) -> Answer:
    out, err = b"", ""
    for name in names:
        try:
            out += read(machine.sandbox.real(name), name)
        except OSError as error:
            err += f"{command}: {name}: {error.strerror or error}\n"
    return Answer(out, err.encode(), 1 if err else 0)


COMMANDS: Mapping[str, Command] = {
    "true": _true,
    "sync": _true,
    "echo": _echo,
    "hostname": _hostname,
    "uname": _uname,
    "cat": _cat,
    "sha256sum": _sha256sum,
    "ls": _ls,
    "df": _df,
    "date": _date,
    "mkdir": _mkdir,
    "mv": _mv,
    "rm": _rm,
    "grep": _grep,
    "ss": _ss,
    "kill": _kill,
    "trackbench-virtual": _control,
}
