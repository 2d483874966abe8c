"""Installing a bitstream: what is on the board at every end, also where it goes wrong half-way."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from engines.boards.bitstream_install import BitstreamInstaller
from engines.boards.bitstreams import find_bitstream, list_bitstreams
from engines.boards.errors import BoardUnreachable, CommandTimedOut, LinkBroken, NoSpace, TransferFailed
from engines.boards.icraft import ICRAFT
from engines.boards.install_values import (
    BitstreamRolledBack,
    BitstreamUnproved,
    BoardNotBack,
    InstallStep,
    NoBitstreams,
    NoBootFile,
    ReplaceInterrupted,
    RollBackFailed,
)
from engines.boards.link import CommandResult
from engines.errors import BadParameter, Cancelled
from tests.engines.boards.fake_link import OK, FakeLink

BOOT = ICRAFT.boot_file
OLD, NEW = b"bitstream 24030104" * 90, b"bitstream 25060601" * 95
S = InstallStep
BEFORE = [S.LOOK, S.BACK_UP, S.UPLOAD, S.CONFIRM]
AFTER = [S.REBOOT, S.WAIT, S.IDENTIFY]


class FakeBoard:
    """A board that starts with what its boot file holds.

    Attributes:
        away: how often it does not answer after a reboot.
        reports: what it says instead of what its boot file holds, while it is not the old one.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {BOOT: OLD}
        self.boots = 0
        self.away = 1
        self.reports: str | None = None
        self.tells_boots = True
        self.ignores_reboot = False
        self.is_serving = False
        self.free_kb = 10**6
        self.running = self.boot()
        self.links: list[FakeLink] = []

    def boot(self) -> str:
        content = self.files.get(BOOT, b"")
        self.boots += 1
        if self.reports is not None and content != OLD:
            self.running = self.reports
        else:
            self.running = next((i for i in ("24030104", "25060601") if i.encode() in content), "")
        return self.running

    def link(self) -> FakeLink:
        link = FakeLink(free_kb=self.free_kb)
        link.files = self.files
        link.answers = {
            "python3": lambda _argv: CommandResult(0, self._identity(), ""),
            "cat": lambda _argv: CommandResult(0, f"boot-{self.boots}\n" if self.tells_boots else "", ""),
            "true": lambda _argv: OK,
            "ss": lambda _argv: CommandResult(0, self._listeners(), ""),
            "reboot": lambda _argv: self._reboot(link),
        }
        self.links.append(link)
        return link

    def reconnect(self) -> FakeLink:
        if self.away > 0:
            self.away -= 1
            raise BoardUnreachable(host="fake", waited_s=1.0)
        return self.link()

    def _identity(self) -> str:
        return json.dumps({"icore": "x", "device": self.running}) if self.running else "no device"

    def _listeners(self) -> str:
        return (
            'LISTEN 0 5 0.0.0.0:9981 0.0.0.0:* users:(("icraft-serve",pid=7,fd=5))' if self.is_serving else ""
        )

    def _reboot(self, link: FakeLink) -> CommandResult:
        if not self.ignores_reboot:
            link.is_alive = False
            self.boot()
            raise LinkBroken(host="fake")
        return OK


class Rig:
    def __init__(self, folder: Path) -> None:
        self.board = FakeBoard()
        self.steps: list[InstallStep] = []
        self.plans: list = []
        self.answer = True
        self.keep = folder / "kept"
        self.installer = BitstreamInstaller(
            self.board.link(), ICRAFT, "fake", self.board.reconnect, self.keep, on_step=self._step
        )
        self.installer.down_s = self.installer.back_s = self.installer.identify_s = 0.2
        self.installer.poll_s = 0.01
        self.file = folder / "BOOT_custop2_25060601.bin"
        self.file.write_bytes(NEW)

    def _step(self, progress) -> None:
        if not self.steps or self.steps[-1] is not progress.step:
            self.steps.append(progress.step)
        self.last = progress

    def confirm(self, plan) -> bool:
        self.plans.append(plan)
        assert self.board.files[BOOT] == OLD, "nothing is changed before the answer"
        return self.answer

    def install(self, **options):
        return self.installer.install(self.file, self.confirm, **options)

    @property
    def boot_files(self) -> dict[str, bytes]:
        return {path: content for path, content in self.board.files.items() if "BOOT.bin" in path}


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


