"""Text of a profile, numbers in it, and what was wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.texts import Text

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NOTHING = frozenset({"", "--", "-", "n/a", "na", "none", "null"})
_MOST_PROBLEMS = 50
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A file's text. `problems` are those of turning its bytes into text."""

    text: str
    problems: tuple[Text, ...] = ()

    @property
    def ends_with_a_line(self) -> bool:
        """Whether the last line was finished: a figure at the end of an unfinished one may be cut off."""
        return self.text.endswith(("\n", "\r"))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers from 1."""
        for number, line in enumerate(self.text.split("\n"), 1):
            yield number, line.rstrip("\r")

    def line_at(self, position: int) -> int:
        """The line, from 1, of a position in the text."""
        return self.text.count("\n", 0, position) + 1


def decode(data: bytes) -> ProfileText | None:
    """A file's bytes as text, or None where they are none.

    UTF-8, UTF-16 with its mark, or GB 18030, which Chinese editions of Windows write.
    """
    if data[:2] in _UTF_16_MARKS:
        text = data.decode("utf-16", errors="replace")
    else:
        text = data.decode("utf-8-sig", errors="replace")
        # A character that the end of a file cut in two is no sign of another encoding.
        if "\ufffd" in text.rstrip("\ufffd"):
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                if "\0" in text:
                    return None
                line = text.count("\n", 0, text.index("\ufffd")) + 1
                odd = Text("Line {line} has bytes that are no text; they were replaced.", line=line)
                return ProfileText(text, (odd,))
    return None if "\0" in text else ProfileText(text)


class Problems:
    """Collects what was wrong. Bounded: a foreign file has as many problems as lines."""

    def __init__(self, first: tuple[Text, ...] = ()) -> None:
        self._texts = list(first)
        self._more = 0

    def add(self, problem: Text) -> None:
        if len(self._texts) < _MOST_PROBLEMS:
            self._texts.append(problem)
        else:
            self._more += 1

    @property
    def texts(self) -> tuple[Text, ...]:
        more = (Text("There are {count} more problems.", count=self._more),) if self._more else ()
        return (*self._texts, *more)

    def number(self, cell: str, line: int, column: str, *, negative: bool = False) -> float | None:
        """A cell as a number; None where it says that there is none, or is no number, which is told.

        Args:
            cell: text of the cell.
            line: where it stands.
            column: what it should be.
            negative: whether it may be below zero.
        """
        text = cell.strip()
        if text.lower() in _NOTHING:
            return None
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        return self.checked(value, line, column, shown=text, negative=negative)

    def checked(
        self, value: object, line: int, column: str, *, shown: str | None = None, negative: bool = False
    ) -> float | None:
        """A value as a finite number; None where it is none, which is told."""
        text = str(value) if shown is None else shown
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
            self.add(
                Text(
                    "Line {line}: {column} is {value!r}, which is no finite number.",
                    line=line,
                    column=column,
                    value=text[:40],
                )
            )
            return None
        if value < 0 and not negative:
            self.add(
                Text(
                    "Line {line}: {column} is {value}, which cannot be negative.",
                    line=line,
                    column=column,
                    value=text[:40],
                )
            )
            return None
        return float(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond what a float holds
        return False
