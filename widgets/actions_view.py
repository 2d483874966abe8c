"""What the window needs to know of an action; what it does is the controllers' business."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Chinese texts carry their mnemonic letter in brackets: "打开(&O)".
_CHINESE_MNEMONIC = re.compile(r"\(&\w\)")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One line of the table of actions.

    Attributes:
        name: handed back by `MainWindow.triggered`.
        text: in the user's language, "&" marks the mnemonic.
        icon: file name in resources/icons without ".svg", or empty.
        shortcut: as QKeySequence reads it ("Ctrl+O"); several separated by "; ".
        menu: "file", "view", "play", "target", "board", "tools", "help", or empty for no menu.
        checkable: shows and keeps a tick.
        in_top_bar: has a button at the right of the top bar.
        separator_before: a line above it in its menu.
        hint: tool tip and the palette's second line.
    """

    name: str
    text: str
    icon: str = ""
    shortcut: str = ""
    menu: str = ""
    checkable: bool = False
    in_top_bar: bool = False
    separator_before: bool = False
    hint: str = ""

    @property
    def plain_text(self) -> str:
        """The text without mnemonic and dots."""
        text = _CHINESE_MNEMONIC.sub("", self.text)
        return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…. ")

    @property
    def shortcuts(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.shortcut.split("; ") if part.strip())
