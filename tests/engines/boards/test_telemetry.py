"""Load and temperature: readers over the documented outputs, batches, and the virtual boards."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.boards.board import Board
from engines.boards.errors import CommandTimedOut, LinkBroken
from engines.boards.families import PROFILES
from engines.boards.link import CommandResult
from engines.boards.profile import LINUX_TELEMETRY, TelemetryCommand
from engines.boards.ssh_login import Access, open_ssh
from engines.boards.telemetry import TelemetryPoller, TelemetryReader, batch_argv
from engines.boards.telemetry_text import (
    Reading,
    read_bpu_ratio,
    read_meminfo,
    read_millidegrees,
    read_npu_smi,
    read_npu_usages,
    read_somstatus,
    read_stat,
)
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

MEMINFO = "MemTotal:        8048000 kB\nMemFree:          500000 kB\nMemAvailable:    6000000 kB\n"
STAT = "cpu  100 5 45 800 40 3 7 0 9 0\ncpu0 1 2 3 4 5 6 7 0 0 0\nintr 5 6\n"
SOM = """\
=====================1=====================
temperature-->
        DDR      : 59.5 (C)
        BPU      : 58.5 (C)
        CPU      : 58.5 (C)
cpu frequency-->
-e            min(M)    cur(M)  max(M)
-e      cpu0: 300       1200    1500
bpu status information---->
-e            min(M)    cur(M)  max(M)  ratio
-e      bpu0: 500       1000    1000    42
"""
SMI = """\
+-------------------------------+-----------------+------------------------------------------------------+
| NPU     Name                  | Health          | Power(W)     Temp(C)           Hugepages-Usage(page) |
| Chip    Device                | Bus-Id          | AICore(%)    Memory-Usage(MB)                        |
+===============================+=================+======================================================+
| 0       310                   | OK              | 12.8         61                0     / 969           |
| 0       0                     | 0000:01:00.0    | 3            577  / 7759                             |
+===============================+=================+======================================================+
"""
TITLED = "+--------+\n| npu-smi 22.0.2        Version: 22.0.2 |\n" + SMI
USAGES = """\
	NPU ID                         : 0
	Chip Count                     : 1
	{kind} Capacity(MB)            : 8192
	{kind} Usage Rate(%)           : 25
	Aicore Usage Rate(%)           : 77
	Chip ID                        : 0
