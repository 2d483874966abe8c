import random
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from engines.errors import Cancelled
from engines.video.errors import FileMissing, NotAVideo
from engines.video.file import VideoFile
from tests.engines.video.clips import HEIGHT, WIDTH, number_in, write_clip

COUNT = 90
B_FRAMES = {"bf": "3", "g": "20"}
X264 = {**B_FRAMES, "preset": "ultrafast", "x264-params": "bframes=3:b-adapt=0:keyint=20:scenecut=0"}
OPEN_GOP = {**X264, "x264-params": X264["x264-params"] + ":open-gop=1"}
IRREGULAR_MS = np.cumsum(np.random.default_rng(7).integers(5, 90, COUNT)).tolist()

CLIPS = {
    "b_frames.mp4": {"options": X264},
    "fragmented.mp4": {"options": X264, "muxer_options": {"movflags": "frag_keyframe+empty_moov"}},
    "variable_rate.mkv": {"options": X264, "times": IRREGULAR_MS},
    "open_gop.mkv": {"options": OPEN_GOP},
    "open_gop.ts": {"options": OPEN_GOP, "muxer": "mpegts"},
    "mpeg2.ts": {"codec": "mpeg2video", "options": B_FRAMES, "muxer": "mpegts"},
    "mpeg1.mpg": {"codec": "mpeg1video", "options": B_FRAMES},
    "mpeg4.avi": {"codec": "mpeg4", "options": B_FRAMES},
    "h264.avi": {"options": X264},
    "motion_jpeg.avi": {"codec": "mjpeg"},
    "raw.h264": {"options": X264, "muxer": "h264"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module", params=sorted(CLIPS))
def clip(request, folder) -> Path:
    return write_clip(folder / request.param, COUNT, **CLIPS[request.param])


@pytest.fixture
def opened():
    files: list[VideoFile] = []

    def open_file(path: Path, **options) -> VideoFile:
        files.append(VideoFile(path, **options))
        return files[-1]

    yield open_file
    for file in files:
        file.close()


def all_frames(file):
    frames = []
    while (frame := file.read()) is not None:
        frames.append(frame)
    return frames


def test_reads_every_frame_in_order(clip, opened):
    frames = all_frames(opened(clip))
    assert [frame.index for frame in frames] == list(range(COUNT))
    assert [number_in(frame.bgr) for frame in frames] == list(range(COUNT))
    assert all(a.time_s < b.time_s for a, b in pairwise(frames))


def test_every_seek_gives_the_very_picture_of_a_full_decode(clip, opened):
    truth = [frame.bgr for frame in all_frames(opened(clip))]
    file = opened(clip, ring_count=1)
    targets = [*random.Random(5).sample(range(COUNT), 25), 0, 1, COUNT - 1, 45, 44, 43, 60, 61, 40]
    for target in targets:
        file.seek(target)
        frame = file.read()
        assert frame is not None and frame.index == target
        assert np.array_equal(frame.bgr, truth[target]), f"frame {target} shows {number_in(frame.bgr)}"


def test_plays_on_after_a_seek_and_ends_where_the_file_ends(clip, opened):
    file = opened(clip)
    file.seek(COUNT - 5)
    assert [number_in(frame.bgr) for frame in all_frames(file)] == list(range(COUNT - 5, COUNT))
    assert file.read() is None
    file.seek(3)
    assert number_in(file.read().bgr) == 3


def test_info(folder, opened):
    info = opened(write_clip(folder / "info.mp4", 30, options=X264)).info
    assert (info.width, info.height, info.frame_count, info.fps) == (WIDTH, HEIGHT, 30, 25.0)
    assert info.title == "info.mp4" and not info.is_live


def test_time_is_that_of_a_variable_rate(folder, opened):
    file = opened(write_clip(folder / "times.mkv", COUNT, **CLIPS["variable_rate.mkv"]))
    times_ms = [frame.time_s * 1000 for frame in all_frames(file)]
    assert times_ms == pytest.approx(np.array(IRREGULAR_MS) - IRREGULAR_MS[0], abs=1e-6)


def test_stepping_back_within_the_ring_decodes_nothing(folder, opened, monkeypatch):
    file = opened(write_clip(folder / "ring.mp4", COUNT, options=X264))
    for _ in range(60):
        file.read()
    monkeypatch.setattr(file._decoder, "decode_to", lambda *_: pytest.fail("decoded again"))
    for target in range(58, 0, -1):
        file.seek(target)
        assert number_in(file.read().bgr) == target


def test_ring_is_bounded_by_bytes(folder, opened):
    bytes_each = WIDTH * HEIGHT * 3 // 2
    file = opened(write_clip(folder / "bytes.mp4", COUNT, options=X264), ring_bytes=bytes_each * 10)
    all_frames(file)
    assert 1 <= len(file._ring) <= 10


def test_a_seek_outside_goes_to_the_border(folder, opened):
    file = opened(write_clip(folder / "border.mp4", 10, options=X264))
    file.seek(-3)
    assert file.read().index == 0
    file.seek(99)
    assert file.read() is None


def test_frames_before_an_edit_list_do_not_count(folder, opened):
    whole = write_clip(folder / "whole.mp4", COUNT, options=X264)
    cut = folder / "cut.mp4"
    with av.open(str(whole)) as source, av.open(str(cut), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        # Time stamps below zero are written as an edit list: decoded, never shown.
        shift = int(30 / 25 / stream.time_base)
        for packet in source.demux(stream):
            if packet.dts is None:
                continue
            packet.pts -= shift
            packet.dts -= shift
            packet.stream = copy
            target.mux(packet)
    with av.open(str(cut)) as source:
        truth = [number_in(picture.to_ndarray(format="bgr24")) for picture in source.decode(video=0)]
    file = opened(cut, ring_count=1)
    assert file.info.frame_count == len(truth)
    for target in (0, 5, len(truth) - 1, 2, 33):
        file.seek(target)
        assert number_in(file.read().bgr) == truth[target]


@pytest.mark.parametrize("name", ["fragmented.mp4", "mpeg2.ts", "mpeg4.avi", "variable_rate.mkv"])
def test_a_truncated_file_plays_up_to_where_it_breaks(folder, opened, name):
    data = write_clip(folder / f"long_{name}", COUNT, **CLIPS[name]).read_bytes()
    path = folder / f"broken_{name}"
    path.write_bytes(data[: len(data) * 7 // 10])
    frames = all_frames(opened(path))
    assert COUNT // 3 < len(frames) < COUNT
    assert [number_in(frame.bgr) for frame in frames[:-1]] == list(range(len(frames) - 1))


def test_a_damaged_middle_is_left_out_and_numbers_stay_true(folder, opened):
    data = bytearray(write_clip(folder / "sound.ts", COUNT, **CLIPS["mpeg2.ts"]).read_bytes())
    start = len(data) * 3 // 10 // 188 * 188
    data[start : start + 188 * 8] = bytes(188 * 8)
    path = folder / "damaged.ts"
    path.write_bytes(data)
    file = opened(path, ring_count=1)
    frames = all_frames(file)
    assert frames[-1].index == file.info.frame_count - 1 < COUNT - 1
    assert [number_in(frame.bgr) for frame in frames[:20]] == list(range(20))
    present = [frame.index for frame in frames]
    for target in range(20, 40):
        file.seek(target)
        assert file.read().index == min(index for index in present if index >= target)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("zero.mp4", b"", "empty"),
        ("text.mp4", b"not a video\n" * 99, "Invalid data"),
        ("text.txt", b"not a video\n" * 99, "no video track"),
    ],
)
def test_what_is_no_video_is_told_with_the_reason(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotAVideo, match=name) as caught:
        VideoFile(path)
    assert said in caught.value.details


def test_a_file_cut_before_its_index_is_no_video(folder):
    data = write_clip(folder / "plain.mp4", 20, options=X264).read_bytes()
    path = folder / "head.mp4"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(NotAVideo):
        VideoFile(path)


def test_sound_alone_is_no_video(tmp_path):
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        silence.sample_rate = 8000
        container.mux(stream.encode(silence))
    with pytest.raises(NotAVideo) as caught:
        VideoFile(path)
    assert "no video track" in caught.value.details


def test_missing_file(tmp_path):
    with pytest.raises(FileMissing, match=r"nowhere\.mp4"):
        VideoFile(tmp_path / "nowhere.mp4")


def test_a_colon_in_the_name_is_no_protocol(tmp_path, opened):
    assert opened(write_clip(tmp_path / "plain.mp4", 5).rename(tmp_path / "a:b %d.mp4")).read().index == 0


def test_opening_tells_progress_and_can_be_cancelled(folder):
    path = write_clip(folder / "progress.mp4", COUNT, options=X264)
    told: list[float] = []
    VideoFile(path, on_progress=told.append).close()
    assert told == sorted(told) and told[-1] == 1.0
    with pytest.raises(Cancelled):
        VideoFile(path, should_cancel=lambda: True)


def test_close_twice_and_read_after_close(folder):
    file = VideoFile(write_clip(folder / "close.mp4", 5))
    file.close()
    file.close()
    assert file.read() is None


def test_pictures_are_those_of_opencv(folder, opened):
    """Reference trajectories were made with OpenCV's reader; the same pixels make the same tracks."""
    cv2 = pytest.importorskip("cv2")
    path = write_clip(folder / "same.mp4", 12, options=X264)
    capture = cv2.VideoCapture(str(path))
    for frame in all_frames(opened(path)):
        assert np.array_equal(frame.bgr, capture.read()[1])
    capture.release()
