"""One run from the window's side: fake views, a tiny clip, the real worker and pipeline."""

import numpy as np
import pytest

from app.run_controller import RunController
from app.tasks import Tasks
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.geometry import Box, iou
from engines.overlay import OverlayOptions, RectMark, TextMark
from engines.pipeline import BoxUnusable
from engines.recorder import Recorder, read_recording
from engines.video.errors import FileMissing
from tests.app.conftest import FRAMES, HEIGHT, WIDTH, true_box
from tests.tiny_networks import ScriptedVit
from widgets.views import TargetState


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    yield tasks
    tasks.finish()


@pytest.fixture
def run(tasks, views):
    controller = RunController(views, tasks)
    controller.failures = []
    controller.failed.connect(controller.failures.append)
    tasks.failed.connect(controller.failures.append)
    yield controller
    controller.finish()


@pytest.fixture
def pipeline(tmp_path, spot_file):
    catalog = load_catalog(tmp_path)

    def make():
        # No inertia, no blending: the square is followed cell by cell.
        return open_pipeline(catalog, catalog.entry("vittrack"), local_opener(), weights=[spot_file])

    return make


@pytest.fixture
def opened(run, scene, pipeline, qtbot):
    """A run on the scene with its tracker, at the first frame."""
    with qtbot.waitSignal(run.pipeline_needed):
        run.open_source(str(scene))
    run.use_pipeline(pipeline())
    run.set_speed(0)
    at(run, qtbot, 0)
    return run


def at(run, qtbot, index):
    qtbot.waitUntil(lambda: run.feed.shown is not None and run.feed.shown.frame.index == index)
    return run.feed.shown.frame


def tracks(run):
    result = run.feed.shown.result
    return {track.id: track for track in result.tracks} if result else {}


def draw(run, qtbot, box=None, *, add=False, frame=None):
    run.draw_target(frame or run.feed.shown.frame, box or true_box(0), add)


def played_once(run, qtbot, then):
    """Only the first box on a fresh video starts it; after this one a box leaves it at rest."""
    to_end(run, qtbot)
    run.seek(then)
    at(run, qtbot, then)
    run.feed.shown = None  # what is shown from here on is new
    run.seek(then)
    at(run, qtbot, then)


def to_end(run, qtbot):
    if not run.state.playing:
        run.play()
    at(run, qtbot, FRAMES - 1)
    qtbot.waitUntil(lambda: run.state.at_end)


# -- sources -----------------------------------------------------------------------------------


def test_a_source_is_opened_and_told(run, scene, views, qtbot):
    with qtbot.waitSignals([run.source_opened, run.pipeline_needed]):
        run.open_source(str(scene))
    assert (run.info.title, run.info.frame_count) == ("square", FRAMES)
    assert views.transport.last("show_source")[0] == FRAMES and run.feed.truth is not None
    frame = at(run, qtbot, 0)
    shown, marks, shown_tracks, selected = views.picture.last("show_frame")
    assert shown is frame and (marks, shown_tracks, selected) == ((), (), None)
    assert views.transport.last("show_position") == (0, 0.0)


def test_what_cannot_be_opened_keeps_what_is_there(opened, qtbot, tmp_path):
    opened.open_source(str(tmp_path / "gone.mp4"))
    qtbot.waitUntil(lambda: bool(opened.failures))
    assert [type(error) for error in opened.failures] == [FileMissing]
    assert opened.info.title == "square"
    opened.step(1)
    at(opened, qtbot, 1)


def test_another_source_takes_the_place_of_the_first(opened, scene, views, qtbot):
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: opened.state.targets == (1,))
    with qtbot.waitSignals([opened.source_closed, opened.source_opened]):
        opened.open_source(str(scene / "img" / "0003.png"))
    assert opened.info.frame_count == 1 and not opened.has_targets
    at(opened, qtbot, 0)
    assert views.targets.last("show_targets") == ((), None)


