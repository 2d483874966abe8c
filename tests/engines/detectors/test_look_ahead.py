"""Looking ahead: the same results, never more than one frame early, and every failure at its own frame."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import numpy as np
import pytest

from engines.detections import Detections
from engines.detectors.look_ahead import LookAhead, looking_ahead
from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import Stage
from engines.pipeline import Pipeline
from engines.timing import StageClock
from engines.trackers.byte_track import ByteTrack, ByteTrackParameters
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.untracked import Untracked

WAIT_S = 5.0


class Lost(TrackbenchError):
    what = "Frame {index} was lost."


def frame(index: int) -> Frame:
    return Frame(index, index / 25, np.zeros((100, 100, 3), np.uint8))


@dataclass
class Board:
    """Where all detections end up; it notes who came when, and can hold them up."""

    takes_s: float = 0.0
    fails_in: set[int] = field(default_factory=set)
    begun: list[int] = field(default_factory=list)
    most_at_once: int = 0
    now: int = 0
    open: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self):
        self.open.set()

    def look(self, index: int) -> None:
        with self.lock:
            self.begun.append(index)
            self.now += 1
            self.most_at_once = max(self.most_at_once, self.now)
        assert self.open.wait(WAIT_S)
        time.sleep(self.takes_s)
        with self.lock:
            self.now -= 1
        if index in self.fails_in:
            self.fails_in.discard(index)
            raise Lost(index=index)


class SlowDetector:
    """One object, a pixel further to the right in each frame."""

    labels = ("thing",)

    def __init__(self, board: Board):
        self._board, self.closed, self._user = board, 0, None

    def detect(self, frame, clock):
        assert self._user is None, "one detector, two threads"
        self._user = threading.current_thread()
        try:
            with clock.stage(Stage.LINK):
                self._board.look(frame.index)
            clock.add_bytes(100 + frame.index, 1)
            box = np.array([[10.0 + frame.index, 20.0, 30.0, 40.0]])
            return Detections(box, np.array([0.9]), np.zeros(1, np.int64))
        finally:
            self._user = None

    def close(self):
        self.closed += 1
        self._board.open.set()  # as a network that gives up its request


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def detectors(board):
    return SlowDetector(board), SlowDetector(board)


@pytest.fixture
def pipeline(detectors):
    before = threading.active_count()
    made = piped(LookAhead(*detectors))
    yield made
    made.close()
    assert [detector.closed for detector in detectors] == [1, 1]
    assert threading.active_count() == before, "a thread is left"


def piped(detector) -> Pipeline:
    return Pipeline(DetectAndTrack(detector, ByteTrack(ByteTrackParameters())))


def run(pipeline, frames):
    return [
        pipeline.step(one, upcoming=following)
        for one, following in zip(frames, [*frames[1:], None], strict=True)
    ]


def facts(results):
    tracks = [[(t.id, t.box, t.score, t.state) for t in r.tracks] for r in results]
    return [(r.frame_index, t, r.detections, r.bytes_out) for r, t in zip(results, tracks, strict=True)]


def test_results_are_those_of_one_frame_after_the_other(pipeline, board):
    frames = [frame(index) for index in range(12)]
    found = run(pipeline, frames)
    plain = piped(SlowDetector(Board()))
    assert facts(found) == facts([plain.step(one) for one in frames])
    assert sorted(board.begun) == list(range(12)), "each frame once"


def test_one_frame_ahead_and_no_more(pipeline, board):
    board.takes_s = 0.005
    run(pipeline, [frame(index) for index in range(8)])
    assert board.most_at_once == 2
    board.most_at_once = 0
    pipeline.step(frame(8))
    assert board.most_at_once == 1, "nothing comes after it"


def test_the_next_frame_is_on_its_way_while_the_present_one_is_waited_for(pipeline, board):
    board.open.clear()
    frames = [frame(0), frame(1)]
    stepping = threading.Thread(target=pipeline.step, args=(frames[0],), kwargs={"upcoming": frames[1]})
    stepping.start()
    deadline_s = time.monotonic() + WAIT_S
    while len(board.begun) < 2 and time.monotonic() < deadline_s:
        time.sleep(0.001)
    assert sorted(board.begun) == [0, 1] and stepping.is_alive()
    board.open.set()
    stepping.join(WAIT_S)
    assert pipeline.step(frames[1]).frame_index == 1
    assert sorted(board.begun) == [0, 1]


@pytest.mark.parametrize("failing", [0, 1, 4, 5])
def test_a_failure_belongs_to_its_frame_and_the_others_go_on(pipeline, board, failing):
    board.fails_in = {failing}
    frames = [frame(index) for index in range(6)]
    done = []
    for one, following in zip(frames, [*frames[1:], None], strict=True):
        try:
            done.append(pipeline.step(one, upcoming=following).frame_index)
        except Lost as error:
            assert error.facts["index"] == one.index == failing
    assert done == [index for index in range(6) if index != failing]


def test_what_failed_early_for_nobody_is_tried_again(pipeline, board):
    """The link broke with two frames under way: after the first failure the second begins afresh."""
    board.fails_in = {0, 1}
    frames = [frame(0), frame(1)]
    with pytest.raises(Lost):
        pipeline.step(frames[0], upcoming=frames[1])
    while board.begun.count(1) < 1 or board.now:
        time.sleep(0.001)
    assert pipeline.step(frames[1]).frame_index == 1
    assert board.begun.count(1) == 2


def test_another_frame_than_the_expected_one(pipeline, board):
    """The user went somewhere else: what was begun is for nobody, and disturbs nobody."""
    pipeline._tracker._association = Untracked()
    board.takes_s = 0.002
    first = [frame(index) for index in (0, 1, 7, 8, 9)]
    results = [
        pipeline.step(first[0], upcoming=first[1]),
        pipeline.step(first[2], upcoming=first[3]),
        pipeline.step(first[3], upcoming=first[4]),
        pipeline.step(frame(9)),  # the same number, decoded anew: not what was begun
    ]
    assert [(r.frame_index, r.tracks[0].box.x) for r in results] == [(i, 10.0 + i) for i in (0, 7, 8, 9)]


def test_it_begins_anew(pipeline, board):
    frames = [frame(0), frame(1)]
    pipeline.step(frames[0], upcoming=frames[1])
    pipeline.reset()
    (track,) = pipeline.step(frames[0], upcoming=frames[1]).tracks
    assert (track.id, track.box.x) == (1, 10.0)
    assert board.begun.count(0) == 2


def test_closing_gives_up_what_is_under_way(board, detectors):
    before, detector = threading.active_count(), LookAhead(*detectors)
    board.open.clear()
    for index in range(2):
        detector.begin(frame(index), StageClock())
    began_s = time.monotonic()
    detector.close()
    assert time.monotonic() - began_s < WAIT_S / 2
    assert threading.active_count() == before and board.now == 0


def test_stages_are_those_of_the_frame_and_add_up_to_its_own_time(pipeline, board):
    board.takes_s = 0.02
    frames = [frame(index) for index in range(10)]
    began_s = time.perf_counter()
    results = run(pipeline, frames)
    took_ms = (time.perf_counter() - began_s) * 1e3
    for result in results:
        assert result.stage_ms(Stage.LINK) >= 20
        assert sum(entry.ms for entry in result.stages) == pytest.approx(result.step_ms, rel=0.03)
        assert result.bytes_out == 100 + result.frame_index
    assert 0 < sum(r.ahead_ms for r in results) < sum(r.step_ms for r in results)
    # What passed beside the steps is what the run saved.
    assert sum(r.step_ms - r.ahead_ms for r in results) == pytest.approx(took_ms, rel=0.1)


def test_without_looking_ahead_nothing_passed_beside_the_step(pipeline):
    result = pipeline.step(frame(0))
    assert result.ahead_ms is None
    assert sum(entry.ms for entry in result.stages) == pytest.approx(result.step_ms)


@pytest.mark.parametrize("every", [1, 3])
def test_the_same_frames_are_profiled(board, every):
    def profiled(looks_ahead: bool) -> list[bool]:
        asked = {}

        class Noting(SlowDetector):
            def detect(self, frame, clock):
                asked[frame.index] = clock.wants_layers
                return super().detect(frame, clock)

        detector = LookAhead(Noting(board), Noting(board)) if looks_ahead else Noting(board)
        pipeline = Pipeline(DetectAndTrack(detector, ByteTrack(ByteTrackParameters())), profile_every=every)
        frames = [frame(index) for index in range(7)]
        run(pipeline, frames)
        pipeline.close()
        return [asked[index] for index in range(7)]

    assert profiled(True) == profiled(False)


class Linked:
    """A network behind a link."""

    name, inputs, outputs = "linked", (), ()

    def __init__(self):
        self.others, self.closed = [], 0

    def another(self):
        self.others.append(Linked())
        return self.others[-1]

    def run(self, feeds, clock):
        return {}

    def close(self):
        self.closed += 1


class Unlinked:
    name, inputs, outputs = "here", (), ()

    def run(self, feeds, clock):
        return {}

    def close(self):
        pass


class OnNetworks:
    labels = ()

    def __init__(self, networks):
        self.networks = list(networks)

    def close(self):
        for network in self.networks:
            network.close()


def test_only_networks_behind_a_link_look_ahead():
    here = looking_ahead(OnNetworks, [Unlinked()])
    assert isinstance(here, OnNetworks)
    mixed = looking_ahead(OnNetworks, [Linked(), Unlinked()])
    assert isinstance(mixed, OnNetworks) and not mixed.networks[0].others
    assert not Pipeline(DetectAndTrack(here, ByteTrack(ByteTrackParameters()))).can_look_ahead
    network = Linked()
    there = looking_ahead(OnNetworks, [network])
    assert isinstance(there, LookAhead)
    assert Pipeline(DetectAndTrack(there, ByteTrack(ByteTrackParameters()))).can_look_ahead
    there.close()
    assert network.closed == 1 and [other.closed for other in network.others] == [1]


def test_networks_that_do_not_fit_are_not_left_open():
    network = Linked()

    def refuse(networks):
        raise Lost(index=0)

    with pytest.raises(Lost):
        looking_ahead(refuse, [network])
    assert [other.closed for other in network.others] == [1]
    assert network.closed == 0, "the caller's, who opened it"
