"""What happens while a bitstream is installed: the plan, the steps, how it ends, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engines.boards.errors import BoardError
from engines.boards.store import check_name
from engines.errors import BadParameter
from engines.texts import Text

#: The largest that is known has 32 MB.
MAX_BYTES = 256 << 20


class NoBitstreams(BoardError):
    what = "{title} boards have no bitstreams to install."
    remedy = "Their accelerator is as it is; other models need other files only."


class ReplaceInterrupted(BoardError):
    what = (
        "The connection to {host} was lost while {boot_file} was replaced: it is the old file or the new one."
    )
    remedy = "Connect again before you restart the board. The earlier file is {backup} there and {copy} here."


class NoBootFile(BoardError):
    what = "There is no {path} on {host}, so its bitstream is kept elsewhere. Nothing was changed."
    remedy = "Look where the board keeps its boot file, and enter that path in the board's profile."


class BitstreamRolledBack(BoardError):
    what = "{name} was not kept: {reason}. The earlier boot file is back, and the board runs {running}."
    remedy = "{hint}"


class RollBackFailed(BoardError):
    what = "{name} does not work ({reason}), and the earlier boot file could not be put back: {why}."
    remedy = "It is {backup} on the board and {copy} here; make it {boot_file} again and restart the board."


class BoardNotBack(BoardError):
    what = "The board did not come back in {waited_s:g} s after it was started with {name}."
    remedy = (
        "Switch it off and on once. If it stays silent, write {copy} with a card reader to where the card "
        "has {boot_file}."
    )


class BitstreamUnproved(BoardError):
    what = (
        "{name} is installed and the board is up, but {service} holds the device: what runs cannot be read."
    )
    remedy = "Stop {service} and check the board; the earlier boot file is {backup}."


class InstallStep(StrEnum):
    """The steps in their order; ROLL_BACK only where it is needed."""

    LOOK = "look"
    BACK_UP = "back_up"
    UPLOAD = "upload"
    CONFIRM = "confirm"
    REPLACE = "replace"
    REBOOT = "reboot"
    WAIT = "wait"
    IDENTIFY = "identify"
    ROLL_BACK = "roll_back"


@dataclass(frozen=True, slots=True)
class InstallProgress:
    """One step has begun, or is so far.

    Attributes:
        done, total: bytes; 0 where the step has no size.
        can_cancel: until the board is told to start anew. After that each wait ends by itself.
    """

    step: InstallStep
    text: str
    done: int = 0
    total: int = 0
    can_cancel: bool = True


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """What is about to happen, for the question whether it may.

    Attributes:
        identity: what the board should report afterwards; None where nobody knows.
        running: what it reports now.
        backup: of the present boot file on the board; "" where there is none.
        copy: the same on this computer.
    """

    host: str
    name: str
    size_bytes: int
    identity: str | None
    running: str | None
    boot_file: str
    backup: str = ""
    copy: Path | None = None


@dataclass(frozen=True, slots=True)
class InstallResult:
    """How it ended.

    Attributes:
        identity: what the board reports now.
        changed: False where the file was installed and running before.
        warnings: what does not agree, one sentence each.
    """

    plan: InstallPlan
    identity: str
    changed: bool = True
    warnings: tuple[str, ...] = ()


def checked_size(file: Path, ending: str) -> int:
    """Bytes of a file that can be a boot file. Raises BadParameter."""
    check_name(file.name)
    try:
        size = file.stat().st_size if file.is_file() else None
    except OSError:
        size = None
    if size is not None and file.suffix == ending:
        return checked_bytes(str(file), size)
    of_kind = Text("the board starts from a {ending} file", ending=ending)
    raise _unusable(str(file), Text("it is not a file") if size is None else of_kind)


def checked_bytes(name: str, size: int) -> int:
    if size == 0:
        raise _unusable(name, Text("it is empty"))
    if size > MAX_BYTES:
        raise _unusable(name, Text("it is larger than {mb} MB", mb=MAX_BYTES >> 20))
    return size


def _unusable(name: str, reason: str) -> BadParameter:
    hint = Text("Choose a boot file of the vendor's.")
    return BadParameter(name="file", value=name, reason=reason, hint=hint)