def test_closing_empties_the_views(opened, views, qtbot):
    with qtbot.waitSignal(opened.source_closed):
        opened.close_source()
    assert opened.info is None and opened.feed.shown is None and opened.feed.truth is None
    assert views.picture.calls[-1][0] == "show_empty" and views.transport.calls[-1][0] == "show_nothing"
    opened.close_source()  # nothing more to close


def test_without_a_source_nothing_happens(run, pipeline):
    run.toggle_play()
    run.stop()
    run.step(1)
    run.seek(3)
    run.jump_seconds(1.0)
    run.hold(0)
    run.release()
    run.undo()
    run.remove_selected()
    run.remove_all()
    run.follow_truth()
    run.show_overlays(OverlayOptions(), "lost")
    assert run.failures == [] and run.info is None


def test_a_pipeline_nobody_needs_is_closed(run, tmp_path):
    class Watched:
        closed = 0

        def close(self):
            self.closed += 1

    pipeline = Watched()
    run.use_pipeline(pipeline)
    assert pipeline.closed == 1


def test_a_recorder_nobody_needs_is_closed(run, tmp_path):
    recorder = Recorder(tmp_path / "r", {})
    run.record(recorder)
    assert recorder._frames._file.closed


# -- following ---------------------------------------------------------------------------------


def test_a_drawn_box_is_followed_to_the_end(opened, views, qtbot):
    draw(opened, qtbot)  # the first box on a fresh video starts it
    qtbot.waitUntil(lambda: opened.state.at_end)
    at(opened, qtbot, FRAMES - 1)
    assert iou(tracks(opened)[1].box, true_box(FRAMES - 1)) > 0.5
    qtbot.waitUntil(lambda: len(views.transport.of("append")) == FRAMES)
    (point,) = views.transport.last("append")
    assert (point.index, point.lost, point.profiled) == (FRAMES - 1, False, False)
    assert point.score > 0.5 and point.iou > 0.5
    assert len(views.timing.of("append")) == FRAMES


def test_every_result_reaches_the_panels_although_pictures_are_skipped(opened, views, qtbot):
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: len(views.timing.of("append")) == FRAMES)
    assert [result.frame_index for (result,) in views.timing.of("append")] == list(range(FRAMES))


def test_the_overlay_shows_box_truth_and_overlap(opened, views, qtbot):
    played_once(opened, qtbot, then=1)
    opened.draw_target(opened.feed.shown.frame, true_box(1), False)
    qtbot.waitUntil(lambda: 1 in tracks(opened))
    _frame, marks, shown_tracks, selected = views.picture.last("show_frame")
    assert selected == 1 and [track.id for track in shown_tracks] == [1]
    assert len([mark for mark in marks if isinstance(mark, RectMark)]) == 2
    assert [mark.text for mark in marks if isinstance(mark, TextMark)] == ["#1  1.00  IoU 1.00"]


def test_overlays_can_be_switched_at_rest(opened, views, qtbot):
    played_once(opened, qtbot, then=1)
    opened.draw_target(opened.feed.shown.frame, true_box(1), False)
    qtbot.waitUntil(lambda: 1 in tracks(opened))
    opened.show_overlays(OverlayOptions(truth=False, scores=False), "lost")
    marks = views.picture.last("show_frame")[1]
    assert len(marks) == 1


def test_a_second_box_is_another_target_with_shift_only(opened, views, qtbot):
    frame = at(opened, qtbot, 0)
    opened.draw_target(frame, true_box(0), False)
    opened.draw_target(frame, Box(100, 80, 20, 20), True)
    qtbot.waitUntil(lambda: opened.state.targets == (1, 2))
    opened.draw_target(frame, Box(90, 70, 20, 20), False)  # takes the place of the selected one
    to_end(opened, qtbot)
    assert opened.state.targets == (1, 2)
    opened.feed.refresh_panels()
    shown, selected = views.targets.last("show_targets")
    assert [view.id for view in shown] == [1, 2] and selected == 2
    assert shown[0].state is TargetState.TRACKED and shown[0].score > 0.5


