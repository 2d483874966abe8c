"""Reading the vendor's output. Texts: the formats of docs/boards/icraft.md."""

from __future__ import annotations

import pytest

from engines.boards.icraft import ICRAFT, read_identity, read_packages, read_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Icraft Version:\n * v3.33.1\n\nCLI Version:\n3.33.1.0-bccd576(2512171607)\n", "3.33.1"),
        ("Icraft 版本:\n * 3.7.1\n\nCLI 版本:\n3.7.1.0-bccd576(2512171607)\n", "3.7.1"),
        ("Icraft Version:\n   v3.6.0\n * v3.7.1\r\n   v3.31.0\n", "3.7.1"),
        ("", None),
        ("bash: icraft: command not found", None),
    ],
)
def test_version(text, version):
    assert read_version(text) == version


def test_packages():
    rows = [
        "||/ Name Version",
        "ii  icraft  3.7.1  arm64 x",
        "ii  CustomOp:arm64  3.7.1-2 arm64",
        "rc  old 1.0 all",
    ]
    text = "\n".join(rows)
    assert read_packages(text) == {"icraft": "3.7.1", "customop": "3.7.1-2"}


def test_identity():
    opened = "Device initialization successful, version information:\nicore: FMSHBYV1\n"
    assert read_identity(opened + '{"icore": "FMSHBYV1", "device": "24030104"}\n') == "24030104"
    assert read_identity(opened) is None
    assert read_identity('["device"]\n{"device": 5}') is None


def test_what_the_two_bitstreams_have():
    v1, v2 = ICRAFT.known_bitstreams["24030104"], ICRAFT.known_bitstreams["25060601"]
    assert (v1.name, v2.name) == ("v1", "v2")
    assert not {"Layernorm", "Softmax"} & v1.hard_operators
    assert {"Layernorm", "Softmax", "ImageMake"} <= v2.hard_operators
    assert (v1.has_mmu, v2.has_mmu) == (False, True)
