"""Each family's commands print what the vendor's print, and the workbench's own readers understand it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.boards.families import PROFILES
from engines.boards.telemetry import batch_argv
from engines.virtual.ascend import ASCEND
from engines.virtual.commands import COMMANDS
from engines.virtual.compiled import compile_for
from engines.virtual.family import Family
from engines.virtual.faults import Fault, Faults
from engines.virtual.icraft import ICRAFT
from engines.virtual.machine import Machine, Running
from engines.virtual.main import FAMILIES
from engines.virtual.rdk_x5 import RDK_X5
from engines.virtual.sandbox import Sandbox
from tests.engines.virtual.shells import sh


@pytest.fixture(params=sorted(FAMILIES))
def machine(request, tmp_path: Path) -> Machine:
    return made(FAMILIES[request.param], tmp_path)


def made(family: Family, folder: Path, *faults: Fault) -> Machine:
    return Machine(family, Sandbox(folder / "files", family.home), Faults(frozenset(faults)))


def test_the_profile_understands_it(machine):
    """Version, packages, device nodes, telemetry: each reader gets an answer, not only no error."""
    profile = PROFILES[machine.family.name]
    assert sh(machine, "uname -m")[1].strip() in profile.architectures
    assert profile.read_version(out(machine, *profile.version_argv)) is not None
    packages = profile.read_packages(out(machine, *profile.packages_argv))
    assert set(profile.wanted_packages) <= set(packages)
    for node in profile.device_nodes:
        assert sh(machine, f"ls -d -- {node.path}")[0] == 0, node.path
    assert any(sh(machine, f"ls -d -- {path}")[0] == 0 for path in profile.sign_paths)
    assert machine.family.user in profile.users
    assert machine.family.address in profile.addresses
    assert profile.model_folder in machine.family.model_folders


def test_the_sensors_are_read(machine):
    profile = PROFILES[machine.family.name]
    readings = [command.read(out(machine, *command.argv)) for command in profile.telemetry]
    heat = [one.temperature_c for one in readings if one.temperature_c is not None]
    assert heat
    assert all(30 < degrees < 70 for degrees in heat)
    assert any(one.memory_total_mb == machine.family.memory_mb for one in readings)
    assert any(one.cpu_ticks is not None for one in readings)
    loads = [one.accelerator_percent for one in readings if one.accelerator_percent is not None]
    assert bool(loads) == (machine.family.name != "icraft")


def test_work_shows_in_the_sensors(machine):
    """They are made up, but they must move as real ones would."""
    profile = PROFILES[machine.family.name]

    def heat_and_use() -> tuple[float, float]:
        readings = [command.read(out(machine, *command.argv)) for command in profile.telemetry]
        heat = max(one.temperature_c for one in readings if one.temperature_c is not None)
        return heat, next(one.memory_used_mb for one in readings if one.memory_used_mb is not None)

    heat, used = heat_and_use()
    machine.claim(7, Running("python3", lambda: None))
    warmer, more = heat_and_use()
    assert warmer > heat
    assert more > used


def test_packages_in_every_format(machine):
    rows = json.loads(sh(machine, "python3 -m pip list --format=json")[1])
    frozen = sh(machine, "pip3 list --format freeze")[1].splitlines()
    assert [f"{row['name']}=={row['version']}" for row in rows] == frozen
    assert "numpy" in sh(machine, "python3 -m pip list")[1]
    assert sh(machine, "pip3 show numpy")[1].startswith("Name: numpy\nVersion: ")
    assert sh(machine, "pip3 show none")[0] == 1
    first = sh(machine, "dpkg -l openssh-server")[1].splitlines()[-1].split()
    assert first[:2] == ["ii", "openssh-server"]
    form = "-f '${Package} ${Version}\\n'"
    assert sh(machine, f"dpkg-query -W {form} openssh-server")[1] == f"openssh-server {first[2]}\n"
    assert sh(machine, "dpkg -l none")[0] == sh(machine, "dpkg-query -W none")[0] == 1


def test_who_and_what_it_is(machine):
    family = machine.family
    assert sh(machine, "id -u")[1] == "0\n"
    assert sh(machine, "whoami")[1] == "root\n"
    assert sh(machine, "nproc")[1] == f"{family.cores}\n"
    assert sh(machine, "python3 --version")[1] == f"Python {family.python_version}\n"
    assert f"inet {family.address}/24" in sh(machine, "ip -4 addr")[1]
    assert f"family={family.name}\n" == sh(machine, "cat /etc/trackbench-virtual")[1]
    assert "virtual" in sh(machine, "uname -n")[1]
    assert sh(machine, "sudo -n uname -m")[1] == sh(machine, "env A=b uname -m")[1] == "aarch64\n"


def test_every_command_survives_nonsense(machine):
    for name in {**COMMANDS, **machine.family.commands}:
        for args in ("", "--help x", "-- --", "'' ''", "/none /none /none", "-n -c -s", "9" * 20):
            assert isinstance(sh(machine, f"{name} {args}")[0], int)


def test_files_of_every_kind(machine):
    machine.sandbox.write("/root/models/x", b"0123456789")
    assert sh(machine, "head -c 3 /root/models/x")[1] == "012"
    assert sh(machine, "cat /root/models/x | head -c4")[1] == "0123"
    assert sh(machine, "stat -c '%s %n %F' /root/models/x")[1] == "10 /root/models/x regular file\n"
    assert sh(machine, "cp -- /root/models/x /root/models/y")[0] == 0
    assert sh(machine, "truncate -s 4 -- /root/models/y")[0] == 0
    assert sh(machine, "cat /root/models/y")[1] == "0123"
    sums = [
        sh(machine, line)[1][:64] for line in ("sha256sum /root/models/y", "cat /root/models/y | sha256sum")
    ]
    assert sums[0] == sums[1]
    codes = [sh(machine, f"test {kind} /root/models/x")[0] for kind in ("-e", "-f", "-s", "-d", "-c")]
    assert codes == [0, 0, 0, 1, 1]
    machine.faults.set(Fault.FULL_DISK, on=True)
    assert "No space left" in sh(machine, "cp /root/models/x /root/models/z")[2]


def test_a_device_node_is_one(tmp_path):
    machine = made(ICRAFT, tmp_path)
    assert sh(machine, "test -c /dev/udmabuf0")[0] == 0
    assert sh(machine, "stat -c %F /dev/udmabuf0")[1] == "character special file\n"


@pytest.mark.parametrize(
    ("script", "is_run"),
    [
        ("import icraft.xrt; print('here')", True),
        ("import os, icraft.xrt; print('here')", False),
        ("import json; print('here')", False),
        ("from icraft.xrt import *; print(open('/etc/hostname'))", False),
        ("__import__('os').system('true'); import icraft", False),
        ("import icraft.none", False),
        ("no python", False),
    ],
)
def test_python_scripts(tmp_path, script, is_run):
    code, text, _ = sh(made(ICRAFT, tmp_path), f"python3 -c {json.dumps(script)}")
    assert (code == 0) == is_run
    assert ("here" in text) == is_run


@pytest.mark.parametrize(
    ("family", "module"),
    [
        (RDK_X5, "hobot_dnn.pyeasy_dnn"),
        (RDK_X5, "hbm_runtime"),
        (ASCEND, "ais_bench"),
        (ASCEND, "aclruntime"),
    ],
)
def test_vendor_packages_are_importable(tmp_path, family, module):
    assert sh(made(family, tmp_path), f"python3 -c 'import {module}; print(1)'")[1] == "1\n"


def test_the_identity_is_asked_as_on_hardware(tmp_path):
    machine, profile = made(ICRAFT, tmp_path), PROFILES["icraft"]
    assert profile.read_identity(out(machine, *profile.identity_argv)) == "25060601"
    machine.faults.set(Fault.WRONG_BITSTREAM, on=True)
    assert profile.read_identity(out(machine, *profile.identity_argv)) == "24030104"


def test_hrt_model_exec_describes_a_model(tmp_path):
    from tests.engines.agent.tiny_models import save_tiny

    machine = made(RDK_X5, tmp_path)
    onnx = save_tiny(tmp_path / "tiny.onnx")
    compile_for("rdk_x5", onnx, machine.sandbox.real("/root/models"))
    text = sh(machine, "hrt_model_exec model_info --model_file /root/models/tiny.bin")[1]
    assert text.startswith("[DNN] Runtime version = 1.24.5_(3.15.55 HBRT)\nLoad model to DDR cost ")
    expected = (
        "\ninput[0]: \nname: search\ninput source: HB_DNN_INPUT_FROM_DDR\nvalid shape: (1,3,8,8,)\n"
        "aligned shape: (1,3,8,8,)\naligned byte size: 768\ntensor type: HB_DNN_TENSOR_TYPE_F32\n"
        "tensor layout: HB_DNN_LAYOUT_NCHW\nquanti type: NONE\nstride: (768,256,32,4,)\n"
    )
    assert expected in text
    compile_for("ascend", onnx, machine.sandbox.real("/root/models"))
    for file, number in (("tiny.om", "-6000014"), ("none.bin", "-6000006")):
        code, _, err = sh(machine, f"hrt_model_exec model_info --model_file=/root/models/{file}")
        assert code == 1
        assert number in err
    assert sh(machine, "hrt_model_exec perf --model_file /root/models/tiny.bin")[0] == 1


def test_somstatus_is_the_vendors_text(tmp_path):
    text = sh(made(RDK_X5, tmp_path), "sudo hrut_somstatus -n 2 -d 1")[1].splitlines()
    assert text[0] == "=====================1====================="
    assert text.count("temperature-->") == 2
    assert "-e            min(M)    cur(M)  max(M)  ratio" in text


def test_npu_smi_is_the_vendors_box(tmp_path):
    machine = made(ASCEND, tmp_path)
    lines = sh(machine, "npu-smi info")[1].splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "| 0       310                   | OK              | NA           " in "\n".join(lines)
    usages = sh(machine, "npu-smi info -t usages -i 0 -c 0")[1]
    assert "\tMemory Capacity(MB)            : 7759\n" in usages
    assert "\tAicore Freq(MHZ)               : " in sh(machine, "npu-smi info -t common -i 0")[1]
    assert sh(machine, "npu-smi set -t reset")[0] == 1


@pytest.mark.parametrize(
    ("family", "command", "sound", "mismatched"),
    [
        (ICRAFT, "dpkg -l customop", "3.7.1", "3.6.0"),
        (RDK_X5, "cat /etc/version", "3.5.0", "3.0.1"),
        (ASCEND, "cat /usr/local/Ascend/driver/version.info", "22.0.2", "21.0.2"),
        (ASCEND, "npu-smi info", "22.0.2", "21.0.2"),
    ],
)
def test_a_version_mismatch_shows(tmp_path, family, command, sound, mismatched):
    machine = made(family, tmp_path)
    assert sound in sh(machine, command)[1]
    machine.faults.set(Fault.VERSION_MISMATCH, on=True)
    text = sh(machine, command)[1]
    assert mismatched in text
    assert sound not in text


def test_all_sensors_with_one_command(machine):
    """As a real board is asked, to spare it log-ins."""
    profile = PROFILES[machine.family.name]
    text = out(machine, *batch_argv(profile.telemetry))
    assert f"MemTotal: {machine.family.memory_mb * 1024:>14} kB" in text
    assert sh(machine, "sh -c 'uname -m >/dev/null; cat /none 2>/dev/null; whoami'") == (0, "root\n", "")
    assert sh(machine, "sh -c 'cat /none; cat /none'")[0] == 1
    for script in ("uname > /root/x", "uname && reboot", "uname;", "(uname)", "cat < /etc/passwd"):
        assert sh(machine, f"sh -c '{script}'")[0] == 2, script


def out(machine: Machine, *argv: str) -> str:
    import shlex

    code, text, err = sh(machine, shlex.join(argv))
    assert code == 0, (argv, err)
    return text
