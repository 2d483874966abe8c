import json
import math
import os

import numpy as np
import pytest

from engines.errors import TrackbenchError
from engines.geometry import Box
from engines.recorder import Recorder, RecordingUnreadable
from engines.results import gathered, reading
from engines.results.errors import (
    BrokenEntry,
    BrokenLine,
    NotAResult,
    ResultMissing,
    ResultTooLarge,
    TooManyFrames,
)
from engines.results.reading import read_result
from engines.track import TrackState
from tests.engines.made_results import made_keypoints, made_result, made_track

POSE = json.dumps({"frame": 1, "id": 7, "bbox": [1, 2, 3, 4], "score": 0.5, "keypoints": [0.5] * 51})
COCO = json.dumps(
    {"image_id": 2, "category_id": 1, "score": 0.5, "keypoints": [10, 20, 0.9, 14, 28, 0.9] + [0] * 45}
)
COCO_BOX = json.dumps({"image_id": 0, "category_id": 1, "score": 0.25, "bbox": [1, 2, 3, 4]})


@pytest.fixture
def read(tmp_path):
    """Writes a file and reads it."""

    def read_text(text, name="some.txt"):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(data)
        return read_result(tmp_path / name)

    return read_text


def boxes(result):
    """(id, box) of each track, by frame."""
    return [[(track.id, track.box) for track in tracks] for tracks in result.tracks]


def flat(*numbers):
    return (1, Box(*numbers))


ONE = Box(1, 2, 3, 4)
TEXTS = {
    "lasot": ("1,2,3,4\n5,6,7,8\n", "sot", "lasot", [[flat(1, 2, 3, 4)], [flat(5, 6, 7, 8)]]),
    "otb with tabs": ("1\t2\t3\t4\n", "sot", "otb", [[(1, ONE)]]),
    "blanks": ("1 2 3 4\n1.5  2 3 4", "sot", "lasot", [[(1, ONE)], [flat(1.5, 2, 3, 4)]]),
    "windows": ("\ufeff1,2,3,4\r\n1,2,3,4\r\n\r\n", "sot", "lasot", [[(1, ONE)]] * 2),
    "absent": (
        "1,2,3,4\nnan,nan,nan,nan\n0,0,0,0\n1,2,3,4",
        "sot",
        "lasot",
        [[(1, ONE)], [], [], [(1, ONE)]],
    ),
    "vot": ("1\n1,2,3,4\n2\n0\n1\n", "sot", "vot", [[], [(1, ONE)], [], [], []]),
    "vot polygon": ("1\n1,2,4,2,4,6,1,6\n", "sot", "vot", [[], [(1, ONE)]]),
    "vot mask": ("1\nm1,2,3,4,0,2,1\n", "sot", "vot", [[], [(1, ONE)]]),
    "vot codes only": ("1\n2.0000\n0\n", "sot", "vot", [[], [], []]),
    "mot": ("1,7,1,2,3,4,0.5,-1,-1,-1\n3,8,1,2,3,4,1,-1,-1,-1\n", "mot", "mot", [[(7, ONE)], [], [(8, ONE)]]),
    "mot in any order": ("2,7,1,2,3,4,1\n1,9,1,2,3,4,1\n", "mot", "mot", [[(9, ONE)], [(7, ONE)]]),
    "mot with blanks": ("1 7 1 2 3 4 0.5\n\n", "mot", "mot", [[(7, ONE)]]),
    "mot of six": ("1,7,1,2,3,4\n", "mot", "mot", [[(7, ONE)]]),
    "mot of nine": ("1,7,1,2,3,4,1,1,0.8\n", "mot", "mot", [[(7, ONE)]]),
    "mot from zero": ("0,7,1,2,3,4,1\n1,7,1,2,3,4,1\n", "mot", "mot", [[(7, ONE)]] * 2),
    "detections": ("1,-1,1,2,3,4,0.5\n1,-1,1,2,3,4,0.4\n", "mot", "mot", [[(1, ONE), (2, ONE)]]),
    "sot table": ("frame,x,y,w,h,score,state\n0,1,2,3,4,1,tracked\n", "sot", "csv", [[(1, ONE)]]),
    "no frames": ("x,y,w,h\n1,2,3,4\nnan,nan,nan,nan\n1,2,3,4\n", "sot", "csv", [[(1, ONE)], [], [(1, ONE)]]),
    "other order": ('\n h;w;"y";X;frame\n4;3;2;1;1\n', "sot", "csv", [[], [(1, ONE)]]),
    "mot table": ("frame,id,x,y,w,h\n0,3,1,2,3,4\n", "mot", "csv", [[(3, ONE)]]),
    "poses": (f"[{POSE}]", "pose", "pose", [[], [(7, ONE)]]),
    "no poses": ("[\n]\n", "pose", "pose", []),
    "coco": (f"[{COCO},{COCO}]", "pose", "coco", [[], [], [flat(10, 20, 4, 8), (2, Box(10, 20, 4, 8))]]),
    "coco boxes": (f"[{COCO_BOX}]", "mot", "coco", [[(1, ONE)]]),
    "nothing": (" \n", "mot", "mot", []),
}


