from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from widgets.icons import icon, set_icon
from widgets.notice_bar import NoticeBar
from widgets.texts import bytes_text, clock_text, figure
from widgets.theme import DARK, LIGHT, Theme, ThemeSwitch, apply_theme, current_theme, system_theme
from widgets.views import NoticeView, Severity

ICONS = Path(__file__).parents[2] / "resources" / "icons"
BACKGROUNDS = ("window", "panel", "raised", "hover", "selection")


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground(theme: Theme):
    for ground in BACKGROUNDS:
        for ink in ("text", "muted"):
            assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5, (ink, ground)
    for ground in ("window", "panel", "raised"):
        for ink in ("good", "warning", "bad", "accent"):
            assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5, (ink, ground)
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_accent, theme.accent_hover) >= 4.5


def test_icons_follow_the_theme(qtbot, qapp):
    button = QPushButton()
    qtbot.addWidget(button)
    apply_theme(qapp, DARK)
    set_icon(button, "play")
    dark = button.icon().pixmap(24, 24).toImage().pixelColor(12, 12)
    apply_theme(qapp, LIGHT)
    light = button.icon().pixmap(24, 24).toImage().pixelColor(12, 12)
    assert current_theme() is LIGHT
    assert (dark.name(), light.name()) == (DARK.text, LIGHT.text)


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_something(qapp, path):
    image = icon(path.stem).pixmap(24, 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_none_keeps_its_references(qtbot):
    # PySide6 6.12.0 takes one too many with each call that returns None, and aborts in the end.
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for i in range(1000):
        label.setText(str(i))
    assert sys.getrefcount(None) > before - 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0.00"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (21.44, "21.4"),
        (128.4, "128"),
        (-0.5, "-0.50"),
    ],
)
def test_figures_keep_three_digits(value, text):
    assert figure(value) == text


@pytest.mark.parametrize(
    ("time_s", "text"), [(0, "0:00.000"), (12.48, "0:12.480"), (59.9996, "1:00.000"), (3661.5, "1:01:01.500")]
)
def test_times_are_written_to_the_millisecond(time_s, text):
    assert clock_text(time_s) == text


@pytest.mark.parametrize(
    ("count", "text"), [(None, "–"), (12, "12 B"), (62_000, "62.0 kB"), (3.9e6, "3.9 MB")]
)
def test_bytes_in_decimal_units(count, text):
    assert bytes_text(count) == text


def test_the_theme_is_chosen_and_told(qtbot, qapp):
    switch = ThemeSwitch(qapp)
    try:
        with qtbot.waitSignal(switch.changed) as heard:
            switch.choose("light")
        assert heard.args == [LIGHT]
        assert current_theme() is LIGHT
        switch.choose("system")
        assert current_theme() is system_theme()
    finally:
        switch.deleteLater()


def test_widgets_that_paint_themselves_follow_the_theme(qtbot, qapp):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(NoticeView("It failed.", severity=Severity.ERROR))
    shots = []
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme)
        shots.append(bar.grab().toImage())
    assert shots[0] != shots[1]
