"""A board's load and temperature, read every few seconds in one go."""

from __future__ import annotations

import logging
import shlex
import threading
from collections.abc import Callable, Sequence
from dataclasses import fields
from time import monotonic

from engines.board_values import BoardTelemetry
from engines.boards.errors import BoardError
from engines.boards.link import Link
from engines.boards.profile import Profile, TelemetryCommand
from engines.boards.telemetry_text import Reading
from engines.origin import Origin

logger = logging.getLogger(__name__)
INTERVAL_S = 3.0
#: A look that takes longer is given up; the next one comes soon enough.
TIMEOUT_S = 5.0
_MOST_CHARACTERS = 200_000
#: Stands between two answers; no tool prints it.
_BETWEEN = "--trackbench-telemetry--"


class TelemetryReader:
    """Looks at one board. All commands go in one batch: a command of its own costs a round trip each.

    A virtual board has no shell that could take a batch; it is asked one by one.
    """

    def __init__(self, profile: Profile, *, is_virtual: bool = False) -> None:
        self._profile, self._is_virtual = profile, is_virtual
        self._wants_fallbacks = False
        self._ticks: tuple[int, int] | None = None

    def is_for(self, profile: Profile, *, is_virtual: bool) -> bool:
        return (self._profile, self._is_virtual) == (profile, is_virtual)

    def read(self, link: Link) -> BoardTelemetry:
        """What the board tells now. Raises LinkBroken, CommandTimedOut.

        CPU load is of the time since the look before, so the first look does not know it.
        """
        commands = self._commands(with_fallbacks=self._wants_fallbacks)
        readings = self._ask(link, commands)
        if not self._wants_fallbacks and _leaves_open(readings):
            self._wants_fallbacks = True
            more = [command for command in self._commands(with_fallbacks=True) if command.is_fallback]
            readings += self._ask(link, more)
        merged = _merged(readings)
        return BoardTelemetry(
            temperature_c=merged.temperature_c,
            memory_used_mb=merged.memory_used_mb,
            memory_total_mb=merged.memory_total_mb,
            cpu_percent=self._cpu_percent(merged.cpu_ticks),
            accelerator_percent=merged.accelerator_percent,
            time_s=monotonic(),
            origin=Origin.SIMULATED if self._is_virtual else Origin.MEASURED,
        )

    def _commands(self, *, with_fallbacks: bool) -> list[TelemetryCommand]:
        return [c for c in self._profile.telemetry if with_fallbacks or not c.is_fallback]

    def _ask(self, link: Link, commands: Sequence[TelemetryCommand]) -> list[Reading]:
        if not commands:
            return []
        if self._is_virtual:
            deadline_s = monotonic() + TIMEOUT_S
            texts = []
            for command in commands:
                left_s = max(0.2, deadline_s - monotonic())
                texts.append(link.run(command.argv, timeout_s=left_s).stdout)
        else:
            texts = link.run(batch_argv(commands), timeout_s=TIMEOUT_S).stdout.split(_BETWEEN + "\n")
        pairs = zip(commands, texts, strict=False)
        return [command.read(text[:_MOST_CHARACTERS]) for command, text in pairs]

    def _cpu_percent(self, ticks: tuple[int, int] | None) -> float | None:
        before, self._ticks = self._ticks, ticks
        if before is None or ticks is None:
            return None
        busy, total = ticks[0] - before[0], ticks[1] - before[1]
        return min(100.0, 100.0 * busy / total) if total > 0 and busy >= 0 else None


def batch_argv(commands: Sequence[TelemetryCommand]) -> list[str]:
    """One command that runs all of them, with a line between; each word is quoted on its own.

    A command that fails leaves its part empty; none waits for input.
    """
    parts = [f"{shlex.join(command.argv)} </dev/null 2>/dev/null" for command in commands]
    return ["sh", "-c", f"; echo {shlex.quote(_BETWEEN)}; ".join(parts)]


class TelemetryPoller:
    """Reads in a thread of its own until it is closed; a look that fails is left out."""

    def __init__(
        self,
        read: Callable[[], BoardTelemetry],
        on_reading: Callable[[BoardTelemetry], None],
        *,
        interval_s: float = INTERVAL_S,
        first_after_s: float | None = None,
    ) -> None:
        """Starts at once.

        Args:
            read: `Board.read_telemetry`.
            on_reading: called from the poller's thread.
            interval_s: between two looks.
            first_after_s: how long the first look waits; None for an interval.
        """
        self._read, self._on_reading = read, on_reading
        self._interval_s = interval_s
        self._first_after_s = interval_s if first_after_s is None else first_after_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="telemetry", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Returns when no reading comes any more, unless called from `on_reading` itself."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(2 * TIMEOUT_S)

    def _run(self) -> None:
        wait_s = self._first_after_s
        while not self._stopped.wait(wait_s):
            wait_s = self._interval_s
            try:
                reading = self._read()
            except BoardError as error:
                logger.debug("no telemetry: %s", error)
                continue
            if not self._stopped.is_set():
                self._on_reading(reading)


def _merged(readings: Sequence[Reading]) -> Reading:
    """Field by field what the first reading that knows it says."""
    first = {}
    for entry in fields(Reading):
        known = (getattr(reading, entry.name) for reading in readings)
        first[entry.name] = next((value for value in known if value is not None), None)
    return Reading(**first)


def _leaves_open(readings: Sequence[Reading]) -> bool:
    merged = _merged(readings)
    return any(getattr(merged, entry.name) is None for entry in fields(Reading))
