import pytest

from engines.geometry import Box
from engines.metrics.switches import SwitchWatch
from engines.track import Track

A, B, FAR = Box(0, 0, 10, 10), Box(100, 0, 10, 10), Box(500, 0, 10, 10)


def tracks(*pairs):
    return [Track(track_id, box, 1.0) for track_id, box in pairs]


TRUTH = tracks((1, A), (2, B))


@pytest.mark.parametrize(
    ("frames", "switches"),
    [
        ([tracks((7, A), (8, B))] * 3, [0, 0, 0]),
        ([tracks((7, A), (8, B)), tracks((8, A), (7, B))], [0, 2]),
        ([tracks((7, A)), tracks((9, A)), tracks((9, A))], [0, 1, 0]),
        ([tracks((7, A)), tracks(), tracks((9, A))], [0, 0, 1]),  # the new follower comes after a gap
        ([tracks((7, A)), tracks((7, FAR)), tracks((7, A))], [0, 0, 0]),
    ],
)
def test_switches(frames, switches):
    watch = SwitchWatch()
    assert [watch.add(TRUTH, frame) for frame in frames] == switches


def test_who_followed_before_goes_on_even_where_another_overlaps_more():
    watch = SwitchWatch()
    watch.add(tracks((1, A)), tracks((7, Box(2, 0, 10, 10))))
    assert watch.add(tracks((1, A)), tracks((7, Box(2, 0, 10, 10)), (8, A))) == 0


def test_frames_without_truth_count_nothing():
    assert SwitchWatch().add([], tracks((1, A))) == 0
