"""`trackbench run` with detectors, with detections made elsewhere, and in every format."""

import json

import av
import pytest

from app.cli import main
from engines.geometry import Box
from engines.recorder import read_recording
from engines.results.reading import read_result
from tests.app.conftest import FRAMES, HEIGHT, WIDTH
from tests.tiny_detectors import Seen, pose_table, save_constant_detector, yolox_table

BOX = "30,40,24,24"
SIDE = 192  # of the light person detector's picture; the scene is 160 wide
POSE_SIDE = 640


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs a command; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def summary_of(command):
    """Runs a command that goes well; gives its JSON."""

    def run(*arguments):
        code, out, err = command("run", *arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


# -- detections instead of a model --------------------------------------------------------------


@pytest.fixture
def detections(tmp_path):
    """Two walkers over eight frames; the second one is seen from frame 3 on."""
    rows = [f"{frame},-1,{100 + 5 * frame},50,40,90,0.9,-1,-1,-1" for frame in range(1, 9)]
    rows += [f"{frame},-1,{400 - 5 * frame},60,40,290.5,0.8,-1,-1,-1" for frame in range(3, 9)]
    path = tmp_path / "det.txt"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_detections_need_neither_video_nor_model(summary_of, detections, tmp_path):
    summary = summary_of("--detections", detections, "--out", tmp_path / "tracks.txt")
    assert (summary["frames"], summary["detected_frames"], summary["model"]) == (8, 8, None)
    assert (summary["source"], summary["tracker"]) == ("det.txt", "bytetrack")
    # The second one counts once it is seen a second time.
    assert (summary["tracks"], summary["tracks_per_frame"]) == (2, (8 + 5) / 8)
    assert summary["detections_per_frame"] == (8 + 6) / 8
    assert "associate" in summary["stages_ms"] and "infer" not in summary["stages_ms"]
    result = read_result(tmp_path / "tracks.txt")
    assert [[track.id for track in tracks] for tracks in result.tracks] == [[1]] * 3 + [[1, 2]] * 5
    assert result.tracks[0][0].box == Box(105, 50, 40, 90)


def test_a_run_for_people_says_what_was_found(command, detections):
    code, out, _err = command("run", "--detections", detections, "--frames", "0:4")
    assert code == 0 and "bytetrack on " in out and "4 frames" in out
    assert "2 tracks, 1.2 in a frame, of 1.5 detections" in out
    assert "go on to frame 8" in out


def test_parameters_reach_the_tracker(summary_of, detections):
    assert summary_of("--detections", detections, "--set", "track_thresh=0.75")["tracks"] == 1
    assert summary_of("--detections", detections, "--set", "track_thresh=0.99")["tracks"] == 0


def test_without_a_tracker_nobody_is_counted(summary_of, detections, tmp_path):
    summary = summary_of("--detections", detections, "--tracker", "none", "--out", tmp_path / "t.txt")
    assert summary["tracks"] is None and summary["tracks_per_frame"] == 14 / 8
    assert [len(tracks) for tracks in read_result(tmp_path / "t.txt").tracks] == [1, 1] + [2] * 6


def test_the_blank_video_holds_every_box(summary_of, detections, tmp_path):
    summary_of("--detections", detections, "--video", tmp_path / "o.mp4")
    with av.open(str(tmp_path / "o.mp4")) as video:
        pictures = [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)]
    assert len(pictures) == 8 and pictures[0].shape == (352, 426, 3)  # 350.5 and 425, made even
    grey = abs(pictures[4].astype(int) - 128).max(axis=2) < 20
    assert grey[5, 5] and not grey[50:140, 124:127].all()


def test_over_a_video_its_frames_count(summary_of, detections, scene, tmp_path):
    summary = summary_of(scene, "--detections", detections, "--record", tmp_path / "take")
    assert summary["frames"] == FRAMES and summary["source"].endswith("img")
    recording = read_recording(tmp_path / "take")
    assert recording.about["task"] == "mot" and recording.about["detections"] == str(detections)
    assert read_result(tmp_path / "take").task == "mot"
    assert {track.id for result in recording.results[:8] for track in result.tracks} == {1, 2}


FAILURES = {
    "missing file": (["--detections", "gone.txt"], "gone.txt"),
    "unknown tracker": (["--tracker", "sort"], "no tracker called 'sort'"),
    "single-object tracker": (["--tracker", "vittrack"], "cannot be used with the tracker 'vittrack'"),
    "unknown parameter": (["--set", "speed=3"], "no such parameter"),
    "out of bounds": (["--set", "match_thresh=3"], "between 0.0 and 1.0"),
    "missing video": (["gone.mp4"], "gone.mp4 does not exist"),
    "behind the end": (["--frames", "20:"], "no frame 20"),
}


@pytest.mark.parametrize(("arguments", "said"), FAILURES.values(), ids=FAILURES.keys())
def test_an_expected_failure_is_one_clear_line(command, detections, arguments, said):
    given = [] if "--detections" in arguments else ["--detections", detections]
    code, out, err = command("run", *given, *arguments)
    assert (code, out) == (1, "") and said in err and err.count("\n") == 1