"""


@pytest.mark.parametrize(
    ("read", "text", "reading"),
    [
        (read_meminfo, MEMINFO, Reading(memory_used_mb=2000.0, memory_total_mb=8048000 / 1024)),
        (read_meminfo, MEMINFO.partition("MemA")[0], Reading(None, 7548000 / 1024, 8048000 / 1024)),
        (read_meminfo, "MemTotal: 5 kB\nMemAvailable: 9 kB\n", Reading()),
        (read_stat, STAT, Reading(cpu_ticks=(160, 1000))),
        (read_stat, "cpu 1 2\n", Reading()),
        (read_millidegrees, "45000\n51250\n-273000\n", Reading(temperature_c=51.25)),
        (read_millidegrees, "cat: x: Invalid argument\n", Reading()),
        (read_bpu_ratio, "42\n", Reading(accelerator_percent=42.0)),
        (read_bpu_ratio, "0\n", Reading(accelerator_percent=0.0)),
        (read_bpu_ratio, "400\n", Reading()),
        (read_somstatus, SOM, Reading(temperature_c=59.5, accelerator_percent=42.0)),
        (read_somstatus, SOM.replace("-e", ""), Reading(temperature_c=59.5, accelerator_percent=42.0)),
        (
            read_somstatus,
            SOM + SOM.replace("59.5", "70.0").replace("42", "99"),
            Reading(70.0, None, None, None, 99.0),
        ),
        (read_somstatus, "sudo: a password is required\n", Reading()),
        (read_npu_smi, SMI, Reading(61.0, 577.0, 7759.0, None, 3.0)),
        (read_npu_smi, TITLED, Reading(61.0, 577.0, 7759.0, None, 3.0)),
        (read_npu_smi, SMI.replace("12.8 ", "NA   "), Reading(61.0, 577.0, 7759.0, None, 3.0)),
        (read_npu_smi, "dcmi module initialize failed. ret is -8005\n", Reading()),
        (read_npu_usages, USAGES.format(kind="Memory"), Reading(None, 2048.0, 8192.0, None, 77.0)),
        (read_npu_usages, USAGES.format(kind="DDR"), Reading(None, 2048.0, 8192.0, None, 77.0)),
        (read_npu_usages, "\tAicore Usage Rate(%) : NA\n", Reading()),
    ],
)
def test_what_tools_print(read, text, reading):
    assert read(text) == reading


@given(st.text(max_size=300) | st.text("0123456789 |:/\n.-()%ABCcpu", max_size=300))
def test_no_text_breaks_a_reader(text):
    for profile in PROFILES.values():
        for command in profile.telemetry:
            reading = command.read(text)
            assert reading.temperature_c is None or -50 < reading.temperature_c < 200
            assert reading.accelerator_percent is None or 0 <= reading.accelerator_percent <= 100


class Answering:
    """A link that answers commands from a table and counts them."""

    def __init__(self, answers):
        self.answers, self.asked, self.is_alive = answers, [], True

    def run(self, argv, *, timeout_s=15.0, stdin=b""):
        self.asked.append(tuple(argv))
        text = self.answers.get(argv[-1], "")
        return CommandResult(0 if text else 1, text, "")


def test_a_fallback_is_asked_only_where_something_stays_open():
    complete = TelemetryCommand(("tell", "all"), lambda _t: Reading(50.0, 1.0, 2.0, (1, 10), 5.0))
    partial = TelemetryCommand(("tell", "some"), lambda _t: Reading(None, 1.0, 2.0, (1, 10), 5.0))
    fallback = TelemetryCommand(("tell", "more"), lambda _t: Reading(44.0, 9.0), is_fallback=True)
    profile = PROFILES["icraft"]
    for first, asked, heat in ((complete, 1, 50.0), (partial, 2, 44.0)):
        board = Answering({})
        reader = TelemetryReader(replace(profile, telemetry=(first, fallback)), is_virtual=True)
        assert reader.read(board).temperature_c == heat
        assert reader.read(board).memory_used_mb == 1.0, "the earlier command wins"
        assert len(board.asked) == 2 * asked


def test_cpu_load_is_of_the_time_between_two_looks():
    board = Answering({"/proc/stat": "cpu 100 0 0 900 0 0 0 0\n"})
    reader = TelemetryReader(PROFILES["icraft"], is_virtual=True)
    assert reader.read(board).cpu_percent is None
    board.answers["/proc/stat"] = "cpu 130 0 0 970 0 0 0 0\n"
    assert reader.read(board).cpu_percent == pytest.approx(30.0)
    board.answers["/proc/stat"] = "cpu 1 0 0 9 0 0 0 0\n"
    assert reader.read(board).cpu_percent is None, "it has rebooted"


def test_a_real_shell_takes_all_in_one_command():
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        link = open_ssh(rig.address, rig.access)
        try:
            commands = [
                TelemetryCommand(("false",), read_stat),
                *LINUX_TELEMETRY[:2],
                TelemetryCommand(("cat",), read_stat),  # would wait for input
                TelemetryCommand(("echo", "it's; 5"), read_stat),
            ]
            parts = link.run(batch_argv(commands), timeout_s=5).stdout.split("--trackbench-telemetry--\n")
            assert (parts[0], parts[3], parts[4]) == ("", "", "it's; 5\n")
            assert read_stat(parts[2]).cpu_ticks is not None
            reader = TelemetryReader(PROFILES["icraft"])
            first = reader.read(link)
            assert first.memory_total_mb > first.memory_used_mb > 0
        finally:
            link.close()


@pytest.mark.parametrize("family", sorted(PROFILES))
def test_virtual_boards_tell(family):
    with short_temporary_folder() as state, VirtualBoardProcess(state, family=family) as process:
        board = Board.connect(process.address, Access(process.known_hosts, use_ssh_agent=False))
        try:
            first, told = board.read_telemetry(), board.read_telemetry()
        finally:
            board.close()
        with pytest.raises(LinkBroken):
            board.read_telemetry()
    assert first.cpu_percent is None and first.time_s <= told.time_s
    assert 20 < told.temperature_c < 90
    assert 0 < told.memory_used_mb < told.memory_total_mb
    assert (told.accelerator_percent is None) == (family == "icraft")


def test_the_poller_leaves_out_what_fails_and_ends():
    board, seen, came = Answering({"/proc/meminfo": MEMINFO}), [], threading.Event()
    failures = iter([True, False])
    run = board.run

    def sometimes(argv, **options):
        if next(failures, False):
            raise CommandTimedOut(command="x", host="y", waited_s=1)
        return run(argv, **options)

    board.run = sometimes
    reader = TelemetryReader(PROFILES["icraft"], is_virtual=True)
    poller = TelemetryPoller(
        lambda: reader.read(board), lambda t: (seen.append(t), came.set()), interval_s=0.01
    )
    assert came.wait(5)
    poller.close()
    count = len(seen)
    assert seen[0].memory_used_mb == 2000.0
    time.sleep(0.05)
    assert len(seen) == count
