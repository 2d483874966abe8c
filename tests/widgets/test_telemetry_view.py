from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.board_values import BoardTelemetry
from engines.origin import Origin
from tests.widgets.conftest import show
from widgets.board_panel import BoardPanel
from widgets.origin_style import OriginBadge
from widgets.telemetry_view import SPAN_S, TelemetryView
from widgets.theme import DARK, LIGHT, apply_theme


@pytest.fixture
def view(qtbot):
    holder = QWidget()
    made = TelemetryView()
    QVBoxLayout(holder).addWidget(made)
    show(qtbot, holder, 280, 180)
    yield made
    holder.close()


def look(
    time_s, temperature=50.0, used=600.0, total=2048.0, cpu=20.0, accelerator=80.0, origin=Origin.MEASURED
):
    return BoardTelemetry(temperature, used, total, cpu, accelerator, time_s, origin)


def inked(view, color):
    """How many pixels have a colour, or nearly so at the edges of a line."""
    picture, wanted = view.grab().toImage(), QColor(color)
    places = ((x, y) for y in range(picture.height()) for x in range(picture.width()))
    found = (picture.pixelColor(x, y) for x, y in places)
    return sum(
        abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue())
        < 120
        for one in found
    )


def test_figures_stand_with_their_units(view):
    view.show_telemetry(look(1.0))
    assert view.texts == {
        "temperature": "50 °C", "memory": "600 / 2048 MiB", "CPU": "20 %", "accelerator": "80 %",
    }  # fmt: skip
    assert "50 °C" in view.accessibleName()


@pytest.mark.parametrize(
    ("unknown", "names"),
    [
        ({"cpu": None}, ["temperature", "memory", "accelerator"]),
        ({"accelerator": None, "temperature": None}, ["memory", "CPU"]),
        ({"total": None}, ["temperature", "memory", "CPU", "accelerator"]),
        ({"used": None}, ["temperature", "CPU", "accelerator"]),
    ],
)
def test_what_is_unknown_has_no_row(view, unknown, names):
    view.show_telemetry(look(1.0, **unknown))
    assert list(view.texts) == names
    if "total" in unknown:
        assert view.texts["memory"] == "600 MiB"


def test_nothing_known_shows_nothing(view):
    assert not view.isVisible()
    view.show_telemetry(BoardTelemetry(time_s=1.0))
    assert not view.isVisible()
    view.show_telemetry(look(2.0))
    assert view.isVisible()
    view.show_telemetry(None)
    assert not view.isVisible() and view.texts == {}


def test_only_two_minutes_are_kept(view):
    view.show_telemetry(look(0.0, cpu=99.0, accelerator=None))
    view.show_telemetry(look(3.0, cpu=None, accelerator=None))
    assert view.texts["CPU"] == "99 %", "the newest value that is known"
    view.show_telemetry(look(SPAN_S + 1, cpu=None, accelerator=None))
    assert "CPU" not in view.texts


def test_a_virtual_boards_figures_are_marked(view):
    view.show_telemetry(look(1.0, origin=Origin.SIMULATED))
    badge = view.findChild(OriginBadge)
    assert badge.isVisible() and badge.origin is Origin.SIMULATED
    view.show_telemetry(look(2.0))
    assert not badge.isVisible()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_curve_grows_and_a_gap_stays_a_gap(qapp, view, theme):
    apply_theme(qapp, theme)
    view.show_telemetry(look(0.0))
    dots = inked(view, theme.accent)
    for second in range(3, 60, 3):
        view.show_telemetry(look(float(second), cpu=20.0 + second))
    curve = inked(view, theme.accent)
    assert dots > 4 and curve > 3 * dots
    view.show_telemetry(None)
    view.show_telemetry(look(0.0))
    view.show_telemetry(look(57.0, cpu=77.0))
    assert inked(view, theme.accent) < curve / 2


def test_it_stands_in_the_board_panel(qtbot):
    panel = show(qtbot, BoardPanel(), 290, 700)
    assert not panel.telemetry.isVisible()
    panel.telemetry.show_telemetry(look(1.0))
    assert panel.telemetry.isVisible() and panel.telemetry.height() < 140