@pytest.mark.parametrize(("text", "task", "kind", "tracks"), TEXTS.values(), ids=TEXTS.keys())
def test_recognised_by_what_is_in_it(read, text, task, kind, tracks):
    result = read(text)
    assert (result.name, result.task, result.format) == ("some", task, kind)
    assert boxes(result) == tracks


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_text_of_any_shell(read, encoding):
    assert boxes(read("x,y,w,h\r\n1,2,3,4\r\n".encode(encoding))) == [[(1, ONE)]]


def test_scores_states_and_labels(read):
    result = read('frame,id,x,y,w,h,score,state,label\n0,3,1,2,3,4,0.5,lost,"a, b"\n0,4,1,2,3,4,nan,,\n')
    first, second = result.tracks[0]
    assert (first.score, first.state, first.label) == (0.5, TrackState.LOST, "a, b")
    assert (second.score, second.state, second.label) == (1.0, TrackState.TRACKED, None)


def test_keypoints(read):
    keypoints = read(f"[{POSE}]").tracks[1][0].keypoints
    assert keypoints.shape == (17, 3) and (keypoints == 0.5).all()
    assert read(f"[{COCO}]").tracks[2][0].keypoints[1].tolist() == [14, 28, 0.9]


@pytest.mark.parametrize(("name", "target"), [("out.3.csv", 3), ("out.csv", 1), ("out.2024x.csv", 1)])
def test_whom_a_file_is_about(read, name, target):
    assert boxes(read("x,y,w,h\n1,2,3,4\n", name)) == [[(target, ONE)]]


NOTED = {
    "shown": ("1\n1,2,3,4\n", ["shown in frame 0", "1 of 2 frames have no box"]),
    "missing": ("frame,x,y,w,h\n1,1,2,3,4\n4,1,2,3,4\n", ["3 of 5 frames have no row"]),
    "repeated": ("frame,x,y,w,h\n0,9,9,9,9\n0,1,2,3,4\n", ["1 rows appear twice"]),
    "repeated mot": ("1,7,9,9,9,9,1\n1,7,1,2,3,4,1\n", ["1 rows appear twice"]),
    "from zero": ("0,7,1,2,3,4,1\n", ["counted from 0"]),
    "no scores": ("1,7,1,2,3,4,-1,-1,-1,-1\n", ["no scores"]),
    "no identity": ("1,-1,1,2,3,4,0.5\n", ["1 rows have no identity"]),
    "identity is no number": ("1,nan,1,2,3,4,0.5\n", ["1 rows have no identity"]),
    "mot without box": ("1,7,1,2,3,4,1\n1,8,nan,2,3,4,1\n", ["1 rows have no box"]),
    "coco": (f"[{COCO}]", ["image_id", "no identity"]),
    "nothing": ("", ["empty"]),
    "all in order": ("1,2,3,4\n1,2,3,4\n", []),
}


@pytest.mark.parametrize(("text", "notes"), NOTED.values(), ids=NOTED.keys())
def test_what_is_odd_is_noted(read, text, notes):
    found = read(text).notes
    assert len(found) == len(notes)
    assert all(note in text for note, text in zip(notes, found, strict=True))
    assert all(hasattr(text, "template") for text in found)


@pytest.mark.parametrize("text", ["frame,x,y,w,h\n0,9,9,9,9\n0,1,2,3,4\n", "1,1,9,9,9,9,1\n1,1,1,2,3,4,1\n"])
def test_the_later_row_counts(read, text):
    assert boxes(read(text)) == [[(1, ONE)]]


def test_a_later_row_without_box_takes_it_away(read):
    assert boxes(read("frame,x,y,w,h\n0,1,2,3,4\n0,nan,nan,nan,nan\n")) == [[]]


