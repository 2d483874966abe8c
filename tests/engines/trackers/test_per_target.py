import numpy as np
import pytest

from engines.frame import Frame
from engines.geometry import Box
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.per_target import PerTarget
from tests.tiny_networks import ScriptedVit


class Counting:
    """A single-object tracker that moves each box right by one pixel a frame."""

    def __init__(self):
        self.begun = []

    def begin(self, frame, box, clock):
        self.begun.append((frame.index, box))
        return box

    def step(self, state, target_id, frame, clock):
        yield from ()  # runs no network
        moved = Box(state.x + 1, state.y, state.w, state.h)
        return moved, Track(target_id, moved, 0.5)

    def relocate(self, state, box):
        return box


def frame(index=0):
    return Frame(index, 0.0, np.zeros((10, 10, 3), np.uint8))


@pytest.fixture
def tracker():
    return PerTarget(Counting(), [])


A, B = Box(0, 0, 5, 5), Box(100, 0, 5, 5)


def places(tracks):
    return {track.id: track.box.x for track in tracks}


def update(tracker, index=1):
    return places(tracker.update(frame(index), StageClock()))


def start(tracker, targets, index=0):
    return tracker.start(frame(index), targets, StageClock())


def test_the_first_tracks_are_the_boxes_themselves(tracker):
    tracks = start(tracker, {1: A, 2: B})
    assert [(t.id, t.box, t.score) for t in tracks] == [(1, A, 1.0), (2, B, 1.0)]
    assert tracker.needs_targets


def test_targets_move_on_their_own(tracker):
    start(tracker, {1: A, 2: B})
    assert update(tracker) == {1: 1, 2: 101}
    assert update(tracker) == {1: 2, 2: 102}


def test_one_is_added_while_the_other_goes_on(tracker):
    start(tracker, {1: A})
    update(tracker)
    assert places(start(tracker, {2: B}, index=1)) == {2: 100}
    assert update(tracker, 2) == {1: 2, 2: 101}
    assert tracker._single.begun == [(0, A), (1, B)]


def test_one_is_drawn_anew_while_the_other_goes_on(tracker):
    start(tracker, {1: A, 2: B})
    update(tracker)
    start(tracker, {1: Box(50, 0, 5, 5)})
    assert update(tracker) == {1: 51, 2: 102}


def test_one_is_dropped_while_the_other_goes_on(tracker):
    start(tracker, {1: A, 2: B})
    tracker.drop(1)
    tracker.drop(7)
    assert update(tracker) == {2: 101}


def test_relocating_moves_those_that_are_known(tracker):
    start(tracker, {1: A, 2: B})
    tracker.relocate({1: Box(30, 0, 5, 5), 9: B})
    assert update(tracker) == {1: 31, 2: 101}


def test_closing_closes_every_network():
    networks = [ScriptedVit(), ScriptedVit()]
    PerTarget(Counting(), networks).close()
    assert [network.closed for network in networks] == [1, 1]
