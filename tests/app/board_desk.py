"""A virtual board in a process of its own, and the window's board and run without a window."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QCoreApplication

from app.board_controller import BoardController
from app.paths import Paths, paths_below
from app.run_controller import RunController
from app.run_feed import RunViews
from app.tasks import Tasks
from engines.assembly import local_opener, open_pipeline
from engines.boards.opening import board_opener
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.recorder import Recorder, read_recording
from engines.virtual.faults import Fault
from engines.virtual.launch import VirtualBoardProcess
from widgets.views import StepView

PASSWORD = "let me in"
FRAMES, SIDE, WIDTH, HEIGHT = 1500, 24, 160, 120


class Panel:
    """The board's panel: keeps the steps of the ladder and the service's log."""

    def __init__(self) -> None:
        self.steps: dict[str, StepView] = {}
        self.log: list[str] = []
        self.address = ""

    def show_step(self, step: StepView) -> None:
        self.steps[step.key] = step

    def clear_steps(self) -> None:
        self.steps.clear()

    def append_log(self, line: str) -> None:
        self.log.append(line)

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith(("show", "append", "clear", "set")):
            raise AttributeError(name)
        return lambda *_values, **_more: None


class View:
    """A view of a run that shows nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith(("show", "append", "clear")):
            raise AttributeError(name)
        return lambda *_values, **_more: None


def wait_until(holds: Callable[[], object], limit_s: float = 20.0) -> None:
    """Runs the window's events until something holds."""
    deadline_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        QCoreApplication.processEvents()
        time.sleep(0.005)


class Desk:
    """What is before a user: a board's panel, a run on it, and what was said."""

    def __init__(self, board: VirtualBoardProcess, folder: Path) -> None:
        self.virtual, self.folder = board, folder
        self.paths: Paths = paths_below(folder)
        self.paths.known_hosts.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(board.known_hosts, self.paths.known_hosts)
        self.panel = Panel()
        self.board = BoardController(self.panel, self.paths)
        self.failures: list[Exception] = []
        self.told: list[tuple[str, bool]] = []
        self.offers: list[object] = []
        self.board.failed.connect(self.failures.append)
        self.board.happened.connect(lambda text, is_good: self.told.append((text, is_good)))
        self.board.offer_changed.connect(lambda offer, _opener: self.offers.append(offer))
        self.tasks = Tasks()
        self.run = RunController(RunViews(View(), View(), View(), View(), View()), self.tasks)
        self.run_failures: list[Exception] = []
        self.run.failed.connect(self.run_failures.append)
        self.tasks.failed.connect(self.run_failures.append)

    @property
    def address(self) -> str:
        return str(self.virtual.address)

    @property
    def state(self) -> str:
        return str(self.board.state)

    @property
    def step_states(self) -> dict[str, str]:
        return {key: str(step.state) for key, step in self.panel.steps.items()}

    @property
    def known_hosts(self) -> bytes:
        return self.paths.known_hosts.read_bytes()

    @contextmanager
    def fault(self, name: Fault) -> Iterator[float]:
        """Switched on for a while; gives when it was."""
        self.virtual.set_fault(name)
        try:
            yield time.monotonic()
        finally:
            self.virtual.set_fault(name, on=False)

    def use_key(self, home: Path) -> None:
        """The board's key becomes the user's usual one."""
        (home / ".ssh").mkdir(exist_ok=True)
        shutil.copy(self.virtual.state / "user_key", home / ".ssh" / "id_ed25519")

    def connect(self) -> None:
        """And waits until the service runs, or something failed."""
        self.board.connect_to(self.address)
        self.wait_settled()

    def check_again(self) -> None:
        """What the button of a failed step does."""
        self.panel.steps.clear()
        count = len(self.failures)
        done: list[object] = []
        connection = self.board.offer_changed.connect(lambda *_: done.append(True))
        self.board.remedy("")
        wait_until(lambda: done or len(self.failures) > count)
        self.board.offer_changed.disconnect(connection)

    def wait_settled(self) -> None:
        wait_until(lambda: self.state in ("serving", "connected", "failed"))

    def last_failure(self) -> str:
        return str(self.failures[-1])

    # -- a run on the board --------------------------------------------------------------------

    def follow(self, scene: Path, spot_file: Path) -> None:
        """Follows the square of a scene on the board, recorded; from the frame that is shown."""
        self.run.open_source(str(scene))
        wait_until(lambda: self.run.info is not None)
        self.use_network(spot_file)
        self.recording = self.folder / f"recording-{time.monotonic_ns()}"
        self.run.record(Recorder(self.recording, {"model": "vittrack"}))
        wait_until(lambda: self.run.state.recording and self.run.feed.shown is not None)
        self.run.draw_target(self.run.feed.shown.frame, true_box(0), False)
        self.run.play()
        self.wait_frames(5)

    def use_network(self, spot_file: Path) -> None:
        board = self.board.present
        opener = local_opener() if board is None else board_opener(board)
        catalog = load_catalog(self.folder)
        self.run.use_pipeline(open_pipeline(catalog, catalog.entry("vittrack"), opener, weights=[spot_file]))

    @property
    def frame(self) -> int:
        return self.run.feed.shown.frame.index if self.run.feed.shown is not None else -1

    @property
    def recorded(self) -> int:
        """Complete rows on disk."""
        return (self.recording / "frames.jsonl").read_bytes().count(b"\n")

    def wait_frames(self, count: int, limit_s: float = 20.0) -> None:
        first = self.frame
        wait_until(lambda: self.frame >= first + count, limit_s)

    def assert_goes_on(self) -> None:
        """The run is untouched: it goes on, follows its target, and keeps every frame."""
        failures = list(self.run_failures)
        self.wait_frames(3)
        assert self.run_failures == failures and self.run.state.playing and self.run.state.recording
        assert self.run.has_targets

    def assert_nothing_lost(self, least_rows: int) -> None:
        """Each frame of the recording is there, none twice, none left out."""
        indexes = [result.frame_index for result in read_recording(self.recording).results]
        assert len(indexes) >= least_rows
        assert indexes == list(range(indexes[0], indexes[0] + len(indexes)))
        assert self.run.has_targets

    def end_run(self) -> None:
        if self.run.info is not None:
            self.run.close_source()

    def finish(self) -> None:
        self.run.finish()
        self.tasks.finish()
        self.board.finish()


def true_box(index: int) -> Box:
    """Where the white square of the scene is: it goes to and fro."""
    return Box(30 + abs(index % 100 - 50), 40, SIDE, SIDE)


def save_scene(folder: Path) -> Path:
    """A minute of a white square over black, as a folder of pictures."""
    (folder / "img").mkdir(parents=True)
    for index in range(FRAMES):
        box = true_box(index)
        bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        bgr[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] = 255
        cv2.imwrite(str(folder / "img" / f"{index:04d}.png"), bgr)
    (folder / "sequence.json").write_text(json.dumps({"name": "square", "media": "img/%04d.png"}))
    return folder
