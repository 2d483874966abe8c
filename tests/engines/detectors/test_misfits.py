"""Networks that are no detectors of the kind: the message says which tensor, what was expected and found."""

import numpy as np
import pytest

from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.detectors.yolox import Yolox, YoloxParameters
from engines.frame import Frame
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import TensorSpec
from engines.timing import StageClock
from tests.tiny_detectors import (
    BGR,
    ScriptedDetector,
    as_nchw,
    picture_spec,
    pose_heads,
    pose_table,
    yolox_heads,
    yolox_joined,
    yolox_table,
)

SIDE = 128
CELLS = 16 * 16 + 8 * 8 + 4 * 4


def make(kind, answer, picture=None):
    network = ScriptedDetector(SIDE, SIDE, answer, picture=picture)
    if kind == "yolox":
        return Yolox([network], YoloxParameters())
    return YoloPose([network], YoloPoseParameters())


def without(answer, name):
    return {key: value for key, value in answer.items() if key != name}


def with_shape(answer, name, shape):
    return {**answer, name: np.zeros(shape, np.float32)}


YOLOX_HEADS, POSE_HEADS = yolox_heads(SIDE, SIDE, (), 3), pose_heads(SIDE, SIDE, ())
YOLOX_SAYS = rf"YOLOX: expected outputs \[1, {CELLS}, 5 \+ C\], or .* \(16 x 16, 8 x 8, 4 x 4\); found: "
POSE_SAYS = rf"YOLO-pose: expected outputs \[1, 56, {CELLS}\], or 64, 1 and 51 channels .*; found: "


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"output": np.zeros((1, CELLS, 5), np.float32)}, rf"output \[1,{CELLS},5\]"),
        ({"output": np.zeros((1, 100, 85), np.float32)}, r"output \[1,100,85\]"),
        ({"output": np.zeros((2, CELLS, 85), np.float32)}, rf"output \[2,{CELLS},85\]"),
        (without(YOLOX_HEADS, "cls_8"), r"obj_8 \[1,16,16,1\], obj_16"),
        (with_shape(YOLOX_HEADS, "reg_16", (1, 8, 8, 5)), r".*reg_16 \[1,8,8,5\]"),
        (with_shape(YOLOX_HEADS, "reg_16", (1, 8, 9, 4)), r".*reg_16 \[1,8,9,4\]"),
        (with_shape(YOLOX_HEADS, "cls_16", (1, 8, 8, 2)), r".*cls_16 \[1,8,8,2\]"),
        (with_shape(YOLOX_HEADS, "obj_16", (1, 64, 1)), r".*obj_16 \[1,64,1\]"),
        (with_shape(YOLOX_HEADS, "obj_16", (1, 16, 16, 1)), r".*obj_16 \[1,16,16,1\]"),
        (with_shape(yolox_joined(SIDE, SIDE, (), 3), "out_8", (1, 16, 16, 9)), r"out_8 \[1,16,16,9\]"),
        (with_shape(yolox_joined(SIDE, SIDE, (), 3), "out_8", (1, 8, 8, 8)), r"out_8 \[1,8,8,8\]"),
        (pose_table(SIDE, SIDE, ()), rf"output0 \[1,56,{CELLS}\]"),
        ({}, "none"),
    ],
)
def test_outputs_that_are_not_yolox(answer, found):
    with pytest.raises(NetworkDoesNotFit, match=YOLOX_SAYS + found):
        make("yolox", answer)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"output0": np.zeros((1, 56, 100), np.float32)}, r"output0 \[1,56,100\]"),
        ({"output0": np.zeros((1, 84, CELLS), np.float32)}, rf"output0 \[1,84,{CELLS}\]"),
        (without(POSE_HEADS, "box_8"), r"cls_8 \[1,16,16,1\], kpt_8"),
        (with_shape(POSE_HEADS, "box_8", (1, 16, 16, 32)), r".*box_8 \[1,16,16,32\]"),
        (with_shape(POSE_HEADS, "box_8", (1, 8, 8, 64)), r".*box_8 \[1,8,8,64\]"),
        (with_shape(POSE_HEADS, "kpt_8", (1, 16, 16, 64)), r".*kpt_8 \[1,16,16,64\]"),
        (as_nchw(YOLOX_HEADS), r"obj_8 \[1,1,16,16\]"),
        (yolox_table(SIDE, SIDE, (), 80), rf"output \[1,{CELLS},85\]"),
    ],
)
def test_outputs_that_are_not_pose(answer, found):
    with pytest.raises(NetworkDoesNotFit, match=POSE_SAYS + found):
        make("pose", answer)


