"""The window of recordings with 10,000 frames of 200 layers: how soon it shows them, how evenly it scrolls.

The real window with its controller opens a recording that is made here, every frame of it profiled (32 MB of
layer times). Opening ends when frames, layers and the strip over time have been painted. Then both tables are
scrolled from end to end and back, the frame that is looked at changes meanwhile, and a 1 ms precise timer in
the GUI thread notes the time between its ticks; doing nothing takes turns with it. Source of the bars: open
in at most 2 s, and scroll without gaps over 50 ms. The gap is the median over the passes of the longest one
of each: with nothing running at all, the system alone makes some of that size. The processor's time of the
GUI thread alone stands beside it: it tells a slow table from a busy machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, perf_counter_ns, thread_time_ns

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from app.gui import make_application
from app.recordings_controller import RecordingsController
from bench.measure import Effort
from bench.recording import write_long
from bench.rows import Row, missing
from widgets.recordings.content import RecordingContent
from widgets.theme import DARK, apply_theme

OPEN_BAR_S, GAP_BAR_MS = 2.0, 50.0
_BENCH = "recordings_view"
_PATIENCE_S = 60.0
_STEP_MS = 16  # between two steps of scrolling: as often as a screen shows something new
_STEPS = 250


def run(effort: Effort) -> Iterator[Row]:
    frames, layers = effort.count(10_000, 300), 200
    what = f"{frames:,} profiled frames of {layers} layers"
    app = QApplication.instance() or make_application()
    assert isinstance(app, QApplication)
    apply_theme(app, DARK)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_long(home / "recordings" / "long", frames, layers)
        drill = _Drill(home)
        try:
            yield from _rows(drill, effort, what)
        finally:
            drill.finish()


def _rows(drill: _Drill, effort: Effort, what: str) -> Iterator[Row]:
    drill.open()  # loads modules and fonts
    took = [drill.open() for _ in range(effort.count(5, 1))]
    if None in took:
        yield missing(_BENCH, f"opening {what}", "the window did not show it in time")
        return
    seconds = [entry[0] for entry in took if entry is not None]
    busy = max(entry[1] for entry in took if entry is not None)
    samples = (
        f"{len(seconds)} times, {min(seconds):.2f}-{max(seconds):.2f} s; longest gap meanwhile {busy:.0f} ms"
    )
    memory = f"{drill.memory_bytes / 1e6:.1f} MB of columns, times mapped"
    yield Row(
        _BENCH, f"opening {what} in the window", float(np.median(seconds)), "s", OPEN_BAR_S,
        samples=samples, note=memory,
    )  # fmt: skip
    passes, still = [], []
    for _ in range(effort.count(9, 2)):
        passes.append(drill.scroll())
        still.append(drill.idle())
    longest = [float(gaps[0].max()) for gaps in passes]
    quiet = [float(gaps[0].max()) for gaps in still]
    work = float(np.median([gaps[1].max() for gaps in passes]))
    samples = (
        f"{len(longest)} passes of {_STEPS} steps, worst {max(longest):.0f} ms; "
        f"idle {np.median(quiet):.0f} ms, worst {max(quiet):.0f} ms"
    )
    middle = float(np.median([np.percentile(gaps[0], 99) for gaps in passes]))
    told = f"p99 {middle:.0f} ms; between two ticks the thread itself worked {work:.0f} ms at most"
    yield Row(
        _BENCH, "longest gap of the GUI thread while scrolling", float(np.median(longest)), "ms", GAP_BAR_MS,
        samples=samples, note=told,
    )  # fmt: skip


class _Drill(QObject):
    """Opens the recording and scrolls, and notes the time between ticks of the GUI thread."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._folder = home / "recordings" / "long"
        self._owner = QWidget()
        self._layout = home / "window.ini"
        self._controller: RecordingsController | None = None
        self._gaps_ms: list[float] = []
        self._work_ms: list[float] = []
        self._tick_ns, self._worked_ns = perf_counter_ns(), thread_time_ns()
        self._ticker = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()

    @property
    def _shown(self) -> RecordingsController:
        assert self._controller is not None
        return self._controller

    @property
    def memory_bytes(self) -> int:
        content = self._shown.window.page.content
        assert isinstance(content, RecordingContent)
        return content.recording.memory_bytes

    def open(self) -> tuple[float, float] | None:
        """Seconds until all is painted, and the longest gap in ms; None where that did not happen."""
        self.finish()
        self._controller = RecordingsController(self._owner, self._folder.parent, self._layout)
        window = self._shown.window
        window.resize(1280, 760)
        self._shown.show()
        if not _wait(lambda: window.list.count() == 1):
            return None
        self._gaps_ms.clear()
        began_s = perf_counter()
        self._shown.open_paths([str(self._folder)])
        if not _wait(lambda: window.current is window.page):
            return None
        window.page.left.setCurrentWidget(window.page.frames)
        window.grab()
        QApplication.processEvents()
        return perf_counter() - began_s, max(self._gaps_ms, default=0.0)

    def scroll(self) -> NDArray[np.float64]:
        """Both tables from end to end and back, with another frame looked at in each step.

        Returns: time in ms between ticks [2, ticks]: by the clock, and of the processor for this thread.
        """
        page = self._shown.window.page
        bars = [table.view.verticalScrollBar() for table in (page.frames, page.layers)]
        count = page.frames.model.rowCount()
        steps = iter(np.abs(np.linspace(-1, 1, _STEPS)).tolist())
        loop, timer = QEventLoop(), QTimer(interval=_STEP_MS, timerType=Qt.TimerType.PreciseTimer)

        def step() -> None:
            share = next(steps, None)
            if share is None:
                loop.quit()
                return
            page.frames.view.setCurrentIndex(page.frames.model.index(int(share * (count - 1)), 0))
            for bar in bars:
                _scroll(bar, share)

        timer.timeout.connect(step)
        return self._noted(loop, timer)

    def idle(self) -> NDArray[np.float64]:
        """As long as a pass of scrolling, without anything to do."""
        loop, timer = QEventLoop(), QTimer(interval=_STEP_MS * _STEPS, singleShot=True)
        timer.timeout.connect(loop.quit)
        return self._noted(loop, timer)

    def finish(self) -> None:
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.finish()
            controller.window.deleteLater()
            controller.deleteLater()
            QApplication.processEvents()

    def _noted(self, loop: QEventLoop, timer: QTimer) -> NDArray[np.float64]:
        QApplication.processEvents()
        self._gaps_ms.clear()
        self._work_ms.clear()
        self._tick_ns, self._worked_ns = perf_counter_ns(), thread_time_ns()
        timer.start()
        loop.exec()
        timer.stop()
        return np.array([self._gaps_ms, self._work_ms])

    @Slot()
    def _tick(self) -> None:
        now_ns = perf_counter_ns()
        work_ns = thread_time_ns()
        self._gaps_ms.append((now_ns - self._tick_ns) / 1e6)
        self._work_ms.append((work_ns - self._worked_ns) / 1e6)
        self._tick_ns, self._worked_ns = now_ns, work_ns


def _scroll(bar: QScrollBar, share: float) -> None:
    bar.setValue(round(bar.minimum() + share * (bar.maximum() - bar.minimum())))


def _wait(is_so: Callable[[], bool]) -> bool:
    until_s = perf_counter() + _PATIENCE_S
    while not is_so() and perf_counter() < until_s:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return is_so()
