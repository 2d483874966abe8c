"""Bad input of every kind: a message with a remedy, the state before kept, nothing executed.

Where a module is named, it is one of `tests/app`.

wrong password                     test_cli_board_faults::test_a_password
wrong key                          test_cli_board_faults::test_a_wrong_key
changed host key                   test_cli_board_faults::test_a_fault_is_named_and_nothing_is_lost
unreachable                        test_cli_board_faults::test_nobody_is_there
not a board                        test_cli_board_faults::test_an_ordinary_computer_is_no_board
not root                           test_what_the_doctor_finds_wrong
missing package                    test_what_the_doctor_finds_wrong
old version                        test_what_the_doctor_finds_wrong
no space                           test_no_space_and_truncated_uploads_keep_the_model_before
truncated upload                   test_no_space_and_truncated_uploads_keep_the_model_before
JSON that does not fit its RAW     test_a_pair_that_does_not_belong_together_is_not_taken
YAML with unknown keys             test_a_runtime_file_with_unknown_keys_is_read_and_they_are_named
a server that answers garbage      test_answers_that_are_none_end_one_call_only
half an HTTP message               test_answers_that_are_none_end_one_call_only
a 10 GB Content-Length             test_answers_that_are_none_end_one_call_only
spaces, quotes, ; and ..           test_no_name_is_ever_executed
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.board_values import BoardAddress, CheckState
from engines.boards.board_rungs import BoardRungs, Findings
from engines.boards.errors import LinkBroken, NoSpace, TransferFailed
from engines.boards.icraft import ICRAFT
from engines.boards.imodel import RawCutOff, RawMissing, read_pair
from engines.boards.link import CommandResult
from engines.boards.ssh_login import open_ssh
from engines.boards.store import list_models, push_models, remove_model, upload
from engines.boards.zoo_yaml import parse_zoo_yaml
from engines.errors import BadParameter, TrackbenchError
from engines.networks.http_connection import LinkLost
from engines.networks.wire import BadAnswer
from engines.timing import StageClock
from tests.conftest import ROOT
from tests.engines.boards.fake_link import FakeLink
from tests.engines.boards.imodels import RAW, save_pair
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder
from tests.engines.networks.test_remote import MODEL, SERVER, Y_JSON, X, answer, scripted

CONTENT = bytes(range(256)) * 1200
PATH = "/root/models/m.raw"


def test_no_line_is_left_out():
    """Each test that is named above is there."""
    rows = re.findall(r"^\S.*?  +(\S+)$", sys.modules[__name__].__doc__ or "", re.MULTILINE)
    assert len(rows) == 16
    for row in rows:
        module, _, name = row.rpartition("::")
        if module:
            assert f"def {name}(" in (ROOT / "tests" / "app" / f"{module}.py").read_text()
        else:
            assert callable(globals()[name])


# -- what the doctor reads --------------------------------------------------------------------------

_PACKAGES = "ii  icraft 3.7.1 arm64 x\nii  customop 3.7.1 arm64 x\n"


class Answering:
    """A made-up board: answers by the first words of a command."""

    is_alive = True

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers

    def run(self, argv, *, timeout_s=15.0, stdin=b""):
        text = next((text for words, text in self.answers.items() if " ".join(argv).startswith(words)), None)
        return CommandResult(1, "", "no") if text is None else CommandResult(0, text, "")


@pytest.mark.parametrize(
    ("rung", "answers", "cause", "remedy"),
    [
        ("system", {"uname -m": "aarch64\n"}, "the vendor's programs want root", "Log in as root."),
        (
            "runtime",
            {"icraft": " * v3.7.1\n", "dpkg": _PACKAGES.splitlines()[0] + "\n"},
            "the package customop is missing",
            "Install it in the runtime's version.",
        ),
        (
            "runtime",
            {
                "icraft": " * v3.7.1\n",
                "dpkg": _PACKAGES.replace("customop 3.7.1", "customop 3.6.0"),
            },
            "customop and the runtime have different versions",
            "Install all of them in 3.7.1.",
        ),
        (
            "runtime",
            {},
            "`icraft --version` names no version",
            "Install the Icraft runtime packages on the board.",
        ),
    ],
    ids=["not root", "missing package", "old version", "no runtime"],
)
def test_what_the_doctor_finds_wrong(rung, answers, cause, remedy):
    findings = Findings(link=Answering(answers), profile=ICRAFT)
    rungs = BoardRungs(BoardAddress("board", user="pilot"), findings)
    seen = getattr(rungs, rung)()
    assert seen.state in (CheckState.WARN, CheckState.FAIL)
    assert (seen.cause, seen.remedy) == (cause, remedy)


# -- what is sent -----------------------------------------------------------------------------------


class CuttingLink(FakeLink):
    """Takes only the first half and says nothing of it."""

    def put(self, local, remote, **options):
        super().put(local[: len(local) // 2], remote, **options)


@pytest.mark.parametrize(
    ("link", "error", "message", "is_kept"),
    [
        (
            FakeLink(free_kb=100),
            NoSpace,
            "has 0.1 MB free there. Nothing was sent.",
            False,
        ),
        (CuttingLink(), TransferFailed, "what arrived differs from what was sent", False),
        (FakeLink(spoils=True), TransferFailed, "what arrived differs from what was sent", False),
        (FakeLink(breaks_after=100_000), LinkBroken, "The connection to fake is lost.", True),
    ],
    ids=["no space", "truncated", "spoiled", "cut off"],
)
def test_no_space_and_truncated_uploads_keep_the_model_before(link, error, message, is_kept):
    link.files[PATH] = b"the model before"
    with pytest.raises(error) as caught:
        upload(link, CONTENT, PATH)
    assert message in str(caught.value) and type(caught.value).remedy
    assert link.files.pop(PATH) == b"the model before"
    assert [CONTENT.startswith(part) for part in link.files.values()] == [True] * is_kept
    whole = FakeLink()
    whole.files = dict(link.files)
    upload(whole, CONTENT, PATH)
    assert whole.files == {PATH: CONTENT}, "resumed or sent anew, it is whole"
    assert (whole.sent_bytes < len(CONTENT)) is is_kept


# -- compiled models and their runtime files --------------------------------------------------------


def test_a_pair_that_does_not_belong_together_is_not_taken(tmp_path: Path):
    path = save_pair(tmp_path)
    graph, raw = path.read_bytes(), path.with_suffix(".raw")
    raw.write_bytes(RAW[::-1])
    check = read_pair(path)[1]
    assert check.agrees is False and raw.name in check.reason and path.name in check.reason
    raw.write_bytes(RAW[:-1])
    with pytest.raises(RawCutOff, match=f"{len(RAW) - 1} bytes"):
        read_pair(path)
    raw.unlink()
    with pytest.raises(RawMissing, match=re.escape(raw.name)):
        read_pair(path)
    assert path.read_bytes() == graph and list(tmp_path.iterdir()) == [path]


def test_a_runtime_file_with_unknown_keys_is_read_and_they_are_named(tmp_path: Path):
    trap = tmp_path / "trap"
    text = f"imodel: {{dir: BY, what: 1, ';touch {trap}': 2}}\nextra: {{a: b}}\nparam: {{conf: 0.2}}\n"
    zoo = parse_zoo_yaml(text)
    assert (zoo.unknown[0], zoo.unknown[1][:14], zoo.unknown[2]) == ("imodel.what", "imodel.;touch ", "extra")
    assert zoo.parameters == {"conf": 0.2} and not trap.exists()
    with pytest.raises(TrackbenchError, match="cannot be read"):
        parse_zoo_yaml(f"imodel: !!python/object/apply:os.system ['touch {trap}']\n")
    assert not trap.exists()


# -- servers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (b"\x00\xff" * 500, BadAnswer, "it is not HTTP"),
        (answer(b"<html>who are you?</html>"), BadAnswer, ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc", LinkLost, "it ended within an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-", LinkLost, ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nabc", BadAnswer, "10000000000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc", BadAnswer, ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc", BadAnswer, ""),
    ],
    ids=["bytes", "a web page", "half a body", "half a head", "10 GB", "less than nothing", "no number"],
)
def test_answers_that_are_none_end_one_call_only(reply, error, words):
    """The next call is made on a fresh connection, and is well."""
    with scripted([SERVER, MODEL, reply], [answer(Y_JSON)]) as network:
        with pytest.raises((BadAnswer, LinkLost)) as caught:
            network.run({"x": X}, StageClock())
        assert isinstance(caught.value, error) and words in str(caught.value)
        assert type(caught.value).remedy
        np.testing.assert_array_equal(network.run({"x": X}, StageClock())["y"], [3, 4])


# -- names ------------------------------------------------------------------------------------------

NAMES = ["a b; touch hit.raw", 'it\'s "x" $(touch hit).raw', "`touch hit`|c&.raw"]
REFUSED = ["..", ".", "", "../x.raw", "/etc/passwd", "-rf", ".hidden"]


@pytest.fixture(scope="module")
def real():
    """A real shell at the other end."""
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        link = open_ssh(rig.address, rig.access)
        yield link, rig.folder
        link.close()


def test_no_name_is_ever_executed(real, tmp_path: Path):
    link, folder = real
    target = f"{folder}/mo dels; it's"
    files = [tmp_path / name for name in NAMES]
    for file in files:
        file.write_bytes(file.name.encode())
    pushed = push_models(link, target, tuple(files))
    assert [one.name for one in pushed] == NAMES
    assert sorted(one.name for one in list_models(link, target)) == sorted(NAMES)
    for name in REFUSED:
        with pytest.raises(BadParameter) as caught:
            remove_model(link, target, name)
        assert "file" in str(caught.value) and "cannot be used" in str(caught.value)
    for name in NAMES:
        assert link.get(f"{target}/{name}") == name.encode()
        remove_model(link, target, name)
    assert list_models(link, target) == ()
    found = link.run(["find", folder, "-name", "hit*"]).stdout + link.run(["ls", "-a"]).stdout
    assert "hit" not in found.split()
