"""Which bitstream a board has, and what a model misses in it."""

from __future__ import annotations

import json

import pytest

from engines.board_values import Bitstream
from engines.boards.bitstreams import (
    find_bitstream,
    installed_bitstream,
    judge_bitstream,
    list_bitstreams,
    needs_of_entry,
    needs_of_imodel,
)
from engines.boards.errors import NoRemoteFile, NoSuchBitstream
from engines.boards.icraft import ICRAFT
from engines.boards.imodel import parse_imodel
from engines.catalog import BoardOffer, judge, load_catalog
from tests.engines.boards.fake_link import FakeLink
from tests.engines.boards.imodels import graph

V1_FILE, V2_FILE = "/root/bits/wk_24030104_32ddr.bin", "/root/bits/BOOT_custop2_25060601.bin"


@pytest.fixture
def link():
    link = FakeLink()
    link.files = {V1_FILE: b"one", V2_FILE: b"two", "/root/bits/mine.bit": b"three", ICRAFT.boot_file: b"one"}
    link.files |= {"/root/bits/backup/BOOT-24030104.bin": b"one", "/root/bits/readme.txt": b""}
    return link


def test_which_there_are(link):
    found = list_bitstreams(link, ICRAFT, "25060601")
    assert [(entry.name, entry.file, entry.is_loaded) for entry in found] == [
        ("mine.bit", "/root/bits/mine.bit", False),
        ("v1", V1_FILE, False),
        ("v2", V2_FILE, True),
    ]
    assert found[0].hard_operators is None and found[2].has_mmu is True
    for name in ("v2", "25060601", "BOOT_custop2_25060601.bin"):
        assert find_bitstream(found, name, "x") is found[2]
    with pytest.raises(NoSuchBitstream, match=r"mine\.bit, v1, v2"):
        find_bitstream(found, "v9", "x")


def test_the_running_one_need_not_be_a_file(link):
    running = list_bitstreams(link, ICRAFT, "99999999")[0]
    assert (running.name, running.file, running.is_loaded) == ("99999999", "", True)


def test_what_is_installed_is_told_by_content(link):
    found = list_bitstreams(link, ICRAFT, "25060601")
    assert installed_bitstream(link, ICRAFT, found).identity == "24030104", "it runs after the next start"
    link.files[ICRAFT.boot_file] = b"something else"
    assert installed_bitstream(link, ICRAFT, found).identity is None
    del link.files[ICRAFT.boot_file]
    assert installed_bitstream(link, ICRAFT, found) is None


def test_no_folder():
    with pytest.raises(NoRemoteFile):
        link = FakeLink()
        link.list_folder = lambda path: (_ for _ in ()).throw(NoRemoteFile(path=path, host="x"))
        list_bitstreams(link, ICRAFT, None)


V1 = Bitstream("v1", "", "24030104", frozenset({"ImageMake"}), has_mmu=False)
V2 = Bitstream("v2", "", "25060601", frozenset({"ImageMake", "DetPost", "Softmax"}), has_mmu=True)
UNKNOWN = Bitstream("77", "", "77")


@pytest.mark.parametrize(
    ("options", "bitstream", "fits", "words"),
    [
        ({}, V1, True, []),
        ({"custom": ("ImageMake", "DetPost")}, V1, False, ["bitstream v1 has no DetPost"]),
        ({"hard": ("Softmax",), "speedmode": True}, V1, False, ["has no Softmax", "v1 has no MMU"]),
        ({"hard": ("Softmax",), "speedmode": True}, V2, True, []),
        ({"custom": (), "speedmode": True}, UNKNOWN, None, ["whether bitstream 77 has an MMU"]),
        ({}, UNKNOWN, None, ["whether bitstream 77 has ImageMake is not known"]),
        ({}, None, None, ["whether bitstream unknown has ImageMake"]),
        ({"custom": ()}, UNKNOWN, True, []),
    ],
)
def test_the_verdict_names_what_is_missing(options, bitstream, fits, words):
    verdict = judge_bitstream(needs_of_imodel(parse_imodel(json.dumps(graph(**options)))), bitstream)
    said = [*verdict.missing, *verdict.unknown]
    assert verdict.fits is fits and len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True))
    assert bool(verdict.missing) is (fits is False)


@pytest.mark.parametrize(
    ("runtime", "warns"),
    [("3.33.1", False), ("3.33.2", False), ("3.33.0", True), ("3.7.1", True), (None, False), ("?", False)],
)
def test_a_compiler_newer_than_the_runtime_is_told(runtime, warns):
    needs = needs_of_imodel(parse_imodel(json.dumps(graph(custom=()))))
    assert bool(judge_bitstream(needs, V1, runtime).warnings) is warns


@pytest.mark.parametrize("bitstream", [V1, V2])
def test_the_catalog_judges_the_same(bitstream, tmp_path):
    offer = BoardOffer("icraft", f"bitstream {bitstream.name}", bitstream.hard_operators, bitstream.has_mmu)
    for entry in load_catalog(tmp_path).entries:
        if "icraft" in entry.boards:
            verdict = judge_bitstream(needs_of_entry(entry), bitstream)
            assert (verdict.fits, verdict.missing) == (judge(entry, offer).fits, judge(entry, offer).reasons)
