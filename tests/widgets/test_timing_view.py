from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engines.frame_history import STAGES, FrameHistory
from engines.frame_result import FrameResult, Stage, StageTime
from engines.layer_time import LayerProfile
from engines.origin import Origin
from engines.palette import STAGE_COLORS
from tests.widgets.conftest import show
from widgets.stage_strip import StageStrip
from widgets.texts import stage_name
from widgets.theme import current_theme
from widgets.timing_view import WINDOWS, TimingView

WIDTH, HEIGHT = 340, 480


def result(index=0, infer=16.0, step=21.4, origin=Origin.MEASURED, profiled=False, **more):
    stages = (
        StageTime(Stage.DECODE, 1.0),
        StageTime(Stage.QUEUE, 2.0),
        StageTime(Stage.INFER, infer, origin),
    )
    layers = LayerProfile((), Origin.MEASURED) if profiled else None
    return FrameResult(index, index / 30, (), stages, step, layers=layers, **more)


@pytest.fixture
def view(qtbot):
    return show(qtbot, TimingView(), WIDTH, HEIGHT)


def fill(view, infers, **more):
    for index, infer in enumerate(infers):
        view.append(result(index, infer=infer, **more))
    view.refresh()


def click(qtbot, view, place):
    strip = view.strip
    at = QPoint(int(strip.x_of(place)), strip.height() // 2)
    qtbot.mouseMove(strip, at)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)


def test_the_big_figure_is_the_median_frame_from_glass_to_glass(view):
    fill(view, (17.0, 18.4, 87.0))
    assert (view.frame_text, view.frame_ms) == ("21.4 ms", pytest.approx(21.4))


def test_drawing_is_part_of_the_frames_that_were_shown(view):
    fill(view, (10.0, 10.0, 10.0))
    view.show_draw(1, 1.5)
    view.show_draw(1, 99.0)  # painted again: not its way to the screen
    view.show_draw(77, 3.0)  # nobody tracked it
    view.refresh()
    assert view.legend_lines[-1] == "draw 1.50 1.50 1.50 measured"
    assert view.window_shown.totals_ms.tolist() == [13.0, 14.5, 13.0]


def test_legend_names_percentiles_and_origin_of_each_stage(view):
    fill(view, map(float, range(101)), origin=Origin.SIMULATED)
    assert view.legend_lines == (
        "decode 1.00 1.00 1.00 measured",
        "queue 2.00 2.00 2.00 measured",
        "infer 50.0 95.0 99.0 simulated",
    )


@pytest.mark.parametrize(
    ("frames", "p50"), [(30, "985 ms"), (100, "950 ms"), (300, "850 ms"), (1000, "500 ms")]
)
def test_figures_are_taken_over_the_chosen_window(view, frames, p50):
    assert frames in WINDOWS
    view.choose_window(frames)
    fill(view, [float(index) - 2.5 for index in range(1000)])
    assert view.frame_text == p50
    assert len(view.window_shown) == frames


def test_the_budget_says_what_eats_it(view):
    fill(view, [10.0] * 8 + [40.0] * 2)
    assert view.sentence == "Over 33.3 ms: 2 of 10 frames; infer takes 93 %, infer grew most: +30.0 ms."
    view.choose_budget(1000 / 60)
    assert view.sentence.startswith("Over 16.7 ms: 2 of 10 frames")
    fill(view, [10.0] * 20)
    view.choose_window(30)
    view.clear()
    fill(view, [10.0] * 20)
    assert view.sentence == "Every frame is within 16.7 ms; p95 leaves 3.67 ms."


def test_the_sources_own_rate_can_be_the_budget(view):
    fill(view, [10.0] * 3 + [38.0])
    view.show_source_rate(25.0)
    view.choose_budget(40.0)
    assert view.budget_ms == 40.0 and view.sentence.startswith("Over 40.0 ms: 1 of 4")
    view.show_source_rate(None)  # without a source its rate is no choice any more
    assert view.budget_ms == pytest.approx(1000 / 30)


def test_a_click_on_a_spike_asks_for_its_frame(view, qtbot):
    infers = [10.0] * 40
    infers[17] = 90.0
    view.choose_window(100)
    fill(view, infers)
    with qtbot.waitSignal(view.frame_chosen) as heard:
        click(qtbot, view, 17)
    assert heard.args == [17]
    assert view.readout_text == "frame 18 · 93.0 ms"
    qtbot.mouseMove(view.strip, QPoint(1, 10))  # left of the oldest frame there is nothing
    assert view.readout_text.endswith("frames: 40")


def test_where_frames_are_narrower_than_pixels_the_longest_is_shown(view, qtbot):
    infers = [10.0] * 1000
    infers[333] = 90.0
    view.choose_window(1000)
    fill(view, infers)
    strip = view.strip
    shown = {strip.place_at(x) for x in range(strip.width())}
    assert 333 in shown and len(shown) == strip.width()


