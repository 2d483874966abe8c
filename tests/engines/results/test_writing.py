import json
import os
import subprocess
import sys

import numpy as np
import pytest

from engines.errors import CannotWrite, DiskFull
from engines.files import LineFile
from engines.geometry import Box
from engines.results.formats import FormatDoesNotFitTask
from engines.results.writing import BoxLinesWriter, MotWriter, PoseWriter, SotWriter, TableWriter, open_writer
from engines.track import Track
from tests.engines.made_results import made_keypoints, made_result, made_track


@pytest.fixture
def path(tmp_path):
    return tmp_path / "results" / "out.csv"


def test_sot_as_the_contract_says(path):
    writer = SotWriter(path, (1,))
    writer.write(made_result(0, made_track(x=1.23456, score=1.0)))
    writer.write(made_result(1, made_track(x=-2.5, score=0.125, lost=True)))
    writer.close()
    assert path.read_bytes() == (
        b"frame,x,y,w,h,score,state\n"
        b"0,1.235,20.500,30.250,40.000,1.000000,tracked\n"
        b"1,-2.500,20.500,30.250,40.000,0.125000,lost\n"
    )


def test_several_targets_get_a_file_each(path):
    writer = SotWriter(path, (1, 3))
    writer.write(made_result(0, made_track(1), made_track(3, x=7), made_track(9)))
    writer.write(made_result(1, made_track(3, x=8)))
    writer.close()
    assert not path.exists()
    first, third = (path.with_name(f"out.{i}.csv").read_text().splitlines() for i in (1, 3))
    assert [line.split(",")[0] for line in first] == ["frame", "0"]
    assert [line.split(",")[:2] for line in third] == [["frame", "x"], ["0", "7.000"], ["1", "8.000"]]


def test_mot_counts_frames_from_one(path):
    writer = MotWriter(path)
    writer.write(made_result(0, made_track(4), made_track(5, score=0.5)))
    writer.write(made_result(9, made_track(4)))
    writer.close()
    assert path.read_text() == (
        "1,4,10.000,20.500,30.250,40.000,0.900000,-1,-1,-1\n"
        "1,5,10.000,20.500,30.250,40.000,0.500000,-1,-1,-1\n"
        "10,4,10.000,20.500,30.250,40.000,0.900000,-1,-1,-1\n"
    )


def test_mot_claims_nothing_about_lost_tracks(path):
    writer = MotWriter(path)
    writer.write(made_result(0, made_track(1, lost=True)))
    writer.write(made_result(1, made_track(1, lost=True), made_track(2)))
    writer.close()
    assert [line.split(",")[:2] for line in path.read_text().splitlines()] == [["2", "2"]]


BOX, TABS, NONE = "10.000,20.500,30.250,40.000", "10.000\t20.500\t30.250\t40.000", "0,0,0,0"


@pytest.mark.parametrize(
    ("name", "frames", "lines"),
    [
        ("lasot", ["shown", "box", "lost", "lost", "box"], [BOX, BOX, NONE, NONE, BOX]),
        ("otb", ["shown", "lost", "box"], [TABS, "0\t0\t0\t0", TABS]),
        ("vot", ["shown", "box", "lost", "lost", "box", "lost"], ["1", BOX, "2", "0", BOX, "2"]),
        ("lasot", [None, None, "shown", None, "box"], [NONE, NONE, BOX, NONE, BOX]),
        ("vot", [None, None, "shown", None, "box"], ["0", "0", "1", "0", BOX]),
        ("vot", ["shown"], ["1"]),
    ],
)
def test_a_line_per_frame(path, name, frames, lines):
    writer = BoxLinesWriter(path, (1,), name)
    for index, what in enumerate(frames):
        if what is not None:
            writer.write(made_result(index, made_track(1, lost=what == "lost")))
    writer.close()
    assert path.read_text().splitlines() == lines


def test_several_targets_get_their_own_lines(path):
    writer = BoxLinesWriter(path, (1, 2), "vot")
    writer.write(made_result(0, made_track(1), made_track(2)))
    writer.write(made_result(1, made_track(1, lost=True), made_track(2)))
    writer.close()
    assert path.with_name("out.1.csv").read_text() == "1\n2\n"
    assert path.with_name("out.2.csv").read_text() == f"1\n{BOX}\n"


