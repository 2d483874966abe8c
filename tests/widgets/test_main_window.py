from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QComboBox, QDockWidget, QDoubleSpinBox, QLineEdit, QPushButton, QSpinBox

from tests.widgets.conftest import show
from widgets.actions_view import ActionSpec
from widgets.main_window import MainWindow
from widgets.settings_dialog import SettingsDialog
from widgets.views import ChoiceView, NoticeView, SettingKind, SettingRow

SPECS = (
    ActionSpec("open_file", "&Open video…", "file", "Ctrl+O", "file"),
    ActionSpec("play", "&Play or pause", "play", "Space", "play", in_top_bar=True),
    ActionSpec("record", "&Record", "record", "Ctrl+R", "play", checkable=True, separator_before=True),
    ActionSpec("quit", "&Quit", "", "Ctrl+Q; Ctrl+W", "file"),
)


@pytest.fixture
def window(qtbot, frame):
    made = show(qtbot, MainWindow(SPECS), 1280, 720)
    made.video_view.show_frame(frame)
    return made


def test_menus_are_made_from_the_table_of_actions(window):
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&File", "&Play", "&View"]
    assert window.action("record").isCheckable()
    assert [key.toString() for key in window.action("quit").shortcuts()] == ["Ctrl+Q", "Ctrl+W"]


def test_an_action_says_its_name(qtbot, window):
    with qtbot.waitSignal(window.triggered) as heard:
        window.action("open_file").trigger()
    assert heard.args == ["open_file"]


def test_space_reaches_its_action_from_the_picture(qtbot, window):
    window.show_picture(True)
    window.activateWindow()
    window.video_view.setFocus()
    with qtbot.waitSignal(window.triggered) as heard:
        qtbot.keyClick(window.video_view, Qt.Key.Key_Space)
    assert heard.args == ["play"]


def test_the_window_shows_choices_until_there_is_a_picture(window):
    assert window.empty_state.isVisible()
    assert not window.transport_bar.isVisible()
    window.show_picture(True)
    assert window.video_view.isVisible()
    assert window.transport_bar.isVisible()


def test_nothing_that_opens_moves_the_picture(qtbot, window):
    window.show_picture(True)
    qtbot.wait(1)
    before = window.video_view.mapToGlobal(window.video_view.rect().topLeft()), window.video_view.size()
    window.show_hint("Drag a box")
    window.notice_bar.show_notice(NoticeView("Link lost.", "Connect again.", details="why"))
    window.progress_strip.show_progress("Reading", 0.5)
    window.host_key_panel.ask("board", "ssh-ed25519", "SHA256:x")
    strips = window.notice_bar, window.host_key_panel, window.progress_strip
    qtbot.waitUntil(lambda: all(not s.visibleRegion().isEmpty() for s in strips))
    after = window.video_view.mapToGlobal(window.video_view.rect().topLeft()), window.video_view.size()
    assert after == before
    cover = window.notice_bar.parentWidget()
    for strip in strips:
        assert cover.rect().contains(strip.geometry())
        assert strip.width() == window.video_view.width()
    window.notice_bar.clear()
    window.progress_strip.finish()
    window.host_key_panel.withdraw()
    window.show_hint("")
    qtbot.waitUntil(lambda: cover.height() == 0)
    after = window.video_view.mapToGlobal(window.video_view.rect().topLeft()), window.video_view.size()
    assert after == before


def test_docks_remember_their_place_and_can_be_reset(window):
    timing = window.findChild(QDockWidget, "timingDock")
    geometry, docks = window.layout_state()
    timing.hide()
    assert window.restore_layout(geometry, docks)
    assert timing.isVisible()
    timing.hide()
    window.reset_layout()
    assert timing.isVisible()
    assert not window.restore_layout(QByteArray(b"nonsense"), QByteArray(b"nonsense"))


def test_a_panel_can_be_brought_forward(qtbot, window):
    window.show_panel("source")
    qtbot.waitUntil(lambda: not window.source_panel.visibleRegion().isEmpty())
    window.show_panel("board")
    qtbot.waitUntil(lambda: not window.board_panel.visibleRegion().isEmpty())


def test_show_mode_leaves_only_picture_and_figures(window):
    window.show_picture(True)
    window.set_show_mode(True)
    assert window.show_strip.isVisible()
    for hidden in (window.menuBar(), window.top_bar, window.transport_bar, window.board_panel):
        assert not hidden.isVisible()
    window.set_show_mode(False)
    assert not window.show_strip.isVisible()
    for shown in (window.menuBar(), window.top_bar, window.transport_bar, window.timing_view):
        assert shown.isVisible()


