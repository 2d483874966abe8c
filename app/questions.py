"""A question of a worker's thread to the person at the window, and the wait for the answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

_PATIENCE_S = 120.0


class Question:
    """One question at a time; whoever asks waits, but not for ever."""

    def __init__(self, withdraw: Callable[[], None], is_unwanted: Callable[[], bool]) -> None:
        """With nothing asked yet.

        Args:
            withdraw: called when nobody waits for the answer any more.
            is_unwanted: whether the work that asked was given up meanwhile.
        """
        self._withdraw, self._is_unwanted = withdraw, is_unwanted
        self._answered, self._answer = Event(), ""

    def ask(self, show: Callable[[], None]) -> str:
        """Shows the question and waits. "" for no, for no answer, and for work that was given up."""
        self._answered.clear()
        show()
        answered = self._answered.wait(_PATIENCE_S) and not self._is_unwanted()
        if not answered:
            self._withdraw()
        answer, self._answer = self._answer, ""
        return answer if answered else ""

    def answer(self, text: str) -> None:
        self._answer = text
        self._answered.set()

    def give_up(self) -> None:
        """Wakes whoever waits."""
        self._answered.set()
