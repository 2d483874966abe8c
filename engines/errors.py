"""The family of expected failures: each says what happened and what to try.

A class carries two sentences with named fields instead of a finished text, so that the window can
show the same failure in the user's language. Everything that is not a `TrackbenchError` is a bug and
is left to the excepthook.
"""

from __future__ import annotations

from typing import Any, ClassVar


class TrackbenchError(Exception):
    """Something the user can do something about.

    Subclasses set `what` and `remedy`, both `str.format` templates over the keyword facts given to
    the constructor. `details` (optional) is longer text shown one click away: a server's answer, a
    library's message.
    """

    what: ClassVar[str] = "Something went wrong."
    remedy: ClassVar[str] = ""

    def __init__(self, *, details: str = "", **facts: Any) -> None:
        self.facts = facts
        self.details = details
        text = " ".join(part for part in (self.what.format(**facts), self.remedy.format(**facts)) if part)
        super().__init__(text)


class Cancelled(TrackbenchError):
    what = "Cancelled."
    remedy = "Nothing was changed."


class DiskFull(TrackbenchError):
    what = "No space left while writing {path}."
    remedy = "Everything written so far is kept. Free some space or choose another folder."


class CannotWrite(TrackbenchError):
    what = "{path} cannot be written: {reason}."
    remedy = "Choose another place or change its permissions."


class BadParameter(TrackbenchError):
    what = "{name} = {value!r} cannot be used: {reason}."
    remedy = "{hint}"