def test_a_table_of_many_tracks(path):
    writer = TableWriter(path, keypoints=False)
    writer.write(made_result(0, made_track(4, label='dog, "big"'), made_track(5, lost=True)))
    writer.close()
    assert path.read_text().splitlines() == [
        "frame,id,x,y,w,h,score,state,label",
        f'0,4,{BOX},0.900000,tracked,"dog, ""big"""',
        f"0,5,{BOX},0.900000,lost,",
    ]


def test_a_table_of_poses_names_its_keypoints(path):
    writer = TableWriter(path, keypoints=True)
    writer.write(made_result(0, made_track(4, keypoints=made_keypoints()), made_track(5)))
    writer.close()
    header, pose, bare = (line.split(",") for line in path.read_text().splitlines())
    assert len(header) == len(pose) == len(bare) == 9 + 51
    row = dict(zip(header, pose, strict=True))
    assert (row["nose_x"], row["left_eye_x"], row["right_ankle_score"]) == ("0.125", "3.125", "50.125")
    assert set(bare[9:]) == {""}


def test_a_side_is_never_rounded_to_nothing(path):
    writer = MotWriter(path)
    writer.write(made_result(0, Track(1, Box(0, 0, 1e-6, 2), 1.0)))
    writer.close()
    assert path.read_text().startswith("1,1,0.000,0.000,0.001,2.000,")


def test_pose_as_the_contract_says(path):
    writer = PoseWriter(path)
    writer.write(made_result(0, made_track(2, keypoints=made_keypoints())))
    writer.close()
    (row,) = json.loads(path.read_text())
    assert row == {
        "frame": 0,
        "id": 2,
        "bbox": [10.0, 20.5, 30.25, 40],
        "score": 0.9,
        "keypoints": [i + 0.125 for i in range(51)],
    }


def test_pose_is_whole_json_after_every_frame(path):
    writer = PoseWriter(path)
    assert json.loads(path.read_text()) == []
    person = made_track(1, keypoints=made_keypoints())
    steps = [((person,), [0]), ((made_track(2),), [0]), ((person, person), [0, 2, 2])]
    for index, (tracks, frames) in enumerate(steps):
        writer.write(made_result(index, *tracks))
        assert [row["frame"] for row in json.loads(path.read_text())] == frames
    writer.close()
    assert [row["frame"] for row in json.loads(path.read_text())] == [0, 2, 2]


def test_official_coco_results(path):
    writer = open_writer("pose", path, (), "coco")
    points = made_keypoints()
    points[3, 1] = np.nan
    writer.write(made_result(7, made_track(2, keypoints=points)))
    writer.close()
    (row,) = json.loads(path.read_text())
    assert list(row) == ["image_id", "category_id", "keypoints", "score"]
    assert (row["image_id"], row["category_id"], row["score"]) == (7, 1, 0.9)
    assert row["keypoints"][9:12] == [0, 0, 0] and row["keypoints"][:3] == [0.125, 1.125, 2.125]


def test_a_lost_person_is_not_written_as_there(path):
    writer = open_writer("pose", path, ())
    writer.write(made_result(0, made_track(2, lost=True, keypoints=made_keypoints())))
    writer.close()
    assert json.loads(path.read_text()) == []


@pytest.mark.parametrize(
    ("task", "wanted", "kind"),
    [
        ("sot", None, SotWriter),
        ("mot", None, MotWriter),
        ("pose", None, PoseWriter),
        ("sot", "csv", SotWriter),
        ("sot", "lasot", BoxLinesWriter),
        ("sot", "otb", BoxLinesWriter),
        ("sot", "vot", BoxLinesWriter),
        ("sot", "mot", MotWriter),
        ("mot", "csv", TableWriter),
        ("pose", "csv", TableWriter),
        ("pose", "mot", MotWriter),
        ("pose", "coco", PoseWriter),
    ],
)
def test_task_and_format_decide(path, task, wanted, kind):
    writer = open_writer(task, path, (1,), wanted)
    writer.close()
    assert type(writer) is kind


