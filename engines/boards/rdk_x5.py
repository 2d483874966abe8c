"""RDK X5 boards (BPU Bayes-e).

Facts and how sure they are: `docs/boards/rdk-x5.md`. "Unverified" marks what its authors
inferred or could not check on hardware; all of it can be replaced in the profile.
"""

from __future__ import annotations

import re

from engines.boards.icraft import read_packages
from engines.boards.profile import LINUX_TELEMETRY, Capability, DeviceNode, Profile, TelemetryCommand
from engines.boards.telemetry_text import read_bpu_ratio, read_millidegrees, read_somstatus

_NUMBERS = re.compile(r"(?<![\d.])v?(\d+(?:\.\d+)+)")
#: DDR, BPU, CPU; the BPU's file cannot be read while it rests.
_HWMON = "/sys/class/hwmon/hwmon0"
_SUBGRAPH = "A subgraph on the BPU is one entry: only the whole time and the CPU's nodes are measured."


def read_version(text: str) -> str | None:
    """The version of RDK OS in `/etc/version`; that nothing with dots stands before it is unverified."""
    match = _NUMBERS.search(text)
    return match[1] if match else None


RDK_X5 = Profile(
    family="rdk_x5",
    title="RDK X5",
    users=("root", "sunrise"),
    addresses=("192.168.127.10", "192.168.128.10"),  # Ethernet, USB
    architectures=frozenset({"aarch64"}),
    sign_paths=("/usr/hobot", "/opt/hobot", "/sys/devices/system/bpu"),
    version_argv=("cat", "/etc/version"),
    read_version=read_version,
    packages_argv=("dpkg", "-l"),
    read_packages=read_packages,
    wanted_packages=("hobot-spdev",),  # has hbm_runtime; its own version is not the system's
    device_nodes=(DeviceNode("/sys/devices/system/bpu", "the BPU"),),  # unverified on X5
    model_folder="/root/models",  # our choice; the vendor's own are in /opt/hobot/model/x5/basic
    agent_folder="/root/.trackbench",  # our choice
    model_endings=(".bin",),
    backends=("rdk_x5",),
    telemetry=(
        *LINUX_TELEMETRY[:2],
        TelemetryCommand(("cat", *(f"{_HWMON}/temp{n}_input" for n in (1, 2, 3))), read_millidegrees),
        TelemetryCommand(("cat", "/sys/devices/system/bpu/ratio"), read_bpu_ratio),  # unverified on X5
        TelemetryCommand(("hrut_somstatus", "-n", "1"), read_somstatus, is_fallback=True),
    ),
    capabilities=(
        Capability("layer_times", "Times of layers", False, _SUBGRAPH),
        Capability("accelerator_time", "Time of the accelerator", None, "Only by the runtime's profiler."),
        Capability("copy_time", "Time of copies", False, "The runtime does not tell."),
        Capability("bitstream", "Running bitstream", False, "This family has none."),
        Capability("accelerator_load", "Load of the accelerator", True, "Percent of the BPU."),
        Capability("temperature", "Temperature", True, "DDR and CPU; the BPU's only while it works."),
    ),
)
