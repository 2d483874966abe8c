import numpy as np
import pytest

from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.metrics.mot import identity_switches
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


def wandering(rng, ids):
    """Boxes near five places, some left out, some under a wrong id."""
    boxes = {number: Box(30 * at + rng.uniform(-6, 6), 0, 20, 20) for at, number in enumerate(ids)}
    return [(number, box) for number, box in boxes.items() if rng.random() > 0.2]


@pytest.mark.parametrize("seed", range(5))
def test_frame_by_frame_it_counts_what_the_whole_run_counts(seed):
    rng = np.random.default_rng(seed)
    truth = [tuple(tracks(*wandering(rng, range(1, 6)))) for _ in range(40)]
    found = [tuple(tracks(*wandering(rng, rng.permutation(5) + 1))) for _ in range(40)]
    found[7] = truth[20] = ()
    watch = SwitchWatch()
    live = [watch.add(true, seen) for true, seen in zip(truth, found, strict=True)]
    whole = identity_switches(GroundTruth(tuple(truth)), tuple(found))
    assert live == np.bincount([switch.frame_index for switch in whole], minlength=40).tolist()
    assert sum(live) > 10
