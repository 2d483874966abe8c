from dataclasses import replace

import numpy as np
import pytest

from engines.detectors.coco import COCO
from engines.detectors.yolox import Yolox, YoloxParameters
from engines.errors import BadParameter
from engines.frame import Frame
from engines.frame_result import Stage
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.timing import StageClock
from engines.trackers.parameters import apply
from tests.tiny_detectors import (
    ScriptedDetector,
    Seen,
    as_nchw,
    picture_spec,
    save_constant_detector,
    yolox_heads,
    yolox_joined,
    yolox_table,
)

SIDE = 128
SEEN = (
    Seen(20.5, 30.25, 24, 40, score=0.9, label=0, stride=8),
    Seen(100, 60, 50, 70, score=0.6, label=2, stride=16),
    Seen(60, 100, 120, 50, score=0.3, label=1, stride=32),
)


def frame(width=SIDE, height=SIDE):
    return Frame(0, 0.0, np.zeros((height, width, 3), np.uint8))


def detector(answer, width=SIDE, height=SIDE, labels=(), scales=None, **values):
    network = ScriptedDetector(width, height, answer)
    return Yolox([network], YoloxParameters(**values), labels, scales)


def found_by(answer, width=SIDE, height=SIDE, **values):
    return detector(answer, width, height, **values).detect(frame(width, height), StageClock())


def assert_equals(found, seen):
    assert found.classes.tolist() == [one.label for one in seen]
    np.testing.assert_allclose(found.boxes, [one.xywh for one in seen], rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(found.scores, [one.score for one in seen], atol=1e-4)
    assert found.boxes.dtype == found.scores.dtype == np.float64 and found.classes.dtype == np.int64
    assert found.keypoints is None


FORMS = {
    "table": yolox_table,
    "heads, NHWC": yolox_heads,
    "heads, NCHW": lambda *args: as_nchw(yolox_heads(*args)),
    "joined heads, NHWC": yolox_joined,
    "joined heads, NCHW": lambda *args: as_nchw(yolox_joined(*args)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(128, 128), (384, 640), (1088, 608)])
def test_each_form_is_decoded(form, size):
    assert_equals(found_by(FORMS[form](*size, SEEN, 3), *size), SEEN)


@pytest.mark.parametrize("form", FORMS)
def test_best_first_whatever_the_order_of_the_cells(form):
    seen = [replace(one, score=score) for one, score in zip(SEEN, (0.3, 0.6, 0.9), strict=True)]
    assert_equals(found_by(FORMS[form](SIDE, SIDE, seen, 3)), seen[::-1])


@pytest.mark.parametrize("form", FORMS)
def test_one_class(form):
    seen = (SEEN[0], Seen(90, 90, 30, 50, score=0.4, stride=16))
    found = found_by(FORMS[form](SIDE, SIDE, seen, 1))
    assert_equals(found, seen)


@pytest.mark.parametrize("classes", [1, 2, 4, 7])
@pytest.mark.parametrize("seed", range(4))
def test_heads_in_any_order(classes, seed):
    """Their names tell apart what their channels do not."""
    seen = [one for one in SEEN if one.label < classes]
    heads = list(as_nchw(yolox_heads(SIDE, SIDE, seen, classes)).items())
    order = np.random.default_rng(seed).permutation(len(heads))
    assert_equals(found_by(dict(heads[i] for i in order)), seen)


def renamed(heads, order):
    """The same heads, called by their place."""
    return {str(place): heads[name] for place, name in enumerate(order)}


@pytest.mark.parametrize("by_stride", [True, False])
@pytest.mark.parametrize("classes", [1, 4])
def test_without_telling_names_objectness_comes_first_and_the_box_last(classes, by_stride):
    seen = (Seen(20, 30, 24, 40, score=0.9), Seen(90, 90, 30, 50, score=0.4, stride=16))
    heads = yolox_heads(SIDE, SIDE, seen, classes)
    # Objectness and class of an object differ, so that mixing them up shows.
    for stride in (8, 16):
        heads[f"obj_{stride}"][heads[f"obj_{stride}"] > -10] = 3.0
    order = [f"{part}_{stride}" for part in ("obj", "cls", "reg") for stride in (8, 16, 32)]
    if by_stride:
        order = [f"{part}_{stride}" for stride in (8, 16, 32) for part in ("obj", "cls", "reg")]
    # Class 0 of "cls" is looked up with a label of its own, where there are several.
    expected = found_by(heads)
    found = found_by(renamed(heads, order))
    np.testing.assert_array_equal(found.boxes, expected.boxes)
    np.testing.assert_array_equal(found.scores, expected.scores)


def test_names_that_say_nothing_are_no_trouble_where_channels_differ():
    heads = yolox_heads(SIDE, SIDE, SEEN, 3)
    order = [f"{part}_{stride}" for part in ("reg", "cls", "obj") for stride in (32, 8, 16)]
    assert_equals(found_by(renamed(heads, order)), SEEN)


def test_a_shape_that_can_be_read_in_two_ways():
    """64 classes on a grid of 64 x 64: the other heads say which it is."""
    seen = (Seen(100, 200, 60, 90, label=40), Seen(300, 50, 60, 90, score=0.4, label=3))
    for heads in (yolox_heads(512, 512, seen, 64), as_nchw(yolox_heads(512, 512, seen, 64))):
        assert heads["cls_8"].shape == (1, 64, 64, 64)
        assert_equals(found_by(heads, 512, 512), seen)


@pytest.mark.parametrize("form", FORMS)
def test_not_below_the_threshold(form):
    answer = FORMS[form](SIDE, SIDE, SEEN, 3)
    assert_equals(found_by(answer, score_threshold=0.25), SEEN)
    assert_equals(found_by(answer, score_threshold=0.35), SEEN[:2])
    assert_equals(found_by(answer, score_threshold=0.7), SEEN[:1])
    assert len(found_by(answer, score_threshold=1.0)) == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_threshold_of_nothing_keeps_the_best(form):
    found = found_by(FORMS[form](SIDE, SIDE, SEEN, 3), score_threshold=0.0, max_detections=3)
    assert_equals(found, SEEN)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "kept"),
    [("person", [0]), ("car", [1]), (" Bicycle , 0", [0, 2]), ("2", [2]), ("", [0, 1, 2]), (",", [0, 1, 2])],
)
def test_only_the_classes_that_are_wanted(form, text, kept):
    names = ("person", "car", "bicycle")
    answer = FORMS[form](SIDE, SIDE, SEEN, 3)
    found = found_by(answer, labels=names, classes=text)
    assert_equals(found, [one for one in SEEN if one.label in kept])


