import numpy as np
import pytest

from engines.detections import Detections, no_detections
from engines.errors import BadParameter
from engines.frame import Frame
from engines.geometry import Box, iou
from engines.track import TrackState
from engines.trackers.byte_track import ByteTrack, ByteTrackParameters
from engines.trackers.parameters import apply, describe

FRAME = Frame(0, 0.0, np.zeros((4, 4, 3), np.uint8))
HERE, THERE = (100.0, 100, 40, 80), (400.0, 100, 40, 80)


def seen(*rows, classes=None, keypoints=None):
    """Detections of rows x, y, w, h, score."""
    table = np.array(rows, np.float64).reshape(-1, 5)
    kinds = np.zeros(len(table), np.int64) if classes is None else np.array(classes)
    return Detections(table[:, :4], table[:, 4], kinds, keypoints)


def tracker(*, labels=(), **values):
    return ByteTrack(ByteTrackParameters(**values), labels)


def run(byte_track, frames):
    return [byte_track.associate(FRAME, detections) for detections in frames]


def ids(tracks):
    return [track.id for track in tracks]


def test_the_first_frame_counts_at_once_later_ones_need_two():
    one, both = seen((*HERE, 0.9)), seen((*HERE, 0.9), (*THERE, 0.9))
    assert list(map(ids, run(tracker(), [one, both, both]))) == [[1], [1], [1, 2]]


def test_what_is_seen_once_leaves_but_its_number_is_used():
    once, other = seen((*HERE, 0.9)), seen((*THERE, 0.9))
    assert list(map(ids, run(tracker(), [no_detections(), once, other, other]))) == [[], [], [], [2]]


@pytest.mark.parametrize(
    ("score", "numbers"),
    [
        (0.9, [[1], [1]]),
        (0.6, [[1], [1]]),  # high score and margin
        (0.59, [[], []]),  # may carry on, may not begin
        (0.05, [[], []]),
    ],
)
def test_which_scores_begin_a_track(score, numbers):
    assert list(map(ids, run(tracker(), [seen((*HERE, score))] * 2))) == numbers


@pytest.mark.parametrize(
    ("score", "carried_on"),
    [(0.9, True), (0.55, True), (0.3, True), (0.11, True), (0.1, False), (0.5, False)],
)
def test_which_scores_carry_one_on(score, carried_on):
    frames = [seen((*HERE, 0.9)), seen((*HERE, 0.9)), seen((*HERE, score))]
    (*_, last) = run(tracker(), frames)
    assert ids(last) == ([1] if carried_on else [])


def test_a_low_score_finds_no_lost_track():
    frames = [seen((*HERE, 0.9)), no_detections(), seen((*HERE, 0.4)), seen((*HERE, 0.9))]
    assert list(map(ids, run(tracker(), frames))) == [[1], [], [], [1]]


# A buffer of 3 frames: lost since frame 2, out of time in frame 6, forgotten one frame after that.
@pytest.mark.parametrize(("hidden", "number"), [(1, 1), (3, 1), (4, 1), (5, 2), (9, 2)])
def test_how_long_a_lost_track_is_kept(hidden, number):
    shown = seen((*HERE, 0.9))
    frames = [shown, shown, *[no_detections()] * hidden, shown, shown]
    assert ids(run(tracker(track_buffer=3), frames)[-1]) == [number]


def test_found_after_its_time_is_dropped_when_lost_again():
    shown = seen((*HERE, 0.9))
    late = [shown, shown, *[no_detections()] * 4, shown, no_detections(), shown, shown]
    assert list(map(ids, run(tracker(track_buffer=3), late)))[6:] == [[1], [], [], [2]]


def test_a_higher_frame_rate_keeps_it_for_more_frames():
    shown = seen((*HERE, 0.9))
    frames = [shown, shown, *[no_detections()] * 7, shown, shown]
    assert ids(run(tracker(track_buffer=3, frame_rate=60), frames)[-1]) == [1]
    assert ids(run(tracker(track_buffer=3, frame_rate=30), frames)[-1]) == [2]