def test_a_box_outside_the_picture_is_told_and_the_run_goes_on(opened, qtbot):
    opened.hold(0)
    draw(opened, qtbot, Box(WIDTH + 10, 5, 20, 20))
    assert [type(error) for error in opened.failures] == [BoxUnusable]
    assert not opened.has_targets
    to_end(opened, qtbot)


@pytest.mark.parametrize("box", [Box(5, 5, 1, 1), Box(-50, -50, 51, 51), Box(5, HEIGHT - 1, 30, 30)])
def test_a_box_too_small_is_told(opened, qtbot, box):
    draw(opened, qtbot, box)
    assert [type(error) for error in opened.failures] == [BoxUnusable]


def test_a_box_drawn_on_an_earlier_frame_begins_there(opened, views, qtbot):
    first = at(opened, qtbot, 0)
    opened.seek(9)
    at(opened, qtbot, 9)
    opened.draw_target(first, true_box(0), False)
    qtbot.waitUntil(lambda: opened.state.at_end)
    qtbot.waitUntil(lambda: len(views.timing.of("append")) == FRAMES)
    assert [result.frame_index for (result,) in views.timing.of("append")] == list(range(FRAMES))


def test_the_ground_truth_can_be_followed(opened, qtbot):
    opened.follow_truth()
    qtbot.waitUntil(lambda: opened.state.at_end)
    assert opened.state.targets == (1,)
    at(opened, qtbot, FRAMES - 1)
    assert iou(tracks(opened)[1].box, true_box(FRAMES - 1)) > 0.5


def test_targets_are_removed_and_brought_back(opened, qtbot):
    frame = at(opened, qtbot, 0)
    opened.draw_target(frame, true_box(0), False)
    qtbot.waitUntil(lambda: opened.state.at_end)
    at(opened, qtbot, FRAMES - 1)
    opened.remove_selected()
    qtbot.waitUntil(lambda: opened.state.targets == ())
    assert not opened.has_targets
    opened.undo()
    qtbot.waitUntil(lambda: opened.state.targets == (1,))
    assert opened.has_targets
    qtbot.waitUntil(lambda: 1 in tracks(opened))
    assert opened.feed.shown.frame.index == FRAMES - 1  # where it was seen last
    opened.remove_all()
    qtbot.waitUntil(lambda: opened.state.targets == ())


def test_selecting_goes_round_and_off(opened, views, qtbot):
    frame = at(opened, qtbot, 0)
    opened.draw_target(frame, true_box(0), False)
    opened.draw_target(frame, Box(100, 80, 20, 20), True)
    qtbot.waitUntil(lambda: opened.state.at_end)
    opened.select_next()
    assert views.targets.last("show_targets")[1] == 1
    opened.select_target(2)
    assert views.targets.last("show_targets")[1] == 2
    opened.select_target(2)
    assert views.targets.last("show_targets")[1] is None


def test_a_box_drawn_before_the_tracker_is_there_is_followed_once_it_is(run, scene, pipeline, qtbot):
    with qtbot.waitSignal(run.pipeline_needed):
        run.open_source(str(scene))
    run.set_speed(0)
    frame = at(run, qtbot, 0)
    run.draw_target(frame, true_box(0), False)
    at(run, qtbot, FRAMES - 1)
    assert tracks(run) == {}
    run.use_pipeline(pipeline())
    qtbot.waitUntil(lambda: run.state.targets == (1,))
    run.play()
    qtbot.waitUntil(lambda: bool(tracks(run)) and run.state.at_end)
    at(run, qtbot, FRAMES - 1)
    assert iou(tracks(run)[1].box, true_box(FRAMES - 1)) > 0.5


