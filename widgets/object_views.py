"""Plain values about what lies on a board: files of its model store, a bitstream to be installed."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.views import ModelView


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something only the user can decide.

    Attributes:
        title: the question in one line.
        facts: what it is about.
        advice: what follows from the answer.
        yes, no: words of the two buttons; both say what they do.
    """

    title: str
    facts: str = ""
    advice: str = ""
    yes: str = ""
    no: str = ""


@dataclass(frozen=True, slots=True)
class StoredFileView:
    """A file of the board's model store; `sha256` in hex, "" until it is known."""

    name: str
    size_bytes: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StoreView:
    """What the model store holds.

    Attributes:
        folder: on the board.
        files: None while they are being looked for.
        unfinished_bytes: of uploads that were cancelled or cut off; 0 for none.
    """

    folder: str
    files: tuple[StoredFileView, ...] | None = None
    unfinished_bytes: int = 0


@dataclass(frozen=True, slots=True)
class InstallSourceView:
    """A bitstream that is on the board already and can be installed from there."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a bitstream would mean, before anything is done.

    Attributes:
        title: which one.
        facts: lines about it and about the one that runs.
        models: those worth telling, with their verdict for the new bitstream: the chosen one first, then
            in one line those that miss the same thing.
        more_fit: how many others fit it as well.
    """

    title: str
    facts: tuple[str, ...] = ()
    models: tuple[ModelView, ...] = ()
    more_fit: int = 0