def test_closing_is_announced(qtbot, window):
    with qtbot.waitSignal(window.closing):
        window.close()


def test_every_key_is_listed(qtbot, window):
    window.show_keys((("Draw a box", "Drag"),))
    assert ("Open video", "Ctrl+O") in window.help_overlay.keys
    assert ("Quit", "Ctrl+Q / Ctrl+W") in window.help_overlay.keys
    assert ("Draw a box", "Drag") in window.help_overlay.keys
    assert window.help_overlay.isVisible()
    qtbot.keyClick(window.help_overlay, Qt.Key.Key_Escape)
    assert not window.help_overlay.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_F1, Qt.Key.Key_Escape])
def test_any_key_closes_the_help_and_does_nothing_else(qtbot, window, key):
    heard = []
    window.triggered.connect(heard.append)
    window.show_picture(True)
    window.activateWindow()
    window.video_view.setFocus()
    window.show_keys()
    qtbot.keyClick(window.help_overlay, key)
    assert not window.help_overlay.isVisible()
    assert heard == []
    assert window.focusWidget() is window.video_view


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_palette_gives_the_focus_back(qtbot, window, key):
    window.show_picture(True)
    window.activateWindow()
    window.video_view.setFocus()
    window.show_palette()
    qtbot.keyClick(window.command_palette.findChild(QLineEdit), key)
    assert not window.command_palette.isVisible()
    assert window.focusWidget() is window.video_view


def test_the_palette_finds_and_triggers_actions(qtbot, window):
    window.action("record").setEnabled(False)
    window.activateWindow()
    window.show_palette()
    palette = window.command_palette
    assert palette.names() == ("open_file", "play", "quit")
    field = palette.findChild(QLineEdit)
    qtbot.keyClicks(field, "pause")
    assert palette.names() == ("play",)
    with qtbot.waitSignal(window.triggered) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["play"]
    assert not palette.isVisible()


def test_the_log_opens_from_the_status_line(window):
    log = window.findChild(QDockWidget, "logDock")
    assert not log.isVisible()
    window.status_line.log_toggled.emit(True)
    assert log.isVisible()


def test_settings_report_each_change(qtbot):
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    heard = []
    dialog.setting_changed.connect(lambda key, value: heard.append((key, value)))
    choices = (ChoiceView("en", "English"), ChoiceView("zh", "中文"))
    dialog.show_rows(
        [
            SettingRow("language", "Language", SettingKind.CHOICE, "en", "General", choices),
            SettingRow("every", "Profile every", SettingKind.INTEGER, 30, "Timing", minimum=1, maximum=100),
            SettingRow("folder", "Recordings", SettingKind.FOLDER, "/tmp", "General"),
        ]
    )
    assert heard == []
    dialog.findChild(QComboBox, "setting_language").setCurrentIndex(1)
    dialog.findChild(QSpinBox, "setting_every").setValue(10)
    assert heard == [("language", "zh"), ("every", 10)]
    assert not dialog.isModal()


def test_settings_say_numbers_briefly_and_enter_presses_nothing(qtbot):
    dialog = SettingsDialog()
    heard = []
    dialog.reset_requested.connect(lambda: heard.append("reset"))
    dialog.show_rows(
        [
            SettingRow("live", "Live", SettingKind.NUMBER, 33.3, "Run", minimum=0.0, maximum=99.0),
            SettingRow("port", "Port", SettingKind.INTEGER, 0, "Board", minimum=0, special="automatic"),
        ]
    )
    show(qtbot, dialog)
    live, port = dialog.findChild(QDoubleSpinBox), dialog.findChild(QSpinBox)
    assert live.text() == "33.3"
    assert port.text() == "automatic"
    assert live.x() == port.x()
    assert dialog.focusWidget() is live
    qtbot.keyClick(port, Qt.Key.Key_Return)
    assert heard == []
    assert dialog.isVisible()


def test_space_presses_the_button_that_has_the_focus(qtbot, window):
    window.activateWindow()
    heard = []
    window.triggered.connect(heard.append)
    connect = next(b for b in window.board_panel.findChildren(QPushButton) if b.text() == "Connect")
    connect.setFocus()
    with qtbot.waitSignal(window.board_panel.connect_requested):
        qtbot.keyClick(connect, Qt.Key.Key_Space)
    assert heard == []


def test_a_click_leaves_the_focus_with_the_picture(qtbot, window):
    window.show_picture(True)
    window.activateWindow()
    window.video_view.setFocus()
    connect = next(b for b in window.board_panel.findChildren(QPushButton) if b.text() == "Connect")
    qtbot.mouseClick(connect, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.video_view