def test_the_strip_can_be_walked_by_keyboard(view, qtbot):
    fill(view, [10.0, 20.0, 30.0])
    strip = view.strip
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert view.readout_text.startswith("frame 3")
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.frame_chosen) as heard:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert heard.args == [1]
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert not view.readout_text.startswith("frame ")


def test_slow_frames_are_gone_to_one_after_the_other(view):
    infers = [10.0] * 50
    for slow in (7, 30):
        infers[slow] = 60.0
    fill(view, infers)
    found = [view.next_slow_frame(-1), view.next_slow_frame(7), view.next_slow_frame(30)]
    assert found == [7, 30, 7]
    view.clear()
    assert view.next_slow_frame(0) is None


def test_where_every_frame_is_fast_the_slowest_one_in_a_hundred_is_slow(view):
    infers = [10.0] * 100
    infers[42] = 12.0
    fill(view, infers)
    assert view.next_slow_frame(0) == 42


def test_profiled_frames_are_told_apart(view, qtbot):
    for index in range(20):
        is_profiled = index % 10 == 1
        view.append(result(index, infer=13.0 if is_profiled else 10.0, step=18.0 if is_profiled else 15.0,
                           profiled=is_profiled))  # fmt: skip
    with qtbot.waitSignal(view.cost_changed) as heard:
        view.refresh()
    assert view.cost_text == "step 15.0 ms · profiled 18.0 ms (+20 %)"
    assert heard.args[0].inflation == pytest.approx(0.2)
    assert view.frame_text == "13.0 ms" and view.legend_lines[-1].startswith("infer 10.0 10.0 10.0")
    click(qtbot, view, 11)
    assert view.readout_text == "frame 12 · 16.0 ms · layers timed"


def test_where_every_frame_is_profiled_all_of_them_count(view):
    fill(view, [10.0] * 5, profiled=True)
    assert view.frame_text == "13.0 ms"
    assert view.cost_text == "step 21.4 ms, all of them profiled"


def test_link_and_dropped_frames_are_shown_only_where_there_are_any(view):
    view.append(result(0))
    view.refresh()
    assert view.link_text == ""
    view.append(result(1, bytes_out=62_000, bytes_in=1_300, dropped=2))
    view.refresh()
    assert view.link_text == "link ↑ 62.0 kB  ↓ 1.3 kB per frame"


def test_results_reach_the_screen_by_the_views_own_timer(view, qtbot):
    view.append(result(0))
    qtbot.waitUntil(lambda: view.legend_lines != (), timeout=2000)
    view.clear()
    assert view.legend_lines == ()
    assert view.frame_ms is None and view.readout_text == ""


def window_of(infers, origin=Origin.MEASURED):
    history = FrameHistory()
    for index, infer in enumerate(infers):
        history.append(FrameResult(index, 0.0, (), (StageTime(Stage.INFER, infer, origin),)))
    return history.window()


def test_the_strip_scales_calmly_and_paints_stage_colours(qtbot):
    strip = show(qtbot, StageStrip(), 300, 100)
    strip.show_window(window_of([30.0] * 300), 300, 1000 / 30)
    assert strip.top_ms == 40.0
    color = strip.grab().toImage().pixelColor(200, 90)
    assert (color.red(), color.green(), color.blue()) == STAGE_COLORS[Stage.INFER]
    strip.show_window(window_of([3000.0] * 300), 300, 1000 / 30)
    assert strip.top_ms > 3000


def test_simulated_stages_are_hatched(qtbot):
    strip = show(qtbot, StageStrip(), 300, 100)

    def colors(origin):
        strip.show_window(window_of([30.0] * 300, origin), 300, 1000 / 30)
        image = strip.grab().toImage()
        return {image.pixelColor(x, 80).rgb() for x in range(150, 180)}

    assert len(colors(Origin.MEASURED)) == 1
    assert len(colors(Origin.SIMULATED)) == 2


def test_frames_over_the_budget_are_marked_at_the_top(qtbot):
    strip = show(qtbot, StageStrip(), 300, 100)
    infers = [10.0] * 300
    infers[100:110] = [50.0] * 10
    strip.show_window(window_of(infers), 300, 1000 / 30)
    image = strip.grab().toImage()
    assert image.pixelColor(105, 1) == current_theme().color("bad") != image.pixelColor(50, 1)


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_name_and_a_colour_of_its_own(stage):
    assert stage in STAGE_COLORS
    assert stage_name(stage)


def test_history_is_bounded():
    history = FrameHistory()
    for index in range(1500):
        history.append(result(index))
    held = sum(value.nbytes for value in vars(history).values() if isinstance(value, np.ndarray))
    assert len(history) == 1000 and held < 250_000
    assert history.window().index.tolist() == list(range(500, 1500))
