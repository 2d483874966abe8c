"""Notice bar, host key, progress, log, status line, top bar: value in, shown; click, signal out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton

from tests.widgets.conftest import show
from widgets.empty_state import EmptyState
from widgets.host_key_panel import HostKeyPanel
from widgets.log_panel import LogPanel
from widgets.notice_bar import NoticeBar
from widgets.progress_strip import ProgressStrip
from widgets.top_bar import TopBar
from widgets.views import BoardState, NoticeView, RecentView, Severity, SummaryView, Verdict

LEFT = Qt.MouseButton.LeftButton


def button(widget, text):
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


@pytest.fixture
def notices(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(800, 60)
    return bar


def test_a_notice_is_shown_and_put_away(qtbot, notices):
    assert not notices.isVisible()
    notices.show_notice(NoticeView("No answer.", "Is it powered?", severity=Severity.ERROR))
    assert notices.isVisible()
    assert {"No answer.", "Is it powered?"} <= {label.text() for label in notices.findChildren(QLabel)}
    close = notices.findChild(QToolButton)
    with qtbot.waitSignal(notices.closed):
        qtbot.mouseClick(close, LEFT)
    assert not notices.isVisible()


def test_the_newest_notice_is_on_top_and_the_older_come_back(qtbot, notices):
    first, second = NoticeView("first"), NoticeView("second")
    for notice in (first, second, second):
        notices.show_notice(notice)
    assert notices.current == second
    qtbot.mouseClick(notices.findChild(QToolButton), LEFT)
    assert notices.current == first


def test_details_are_one_click_away(qtbot, notices):
    notices.show_notice(NoticeView("It failed.", details="bind: Address already in use"))
    text = notices.findChild(QPlainTextEdit)
    assert not text.isVisible()
    qtbot.mouseClick(button(notices, "Details"), LEFT)
    assert text.isVisible()
    assert text.toPlainText() == "bind: Address already in use"


def test_the_action_of_a_notice(qtbot, notices):
    notices.show_notice(NoticeView("Link lost.", action="Connect again", action_key="reconnect"))
    with qtbot.waitSignal(notices.action_requested) as heard:
        qtbot.mouseClick(button(notices, "Connect again"), LEFT)
    assert heard.args == ["reconnect"]
    assert notices.current is None


def test_a_notice_whose_reason_is_gone_is_taken_back(notices):
    notices.show_notice(NoticeView("Link lost.", action_key="reconnect"))
    notices.show_notice(NoticeView("Other."))
    notices.remove("reconnect")
    assert notices.current == NoticeView("Other.")
    notices.clear()
    assert notices.current is None


@pytest.mark.parametrize(("text", "is_trusted"), [("Trust and connect", True), ("Do not connect", False)])
def test_a_host_key_is_trusted_only_by_an_answer(qtbot, text, is_trusted):
    panel = HostKeyPanel()
    qtbot.addWidget(panel)
    panel.ask("10.0.0.2", "ssh-ed25519", "SHA256:abc")
    assert "ssh-ed25519  SHA256:abc" in {label.text() for label in panel.findChildren(QLabel)}
    with qtbot.waitSignal(panel.answered) as heard:
        qtbot.mouseClick(button(panel, text), LEFT)
    assert heard.args == ["10.0.0.2", is_trusted]
    assert not panel.isVisible()


@pytest.mark.parametrize(("text", "is_used"), [("Use it", True), ("Leave it alone", False)])
def test_a_service_of_somebody_else_is_used_only_by_an_answer(qtbot, text, is_used):
    panel = HostKeyPanel()
    qtbot.addWidget(panel)
    panel.ask("10.0.0.2", "ssh-ed25519", "SHA256:abc")
    panel.ask_service("icraft-serve", 9981, "1001")
    assert "port 9981, process 1001" in {label.text() for label in panel.findChildren(QLabel)}
    with qtbot.waitSignal(panel.answered) as heard:
        qtbot.mouseClick(button(panel, text), LEFT)
    assert heard.args == ["icraft-serve", is_used]


def test_progress_is_shown_and_can_be_cancelled(qtbot):
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.show_progress("Downloading", 0.43)
    assert "43 %" in {label.text() for label in strip.findChildren(QLabel)}
    with qtbot.waitSignal(strip.cancel_requested):
        qtbot.mouseClick(button(strip, "Cancel"), LEFT)
    assert not button(strip, "Cancel").isEnabled()
    strip.show_progress("Waiting", None)
    strip.finish()
    assert not strip.isVisible()


def test_the_log_keeps_its_lines_in_order(qtbot):
    panel = show(qtbot, LogPanel(), 600, 140)
    panel.append_line("one")
    panel.append_line("two", Severity.ERROR)
    assert panel.text() == "one\ntwo"


def test_the_summary_tells_board_model_and_verdict(qtbot):
    bar = TopBar()
    qtbot.addWidget(bar)
    assert bar.texts == ("Not connected", "none chosen", "")
    bar.show_summary(
        SummaryView("virtual", BoardState.SERVING, "E.T.Track", Verdict.DOES_NOT_FIT, "no Softmax")
    )
    assert bar.texts == ("virtual", "E.T.Track", "does not fit: no Softmax")


def test_the_empty_state_says_what_can_be_opened(qtbot):
    state = show(qtbot, EmptyState(), 800, 600)
    for name, signal in (
        ("Demo", state.demo_requested),
        ("Video file", state.open_file_requested),
        ("Camera", state.open_camera_requested),
    ):
        choice = next(b for b in state.findChildren(QPushButton) if b.accessibleName() == name)
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(choice, LEFT)
    for text, signal in (
        ("Image folder…", state.open_folder_requested),
        ("Network stream…", state.open_stream_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button(state, text), LEFT)


def test_what_was_open_before_is_one_click_away(qtbot):
    state = show(qtbot, EmptyState(), 800, 600)
    state.show_recent([RecentView(f"key{i}", f"title{i}") for i in range(9)])
    recent = [b for b in state.findChildren(QPushButton) if b.accessibleName().startswith("title")]
    assert len(recent) == 5
    with qtbot.waitSignal(state.recent_requested) as heard:
        qtbot.mouseClick(recent[1], LEFT)
    assert heard.args == ["key1"]
