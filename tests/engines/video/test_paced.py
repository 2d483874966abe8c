from itertools import pairwise

import numpy as np
import pytest

from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video import paced as paced_module
from engines.video.errors import CannotSeek
from engines.video.file import VideoFile
from engines.video.paced import PacedSource
from engines.video.prefetch import Prefetcher
from engines.video.source import SourceInfo
from tests.engines.video.clips import number_in, write_clip


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self):
        self.now_s = 50.0
        self.slept: list[float] = []

    def sleep(self, seconds):
        self.slept.append(round(seconds, 6))
        self.now_s += seconds


class File:
    """25 frames a second; reading one takes `cost_s`."""

    ground_truth = GroundTruth(())

    def __init__(self, clock, count=10, cost_s=0.0):
        self.info = SourceInfo("f", "f", 4, 4, 25.0, count, False)
        self._clock, self._count, self.cost_s, self._next, self.closed = clock, count, cost_s, 0, 0

    def read(self, timeout_s=10.0):
        self._clock.now_s += self.cost_s
        if self._next >= self._count:
            return None
        self._next += 1
        return Frame(self._next - 1, (self._next - 1) / 25, np.zeros((4, 4, 3), np.uint8))

    def seek(self, index):
        self._next = index

    def close(self):
        self.closed += 1


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(paced_module, "perf_counter", lambda: clock.now_s)
    monkeypatch.setattr(paced_module, "sleep", clock.sleep)
    return clock


def test_frames_come_at_the_pace_of_their_time_stamps(clock):
    source = PacedSource(File(clock))
    indices = [source.read().index for _ in range(4)]
    assert indices == [0, 1, 2, 3] and clock.slept == [0.04, 0.04, 0.04]


def test_the_cost_of_decoding_is_told_and_taken_off_the_wait(clock):
    source = PacedSource(File(clock, cost_s=0.01))
    for _ in range(3):
        source.read()
        assert source.decode_ms == pytest.approx(10)
    assert clock.slept == [0.03, 0.03]


def test_a_slow_file_is_not_waited_for(clock):
    source = PacedSource(File(clock, cost_s=0.1))
    for _ in range(5):
        source.read()
    assert clock.slept == []


def test_it_begins_at_any_frame_at_once(clock):
    source = PacedSource(File(clock), first=6)
    assert source.read().index == 6 and clock.slept == []
    assert source.read().index == 7 and clock.slept == [0.04]


def test_a_wait_is_no_longer_than_allowed(clock):
    source = PacedSource(File(clock))
    source.read()
    source.read(timeout_s=0.005)
    assert clock.slept == [0.005]


def test_it_calls_itself_live_and_is_the_file_otherwise(clock):
    file = File(clock)
    source = PacedSource(file)
    assert source.info.is_live and source.info.title == "f" and source.info.frame_count == 10
    assert source.ground_truth is file.ground_truth
    with pytest.raises(CannotSeek):
        source.seek(3)
    source.close()
    assert file.closed == 1


def test_the_end_is_the_end(clock):
    source = PacedSource(File(clock, count=1))
    source.read()
    assert source.read() is None


def test_a_real_file_ends_and_gives_its_newest_frame(tmp_path):
    prefetcher = Prefetcher(PacedSource(VideoFile(write_clip(tmp_path / "a.mp4", 12))))
    found = []
    while (fetched := prefetcher.get()) is not None:
        assert number_in(fetched.frame.bgr) == fetched.frame.index
        found.append((fetched.frame.index, fetched.dropped))
    prefetcher.close()
    assert found[-1][0] <= 11 and sum(1 + dropped for _index, dropped in found) <= 12
    assert [b - a - 1 for (a, _), (b, _) in pairwise(found)] == [d for _, d in found[1:]]