def test_numbers_belong_to_the_tracker_and_start_again():
    first, second = tracker(), tracker()
    both = seen((*HERE, 0.9), (*THERE, 0.9))
    assert ids(first.associate(FRAME, both)) == ids(second.associate(FRAME, both)) == [1, 2]
    first.reset()
    assert ids(first.associate(FRAME, seen((*THERE, 0.9)))) == [1]
    assert ids(second.associate(FRAME, both)) == [1, 2]


def test_it_follows_crossing_paths():
    frames = [seen((10.0 * n, 100, 40, 80, 0.9), (600 - 10.0 * n, 130, 40, 80, 0.8)) for n in range(50)]
    last = {track.id: track.box.x for track in run(tracker(), frames)[-1]}
    assert last == pytest.approx({1: 490, 2: 110}, abs=2)


def test_a_lost_track_is_listed_only_when_wanted():
    frames = [seen((100.0 + 5 * n, 100, 40, 80, 0.9)) for n in range(20)] + [no_detections()] * 4
    assert run(tracker(), frames)[-1] == ()
    (lost,) = run(tracker(show_lost=True, labels=("person",)), frames)[-1]
    assert (lost.id, lost.state, lost.label, lost.score) == (1, TrackState.LOST, "person", 0.9)
    assert iou(lost.box, Box(100 + 5 * 23, 100, 40, 80)) > 0.8
    gone = run(tracker(show_lost=True, track_buffer=2), frames)[-1]
    assert gone == ()


def test_of_two_at_one_place_the_older_stays():
    # One jumps aside and is lost; a new one grows at its side and moves onto where it is believed to be.
    still, moving = seen((*HERE, 0.9)), [seen((160.0 - 5 * n, 100, 40, 80, 0.9)) for n in range(14)]
    byte_track = tracker(show_lost=True)
    states = [{t.id: t.state for t in tracks} for tracks in run(byte_track, [still] * 30 + moving)]
    assert states[33] == {2: TrackState.TRACKED, 1: TrackState.LOST}
    assert states[-1] in ({1: TrackState.TRACKED}, {1: TrackState.LOST})


def test_label_and_keypoints_are_the_detections():
    keypoints = np.arange(2 * 17 * 3, dtype=np.float64).reshape(2, 17, 3)
    frame = seen((*THERE, 0.7), (*HERE, 0.9), classes=[1, 0], keypoints=keypoints)
    swapped = frame.where(np.array([1, 0]))
    first, second = run(tracker(labels=("person", "dog")), [frame, swapped])
    for tracks in (first, second):
        assert [(t.label, t.score) for t in tracks] == [("dog", 0.7), ("person", 0.9)]
        assert [t.keypoints.tolist() for t in tracks] == keypoints.tolist()


@pytest.mark.parametrize(
    ("labels", "kind", "label"),
    [((), 0, None), (("cat",), 0, "cat"), (("cat",), 7, None), (("cat",), -1, None)],
)
def test_labels_that_are_not_known(labels, kind, label):
    (track,) = tracker(labels=labels).associate(FRAME, seen((*HERE, 0.9), classes=[kind]))
    assert track.label == label and track.keypoints is None


@pytest.mark.parametrize(("class_aware", "numbers"), [(False, [1]), (True, [2])])
def test_a_change_of_class(class_aware, numbers):
    cat, dog = seen((*HERE, 0.9), classes=[0]), seen((*HERE, 0.9), classes=[1])
    assert ids(run(tracker(class_aware=class_aware), [cat, cat, dog, dog])[-1]) == numbers


def test_boxes_as_detected_or_as_filtered():
    frames = [seen((100.0, 100, 40, 80, 0.9)), seen((106.0, 100, 40, 80, 0.9))]
    detected, filtered = (run(tracker(report=kind), frames)[-1][0].box for kind in ("detection", "kalman"))
    assert (detected.x, detected.y, detected.w, detected.h) == (106, 100, 40, 80)
    assert 103 < filtered.x < 106


