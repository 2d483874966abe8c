import threading

import numpy as np
import pytest

from engines.frame import Frame
from engines.video.errors import BadPicture, CannotSeek, SourceStalled
from engines.video.file import VideoFile
from engines.video.prefetch import Prefetcher
from engines.video.source import SourceInfo
from engines.video.stream import Stream
from tests.engines.video.clips import number_in, write_clip
from tests.engines.video.mjpeg import MjpegServer


class FakeSource:
    """Counts; can be held up, made to fail at some frames, and made live."""

    ground_truth = None

    def __init__(self, count=20, fails_at=(), is_live=False):
        self.info = SourceInfo("fake", "fake", 4, 4, 25.0, None if is_live else count, is_live)
        self._count, self._fails_at, self._next = count, dict(fails_at), 0
        self.gate = threading.Event()
        self.gate.set()
        self.read_indices: list[int] = []
        self.reading = threading.Semaphore(0)
        self.closed = 0

    def read(self, timeout_s=10.0):
        self.reading.release()
        self.gate.wait(timeout_s)
        at = self._next
        if at >= self._count:
            return None
        self._next += 1
        self.read_indices.append(at)
        if at in self._fails_at:
            raise self._fails_at[at]
        return Frame(at, at / 25, np.zeros((4, 4, 3), np.uint8))

    def seek(self, index):
        self._next = index

    def close(self):
        self.closed += 1


@pytest.fixture
def prefetch():
    running: list[Prefetcher] = []

    def start(source, **options):
        running.append(Prefetcher(source, **options))
        return running[-1]

    yield start
    for prefetcher in running:
        prefetcher.close()


def indices(prefetcher):
    found = []
    while (fetched := prefetcher.get()) is not None:
        found.append(fetched.frame.index)
    return found


def test_every_frame_in_order_then_the_end_for_good(prefetch):
    prefetcher = prefetch(FakeSource(20))
    assert indices(prefetcher) == list(range(20))
    assert prefetcher.get() is None


def test_reads_ahead_no_further_than_the_queue_is_deep(prefetch):
    source = FakeSource(20)
    prefetcher = prefetch(source, depth=3)
    for _ in range(3):
        assert source.reading.acquire(timeout=5)
    with prefetcher._changed:
        prefetcher._changed.wait_for(lambda: len(prefetcher._queue) == 3, 5)
        assert not prefetcher._has_room()
    assert source.read_indices == [0, 1, 2]


def test_times_are_told(prefetch):
    fetched = prefetch(FakeSource()).get()
    assert fetched.decode_ms >= 0 and fetched.queue_ms is None and fetched.dropped == 0


def test_nothing_from_before_a_seek_comes_after_it(prefetch):
    prefetcher = prefetch(FakeSource(1000))
    for target in (500, 3, 998, 4, 5, 0, 700) * 20:
        prefetcher.seek(target)
        assert [prefetcher.get().frame.index for _ in range(2)] == [target, target + 1]


def test_a_frame_in_the_making_is_dropped_by_a_seek(prefetch):
    source = FakeSource()
    source.gate.clear()
    prefetcher = prefetch(source)
    assert source.reading.acquire(timeout=5)  # the thread is inside read(), for frame 0
    prefetcher.seek(10)
    source.gate.set()
    assert prefetcher.get().frame.index == 10


def test_seek_after_the_end(prefetch):
    prefetcher = prefetch(FakeSource(5))
    assert indices(prefetcher) == [0, 1, 2, 3, 4]
    prefetcher.seek(3)
    assert indices(prefetcher) == [3, 4]


@pytest.mark.parametrize("error", [BadPicture(path="2.png"), ZeroDivisionError("bug")])
def test_a_failure_is_raised_in_its_place_and_reading_goes_on(prefetch, error):
    prefetcher = prefetch(FakeSource(4, {2: error}))
    assert [prefetcher.get().frame.index for _ in range(2)] == [0, 1]
    with pytest.raises(type(error)):
        prefetcher.get()
    assert indices(prefetcher) == [3]


def test_nothing_within_the_time(prefetch):
    source = FakeSource()
    source.gate.clear()
    prefetcher = prefetch(source)
    with pytest.raises(SourceStalled):
        prefetcher.get(0.05)
    source.gate.set()
    assert prefetcher.get().frame.index == 0


def test_close_ends_the_thread_and_the_source(prefetch):
    source = FakeSource()
    prefetcher = prefetch(source)
    prefetcher.close()
    prefetcher.close()
    assert source.closed == 1 and not prefetcher._thread.is_alive()
    assert prefetcher.get() is None


def test_close_while_somebody_waits(prefetch):
    source = FakeSource()
    source.gate.clear()
    prefetcher = prefetch(source)
    got: list[object] = []
    waiting = threading.Thread(target=lambda: got.append(prefetcher.get(30)))
    waiting.start()
    assert source.reading.acquire(timeout=5)
    prefetcher.close(timeout_s=0.05)
    waiting.join(5)
    assert got == [None]
    source.gate.set()


def test_a_live_source_gives_its_newest_and_tells_what_was_dropped(prefetch):
    source = FakeSource(10**6, is_live=True)
    prefetcher = prefetch(source)
    first = prefetcher.get().frame.index
    for _ in range(50):
        assert source.reading.acquire(timeout=5)
    second = prefetcher.get()
    assert second.frame.index > first and second.dropped == second.frame.index - first - 1
    with pytest.raises(CannotSeek):
        prefetcher.seek(0)


def test_a_stream_end_to_end(prefetch):
    server = MjpegServer()
    try:
        prefetcher = prefetch(Stream(server.address, stall_timeout_s=0.5))
        fetched = [prefetcher.get() for _ in range(5)]
        assert all(item.decode_ms is not None for item in fetched)
        prefetcher.close()
        assert not prefetcher._thread.is_alive()
    finally:
        server.close()


def test_stepping_back_through_a_file_takes_frames_from_the_ring(prefetch, tmp_path, monkeypatch):
    file = VideoFile(write_clip(tmp_path / "a.mp4", 60))
    prefetcher = prefetch(file)
    for _ in range(40):
        prefetcher.get()
    asked: list[int] = []
    decode_to = file._decoder.decode_to

    def counted(number, keep):
        asked.append(number)
        return decode_to(number, keep)

    monkeypatch.setattr(file._decoder, "decode_to", counted)
    for target in range(38, 20, -1):
        prefetcher.seek(target)
        assert number_in(prefetcher.get().frame.bgr) == target
    assert not [number for number in asked if number < 40]
