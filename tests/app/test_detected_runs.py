"""A run whose tracker finds its objects by itself."""

import cv2
import numpy as np
import pytest

from app.run_controller import RunController
from app.tasks import Tasks
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.detections import Detections
from engines.geometry import Box, iou
from engines.overlay import LinesMark, RectMark, TextMark
from engines.palette import LOST_COLOR, OTHER_COLOR, track_color
from engines.pipeline import Pipeline
from engines.track import Track
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.untracked import Untracked
from tests.app.conftest import FRAMES, true_box


class BrightSpots:
    """Finds white things, and one thing that is always in the corner."""

    labels = ("spot",)

    def detect(self, frame, clock):
        x, y, w, h = cv2.boundingRect(frame.bgr[:, :, 0])
        boxes = np.array([[x, y, w, h], [0, 0, 10, 10]], np.float64)
        return Detections(boxes, np.array([0.9, 0.6]), np.zeros(2, np.int64))

    def close(self):
        pass


def detecting():
    return Pipeline(DetectAndTrack(BrightSpots(), Untracked()))


@pytest.fixture
def run(views, qtbot):
    tasks = Tasks()
    controller = RunController(views, tasks)
    yield controller
    controller.finish()
    tasks.finish()


@pytest.fixture
def opened(run, scene, qtbot):
    with qtbot.waitSignal(run.pipeline_needed):
        run.open_source(str(scene))
    run.set_speed(0)
    run.use_pipeline(detecting())
    qtbot.waitUntil(lambda: run.feed.finds and run.feed.shown is not None)
    qtbot.waitUntil(lambda: run.feed.shown.result is not None)
    return run


def marks(views, kind):
    return [mark for mark in views.picture.last("show_frame")[1] if isinstance(mark, kind)]


def colors(views):
    return [mark.color for mark in marks(views, RectMark) if not mark.dashed]


def test_what_is_found_is_shown_at_once_and_listed(opened, views):
    assert not opened.state.playing and not opened.has_targets
    opened.feed.refresh_panels()
    found, chosen = views.targets.last("show_found")
    assert [(track.id, round(track.score, 1)) for track in found] == [(1, 0.9), (2, 0.6)] and chosen is None
    assert [(text.text, text.hangs) for text in marks(views, TextMark)] == [("#1", True), ("#2", True)]
    assert colors(views) == [track_color(1), track_color(2)]
    assert any(mark.dashed for mark in marks(views, RectMark))  # the ground truth
    assert views.picture.last("show_frame")[3] is None  # no handles


def test_a_picture_that_comes_before_the_word_of_the_detector_is_drawn_as_what_it_is(opened, views):
    feed = opened.feed
    feed.expect(finds=False)
    feed.show(feed.shown)
    assert [text.text for text in marks(views, TextMark)] == ["#1", "#2"]


def test_one_stands_out_and_the_others_dim(opened, views):
    opened.select_target(1)
    assert colors(views) == [track_color(1), LOST_COLOR]
    assert marks(views, TextMark)[0].text.startswith("#1 ") and "0.90" in marks(views, TextMark)[0].text
    opened.select_next()
    assert colors(views) == [LOST_COLOR, track_color(2)]
    opened.select_target(2)
    assert colors(views) == [track_color(1), track_color(2)]


def test_it_plays_without_a_box(opened, views, qtbot):
    opened.play()
    qtbot.waitUntil(lambda: opened.state.at_end)
    qtbot.waitUntil(lambda: len(views.transport.of("append")) == FRAMES)
    (point,) = views.transport.last("append")
    assert point.score == pytest.approx(0.75) and not point.lost and point.iou is None
    assert not point.switched and not marks(views, LinesMark)  # numbers of one frame leave no trail


def test_from_many_to_one(opened, views, scene, spot_file, tmp_path, qtbot):
    opened.select_target(1)
    choice = opened.selected_choice()
    assert iou(choice.box, true_box(0)) > 0.9
    opened.draw_target(choice.frame, choice.box, False)
    catalog = load_catalog(tmp_path)
    opened.use_pipeline(
        open_pipeline(catalog, catalog.entry("vittrack"), local_opener(), weights=[spot_file])
    )
    qtbot.waitUntil(lambda: opened.state.targets == (1,))
    assert not opened.feed.finds
    opened.feed.shown = None
    opened.seek(FRAMES - 1)
    qtbot.waitUntil(lambda: opened.feed.shown is not None and opened.feed.shown.frame.index == FRAMES - 1)
    assert [track.id for track in opened.feed.shown.result.tracks] == [1]


def test_a_detector_takes_over_from_targets(opened, views, spot_file, tmp_path, qtbot):
    catalog = load_catalog(tmp_path)
    opened.use_pipeline(
        open_pipeline(catalog, catalog.entry("vittrack"), local_opener(), weights=[spot_file])
    )
    qtbot.waitUntil(lambda: opened.state.needs_targets)
    opened.draw_target(opened.feed.shown.frame, true_box(0), False)
    qtbot.waitUntil(lambda: opened.state.targets == (1,))
    opened.use_pipeline(detecting())
    qtbot.waitUntil(lambda: not opened.state.needs_targets)
    assert opened.state.targets == () and not opened.has_targets and opened.feed.selected is None


def test_somebody_elses_tracks_are_drawn_beside_ours_until_the_source_closes(opened, views):
    theirs = ((Track(5, Box(20, 20, 30, 30), 1.0),),)
    opened.show_result(theirs)
    (mark,) = [mark for mark in marks(views, RectMark) if mark.color == OTHER_COLOR]
    assert mark.dashed and mark.box == theirs[0][0].box
    opened.show_result(())
    assert OTHER_COLOR not in [mark.color for mark in marks(views, RectMark)]
    opened.show_result(theirs)
    opened.close_source()
    assert opened.feed.imported == ()