def test_a_wanted_class_counts_even_where_another_is_stronger():
    heads = yolox_heads(SIDE, SIDE, [Seen(20, 30, 24, 40, score=0.5, label=0)], 2)
    heads["cls_8"][0, 3, 2, 1] = 6.0
    assert found_by(heads).classes.tolist() == [1]
    wanted = found_by(heads, labels=("person", "car"), classes="person")
    assert wanted.classes.tolist() == [0] and wanted.scores[0] == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize("text", ["horse", "person, 3", "-1", "1.5"])
def test_a_class_that_there_is_not(text):
    with pytest.raises(BadParameter, match=r"there is no class .*Known: person, car, bicycle"):
        detector(yolox_table(SIDE, SIDE, (), 3), labels=("person", "car", "bicycle"), classes=text)


@pytest.mark.parametrize(
    ("classes", "given", "labels"),
    [(1, (), ("person",)), (80, (), COCO), (3, (), ("0", "1", "2")), (2, ("cat", "dog"), ("cat", "dog"))],
)
def test_labels(classes, given, labels):
    assert detector(yolox_table(SIDE, SIDE, (), classes), labels=given).labels == labels


def test_as_many_labels_as_classes():
    with pytest.raises(NetworkDoesNotFit, match="knows 3 classes, but 2 names"):
        detector(yolox_table(SIDE, SIDE, (), 3), labels=("cat", "dog"))


def test_coco_names():
    assert len(COCO) == len(set(COCO)) == 80
    assert (COCO[0], COCO[15], COCO[79]) == ("person", "cat", "toothbrush")


def test_one_thing_is_found_once():
    twins = (SEEN[0], Seen(26, 30, 24, 40, score=0.8), Seen(30, 34, 24, 40, score=0.7, label=1))
    found = found_by(yolox_table(SIDE, SIDE, twins, 3), nms_iou=0.5)
    assert_equals(found, (twins[0], twins[2]))
    assert len(found_by(yolox_table(SIDE, SIDE, twins, 3), nms_iou=0.9)) == 3


def test_boxes_in_pixels_of_the_frame():
    """256 x 128 into 128 x 128, top-left: half the size, no offset."""
    found = detector(yolox_table(SIDE, SIDE, SEEN[:1], 1)).detect(frame(256, 128), StageClock())
    np.testing.assert_allclose(found.boxes, [[2 * v for v in SEEN[0].xywh]], rtol=1e-4)