@pytest.mark.parametrize(
    ("task", "wanted"), [("sot", "pose"), ("mot", "vot"), ("mot", "coco"), ("pose", "otb")]
)
def test_a_format_without_room_for_the_task_is_refused(path, task, wanted):
    with pytest.raises(FormatDoesNotFitTask, match=wanted):
        open_writer(task, path, (1,), wanted)
    assert not path.exists()


CRASHES = """
import os, sys
from pathlib import Path
from engines.results.writing import open_writer
from tests.engines.made_results import made_keypoints, made_result, made_track

writer = open_writer(sys.argv[1], Path(sys.argv[2]), (1,))
for index in range(5):
    writer.write(made_result(index, made_track(1, keypoints=made_keypoints())))
os._exit(9)
"""


@pytest.mark.parametrize("task", ["sot", "mot", "pose"])
def test_a_crash_loses_nothing_that_was_written(task, tmp_path, pytestconfig):
    path = tmp_path / "out"
    ended = subprocess.run(
        [sys.executable, "-c", CRASHES, task, str(path)], cwd=pytestconfig.rootpath, timeout=60, check=False
    )
    assert ended.returncode == 9
    text = path.read_text()
    rows = (
        json.loads(text) if task == "pose" else text.removeprefix("frame,x,y,w,h,score,state\n").splitlines()
    )
    assert len(rows) == 5 and text.endswith("\n")


# -- no room ------------------------------------------------------------------------------------


needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110


@needs_full
def test_a_full_disk_is_told_at_once(tmp_path):
    full = tmp_path / "out.csv"
    full.symlink_to("/dev/full")
    with pytest.raises(DiskFull, match=r"out\.csv"):
        SotWriter(full, (1,))


class Cramped:
    """A file on a disk with room for some more bytes: the rest of a write is cut off, then nothing goes."""

    def __init__(self, file, room):
        self._file, self.room = file, room

    def write(self, data):
        size = os.fstat(self._file.fileno()).st_size
        place = self._file.tell()
        fits = min(len(data), max(0, size - place) + self.room)
        if fits == 0:
            raise OSError(28, "No space left on device")
        self.room -= max(0, place + fits - size)
        return self._file.write(data[:fits])

    def __getattr__(self, name):
        return getattr(self._file, name)


@pytest.mark.parametrize("room", [0, 1, 30])
def test_half_a_line_is_taken_back(tmp_path, room):
    file = LineFile(tmp_path / "lines")
    file.write("whole")
    file._file = Cramped(file._file, room)
    with pytest.raises(DiskFull):
        file.write("x" * 100)
    assert (tmp_path / "lines").read_bytes() == b"whole\n"
    file._file.room = 1000
    file.write("again")
    file.close()
    assert (tmp_path / "lines").read_bytes() == b"whole\nagain\n"


@pytest.mark.parametrize("room", [0, 1, 30])
def test_poses_stay_whole_when_the_disk_is_full(tmp_path, room):
    writer = PoseWriter(tmp_path / "poses.json")
    person = made_track(1, keypoints=made_keypoints())
    writer.write(made_result(0, person))
    writer._file = Cramped(writer._file, room)
    with pytest.raises(DiskFull):
        writer.write(made_result(1, person))
    assert [row["frame"] for row in json.loads((tmp_path / "poses.json").read_text())] == [0]
    writer._file.room = 10_000
    writer.write(made_result(2, person))
    writer.close()
    assert [row["frame"] for row in json.loads((tmp_path / "poses.json").read_text())] == [0, 2]


def test_a_place_that_cannot_be_written_says_why(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "below.csv", tmp_path):
        with pytest.raises(CannotWrite) as caught:
            SotWriter(path, (1,))
        assert caught.value.facts["reason"]


def test_text_goes_out_as_utf8(tmp_path):
    file = LineFile(tmp_path / "lines")
    file.write("目标 é")
    file.close()
    assert (tmp_path / "lines").read_text(encoding="utf-8") == "目标 é\n"
    assert np.fromfile(tmp_path / "lines", np.uint8)[-1] == 10
