"""The timing views in the real window: spikes are gone to, drawing is timed, what is shown is saved."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.logs import LogRelay
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.timing_controller import published_totals
from app.wiring import Workbench
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.frame_history import STAGES
from engines.frame_result import Stage
from engines.timing_tables import layers_csv
from tests.app.conftest import FRAMES, true_box

PROFILE_EVERY = 4


@pytest.fixture
def bench(qtbot, language_c_locale, tmp_path):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    workbench = Workbench(paths, LoadedSettings(Settings()), LogRelay())
    qtbot.addWidget(workbench.window)
    workbench.window.show()
    yield workbench
    workbench.finish()


@pytest.fixture
def tracked(bench, scene, spot_file, qtbot, tmp_path):
    """A run over the scene to its end; some frames have layer times."""
    run = bench.run
    run.pipeline_needed.disconnect()  # the pipeline is ours
    with qtbot.waitSignal(run.pipeline_needed):
        run.open_source(str(scene))
    catalog = load_catalog(tmp_path)
    pipeline = open_pipeline(
        catalog, catalog.entry("vittrack"), local_opener(), weights=[spot_file], profile_every=PROFILE_EVERY
    )
    run.use_pipeline(pipeline)
    run.set_speed(0)
    qtbot.waitUntil(lambda: run.feed.shown is not None and run.feed.shown.frame.index == 0)
    run.draw_target(run.feed.shown.frame, true_box(0), False)
    qtbot.waitUntil(lambda: run.state.at_end and run.feed.shown.frame.index == FRAMES - 1, timeout=20_000)
    qtbot.waitUntil(lambda: len(bench.window.timing_view.window_shown) >= FRAMES - 1)
    bench.window.timing_view.refresh()
    return bench


def shown_index(bench):
    return bench.run.feed.shown.frame.index


def test_a_chosen_column_takes_the_video_to_its_frame(tracked, qtbot):
    strip = tracked.window.timing_view.strip
    index = 7
    tracked.run.play()
    strip.frame_chosen.emit(index)
    qtbot.waitUntil(lambda: shown_index(tracked) == index and not tracked.run.state.playing)


def test_next_slow_frame_is_an_action_with_a_key(tracked, qtbot):
    view = tracked.window.timing_view
    view.choose_budget(1000 / 60)
    expected = view.next_slow_frame(shown_index(tracked))
    assert expected is not None
    assert [key.toString() for key in tracked.window.action("next_slow").shortcuts()] == ["N"]
    tracked.window.action("next_slow").trigger()
    qtbot.waitUntil(lambda: shown_index(tracked) == expected)


def test_drawing_is_timed_for_frames_that_were_on_screen_only(tracked, qtbot):
    view = tracked.window.timing_view
    draw = view.window_shown.ms[:, STAGES.index(Stage.DRAW)]
    known = np.isfinite(draw)
    qtbot.waitUntil(lambda: np.isfinite(view.window_shown.ms[-1, STAGES.index(Stage.DRAW)]), timeout=3000)
    assert (draw[known] > 0).all() and (draw[known] < 1000).all()
    assert any(line.startswith("draw ") for line in view.legend_lines)


def test_both_views_say_what_profiling_costs(tracked):
    timing, layers = tracked.window.timing_view, tracked.window.layer_table
    assert timing.cost_text.startswith("step ") and "profiled" in timing.cost_text
    tracked.run.feed.refresh_panels()
    assert layers.cost_text == timing.cost_text
    assert layers.rows_shown > 5


def test_a_sources_rate_is_offered_as_budget_while_it_is_open(bench, scene, qtbot):
    with qtbot.waitSignal(bench.run.source_opened) as heard:
        bench.run.open_source(str(scene))
    fps = heard.args[0].fps
    view = bench.window.timing_view
    view.choose_budget(1000 / fps if fps else 1000 / 30)
    assert view.budget_ms == pytest.approx(1000 / fps if fps else 1000 / 30)


@pytest.mark.parametrize("ending", ["csv", "png", "svg"])
def test_what_is_shown_is_saved(tracked, qtbot, tmp_path, ending):
    tracked.run.feed.refresh_panels()
    path = tmp_path / f"layers.{ending}"
    table = tracked.window.layer_table
    tracked.commands.timing.write(path, table, lambda: layers_csv(table.rows_found))
    qtbot.waitUntil(lambda: path.is_file() and path.stat().st_size > 0)
    if ending == "csv":
        rows = list(csv.DictReader(path.read_text().splitlines()))
        assert [row["name"] for row in rows] == [row.name for row in table.rows_found]
        assert all(float(row["p50_ms"]) >= 0 and row["hard_ms"] == "" for row in rows)
    elif ending == "png":
        assert QImage(str(path)).width() == 2 * table.width()
    else:
        text = path.read_text()
        assert text.lstrip().startswith("<?xml") and "<path" in text


def test_the_strip_stays_shapes_in_an_svg(tracked, qtbot, tmp_path):
    path = tmp_path / "frames.svg"
    tracked.commands.timing.write(path, tracked.window.timing_view.strip, str)
    qtbot.waitUntil(lambda: path.is_file() and path.stat().st_size > 0)
    text = path.read_text()
    assert "<image" not in text and text.count("<rect") + text.count("<path") > FRAMES


def test_a_file_that_cannot_be_written_is_told(tracked, qtbot, tmp_path):
    told = []
    tracked.tasks.failed.connect(told.append)
    tracked.commands.timing.write(tmp_path / "nowhere" / "a.csv", tracked.window, lambda: "x")
    qtbot.waitUntil(lambda: bool(told))
    assert "a.csv" in str(told[0])


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        # The demo's board imitates another network's time: that is nothing published for the demo.
        ("demo-sot", {}),
        (
            "ettrack-icraft-8bit",
            {"ettrack-icraft-8bit/template": 1.778, "ettrack-icraft-8bit/search": 16.763},
        ),
        (
            "ettrack-icraft-16bit",
            {"ettrack-icraft-16bit/template": 3.24, "ettrack-icraft-16bit/search": 32.918},
        ),
        ("bytetrack-icraft", {"bytetrack-icraft": 13.523}),
    ],
)
def test_published_times_are_those_of_the_very_entry(tmp_path, entry, expected):
    found = published_totals(load_catalog(tmp_path).entry(entry))
    assert {total.network: total.hard_ms for total in found} == expected
    assert all(total.source for total in found)


def test_a_panel_under_the_video_is_saved_as_a_picture(bench, qtbot, tmp_path):
    window, timing = bench.window, bench.commands.timing
    window.setFocus()
    assert window.front_panel() is None or window.front_panel()[0] not in ("search", "compare")
    window.show_panel("compare")
    qtbot.waitUntil(lambda: window.compare_view.isVisible())
    if focus := window.focusWidget():
        focus.clearFocus()
    qtbot.waitUntil(lambda: window.front_panel() is not None)
    name, view = window.front_panel()
    assert (name, view) == ("compare", window.compare_view)
    path = tmp_path / "compare.png"
    timing.write(path, view, None)
    qtbot.waitUntil(lambda: path.is_file() and path.stat().st_size > 0)
    assert QImage(str(path)).width() == 2 * view.width()


def test_without_a_panel_to_save_it_says_what_to_do(bench, qtbot, monkeypatch):
    monkeypatch.setattr(bench.window, "front_panel", lambda: None)
    bench.commands.trigger("save_panel")
    assert "No panel is open" in bench.window.notice_bar.current.title