def test_another_tracker_goes_on_with_the_targets(opened, pipeline, views, qtbot):
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: opened.state.at_end)
    opened.seek(5)
    at(opened, qtbot, 5)
    cleared = len(views.timing.of("clear"))
    opened.use_pipeline(pipeline())
    assert len(views.timing.of("clear")) == cleared + 1
    opened.play()
    qtbot.waitUntil(lambda: opened.state.at_end)
    at(opened, qtbot, FRAMES - 1)
    assert iou(tracks(opened)[1].box, true_box(FRAMES - 1)) > 0.5


# -- transport ---------------------------------------------------------------------------------


def test_play_pause_and_stop(opened, views, qtbot):
    opened.set_speed(0.125)
    opened.toggle_play()
    qtbot.waitUntil(lambda: opened.state.playing)
    assert views.transport.last("show_playing") == (True,)
    opened.toggle_play()
    qtbot.waitUntil(lambda: not opened.state.playing)
    opened.seek(7)
    at(opened, qtbot, 7)
    opened.stop()
    at(opened, qtbot, 0)


@pytest.mark.parametrize(
    ("start", "seconds", "index"), [(10, -0.2, 5), (3, -1.0, 0), (5, 0.2, 10), (5, 60.0, 15)]
)
def test_jumps_stay_within_the_video(opened, qtbot, start, seconds, index):
    opened.seek(start)
    at(opened, qtbot, start)
    per_second = opened.info.fps or 25.0
    opened.jump_seconds(seconds * 25 / per_second)
    at(opened, qtbot, index)


@pytest.mark.parametrize(
    ("before", "factor", "after"), [(1.0, 2.0, 2.0), (1.0, 0.5, 0.5), (8.0, 2.0, 8.0), (0.125, 0.5, 0.125)]
)
def test_the_speed_has_bounds(opened, views, qtbot, before, factor, after):
    opened.set_speed(before)
    qtbot.waitUntil(lambda: opened.state.speed == before)
    opened.change_speed(factor)
    qtbot.waitUntil(lambda: opened.state.speed == after)
    assert views.transport.last("show_speed") == (after,)


# -- recording, ending -------------------------------------------------------------------------


def test_a_recording_holds_every_frame(opened, tmp_path, qtbot):
    opened.record(Recorder(tmp_path / "r", {"model": "x"}))
    qtbot.waitUntil(lambda: opened.state.recording)
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: opened.state.at_end)
    opened.record(None)
    qtbot.waitUntil(lambda: not opened.state.recording)
    found = read_recording(tmp_path / "r").results
    assert [result.frame_index for result in found] == list(range(FRAMES))


def test_a_late_word_of_a_closed_run_counts_nothing(opened, qtbot):
    worker = opened._worker
    opened.close_source()
    states = []
    opened.state_changed.connect(states.append)
    worker.state_changed.emit(opened.state.__class__(playing=True))
    assert states == [] and not opened.state.playing


def test_it_ends_while_it_runs(opened, qtbot):
    opened.set_speed(0.125)
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: opened.state.playing)
    opened.finish()
    assert opened.info is None


def test_a_network_that_fails_is_told_and_the_picture_stays(opened, qtbot):
    from engines.networks.errors import NetworkRunFailed
    from engines.pipeline import Pipeline
    from engines.trackers.per_target import PerTarget
    from engines.trackers.vit_track import VitTrack, VitTrackParameters

    network = ScriptedVit()

    def fail(_feeds):
        raise NetworkRunFailed(network="scripted", details="out of memory")

    network.on_run = fail
    opened.use_pipeline(Pipeline(PerTarget(VitTrack([network], VitTrackParameters()), [network])))
    draw(opened, qtbot)
    qtbot.waitUntil(lambda: bool(opened.failures))
    assert opened.failures[0].details == "out of memory" and not opened.state.playing
    assert opened.feed.shown.frame.index == 0 and np.isfinite(tracks(opened)[1].box.x)
