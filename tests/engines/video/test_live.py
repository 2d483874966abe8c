"""Cameras and streams: real HTTP for streams, a fake OpenCV capture for cameras."""

import http.server
import logging
import threading
import time
from itertools import pairwise

import numpy as np
import pytest

from engines.errors import Cancelled
from engines.video.camera import Camera
from engines.video.errors import CameraLost, CameraMissing, CannotSeek, SourceStalled, StreamUnreachable
from engines.video.stream import Stream
from tests.engines.video.clips import HEIGHT, WIDTH, write_clip
from tests.engines.video.mjpeg import MjpegServer


@pytest.fixture
def server():
    server = MjpegServer()
    yield server
    server.close()


@pytest.fixture
def open_stream():
    opened: list[Stream] = []

    def start(address, **options):
        options = {"stall_timeout_s": 0.5, "first_pause_s": 0.05} | options
        opened.append(Stream(address, **options))
        return opened[-1]

    yield start
    for stream in opened:
        stream.close()


def read_until(stream, wanted, error=SourceStalled, attempts=200):
    """Reads until a frame satisfies `wanted`, past stalls."""
    for _ in range(attempts):
        try:
            frame = stream.read(0.2)
        except error:
            continue
        if frame is not None and wanted(frame):
            return frame
    raise AssertionError("it did not come")


def stall(stream):
    with pytest.raises(SourceStalled) as caught:
        for _ in range(500):
            stream.read(0.1)
    return caught.value


def test_a_stream_gives_rising_frames(server, open_stream):
    stream = open_stream(server.address)
    frames = [stream.read() for _ in range(10)]
    assert all(a.index < b.index and a.time_s < b.time_s for a, b in pairwise(frames))
    assert frames[0].bgr.shape == (HEIGHT, WIDTH, 3)
    info = stream.info
    assert info.is_live and info.frame_count is None and (info.width, info.height) == (WIDTH, HEIGHT)
    assert stream.decode_ms > 0


def test_a_slow_reader_gets_the_newest_and_the_rest_is_counted(server, open_stream):
    stream = open_stream(server.address)
    first = stream.read()
    before = stream.skipped
    with stream._changed:
        assert stream._changed.wait_for(lambda: stream._skipped >= before + 5, 10)
    frame = stream.read()
    assert frame.index - first.index - 1 >= 5
    assert stream.skipped >= before + 5


def test_a_stalled_stream_is_told_and_comes_back(server, open_stream):
    stream = open_stream(server.address)
    stream.read()
    server.pause()
    error = stall(stream)
    assert error.facts["waited_s"] == 0.1 and "127.0.0.1" in str(error)
    server.resume()
    assert read_until(stream, lambda frame: True)


def test_a_stream_that_hangs_up_is_opened_again(server, open_stream):
    stream = open_stream(server.address)
    last = stream.read().index
    connections = server.connections
    server.hang_up()
    frame = read_until(stream, lambda frame: server.connections > connections)
    assert frame.index > last


def test_a_vanished_stream_stalls_and_closes_promptly(server, open_stream):
    stream = open_stream(server.address)
    stream.read()
    server.close()
    stall(stream)
    started = time.monotonic()
    stream.close()
    assert time.monotonic() - started < 3
    assert stream.read() is None


def test_close_wakes_a_waiting_read(server, open_stream):
    stream = open_stream(server.address)
    server.pause()
    results: list[object] = []

    def read_to_the_end():
        try:
            while (frame := stream.read(30)) is not None:
                results.append(frame)
        finally:
            results.append(None)

    reader = threading.Thread(target=read_to_the_end)
    reader.start()
    stream.close()
    reader.join(5)
    assert not reader.is_alive() and results[-1] is None


def test_a_live_source_cannot_seek(server, open_stream):
    with pytest.raises(CannotSeek):
        open_stream(server.address).seek(0)


def test_nobody_there(open_stream, server):
    address = server.address
    server.close()
    with pytest.raises(StreamUnreachable) as caught:
        open_stream(address, open_timeout_s=0.3)
    assert caught.value.details


def test_opening_can_be_cancelled(server, open_stream):
    server.pause()
    with pytest.raises(Cancelled):
        open_stream(server.address, should_cancel=lambda: True)


def test_passwords_stay_secret(server, open_stream, caplog):
    caplog.set_level(logging.DEBUG)
    place = server.address.partition("://")[2]
    stream = open_stream(f"http://admin:hunter2@{place}?token=swordfish&channel=1")
    assert stream.info.spec == f"http://{place}?token=***&channel=1"
    server.close()
    error = stall(stream)
    with pytest.raises(StreamUnreachable) as caught:
        open_stream(f"http://admin:hunter2@{place}?token=swordfish", open_timeout_s=0.3)
    told = [
        str(error),
        error.details,
        str(caught.value),
        caught.value.details,
        stream.info.title,
        caplog.text,
    ]
    told += [repr(caught.value.__cause__), repr(error.__cause__)]
    assert not any(secret in text for text in told for secret in ("hunter2", "swordfish", "admin"))


def test_a_recording_behind_an_address_ends(tmp_path, open_stream):
    path = write_clip(tmp_path / "clip.mkv", 10)
    data = path.read_bytes()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        stream = open_stream(f"http://127.0.0.1:{server.server_port}/clip.mkv")
        frames = []
        while (frame := stream.read()) is not None:
            frames.append(frame.index)
        assert frames[-1] == 9
        assert stream.read() is None
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class FakeDevice:
    """A camera that can be pulled out and plugged in again."""

    def __init__(self):
        self.is_plugged, self.opened, self.released = True, 0, 0
        self._tick = threading.Event()

    def open(self, device):
        self.opened += 1
        return FakeCapture(self)


class FakeCapture:
    def __init__(self, device):
        self._device = device

    def isOpened(self):
        return self._device.is_plugged

    def get(self, _):
        return 30.0

    def grab(self):
        self._device._tick.wait(0.002)
        return self._device.is_plugged

    def retrieve(self):
        return True, np.full((24, 32), 7, np.uint8)

    def release(self):
        self._device.released += 1


@pytest.fixture
def device():
    return FakeDevice()


@pytest.fixture
def camera(device):
    camera = Camera(0, open_capture=device.open, first_pause_s=0.02)
    yield camera
    camera.close()


def test_a_camera(camera):
    frame = camera.read()
    assert frame.bgr.shape == (24, 32, 3) and camera.info.fps == 30.0
    assert (camera.info.spec, camera.info.title, camera.info.is_live) == ("0", "Camera 0", True)


def test_a_camera_that_vanishes_is_told_once_and_taken_up_again(camera, device):
    camera.read()
    device.is_plugged = False
    with pytest.raises(CameraLost) as caught:
        for _ in range(1000):
            camera.read(5)
    assert "no more pictures" in caught.value.details
    with pytest.raises(CameraLost):
        camera.read(0.05)
    device.is_plugged = True
    assert read_until(camera, lambda frame: True, error=CameraLost)


def test_no_such_camera(device):
    device.is_plugged = False
    started = time.monotonic()
    with pytest.raises(CameraMissing):
        Camera(3, open_capture=device.open)
    assert time.monotonic() - started < 5 and device.released == device.opened


def test_a_closed_camera_is_released(device):
    camera = Camera(0, open_capture=device.open)
    camera.close()
    camera.close()
    assert device.released == 1 and camera.read() is None