def test_a_broken_line_is_named(command, tmp_path):
    (tmp_path / "det.txt").write_text("1,-1,1,2,3,4,0.5\n2,-1,one\n")
    code, _out, err = command("run", "--detections", tmp_path / "det.txt")
    assert code == 1 and "line 2" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "either --model or --detections"),
        (["clip.mp4"], "either --model or --detections"),
        (["--detections", "d.txt", "--model", "vittrack"], "either --model or --detections"),
        (["--model", "vittrack"], "SOURCE"),
        (["--detections", "d.txt", "--init", BOX], "--init means nothing"),
        (["--detections", "d.txt", "--init-from-gt"], "--init-from-gt means nothing"),
        (["--detections", "d.txt", "--board", "virtual"], "--board means nothing"),
        (["--detections", "d.txt", "--weights", "a.onnx"], "--weights means nothing"),
        (["--detections", "d.txt", "--format", "csv"], "--out too"),
        (["--detections", "d.txt", "--out", "o", "--format", "vot"], "only as mot, csv"),
        (["--detections", "d.txt", "--out", "o", "--format", "xml"], "--format"),
    ],
)
def test_wrong_usage_is_named(command, arguments, said):
    code, out, err = command("run", *arguments)
    assert (code, out) == (2, "") and said in err and "Usage:" in err


# -- models that find their objects by themselves -----------------------------------------------


@pytest.fixture(scope="session")
def light_person(tmp_path_factory):
    """A detector that always sees one person, at 40, 30 and 40 x 60 in the scene's pixels."""
    seen = [Seen(cx=72.0, cy=72.0, w=48.0, h=72.0)]
    path = tmp_path_factory.mktemp("networks") / "light.onnx"
    return save_constant_detector(path, SIDE, SIDE, yolox_table(SIDE, SIDE, seen))


@pytest.fixture(scope="session")
def pose(tmp_path_factory):
    """A detector that always sees one person with keypoints."""
    seen = [Seen(cx=244.0, cy=244.0, w=160.0, h=200.0)]
    path = tmp_path_factory.mktemp("networks") / "pose.onnx"
    return save_constant_detector(path, POSE_SIDE, POSE_SIDE, pose_table(POSE_SIDE, POSE_SIDE, seen))


def test_many_objects(summary_of, scene, light_person, tmp_path):
    outputs = ["--out", tmp_path / "t.txt", "--video", tmp_path / "o.mp4"]
    summary = summary_of(scene, "--model", "light-person", "--weights", light_person, *outputs)
    assert (summary["tracks"], summary["tracks_per_frame"], summary["detections_per_frame"]) == (1, 1, 1)
    assert summary["tracker"] == "bytetrack" and summary["lost_frames"] == {}
    result = read_result(tmp_path / "t.txt")
    assert (result.task, len(result.tracks)) == ("mot", FRAMES)
    box = result.tracks[-1][0].box
    assert (box.x, box.y, box.w, box.h) == pytest.approx((40, 30, 40, 60), abs=0.5)
    with av.open(str(tmp_path / "o.mp4")) as video:
        pictures = [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)]
    assert len(pictures) == FRAMES and pictures[0].shape == (HEIGHT, WIDTH, 3)
    assert pictures[-1][45:85, 38:42].max() > 80  # its left edge, over black


@pytest.mark.parametrize(("wanted", "kind"), [([], "pose"), (["--format", "coco"], "coco")])
@pytest.mark.parametrize(("tracker", "counted"), [("none", None), ("bytetrack", 1)])
def test_poses(summary_of, scene, pose, tmp_path, wanted, kind, tracker, counted):
    arguments = ["--model", "yolov8-pose", "--weights", pose, "--tracker", tracker, "--frames", ":3"]
    summary = summary_of(scene, *arguments, "--out", tmp_path / "p.json", *wanted)
    assert summary["tracks"] == counted and summary["detections_per_frame"] == 1
    result = read_result(tmp_path / "p.json")
    assert (result.task, result.format) == ("pose", kind)
    assert [len(tracks) for tracks in result.tracks] == [1, 1, 1]
    assert result.tracks[0][0].keypoints[0, :2] == pytest.approx([45, 21], abs=0.5)


def test_poses_are_drawn_with_their_skeleton(command, scene, pose, tmp_path):
    arguments = ["--model", "yolov8-pose", "--weights", pose, "--frames", ":2", "--video", tmp_path / "o.mp4"]
    assert command("run", scene, *arguments)[0] == 0
    with av.open(str(tmp_path / "o.mp4")) as video:
        picture = next(video.decode(video=0)).to_ndarray(format="bgr24")
    # Inside the box, off the white square: bones and dots only.
    assert picture[33:39, 55:60].max() > 80


@pytest.mark.parametrize("option", [["--init", BOX], ["--init-from-gt"]])
@pytest.mark.parametrize("model", ["light-person", "yolov8-pose"])
def test_targets_mean_nothing_to_a_detector(command, scene, model, option):
    code, out, err = command("run", scene, "--model", model, *option)
    assert (code, out) == (2, "")
    assert f"{option[0]} means nothing here" in err and "finds its objects by itself" in err


# -- formats of one target ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "first", "count"),
    [
        ("csv", "frame,x,y,w,h,score,state", FRAMES + 1),
        ("lasot", "30.000,40.000,24.000,24.000", FRAMES),
        ("otb", "30.000\t40.000\t24.000\t24.000", FRAMES),
        ("vot", "1", FRAMES),
        ("mot", "1,1,30.000,40.000,24.000,24.000,1.000000,-1,-1,-1", FRAMES),
    ],
)
def test_one_target_in_every_format(command, scene, installed, tmp_path, wanted, first, count):
    arguments = ["--model", "vittrack", "--init", BOX, "--out", tmp_path / "r", "--format", wanted]
    assert command("run", scene, *arguments)[0] == 0
    lines = (tmp_path / "r").read_text().splitlines()
    assert (lines[0], len(lines)) == (first, count)
    assert len(read_result(tmp_path / "r").tracks) == FRAMES


def test_a_format_of_another_task_is_wrong_usage(command, scene, tmp_path):
    arguments = ["--model", "vittrack", "--init", BOX, "--out", tmp_path / "r", "--format", "pose"]
    code, _out, err = command("run", scene, *arguments)
    assert code == 2 and "only as csv, lasot, otb, vot, mot" in err and not (tmp_path / "r").exists()
