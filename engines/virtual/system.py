"""Short commands about the machine: who it is, what runs on it, its clock, and its remote control."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from engines.virtual.family import Answer, Command
from engines.virtual.faults import fault_named
from engines.virtual.machine import Machine
from engines.virtual.operands import operands

_TICKS_PER_S = 100
#: An idle virtual board, and one on which programs run: made up, as everything that a sensor tells here.
_IDLE_LOAD, _LOAD_PER_PROCESS = 0.02, 0.2
_IDLE_C, _WARMTH_C = 41.0, 18.0
_KIB_PER_PROCESS = 48 * 1024


def load_of(machine: Machine) -> float:
    """0 to 1: how busy the board pretends to be, from the number of its processes."""
    return min(1.0, _IDLE_LOAD + _LOAD_PER_PROCESS * len(machine.processes()))


def temperature_of(machine: Machine) -> float:
    """Degrees Celsius: follows the load, and swings a little so that a curve has something to show."""
    return _IDLE_C + _WARMTH_C * load_of(machine) + 0.5 * math.sin(machine.uptime_s / 7)


def meminfo(machine: Machine) -> str:
    """`/proc/meminfo`, its first lines."""
    total = machine.family.memory_mb * 1024
    used = min(total, total // 5 + _KIB_PER_PROCESS * len(machine.processes()))
    free = total - used
    rows = {"MemTotal": total, "MemFree": free * 3 // 4, "MemAvailable": free, "SwapTotal": 0}
    return "".join(f"{name + ':':<15} {kib:>8} kB\n" for name, kib in rows.items())


def proc_stat(machine: Machine) -> str:
    """`/proc/stat`: ticks since the start, busy as `load_of` says."""
    total = max(1, int(machine.uptime_s * _TICKS_PER_S))
    busy = int(total * load_of(machine))
    cores = machine.family.cores
    row = "{name} {busy} 0 0 {idle} 0 0 0 0 0 0\n"
    text = row.format(name="cpu ", busy=busy * cores, idle=(total - busy) * cores)
    text += "".join(row.format(name=f"cpu{i}", busy=busy, idle=total - busy) for i in range(cores))
    return text + f"btime {int(machine.clock_s - machine.uptime_s)}\n"


def proc_uptime(machine: Machine) -> str:
    idle_s = machine.uptime_s * (1 - load_of(machine)) * machine.family.cores
    return f"{machine.uptime_s:.2f} {idle_s:.2f}\n"


def proc_loadavg(machine: Machine) -> str:
    load = load_of(machine) * machine.family.cores
    return f"{load:.2f} {load:.2f} {load:.2f} 1/{len(machine.processes()) + 90} {machine.new_pid()}\n"


def millidegrees(machine: Machine) -> str:
    return f"{round(temperature_of(machine) * 1000)}\n"


#: What every Linux has, for `Family.live_files`.
LINUX_FILES: Mapping[str, Callable[[Machine], str]] = {
    "/proc/meminfo": meminfo,
    "/proc/stat": proc_stat,
    "/proc/uptime": proc_uptime,
    "/proc/loadavg": proc_loadavg,
    "/proc/sys/kernel/random/boot_id": lambda machine: f"{machine.boot_id}\n",
}


def _hostname(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(machine.family.host_name + "\n")


def _whoami(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(machine.family.user + "\n")


def _id(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    user = machine.family.user
    number = 0 if user == "root" else 1000
    text = {"-u": str(number), "-un": user, "-nu": user, "-g": str(number)}.get("".join(args))
    return Answer.text((text or f"uid={number}({user}) gid={number}({user}) groups={number}({user})") + "\n")


def _uname(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    family = machine.family
    full = f"Linux {family.host_name} {family.kernel} #1 SMP {family.machine} {family.machine} GNU/Linux"
    parts = {"": "Linux", "-s": "Linux", "-m": family.machine, "-r": family.kernel, "-n": family.host_name}
    text = {**parts, "-a": full}.get(args[0] if args else "")
    return Answer.text(text + "\n") if text else Answer.text(err="uname: invalid option\n", exit_code=1)


def _nproc(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    return Answer.text(f"{machine.family.cores}\n")


def _date(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    now_s = machine.clock_s
    form = next((arg[1:] for arg in args if arg.startswith("+")), "%c")
    clock = time.gmtime(now_s) if "-u" in args else time.localtime(now_s)
    return Answer.text(time.strftime(form.replace("%s", str(int(now_s))), clock) + "\n")


def _uptime(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args == ["-s"]:
        start = time.localtime(machine.clock_s - machine.uptime_s)
        return Answer.text(time.strftime("%Y-%m-%d %H:%M:%S", start) + "\n")
    clock = time.strftime("%H:%M:%S", time.localtime(machine.clock_s))
    minutes = int(machine.uptime_s // 60)
    load = load_of(machine) * machine.family.cores
    loads = f"{load:.2f}, {load:.2f}, {load:.2f}"
    return Answer.text(f" {clock} up {minutes} min,  1 user,  load average: {loads}\n")


def _free(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    rows = {line.split(":")[0]: int(line.split()[1]) for line in meminfo(machine).splitlines()}
    divisor = 1024 if "-m" in args else 1
    total, available = rows["MemTotal"] // divisor, rows["MemAvailable"] // divisor
    head = "              total        used        free      shared  buff/cache   available\n"
    numbers = (total, total - available, rows["MemFree"] // divisor, 0, 0, available)
    return Answer.text(head + "Mem:    " + "".join(f"{number:>12}" for number in numbers) + "\n")


def _ip(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if not {"addr", "a", "address"} & set(operands(args)):
        return Answer.text(err="ip: only addr works on a virtual board\n", exit_code=1)
    return Answer.text(
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n    inet 127.0.0.1/8 scope host lo\n"
        f"2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP\n"
        f"    inet {machine.family.address}/24 brd {machine.family.address.rpartition('.')[0]}.255"
        " scope global eth0\n"
    )


def _ps(machine: Machine, _args: list[str], _stdin: bytes) -> Answer:
    rows = ["    PID TTY          TIME CMD\n"]
    rows += [f"{pid:>7} ?        00:00:00 {one.name}\n" for pid, one in machine.processes().items()]
    return Answer.text("".join(rows))


def _pidof(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    found = [str(pid) for pid, one in machine.processes().items() if one.name in operands(args)]
    return Answer.text(" ".join(found) + "\n" if found else "", exit_code=0 if found else 1)


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
    names = operands(args)
    if "-0" in args:
        found = all(name.isdigit() and int(name) in machine.processes() for name in names) and names
        return Answer(exit_code=0) if found else Answer.text(err="kill: no such process\n", exit_code=1)
    known = [machine.stop(int(name)) for name in names if name.isdigit()]
    if len(known) == len(names) and all(known) and known:
        return Answer()
    return Answer.text(err="kill: no such process\n", exit_code=1)


def _reboot(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args:
        return Answer.text(err="reboot: takes no arguments on a virtual board\n", exit_code=1)
    machine.reboot()
    return Answer()


def _systemctl(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    if args == ["reboot"]:
        return _reboot(machine, [], b"")
    return Answer.text(err="systemctl: only reboot works on a virtual board\n", exit_code=1)


def _control(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`trackbench-virtual load IDENTITY | fault NAME | mend NAME | faults`: only virtual boards have it."""
    return control(machine, args)