BROKEN = {
    "text in a box": ("1,2,3,4\n1,two,3,4\n", BrokenLine, "line 2", "x,y,w,h"),
    "three numbers": ("1,2,3,4\n1,2,3,4\n1,2,3\n", BrokenLine, "line 3", "x,y,w,h"),
    "a score alone": ("1\n7\n", BrokenLine, "line 2", "x,y,w,h"),
    "mot cut off": ("1,7,1,2,3,4,1\n2,7,1,2\n", BrokenLine, "line 2", "frame,id,x,y,w,h,score"),
    "mot of words": ("1,7,1,2,3,4,1\n\n2,7,1,b,3,4,1\n", BrokenLine, "line 3", "frame,id"),
    "mot below zero": ("-1,7,1,2,3,4,1\n", BrokenLine, "line 1", "frames from 1"),
    "table cut off": ("frame,x,y,w,h\n0,1,2,3,4\n1,1,2\n", BrokenLine, "line 3", "frame,x,y,w,h"),
    "table of words": ("frame,x,y,w,h\n0,1,2,3,wide\n", BrokenLine, "line 2", "frame,x,y,w,h"),
    "half a frame": ("frame,x,y,w,h\n0.5,1,2,3,4\n", BrokenLine, "whole number", "frame"),
    "frame below zero": ("frame,x,y,w,h\n-3,1,2,3,4\n", BrokenLine, "start at 0, found -3", "frame"),
    "strange state": ("x,y,w,h,state\n1,2,3,4,gone\n", BrokenLine, "'gone'", "state"),
    "no columns of a box": ("time,value\n0,1\n", NotAResult, "no column x, y, w, h", "Results are"),
    "five columns": ("1,2,3,4,5\n", NotAResult, "5 columns", "Results are"),
    "prose": ("Dear reader,\n", NotAResult, "no column", "Results are"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", NotAResult, "no text", "Results are"),
    "zeroes": (b"\0" * 10, NotAResult, "no text", "Results are"),
    "json cut off": (f"[{POSE},\n", BrokenLine, "line", "JSON"),
    "json object": ('{"a": 1}', NotAResult, "no list", "Results are"),
    "json too deep": ("[" * 100_000, TrackbenchError, "JSON", ""),
    "row of another kind": (f'[{POSE}, {{"frame": 1}}]', BrokenEntry, "entry 2", "51"),
    "row that is none": ("[3]", BrokenEntry, "entry 1", "51"),
    "few keypoints": ('[{"frame":0,"id":1,"keypoints":[1,2]}]', BrokenEntry, "2 numbers", "51"),
    "short bbox": ('[{"frame":0,"id":1,"bbox":[1,2]}]', BrokenEntry, "2 numbers", "51"),
    "frame is text": ('[{"frame":"a","id":1,"bbox":[1,2,3,4]}]', BrokenEntry, "entry 1", "51"),
    "frame below zero in json": ('[{"frame":-1,"id":1,"bbox":[1,2,3,4]}]', BrokenEntry, "entry 1", "51"),
    "frame without end": ('[{"frame":Infinity,"id":1,"bbox":[1,2,3,4]}]', BrokenEntry, "entry 1", "51"),
    "too many frames": ("2000000,1,1,2,3,4,1\n", TooManyFrames, "1999999", "1000000"),
    "too many in a table": ("frame,x,y,w,h\n1000000,1,2,3,4\n", TooManyFrames, "1000000", "first column"),
}


@pytest.mark.parametrize(("text", "error", "said", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_named(read, text, error, said, expected):
    with pytest.raises(error) as caught:
        read(text)
    told = str(caught.value)
    assert "some.txt" in told and said in told and expected in told


def test_a_file_that_is_missing(tmp_path):
    with pytest.raises(ResultMissing, match=r"gone\.csv"):
        read_result(tmp_path / "gone.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAResult, match="not a regular file"):
        read_result(tmp_path / "pipe")


def test_limits_are_told(read, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    with pytest.raises(ResultTooLarge, match=r"some\.txt"):
        read("1,2,3,4\n" * 3)
    monkeypatch.setattr(reading, "MAX_BYTES", 2000)
    monkeypatch.setattr(gathered, "MAX_FRAMES", 3)
    assert len(read("1,2,3,4\n" * 3).tracks) == 3
    with pytest.raises(TooManyFrames):
        read("1,2,3,4\n" * 4)


# -- recordings ---------------------------------------------------------------------------------


def record(folder, about, *results):
    recorder = Recorder(folder, about)
    for result in results:
        recorder.write(result)
    recorder.close()
    return read_result(folder)


SEARCH = Box(0, 0, 99, 99)


@pytest.mark.parametrize(
    ("about", "tracks", "task"),
    [
        ({"task": "mot"}, [made_track(1)], "mot"),
        ({"task": "?"}, [made_track(1)], "sot"),
        ({}, [made_track(1, search=SEARCH), made_track(2, search=SEARCH)], "sot"),
        ({}, [made_track(1), made_track(2)], "mot"),
        ({}, [made_track(1, keypoints=made_keypoints())], "pose"),
    ],
)
def test_recordings(tmp_path, about, tracks, task):
    result = record(tmp_path / "take", about, made_result(3, *tracks))
    assert (result.name, result.task, result.format) == ("take", task, "recording")
    assert boxes(result) == [[], [], [], [(track.id, track.box) for track in tracks]]


def test_a_frame_that_was_run_again_counts_as_it_was_last(tmp_path):
    again = (made_result(0, made_track(1), made_track(2)), made_result(0, made_track(2, x=5.0)))
    result = record(tmp_path / "take", {}, *again)
    assert boxes(result) == [[(2, Box(5, 20.5, 30.25, 40))]]
    assert [str(note) for note in result.notes] == ["1 frames appear twice; the later one counts."]


def test_a_folder_that_is_no_recording(tmp_path):
    with pytest.raises(RecordingUnreadable):
        read_result(tmp_path)


# -- nothing else than expected errors ----------------------------------------------------------


def test_numbers_stay_finite(read):
    result = read("1,1,1,2,3,4,nan\n1,2,1,2,3,4,0.5\n")
    assert [track.score for track in result.tracks[0]] == [1.0, 0.5]
    row = {"frame": 0, "id": 1, "bbox": [1, 2, 3, 4], "score": math.nan, "keypoints": [math.nan] * 51}
    (track,) = read(json.dumps([row])).tracks[0]
    assert track.score == 1.0 and np.isfinite(track.keypoints).all()
