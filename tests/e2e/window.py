"""The workbench as a person in front of it has it: eyes (`see`), a mouse and a keyboard."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.geometry import Box
from tests.conftest import ROOT
from tests.e2e.screen import Screen
from tests.e2e.waiting import PATIENCE_S, wait_until

_ANSWER_S = 20.0
_START_S = 60.0
_END_S = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at the window. `facts` are those of `watched.Witness.see`."""

    facts: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def notice_text(self) -> str:
        return " | ".join(self.notice)

    @property
    def boxes(self) -> dict[int, Box]:
        """Boxes on the picture by the target's id."""
        return {int(t[0]): Box(*t[1:5]) for t in self.tracks}

    def verdict_of(self, model: str) -> tuple[str, str]:
        """Verdict and reason of a model in the board's list."""
        return next(((v, why) for title, v, why in self.models if title == model), ("", ""))

    def on_screen(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of the frame is on the screen."""
        left, top, scale = self.picture
        return left + x * scale, top + y * scale

    def corners(self, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """Screen points of a box's upper left and lower right corner."""
        return self.on_screen(box.x, box.y), self.on_screen(box.x + box.w, box.y + box.h)


class WorkbenchWindow:
    """A running workbench on a screen."""

    def __init__(self, screen: Screen, *arguments: str, shots: Path) -> None:
        """Starts it and waits until its window can be used."""
        self.screen = screen
        self._shots = shots
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._errors: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.watched", *arguments],
            cwd=ROOT,
            env=screen.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read_answers, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.wait_for("the window is there", lambda now: now.is_active, timeout_s=_START_S)
        except AssertionError:
            self.kill()
            raise

    # -- eyes ----------------------------------------------------------------------------------

    def see(self, timeout_s: float = _ANSWER_S) -> Seen:
        """Looks once. That it is answered at all shows that the GUI thread is not blocked."""
        return Seen(self._ask("see", timeout_s=timeout_s))

    def wait_for(self, what: str, is_so: Callable[[Seen], object], timeout_s: float = PATIENCE_S) -> Seen:
        """Looks until something is so, and returns that look."""
        last: list[Seen] = []

        def look() -> Seen | None:
            last[:] = [self.see(timeout_s)]
            return last[0] if is_so(last[0]) else None

        try:
            return wait_until(look, what, timeout_s)
        except AssertionError as error:
            self.photograph("failed")
            raise AssertionError(f"{error}\nlast seen: {last[0].facts if last else 'nothing'}") from None

    def photograph(self, name: str) -> Path:
        """A picture for people to look at."""
        self._shots.mkdir(parents=True, exist_ok=True)
        path = self._shots / f"{name}.png"
        self.screen.photograph(path)
        return path

    def picture_of(self, now: Seen, name: str) -> Path:
        """A picture of a frame that stands still, for comparing it with what was seen."""
        self.wait_for("it is painted", lambda later: later.painted == now.frame)
        path = self.photograph(name)
        assert self.see().frame == now.frame, "the frame stands still"
        return path

    @property
    def errors(self) -> str:
        """What the program wrote to standard error."""
        return "".join(self._errors)

    # -- hands ---------------------------------------------------------------------------------

    def click(self, text: str, *, button: int = 1) -> None:
        """Clicks what carries this text, as soon as it is there; scrolls to it where it must."""

        def find() -> list[int] | None:
            found: dict[str, Any] | None = self._ask("find", text)
            if found is not None and "wheel" in found:
                self.screen.click(*found["at"], button=found["wheel"])
                return None
            return found["at"] if found is not None else None

        try:
            x, y = wait_until(find, f"{text!r} can be clicked")
        except AssertionError:
            self.photograph("failed")
            raise
        self.screen.click(x, y, button=button)

    def shows(self, text: str) -> bool:
        """Whether something that carries this text could be clicked now."""
        return self._ask("find", text) is not None

    def press(self, *keys: str) -> None:
        self.screen.press(*keys)

    def click_frame(self, chart: str, frame: int) -> None:
        """Clicks a frame of a chart: "evidence", "overlap" or the "strip" of frame times."""
        self.screen.click(*self._ask("point", chart, frame))

    def frame_times(self) -> dict[int, float]:
        """Time in ms of the frames in the strip, by their index."""
        return {int(index): ms for index, ms in self._ask("times")}

    def draw_box(self, box: Box, *, add: bool = False) -> Seen:
        """Drags round a box of the frame; returns what was seen while the button was down."""
        (left, top), (right, bottom) = self._settled().corners(box)
        middle = ((left + right) / 2, (top + bottom) / 2)
        if add:
            with self.screen.held_key("shift"):
                return self.drag((left, top), middle, (right, bottom))
        return self.drag((left, top), middle, (right, bottom))

    def _settled(self) -> Seen:
        """A look at a picture that stays where it is and has no progress laid over it."""
        before: list[Any] = []

        def stays(now: Seen) -> bool:
            was, before[:] = list(before), now.picture
            return not now.progress and was == now.picture

        return self.wait_for("the picture stays where it is", stays)

    def drag(self, *points: tuple[float, float]) -> Seen:
        """Drags on the picture from point to point; returns what was seen while the button was down."""
        self.screen.begin_drag(points)
        during = self.wait_for("a box is being drawn", lambda now: now.is_drawing)
        self.screen.end_drag()
        self.wait_for("the box is drawn", lambda now: not now.is_drawing)
        return during

    def open_by_dialog(self, path: Path, key: str = "ctrl+o") -> None:
        """Opens a file as its user does: the key, the path, Enter."""
        self.press(key)
        self.wait_for("a dialog asks for a file", lambda now: now.dialogs and now.focus == "QLineEdit")
        self.screen.type_text(str(path))
        self.press("Return")
        self.wait_for("the dialog is gone", lambda now: not now.dialogs)

    def run_from_palette(self, words: str) -> None:
        """Types a part of an action's name into the command palette and runs the first one found."""
        self.press("ctrl+k")
        self.wait_for("the palette is open", lambda now: now.palette)
        self.screen.type_text(words)
        self.press("Return")
        self.wait_for("the palette is gone", lambda now: not now.palette)

    # -- the process ---------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        return self._process.pid

    def children(self) -> list[int]:
        """Processes the workbench has started, and theirs."""
        return descendants(self._process.pid)

    def quit(self, keys: str = "ctrl+q") -> None:
        """Ends it as its user does: it ends with 0, soon, and takes all it has started with it."""
        started = self.children()
        self.press(keys)
        code = self.wait_for_end()
        assert code == 0, f"it ended with {code}:\n{self.errors}"
        wait_until(lambda: not any(is_alive(pid) for pid in started), "what it has started ends with it", 2.0)

    def wait_for_end(self, timeout_s: float = _END_S) -> int:
        """Waits until the program has ended by itself; returns its exit code."""
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not end within {timeout_s:g} s:\n{self._stacks()}") from None
        self._close_pipes()
        return code

    def _stacks(self) -> str:
        """Where every thread of the program is, for a failure's text."""
        os.kill(self._process.pid, signal.SIGUSR1)
        with contextlib.suppress(AssertionError):
            wait_until(lambda: "most recent call first" in self.errors, "the stacks", 3.0)
        return self.errors

    def kill(self) -> None:
        """Whatever it is doing: over. For the end of a test that failed."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(_END_S)
        self._close_pipes()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def _close_pipes(self) -> None:
        for reader in self._readers:
            reader.join(_END_S)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _ask(self, *words: str, timeout_s: float = _ANSWER_S) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        try:
            answer = self._answers.get(timeout=timeout_s)
        except queue.Empty:
            raise AssertionError(f"no answer to {words} in {timeout_s:g} s; the window hangs") from None
        if not answer:
            raise AssertionError(f"the program ended with {self._process.wait(_END_S)}:\n{self.errors}")
        return json.loads(answer)

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._errors.append(line)


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"


def descendants(pid: int) -> list[int]:
    """Processes that a process has started, and those that they have."""
    found: list[int] = []
    for task in _listed(Path(f"/proc/{pid}/task")):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            found += [int(child), *descendants(int(child))]
    return found


def _listed(folder: Path) -> Sequence[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return ()
