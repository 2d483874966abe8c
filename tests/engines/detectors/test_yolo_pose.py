from dataclasses import replace

import numpy as np
import pytest

from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.frame import Frame
from engines.frame_result import Stage
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.networks.network import TensorSpec
from engines.timing import StageClock
from tests.tiny_detectors import (
    BGR,
    ScriptedDetector,
    Seen,
    as_nchw,
    picture_spec,
    pose_heads,
    pose_table,
    save_constant_detector,
)

SIDE = 128
SEEN = (
    Seen(20.5, 40.25, 24, 60, score=0.9, stride=8),
    Seen(100, 60, 50, 70, score=0.6, stride=16),
    Seen(60, 90, 110, 70, score=0.3, stride=32),
)


def frame(width=SIDE, height=SIDE):
    return Frame(0, 0.0, np.zeros((height, width, 3), np.uint8))


def detector(answer, width=SIDE, height=SIDE, scales=None, labels=(), **values):
    return YoloPose([ScriptedDetector(width, height, answer)], YoloPoseParameters(**values), labels, scales)


def found_by(answer, width=SIDE, height=SIDE, **values):
    return detector(answer, width, height, **values).detect(frame(width, height), StageClock())


def assert_equals(found, seen, tolerance=1e-2):
    assert found.classes.tolist() == [0] * len(seen)
    assert found.keypoints is not None and found.keypoints.shape == (len(seen), 17, 3)
    np.testing.assert_allclose(found.boxes, np.reshape([s.xywh for s in seen], (-1, 4)), atol=tolerance)
    np.testing.assert_allclose(found.scores, [one.score for one in seen], atol=1e-3)
    expected = np.reshape([one.keypoints for one in seen], (-1, 17, 3))
    np.testing.assert_allclose(found.keypoints[..., :2], expected[..., :2], atol=tolerance)
    np.testing.assert_allclose(found.keypoints[..., 2], expected[..., 2], atol=1e-3)
    kinds = {found.boxes.dtype, found.scores.dtype, found.keypoints.dtype}
    assert kinds == {np.dtype(np.float64)} and found.classes.dtype == np.int64


FORMS = {
    "decoded": pose_table,
    "decoded, transposed": lambda *args: {"output0": pose_table(*args)["output0"].transpose(0, 2, 1).copy()},
    "heads, NHWC": pose_heads,
    "heads, NCHW": lambda *args: as_nchw(pose_heads(*args)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(128, 128), (384, 640), (640, 352)])
def test_each_form_is_decoded(form, size):
    assert_equals(found_by(FORMS[form](*size, SEEN), *size), SEEN)


@pytest.mark.parametrize("form", FORMS)
def test_best_first_whatever_the_order_of_the_cells(form):
    seen = [replace(one, score=score) for one, score in zip(SEEN, (0.3, 0.6, 0.9), strict=True)]
    assert_equals(found_by(FORMS[form](SIDE, SIDE, seen)), seen[::-1])


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("seed", range(4))
def test_heads_in_any_order_under_any_name(layout, seed):
    heads = pose_heads(SIDE, SIDE, SEEN)
    values = list((as_nchw(heads) if layout == "NCHW" else heads).values())
    order = np.random.default_rng(seed).permutation(len(values))
    # Names that say the wrong thing do no harm.
    wrong = ("kpt", "cls", "box", "obj", "output0", "498", "a", "b", "c")
    assert_equals(found_by({name: values[i] for name, i in zip(wrong, order, strict=True)}), SEEN)


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_a_shape_that_can_be_read_in_two_ways(layout):
    """64 channels on a grid of 64 x 64: the other heads say which it is."""
    seen = (Seen(100, 200, 60, 90),)
    heads = pose_heads(512, 512, seen)
    heads = as_nchw(heads) if layout == "NCHW" else heads
    assert heads["box_8"].shape == (1, 64, 64, 64)
    assert_equals(found_by(heads, 512, 512), seen)


