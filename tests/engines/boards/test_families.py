"""Profiles of the three families, and how a board is recognised."""

from __future__ import annotations

import dataclasses
import shlex

import pytest

from engines.board_values import BoardModel
from engines.boards import ascend, rdk_x5
from engines.boards.families import PROFILES, recognise
from engines.boards.link import CommandResult
from engines.boards.proof import smallest_model
from engines.boards.ssh_login import open_ssh
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

NOTHING = CommandResult(1, "", "not found")
ICRAFT_SAYS = "Icraft Version:\n * v3.33.1\n"


def board_with(paths=(), files=None, programs=None):
    """Runs `ls -d`, `cat` and programs of a made-up board."""

    def run(argv):
        if argv[0] == "ls":
            return CommandResult(0, "", "") if argv[-1] in paths else NOTHING
        text = (files or {}).get(argv[-1]) if argv[0] == "cat" else (programs or {}).get(argv[0])
        return NOTHING if text is None else CommandResult(0, text, "")

    return run


@pytest.mark.parametrize(
    ("board", "family", "is_virtual"),
    [
        (board_with(files={"/etc/trackbench-virtual": "family=ascend\n"}), "ascend", True),
        (board_with(files={"/etc/trackbench-virtual": "family=toaster\n"}), None, False),
        (board_with(programs={"icraft": ICRAFT_SAYS}), "icraft", False),
        (board_with(["/usr/hobot"], {"/etc/version": "3.5.0\n"}), "rdk_x5", False),
        (board_with(["/usr/local/Ascend"]), "ascend", False),
        (board_with(["/root/bits"]), "icraft", False),
        (board_with(["/root/bits", "/usr/hobot", "/opt/hobot"]), "rdk_x5", False),
        (board_with(files={"/etc/version": "20240101\n"}), None, False),
        (board_with(files={"/etc/version": "4.2.1\n"}), None, False),  # some other Linux
        (board_with(programs={"icraft": "usage: icraft"}), None, False),
        (board_with(), None, False),
    ],
)
def test_a_board_tells_its_family(board, family, is_virtual):
    found = recognise(board)
    assert (found.profile.family if found.profile else None, found.is_virtual) == (family, is_virtual)
    assert bool(found.signs) == (family is not None)


@pytest.mark.parametrize(
    ("read", "text", "version"),
    [
        (rdk_x5.read_version, "3.5.0\n", "3.5.0"),
        (rdk_x5.read_version, "RDK OS v3.0.1-beta\n", "3.0.1"),
        (rdk_x5.read_version, "20240101\n", None),
        (rdk_x5.read_version, "", None),
        (ascend.read_version, "Version=22.0.2\nascendhal_version=4.0\n", "22.0.2"),
        (ascend.read_version, "package_version = 6.0.RC1\n", "6.0.RC1"),
        (ascend.read_version, "ascendhal_version=4.1.1\n", None),
        (ascend.read_version, "cat: no such file", None),
    ],
)
def test_versions(read, text, version):
    assert read(text) == version


def test_python_packages():
    text = "WARNING: something\nais-bench==0.0.2\nAclRuntime==0.0.2\nnumpy==1.21.6\n-e git+x#egg=y\n"
    assert ascend.read_packages(text) == {"ais_bench": "0.0.2", "aclruntime": "0.0.2", "numpy": "1.21.6"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_each_profile_is_whole(profile):
    assert PROFILES[profile.family] is profile
    assert profile.backends and profile.users and profile.addresses and profile.sign_paths
    assert profile.backend(is_virtual=False) == profile.backends[0]
    assert profile.backend(is_virtual=True) == profile.virtual_backend
    assert {entry.name for entry in profile.capabilities} >= {
        "layer_times",
        "accelerator_time",
        "temperature",
    }
    assert all(entry.reason.endswith(".") and entry.title for entry in profile.capabilities)
    assert profile.for_user("root") is profile
    moved = profile.for_user("HwHiAiUser")
    assert moved.model_folder == "/home/HwHiAiUser/models"
    assert moved.agent_folder.startswith("/home/HwHiAiUser/") and moved.work_folder == "/home/HwHiAiUser"
    no_backend = dataclasses.replace(profile, backends=())
    assert no_backend.backend(is_virtual=False) is None


def test_a_settings_script_and_variables_become_words():
    profile = dataclasses.replace(
        PROFILES["ascend"], settings_script="/a b/set_env.sh", agent_environment={"X": "1; reboot"}
    )
    argv = profile.program_argv(("python3", "it's"))
    assert argv[:2] == ("sh", "-c") and argv[3:] == (
        "/a b/set_env.sh",
        "env",
        "X=1; reboot",
        "python3",
        "it's",
    )
    assert "set_env" not in argv[2]
    assert profile.program_argv(("python3",), is_virtual=True) == ("python3",)
    assert PROFILES["icraft"].program_argv(("python3",)) == ("python3",)


def test_a_real_shell_takes_the_settings():
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        link = open_ssh(rig.address, rig.access)
        script = f"{rig.folder}/set it's.sh"
        link.put(b"export FROM_SCRIPT=yes\necho noise\n", script)
        profile = dataclasses.replace(
            PROFILES["ascend"], settings_script=script, agent_environment={"ALSO": "a; b"}
        )
        try:
            argv = profile.program_argv(("sh", "-c", 'echo "$FROM_SCRIPT|$ALSO|$1"', "x", "an 'argument'"))
            assert link.run(argv).stdout == "yes|a; b|an 'argument'\n", shlex.join(argv)
        finally:
            link.close()


def models(**sizes):
    return tuple(BoardModel(name.replace("__", "."), size) for name, size in sizes.items())


@pytest.mark.parametrize(
    ("family", "store", "name"),
    [
        ("ascend", models(a__om=5, b__om=3, c__onnx=1), "b.om"),
        ("rdk_x5", models(a__txt=5), None),
        ("rdk_x5", (), None),
        (
            "icraft",
            models(
                a_BY__json=1, a_BY__raw=50, b_BY__json=9, b_BY__raw=2, c_quantized__json=1, c_quantized__raw=1
            ),
            "b_BY.json",
        ),
        ("icraft", models(a_BY__json=1, notes__json=1), None),
        ("icraft", models(c_adapted__json=1, c_adapted__raw=1), "c_adapted.json"),
    ],
)
def test_which_model_the_doctor_tries(family, store, name):
    found = smallest_model(store, PROFILES[family])
    assert (found.name if found else None) == name
