from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.video.errors import BadPicture, FileMissing, NoPictures
from engines.video.images import ImageFolder, natural_key, pictures_in, read_picture


def write_picture(path, value=100, size=(24, 32)):
    cv2.imencode(path.suffix, np.full((*size, 3), value, np.uint8))[1].tofile(path)
    return path


@given(st.lists(st.integers(0, 10**6), min_size=2, unique=True))
def test_numbers_sort_by_value(numbers):
    names = sorted((f"frame{n}.jpg" for n in numbers), key=natural_key)
    assert names == [f"frame{n}.jpg" for n in sorted(numbers)]


@given(st.lists(st.text(max_size=12)))
def test_any_names_can_be_sorted(names):
    in_order = sorted(names, key=natural_key)
    assert all(natural_key(a) <= natural_key(b) for a, b in pairwise(in_order))


def test_reads_pictures_in_natural_order(tmp_path):
    for number in (10, 2, 1):
        write_picture(tmp_path / f"p{number}.png", number * 10)
    (tmp_path / "notes.txt").write_text("x")
    write_picture(tmp_path / "._p1.png")
    folder = ImageFolder(tmp_path)
    values = [int(folder.read().bgr[0, 0, 0]) for _ in range(3)]
    assert values == [10, 20, 100] and folder.read() is None
    assert (folder.info.frame_count, folder.info.width, folder.info.height) == (3, 32, 24)


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".png", ".bmp", ".tif", ".webp", ".JPG"])
def test_kinds_of_pictures(tmp_path, suffix):
    write_picture(tmp_path / f"bild ü{suffix}", 200)
    assert abs(int(ImageFolder(tmp_path).read().bgr.mean()) - 200) <= 2


def test_seek_and_time(tmp_path):
    for number in range(5):
        write_picture(tmp_path / f"{number}.png", number)
    folder = ImageFolder(tmp_path, fps=10)
    folder.seek(3)
    frame = folder.read()
    assert (frame.index, frame.time_s, frame.bgr[0, 0, 0]) == (3, pytest.approx(0.3), 3)
    folder.seek(99)
    assert folder.read() is None


def test_the_size_may_change_midway(tmp_path):
    write_picture(tmp_path / "1.png")
    write_picture(tmp_path / "2.png", size=(50, 60))
    folder = ImageFolder(tmp_path)
    assert [(f.width, f.height) for f in (folder.read(), folder.read())] == [(32, 24), (60, 50)]
    assert folder.info.width == 32


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_bad_picture_is_named_and_passed(tmp_path, data):
    for number in (1, 3):
        write_picture(tmp_path / f"{number}.png", number)
    (tmp_path / "2.png").write_bytes(data)
    folder = ImageFolder(tmp_path)
    folder.read()
    with pytest.raises(BadPicture, match=r"2\.png"):
        folder.read()
    assert folder.read().index == 2


def test_nothing_to_show(tmp_path):
    with pytest.raises(NoPictures):
        ImageFolder(tmp_path)
    with pytest.raises(FileMissing):
        ImageFolder(tmp_path / "nowhere")
    with pytest.raises(FileMissing):
        read_picture(tmp_path / "nowhere.png")


def test_a_vanished_picture_is_named(tmp_path):
    write_picture(tmp_path / "1.png")
    write_picture(tmp_path / "2.png")
    folder = ImageFolder(tmp_path)
    (tmp_path / "2.png").unlink()
    folder.read()
    with pytest.raises(FileMissing, match=r"2\.png"):
        folder.read()


def test_close(tmp_path):
    write_picture(tmp_path / "1.png")
    folder = ImageFolder(tmp_path)
    folder.close()
    folder.close()
    assert folder.read() is None and len(pictures_in(tmp_path)) == 1