@pytest.mark.parametrize("kind", ["int32", "int8", "float16"])
def test_other_types_of_numbers(kind):
    heads = yolox_heads(SIDE, SIDE, SEEN, 3)
    scales = None
    if kind != "float16":
        rng = np.random.default_rng(1)
        scale = {"int32": 1e-5, "int8": 0.1}[kind]
        scales = {name: rng.uniform(scale, 2 * scale, head.shape[-1]) for name, head in heads.items()}
        heads = {name: np.rint(head / scales[name]) for name, head in heads.items()}
    heads = {name: np.clip(head, -127, 127) if kind == "int8" else head for name, head in heads.items()}
    found = found_by({name: head.astype(kind) for name, head in heads.items()}, scales=scales)
    tolerance = {"int32": 1e-2, "float16": 0.2, "int8": 8.0}[kind]
    np.testing.assert_allclose(found.boxes, [one.xywh for one in SEEN], atol=tolerance)


def test_whole_numbers_without_scales():
    heads = {name: head.astype(np.int32) for name, head in yolox_heads(SIDE, SIDE, SEEN, 3).items()}
    with pytest.raises(NetworkDoesNotFit, match=r"'obj_8' holds whole numbers \(int32\) and has no scales"):
        detector(heads)


def cell_of(answer, form, column):
    """Where a number of the stride-8 cell (4, 6) lies in an answer: an array and an index.

    Columns are x, y, w, h, objectness, class.
    """
    if form == "table":
        return answer["output"], (0, 6 * (SIDE // 8) + 4, column)
    name, channel = "out_8", column
    if "joined" not in form:
        name, channel = (("reg_8", column), ("obj_8", 0), ("cls_8", 0))[max(column - 3, 0)]
    return answer[name], (0, channel, 6, 4) if "NCHW" in form else (0, 6, 4, channel)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("column", range(6))
def test_broken_numbers_count_as_nothing(form, broken, column):
    """A second thing has one broken number; the first is found all the same."""
    answer = FORMS[form](SIDE, SIDE, SEEN[:1], 1)
    sure = 0.99 if form == "table" else 6.0
    for each, value in enumerate((0.0, 0.0, 0.0, 0.0, sure, sure)):
        array, index = cell_of(answer, form, each)
        array[index] = value
    assert len(found_by(answer)) == 2
    array, index = cell_of(answer, form, column)
    array[index] = broken
    assert_equals(found_by(answer), SEEN[:1])


def test_a_network_in_a_file(tmp_path):
    file = save_constant_detector(tmp_path / "y.onnx", SIDE, SIDE, as_nchw(yolox_heads(SIDE, SIDE, SEEN, 3)))
    network = LocalNetwork(file, inputs=[picture_spec(SIDE, SIDE)])
    clock = StageClock()
    found = Yolox([network], YoloxParameters()).detect(frame(), clock)
    assert_equals(found, SEEN)
    assert {one.stage for one in clock.stages} == {Stage.PREPROCESS, Stage.INFER, Stage.POSTPROCESS}


def test_a_file_that_does_not_say_its_sizes(tmp_path):
    answer = yolox_table(SIDE, SIDE, SEEN, 3)
    file = save_constant_detector(tmp_path / "y.onnx", SIDE, SIDE, answer, free=list(answer))
    network = LocalNetwork(file, inputs=[picture_spec(SIDE, SIDE)])
    assert network.outputs[0].shape == (None, None, None)
    assert_equals(Yolox([network], YoloxParameters()).detect(frame(), StageClock()), SEEN)


def test_what_the_network_is_shown():
    network = ScriptedDetector(SIDE, SIDE, yolox_table(SIDE, SIDE, (), 1))
    yolox = Yolox([network], YoloxParameters())
    for width, height, value in ((256, 128, 9), (256, 128, 7), (128, 256, 5), (64, 64, 3)):
        bgr = np.full((height, width, 3), (value, value + 1, value + 2), np.uint8)
        yolox.detect(Frame(0, 0.0, bgr), StageClock())
        scale = SIDE / max(width, height)
        expected = np.full((1, 3, SIDE, SIDE), 114, np.float32)
        inside = expected[:, :, : int(height * scale), : int(width * scale)]
        inside[...] = np.reshape((value, value + 1, value + 2), (1, 3, 1, 1))
        np.testing.assert_array_equal(network.runs[-1]["images"], expected)


def test_closing_closes_the_network():
    network = ScriptedDetector(SIDE, SIDE, yolox_table(SIDE, SIDE, (), 1))
    Yolox([network], YoloxParameters()).close()
    assert network.closed == 1


def test_parameters_from_words():
    chosen = apply(YoloxParameters, {"score_threshold": "0.5", "classes": "person", "max_detections": "10"})
    assert chosen == YoloxParameters(score_threshold=0.5, classes="person", max_detections=10)
    with pytest.raises(BadParameter):
        apply(YoloxParameters, {"nms_iou": 1.5})
