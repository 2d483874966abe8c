"""Cost of showing a 1080p frame in the video view, against the bare fastest way.

The bare way is what was found fastest for a plain QWidget: cv2.resize (where the sizes differ), cvtColor
BGR2BGRA into a buffer that is kept, QImage RGB32, QPainter.drawImage in paintEvent. Both widgets paint the
same frames in turn, each with `repaint`, which also brings the pixels to the screen. Each paint follows a
pause and a frame that was just written, as it does in use: in a close loop OpenCV's threads would still be
awake and the frame still in the caches, for one widget more often than for the other. Source of the bar:
display at 1080p costs at most 1.3 times the bare way.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench.measure import Effort, interleaved
from bench.rows import Row
from engines.frame import Frame
from engines.geometry import Box
from engines.overlay import Mark, OverlayInput, OverlayOptions, build_overlay
from engines.track import Track
from widgets.video_view import VideoView

BAR = 1.3
_WIDTH, _HEIGHT = 1920, 1080
_VIEWS = {"1:1": (1920, 1080), "shrunk to 1280x720": (1280, 720)}
_TRAIL_LENGTH = 60
_PAUSE_S = 0.004


class BareView(QWidget):
    """The fastest way known, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._frame = np.zeros((_HEIGHT, _WIDTH, 3), np.uint8)
        self._scaled = np.empty((0, 0, 3), np.uint8)
        self._bgra = np.empty((0, 0, 4), np.uint8)

    def show_frame(self, frame: Frame) -> None:
        self._frame = frame.bgr

    def paintEvent(self, event: QPaintEvent) -> None:
        width, height, picture = self.width(), self.height(), self._frame
        if self._bgra.shape[:2] != (height, width):
            self._scaled = np.empty((height, width, 3), np.uint8)
            self._bgra = np.empty((height, width, 4), np.uint8)
        if picture.shape[:2] != (height, width):
            picture = cv2.resize(picture, (width, height), dst=self._scaled)
        cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA, dst=self._bgra)
        painter = QPainter(self)
        image = QImage(self._bgra.data, width, height, width * 4, QImage.Format.Format_RGB32)
        painter.drawImage(0, 0, image)
        painter.end()


def frames(count: int = 4) -> tuple[Frame, ...]:
    rng = np.random.default_rng(1)
    return tuple(
        Frame(i, i / 60, rng.integers(0, 256, (_HEIGHT, _WIDTH, 3), dtype=np.uint8)) for i in range(count)
    )


def one_track() -> tuple[tuple[Track, ...], tuple[Mark, ...]]:
    """A track with its marks as the window shows them: box, score, trail."""
    track = Track(1, Box(800, 400, 200, 260), 0.87)
    angles = np.linspace(0, 3, _TRAIL_LENGTH)
    trail = np.stack([900 + 300 * np.sin(angles), 530 + 200 * np.cos(angles)], axis=1)
    shown = OverlayInput(tracks=(track,), trails={1: trail})
    return (track,), build_overlay(shown, OverlayOptions())


def run(effort: Effort) -> Iterator[Row]:
    app = QApplication.instance() or QApplication(["bench"])
    pictures = frames()
    for name, size in _VIEWS.items():
        bare, view = BareView(), VideoView()
        for widget in (bare, view):
            widget.resize(*size)
            widget.show()
        app.processEvents()
        yield from _compared(name, bare, view, pictures, effort)
        for widget in (bare, view):
            widget.close()


def _compared(
    name: str, bare: BareView, view: VideoView, pictures: tuple[Frame, ...], effort: Effort
) -> Iterator[Row]:
    tracks, marks = one_track()
    arriving = _Arriving(pictures)
    sides = {
        "bare": _painting(bare, bare.show_frame, arriving),
        "plain": _painting(view, view.show_frame, arriving),
        "overlay": _painting(view, lambda frame: view.show_frame(frame, marks, tracks, None), arriving),
    }
    rounds = effort.count(400, 10)
    times = interleaved(sides, rounds=rounds, calls=1, settle=0, before=arriving.wait_for_next)
    # The bare way shows the picture alone, so the bar is for the picture; the overlay's cost stands beside.
    for side, words, bar in (("plain", "no overlay", BAR), ("overlay", "one track", None)):
        ratio = times.ratio(side, "bare")
        what = f"1080p {name}, {words} / bare"
        yield Row("display", what, ratio.value, bar=bar, samples=ratio.samples())


class _Arriving:
    """The frame that came last: in memory of its own that was just written, as from a decoder."""

    def __init__(self, pictures: tuple[Frame, ...]) -> None:
        self._pictures = itertools.cycle(pictures)
        self.frame = pictures[0]

    def wait_for_next(self) -> None:
        QApplication.processEvents()
        time.sleep(_PAUSE_S)
        picture = next(self._pictures)
        self.frame = Frame(picture.index, picture.time_s, picture.bgr.copy())


def _painting(widget: QWidget, show: Callable[[Frame], None], arriving: _Arriving) -> Callable[[], None]:
    def paint() -> None:
        show(arriving.frame)
        widget.repaint()

    return paint