def control(machine: Machine, args: list[str]) -> Answer:
    """The remote control, by command or over the standard input of the board's process."""
    match args:
        case ["load", identity] if identity in machine.family.bitstreams.values():
            machine.stop_all()  # as a reload of the logic would
            machine.bitstream = identity
            return Answer()
        case ["faults"]:
            return Answer.text("".join(f"{fault}\n" for fault in sorted(machine.faults.active())))
        case ["fault" | "mend" as verb, name]:
            return _set_fault(machine, name, is_on=verb == "fault")
        case _:
            return Answer.text(err="trackbench-virtual: not understood\n", exit_code=2)


def _set_fault(machine: Machine, name: str, *, is_on: bool) -> Answer:
    try:
        fault = fault_named(name)
    except ValueError:
        return Answer.text(err=f"trackbench-virtual: no fault '{name}'\n", exit_code=2)
    if not machine.family.can_have(fault):
        reason = f"trackbench-virtual: {machine.family.name} boards have nothing that {fault} could hit\n"
        return Answer.text(err=reason, exit_code=2)
    machine.faults.set(fault, on=is_on)
    return Answer()


SYSTEM_COMMANDS: Mapping[str, Command] = {
    "date": _date,
    "free": _free,
    "hostname": _hostname,
    "id": _id,
    "ip": _ip,
    "kill": _kill,
    "nproc": _nproc,
    "pidof": _pidof,
    "ps": _ps,
    "reboot": _reboot,
    "ss": _ss,
    "systemctl": _systemctl,
    "trackbench-virtual": _control,
    "uname": _uname,
    "uptime": _uptime,
    "whoami": _whoami,
}
