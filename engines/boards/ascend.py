"""Ascend 310 and 310P boards (CANN 6.x), for example the Atlas 200 DK.

Facts and how sure they are: `docs/boards/ascend.md`. "Unverified" marks what its authors
inferred or could not check on hardware; all of it can be replaced in the profile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engines.boards.profile import LINUX_TELEMETRY, Capability, DeviceNode, Profile, TelemetryCommand
from engines.boards.telemetry_text import read_npu_smi, read_npu_usages

_VERSION = re.compile(r"^\s*(?:[Vv]ersion|package_version)\s*=\s*\[?v?(\d+(?:\.\w+)+)", re.MULTILINE)
_FROZEN = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)\s*$", re.MULTILINE)
#: Unverified: the reference names neither the file nor its keys.
_VERSION_FILE = "/usr/local/Ascend/driver/version.info"


def read_version(text: str) -> str | None:
    """The driver's version from `Version=22.0.2`."""
    match = _VERSION.search(text)
    return match[1] if match else None


def read_packages(text: str) -> Mapping[str, str]:
    """Python packages from `pip list --format=freeze`, names in lower case with underscores."""
    return {name.lower().replace("-", "_"): version for name, version in _FROZEN.findall(text)}


ASCEND = Profile(
    family="ascend",
    title="Ascend",
    users=("root", "HwHiAiUser"),
    addresses=("192.168.0.2", "192.168.1.2"),  # Atlas 200 DK: Ethernet, USB
    architectures=frozenset({"aarch64", "x86_64"}),
    sign_paths=("/usr/local/Ascend", "/home/HwHiAiUser/Ascend"),
    version_argv=("cat", _VERSION_FILE),
    read_version=read_version,
    needs_version=False,
    packages_argv=("python3", "-m", "pip", "list", "--format=freeze"),
    read_packages=read_packages,
    wanted_packages=("ais_bench", "aclruntime"),
    device_nodes=(
        DeviceNode("/dev/davinci0", "the first NPU"),  # unverified
        DeviceNode("/dev/davinci_manager", "the NPU's driver"),  # unverified
    ),
    model_folder="/root/models",  # our choice
    agent_folder="/root/.trackbench",  # our choice
    model_endings=(".om",),
    settings_script="/usr/local/Ascend/ascend-toolkit/set_env.sh",
    backends=("ascend",),
    telemetry=(
        # That npu-smi runs on an Atlas 200 DK of its own (RC mode) is unverified.
        TelemetryCommand(("npu-smi", "info"), read_npu_smi),
        *LINUX_TELEMETRY[:2],
        TelemetryCommand(
            ("npu-smi", "info", "-t", "usages", "-i", "0", "-c", "0"), read_npu_usages, is_fallback=True
        ),
        LINUX_TELEMETRY[2],
    ),
    capabilities=(
        Capability(
            "layer_times", "Times of layers", False, "Only offline: msprof writes them to op_summary files."
        ),
        Capability(
            "accelerator_time",
            "Time of the accelerator",
            True,
            "Wall time round the synchronous execution, without copies.",
        ),
        Capability("copy_time", "Time of copies", None, "Only some versions of ais_bench tell."),
        Capability("bitstream", "Running bitstream", False, "This family has none."),
        Capability("accelerator_load", "Load of the accelerator", True, "AICore load of npu-smi."),
        Capability("temperature", "Temperature", True, "Of npu-smi."),
    ),
)