def test_every_step_in_order(rig):
    result = rig.install()
    assert rig.steps == [*BEFORE, S.REPLACE, *AFTER]
    assert (result.identity, result.changed, result.warnings) == ("25060601", True, ())
    assert rig.boot_files == {BOOT: NEW}
    (plan,) = rig.plans
    digest = hashlib.sha256(OLD).hexdigest()[:8]
    assert plan.backup == f"/root/bits/backup/BOOT-24030104-{digest}.bin"
    assert rig.board.files[plan.backup] == OLD == plan.copy.read_bytes()
    assert (plan.running, plan.identity, plan.size_bytes) == ("24030104", "25060601", len(NEW))
    assert rig.board.files[f"/root/bits/{rig.file.name}"] == NEW
    assert rig.board.boots == 2 and rig.installer.link is rig.board.links[-1]
    commands = [argv[0] for argv in rig.board.links[0].commands]
    assert commands.index("mv", commands.index("sync")) < len(commands) - commands[::-1].index("sync")
    assert commands.index("reboot") > len(commands) - 1 - commands[::-1].index("sync")
    assert rig.last.can_cancel is False


def test_what_runs_already_is_left_alone(rig):
    rig.board.files[BOOT] = NEW
    rig.board.boot()
    assert rig.install().changed is False
    assert rig.steps == [S.LOOK] and rig.plans == []


@pytest.mark.parametrize("step", [S.BACK_UP, S.UPLOAD, S.CONFIRM, S.REPLACE])
def test_cancelled_at_each_step_the_boot_file_is_as_it_was(rig, step):
    with pytest.raises(Cancelled):
        rig.install(should_cancel=lambda: step in rig.steps)
    assert rig.boot_files == {BOOT: OLD}
    assert rig.board.boots == 1
    left = {path for path in rig.board.files if "backup/" not in path}
    assert left == {BOOT}, "a file that was not wanted is not kept"


def test_another_file_of_that_name_is_not_overwritten(rig):
    path = f"/root/bits/{rig.file.name}"
    rig.board.files[path] = b"another one"
    with pytest.raises(BadParameter, match="another file of that name"):
        rig.install()
    assert rig.board.files[path] == b"another one" and rig.boot_files == {BOOT: OLD}


def test_not_confirmed_is_not_done(rig):
    rig.answer = False
    with pytest.raises(Cancelled):
        rig.install()
    assert rig.boot_files == {BOOT: OLD} and rig.board.boots == 1


def test_no_cancelling_once_it_starts_anew(rig):
    assert rig.install(should_cancel=lambda: S.REBOOT in rig.steps).identity == "25060601"


@pytest.mark.parametrize(
    ("reports", "words"),
    [
        ("11111111", r"reports 11111111 instead of 25060601.*runs 24030104.*which bitstream the file holds"),
        ("24030104", r"reports 24030104 instead of 25060601.*start from /root/bits/BOOT\.bin"),
        ("", r"does not tell which bitstream runs.*runs 24030104"),
    ],
)
def test_another_identity_is_rolled_back(rig, reports, words):
    rig.board.reports = reports
    with pytest.raises(BitstreamRolledBack, match=words):
        rig.install()
    assert rig.steps == [*BEFORE, S.REPLACE, *AFTER, S.ROLL_BACK, S.REBOOT, S.WAIT]
    assert rig.boot_files == {BOOT: OLD}
    assert rig.board.running == "24030104" and rig.board.boots == 3
    assert f"/root/bits/{rig.file.name}" not in rig.board.files, "its name promises what it does not hold"


@pytest.mark.parametrize("tells_boots", [True, False])
def test_a_board_that_does_not_start_anew_keeps_its_file(rig, tells_boots):
    rig.board.ignores_reboot, rig.board.tells_boots, rig.board.away = True, tells_boots, 0
    with pytest.raises(RollBackFailed, match="did not start anew"):
        rig.install()
    assert rig.boot_files == {BOOT: OLD}, "the earlier file is back all the same"


def test_a_board_that_stays_away(rig):
    rig.board.away = 10**9
    with pytest.raises(BoardNotBack) as caught:
        rig.install()
    copy = rig.plans[0].copy
    assert str(copy) in str(caught.value) and copy.read_bytes() == OLD
    assert "card reader" in str(caught.value)


def test_a_board_that_stays_away_while_it_is_rolled_back(rig):
    rig.board.reports = "11111111"
    reconnect = rig.board.reconnect

    def stay_away():
        if S.ROLL_BACK in rig.steps:
            raise BoardUnreachable(host="fake", waited_s=1.0)
        return reconnect()

    rig.installer.reconnect = stay_away
    rig.installer.back_s = 0.05
    with pytest.raises(RollBackFailed) as caught:
        rig.install()
    assert rig.plans[0].backup in str(caught.value) and rig.boot_files == {BOOT: OLD}


def test_a_board_that_hangs_when_its_device_is_opened(rig):
    make = rig.board.link

    def fragile():
        link = make()

        def hang(argv):
            if rig.board.files[BOOT] == OLD:
                return CommandResult(0, json.dumps({"device": rig.board.running}), "")
            link.is_alive = False
            raise LinkBroken(host="fake")

        link.answers["python3"] = hang
        return link

    rig.board.link = fragile
    with pytest.raises(BitstreamRolledBack, match=r"lost when the device was opened.*runs 24030104"):
        rig.install()
    assert rig.boot_files == {BOOT: OLD} and rig.board.running == "24030104"


