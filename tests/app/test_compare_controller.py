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
    compare = CompareController(run, catalog, view)
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
        lambda: f"{FRAMES} frames" in view.facts_text or f"{FRAMES - 1} frames" in view.facts_text
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
