import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.geometry import Box
from engines.video.annotations import (
    box_from_numbers,
    parse_boxes,
    parse_flags,
    parse_mot,
    read_boxes,
    read_npz,
    single_target,
)
from engines.video.errors import BadGroundTruth

number = st.floats(-5000, 5000, allow_nan=False)
extent = st.floats(0.5, 5000)


@pytest.mark.parametrize(
    ("line", "box"),
    [
        ("1,2,3,4", Box(1, 2, 3, 4)),
        ("1\t2\t3\t4", Box(1, 2, 3, 4)),
        ("  1 2  3 4 ", Box(1, 2, 3, 4)),
        ("1;2;3;4;", Box(1, 2, 3, 4)),
        ("1, 2, 3.5, 4e1", Box(1, 2, 3.5, 40)),
        ("0,0,0,0", None),
        ("NaN,NaN,NaN,NaN", None),
        ("nan nan nan nan", None),
        ("1,2,-3,4", None),
        ("2", None),
        ("10,10,30,10,30,20,10,20", Box(10, 10, 20, 10)),
        ("20,10,30,20,20,30,10,20", Box(10, 10, 20, 20)),
        ("m5,6,7,8,1,2,3", Box(5, 6, 7, 8)),
    ],
)
def test_one_line(line, box):
    assert parse_boxes(line) == [box]


@given(
    st.lists(st.one_of(st.none(), st.tuples(number, number, extent, extent)), max_size=20),
    st.sampled_from(",\t "),
)
def test_text_gives_back_the_boxes(rows, separator):
    text = "\n".join(separator.join(map(repr, row or (math.nan,) * 4)) for row in rows)
    assert parse_boxes(text) == [Box(*row) if row else None for row in rows]


@given(st.lists(st.tuples(number, number), min_size=3, max_size=8))
def test_a_polygon_lies_in_its_box_and_touches_it(corners):
    box = box_from_numbers([value for corner in corners for value in corner])
    xs, ys = zip(*corners, strict=True)
    if len(corners) == 2 or box is None:
        assert max(xs) == min(xs) or max(ys) == min(ys)
    else:
        assert (box.x, box.y) == (min(xs), min(ys))
        assert (box.right, box.bottom) == (pytest.approx(max(xs)), pytest.approx(max(ys)))


@given(st.text(alphabet="0123456789.,-+eEnaim \t\r\n;x", max_size=80))
def test_odd_text_gives_boxes_or_a_line_number(text):
    try:
        parse_boxes(text)
        parse_mot(text)
    except ValueError as error:
        assert str(error).startswith("line ")


def test_header_and_blank_lines():
    assert parse_boxes("\ufeffx,y,w,h\r\n1,2,3,4\r\n\r\n5,6,7,8\r\n\r\n") == [
        Box(1, 2, 3, 4),
        None,
        Box(5, 6, 7, 8),
    ]


def test_absent_frames_have_no_box():
    truth = single_target([Box(0, 0, 1, 1), Box(1, 0, 1, 1), None], [False, True])
    assert [len(tracks) for tracks in truth.frames] == [1, 0, 0]
    assert parse_flags("0,1,0\n") == [False, True, False]


def test_mot_counts_from_one_and_keeps_flagged_rows():
    truth = parse_mot("1,7,10,20,30,40,1,1,1\n1,8,1,1,5,5,0,1,1\n3,7,11,20,30,40,1,-1,-1,-1\n\n")
    assert len(truth.frames) == 3 and truth.at(1) == ()
    assert [(t.id, t.box) for t in truth.at(0)] == [(7, Box(10, 20, 30, 40))]
    assert truth.box_of(2, 7) == Box(11, 20, 30, 40)


@pytest.mark.parametrize("text", ["0,1,2,3,4,5,1", "1,1,2,3", "a,b,c,d,e,f,g", "1e12,1,2,3,4,5,1"])
def test_mot_tells_the_line(text):
    with pytest.raises(ValueError, match="line 2"):
        parse_mot("1,1,1,1,1,1,1\n" + text)


def test_bad_file_is_named(tmp_path):
    path = tmp_path / "groundtruth.txt"
    path.write_text("1,2,3,4\n1,2,three,4\n")
    with pytest.raises(BadGroundTruth, match=r"groundtruth\.txt.*line 2"):
        read_boxes(path)
    with pytest.raises(BadGroundTruth):
        read_boxes(tmp_path / "nowhere.txt")


def write_npz(path, **changes):
    boxes = np.array([[[1, 2, 3, 4], [5, 6, 7, 8]], [[np.nan] * 4, [5, 6, 7, 8]]], np.float32)
    arrays = {
        "ids": np.array([3, 9]),
        "boxes": boxes,
        "keypoints": np.zeros((2, 2, 17, 3), np.float32),
        "visibility": np.array([[1, 0.5], [1, 0.05]], np.float32),
    }
    np.savez(path, **{name: value for name, value in (arrays | changes).items() if value is not None})
    return path


def test_npz(tmp_path):
    truth = read_npz(write_npz(tmp_path / "a.npz"))
    assert [[(t.id, t.box) for t in tracks] for tracks in truth.frames] == [
        [(3, Box(1, 2, 3, 4)), (9, Box(5, 6, 7, 8))],
        [],
    ]
    assert truth.at(0)[0].keypoints.shape == (17, 3)


def test_npz_without_optional_arrays(tmp_path):
    truth = read_npz(write_npz(tmp_path / "a.npz", keypoints=None, visibility=None))
    assert len(truth.at(1)) == 1 and truth.at(1)[0].keypoints is None


@pytest.mark.parametrize(
    "changes",
    [
        {"boxes": np.zeros((2, 3, 4))},
        {"boxes": np.zeros(4)},
        {"boxes": None},
        {"visibility": np.zeros(3)},
        {"keypoints": np.zeros((2, 2, 3))},
        {"ids": np.array([{}, {}], object)},
    ],
)
def test_npz_that_does_not_fit(tmp_path, changes):
    with pytest.raises(BadGroundTruth):
        read_npz(write_npz(tmp_path / "a.npz", **changes))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"text"])
def test_npz_that_is_none(tmp_path, data):
    path = tmp_path / "a.npz"
    path.write_bytes(data)
    with pytest.raises(BadGroundTruth):
        read_npz(path)