GOOD = {"yolox": yolox_table(SIDE, SIDE, (), 1), "pose": pose_table(SIDE, SIDE, ())}


def spec(shape, layout, dtype="float32", pixels=BGR):
    return TensorSpec("images", shape, dtype, layout, pixels)


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (spec((1, 3, SIDE, SIDE), "", pixels=None), r"one image input; found: images \[1, 3, 128, 128\]"),
        (spec((1, 3, None, SIDE), "NCHW"), r"'images': expected \[1, 3, H, W\] .*found \[1, 3, None, 128\]"),
        (spec((1, None, None, 3), "NHWC"), r"'images': expected \[1, H, W, 3\] .*found \[1, None, None, 3\]"),
        (spec((1, 1, SIDE, SIDE), "NCHW"), r"'images': expected \[1, 3, H, W\] .*found \[1, 1, 128, 128\]"),
        (spec((1, 3, SIDE, SIDE), "NHWC"), r"'images': expected \[1, H, W, 3\] .*found \[1, 3, 128, 128\]"),
        (spec((3, SIDE, SIDE), "NCHW"), r"'images': expected \[1, 3, H, W\] .*found \[3, 128, 128\]"),
        (spec((1, 193, SIDE), "NV12", "uint8", None), r"'images': expected \[1, H \* 3 / 2, W\]"),
        (spec((1, None, SIDE), "NV12", "uint8", None), r"'images': .*found \[1, None, 128\]"),
        (spec((1, 3, SIDE, SIDE), "NCWH"), r"'images': expected NCHW, NHWC, NV12"),
    ],
)
def test_inputs_that_are_no_picture(kind, picture, message):
    with pytest.raises(NetworkDoesNotFit, match=message):
        make(kind, GOOD[kind], picture)


@pytest.mark.parametrize("kind", GOOD)
def test_two_inputs(kind):
    network = ScriptedDetector(SIDE, SIDE, GOOD[kind])
    network.inputs = (picture_spec(SIDE, SIDE), picture_spec(64, 64))
    with pytest.raises(NetworkDoesNotFit, match=r"needs one image input; found: images .*, images"):
        (Yolox if kind == "yolox" else YoloPose)(
            [network], YoloxParameters() if kind == "yolox" else YoloPoseParameters()
        )


@pytest.mark.parametrize("kind", GOOD)
def test_a_free_batch_is_no_trouble(kind):
    detector = make(kind, GOOD[kind], spec((None, 3, SIDE, SIDE), "NCHW"))
    assert len(detector.detect(Frame(0, 0.0, np.zeros((9, 9, 3), np.uint8)), StageClock())) == 0


@pytest.mark.parametrize("kind", GOOD)
def test_a_run_that_gives_something_else(kind):
    """Files may declare one shape and give another."""
    network = ScriptedDetector(SIDE, SIDE, GOOD[kind])
    detector = (
        Yolox([network], YoloxParameters()) if kind == "yolox" else YoloPose([network], YoloPoseParameters())
    )
    ((name, value),) = GOOD[kind].items()
    network.answer = {name: value[:, :-1]}
    frame = Frame(0, 0.0, np.zeros((9, 9, 3), np.uint8))
    wanted, found = list(value.shape), list(value[:, :-1].shape)
    with pytest.raises(NetworkDoesNotFit) as caught:
        detector.detect(frame, StageClock())
    assert f"output '{name}': expected {wanted}, found {found}" in str(caught.value)
    network.answer = {}
    with pytest.raises(NetworkDoesNotFit, match=f"output '{name}': .* found none"):
        detector.detect(frame, StageClock())
