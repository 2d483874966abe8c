import json

import numpy as np
import pytest

from engines.geometry import Box
from engines.video.datasets import find_dataset
from tests.engines.video.clips import write_clip
from tests.engines.video.test_images import write_picture

ROWS = "1,2,3,4\n5,6,7,8\n"


@pytest.fixture
def sequence(tmp_path):
    """Writes a folder: names of pictures, and texts by file name."""

    def write(name, pictures, texts):
        folder = tmp_path / name
        for picture in pictures:
            (folder / picture).parent.mkdir(parents=True, exist_ok=True)
            write_picture(folder / picture)
        for file, text in texts.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
        return folder

    return write


def boxes_of(dataset, track_id=1):
    truth = dataset.read_truth()
    return [truth.box_of(at, track_id) for at in range(len(truth.frames))]


def test_lasot(sequence):
    texts = {"groundtruth.txt": ROWS * 2, "full_occlusion.txt": "0,1,0,0", "out_of_view.txt": "0,0,0,1"}
    found = find_dataset(sequence("airplane-1", ["img/00000001.jpg"], texts))
    assert (found.kind, found.title, found.media.name) == ("LaSOT", "airplane-1", "img")
    assert boxes_of(found) == [Box(1, 2, 3, 4), None, Box(1, 2, 3, 4), None]


@pytest.mark.parametrize("text", [ROWS, ROWS.replace(",", "\t"), ROWS.replace(",", " ")])
def test_otb(sequence, text):
    found = find_dataset(sequence("Crossing", ["img/0001.jpg"], {"groundtruth_rect.txt": text}))
    assert found.kind == "OTB" and boxes_of(found) == [Box(1, 2, 3, 4), Box(5, 6, 7, 8)]


def test_otb_with_two_targets(sequence):
    texts = {"groundtruth_rect.1.txt": ROWS, "groundtruth_rect.2.txt": "9,9,9,9\n"}
    found = find_dataset(sequence("Jogging", ["img/0001.jpg"], texts))
    assert boxes_of(found, 1)[1] == Box(5, 6, 7, 8) and boxes_of(found, 2)[0] == Box(9, 9, 9, 9)


def test_otb_david_begins_late(sequence):
    found = find_dataset(sequence("David", ["img/0001.jpg"], {"groundtruth_rect.txt": "1,2,3,4\n" * 471}))
    boxes = boxes_of(found)
    assert len(boxes) == 770 and boxes[298] is None and boxes[299] == Box(1, 2, 3, 4)


@pytest.mark.parametrize("where", ["00000001.jpg", "color/00000001.jpg"])
def test_vot(sequence, where):
    texts = {"groundtruth.txt": "10,10,30,10,30,20,10,20\n", "sequence": "[sequence]\nfps=30\n"}
    found = find_dataset(sequence("bag", [where], texts))
    assert found.kind == "VOT" and found.fps == 30 and boxes_of(found) == [Box(10, 10, 20, 10)]
    assert (found.media / "00000001.jpg").is_file()


def test_mot(sequence):
    texts = {
        "gt/gt.txt": "1,1,399,182,121,229,1,1,1\n2,1,400,182,121,229,1,1,1\n",
        "seqinfo.ini": "[Sequence]\nname=MOT17-02\nimDir=img1\nframeRate=30\n",
    }
    found = find_dataset(sequence("MOT17-02-FRCNN", ["img1/000001.jpg"], texts))
    assert (found.kind, found.title, found.fps) == ("MOT", "MOT17-02", 30)
    assert boxes_of(found)[1] == Box(400, 182, 121, 229)


def test_mot_without_truth_or_settings(sequence):
    test_part = sequence("a", ["img1/1.jpg"], {"seqinfo.ini": "[Sequence]\nimDir=img1\nframeRate=x\n"})
    assert find_dataset(test_part).read_truth is None and find_dataset(test_part).fps is None
    bare = sequence("b", ["img1/1.jpg"], {"gt/gt.txt": "1,1,1,1,1,1,1\n", "seqinfo.ini": "no section\n"})
    assert find_dataset(bare).kind == "MOT" and find_dataset(bare).title == "b"


def test_the_folder_of_the_pictures_stands_for_its_sequence(sequence):
    folder = sequence("Crossing", ["img/0001.jpg"], {"groundtruth_rect.txt": ROWS})
    assert find_dataset(folder / "img").kind == "OTB"


def test_described_pictures(sequence):
    texts = {
        "sequence.json": json.dumps({"name": "Bag", "media": "img/%04d.jpg"}),
        "groundtruth.csv": "x,y,w,h\n1,2,3,4\nnan,nan,nan,nan\n",
    }
    found = find_dataset(sequence("bag", ["img/0001.jpg"], texts))
    assert found.title == "Bag" and found.media.name == "img" and boxes_of(found) == [Box(1, 2, 3, 4), None]


def test_described_video_is_found_by_folder_and_by_file(sequence):
    texts = {"sequence.json": json.dumps({"media": "a.mp4"}), "groundtruth.csv": "x,y,w,h\n1,2,3,4\n"}
    folder = sequence("s", [], texts)
    video, other = write_clip(folder / "a.mp4", 3), write_clip(folder / "b.mp4", 3)
    assert find_dataset(folder).media == video
    assert boxes_of(find_dataset(video)) == [Box(1, 2, 3, 4)]
    assert find_dataset(other) is None


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"media": "gone.mp4"}', '{"media": "../../etc/passwd"}', '{"media": 5}']
)
def test_a_bad_description_is_passed_over(sequence, text):
    assert find_dataset(sequence("s", ["1.jpg"], {"sequence.json": text})) is None


def test_sidecar(tmp_path):
    video = write_clip(tmp_path / "walk.mp4", 3)
    np.savez(tmp_path / "walk.groundtruth.npz", ids=[4], boxes=np.ones((3, 1, 4), np.float32))
    found = find_dataset(video)
    assert found.kind == "sidecar" and boxes_of(found, 4) == [Box(1, 1, 1, 1)] * 3


def test_plain_and_nested_folders(sequence, tmp_path):
    assert find_dataset(sequence("plain", ["1.jpg"], {})) is None
    assert find_dataset(sequence("nested", ["img/1.jpg"], {})).media.name == "img"
    (tmp_path / "empty").mkdir()
    assert find_dataset(tmp_path / "empty") is None
