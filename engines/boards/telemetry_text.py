"""Readers of what Linux and the vendors' tools say about load and temperature.

Each takes the whole output of one command and gives a `Reading`; what cannot be read stays out of
it, because a column or a file that a newer version leaves away must not stop the others.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_MB_KIB = 1024.0
_MEMINFO = re.compile(r"^(MemTotal|MemAvailable|MemFree):\s+(\d+)\s*kB\s*$", re.MULTILINE)
_CPU = re.compile(r"^cpu\s+(\d+(?:\s+\d+)+)\s*$", re.MULTILINE)
_MILLIDEGREES = re.compile(r"^(-?\d{1,6})$", re.MULTILINE)
_PERCENT = re.compile(r"^(\d{1,3})\s*$", re.MULTILINE)
_SOM_DEGREES = re.compile(r"^\s*(DDR|BPU|CPU)\s*:\s*(-?\d+(?:\.\d+)?)\s*\(C\)", re.MULTILINE)
_SOM_RATIO = re.compile(r"^(?:-e)?\s*bpu\d+\s*:\s*(?:\d+\s+){3}(\d+)\s*$", re.MULTILINE)
_NPU_CARD = re.compile(r"^(?:NA|-|\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+")
_NPU_CHIP = re.compile(r"^(\d+(?:\.\d+)?)\s+(\d+)\s*/\s*(\d+)")
_USAGE_ROW = re.compile(r"^\s*([A-Za-z].*?)\s*:\s*(-?\d+(?:\.\d+)?)\s*$", re.MULTILINE)
_BUS_ID = re.compile(r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.\d|NA")
#: Sensors that are not connected report absurd values.
_COLDEST_C, _HOTTEST_C = -50.0, 200.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one command told; None where it did not.

    Attributes:
        temperature_c: the hottest of the sensors it names, degrees Celsius.
        memory_used_mb, memory_total_mb: MiB.
        cpu_ticks: (busy, all) since the start; two of them give a percentage.
        accelerator_percent: 0 to 100.
    """

    temperature_c: float | None = None
    memory_used_mb: float | None = None
    memory_total_mb: float | None = None
    cpu_ticks: tuple[int, int] | None = None
    accelerator_percent: float | None = None


def read_meminfo(text: str) -> Reading:
    """`/proc/meminfo`. Used is what is not available to new programs."""
    kib = {name: int(number) for name, number in _MEMINFO.findall(text)}
    total, free = kib.get("MemTotal"), kib.get("MemAvailable", kib.get("MemFree"))
    if total is None or free is None or not 0 <= free <= total:
        return Reading()
    return Reading(memory_used_mb=(total - free) / _MB_KIB, memory_total_mb=total / _MB_KIB)


def read_stat(text: str) -> Reading:
    """The `cpu` line of `/proc/stat`: idle and iowait are its 4th and 5th numbers (proc(5)).

    Guest times (9th and 10th) are part of user times already.
    """
    match = _CPU.search(text)
    ticks = [int(number) for number in match[1].split()][:8] if match else []
    if len(ticks) < 4:
        return Reading()
    return Reading(cpu_ticks=(sum(ticks) - sum(ticks[3:5]), sum(ticks)))


def read_millidegrees(text: str) -> Reading:
    """Files `temp` of thermal zones or hwmon, one number per line: the hottest counts."""
    degrees = [int(number) / 1000 for number in _MILLIDEGREES.findall(text)]
    return Reading(temperature_c=_hottest(degrees))


def read_bpu_ratio(text: str) -> Reading:
    """`/sys/devices/system/bpu/.../ratio`: a bare integer percent, one line per file."""
    percents = [int(number) for number in _PERCENT.findall(text) if int(number) <= 100]
    return Reading(accelerator_percent=float(max(percents)) if percents else None)


def read_somstatus(text: str) -> Reading:
    """`hrut_somstatus`: temperatures of DDR, BPU, CPU; the last column of a bpu row is its load.

    Rows may begin with a stray `-e`. With several rounds, the last one counts.
    """
    last = text.rpartition("temperature-->")[2]
    ratios = [float(number) for number in _SOM_RATIO.findall(last)]
    degrees = [float(number) for _name, number in _SOM_DEGREES.findall(last)]
    is_sane = ratios and max(ratios) <= 100
    return Reading(temperature_c=_hottest(degrees), accelerator_percent=max(ratios) if is_sane else None)


def read_npu_smi(text: str) -> Reading:
    """The box of `npu-smi info`, first chip: temperature, AICore load, memory.

    Read by separators, because the box is as wide as the version likes it. A chip row is the one
    whose second cell is a bus address; the row before it is the card's.
    """
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    rows = [row for row in rows if len(row) >= 3]
    for card, chip in itertools.pairwise(rows):
        if _BUS_ID.fullmatch(chip[1]) is None or not chip[0][:1].isdigit():
            continue
        heat, load = _NPU_CARD.match(card[2] + " "), _NPU_CHIP.match(chip[2])
        degrees = [float(heat[1])] if heat else []
        if load is None:
            return Reading(temperature_c=_hottest(degrees))
        used, total, percent = float(load[2]), float(load[3]), float(load[1])
        return Reading(
            temperature_c=_hottest(degrees),
            memory_used_mb=used if total > 0 and used <= total else None,
            memory_total_mb=total if total > 0 and used <= total else None,
            accelerator_percent=percent if percent <= 100 else None,
        )
    return Reading()


def read_npu_usages(text: str) -> Reading:
    """`npu-smi info -t usages -i 0 -c 0`; the 310 says "Memory", the 310P "DDR"."""
    rows = {name: float(number) for name, number in _USAGE_ROW.findall(text)}
    total = rows.get("Memory Capacity(MB)", rows.get("DDR Capacity(MB)"))
    rate = rows.get("Memory Usage Rate(%)", rows.get("DDR Usage Rate(%)"))
    load = rows.get("Aicore Usage Rate(%)")
    return Reading(
        memory_used_mb=total * rate / 100 if total and rate is not None and 0 <= rate <= 100 else None,
        memory_total_mb=total if total and rate is not None and 0 <= rate <= 100 else None,
        accelerator_percent=load if load is not None and 0 <= load <= 100 else None,
    )


def _hottest(degrees: list[float]) -> float | None:
    likely = [value for value in degrees if _COLDEST_C < value < _HOTTEST_C]
    return max(likely) if likely else None
