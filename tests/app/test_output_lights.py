"""Lights of the network's outputs beside what the tracker saw, while a run goes on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.catalog_controller import CatalogController
from app.diagnosis_texts import health_text
from app.run_controller import RunController
from app.search_feed import SearchFeed
from app.tasks import Tasks
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.output_health import lights_of
from tests.app.conftest import FRAMES, Noting, true_box
from widgets.search_view import SearchView


@pytest.fixture
def followed(qtbot, views, scene, tmp_path):
    """The demo tracker has followed the square to the end, with the search view on screen."""
    tasks = Tasks()
    run = RunController(views, tasks)
    catalog = load_catalog(tmp_path)
    models = CatalogController(catalog, Noting(), tasks, model="demo-sot", profile_every=0)
    view = SearchView()
    qtbot.addWidget(view)
    feed = SearchFeed(run, models, view)
    with qtbot.waitExposed(view):
        view.show()
    run.open_source(str(scene))
    qtbot.waitUntil(lambda: run.feed.shown is not None)
    run.use_pipeline(open_pipeline(catalog, catalog.entry("demo-sot"), local_opener()))
    run.draw_target(run.feed.shown.frame, true_box(0), False)
    qtbot.waitUntil(lambda: run.feed.shown.frame.index == FRAMES - 1, timeout=20_000)
    yield feed, view
    run.finish()
    tasks.finish()


def health(view):
    return view._health.text()


def test_sound_outputs_are_said_to_be_sound(followed):
    _feed, view = followed
    assert health(view) == "outputs ✓"


def test_what_is_wrong_is_said_for_its_frame_only(followed):
    feed, view = followed
    (look,) = feed.looks_at(5)
    name, *others = look.outputs
    broken = np.array(look.outputs[name])
    broken.flat[3] = np.nan
    flat = {others[0]: np.full_like(look.outputs[others[0]], 0.5)}
    feed._kept[5] = (replace(look, outputs={**look.outputs, name: broken, **flat}),)
    feed.show_frame(5)
    assert health(view) == (
        f"✕ {name}: 1 of {broken.size} values are NaN or infinite · ✕ {others[0]}: all values are 0.5"
    )
    feed.show_frame(6)
    assert health(view) == "outputs ✓"
    feed.show_frame(10_000)  # nothing is known of it
    assert health(view) == ""


def test_no_outputs_no_lights():
    assert health_text(lights_of({})) == ""
