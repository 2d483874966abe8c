"""Looks from a real run to a view that is shown or not."""

from __future__ import annotations

import pytest

from app.catalog_controller import CatalogController
from app.run_controller import RunController
from app.search_feed import SearchFeed
from app.tasks import Tasks
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.overlay import HeatMark, OverlayOptions
from tests.app.conftest import FRAMES, Noting, true_box
from widgets.search_view import SearchView


@pytest.fixture
def parts(qtbot, views, scene, tmp_path):
    tasks = Tasks()
    run = RunController(views, tasks)
    catalog = CatalogController(load_catalog(tmp_path), Noting(), tasks, model="demo-sot", profile_every=0)
    view = SearchView()
    qtbot.addWidget(view)
    feed = SearchFeed(run, catalog, view)
    run.open_source(str(scene))
    qtbot.waitUntil(lambda: run.feed.shown is not None)
    entry = load_catalog(tmp_path).entry("demo-sot")
    run.use_pipeline(open_pipeline(load_catalog(tmp_path), entry, local_opener()))
    yield run, view, feed
    run.finish()
    tasks.finish()


def play(run, qtbot):
    run.draw_target(run.feed.shown.frame, Box(*_start()), False)
    qtbot.waitUntil(lambda: run.feed.shown is not None and run.feed.shown.frame.index == FRAMES - 1)


def _start():
    box = true_box(0)
    return box.x, box.y, box.w, box.h


def test_nothing_is_kept_while_nobody_looks(parts, qtbot):
    run, view, feed = parts
    play(run, qtbot)
    assert feed.looks_at(FRAMES - 1) == () and view.is_empty


def test_a_shown_view_follows_the_frame_on_screen(parts, qtbot, views):
    run, view, feed = parts
    with qtbot.waitExposed(view):
        view.show()
    play(run, qtbot)
    (last,) = feed.looks_at(FRAMES - 1)
    assert view.pictures[1].shown.picture is last.search
    run.show_overlays(OverlayOptions(heat=True), "lost")
    marks = views.picture.last("show_frame")[1]
    assert [mark.box for mark in marks if isinstance(mark, HeatMark)] == [last.cells_in_frame]
    run.pause()
    qtbot.waitUntil(lambda: not run.state.playing)
    run.seek(4)
    qtbot.waitUntil(lambda: run.feed.shown.frame.index == 4)
    (earlier,) = feed.looks_at(4)
    assert view.pictures[1].shown.picture is earlier.search
    assert view.chart.figures_text()[0] == f"{run.feed.shown.result.tracks[0].score:.2f}"


def test_the_score_map_alone_needs_looks_too(parts, qtbot):
    run, _view, feed = parts
    feed.show_heat(True)
    play(run, qtbot)
    assert len(feed.looks_at(FRAMES - 1)) == 1


def test_what_is_kept_is_bounded(parts, qtbot, monkeypatch):
    run, _view, feed = parts
    feed.show_heat(True)
    monkeypatch.setattr("app.search_feed._KEPT_BYTES", 1_000_000)
    play(run, qtbot)
    kept = [index for index in range(FRAMES) if feed.looks_at(index)]
    assert kept == list(range(kept[0], FRAMES)) and 1 <= len(kept) <= 5


def test_another_run_forgets(parts, qtbot):
    run, view, feed = parts
    feed.show_heat(True)
    play(run, qtbot)
    run.close_source()
    assert feed.looks_at(FRAMES - 1) == () and view.is_empty


def test_scores_are_kept_though_nobody_looked(parts, qtbot):
    run, view, _feed = parts
    play(run, qtbot)
    with qtbot.waitExposed(view):
        view.show()
    assert not view.is_empty
    assert "Not kept" in view.facts_text
    assert view.chart.figures_text()[0] == f"{run.feed.shown.result.tracks[0].score:.2f}"
    run.remove_all()
    qtbot.waitUntil(lambda: view.is_empty)


def test_each_target_has_evidence_of_its_own(parts, qtbot):
    run, view, _feed = parts
    with qtbot.waitExposed(view):
        view.show()
    frame = run.feed.shown.frame
    run.draw_target(frame, Box(4, 4, 20, 20), False)
    run.draw_target(frame, Box(*_start()), True)
    qtbot.waitUntil(lambda: run.feed.shown is not None and run.feed.shown.frame.index == FRAMES - 1)
    scores = {track.id: f"{track.score:.2f}" for track in run.feed.shown.result.tracks}
    assert view.facts_text.startswith("#2 ") and view.chart.figures_text()[0] == scores[2]
    run.select_target(1)
    assert view.facts_text.startswith("#1 ") and view.chart.figures_text()[0] == scores[1]
    assert scores[1] != scores[2]


def test_a_click_in_the_chart_pauses(parts, qtbot):
    run, view, _feed = parts
    play(run, qtbot)
    run.set_loop(True)
    run.play()
    qtbot.waitUntil(lambda: run.state.playing)
    view.frame_chosen.emit(3)
    qtbot.waitUntil(lambda: not run.state.playing and run.feed.shown.frame.index == 3)
