"""A second model beside the first: chosen, run on the same frames, and told apart."""

from __future__ import annotations

import pytest

from app.catalog_controller import CatalogController
from app.compare_controller import CompareController
from app.run_controller import RunController
from app.tasks import Tasks
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.side_by_side import BesideMode
from tests.app.conftest import FRAMES, Noting, true_box
from widgets.compare_view import CompareView


@pytest.fixture
def parts(qtbot, views, scene, tmp_path):
    tasks = Tasks()
    run = RunController(views, tasks)
    catalog = CatalogController(
        load_catalog(tmp_path), Noting(), tasks, model="demo-ettrack", profile_every=0
    )
    view = CompareView()
    qtbot.addWidget(view)
    compare = CompareController(run, catalog, view, tasks)
    catalog.pipeline_ready.connect(run.use_pipeline)
    catalog.model_changed.connect(catalog.open_pipeline)
    run.open_source(str(scene))
    qtbot.waitUntil(lambda: run.feed.shown is not None)
    yield run, catalog, view, compare
    run.finish()
    tasks.finish()


def play(parts, qtbot):
    run, catalog, _view, _compare = parts
    with qtbot.waitSignal(catalog.pipeline_ready, timeout=20_000):
        catalog.open_pipeline()
    box = true_box(0)
    run.draw_target(run.feed.shown.frame, Box(box.x, box.y, box.w, box.h), False)
    qtbot.waitUntil(lambda: run.feed.shown.frame.index == FRAMES - 1, timeout=20_000)


def test_alone_there_is_nothing_to_compare(parts, qtbot):
    play(parts, qtbot)
    run, _catalog, view, _compare = parts
    assert run.feed.shown.result.beside is None and len(view.chart.history) == 0


def test_a_second_model_runs_on_the_same_frames(parts, qtbot):
    run, catalog, view, _compare = parts
    view.second_chosen.emit("demo-siamrpn")
    assert catalog.second.name == "demo-siamrpn"
    play(parts, qtbot)
    assert [track.id for track in run.feed.shown.result.beside] == [1]
    point = view.chart.history.at(FRAMES - 1)
    assert None not in (point.between, point.first, point.second)
    qtbot.waitUntil(
        lambda: f"frames {FRAMES}:" in view.facts_text or f"frames {FRAMES - 1}:" in view.facts_text
    )


def test_the_same_model_beside_itself_agrees(parts, qtbot):
    _run, _catalog, view, _compare = parts
    view.second_chosen.emit("demo-ettrack")
    play(parts, qtbot)
    summary = view.chart.history.summary()
    assert summary.mean_between == pytest.approx(1.0, abs=1e-6) and summary.parted_at is None


def test_the_mode_changes_without_opening_anything(parts, qtbot):
    _run, catalog, view, compare = parts
    view.second_chosen.emit("demo-siamrpn")
    opened = []
    catalog.model_changed.connect(lambda: opened.append(1))
    view.forced_chosen.emit(True)
    assert compare.second.mode is BesideMode.TEACHER_FORCED and catalog.second.mode is compare.second.mode
    assert not opened


def test_other_weights_are_put_in_the_order_of_the_networks(parts, tmp_path):
    _run, catalog, view, compare = parts
    view.second_chosen.emit("demo-ettrack")
    template, search = load_catalog(tmp_path).weights(catalog.entry_of("demo-ettrack"))
    compare.use_files((search, template))
    assert catalog.second.files == (template, search)
    view.files_dropped.emit()
    assert catalog.second.files == ()


def test_figures_of_two_modes_are_not_mixed(parts, qtbot):
    """Frames that are known keep what the other mode gave: they are tracked again, from the one on screen."""
    run, catalog, view, _compare = parts
    view.second_chosen.emit("demo-siamrpn")
    play(parts, qtbot)
    run.pause()
    run.seek(2)
    qtbot.waitUntil(lambda: run.feed.shown.frame.index == 2)
    with qtbot.waitSignal(catalog.pipeline_ready, timeout=20_000) as ready:
        view.forced_chosen.emit(True)
        assert len(view.chart.history) == 0
    qtbot.waitUntil(lambda: len(view.chart.history) > 0)
    run.play()
    qtbot.waitUntil(lambda: view.chart.history.at(FRAMES - 1) is not None, timeout=20_000)
    assert view.chart.history.at(1) is None
    assert view.chart.history.summary().frames == FRAMES - 2
    assert ready.args


def test_a_model_without_weights_does_not_run_and_says_so(parts, qtbot):
    run, catalog, view, compare = parts
    view.second_chosen.emit("vittrack")
    assert "VitTrack has no weights" in view.facts_text
    assert catalog.second.name == ""
    play(parts, qtbot)
    assert run.feed.shown.result.beside is None
    view.second_chosen.emit("demo-siamrpn")
    assert "weights" not in view.facts_text and catalog.second == compare.second


def test_a_detector_as_a_says_that_nothing_can_be_compared(parts):
    _run, catalog, view, _compare = parts
    view.second_chosen.emit("demo-siamrpn")
    catalog.choose("demo-mot")
    assert "choose a single-object model as A" in view.facts_text
    catalog.choose("demo-ettrack")
    assert "single-object" not in view.facts_text


def test_what_cannot_be_opened_is_not_chosen_any_more(parts, qtbot, tmp_path):
    run, catalog, view, compare = parts
    view.second_chosen.emit("demo-siamrpn")
    play(parts, qtbot)
    before = compare.second
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no network")
    compare.use_files((broken,))
    assert compare.second.files == (broken,)
    qtbot.waitUntil(lambda: compare.second == before, timeout=20_000)
    assert catalog.second == before
    assert run.feed.shown.result.beside, "the pair that ran goes on"


def test_each_target_has_figures_of_its_own(parts, qtbot):
    run, catalog, view, _compare = parts
    view.second_chosen.emit("demo-siamrpn")
    with qtbot.waitSignal(catalog.pipeline_ready, timeout=20_000):
        catalog.open_pipeline()
    first, elsewhere = true_box(0), Box(4, 4, 20, 20)
    frame = run.feed.shown.frame
    run.hold(0)
    run.draw_target(frame, first, False)
    run.draw_target(frame, elsewhere, True)
    qtbot.waitUntil(lambda: run.feed.shown.frame.index == FRAMES - 1, timeout=20_000)
    assert run.feed.selected == 2
    second = view.chart.history.at(FRAMES - 1)
    run.select_target(1)
    assert view.chart.history.at(FRAMES - 1) != second
    assert view.chart.history.at(FRAMES - 1).first is not None


def test_a_click_in_the_chart_pauses(parts, qtbot):
    run, _catalog, view, _compare = parts
    view.second_chosen.emit("demo-siamrpn")
    play(parts, qtbot)
    run.set_loop(True)
    run.play()
    qtbot.waitUntil(lambda: run.state.playing)
    view.frame_chosen.emit(3)
    qtbot.waitUntil(lambda: not run.state.playing and run.feed.shown.frame.index == 3)
