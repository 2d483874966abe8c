"""Installing a bitstream: backed up, verified on the board, started, proved, put back if it does not work.

The vendor documents two steps, for 30TAI: overwrite the boot file, reboot. Everything round them is ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NoReturn

from engines.board_values import Bitstream
from engines.boards.bitstreams import identity_in_name, running_identity
from engines.boards.errors import BoardError, LinkBroken, TransferFailed
from engines.boards.install_values import (
    BitstreamRolledBack,
    BitstreamUnproved,
    BoardNotBack,
    InstallPlan,
    InstallProgress,
    InstallResult,
    InstallStep,
    NoBitstreams,
    NoBootFile,
    ReplaceInterrupted,
    RollBackFailed,
    checked_bytes,
    checked_size,
)
from engines.boards.link import Link, ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.service import find_listener
from engines.boards.ssh import checked
from engines.boards.store import file_sha256, remote_sha256, upload
from engines.errors import BadParameter, Cancelled, TrackbenchError
from engines.files import writing
from engines.texts import Text

if TYPE_CHECKING:
    from engines.boards.board import Board

logger = logging.getLogger(__name__)
_BOOT_ID = "/proc/sys/kernel/random/boot_id"
_COPY_TIMEOUT_S = 120.0


def _quiet(_progress: InstallProgress) -> None:
    return


@dataclass(slots=True)
class BitstreamInstaller:
    """Installs on one board. `link` is a living connection; after `install` it is the present one.

    Attributes:
        reconnect: a fresh log-in; raises BoardError while the board does not answer.
        keep_in: folder of this computer for copies of boot files that are replaced.
        is_virtual: a virtual board may lack a boot file at first, and tells its identity at any time.
        down_s, back_s, identify_s: how long it may take to go down, to answer again, to tell its identity.
    """

    link: Link
    profile: Profile
    host: str
    reconnect: Callable[[], Link]
    keep_in: Path
    is_virtual: bool = False
    down_s: float = 30.0
    back_s: float = 240.0
    identify_s: float = 30.0
    poll_s: float = 0.5
    on_step: Callable[[InstallProgress], None] = field(default=_quiet)

    def install(
        self,
        file: Path | Bitstream,
        confirm: Callable[[InstallPlan], bool],
        *,
        identity: str | None = None,
        should_cancel: ShouldCancel = never,
    ) -> InstallResult:
        """Makes a file the board's bitstream.

        Args:
            file: of the kind of the boot file; one of this computer, or one that is on the board already.
            confirm: asked once all is prepared; nothing the board starts from is changed before.
            identity: what the board has to report with it; None for the known one in the file's name.
            should_cancel: heard until the board is told to start anew.

        Raises:
            Cancelled: not confirmed, or cancelled; the boot file is as it was.
            BitstreamRolledBack: it came up as another one or not at all useful; the earlier one is back.
            BoardNotBack, RollBackFailed, BitstreamUnproved: with where the earlier file is.
            TrackbenchError: before anything was changed.
        """
        plan = self._look(file, identity)
        if plan.identity == plan.running and self._is_installed(file) and plan.running is not None:
            return InstallResult(plan, plan.running, changed=False)
        plan = self._back_up(plan, should_cancel)
        stored, was_there = self._store(file, plan, should_cancel)
        try:
            self._say(InstallStep.CONFIRM, Text("Waiting for your answer"))
            if not confirm(plan) or should_cancel():
                raise Cancelled()
            self._say(InstallStep.REPLACE, Text("Replacing {file}", file=plan.boot_file))
            self._replace_safely(plan, stored)
            if should_cancel():
                self._restore(plan)
                raise Cancelled()
            found, warnings = self._start_with(plan)
        except (Cancelled, BitstreamRolledBack):
            if not was_there:  # also: its name may promise what it does not hold
                with contextlib.suppress(BoardError):
                    self._run("rm", "-f", "--", stored)
            raise
        logger.info("%s runs on %s", found, self.host)
        return InstallResult(plan, found, warnings=warnings)

    def _store(
        self, file: Path | Bitstream, plan: InstallPlan, should_cancel: ShouldCancel
    ) -> tuple[str, bool]:
        """Where the file lies on the board now, and whether it did before. Raises BadParameter."""
        if isinstance(file, Bitstream):
            return file.file, True
        stored = f"{self.profile.bitstream_folder}/{plan.name}"
        there = remote_sha256(self.link, stored)
        if there is not None and there != file_sha256(file):
            reason, hint = Text("another file of that name is on the board"), Text("Rename the file.")
            raise BadParameter(name="file", value=plan.name, reason=reason, hint=hint)
        self._say(InstallStep.UPLOAD, Text("Copying {name} to the board", name=plan.name))
        upload(self.link, file, stored, on_progress=self._uploaded(plan), should_cancel=should_cancel)
        return stored, there is not None

    def _start_with(self, plan: InstallPlan) -> tuple[str, tuple[str, ...]]:
        """What runs after the restart, and what is to be said about it; otherwise everything goes back."""
        try:
            self._restart(plan)
            return self._judge(plan)
        except _NotAsWanted as error:
            self._roll_back(plan, error)

    def _look(self, file: Path | Bitstream, identity: str | None) -> InstallPlan:
        self._say(InstallStep.LOOK, Text("Looking at the board and the file"))
        profile = self.profile
        if not profile.boot_file:
            raise NoBitstreams(title=profile.title)
        name = PurePosixPath(file.file).name if isinstance(file, Bitstream) else file.name
        ending = PurePosixPath(profile.boot_file).suffix
        size = self._stored_size(file, ending) if isinstance(file, Bitstream) else checked_size(file, ending)
        if PurePosixPath(profile.boot_file).name == name:
            hint = Text("Rename the file so that its name says which bitstream it is.")
            reason = Text("the board's own boot file has that name")
            raise BadParameter(name="file", value=name, reason=reason, hint=hint)
        if not self.is_virtual and remote_sha256(self.link, profile.boot_file) is None:
            raise NoBootFile(path=profile.boot_file, host=self.host)
        expected = identity or identity_in_name(profile, name)
        return InstallPlan(self.host, name, size, expected, self._identity(), profile.boot_file)

    def _is_installed(self, file: Path | Bitstream) -> bool:
        if isinstance(file, Bitstream):
            return self._are_equal(file.file, self.profile.boot_file)
        return remote_sha256(self.link, self.profile.boot_file) == file_sha256(file)

    def _stored_size(self, file: Bitstream, ending: str) -> int:
        """Bytes of one on the board. Raises BadParameter for one that has no file, or of another kind."""
        path = PurePosixPath(file.file)
        entries = (
            {entry.name: entry for entry in self.link.list_folder(str(path.parent))} if file.file else {}
        )
        if path.name in entries and path.suffix == ending:
            return checked_bytes(str(path), entries[path.name].size_bytes)
        reason = Text("there is no {ending} file of it on the board", ending=ending)
        hint = Text("Install it from a file of this computer.")
        raise BadParameter(name="file", value=file.name, reason=reason, hint=hint)

    def _back_up(self, plan: InstallPlan, should_cancel: ShouldCancel) -> InstallPlan:
        """A copy beside it on the board, and one here for a board that does not come back."""
        digest = remote_sha256(self.link, plan.boot_file)
        if digest is None:
            return plan
        boot = PurePosixPath(plan.boot_file)
        name = f"{boot.stem}-{_safe(plan.running or 'unknown')}-{digest[:8]}{boot.suffix}"
        backup = f"{boot.parent}/backup/{name}"
        self._say(InstallStep.BACK_UP, Text("Backing up {file}", file=plan.boot_file))

        def tell(done: int, total: int) -> None:
            text = Text("Backing up {file}", file=plan.boot_file)
            self.on_step(InstallProgress(InstallStep.BACK_UP, text, done, total))

        if should_cancel():
            raise Cancelled()
        if remote_sha256(self.link, backup) != digest:
            self._run("mkdir", "-p", "--", str(PurePosixPath(backup).parent))
            self._copy(plan.boot_file, backup)
        content = self.link.get(plan.boot_file, on_progress=tell, should_cancel=should_cancel)
        if hashlib.sha256(content).hexdigest() != digest:
            raise TransferFailed(path=plan.boot_file, reason=Text("its copy here differs"))
        copy = self.keep_in / name
        with writing(copy):
            self.keep_in.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        return replace(plan, backup=backup, copy=copy)

    def _uploaded(self, plan: InstallPlan) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            text = Text("Copying {name} to the board", name=plan.name)
            self.on_step(InstallProgress(InstallStep.UPLOAD, text, done, total))

        return tell

    def _replace_safely(self, plan: InstallPlan, stored: str) -> None:
        """Where it fails half-way, the boot file is made what it was."""
        try:
            self._replace(stored)
        except BoardError as error:
            facts: dict[str, Any] = {"host": self.host, "backup": plan.backup, "copy": plan.copy}
            if not self.link.is_alive:
                raise ReplaceInterrupted(boot_file=plan.boot_file, **facts) from error
            self._run("rm", "-f", "--", f"{plan.boot_file}.new")
            if not plan.backup or not self._are_equal(plan.backup, plan.boot_file):
                self._restore(plan)
            raise

    def _replace(self, source: str) -> None:
        """Makes a file of the board its boot file in one step, safe on the card before anything else."""
        scratch = f"{self.profile.boot_file}.new"
        self._copy(source, scratch)
        self._run("sync")
        self._run("mv", "-f", "--", scratch, self.profile.boot_file)
        self._run("sync")
        if not self._are_equal(source, self.profile.boot_file):
            raise TransferFailed(path=self.profile.boot_file, reason=Text("it differs from its source"))

    def _copy(self, source: str, target: str) -> None:
        self._run("cp", "--", source, target)
        if not self._are_equal(source, target):
            self._run("rm", "-f", "--", target)
            raise TransferFailed(path=target, reason=Text("the copy differs from {source}", source=source))

    def _are_equal(self, one: str, other: str) -> bool:
        digest = remote_sha256(self.link, one)
        return digest is not None and digest == remote_sha256(self.link, other)

    def _restore(self, plan: InstallPlan) -> None:
        if plan.backup:
            self._replace(plan.backup)
        else:
            self._run("rm", "-f", "--", plan.boot_file)
            self._run("sync")

    def _restart(self, plan: InstallPlan) -> None:
        """Returns with a fresh link, once the board was down and answers again."""
        self._say(InstallStep.REBOOT, Text("Starting the board anew"), can_cancel=False)
        before = self._boot_id()
        try:
            self.link.run(list(self.profile.reboot_argv), timeout_s=5.0)
        except BoardError:  # it may go down before it has answered
            logger.debug("no answer to the reboot", exc_info=True)
        went_down = self._wait_until_down()
        self.link.close()
        self._wait_until_back(plan)
        after = self._boot_id()
        if not (went_down if "" in (before, after) else before != after):
            reason = Text("the board did not start anew")
            raise _NotAsWanted(reason, Text("Restart it by hand: power off and on."))

    def _wait_until_back(self, plan: InstallPlan) -> None:
        self._say(InstallStep.WAIT, Text("Waiting for the board"), can_cancel=False)
        deadline_s = monotonic() + self.back_s
        while monotonic() < deadline_s:
            try:
                self.link = self.reconnect()
            except BoardError:
                sleep(self.poll_s)
            else:
                return
        facts: dict[str, Any] = {"copy": plan.copy or Text("the earlier file"), "boot_file": plan.boot_file}
        raise BoardNotBack(name=plan.name, waited_s=self.back_s, **facts)

    def _wait_until_down(self) -> bool:
        deadline_s = monotonic() + self.down_s
        while monotonic() < deadline_s:
            try:
                self.link.run(["true"], timeout_s=2.0)
            except BoardError:
                return True
            sleep(self.poll_s)
        return False

    def _judge(self, plan: InstallPlan) -> tuple[str, tuple[str, ...]]:
        self._say(InstallStep.IDENTIFY, Text("Asking which bitstream runs"), can_cancel=False)
        service = self.profile.service
        if service is not None and self._is_held():
            raise BitstreamUnproved(name=plan.name, service=service.name, backup=plan.backup)
        deadline_s = monotonic() + self.identify_s
        try:
            while (found := self._identity()) is None and monotonic() < deadline_s:
                sleep(self.poll_s)
        except LinkBroken as error:  # opening the device took the whole board along
            lost = Text("the connection was lost when the device was opened")
            raise _NotAsWanted(lost, Text("Check which bitstream the file holds.")) from error
        elsewhere = Text("Does the board start from {file}? See the board's profile.", file=plan.boot_file)
        if found is None:
            raise _NotAsWanted(Text("the board does not tell which bitstream runs"), elsewhere)
        if plan.identity is not None and found != plan.identity:
            facts = {"found": found, "wanted": plan.identity}
            reason = Text("the board reports {found} instead of {wanted}", **facts)
            hint = elsewhere if found == plan.running else Text("Check which bitstream the file holds.")
            raise _NotAsWanted(reason, hint)
        if plan.identity is None and found == plan.running:
            return found, (Text("the board still reports {found}", found=found), elsewhere)
        return found, ()

    def _roll_back(self, plan: InstallPlan, error: _NotAsWanted) -> NoReturn:
        """Puts the earlier file back and starts the board with it. Always raises."""
        self._say(InstallStep.ROLL_BACK, Text("Putting the earlier one back"), can_cancel=False)
        try:
            if not self.link.is_alive:
                self._wait_until_back(plan)
            self._restore(plan)
            self._restart(plan)
            running = self._identity() or Text("unknown")
        except (TrackbenchError, _NotAsWanted) as failure:
            facts: dict[str, Any] = {"backup": plan.backup, "copy": plan.copy, "boot_file": plan.boot_file}
            why = str(failure).rstrip(".")
            raise RollBackFailed(name=plan.name, reason=error.reason, why=why, **facts) from failure
        raise BitstreamRolledBack(name=plan.name, reason=error.reason, running=running, hint=error.hint)

    def _identity(self) -> str | None:
        return running_identity(self.link, self.profile, is_virtual=self.is_virtual)

    def _is_held(self) -> bool:
        """Whether the vendor's service has the device, so that it must not be opened beside it."""
        service = self.profile.service
        may_ask = self.is_virtual or self.profile.identity_while_serving or service is None
        return not may_ask and service is not None and find_listener(self.link, service.port) is not None

    def _boot_id(self) -> str:
        try:
            return self.link.run(["cat", _BOOT_ID]).stdout.strip()
        except BoardError:
            return ""

    def _run(self, *argv: str) -> None:
        checked(self.link.run(list(argv), timeout_s=_COPY_TIMEOUT_S), argv, self.host)

    def _say(self, step: InstallStep, text: str, *, can_cancel: bool = True) -> None:
        logger.info("%s: %s", self.host, text)
        self.on_step(InstallProgress(step, text, can_cancel=can_cancel))


def install_bitstream(
    board: Board,
    file: Path | Bitstream,
    confirm: Callable[[InstallPlan], bool],
    *,
    keep_in: Path,
    identity: str | None = None,
    on_step: Callable[[InstallProgress], None] = _quiet,
    should_cancel: ShouldCancel = never,
) -> InstallResult:
    """As `BitstreamInstaller.install`, on a board that was checked before.

    Its service, agent and connection are let go of first: nobody may hold the device. Check the board
    again afterwards, whatever came of it.
    """
    profile, is_virtual = board.profile, board.summary.is_virtual
    board.close()
    link, host = board.open_link(), board.address.host
    installer = BitstreamInstaller(link, profile, host, board.open_link, keep_in, is_virtual, on_step=on_step)
    try:
        return installer.install(file, confirm, identity=identity, should_cancel=should_cancel)
    finally:
        installer.link.close()


class _NotAsWanted(Exception):
    """The board is there, but not as it should be: the earlier bitstream goes back."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


def _safe(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in name)[:40]
