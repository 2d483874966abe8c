from pathlib import Path

import av
import numpy as np
import pytest

from engines.errors import CannotWrite, DiskFull
from engines.video.file import VideoFile
from engines.video.writer import VideoWriter
from tests.engines.video.clips import HEIGHT, WIDTH, number_in, numbered_picture


def numbers_in(path):
    file, found = VideoFile(path), []
    while (frame := file.read()) is not None:
        found.append(number_in(frame.bgr))
    file.close()
    return found


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_what_is_written_can_be_read(tmp_path, name):
    with VideoWriter(tmp_path / name, WIDTH, HEIGHT, 30) as writer:
        for number in range(70):
            writer.write(numbered_picture(number))
    assert numbers_in(tmp_path / name) == list(range(70))
    with av.open(str(tmp_path / name)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(video.average_rate) == pytest.approx(30, rel=0.01)


def test_odd_sizes_are_padded_and_others_scaled(tmp_path):
    with VideoWriter(tmp_path / "a.mp4", 31, 21, 25) as writer:
        writer.write(np.zeros((21, 31, 3), np.uint8))
        writer.write(np.zeros((40, 60, 3), np.uint8))
    file = VideoFile(tmp_path / "a.mp4")
    assert (file.info.width, file.info.height, file.info.frame_count) == (32, 22, 2)
    file.close()


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_file_never_closed_plays_what_was_written(tmp_path, name):
    writer = VideoWriter(tmp_path / name, WIDTH, HEIGHT, 10)
    for number in range(120):
        writer.write(numbered_picture(number))
    (tmp_path / f"left_{name}").write_bytes((tmp_path / name).read_bytes())
    writer.close()
    left = numbers_in(tmp_path / f"left_{name}")
    assert left == list(range(len(left))) and len(left) > 20


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(tmp_path):
    path = tmp_path / "a.mp4"
    path.symlink_to("/dev/full")
    with pytest.raises(DiskFull, match=r"a\.mp4"), VideoWriter(path, WIDTH, HEIGHT, 10) as writer:
        for number in range(300):
            writer.write(numbered_picture(number))


def test_after_a_failure_the_writer_is_closed(tmp_path):
    writer = VideoWriter(tmp_path / "a.mp4", WIDTH, HEIGHT, 10)
    writer.close()
    writer.close()
    with pytest.raises(CannotWrite):
        writer.write(numbered_picture(0))


def test_no_such_folder(tmp_path):
    with pytest.raises(CannotWrite, match="No such file"):
        VideoWriter(tmp_path / "nowhere" / "a.mp4", WIDTH, HEIGHT, 10)


def test_unknown_suffix(tmp_path):
    with pytest.raises(CannotWrite):
        VideoWriter(tmp_path / "a.xyz", WIDTH, HEIGHT, 10)
