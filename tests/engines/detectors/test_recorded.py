import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.detectors.recorded import BadDetections, RecordedDetector
from engines.frame import Frame
from engines.frame_result import Stage
from engines.mot_rows import parse_mot_rows
from engines.timing import StageClock

PICTURE = np.zeros((4, 4, 3), np.uint8)


def written(folder, text):
    path = folder / "det.txt"
    path.write_text(text, encoding="utf-8")
    return path


def at(detector, index):
    return detector.detect(Frame(index, 0.0, PICTURE), StageClock())


def test_rows_come_back_by_frame_in_any_order(tmp_path):
    text = "3,-1,30,1,2,3,0.3,-1,-1,-1\n1,-1,10,1,2,3,0.9\n3,-1,31,1,2,3,0.1\n1,-1,11,1,2,3,0.8\n"
    detector = RecordedDetector(written(tmp_path, text), labels=("person",))
    assert detector.frame_count == 3 and detector.labels == ("person",)
    assert [at(detector, n).boxes[:, 0].tolist() for n in range(5)] == [[10, 11], [], [30, 31], [], []]
    first = at(detector, 0)
    assert first.boxes.tolist() == [[10, 1, 2, 3], [11, 1, 2, 3]] and first.scores.tolist() == [0.9, 0.8]
    assert (first.boxes.dtype, first.scores.dtype, first.classes.dtype) == (np.float64, np.float64, np.int64)
    assert first.classes.tolist() == [0, 0] and first.keypoints is None


@pytest.mark.parametrize(
    "line",
    [
        "1,-1,10,20,30,40,0.5",
        "1 -1 10 20 30 40 0.5",
        "\ufeff1\t-1  10\t20 30 40 0.5 -1 -1 -1",
        "1, -1, 10, 20, 30, 40, 0.5, -1, -1,",
        "\n\n1;-1;10;20;30;40;5e-1\r\n\r\n",
        "1.0,-1,10,20,30,40,0.5,2,0.3",
    ],
)
def test_ways_to_write_a_line(tmp_path, line):
    found = at(RecordedDetector(written(tmp_path, line)), 0)
    assert found.boxes.tolist() == [[10, 20, 30, 40]] and found.scores.tolist() == [0.5]


@pytest.mark.parametrize(
    "row", ["1,-1,1,2,-3,4,0.5", "1,-1,1,2,0,4,0.5", "1,-1,nan,2,3,4,0.5", "1,-1,1,2,3,inf,1"]
)
def test_rows_that_are_no_boxes_are_left_out(tmp_path, row):
    detector = RecordedDetector(written(tmp_path, f"{row}\n1,-1,5,5,5,5,0.7\n"))
    assert at(detector, 0).boxes.tolist() == [[5, 5, 5, 5]]


def test_scores_are_cut(tmp_path):
    detector = RecordedDetector(written(tmp_path, "1,-1,1,2,3,4,93.7\n1,-1,1,2,3,4,-0.4\n"))
    assert at(detector, 0).scores.tolist() == [1, 0]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_finds_nothing(tmp_path, text):
    detector = RecordedDetector(written(tmp_path, text))
    assert detector.frame_count == 0 and len(at(detector, 0)) == 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,-1,10,20,30,40", "6 columns"),
        ("1,-1,10,20,30,40,1,2,3,4,5", "11 columns"),
        ("1,-1,10,20,thirty,40,1", "thirty"),
        ("0,-1,10,20,30,40,1", "frame 0"),
        ("-1,-1,10,20,30,40,1", "frame -1"),
        ("1.5,-1,10,20,30,40,1", "frame 1.5"),
        ("nan,-1,10,20,30,40,1", "frame nan"),
        ("99999999,-1,10,20,30,40,1", "frame 99999999"),
        ("1,,10,20,30,40,1", "'' is not a number"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, reason):
    path = written(tmp_path, f"1,-1,1,2,3,4,1\n\n{line}\n")
    with pytest.raises(BadDetections, match=f"line 3: .*{reason}") as failure:
        RecordedDetector(path)
    assert failure.value.facts["path"] == path


def test_files_that_cannot_be_read(tmp_path, monkeypatch):
    with pytest.raises(BadDetections, match="No such file"):
        RecordedDetector(tmp_path / "none.txt")
    with pytest.raises(BadDetections):
        RecordedDetector(tmp_path)
    monkeypatch.setattr("engines.detectors.recorded.MOST_BYTES", 10)
    with pytest.raises(BadDetections, match="MB"):
        RecordedDetector(written(tmp_path, "1,-1,1,2,3,4,1\n"))


def test_what_it_gives_may_be_written_to(tmp_path):
    detector = RecordedDetector(written(tmp_path, "1,-1,1,2,3,4,1\n"))
    at(detector, 0).boxes[:] = 0
    assert at(detector, 0).boxes.tolist() == [[1, 2, 3, 4]]


def test_its_time_is_stamped(tmp_path):
    clock = StageClock()
    RecordedDetector(written(tmp_path, "")).detect(Frame(0, 0.0, PICTURE), clock)
    assert [time.stage for time in clock.stages] == [Stage.POSTPROCESS]


numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(st.integers(1, 500), st.lists(numbers, min_size=6, max_size=9)), max_size=10))
def test_numbers_survive(rows):
    text = "\n".join(",".join(map(str, (frame, *values))) for frame, values in rows)
    expected = [[frame, *values, *[-1.0] * (9 - len(values))] for frame, values in rows]
    assert parse_mot_rows(text).tolist() == expected


@given(st.text(max_size=60))
def test_any_text_is_rows_or_a_named_line(text):
    try:
        assert parse_mot_rows(text).shape[1] == 10
    except ValueError as error:
        assert str(error).startswith("line ")
