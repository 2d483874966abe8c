import numpy as np
import pytest

from engines.video.blank import BlankSource


def test_as_many_grey_pictures_as_wanted():
    source = BlankSource(3, 100, 80, "det.txt")
    assert (source.info.title, source.info.frame_count, source.info.is_live) == ("det.txt", 3, False)
    frames = [source.read() for _ in range(4)]
    assert [frame and frame.index for frame in frames] == [0, 1, 2, None]
    assert [frame.time_s for frame in frames[:3]] == [0, 1 / 25, 2 / 25]
    assert frames[0].bgr.shape == (80, 100, 3) and len(np.unique(frames[0].bgr)) == 1
    assert source.ground_truth is None


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ((640.2, 480), (642, 480)),
        ((641, 479), (642, 480)),
        ((0, -5), (64, 64)),
        ((1e9, 100), (8192, 100)),
        ((8191.5, 100), (8192, 100)),
    ],
)
def test_large_enough_and_even_within_bounds(asked, made):
    info = BlankSource(1, *asked).info
    assert (info.width, info.height) == made


@pytest.mark.parametrize(("index", "found"), [(2, 2), (-4, 0), (4, 4), (5, None), (99, None)])
def test_seek(index, found):
    source = BlankSource(5, 64, 64)
    source.seek(index)
    frame = source.read()
    assert (frame and frame.index) == found


def test_nobody_writes_into_the_picture_of_all():
    with pytest.raises(ValueError, match="read-only"):
        BlankSource(1, 64, 64).read().bgr[:] = 0


def test_closed_it_gives_nothing():
    source = BlankSource(2, 64, 64)
    source.close()
    source.close()
    assert source.read() is None


def test_without_frames_it_is_at_its_end():
    assert BlankSource(0, 64, 64).read() is None
