from __future__ import annotations

import numpy as np
import pytest

from engines.frame_result import FrameResult, Stage, StageTime
from engines.origin import Origin
from tests.widgets.conftest import show
from widgets.stage_history import CAPACITY, STACKED, StageHistory
from widgets.stage_strip import StageStrip
from widgets.timing_view import TimingView


def result(index=0, infer=16.0, step=21.4, origin=Origin.MEASURED, **more):
    stages = (
        StageTime(Stage.DECODE, 1.1),
        StageTime(Stage.QUEUE, 9.0),
        StageTime(Stage.INFER, infer, origin),
    )
    return FrameResult(index, index / 30, (), stages, step, **more)


def test_the_big_figure_is_the_median_step(qtbot):
    view = show(qtbot, TimingView(), 340, 400)
    for index, step in enumerate((20.0, 21.4, 90.0)):
        view.append(result(index, step=step))
    view.refresh()
    assert view.frame_text == "21.4 ms up to 47 fps"


def test_legend_names_percentiles_and_origin_of_each_stage(qtbot):
    view = show(qtbot, TimingView(), 340, 400)
    for index in range(100):
        view.append(result(index, infer=float(index), origin=Origin.SIMULATED))
    view.refresh()
    assert view.legend_lines == (
        "decode 1.10 1.10 measured",
        "queue 9.00 9.00 measured",
        "infer 49.5 94.0 simulated",
    )


def test_link_and_dropped_frames_are_shown_only_where_there_are_any(qtbot):
    view = show(qtbot, TimingView(), 340, 400)
    view.append(result(0))
    view.refresh()
    assert view.link_text == ""
    view.append(result(1, bytes_out=62_000, bytes_in=1_300, dropped=2))
    view.refresh()
    assert view.link_text == "link ↑ 62.0 kB  ↓ 1.3 kB per frame"


def test_results_reach_the_screen_by_the_views_own_timer(qtbot):
    view = show(qtbot, TimingView(), 340, 400)
    view.append(result(0))
    qtbot.waitUntil(lambda: view.legend_lines != (), timeout=2000)
    view.clear()
    assert view.legend_lines == ()
    assert view.frame_ms is None


def test_history_is_bounded_and_in_order():
    history = StageHistory()
    for index in range(CAPACITY + 50):
        history.append(result(index, infer=float(index)))
    stacked = history.stacked()
    assert stacked.shape == (CAPACITY, len(STACKED))
    infer = stacked[:, STACKED.index(Stage.INFER)]
    assert infer[0] == 50
    assert infer[-1] == CAPACITY + 49


def test_without_a_step_time_the_stages_are_added_up_without_waiting():
    history = StageHistory()
    history.append(result(step=None))
    assert history.frame_ms == pytest.approx(17.1)


def test_one_simulated_stage_makes_the_frame_simulated():
    history = StageHistory()
    history.append(result(origin=Origin.SIMULATED))
    assert history.origin is Origin.SIMULATED


def test_the_strip_scales_calmly_and_paints_stage_colours(qtbot):
    strip = show(qtbot, StageStrip(), 300, 100)
    ms = np.zeros((CAPACITY, len(STACKED)))
    ms[:, STACKED.index(Stage.INFER)] = 30.0
    strip.show_stages(ms)
    assert strip.top_ms == 40.0
    color = strip.grab().toImage().pixelColor(200, 90)
    assert (color.red(), color.green(), color.blue()) == (0, 158, 115)
    strip.show_stages(ms * 100)
    assert strip.top_ms > 3000
