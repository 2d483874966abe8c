import pytest

from app import demo
from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.track import Track


def truth(*frames):
    return GroundTruth(tuple(tuple(Track(i, Box(10 * i, 0, 5, 5), 1.0) for i in ids) for ids in frames))


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        (None, {}),
        (truth((3, 5), (5,), (5, 3)), {1: Box(50, 0, 5, 5)}),  # whom it sees longest
        (truth((3, 5), (3,), (7,), (7,), (7,)), {1: Box(30, 0, 5, 5)}),  # among those of the first frame
    ],
)
def test_the_demo_follows_whom_the_truth_sees_longest(given, followed):
    assert demo.demo_targets(given) == followed


@pytest.mark.parametrize("given", [truth(), truth((), (1,))])
def test_without_anybody_in_the_first_frame_it_follows_nobody(given):
    assert demo.demo_targets(given) == {}
