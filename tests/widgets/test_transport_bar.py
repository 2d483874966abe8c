from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton

from tests.widgets.conftest import show
from widgets.timeline_history import TimelineHistory, TimelinePoint
from widgets.transport_bar import TransportBar


@pytest.fixture
def bar(qtbot):
    made = show(qtbot, TransportBar(), 640, 90)
    made.show_source(900, 30.0, False)
    return made


def button(bar, name):
    return next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == name)


def texts(bar):
    return [label.text() for label in bar.findChildren(QLabel) if not label.isHidden()]


def test_position_is_shown_in_time_and_frames(bar):
    bar.show_position(311, 12.48)
    assert "0:12.480" in texts(bar)
    assert "frame 312 / 900" in texts(bar)


def test_buttons_say_what_is_wanted(qtbot, bar):
    steps = []
    bar.step_requested.connect(steps.append)
    qtbot.mouseClick(button(bar, "One frame back"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(bar, "One frame forward"), Qt.MouseButton.LeftButton)
    assert steps == [-1, 1]
    with qtbot.waitSignal(bar.play_toggled):
        qtbot.mouseClick(button(bar, "Play"), Qt.MouseButton.LeftButton)
    bar.show_playing(True)
    assert button(bar, "Pause").isEnabled()


def test_speed_is_asked_for_by_the_user_and_not_by_showing_it(qtbot, bar):
    asked = []
    bar.speed_requested.connect(asked.append)
    bar.show_speed(0.5)
    assert asked == []
    combo = bar.findChild(QComboBox)
    assert combo.currentText() == "0.5×"
    combo.setCurrentIndex(4)
    assert asked == [2.0]


def test_scrubbing_seeks_and_ends_exactly(qtbot, bar):
    sought = []
    bar.seek_requested.connect(lambda index, final: sought.append((index, final)))
    line = bar.timeline
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(line, left, pos=QPoint(0, 10))
    qtbot.mouseMove(line, QPoint(line.width() // 2, 10))
    qtbot.mouseRelease(line, left, pos=QPoint(line.width() + 50, 10))
    assert sought[-1] == (899, True)
    assert [final for _, final in sought] == [False] * (len(sought) - 1) + [True]
    assert any(abs(index - 450) <= 2 for index, _ in sought)


def test_a_live_source_cannot_be_stepped_or_sought(qtbot, bar):
    bar.show_source(None, None, True)
    assert not button(bar, "One frame back").isEnabled()
    assert not bar.findChild(QComboBox).isEnabled()
    assert "LIVE" in texts(bar)
    sought = []
    bar.seek_requested.connect(lambda *a: sought.append(a))
    qtbot.mouseClick(bar.timeline, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
    assert sought == []


def test_scores_appear_on_the_timeline(qtbot, bar):
    before = bar.timeline.grab().toImage()
    for index in range(400):
        point = TimelinePoint(index, 0.9, 100 <= index < 150, 0.8, index % 30 == 0, index == 77)
        bar.append(point)
    qtbot.waitUntil(lambda: bar.timeline.grab().toImage() != before, timeout=2000)


def test_without_a_source_nothing_can_be_pressed(bar):
    bar.show_nothing()
    assert not button(bar, "Play").isEnabled()


def test_history_draws_long_sources_together():
    history = TimelineHistory(100_000)
    for index in range(0, 100_000, 10):
        history.append(TimelinePoint(index, 0.2 if index == 50_000 else 0.9, index == 50_000, None, False))
    columns = history.columns(100)
    assert len(columns.score) == 100
    assert columns.score[50] == pytest.approx(0.2)
    assert columns.lost.sum() == 1
    assert np.isnan(columns.iou).all()


def test_one_switch_in_a_long_source_is_seen():
    history = TimelineHistory(100_000)
    history.append(TimelinePoint(70_010, 0.9, switched=True))
    assert np.flatnonzero(history.columns(100).switched).tolist() == [70]
    short = TimelineHistory(4)
    short.append(TimelinePoint(1, 0.9, switched=True))
    assert np.flatnonzero(short.columns(8).switched).tolist() == [2]


def test_history_of_a_short_source_fills_the_width():
    history = TimelineHistory(4)
    history.append(TimelinePoint(0, 0.5, False, 0.7, True))
    columns = history.columns(8)
    assert columns.score[:2].tolist() == [0.5, 0.5]
    assert np.isnan(columns.score[2:]).all()
    assert columns.profiled.tolist() == [True] + [False] * 7


def test_history_of_a_live_source_slides_and_is_bounded():
    history = TimelineHistory(None)
    for index in range(5000):
        history.append(TimelinePoint(index, 0.9 if index >= 4000 else 0.1, False, None, False))
    assert history.span == 1800
    assert history.first_index == 3200
    columns = history.columns(1800)
    assert columns.score[0] == pytest.approx(0.1)
    assert columns.score[-1] == pytest.approx(0.9)


def test_frames_outside_the_source_are_ignored():
    history = TimelineHistory(10)
    history.append(TimelinePoint(-1, 0.5, False, None, False))
    history.append(TimelinePoint(10, 0.5, False, None, False))
    assert np.isnan(history.columns(10).score).all()


def test_a_frame_seen_again_replaces_what_was_known():
    history = TimelineHistory(10)
    history.append(TimelinePoint(3, 0.2, True, 0.1, True))
    history.append(TimelinePoint(3, 0.8, False, 0.9, False))
    columns = history.columns(10)
    assert columns.score[3] == pytest.approx(0.8)
    assert not columns.lost[3]
