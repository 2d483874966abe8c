"""When a target counts as lost, what is drawn then, and how it is looked for."""

from __future__ import annotations

import numpy as np
import pytest

from engines.detections import Detections
from engines.frame import Frame
from engines.geometry import Box
from engines.timing import StageClock
from engines.track import Evidence, TrackState
from engines.trackers.evidence import Likeness, jump_of
from engines.trackers.lost_rule import LostRule
from engines.trackers.per_target import PerTarget
from engines.trackers.vit_track import VitTrack, VitTrackParameters
from tests.tiny_networks import ScriptedVit

START = Box(100, 100, 40, 40)


def picture(index: int = 0, *boxes: Box) -> Frame:
    """Noise, with a striped square for each box."""
    rng = np.random.default_rng(1)
    bgr = rng.integers(90, 110, (240, 320, 3)).astype(np.uint8)
    for box in boxes or (START,):
        x, y, w, h = (int(v) for v in (box.x, box.y, box.w, box.h))
        bgr[y : y + h : 4, x : x + w] = 250
    return Frame(index, index / 25, bgr)


# -- the figures -------------------------------------------------------------------------------


def test_likeness_knows_neither_brightness_nor_contrast():
    rng = np.random.default_rng(2)
    first = rng.integers(0, 100, (64, 64, 3)).astype(np.uint8)
    likeness = Likeness(first, Box(0, 0, 64, 64))
    assert likeness.of(first, Box(0, 0, 64, 64)) == pytest.approx(1.0, abs=1e-5)
    assert likeness.of(first * 2 + 30, Box(0, 0, 64, 64)) == pytest.approx(1.0, abs=0.01)
    assert likeness.of(255 - first, Box(0, 0, 64, 64)) == pytest.approx(-1.0, abs=0.01)
    other = rng.integers(0, 100, (64, 64, 3)).astype(np.uint8)
    assert abs(likeness.of(other, Box(0, 0, 64, 64))) < 0.2


def test_likeness_of_nothing_is_not_known():
    plain = np.full((64, 64, 3), 7, np.uint8)
    assert Likeness(plain, Box(0, 0, 64, 64)).of(plain, Box(0, 0, 64, 64)) is None
    noise = picture().bgr
    assert Likeness(noise, START).of(noise, Box(1000, 1000, 5, 5)) is None


def test_jump_counts_in_sizes_of_the_target():
    assert jump_of(Box(0, 0, 40, 10), Box(30, 40, 40, 10)) == pytest.approx(50 / 20)


@pytest.mark.parametrize(
    "rule, evidence, crossed",
    [
        (LostRule(), Evidence(0.1, 50.0, -0.9), False),
        (LostRule(lost_sidelobe_below=4), Evidence(3.9, 0, 1), True),
        (LostRule(lost_sidelobe_below=4), Evidence(4.1, 9, -1), False),
        (LostRule(lost_sidelobe_below=4), Evidence(None, 9, -1), False),
        (LostRule(lost_jump_above=1), Evidence(9, 1.1, 1), True),
        (LostRule(lost_jump_above=1), Evidence(9, 0.9, 1), False),
        (LostRule(lost_similarity_below=0.3), Evidence(9, 0, 0.2), True),
        (LostRule(lost_similarity_below=0.3), Evidence(9, 0, None), False),
    ],
)
def test_limits(rule, evidence, crossed):
    assert rule.crossed(evidence) is crossed


# -- what follows ------------------------------------------------------------------------------


class Pointing:
    """A detector that has found these boxes."""

    labels = ()

    def __init__(self, *boxes: Box) -> None:
        self.boxes, self.asked, self.closed = boxes, 0, 0

    def detect(self, frame, clock):
        self.asked += 1
        rows = np.array([[b.x, b.y, b.w, b.h] for b in self.boxes], np.float64).reshape(-1, 4)
        count = len(rows)
        return Detections(rows, np.ones(count), np.zeros(count, np.int64))

    def close(self):
        self.closed += 1