def test_a_service_that_starts_by_itself_is_no_reason_to_go_back(rig):
    confirm = rig.confirm

    def then_serve(plan):
        rig.board.is_serving = True
        return confirm(plan)

    with pytest.raises(BitstreamUnproved, match="icraft-serve holds the device"):
        rig.installer.install(rig.file, then_serve)
    assert rig.boot_files == {BOOT: NEW}


def test_a_bitstream_that_nobody_knows(rig):
    rig.file = rig.file.rename(rig.file.with_name("mine.bin"))
    rig.board.reports = "77777777"
    assert rig.install().identity == "77777777"


def test_a_bitstream_that_nobody_knows_and_that_changes_nothing(rig):
    rig.file = rig.file.rename(rig.file.with_name("mine.bin"))
    rig.board.reports = "24030104"
    warnings = rig.install().warnings
    assert "still reports 24030104" in warnings[0] and BOOT in warnings[1]


def test_a_boot_file_of_another_place_is_not_guessed(rig):
    del rig.board.files[BOOT]
    with pytest.raises(NoBootFile, match=BOOT):
        rig.install()
    assert rig.board.files == {}
    rig.installer.profile = dataclasses.replace(ICRAFT, boot_file="", title="RDK X5")
    with pytest.raises(NoBitstreams, match="RDK X5"):
        rig.install()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("x_25060601.bit", b"x", r"a \.bin file"),
        ("x_25060601.bin", b"", "empty"),
        ("x_25060601.bin", None, "not a file"),
        ("BOOT.bin", b"x", "boot file has that name"),
        ("-x.bin", b"x", "option"),
    ],
)
def test_files_that_are_none(rig, tmp_path, name, content, word):
    rig.file = tmp_path / "sub" / name
    rig.file.parent.mkdir()
    if content is not None:
        rig.file.write_bytes(content)
    with pytest.raises(BadParameter, match=word):
        rig.install()
    assert rig.board.files == {BOOT: OLD}


def test_one_that_is_on_the_board_already(rig):
    path = "/root/bits/BOOT_custop2_25060601.bin"
    rig.board.files[path] = NEW
    stored = list_bitstreams(rig.board.links[0], ICRAFT, "24030104")
    wanted = find_bitstream(stored, "v2", "fake")
    assert rig.installer.install(wanted, rig.confirm).identity == "25060601"
    assert rig.steps == [S.LOOK, S.BACK_UP, S.CONFIRM, S.REPLACE, *AFTER]
    assert rig.boot_files == {BOOT: NEW} and rig.board.files[path] == NEW
    rig.installer.link = rig.board.link()
    assert rig.installer.install(wanted, rig.confirm).changed is False


def test_one_without_a_file_on_the_board(rig):
    (running,) = (b for b in list_bitstreams(rig.board.links[0], ICRAFT, "24030104") if b.is_loaded)
    with pytest.raises(BadParameter, match=r"no \.bin file of it"):
        rig.installer.install(running, rig.confirm)
    assert rig.boot_files == {BOOT: OLD}


def test_no_space_is_said_before_anything_changes(rig):
    rig.board.links[0].free_kb = 0
    with pytest.raises(NoSpace):
        rig.install()
    assert rig.boot_files == {BOOT: OLD}


def test_a_copy_that_differs_is_noticed_and_undone(rig):
    link = rig.board.links[0]

    def spoil(argv):
        rig.board.files[argv[3]] = rig.board.files[argv[2]][:-1] + b"?"
        return OK if argv[3].endswith(".new") else FakeLink._own(link, "cp", argv[2:])

    link.answers["cp"] = spoil
    with pytest.raises(TransferFailed, match="differs from"):
        rig.install()
    assert rig.boot_files == {BOOT: OLD} and rig.board.boots == 1


def test_a_link_lost_while_the_file_is_replaced(rig):
    link = rig.board.links[0]

    def lose(argv):
        if argv[-1] != BOOT:
            return FakeLink._own(link, "mv", argv[3:])
        link.is_alive = False
        raise LinkBroken(host="fake")

    link.answers["mv"] = lose
    with pytest.raises(ReplaceInterrupted) as caught:
        rig.install()
    assert rig.plans[0].backup in str(caught.value)
    assert rig.board.files[BOOT] == OLD


def test_opening_the_device_may_hang(rig):
    def hang(_argv):
        raise CommandTimedOut(command="python3", host="fake", waited_s=15.0)

    rig.board.links[0].answers["python3"] = hang
    assert rig.install().identity == "25060601"
    assert rig.plans[0].running is None and "unknown" in rig.plans[0].backup
