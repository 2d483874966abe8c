"""Sentences that can be said in another language later on."""

from __future__ import annotations

from typing import Any


class Text(str):
    """A finished English text that remembers what it was made from.

    It is an ordinary string for logs, JSON and the command line; the window translates `template` and
    fills `facts` in again.
    """

    template: str
    facts: dict[str, Any]

    def __new__(cls, template: str, **facts: Any) -> Text:
        text = super().__new__(cls, template.format(**facts))
        text.template, text.facts = template, facts
        return text

    def __copy__(self) -> Text:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Text:
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def text_of(error: BaseException) -> str:
    """What an error says: the Text it was raised with, else its message."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Text) else str(error)


class TextList(tuple[str, ...]):
    """Several texts, said one after the other."""

    def __str__(self) -> str:
        return "; ".join(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
