"""The virtual RDK X5: the vendor's commands, files and sensors.

Formats: `docs/boards/rdk-x5.md`. Unverified: the kernel's number, the content of `/etc/version` around
the number, which packages `dpkg -l` shows besides `hobot-spdev`, and every sensor's value, which is made up.
"""

from __future__ import annotations

from engines.virtual.compiled import Described, NotCompiled, describe
from engines.virtual.family import Answer, Family
from engines.virtual.faults import Fault
from engines.virtual.machine import Machine
from engines.virtual.packages import Package, dpkg, dpkg_query
from engines.virtual.python_command import pip_command, python_command
from engines.virtual.system import LINUX_FILES, load_of, temperature_of

VERSION, OLD_VERSION = "3.5.0", "3.0.1"
MODELS = "/opt/hobot/model/x5/basic"
_RUNTIME = "[DNN] Runtime version = 1.24.5_(3.15.55 HBRT)"
_BPU_MHZ, _CPU_MHZ = 1000, 1200
_LINE = "-" * 69


def _version(machine: Machine) -> str:
    """With the fault, the system is older than the runtime and the models want."""
    return f"{OLD_VERSION if Fault.VERSION_MISMATCH in machine.faults else VERSION}\n"


def _packages(machine: Machine) -> tuple[Package, ...]:
    # hobot-spdev, with the newer Python API, came with system 3.5.0.
    is_old = Fault.VERSION_MISMATCH in machine.faults
    spdev = Package("hobot-spdev", VERSION, "Python and C interfaces of the multimedia parts")
    return (
        Package("hobot-dnn", "3.0.6", "BPU runtime library and its Python binding"),
        *([] if is_old else [spdev]),
        Package("openssh-server", "1:8.9p1-3", "secure shell (SSH) server"),
        Package("python3", "3.10.6-1", "interactive high-level language"),
    )


def _pip(_machine: Machine) -> dict[str, str]:
    return {"hbm_runtime": "0.1.0", "hobot_dnn_rdkx5": "3.0.6", "numpy": "1.26.4", "opencv-python": "4.10.0"}


def bpu_percent(machine: Machine) -> int:
    """Busy only while something beside the system runs."""
    return round(100 * load_of(machine)) if machine.processes() else 0


def _ratio(machine: Machine) -> str:
    return f"{bpu_percent(machine)}\n"


