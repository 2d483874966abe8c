"""Icraft boards (JFMQL100TAI).

Facts and how sure they are: `docs/boards/icraft.md`. "Unverified" marks what its
authors inferred or could not check on hardware; all of it can be replaced in the profile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from engines.boards.profile import BitstreamFacts, Capability, DeviceNode, Profile, ServiceProfile, SocketMode

# Heading in English or Chinese, then " * v3.33.1"; the v may be missing.
_ACTIVE_VERSION = re.compile(r"^\s*\*\s*v?(\d+(?:\.\d+)+)\s*$", re.MULTILINE)
# Debian's own columns; that the vendor's packages show up as usual lines is unverified.
_PACKAGE_LINE = re.compile(r"^ii\s+(\S+?)(?::\w+)?\s+(\S+)", re.MULTILINE)
_VERSION_SCRIPT = (
    "import json\n"
    "from icraft.xrt import *\n"
    "device = Device.Open('axi://ql100aiu?npu=0x40000000&dma=0x80000000')\n"
    "print(json.dumps(dict(device.version())))\n"
    "Device.Close(device)\n"
)
#: Unverified: that vendors' "v1"/"v2" mean this split, and ImageMake in the older one.
_V1 = BitstreamFacts("v1", frozenset({"ImageMake"}), has_mmu=False)
_V2 = BitstreamFacts(
    "v2",
    frozenset({"ImageMake", "DetPost", "Layernorm", "InstanceNorm2d", "Normalize", "Softmax"}),
    has_mmu=True,
)


def read_version(text: str) -> str | None:
    """The active version in the output of `icraft --version`, without its v."""
    match = _ACTIVE_VERSION.search(text)
    return match[1] if match else None


def read_packages(text: str) -> Mapping[str, str]:
    """Installed packages, names in lower case, from `dpkg -l`."""
    return {name.lower(): version for name, version in _PACKAGE_LINE.findall(text)}


def read_identity(text: str) -> str | None:
    """`Device.version()["device"]` from the last line; opening the device prints lines before it."""
    for line in reversed(text.splitlines()):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("device"), str):
            return str(value["device"])
    return None


ICRAFT = Profile(
    family="icraft",
    title="Icraft",
    users=("root",),  # every program of the runtime needs it
    addresses=("192.168.125.171",),
    sign_paths=("/usr/local/lib/python3.8/dist-packages/icraft", "/root/bits"),  # unverified
    architectures=frozenset({"aarch64"}),
    version_argv=("icraft", "--version"),
    read_version=read_version,
    packages_argv=("dpkg", "-l"),
    read_packages=read_packages,
    wanted_packages=("icraft", "customop"),
    versions_agree=True,
    # Seen on one 100TAI board; that others have it too is unverified.
    device_nodes=(DeviceNode("/dev/udmabuf0", "memory that the accelerator shares"),),
    service=ServiceProfile(
        name="icraft-serve",
        argv=("icraft-serve",),
        port=9981,
        ready_marker="wait for new connection",
    ),
    socket_mode=SocketMode(
        url="socket://ql100aiu@{host}:{port}?npu=0x40000000&dma=0x80000000",  # 30TAI: zg330aiu
        python=(3, 8),
        module="icraft.xrt",
        wheel="icraft-VERSION-cp38-none-manylinux2014_x86_64.whl",
    ),
    bitstream_folder="/root/bits",  # unverified on 100TAI images
    boot_file="/root/bits/BOOT.bin",  # of 30TAI's tutorial; unverified on 100TAI images
    identity_argv=("python3", "-c", _VERSION_SCRIPT),
    read_identity=read_identity,
    identity_while_serving=False,  # unverified: the board is probably exclusive
    known_bitstreams={"24030104": _V1, "25060601": _V2},
    model_folder="/root/models",  # our choice
    agent_folder="/root/.trackbench",  # our choice
    model_endings=("_BY.json", "_ZG.json", ".json"),
    backends=("icraft",),
    capabilities=(
        Capability(
            "layer_times", "Times of layers", True, "Per operator: total, copies, hardware and the rest."
        ),
        Capability(
            "accelerator_time",
            "Time of the accelerator",
            True,
            "The sum of the hardware times of all hard operators, as the vendor quotes it.",
        ),
        Capability("copy_time", "Time of copies", True, "Per operator."),
        Capability("bitstream", "Running bitstream", True, "Named by the opened device."),
        Capability("accelerator_load", "Load of the accelerator", None, "No command for it is documented."),
        Capability("temperature", "Temperature", None, "Only where the kernel has a thermal zone."),
    ),
)