def test_score_fusion_prefers_the_surer_one():
    # The doubtful detection overlaps a little more.
    frames = [seen((*HERE, 0.9)), seen((100.0, 101, 40, 80, 0.55), (100.0, 103, 40, 80, 0.95))]
    with_score, without = (run(tracker(fuse_score=fuse), frames)[-1][0].score for fuse in (True, False))
    assert (with_score, without) == (0.95, 0.55)


BAD_ROWS = [
    (np.nan, 100, 40, 80, 0.9),
    (100, np.inf, 40, 80, 0.9),
    (100, 100, 0, 80, 0.9),
    (100, 100, 40, -80, 0.9),
    (100, 100, 40, 80, np.nan),
    (100, 100, 40, 80, np.inf),
    (1e200, 100, 40, 80, 0.9),
    (100, 100, 1e-300, 80, 0.9),
]


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_impossible_detections_are_left_out(bad):
    keypoints = np.stack([np.full((17, 3), n, np.float64) for n in range(2)])
    byte_track = tracker()
    for _ in range(3):
        (track,) = byte_track.associate(FRAME, seen(bad, (*THERE, 0.9), keypoints=keypoints))
        assert track.id == 1 and track.keypoints[0, 0] == 1
        assert iou(track.box, Box(*THERE)) > 0.99
    assert byte_track.associate(FRAME, seen(bad)) == ()


def test_long_emptiness_leaves_nothing_behind():
    byte_track = tracker()
    run(byte_track, [seen((*HERE, 0.9), (*THERE, 0.9))] * 2 + [no_detections()] * 1000)
    assert byte_track._motion.shape == (5, 0, 4) and byte_track._facts.shape == (6, 0)
    assert ids(run(byte_track, [seen((*HERE, 0.9))] * 2)[-1]) == [3]


def test_flicker_does_not_pile_up():
    rng = np.random.default_rng(0)
    byte_track = tracker(track_buffer=5)
    for _ in range(200):
        boxes = np.c_[rng.uniform(0, 2000, (20, 2)), np.full((20, 2), 30.0), np.full(20, 0.9)]
        byte_track.associate(FRAME, seen(*boxes))
    assert len(byte_track._scores) < 20 * 8


def test_a_thousand_detections_in_one_frame():
    grid = [(50.0 * (n % 40), 50.0 * (n // 40), 30, 30, 0.9) for n in range(1000)]
    byte_track = tracker()
    assert ids(byte_track.associate(FRAME, seen(*grid))) == list(range(1, 1001))
    assert ids(byte_track.associate(FRAME, seen(*grid[::-1]))) == list(range(1, 1001))


def test_a_thousand_detections_at_one_place():
    crowd = seen(*[(100.0 + 0.001 * n, 100, 40, 80, 0.9) for n in range(1000)])
    assert [len(tracks) for tracks in run(tracker(), [crowd, crowd])] == [1000, 1000]


def test_another_picture_size_changes_nothing():
    byte_track = tracker()
    byte_track.associate(FRAME, seen((*HERE, 0.9)))
    larger = Frame(1, 0.04, np.zeros((400, 900, 3), np.uint8))
    assert ids(byte_track.associate(larger, seen((*HERE, 0.9)))) == [1]


def test_a_box_that_shrinks_fast_stays_a_box():
    frames = [
        seen((100.0, 100, 40, height, 0.9)) for height in (900, 600, 400, 250, 150, 90, 50, 25, 12, 6, 3)
    ]
    for tracks in run(tracker(show_lost=True, match_thresh=1.0), frames):
        assert all(track.box.w > 0 and track.box.h > 0 for track in tracks)


def test_every_parameter_can_be_set_and_is_bounded():
    names = {info.name for info in describe(ByteTrackParameters)}
    assert {"track_thresh", "match_thresh", "track_buffer", "fuse_score", "report", "show_lost"} <= names
    chosen = apply(ByteTrackParameters, {"fuse_score": "no", "track_buffer": "60", "report": "detection"})
    assert (chosen.fuse_score, chosen.track_buffer, chosen.report) == (False, 60, "detection")
    for name, value in (("track_thresh", 1.5), ("report", "other"), ("frame_rate", 0), ("track_buffer", -1)):
        with pytest.raises(BadParameter):
            apply(ByteTrackParameters, {name: value})
