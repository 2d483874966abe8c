import json

import pytest

from engines.geometry import Box
from engines.video import open as opening
from engines.video.errors import (
    BadGroundTruth,
    FileMissing,
    NoPictures,
    NotAVideo,
    UnknownAddress,
)
from engines.video.file import VideoFile
from engines.video.images import ImageFolder
from engines.video.open import open_source
from tests.engines.video.clips import number_in, write_clip
from tests.engines.video.mjpeg import MjpegServer
from tests.engines.video.test_images import write_picture


@pytest.fixture
def opened():
    sources = []

    def start(spec, **options):
        sources.append(open_source(spec, **options))
        return sources[-1]

    yield start
    for source in sources:
        source.close()


def test_a_video_as_path_text_and_address(opened, tmp_path):
    path = write_clip(tmp_path / "a b.mp4", 5)
    for spec in (path, str(path), f"  {path} ", path.as_uri()):
        source = opened(spec)
        assert isinstance(source, VideoFile) and source.info.frame_count == 5 and source.ground_truth is None


def test_a_folder_and_a_single_picture(opened, tmp_path):
    path = write_picture(tmp_path / "1.png")
    assert isinstance(opened(tmp_path), ImageFolder)
    assert opened(path).info.frame_count == 1


def test_a_sequence_with_its_truth(opened, tmp_path):
    write_clip(tmp_path / "a.mp4", 3)
    (tmp_path / "sequence.json").write_text(json.dumps({"name": "Boat", "media": "a.mp4"}))
    (tmp_path / "groundtruth.csv").write_text("x,y,w,h\n1,2,3,4\n")
    for spec in (tmp_path, tmp_path / "a.mp4"):
        source = opened(spec)
        assert source.info.title == "Boat" and source.ground_truth.box_of(0, 1) == Box(1, 2, 3, 4)


def test_bad_ground_truth_does_not_stop_the_video(opened, tmp_path):
    write_picture(tmp_path / "1.png")
    (tmp_path / "groundtruth.txt").write_text("1,2,x,4\n")
    source = opened(tmp_path)
    assert source.ground_truth is None and isinstance(source.info.problem, BadGroundTruth)
    assert source.read() is not None


def test_a_stream(opened):
    server = MjpegServer()
    try:
        assert number_in(opened(server.address).read().bgr) >= 0
    finally:
        server.close()


@pytest.mark.parametrize(("spec", "device"), [("0", 0), ("2", 2), ("/dev/video7", "/dev/video7")])
def test_a_camera(monkeypatch, spec, device):
    asked: list[object] = []
    monkeypatch.setattr(opening, "Camera", lambda device, **_: asked.append(device))
    open_source(spec)
    assert asked == [device]


@pytest.mark.parametrize(
    ("spec", "error"),
    [("nowhere.mp4", FileMissing), ("", NoPictures), ("empty", NoPictures), ("zero.mp4", NotAVideo)],
)
def test_bad_input(tmp_path, monkeypatch, spec, error):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "zero.mp4").touch()
    with pytest.raises(error):
        open_source(spec)


def test_unknown_kind_of_address():
    with pytest.raises(UnknownAddress, match="gopher"):
        open_source("gopher://x/y")