def whole_numbers(heads, names, seed=2):
    """Heads of whole numbers, and their scales by channel."""
    rng = np.random.default_rng(seed)
    scales = {name: rng.uniform(1e-4, 3e-4, heads[name].shape[-1]).astype(np.float32) for name in names}
    rounded = {name: np.rint(heads[name] / scales[name]).astype(np.int32) for name in names}
    return {**heads, **rounded}, scales


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("parts", [("box",), ("box", "cls", "kpt")])
def test_whole_numbers_with_a_scale_for_each_channel(layout, parts):
    names = [f"{part}_{stride}" for part in parts for stride in (8, 16, 32)]
    heads, scales = whole_numbers(pose_heads(SIDE, SIDE, SEEN), names)
    heads = as_nchw(heads) if layout == "NCHW" else heads
    assert_equals(found_by(heads, scales=scales), SEEN, tolerance=0.05)


def test_one_scale_for_all_channels():
    heads = pose_heads(SIDE, SIDE, SEEN)
    scales = {name: np.array([2e-4]) for name in heads if name.startswith("box")}
    rounded = {name: np.rint(heads[name] / 2e-4).astype(np.int32) for name in scales}
    assert_equals(found_by({**heads, **rounded}, scales=scales), SEEN, tolerance=0.05)


def test_whole_numbers_without_scales():
    heads, _scales = whole_numbers(pose_heads(SIDE, SIDE, SEEN), ["box_16"])
    with pytest.raises(NetworkDoesNotFit, match=r"'box_16' holds whole numbers \(int32\) and has no scales"):
        detector(heads)


def test_as_many_scales_as_channels():
    heads, _scales = whole_numbers(pose_heads(SIDE, SIDE, SEEN), ["box_16"])
    with pytest.raises(NetworkDoesNotFit, match=r"'box_16' of shape \[1, 8, 8, 64\] cannot have 63 scales"):
        detector(heads, scales={"box_16": np.ones(63)})


@pytest.mark.parametrize("form", FORMS)
def test_not_below_the_threshold(form):
    answer = FORMS[form](SIDE, SIDE, SEEN)
    assert_equals(found_by(answer), SEEN)
    assert_equals(found_by(answer, score_threshold=0.35), SEEN[:2])
    assert_equals(found_by(answer, score_threshold=0.95), ())
    assert len(found_by(answer, score_threshold=1.0)) == 0


@pytest.mark.parametrize("form", FORMS)
def test_one_person_is_found_once(form):
    twins = (SEEN[0], Seen(28, 42, 24, 60, score=0.5))
    answer = FORMS[form](SIDE, SIDE, twins)
    assert_equals(found_by(answer, nms_iou=0.4), twins[:1])
    assert_equals(found_by(answer, nms_iou=0.9), twins)
    assert_equals(found_by(answer, nms_iou=0.9, max_detections=1), twins[:1])


@pytest.mark.parametrize("rule", ["ultralytics", "rdk"])
def test_boxes_and_keypoints_in_pixels_of_the_frame(rule):
    """256 x 128 into 128 x 128, centred: half the size, 32 rows of grey above."""
    found = detector(pose_table(SIDE, SIDE, SEEN[:1]), letterbox=rule).detect(frame(256, 128), StageClock())
    x, y, w, h = SEEN[0].xywh
    np.testing.assert_allclose(found.boxes, [[2 * x, 2 * (y - 32), 2 * w, 2 * h]], atol=1e-3)
    np.testing.assert_allclose(found.keypoints[0, :, :2], 2 * (SEEN[0].keypoints[:, :2] - (0, 32)), atol=1e-3)
    np.testing.assert_allclose(found.keypoints[0, :, 2], SEEN[0].keypoints[:, 2], atol=1e-6)


