"""What is written is what is read, in every format; and odd text never ends in anything unexpected."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.errors import TrackbenchError
from engines.frame_result import FrameResult
from engines.geometry import Box
from engines.results.reading import read_result
from engines.results.writing import open_writer
from engines.track import Track, TrackState

FIXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

place = st.integers(-5_000_000, 5_000_000).map(lambda thousandths: thousandths / 1000)
side = st.integers(1, 5_000_000).map(lambda thousandths: thousandths / 1000)
box = st.builds(Box, place, place, side, side)
score = st.integers(0, 1_000_000).map(lambda millionths: millionths / 1e6)
state = st.sampled_from(list(TrackState))
label = st.sampled_from([None, "person", 'dog, "big"', "目标", "a;b"])


def made_keypoints(seed):
    """(17, 3) numbers with four decimals; some points are not known."""
    rng = np.random.default_rng(seed)
    made = np.round(rng.uniform((-5000, -5000, 0), (5000, 5000, 1), (17, 3)), 4)
    made[rng.random(17) < rng.random() ** 2] = 0
    return made


keypoints = st.integers(0, 2**32 - 1).map(made_keypoints)


def frames_of(tracks):
    """Tracks by frame with gaps: a frame number, and what was found there."""
    numbered = st.dictionaries(st.integers(1, 50), tracks, max_size=4).map(
        lambda found: tuple(Track(i, t.box, t.score, t.state, t.label, t.keypoints) for i, t in found.items())
    )
    return st.dictionaries(st.integers(0, 30), numbered, max_size=6)


single = st.dictionaries(st.integers(0, 30), st.builds(Track, st.just(1), box, score, state), min_size=1)
many = frames_of(st.builds(Track, st.just(1), box, score, state, label))
poses = frames_of(st.builds(Track, st.just(1), box, score, state, label, keypoints))


def write(path, task, wanted, frames):
    writer = open_writer(task, path, (1,), wanted)
    for index in sorted(frames):
        writer.write(FrameResult(index, index / 25, frames[index]))
    writer.close()
    return read_result(path)


def facts(frames, *kept):
    """(frame, id, what is kept of the track) of each track."""
    return [
        (index, track.id, *(_plain(getattr(track, name)) for name in kept))
        for index in sorted(frames)
        for track in frames[index]
    ]


def _plain(value):
    if isinstance(value, Box):
        return pytest.approx((value.x, value.y, value.w, value.h), abs=1e-6)
    return value.tolist() if isinstance(value, np.ndarray) else value


def numbers(found):
    return [tuple((v.x, v.y, v.w, v.h) if isinstance(v, Box) else _plain(v) for v in row) for row in found]


def read_facts(result, *kept):
    return [
        (index, track.id, *(getattr(track, name) for name in kept))
        for index, tracks in enumerate(result.tracks)
        for track in tracks
    ]


def assert_same(result, frames, *kept):
    found, wanted = numbers(read_facts(result, *kept)), facts(frames, *kept)
    assert len(found) == len(wanted)
    for have, want in zip(found, wanted, strict=True):
        assert all(h == w for h, w in zip(have, want, strict=True)), (have, want)


def seen(frames):
    """Only what is not lost."""
    return {i: tuple(t for t in tracks if t.state is TrackState.TRACKED) for i, tracks in frames.items()}


@FIXED
@given(frames=single)
def test_csv_of_one_target(frames, tmp_path):
    told = {index: (track,) for index, track in frames.items()}
    result = write(tmp_path / "r.csv", "sot", None, told)
    assert (result.task, result.format) == ("sot", "csv")
    assert_same(result, told, "box", "score", "state")


@FIXED
@given(frames=single, wanted=st.sampled_from(["lasot", "otb"]))
def test_box_lines(frames, wanted, tmp_path):
    told = {index: (track,) for index, track in frames.items()}
    result = write(tmp_path / "r.txt", "sot", wanted, told)
    assert (result.task, result.format) == ("sot", wanted)
    assert len(result.tracks) == max(frames) + 1
    assert_same(result, seen(told), "box")


@FIXED
@given(frames=single)
def test_vot(frames, tmp_path):
    told = {index: (track,) for index, track in frames.items()}
    result = write(tmp_path / "r.txt", "sot", "vot", told)
    assert (result.task, result.format) == ("sot", "vot")
    assert len(result.tracks) == max(frames) + 1
    assert_same(result, {i: t for i, t in seen(told).items() if i != min(frames)}, "box")


@FIXED
@given(frames=many)
def test_mot(frames, tmp_path):
    result = write(tmp_path / "r.txt", "mot", None, frames)
    assert (result.task, result.format) == ("mot", "mot")
    assert_same(result, seen(frames), "box", "score")


@FIXED
@given(frames=many)
def test_csv_of_many(frames, tmp_path):
    result = write(tmp_path / "r.csv", "mot", "csv", frames)
    assert (result.task, result.format) == ("mot", "csv")
    assert_same(result, frames, "box", "score", "state", "label")


@FIXED
@given(frames=poses)
def test_poses(frames, tmp_path):
    result = write(tmp_path / "r.json", "pose", None, frames)
    assert (result.task, result.format) == ("pose", "pose")
    assert_same(result, seen(frames), "box", "score", "keypoints")


@FIXED
@given(frames=poses)
def test_csv_of_poses(frames, tmp_path):
    result = write(tmp_path / "r.csv", "pose", "csv", frames)
    assert (result.task, result.format) == ("pose", "csv")
    assert_same(result, frames, "box", "score", "state", "label", "keypoints")


@FIXED
@given(frames=poses)
def test_coco_keeps_keypoints_and_scores(frames, tmp_path):
    result = write(tmp_path / "r.json", "pose", "coco", frames)
    wanted = [
        (index, track.score, track.keypoints.tolist())
        for index, tracks in sorted(seen(frames).items())
        for track in tracks
        if (track.keypoints[:, 2] > 0).any()
    ]
    found = [
        (index, track.score, track.keypoints.tolist())
        for index, tracks in enumerate(result.tracks)
        for track in tracks
    ]
    assert found == wanted
    for tracks in result.tracks:
        for track in tracks:
            known = track.keypoints[track.keypoints[:, 2] > 0]
            assert (known[:, 0] >= track.box.x - 1e-6).all() and (
                known[:, 1] <= track.box.bottom + 1e-6
            ).all()


ODD = st.one_of(
    st.text(alphabet='0123456789.,-+eEnaimxywhframed \t\r\n;"[]{}:', max_size=120),
    st.text(max_size=60),
    st.binary(max_size=60),
)


@settings(FIXED, max_examples=300)
@given(content=ODD)
def test_odd_files_give_a_result_or_an_expected_error(content, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    try:
        result = read_result(path)
    except TrackbenchError as error:
        assert "odd.txt" in str(error)
    else:
        assert result.task in ("sot", "mot", "pose")
