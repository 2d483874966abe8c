"""An X server of our own with a window manager, and a hand for its mouse and keys (xdotool)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.waiting import wait_until

NEEDED = ("Xvfb", "openbox", "xdotool", "import")


def missing_programs() -> list[str]:
    """What has to be installed before a window can be driven here."""
    return [program for program in NEEDED if shutil.which(program) is None]


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen nobody looks at. Points are pixels of the screen.

    Attributes:
        display: as DISPLAY names it, for example ":99".
    """

    display: str

    def environment(self) -> dict[str, str]:
        """For programs that are to appear on this screen: a real window system, English words."""
        words = {"LC_ALL": "C.UTF-8", "LANGUAGE": "en", "QT_QPA_PLATFORM": "xcb", "DISPLAY": self.display}
        environment = {**os.environ, **words}
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, with xdotool's names: "space", "ctrl+z", "bracketleft"."""
        self._do("key", "--delay", "20", *keys)

    def type_text(self, text: str) -> None:
        self._do("type", "--delay", "4", text)

    def click(self, x: float, y: float, *, button: int = 1) -> None:
        self._do(*_move(x, y), "click", str(button))

    def move(self, x: float, y: float) -> None:
        self._do(*_move(x, y))

    def begin_drag(self, points: Sequence[tuple[float, float]], *, button: int = 1) -> None:
        """Presses the button at the first point and moves over the others; it stays down."""
        self._do(*_move(*points[0]), "mousedown", str(button))
        # Moves of their own, so that each is an event: at once they would be taken for one.
        for point in points[1:]:
            self._do(*_move(*point))

    def end_drag(self, *, button: int = 1) -> None:
        self._do("mouseup", str(button))

    @contextlib.contextmanager
    def held_key(self, key: str) -> Iterator[None]:
        """Holds a key down, for example "shift"."""
        self._do("keydown", key)
        try:
            yield
        finally:
            self._do("keyup", key)

    def place_window(self, name: str, x: int, y: int, width: int, height: int) -> None:
        """Moves and sizes a window as its user would by its frame."""
        window = self._do("search", "--onlyvisible", "--name", name).split()[-1]
        self._do("windowsize", window, str(width), str(height), "windowmove", window, str(x), str(y))

    def photograph(self, path: Path) -> None:
        """Saves what is on the screen as a picture."""
        command = ["import", "-display", self.display, "-window", "root", "-quality", "20", str(path)]
        subprocess.run(command, check=True, timeout=30, capture_output=True)

    def _do(self, *words: str) -> str:
        """Runs xdotool."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, check=True, timeout=30, capture_output=True, text=True
        )
        return done.stdout


def _move(x: float, y: float) -> tuple[str, ...]:
    return ("mousemove", str(round(x)), str(round(y)))


@contextlib.contextmanager
def private_screen(width: int = 1920, height: int = 1200) -> Iterator[Screen]:
    """A screen of this size with openbox on it, gone afterwards."""
    server, number = _start_server(width, height)
    try:
        screen = Screen(f":{number}")
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=screen.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(lambda: _is_managed(screen), "openbox manages the screen")
            yield screen
        finally:
            _end(manager)
    finally:
        _end(server)


def _start_server(width: int, height: int) -> tuple[subprocess.Popen, str]:
    """A server and its number. Of two that start in the same moment one may find its number taken: again."""
    geometry = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", geometry, "-nolisten", "tcp"]
    for _ in range(5):
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        if number:
            return server, number
        _end(server)
    raise AssertionError("Xvfb did not start")


def _is_managed(screen: Screen) -> bool:
    """Only a window manager answers how many desktops there are."""
    environment = {**os.environ, "DISPLAY": screen.display}
    command = ["xdotool", "get_num_desktops"]
    return (
        subprocess.run(command, env=environment, capture_output=True, timeout=10, check=False).returncode == 0
    )


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
    if process.stdout is not None:
        process.stdout.close()