@pytest.mark.parametrize(("rule", "grey"), [("ultralytics", 114), ("rdk", 127)])
def test_what_the_network_is_shown(rule, grey):
    network = ScriptedDetector(SIDE, SIDE, pose_table(SIDE, SIDE, ()))
    pose = YoloPose([network], YoloPoseParameters(letterbox=rule))
    for width, height in ((256, 128), (256, 128), (128, 256), (128, 128)):
        pose.detect(frame(width, height), StageClock())
        expected = np.full((SIDE, SIDE), grey, np.float32)
        rows, columns = (SIDE - height // 2) // 2, (SIDE - width // 2) // 2
        expected[rows : SIDE - rows, columns : SIDE - columns] = 0
        if width == height:
            expected[...] = 0
        np.testing.assert_array_equal(network.runs[-1]["images"][0, 1], expected)


def test_cut_at_the_edges():
    leaning = (Seen(5, 60, 40, 60),)
    answer = pose_table(SIDE, SIDE, leaning)
    free, cut = found_by(answer), found_by(answer, clip=True)
    assert free.boxes[0].tolist() == [-15, 30, 40, 60] and free.keypoints[0, :, 0].min() < 0
    assert cut.boxes[0].tolist() == [0, 30, 25, 60] and cut.keypoints[0, :, 0].min() == 0
    np.testing.assert_array_equal(cut.keypoints[..., 2], free.keypoints[..., 2])


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", ["cls", "box", "kpt"])
def test_broken_numbers_count_as_nothing(form, broken, what):
    """One of two persons has a number that is none; the other is found all the same."""
    healthy, ill = SEEN[1], SEEN[0]
    answer = FORMS[form](SIDE, SIDE, (healthy, ill))
    column, row = ill.cell
    if "decoded" in form:
        table = answer["output0"][0] if form == "decoded" else answer["output0"][0].T
        table[{"cls": 4, "box": 2, "kpt": 10}[what], row * (SIDE // 8) + column] = broken
    else:
        head = answer[f"{what}_8"]
        head = head.transpose(0, 2, 3, 1) if "NCHW" in form else head
        # A distribution with one impossible bin is still one.
        channels = slice(None) if what == "box" and broken == -np.inf else 0
        head[0, row, column, channels] = broken
    assert_equals(found_by(answer), (healthy,))


def test_broken_cells_do_not_push_out_sound_ones():
    answer = pose_table(512, 512, SEEN[1:2])
    answer["output0"][0, 4, 10:4000] = np.inf
    assert_equals(found_by(answer, 512, 512), SEEN[1:2])


def test_a_network_in_a_file(tmp_path):
    file = save_constant_detector(tmp_path / "p.onnx", SIDE, SIDE, pose_heads(SIDE, SIDE, SEEN))
    clock = StageClock()
    network = LocalNetwork(file, inputs=[picture_spec(SIDE, SIDE)])
    assert_equals(YoloPose([network], YoloPoseParameters()).detect(frame(), clock), SEEN)
    assert {one.stage for one in clock.stages} == {Stage.PREPROCESS, Stage.INFER, Stage.POSTPROCESS}


def test_a_file_that_does_not_say_its_sizes(tmp_path):
    answer = pose_heads(SIDE, SIDE, SEEN)
    file = save_constant_detector(tmp_path / "p.onnx", SIDE, SIDE, answer, free=list(answer))
    network = LocalNetwork(file, inputs=[picture_spec(SIDE, SIDE)])
    assert_equals(YoloPose([network], YoloPoseParameters()).detect(frame(), StageClock()), SEEN)


@pytest.mark.parametrize(
    ("shape", "fed"), [((1, SIDE * 3 // 2, SIDE), None), ((1, 3, SIDE, SIDE), (SIDE * SIDE * 3 // 2,))]
)
def test_a_board_that_takes_nv12(shape, fed):
    spec = TensorSpec("images", shape, "uint8", "NV12")
    network = ScriptedDetector(SIDE, SIDE, pose_heads(SIDE, SIDE, SEEN), picture=spec)
    pose = YoloPose([network], YoloPoseParameters(letterbox="rdk"))
    assert_equals(pose.detect(frame(), StageClock()), SEEN)
    sent = network.runs[-1]["images"]
    assert sent.dtype == np.uint8 and sent.shape == (fed or shape)
    # Black in video range.
    assert set(sent.ravel()[: SIDE * SIDE]) == {16} and set(sent.ravel()[SIDE * SIDE :]) == {128}


def test_labels_and_closing():
    network = ScriptedDetector(SIDE, SIDE, pose_table(SIDE, SIDE, ()))
    pose = YoloPose([network], YoloPoseParameters())
    assert pose.labels == ("person",)
    assert YoloPose([network], YoloPoseParameters(), ("worker",)).labels == ("worker",)
    pose.close()
    assert network.closed == 1


def test_channels_last_pictures():
    network = ScriptedDetector(
        SIDE, SIDE, pose_table(SIDE, SIDE, SEEN), picture=picture_spec(SIDE, SIDE, "NHWC", BGR)
    )
    found = YoloPose([network], YoloPoseParameters()).detect(frame(), StageClock())
    assert_equals(found, SEEN)
    assert network.runs[-1]["images"].shape == (1, SIDE, SIDE, 3)