def _somstatus(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`hrut_somstatus [-n COUNT]`; COUNT rounds at once, because nobody waits for a virtual sensor."""
    rounds = 1
    match args:
        case ["-n", count, *_] if count.isdigit():
            rounds = min(100, max(1, int(count)))
    heat = temperature_of(machine)
    return Answer.text(
        "".join(
            f"====================={number}=====================\n"
            "temperature-->\n"
            f"        DDR      : {heat + 1:.1f} (C)\n"
            f"        BPU      : {heat:.1f} (C)\n"
            f"        CPU      : {heat:.1f} (C)\n"
            "cpu frequency-->\n"
            "-e            min(M)    cur(M)  max(M)\n"
            + "".join(
                f"-e      cpu{core}: 300       {_CPU_MHZ}    1500\n" for core in range(machine.family.cores)
            )
            + "bpu status information---->\n"
            "-e            min(M)    cur(M)  max(M)  ratio\n"
            f"-e      bpu0: 500       {_BPU_MHZ}    1000    {bpu_percent(machine)}\n"
            for number in range(1, rounds + 1)
        )
    )


def _model_exec(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
    """`hrt_model_exec model_info --model_file A[,B]`; the other verbs need the accelerator."""
    flags = dict(zip(args[1::2], args[2::2], strict=False))
    joined = (arg.partition("=") for arg in args if arg.startswith("--") and "=" in arg)
    flags.update({name: value for name, _, value in joined})
    if args[:1] != ["model_info"]:
        return Answer.text(err="hrt_model_exec: a virtual board has model_info only\n", exit_code=1)
    files = flags.get("--model_file", "")
    if not files:
        return Answer.text(err="hrt_model_exec: --model_file is missing\n", exit_code=1)
    out = f"{_RUNTIME}\n"
    for name in files.split(","):
        try:
            model = describe(machine.sandbox.real(name), machine.family.name)
        except OSError:
            return Answer.text(out, f"[E][DNN] cannot open {name}, error code -6000006\n", 1)
        except NotCompiled as error:
            return Answer.text(out, f"[E][DNN] {name}: {error}, error code -6000014\n", 1)
        out += _info(name.rpartition("/")[2].rpartition(".")[0], model)
    return Answer.text(out)


def _info(name: str, model: Described) -> str:
    text = f"Load model to DDR cost {model.load_ms:.3f}ms.\nThis model file has 1 model:\n[{name}]\n"
    text += f"{_LINE}\n[model name]: {name}\n"
    for kind, tensors in (("input", model.inputs), ("output", model.outputs)):
        for index, tensor in enumerate(tensors):
            shape = f"({''.join(f'{size},' for size in tensor.shape)})"
            is_picture = tensor.type == "NV12"
            strides = [0] * len(tensor.shape) if is_picture else tensor.strides
            text += f"\n{kind}[{index}]: \nname: {tensor.name}\n"
            if kind == "input":
                source = "HB_DNN_INPUT_FROM_PYRAMID" if is_picture else "HB_DNN_INPUT_FROM_DDR"
                text += f"input source: {source}\n"
            full = "HB_DNN_IMG_TYPE_NV12" if is_picture else f"HB_DNN_TENSOR_TYPE_{tensor.type}"
            text += (
                f"valid shape: {shape}\naligned shape: {shape}\naligned byte size: {tensor.byte_size}\n"
                f"tensor type: {full}\ntensor layout: HB_DNN_LAYOUT_NCHW\nquanti type: NONE\n"
                f"stride: ({''.join(f'{step},' for step in strides)})\n"
            )
    return text + f"{_LINE}\n"


RDK_X5 = Family(
    name="rdk_x5",
    host_name="virtual-rdk-x5",
    machine="aarch64",
    kernel="6.1.83",
    python_version="3.10.12",
    users=("root", "sunrise"),
    files={
        "/etc/hostname": b"virtual-rdk-x5\n",
        "/etc/os-release": b'NAME="Ubuntu"\nVERSION_ID="22.04"\nPRETTY_NAME="Ubuntu 22.04.5 LTS (virtual)"\n',
        "/etc/trackbench-virtual": b"family=rdk_x5\n",
        f"{MODELS}/": b"",
        "/app/model/basic/": b"",
        "/userdata/": b"",
        "/root/models/": b"",
        "/usr/hobot/lib/hbm_runtime/": b"",
        "/dev/bpu": b"",
        "/dev/ion": b"",
        "/sys/class/devfreq/3a000000.bpu/governor": b"performance\n",
        "/sys/class/devfreq/3a000000.bpu/available_frequencies": b"500000000 1000000000\n",
        "/sys/class/devfreq/3a000000.bpu/cur_freq": f"{_BPU_MHZ}000000\n".encode(),
        "/sys/devices/system/cpu/cpufreq/policy0/scaling_governor": b"schedutil\n",
        "/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq": f"{_CPU_MHZ}000\n".encode(),
    },
    live_files={
        **LINUX_FILES,
        "/etc/version": _version,
        "/sys/devices/system/bpu/ratio": _ratio,
        "/sys/devices/system/bpu/bpu0/ratio": _ratio,
        "/sys/class/hwmon/hwmon0/temp1_input": lambda m: f"{round((temperature_of(m) + 1) * 1000)}\n",
        "/sys/class/hwmon/hwmon0/temp2_input": lambda m: f"{round(temperature_of(m) * 1000)}\n",
        "/sys/class/hwmon/hwmon0/temp3_input": lambda m: f"{round(temperature_of(m) * 1000)}\n",
        "/sys/class/thermal/thermal_zone0/temp": lambda m: f"{round((temperature_of(m) + 1) * 1000)}\n",
        "/sys/class/thermal/thermal_zone1/temp": lambda m: f"{round(temperature_of(m) * 1000)}\n",
    },
    commands={
        "dpkg": dpkg(_packages),
        "dpkg-query": dpkg_query(_packages),
        "python3": python_command(_pip),
        "pip3": pip_command(_pip),
        "hrut_somstatus": _somstatus,
        "hrt_model_exec": _model_exec,
    },
    programs={},
    model_folders=("/root/models", MODELS),
    address="192.168.127.10",
    memory_mb=4096,
    cores=8,
    vendor_modules=frozenset({"hbm_runtime", "hobot_dnn", "hobot_dnn_rdkx5"}),
)
