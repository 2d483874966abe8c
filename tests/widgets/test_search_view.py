"""The search view: looks in, pictures and figures shown, clicks out."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engines.geometry import Box
from engines.heat import heat_bgra
from engines.search_look import Maps, SearchLook
from tests.widgets.conftest import show
from widgets.evidence_history import CAPACITY, EvidenceHistory, EvidenceLimits, EvidencePoint
from widgets.search_view import SearchView


def made_look(*, with_penalty: bool = True) -> SearchLook:
    scores = np.full((16, 16), 0.02)
    scores[4, 5], scores[12, 12] = 0.9, 0.4
    penalty = np.ones((16, 16)) if with_penalty else None
    crop = np.full((256, 256, 3), 90, np.uint8)
    return SearchLook(
        1, Box(10, 20, 128, 128), crop, crop[:127, :127], Maps(scores, scores, penalty), Box(0, 0, 256, 256)
    )


def history_of(frames: int) -> EvidenceHistory:
    history = EvidenceHistory()
    for index in range(frames):
        history.append(EvidencePoint(index, 0.5))
    return history


@pytest.fixture
def view(qtbot):
    return show(qtbot, SearchView(), 1000, 240)


def test_an_empty_view_says_what_to_do(view):
    assert view.is_empty
    view.show_look(made_look())
    assert not view.is_empty
    view.clear()
    assert view.is_empty


def test_a_look_is_shown_with_its_marks_and_figures(view):
    view.show_look(made_look())
    template, search, ranking, penalty = view.pictures
    assert template.shown.picture.shape == (127, 127, 3) and template.shown.values is None
    assert search.shown.peak == (4, 5) and search.shown.runner_up == (12, 12)
    assert ranking.shown.text == "0.90" and penalty.shown.text == "1.00"
    assert "peak 0.90" in view.facts_text and "runner-up 0.40, 8 cells away" in view.facts_text


def test_the_search_picture_is_bright_where_the_score_is(view):
    view.show_look(made_look())
    search = view.pictures[1]
    image = search.grab().toImage()
    side = min(search.width(), search.height() - 20)
    cell = side / 16

    def brightness(row, column):
        at = QPoint(round((column + 0.5) * cell), round(20 + (row + 0.5) * cell))
        return image.pixelColor(at).lightness()

    assert brightness(4, 5) > brightness(8, 8) + 60


def test_without_a_penalty_there_is_no_picture_of_it(view):
    view.show_look(made_look(with_penalty=False))
    assert not view.pictures[3].isVisible()


def test_a_frame_that_is_not_kept_any_more_says_so(view):
    view.show_look(made_look())
    view.show_no_look()
    assert "Not kept" in view.facts_text and view.pictures[1].shown is None


def test_a_click_in_the_chart_asks_for_its_frame(view, qtbot):
    view.show_look(made_look())
    view.show_history(history_of(300))
    chart = view.chart
    middle = next(x for x in range(chart.width()) if chart.index_at(x) == 150)
    with qtbot.waitSignal(view.frame_chosen) as asked:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(middle, 20))
    assert asked.args == [150]


def test_the_figures_of_the_frame_on_screen_are_written(view):
    history = EvidenceHistory()
    history.append(EvidencePoint(3, 0.5, False, 7.25, 0.4, -0.3))
    history.append(EvidencePoint(4, 0.25, True))
    view.show_history(history)
    view.show_limits(EvidenceLimits(0.3, 4.0, 1.0, 0.2))
    view.show_position(3)
    assert view.chart.figures_text() == ("0.50", "7.2", "0.40", "-0.30")
    view.show_position(4)
    assert view.chart.figures_text()[0] == "0.25"
    assert view.chart.figures_text()[1] == view.chart.figures_text()[3]  # not known


def test_showing_and_hiding_is_told(view, qtbot):
    with qtbot.waitSignal(view.shown_changed) as hidden:
        view.hide()
    with qtbot.waitSignal(view.shown_changed) as shown:
        view.show()
    assert (hidden.args, shown.args) == ([False], [True])


def test_the_history_is_bounded_and_going_back_cuts_it():
    history = EvidenceHistory()
    for index in range(CAPACITY + 10):
        history.append(EvidencePoint(index, index / 1e5))
    assert len(history) == CAPACITY and history.at(9) is None
    assert history.at(CAPACITY + 9).score == pytest.approx((CAPACITY + 9) / 1e5)
    history.append(EvidencePoint(100, 0.5))
    index, _lost, values = history.between(-199, 100)
    assert index[-1] == 100 and len(index) == 91 and values[-1, 0] == 0.5
    assert np.isnan(values[-1, 1])


def test_heat_goes_from_see_through_to_bright():
    colors = heat_bgra(np.array([[0.0, 0.5], [1.0, 0.25]]))
    assert colors.shape == (2, 2, 4)
    opacity = colors[..., 3].astype(int)
    assert opacity[0, 0] < opacity[1, 1] < opacity[0, 1] < opacity[1, 0]
    assert heat_bgra(np.full((2, 2), np.nan))[..., 3].max() == opacity[0, 0]
