"""The virtual Ascend 310 (as on an Atlas 200 DK): the vendor's commands and files.

Formats: `docs/boards/ascend.md`. Unverified: that npu-smi answers on a developer kit at all, the head line of
its box, the version files' place and form, the kernel's number. Every sensor's value is made up.
"""

from __future__ import annotations

from engines.virtual.family import Answer, Family, home_of
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine
from engines.virtual.packages import Package, dpkg, dpkg_query
from engines.virtual.python_command import pip_command, python_command
from engines.virtual.system import LINUX_FILES, load_of, millidegrees, temperature_of

DRIVER, OLD_DRIVER, CANN = "22.0.2", "21.0.2", "6.0.0"
USER = "HwHiAiUser"
_TOTAL_MB, _IDLE_MB, _PER_PROCESS_MB = 7759, 577, 180
_HUGE_PAGES = 969
_ROW_WIDTHS = (31, 17, 54)


def driver_version(machine: Machine) -> str:
    """With the fault, the driver is older than the toolkit wants."""
    return OLD_DRIVER if Fault.VERSION_MISMATCH in machine.faults else DRIVER


def _load_percent(machine: Machine) -> int:
    return round(100 * load_of(machine)) if machine.processes() else 0


def _used_mb(machine: Machine) -> int:
    return _IDLE_MB + _PER_PROCESS_MB * len(machine.processes())


def _npu_smi(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    match args:
        case ["info"]:
            return Answer.text(_box(machine))
        case ["info", "-l"]:
            return Answer.text(_table({"Total Count": "1", "NPU ID": "0", "Chip Count": "1"}))
        case ["info", "-t", "usages", "-i", "0", *chip] if chip in ([], ["-c", "0"]):
            return Answer.text(_table(_usages(machine)))
        case ["info", "-t", "common", "-i", "0", *chip] if chip in ([], ["-c", "0"]):
            return Answer.text(_table(_common(machine)))
        case ["-v" | "--version"]:
            return Answer.text(f"npu-smi version: {driver_version(machine)}\n")
        case _:
            return Answer.text(err="npu-smi: not known to a virtual board\n", exit_code=1)


def _box(machine: Machine) -> str:
    heat, used = round(temperature_of(machine)), _used_mb(machine)
    line = "+" + "+".join("-" * width for width in _ROW_WIDTHS) + "+\n"
    double = line.replace("-", "=")
    whole = sum(_ROW_WIDTHS) + 2
    version = driver_version(machine)
    head = f"| npu-smi {version:<40} Version: {version}"
    rows = [
        _row("NPU     Name", "Health", "Power(W)     Temp(C)           Hugepages-Usage(page)"),
        _row("Chip    Device", "Bus-Id", "AICore(%)    Memory-Usage(MB)"),
    ]
    values = [
        _row("0       310", "OK", f"{'NA':<12} {heat:<17} 0     / {_HUGE_PAGES}"),
        _row("0       0", "0000:01:00.0", f"{_load_percent(machine):<12} {used:<4} / {_TOTAL_MB}"),
    ]
    return (
        f"+{'-' * whole}+\n{head:<{whole + 1}}|\n" + line + "".join(rows) + double + "".join(values) + double
    )


def _row(*cells: str) -> str:
    padded = (f" {cell:<{width - 1}}" for cell, width in zip(cells, _ROW_WIDTHS, strict=True))
    return "|" + "|".join(padded) + "|\n"


def _usages(machine: Machine) -> dict[str, str]:
    return {
        "NPU ID": "0",
        "Chip Count": "1",
        "Memory Capacity(MB)": str(_TOTAL_MB),
        "Memory Usage Rate(%)": str(round(100 * _used_mb(machine) / _TOTAL_MB)),
        "Hugepages Total(page)": str(_HUGE_PAGES),
        "Hugepages Usage Rate(%)": "0",
        "Aicore Usage Rate(%)": str(_load_percent(machine)),
        "Aicpu Usage Rate(%)": "0",
        "Ctrlcpu Usage Rate(%)": str(round(100 * load_of(machine))),
        "Memory Bandwidth Usage Rate(%)": str(_load_percent(machine) // 3),
        "Chip ID": "0",
    }


def _common(machine: Machine) -> dict[str, str]:
    rows = _usages(machine)
    chip = rows.pop("Chip ID")
    return {
        **rows,
        "Aicore Freq(MHZ)": "680",
        "Aicore curFreq(MHZ)": "680",
        "Temperature(C)": str(round(temperature_of(machine))),
        "NPU Real-time Power(W)": "NA",
        "Chip ID": chip,
    }


def _table(rows: dict[str, str]) -> str:
    return "".join(f"\t{name:<30} : {value}\n" for name, value in rows.items())


def _packages(_machine: Machine) -> tuple[Package, ...]:
    return (
        Package("openssh-server", "1:7.6p1-4", "secure shell (SSH) server"),
        Package("python3", "3.7.5-2", "interactive high-level language"),
    )


def _pip(_machine: Machine) -> dict[str, str]:
    return {"ais-bench": "0.0.2", "aclruntime": "0.0.2", "numpy": "1.21.6"}


def _driver_file(machine: Machine) -> str:
    return f"Version={driver_version(machine)}\n"


ASCEND = Family(
    name="ascend",
    host_name="virtual-ascend",
    machine="aarch64",
    kernel="4.19.90",
    python_version="3.7.5",
    users=("root", USER),
    files={
        "/etc/hostname": b"virtual-ascend\n",
        "/etc/os-release": b'NAME="Ubuntu"\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.6 LTS (virtual)"\n',
        "/etc/trackbench-virtual": b"family=ascend\n",
        f"{home_of(USER)}/models/": b"",
        f"{home_of(USER)}/Ascend/acllib/lib64/": b"",
        "/root/models/": b"",
        "/usr/local/Ascend/ascend-toolkit/set_env.sh": b"export ASCEND_TOOLKIT_HOME=/usr/local/Ascend\n",
        "/usr/local/Ascend/ascend-toolkit/latest/version.cfg": f"version={CANN}\n".encode(),
        "/usr/local/Ascend/ascend-toolkit/latest/arm64-linux/ascend_toolkit_install.info": (
            f"package_name=Ascend-cann-toolkit\nversion={CANN}\narch=aarch64\n".encode()
        ),
        "/dev/davinci0": b"",
        "/dev/davinci_manager": b"",
        "/dev/hisi_hdc": b"",
    },
    live_files={
        **LINUX_FILES,
        "/sys/class/thermal/thermal_zone0/temp": millidegrees,
        "/usr/local/Ascend/driver/version.info": _driver_file,
        "/usr/local/Ascend/version.info": _driver_file,
    },
    commands={
        "npu-smi": _npu_smi,
        "dpkg": dpkg(_packages),
        "dpkg-query": dpkg_query(_packages),
        "python3": python_command(_pip),
        "pip3": pip_command(_pip),
    },
    programs={},
    model_folders=("/root/models", f"{home_of(USER)}/models"),
    address="192.168.0.2",
    memory_mb=8192,
    cores=8,
    vendor_modules=frozenset({"ais_bench", "aclruntime", "acl"}),
)
