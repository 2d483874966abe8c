from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from engines.geometry import Box
from engines.overlay import RectMark, TextMark
from engines.track import Track
from tests.widgets.conftest import make_frame, show
from widgets.video_view import VideoView


class Heard:
    """Everything a view said, in order."""

    def __init__(self, view: VideoView) -> None:
        self.events: list[tuple] = []
        view.drawing_started.connect(lambda index: self.events.append(("started", index)))
        view.drawing_cancelled.connect(lambda: self.events.append(("cancelled",)))
        view.target_drawn.connect(lambda *a: self.events.append(("drawn", *a)))
        view.target_corrected.connect(lambda *a: self.events.append(("corrected", *a)))
        view.track_clicked.connect(lambda id_: self.events.append(("clicked", id_)))


@pytest.fixture
def view(qtbot, frame):
    # 320 x 240 in 640 x 480: two logical pixels per pixel of the frame, no border.
    made = show(qtbot, VideoView())
    made.show_frame(frame)
    return made


def drag(qtbot, view, start, stop, modifier=Qt.KeyboardModifier.NoModifier, *, release=True):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(view, left, modifier, QPoint(*start))
    middle = QPoint((start[0] + stop[0]) // 2, (start[1] + stop[1]) // 2)
    qtbot.mouseMove(view, middle)
    qtbot.mouseMove(view, QPoint(*stop))
    if release:
        qtbot.mouseRelease(view, left, modifier, QPoint(*stop))


def test_a_drag_is_a_box_on_the_frame_it_began_on(qtbot, view, frame):
    heard = Heard(view)
    drag(qtbot, view, (100, 80), (200, 180))
    assert heard.events == [("started", 7), ("drawn", frame, Box(50, 40, 50, 50), False)]


def test_shift_adds_a_target(qtbot, view, frame):
    heard = Heard(view)
    drag(qtbot, view, (200, 180), (100, 80), Qt.KeyboardModifier.ShiftModifier)
    assert heard.events[-1] == ("drawn", frame, Box(50, 40, 50, 50), True)


def test_the_picture_stands_still_while_a_box_is_drawn(qtbot, view, frame):
    heard = Heard(view)
    drag(qtbot, view, (100, 80), (200, 180), release=False)
    newer = make_frame(index=8)
    view.show_frame(newer)
    assert view.is_drawing
    assert view.frame is frame
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 180))
    assert heard.events[-1][1] is frame
    assert view.frame is newer


@pytest.mark.parametrize("stop", [(100, 80), (102, 82), (100, 200)])
def test_a_short_or_flat_drag_is_no_box(qtbot, view, stop):
    heard = Heard(view)
    drag(qtbot, view, (100, 80), stop)
    assert heard.events == [("started", 7), ("cancelled",)]


def test_escape_gives_the_frame_back(qtbot, view):
    heard = Heard(view)
    drag(qtbot, view, (100, 80), (200, 180), release=False)
    newer = make_frame(index=8)
    view.show_frame(newer)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert heard.events == [("started", 7), ("cancelled",)]
    assert view.frame is newer
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 180))
    assert len(heard.events) == 2


def test_without_a_picture_nothing_can_be_drawn(qtbot):
    view = show(qtbot, VideoView())
    heard = Heard(view)
    drag(qtbot, view, (100, 80), (200, 180))
    qtbot.keyClick(view, Qt.Key.Key_B)
    assert heard.events == []


def test_a_click_chooses_the_track_under_it(qtbot, view, frame):
    view.show_frame(frame, (), (Track(4, Box(50, 40, 50, 50), 0.9),))
    heard = Heard(view)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 130))
    assert heard.events == [("started", 7), ("cancelled",), ("clicked", 4)]


def test_handles_correct_the_selected_target(qtbot, view, frame):
    view.show_frame(frame, (), (Track(4, Box(50, 40, 50, 50), 0.9),), selected=4)
    heard = Heard(view)
    drag(qtbot, view, (200, 180), (220, 190))
    assert heard.events == [("started", 7), ("corrected", frame, 4, Box(50, 40, 60, 55))]


def test_a_box_drawn_by_keyboard(qtbot, view, frame):
    heard = Heard(view)
    qtbot.keyClick(view, Qt.Key.Key_B)
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    name, index = heard.events[0]
    assert (name, index) == ("started", 7)
    _, on, box, add = heard.events[1]
    assert on is frame
    assert not add
    assert (box.x, box.y, box.w, box.h) == pytest.approx((136, 90, 80, 56.8))


def test_escape_ends_drawing_by_keyboard(qtbot, view):
    heard = Heard(view)
    qtbot.keyClick(view, Qt.Key.Key_B)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert heard.events == [("started", 7), ("cancelled",)]
    assert not view.is_drawing


def test_the_wheel_zooms_at_the_pointer(qtbot, view):
    before = view.transform.to_frame(100, 80)
    wheel = QWheelEvent(
        QPointF(100, 80), view.mapToGlobal(QPointF(100, 80)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(view.zoom_changed):
        QApplication.sendEvent(view, wheel)
    assert view.scale > 2.0
    assert view.transform.to_frame(100, 80) == pytest.approx(before)


def test_keys_zoom_and_fit(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale == pytest.approx(2.5)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert view.scale == 2.0


def test_the_right_button_pans(qtbot, view):
    view.zoom_in()
    before = view.transform
    qtbot.mousePress(view, Qt.MouseButton.RightButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(130, 90))
    qtbot.mouseRelease(view, Qt.MouseButton.RightButton, pos=QPoint(130, 90))
    assert (view.transform.dx - before.dx, view.transform.dy - before.dy) == (30, -10)


def test_the_picture_is_shown_as_it_is(qtbot, view):
    bgr = np.zeros((240, 320, 3), np.uint8)
    bgr[:, :160] = (10, 20, 200)
    view.show_frame(make_frame().__class__(1, 0.0, bgr))
    shot = view.grab().toImage()
    left, right = shot.pixelColor(100, 200), shot.pixelColor(600, 200)
    assert (left.red(), left.green(), left.blue()) == (200, 20, 10)
    assert (right.red(), right.green(), right.blue()) == (0, 0, 0)


def test_a_screenshot_has_the_size_of_the_frame_and_its_overlay(view, frame):
    marks = (RectMark(Box(50, 40, 100, 80), (86, 180, 233)), TextMark(50, 40, "#1 0.93", (86, 180, 233)))
    view.show_frame(frame, marks)
    image = view.grab_picture()
    assert (image.width(), image.height()) == (320, 240)
    edge = image.pixelColor(50, 80)
    assert (edge.red(), edge.green(), edge.blue()) == (86, 180, 233)
    assert int(frame.bgr.max()) == 40
    view.show_empty()
    assert view.grab_picture().isNull()


def test_dropped_files_are_passed_on(qtbot, view, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mp4")), QUrl("rtsp://camera/1")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, left, none)
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(view.files_dropped) as heard:
        QApplication.sendEvent(view, drop)
    assert heard.args == [[str(tmp_path / "a.mp4"), "rtsp://camera/1"]]


def test_hiding_the_view_ends_a_drag(qtbot, view):
    heard = Heard(view)
    drag(qtbot, view, (100, 80), (200, 180), release=False)
    view.hide()
    assert heard.events[-1] == ("cancelled",)
