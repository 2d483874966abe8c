"""Which targets the user chose, under which ids, and how the last choice is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from engines.frame import Frame
from engines.geometry import Box

_UNDO_DEPTH = 20


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A target's box in the frame where it was chosen or last seen."""

    target_id: int
    frame: Frame
    box: Box


class Targets:
    """Ids from 1; a removed id is not given to another target while the source is open."""

    def __init__(self) -> None:
        self._choices: dict[int, Choice] = {}
        self._undo: list[Choice] = []
        self._expected: set[int] = set()
        self._last_id = 0
        self.selected: int | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(sorted(self._choices))

    @property
    def selected_choice(self) -> Choice | None:
        """Where the selected target, or else the newest, was drawn; None before its frame was reached."""
        chosen = self.selected if self.selected in self._choices else max(self._choices, default=None)
        return None if chosen is None else self._choices[chosen]

    def choose(self, frame: Frame, box: Box, *, add: bool, seen: Choice | None = None) -> int:
        """Takes a newly drawn box and returns its id.

        Args:
            frame: it was drawn on.
            box: in its pixels.
            add: a further target; else it takes the place of the selected one, or of the newest.
            seen: where the target whose place is taken was when the box was drawn.
        """
        replaced = None if add or not self._choices else (self.selected or max(self._choices))
        if replaced is None:
            self._last_id += 1
            target_id = self._last_id
        else:
            target_id = replaced
            self._remember(seen or self._choices[replaced])
        self._choices[target_id] = Choice(target_id, frame, box)
        self.selected = target_id
        return target_id

    def place_of_next(self, *, add: bool) -> int | None:
        """Id of the target that `choose` would replace, or None."""
        return None if add or not self._choices else (self.selected or max(self._choices))

    def expect(self, target_id: int) -> None:
        """Counts a target that the run starts by itself (demo, recorded boxes)."""
        self._expected.add(target_id)
        self._last_id = max(self._last_id, target_id)
        self.selected = self.selected or target_id

    def started(self, target_id: int, frame: Frame, box: Box) -> None:
        """Notes where an expected target is followed from; late pictures of removed ones count nothing."""
        if target_id in self._expected:
            self._expected.discard(target_id)
            self._choices.setdefault(target_id, Choice(target_id, frame, box))

    def remove(self, target_id: int, seen: Choice | None = None) -> None:
        choice = self._choices.pop(target_id, None)
        self._expected.discard(target_id)
        last_known = seen or choice
        if last_known is not None:
            self._remember(last_known)
        if self.selected == target_id:
            self.selected = max(self._choices) if self._choices else None

    def undo(self) -> Choice | None:
        """The last target that was removed or redrawn, counted in again; None where there is none."""
        if not self._undo:
            return None
        choice = self._undo.pop()
        self._choices[choice.target_id] = choice
        self.selected = choice.target_id
        return choice

    def next_after_selected(self) -> int | None:
        """Selects the next target and returns its id."""
        if not self._choices:
            return None
        later = [i for i in self.ids if self.selected is None or i > self.selected]
        self.selected = later[0] if later else self.ids[0]
        return self.selected

    def clear(self) -> None:
        self._choices.clear()
        self._undo.clear()
        self._expected.clear()
        self._last_id, self.selected = 0, None

    def _remember(self, choice: Choice) -> None:
        self._undo.append(choice)
        del self._undo[:-_UNDO_DEPTH]
