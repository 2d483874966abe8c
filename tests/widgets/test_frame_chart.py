"""The charts over frames by keyboard, for those who cannot see them, and further back than they reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engines.pair_history import PairHistory, PairPoint
from engines.palette import BESIDE_COLOR, TRACK_COLORS
from tests.widgets.conftest import show
from widgets.evidence_chart import EvidenceChart
from widgets.evidence_history import EvidenceHistory, EvidencePoint
from widgets.frame_chart import on_chart
from widgets.pair_chart import PairChart
from widgets.theme import DARK, LIGHT, Theme, apply_theme


def evidence(frames: int) -> EvidenceChart:
    history = EvidenceHistory()
    for index in range(frames):
        history.append(EvidencePoint(index, index / 1000, index == 5))
    chart = EvidenceChart()
    chart.show_history(history)
    return chart


def overlap(frames: int) -> PairChart:
    history = PairHistory()
    for index in range(frames):
        history.add(PairPoint(index, index / 1000))
    chart = PairChart()
    chart.begin(frames)
    chart.show_history(history)
    return chart


@pytest.mark.parametrize("make", [evidence, overlap])
def test_a_frame_is_chosen_by_keyboard(qtbot, make):
    chart = show(qtbot, make(200), 600, 200)
    chart.show_position(50)
    keys = (
        (Qt.Key.Key_Right, 51),
        (Qt.Key.Key_Left, 50),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 199),
    )
    for key, expected in keys:
        qtbot.keyClick(chart, key)
        assert chart.marked == expected
        assert chart.accessibleDescription().startswith(f"Frame {expected + 1}:")
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(chart.frame_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [189]
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.marked == 50


def test_what_cannot_be_seen_is_said(qtbot):
    chart = show(qtbot, evidence(20), 600, 200)
    chart.show_position(4)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == (
        "Frame 6, lost: Score 0.01, Peak (σ) –, Jump (sizes) –, Likeness –"
    )


def test_nothing_known_leaves_the_keys_alone(qtbot):
    chart = show(qtbot, EvidenceChart(), 600, 200)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.assertNotEmitted(chart.frame_chosen):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chart.marked is None


@pytest.mark.parametrize(("position", "first", "last"), [(None, 700, 999), (990, 700, 999), (400, 250, 549)])
def test_the_chart_shows_the_frames_round_the_one_on_screen(qtbot, position, first, last):
    chart = show(qtbot, evidence(1000), 700, 200)
    chart.show_position(position)
    assert (chart.index_at(-50), chart.index_at(5000)) == (first, last)
    for index in (first, (first + last) // 2, last):
        assert chart.index_at(chart.x_of(index)) == index


def contrast(one, other) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(color) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("rgb", [*TRACK_COLORS, BESIDE_COLOR])
def test_lines_can_be_told_from_what_is_behind_them(qapp, theme: Theme, rgb):
    apply_theme(qapp, theme)
    assert contrast(on_chart(rgb), theme.color("window")) >= 3.0
