"""The window itself: keys, palette, settings, its place, and its end."""

from __future__ import annotations

from tests.e2e.screen import private_screen
from tests.e2e.window import Seen, WorkbenchWindow

_WITHIN_PX = 2


def test_i_ask_for_the_keys_and_run_an_action_from_the_palette(window):
    window.press("F1")
    keys = dict(window.wait_for("the keys are shown", lambda now: now.help).help)
    window.photograph("keys")
    assert keys["Play or pause"] == "Space"
    assert {keys["One frame back"], keys["One frame forward"], keys["Slower"], keys["Faster"]} == set(",.[]")
    assert keys["Choose what to follow"] == "Drag on the picture"
    window.press("Escape")
    window.wait_for("they are gone", lambda now: not now.help)

    window.press("ctrl+k")
    window.wait_for("the palette is open", lambda now: len(now.palette) > 10)
    window.screen.type_text("demo")
    found = window.wait_for("it has found it", lambda now: now.palette and now.palette[0] == "open_demo")
    assert len(found.palette) < 5
    window.photograph("palette")
    window.press("Return")
    window.wait_for("the demo plays", lambda now: now.is_playing and not now.palette and now.source == "demo")


def test_i_switch_to_dark_and_to_chinese_and_the_next_window_has_both(open_window):
    window = open_window()
    assert window.see().theme == "light"
    window.press("ctrl+comma")
    window.click("Theme")
    window.press("Down", "Down", "Return")
    window.wait_for("it is dark", lambda now: now.theme == "dark")
    window.click("Language")
    window.press("Down", "Down", "Return")
    window.photograph("settings")
    window.click("Close")
    window.wait_for("the dialog is gone", lambda now: not now.dialogs)
    window.quit()

    again = open_window()
    assert again.see().theme == "dark"
    assert again.shows("连接")
    again.photograph("chinese")


def test_the_window_comes_back_where_i_left_it(open_window):
    window = open_window()
    window.click("Log")
    window.screen.place_window("^Trackbench$", 210, 160, 1280, 720)
    before = window.wait_for("it is there", lambda now: now.place[2:] == [1280, 720] and now.place[0] > 200)
    window.quit()

    again = open_window()
    after = again.wait_for("it is as large", lambda now: now.place[2:] == [1280, 720])
    assert is_near(before, after)
    assert again.shows("Open log file"), "the log was open"
    again.click("View")
    again.click("Reset layout")
    again.wait_for("the log is closed", lambda _now: not again.shows("Open log file"))


def is_near(one: Seen, other: Seen) -> bool:
    return all(abs(a - b) <= _WITHIN_PX for a, b in zip(one.place, other.place, strict=True))


def test_i_close_the_window_while_it_works_and_nothing_is_left(window: WorkbenchWindow):
    window.press("ctrl+d")
    window.wait_for("the target is followed on the board", lambda now: now.boxes and now.layers)
    window.photograph("demo")
    assert len(window.children()) >= 2, "the virtual board and its agent"
    window.press("ctrl+r")
    window.wait_for("it records", lambda now: now.is_recording)
    window.quit("alt+F4")


def test_i_close_it_while_it_connects_and_opens_and_nothing_is_left(window: WorkbenchWindow):
    window.click("Connect")
    window.wait_for("it connects", lambda now: now.board == "connecting")
    window.press("ctrl+d")
    window.quit("alt+F4")


def test_on_a_small_screen_the_whole_window_can_be_seen(shots_folder):
    with private_screen(1280, 720) as small:
        window = WorkbenchWindow(small, shots=shots_folder / "small_screen")
        try:
            x, y, width, height = window.see().place
            assert min(x, y) >= 0
            assert x + width <= 1280
            assert y + height <= 720
            window.press("ctrl+d")
            window.wait_for("the target is followed", lambda now: now.boxes and now.layers)
            window.photograph("demo")
            window.quit()
        finally:
            window.kill()
