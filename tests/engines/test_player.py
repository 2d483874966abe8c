"""The worker's loop with a counting source, a tracker that takes notes, and the real prefetcher."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest

from engines.errors import DiskFull, TrackbenchError
from engines.frame import Frame
from engines.geometry import Box
from engines.pipeline import BoxUnusable, Pipeline
from engines.player import Player
from engines.player_events import PlayerState
from engines.track import Track
from engines.video.errors import BadPicture, SourceStalled
from engines.video.source import SourceInfo

WAIT_S = 5.0
COUNT = 20
A, B = Box(0, 0, 10, 10), Box(50, 0, 10, 10)


class BoardGone(TrackbenchError):
    what = "The board has gone."


class CountingSource:
    """Frames 0, 1, 2 ...; can fail at some, be held up, and call itself live."""

    ground_truth = None

    def __init__(self, count=COUNT, *, live=False, fails_at=(), fps=25.0):
        self.info = SourceInfo("fake", "fake", 100, 100, fps, None if live else count, live)
        self._count, self._fails_at, self._next, self._fps = count, dict(fails_at), 0, fps
        self.gate, self.closed = threading.Event(), threading.Event()
        self.gate.set()

    def read(self, timeout_s=10.0):
        if not self.gate.wait(0.02 if self.info.is_live else timeout_s):
            raise SourceStalled(title="fake", waited_s=timeout_s)
        at = self._next
        if at >= self._count:
            return None
        self._next += 1
        if at in self._fails_at:
            raise self._fails_at.pop(at)
        return Frame(at, at / self._fps, np.zeros((100, 100, 3), np.uint8))

    def seek(self, index):
        self._next = index

    def close(self):
        self.closed.set()


class NotingTracker:
    """Each target moves right by a pixel per frame, from where it was begun."""

    def __init__(self, needs_targets=True):
        self.needs_targets = needs_targets
        self.asked: list[tuple] = []
        self.boxes: dict[int, Box] = {}
        self.closed = 0
        self.fails_in: dict[int, Exception] = {}

    def start(self, frame, targets, clock):
        self.asked.append(("start", frame.index, dict(targets)))
        self.boxes.update(targets)
        return tuple(Track(i, box, 1.0) for i, box in targets.items())

    def update(self, frame, clock):
        self.asked.append(("update", frame.index))
        if frame.index in self.fails_in:
            raise self.fails_in.pop(frame.index)
        self.boxes = {i: replace(box, x=box.x + 1) for i, box in self.boxes.items()}
        return tuple(Track(i, box, 0.5) for i, box in self.boxes.items())

    def reset(self):
        self.asked.append(("reset",))
        self.boxes.clear()

    def drop(self, target_id):
        self.asked.append(("drop", target_id))
        self.boxes.pop(target_id, None)

    def relocate(self, boxes):
        self.asked.append(("relocate", dict(boxes)))
        self.boxes.update({i: box for i, box in boxes.items() if i in self.boxes})

    def close(self):
        self.closed += 1

    def updates(self):
        return [entry[1] for entry in self.asked if entry[0] == "update"]

    def starts(self):
        return [entry[1:] for entry in self.asked if entry[0] == "start"]


class NotingRecorder:
    def __init__(self, fails_at=None):
        self.results, self.closed, self._fails_at = [], 0, fails_at

    def write(self, result):
        if len(self.results) == self._fails_at:
            raise DiskFull(path="here")
        self.results.append(result)

    def close(self):
        self.closed += 1


class Events:
    """Everything the player told; other threads wait on it."""

    def __init__(self):
        self._changed = threading.Condition()
        self.pictures, self.results, self.states, self.failures = [], [], [PlayerState()], []

    def _note(self, row, item):
        with self._changed:
            row.append(item)
            self._changed.notify_all()

    def shown(self, frame, result):
        self._note(self.pictures, (frame, result))

    def tracked(self, result):
        self._note(self.results, result)

    def state_changed(self, state):
        self._note(self.states, state)

    def failed(self, error):
        self._note(self.failures, error)

    def wait(self, condition):
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), WAIT_S), self._summary()

    def _summary(self):
        return f"pictures {self.indices()[-5:]}, state {self.states[-1]}, failures {self.failures}"

    def indices(self):
        return [frame.index for frame, _result in self.pictures]

    @property
    def last(self):
        return self.pictures[-1]


class Run:
    """A player in its thread, with its surroundings."""

    def __init__(self, source=None, tracker=None, **options):
        self.source = source or CountingSource()
        self.tracker, self.events = tracker, Events()
        self.player = Player(self.source, self.events, **options)
        if tracker is not None:
            self.player.set_pipeline(Pipeline(tracker))
        self.error = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self.player.set_speed(0)

    def _run(self):
        try:
            self.player.run()
        except Exception as error:  # noqa: BLE001 - bugs are looked at by the test
            self.error = error

    def settle(self):
        """Waits until every command so far has been carried out."""
        done = threading.Event()
        self.player._commands.put(done.set)
        assert done.wait(WAIT_S)

    def first_frame(self, index=0):
        self.events.wait(lambda e: index in e.indices())
        return next(frame for frame, _result in self.events.pictures if frame.index == index)

    def follow(self, boxes, index=0):
        self.player.start_targets(self.first_frame(index), boxes)
        self.settle()

    def go(self, index):
        self.player.seek(index)
        self.settle()

    def steps(self, count):
        for _ in range(count):
            self.player.step(1)
        self.settle()

    def play_to_end(self):
        self.player.play()
        self.events.wait(lambda e: e.states[-1].at_end)

    def xs(self):
        """Where the targets are on the picture that is shown."""
        _frame, result = self.events.last
        return {track.id: track.box.x for track in result.tracks} if result else None

    def stop(self):
        began = perf_counter()
        self.player.stop()
        self.thread.join(WAIT_S)
        assert not self.thread.is_alive()
        return perf_counter() - began


@pytest.fixture
def start():
    runs = []

    def make(source=None, tracker=None, **options):
        runs.append(Run(source, tracker, **options))
        return runs[-1]

    yield make
    for run in runs:
        run.source.gate.set()
        run.stop()
        assert run.source.closed.wait(WAIT_S)


@pytest.fixture
def tracker():
    return NotingTracker()


@pytest.fixture
def run(start, tracker):
    return start(tracker=tracker)


# -- transport ---------------------------------------------------------------------------------


def test_the_first_frame_is_shown_at_once(start):
    run = start()
    run.first_frame()
    run.settle()
    assert run.events.indices() == [0] and not run.events.states[-1].playing


def test_every_frame_is_shown_then_the_end(start):
    run = start()
    run.play_to_end()
    assert run.events.indices() == list(range(COUNT))
    assert run.events.states[-1] == PlayerState(at_end=True, speed=0)


def test_playing_again_after_the_end_begins_at_the_start(start):
    run = start()
    run.play_to_end()
    run.player.play()
    run.events.wait(lambda e: len(e.pictures) == 2 * COUNT)
    assert run.events.indices()[COUNT:] == list(range(COUNT))


def test_pause_and_go_on(start):
    run = start()
    run.player.set_speed(1)
    run.player.play()
    run.events.wait(lambda e: len(e.pictures) >= 3)
    run.player.pause()
    run.settle()
    at = len(run.events.pictures)
    run.settle()
    assert len(run.events.pictures) == at and not run.events.states[-1].playing
    run.player.set_speed(0)
    run.play_to_end()
    assert run.events.indices() == list(range(COUNT))


def test_steps_pause_and_move(start):
    run = start()
    run.steps(3)
    run.player.step(-2)
    run.player.step(5)
    run.player.step(-100)
    run.settle()
    assert run.events.indices() == [0, 1, 2, 3, 1, 6, 0]
    assert not run.events.states[-1].playing


def test_a_seek_shows_that_frame(start):
    run = start()
    run.go(12)
    run.go(3)
    assert run.events.indices() == [0, 12, 3]


def test_a_seek_behind_the_end_is_the_end(start):
    run = start()
    run.go(COUNT + 5)
    assert run.events.indices() == [0] and run.events.states[-1].at_end
    run.go(4)
    assert run.events.indices() == [0, 4] and not run.events.states[-1].at_end


def test_the_pace_follows_the_time_stamps(start):
    run = start(CountingSource(7, fps=50.0))
    run.player.set_speed(2)
    run.settle()
    began = perf_counter()
    run.play_to_end()
    # Five intervals of 20 ms at double speed, and no more than a second of company on a busy machine.
    assert 0.04 <= perf_counter() - began < 1.5


def test_drawing_holds_the_frame_and_playing_goes_on_after_it(start):
    run = start(CountingSource(10_000))
    run.player.play()
    run.events.wait(lambda e: len(e.pictures) > 5)
    run.player.hold()
    run.settle()
    held = len(run.events.pictures)
    run.settle()
    run.settle()
    assert len(run.events.pictures) == held and run.events.states[-1].playing
    run.player.release()
    run.events.wait(lambda e: len(e.pictures) > held + 5)


def test_a_speed_is_told(start):
    run = start()
    run.player.set_speed(0.5)
    run.settle()
    assert run.events.states[-1].speed == 0.5


# -- targets -----------------------------------------------------------------------------------


def test_without_a_target_nothing_is_tracked(run, tracker):
    run.play_to_end()
    assert tracker.asked == [] and run.events.results == []
    assert all(result is None for _frame, result in run.events.pictures)


def test_a_tracker_that_needs_no_targets_begins_by_itself(start):
    tracker = NotingTracker(needs_targets=False)
    run = start(tracker=tracker)
    run.settle()
    run.play_to_end()
    assert tracker.updates() == list(range(COUNT))  # the picture on screen as well
    assert run.events.states[-1].needs_targets is False and run.events.states[-1].targets == ()


def test_targets_mean_nothing_to_a_detector_and_one_drawn_on_it_waits_for_a_tracker(run, tracker):
    run.follow({1: A})
    finder, single = NotingTracker(needs_targets=False), NotingTracker()
    run.player.set_pipeline(Pipeline(finder))
    run.settle()
    run.player.start_targets(run.events.last[0], {2: A})
    run.settle()
    assert finder.starts() == [] and run.events.states[-1].targets == ()
    run.player.set_pipeline(Pipeline(single))
    run.settle()
    assert single.starts() == [(0, {2: A})]
    assert run.events.states[-1].targets == (2,) and run.events.states[-1].needs_targets


def test_a_target_is_followed_from_its_frame_on(run, tracker):
    run.follow({1: A})
    assert run.events.states[-1].targets == (1,)
    assert run.events.last[0].index == 0 and run.xs() == {1: 0}
    run.play_to_end()
    assert tracker.starts() == [(0, {1: A})] and tracker.updates() == list(range(1, COUNT))
    assert [r.frame_index for r in run.events.results] == list(range(COUNT))
    assert run.xs() == {1: COUNT - 1}


def test_going_back_shows_what_was_found_and_tracks_nothing_anew(run, tracker):
    run.follow({1: A})
    run.steps(6)
    asked = list(tracker.asked)
    run.go(2)
    assert run.xs() == {1: 2}
    run.player.step(-1)
    run.settle()
    assert run.xs() == {1: 1}
    run.steps(5)
    assert run.xs() == {1: 6} and tracker.asked == asked
    run.steps(1)
    assert tracker.asked == [*asked, ("update", 7)]  # past the furthest frame it goes on
    assert run.xs() == {1: 7}


def test_a_box_drawn_while_the_video_went_on_begins_at_the_frame_it_was_drawn_on(run, tracker):
    drawn_on = run.first_frame()
    run.steps(8)
    run.player.start_targets(drawn_on, {1: A})
    run.settle()
    assert run.events.last[0] is drawn_on and tracker.starts() == [(0, {1: A})]
    run.steps(1)
    assert run.events.last[0].index == 1 and tracker.updates() == [1]


def test_a_box_drawn_on_an_earlier_frame_tracks_anew_from_there(run, tracker):
    run.follow({1: A})
    run.steps(9)
    run.follow({1: B}, index=4)
    tracker.asked.clear()
    run.steps(7)
    assert tracker.updates() == [5, 6, 7, 8, 9, 10, 11]
    assert run.xs() == {1: 57}
    run.go(3)
    assert run.xs() == {1: 3}  # what came before stays


def test_what_was_found_after_a_redrawn_box_counts_no_more(run, tracker):
    run.follow({1: A})
    run.steps(9)
    run.follow({1: B}, index=4)
    run.player.set_pipeline(None)
    run.go(8)
    assert run.xs() is None
    run.go(3)
    assert run.xs() == {1: 3}


def test_the_others_go_on_from_where_they_were_then(run, tracker):
    run.follow({1: A})
    run.steps(9)
    run.follow({2: B}, index=4)
    assert ("relocate", {1: Box(4, 0, 10, 10)}) in tracker.asked
    assert run.xs() == {1: 4, 2: 50} and run.events.states[-1].targets == (1, 2)
    run.steps(2)
    assert run.xs() == {1: 6, 2: 52}


def test_a_target_is_added_at_the_present_frame(run, tracker):
    run.follow({1: A})
    run.steps(3)
    run.follow({2: B}, index=3)
    assert run.xs() == {1: 3, 2: 50}
    assert not [entry for entry in tracker.asked if entry[0] == "relocate"]
    run.play_to_end()
    assert run.xs() == {1: 19, 2: 66}


def test_a_dropped_target_is_gone_and_the_other_goes_on(run, tracker):
    run.follow({1: A, 2: B})
    run.steps(2)
    run.player.drop_target(1)
    run.settle()
    assert run.xs() == {2: 52} and run.events.states[-1].targets == (2,)
    run.steps(1)
    assert run.xs() == {2: 53}


def test_without_its_last_target_it_tracks_nothing(run, tracker):
    run.follow({1: A})
    run.steps(1)
    run.player.drop_target(1)
    run.steps(2)
    assert tracker.updates() == [1] and run.events.last[1] is None


def test_drawing_ends_the_hold(run):
    run.first_frame()
    run.player.hold()
    run.player.play()
    run.settle()
    run.follow({1: A})
    run.events.wait(lambda e: e.states[-1].at_end)


@pytest.mark.parametrize("index", [0, 4])
def test_a_bad_box_is_told_and_nothing_changes(run, tracker, index):
    run.follow({1: A})
    run.steps(6)
    run.player.start_targets(run.first_frame(index), {1: Box(500, 500, 10, 10)})
    run.settle()
    assert [type(error) for error in run.events.failures] == [BoxUnusable]
    run.steps(1)
    assert run.xs() == {1: 7} and tracker.starts() == [(0, {1: A})]


def test_a_planned_target_begins_by_itself(start, tracker):
    run = start(tracker=tracker)
    run.player.plan_targets(5, {1: A})
    run.play_to_end()
    assert tracker.starts() == [(5, {1: A})] and tracker.updates() == list(range(6, COUNT))


def test_a_target_planned_for_the_frame_on_screen_begins_at_once(run, tracker):
    run.first_frame()
    run.player.plan_targets(0, {1: A})
    run.settle()
    assert tracker.starts() == [(0, {1: A})] and run.xs() == {1: 0}


def test_one_that_is_followed_misses_no_frame_when_another_begins(start, tracker):
    run = start(tracker=tracker)
    run.player.plan_targets(0, {1: A})
    run.player.plan_targets(5, {2: B})
    run.play_to_end()
    by_frame = {r.frame_index: {t.id: t.box.x for t in r.tracks} for r in run.events.results}
    assert by_frame[4] == {1: 4} and by_frame[5] == {1: 5, 2: 50} and by_frame[6] == {1: 6, 2: 51}


# -- loop --------------------------------------------------------------------------------------


def test_a_loop_begins_again_with_its_first_targets(start, tracker):
    run = start(CountingSource(5), tracker, loop=True)
    run.player.plan_targets(0, {1: A})
    run.settle()
    run.player.play()
    run.events.wait(lambda e: len(e.results) >= 15)
    run.player.pause()
    run.settle()
    assert tracker.starts()[:3] == [(0, {1: A})] * 3
    by_frame = [(r.frame_index, r.tracks[0].box.x) for r in run.events.results]
    assert by_frame[:15] == [(i, i) for i in range(5)] * 3


def test_a_drawn_target_begins_again_in_its_frame(start, tracker):
    run = start(CountingSource(6), tracker, loop=True)
    run.steps(2)
    run.follow({1: A}, index=2)
    run.player.play()
    run.events.wait(lambda e: len(tracker.starts()) >= 3)
    assert {index for index, _boxes in tracker.starts()} == {2}


def test_a_loop_can_be_switched_off_and_on(start):
    run = start(CountingSource(4), loop=True)
    run.player.set_loop(False)
    run.play_to_end()
    assert run.events.indices() == [0, 1, 2, 3]
    run.player.set_loop(True)
    run.player.play()
    run.events.wait(lambda e: len(e.pictures) > 12)


def test_an_empty_source_does_not_loop_for_ever(start):
    run = start(CountingSource(0), loop=True)
    run.player.play()
    run.events.wait(lambda e: e.states[-1].at_end)
    assert run.events.pictures == []


# -- another tracker ---------------------------------------------------------------------------


def test_targets_survive_another_tracker(run, tracker):
    run.follow({1: A, 2: B})
    run.steps(4)
    other = NotingTracker()
    run.player.set_pipeline(Pipeline(other))
    run.settle()
    assert tracker.closed == 1
    assert other.starts() == [(4, {1: Box(4, 0, 10, 10), 2: Box(54, 0, 10, 10)})]
    run.steps(2)
    assert run.xs() == {1: 6, 2: 56} and other.updates() == [5, 6]


def test_another_tracker_begins_where_the_user_is_now(run, tracker):
    """Gone back to frame 3, targets are where they were found there, not where they went later."""
    run.follow({1: A})
    run.steps(9)
    run.go(3)
    other = NotingTracker()
    run.player.set_pipeline(Pipeline(other))
    run.settle()
    assert other.starts() == [(3, {1: Box(3, 0, 10, 10)})]
    run.steps(2)
    assert other.updates() == [4, 5] and run.xs() == {1: 5}


def test_another_tracker_chosen_before_the_first_target_begins(run, tracker):
    run.steps(4)
    run.follow({1: A}, index=4)
    run.steps(3)
    run.go(1)
    other = NotingTracker()
    run.player.set_pipeline(Pipeline(other))
    run.settle()
    assert other.starts() == [] and run.events.last[1] is None
    run.play_to_end()
    assert other.starts() == [(4, {1: A})] and other.updates() == list(range(5, COUNT))


def test_a_dropped_target_does_not_come_back_with_another_tracker(run, tracker):
    run.follow({1: A, 2: B})
    run.steps(3)
    run.player.drop_target(1)
    run.go(1)
    other = NotingTracker()
    run.player.set_pipeline(Pipeline(other))
    run.settle()
    assert other.starts() == [(1, {2: Box(51, 0, 10, 10)})]


def test_a_box_drawn_before_there_is_a_tracker_waits_for_it(start, tracker):
    run = start()
    run.follow({1: A})
    assert run.events.failures == []
    run.player.set_pipeline(Pipeline(tracker))
    run.settle()
    assert tracker.starts() == [(0, {1: A})] and run.xs() == {1: 0}


def test_after_a_failure_another_tracker_goes_on_from_the_last_known_place(run, tracker):
    """The board dies; the run is continued on this computer."""
    tracker.fails_in = {5: BoardGone()}
    run.follow({1: A})
    run.steps(5)
    other = NotingTracker()
    run.player.set_pipeline(Pipeline(other))
    run.settle()
    assert len(run.events.failures) == 1
    assert other.starts() == [(5, {1: Box(4, 0, 10, 10)})]
    run.steps(1)
    assert run.xs() == {1: 5}


def test_taking_the_tracker_away_keeps_the_pictures(run, tracker):
    run.follow({1: A})
    run.steps(2)
    run.player.set_pipeline(None)
    run.play_to_end()
    assert tracker.closed == 1 and tracker.updates() == [1, 2]


# -- recording ---------------------------------------------------------------------------------


def test_every_result_is_recorded(run):
    recorder = NotingRecorder()
    run.player.set_recorder(recorder)
    run.follow({1: A})
    assert run.events.states[-1].recording
    run.play_to_end()
    assert [r.frame_index for r in recorder.results] == list(range(COUNT))
    run.player.set_recorder(None)
    run.settle()
    assert recorder.closed == 1 and not run.events.states[-1].recording


def test_a_full_disk_ends_the_recording_and_not_the_run(run):
    recorder = NotingRecorder(fails_at=4)
    run.player.set_recorder(recorder)
    run.follow({1: A})
    run.play_to_end()
    assert len(recorder.results) == 4 and recorder.closed == 1
    assert [type(error) for error in run.events.failures] == [DiskFull]
    assert not run.events.states[-1].recording
    assert run.events.indices()[-1] == COUNT - 1 and len(run.events.results) == COUNT


def test_the_recording_is_closed_with_the_run(run):
    recorder = NotingRecorder()
    run.player.set_recorder(recorder)
    run.settle()
    run.stop()
    assert recorder.closed == 1


def test_a_new_recording_ends_the_one_before(run):
    first, second = NotingRecorder(), NotingRecorder()
    run.player.set_recorder(first)
    run.player.set_recorder(second)
    run.settle()
    assert (first.closed, second.closed) == (1, 0) and run.events.states[-1].recording


# -- failures ----------------------------------------------------------------------------------


def test_a_bad_picture_pauses_and_is_told_and_playing_goes_on_behind_it(start):
    run = start(CountingSource(fails_at={4: BadPicture(path="4.png")}))
    run.player.play()
    run.events.wait(lambda e: e.failures)
    run.settle()
    assert run.events.indices() == [0, 1, 2, 3] and not run.events.states[-1].playing
    run.play_to_end()
    assert run.events.indices() == [i for i in range(COUNT) if i != 4]


def test_a_first_frame_that_cannot_be_read_is_told(start):
    run = start(CountingSource(fails_at={0: BadPicture(path="0.png")}))
    run.events.wait(lambda e: e.failures)
    run.steps(1)
    assert run.events.indices() == [1]


def test_a_network_that_fails_pauses_and_is_told(run, tracker):
    tracker.fails_in = {5: BoardGone()}
    run.follow({1: A})
    run.player.play()
    run.events.wait(lambda e: e.failures)
    run.settle()
    assert isinstance(run.events.failures[0], BoardGone) and not run.events.states[-1].playing
    assert run.events.indices()[-1] == 4
    run.play_to_end()
    assert run.events.indices()[-1] == COUNT - 1


def test_a_bug_ends_the_run_and_is_not_hidden(run, tracker):
    tracker.fails_in = {1: ZeroDivisionError("bug")}
    run.follow({1: A})
    run.player.step(1)
    run.thread.join(WAIT_S)
    assert isinstance(run.error, ZeroDivisionError)
    assert run.source.closed.wait(WAIT_S) and tracker.closed == 1


# -- live --------------------------------------------------------------------------------------


def test_a_live_source_is_tracked_frame_by_frame_and_counts_what_it_dropped(start, tracker):
    run = start(CountingSource(10**6, live=True), tracker)
    run.events.wait(lambda e: e.pictures)
    run.follow({1: A}, index=run.events.indices()[0])
    run.player.play()
    run.events.wait(lambda e: len(e.results) > 20)
    results = [r for r in run.events.results if r.stages]
    indices = [r.frame_index for r in results[1:]]
    assert indices == sorted(set(indices))
    assert all(b.frame_index == a.frame_index + 1 + b.dropped for a, b in pairwise(results[1:]))


def test_a_live_source_has_no_steps_and_no_seeks(start):
    run = start(CountingSource(10**6, live=True))
    run.events.wait(lambda e: e.pictures)
    run.steps(3)
    assert len(run.events.pictures) == 1 and run.events.failures == []
    run.go(3)
    assert len(run.events.failures) == 1


def test_a_stall_is_told_once_per_wait_and_ends_by_itself(start):
    source = CountingSource(10**6, live=True)
    source.gate.clear()
    run = start(source, read_timeout_s=0.3)
    run.player.play()
    run.events.wait(lambda e: e.failures)
    assert isinstance(run.events.failures[0], SourceStalled)
    source.gate.set()
    run.events.wait(lambda e: len(e.pictures) > 3)
    assert run.events.states[-1].playing


def test_commands_are_heard_while_a_stream_stalls(start):
    source = CountingSource(10**6, live=True)
    source.gate.clear()
    run = start(source, read_timeout_s=30)
    run.player.play()
    began = perf_counter()
    run.player.set_speed(2)
    run.events.wait(lambda e: e.states[-1].speed == 2)
    assert perf_counter() - began < 2
    assert run.stop() < 2


# -- the end -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["paused", "playing slowly", "playing", "held", "at the end"])
def test_stopping_is_prompt(start, tracker, state):
    run = start(
        CountingSource(6 if state == "at the end" else 10**5, fps=0.01 if "slowly" in state else 25.0),
        tracker,
    )
    run.follow({1: A})
    if state == "playing slowly":
        run.player.set_speed(0.01)
    if state != "paused":
        run.player.play()
    if state == "held":
        run.player.hold()
    if state == "at the end":
        run.events.wait(lambda e: e.states[-1].at_end)
    run.settle()
    assert run.stop() < 2.0
    assert run.source.closed.is_set() and tracker.closed == 1 and run.error is None


def test_what_is_asked_after_the_end_is_not_done(start):
    run = start()
    run.first_frame()
    run.stop()
    run.player.play()
    assert run.events.indices() == [0]