def followed(rule: LostRule, detector: Pointing | None = None):
    network = ScriptedVit()
    # Its own way of growing the search would hide the rule's.
    single = VitTrack([network], VitTrackParameters(widen_by=1.0, blend_every=0, size_inertia=0.0))
    tracker = PerTarget(single, [network], rule, detector)
    tracker.start(picture(), {1: START}, StageClock())
    return network, tracker


def step(tracker, index=1, frame=None):
    (track,) = tracker.update(frame or picture(index), StageClock())
    return track


def test_a_jump_beyond_the_limit_is_no_confident_box():
    network, tracker = followed(LostRule(lost_jump_above=0.5, when_lost="wait"))
    assert step(tracker).state is TrackState.TRACKED
    network.sees(row=4, col=5)
    track = step(tracker, 2)
    assert track.state is TrackState.LOST
    assert track.box.cx == pytest.approx(START.cx, abs=12)
    assert track.evidence is not None and track.evidence.jump > 0.5


def test_without_a_rule_the_trackers_word_counts_and_nothing_else_is_computed():
    network, tracker = followed(LostRule())
    network.sees(row=4, col=5)
    track = step(tracker)
    assert track.state is TrackState.TRACKED and track.evidence is None


@pytest.mark.parametrize("how", ["wait", "enlarge", "detector"])
def test_the_box_of_a_lost_target_neither_grows_nor_wanders(how):
    network, tracker = followed(LostRule(when_lost=how))
    sure = step(tracker).box
    network.sees(score=0.01, row=2, col=13, size=(0.9, 0.9))
    for index in range(2, 12):
        track = step(tracker, index)
        assert track.state is TrackState.LOST
        assert track.box == sure


def test_the_search_widens_up_to_its_limit_and_the_size_comes_back():
    network, tracker = followed(LostRule(when_lost="enlarge", enlarge_by=1.5, enlarge_to=2.0))
    first = step(tracker)
    network.sees(score=0.01)
    sides = [step(tracker, index).search.w for index in range(2, 7)]
    usual = sides[0]
    assert sides[1] == pytest.approx(1.5 * usual, rel=0.02)
    assert sides[2:] == pytest.approx([2.0 * usual] * 3, rel=0.02)
    network.sees(score=0.9)
    again = step(tracker, 8)
    assert again.state is TrackState.TRACKED
    assert (again.box.w, again.box.h) == (first.box.w, first.box.h)
    assert step(tracker, 9).search.w == pytest.approx(usual, rel=0.02)


def test_a_detector_is_asked_now_and_then_and_points_to_what_looks_alike():
    away = Box(230, 40, 40, 40)
    detector = Pointing(Box(20, 180, 40, 40), away)
    network, tracker = followed(LostRule(when_lost="detector", ask_every=3), detector)
    step(tracker)
    network.sees(score=0.01)
    gone = picture(2, away)
    for index, asked in ((2, 1), (3, 1), (4, 1), (5, 2)):
        track = step(tracker, index, gone)
        assert detector.asked == asked
        assert track.state is TrackState.LOST and track.box == away
    network.sees(score=0.9)
    found = step(tracker, 6, gone)
    assert found.state is TrackState.TRACKED
    assert abs(found.box.cx - away.cx) < 12 and abs(found.box.cy - away.cy) < 12
    tracker.close()
    assert detector.closed == 1


def test_what_does_not_look_alike_is_not_taken():
    detector = Pointing(Box(20, 180, 40, 40))
    network, tracker = followed(LostRule(when_lost="detector"), detector)
    sure = step(tracker).box
    network.sees(score=0.01)
    assert step(tracker, 2).box == sure
    assert detector.asked == 1


def test_going_back_in_the_video_ends_being_lost():
    network, tracker = followed(LostRule(when_lost="wait"))
    network.sees(score=0.01)
    step(tracker)
    tracker.relocate({1: Box(200, 120, 40, 40)})
    network.sees(score=0.9)
    assert step(tracker, 2).box.cx == pytest.approx(220, abs=12)
