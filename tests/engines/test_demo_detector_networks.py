"""The bundled detectors: shape of their files, and what they find in the bundled clip."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from engines.detections import Detections
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.timing import StageClock
from resources.recipes.evaluate_demo_detectors import (
    Tally,
    frames_of,
    load_truth,
    matched,
    open_detector,
    overlaps,
)
from resources.recipes.keypoint_similarity import oks, oks_of_either_side

BUNDLED = Path(str(resources.files("resources")))
LARGEST_BYTES = 3_000_000
EVERY = 60
GRIDS = {8: (48, 80), 16: (24, 40), 32: (12, 20)}
MOT_OUTPUTS = {
    f"{part}_{stride}": (1, channels, *grid)
    for part, channels in (("obj", 1), ("cls", 1), ("reg", 4))
    for stride, grid in GRIDS.items()
}
POSE_OUTPUTS = {
    f"{part}_{stride}": (1, 640 // stride, 640 // stride, channels)
    for stride in GRIDS
    for part, channels in (("cls", 1), ("box", 64), ("kpt", 51))
}


@pytest.mark.parametrize(
    ("name", "size", "outputs"),
    [("demo_mot", (384, 640), MOT_OUTPUTS), ("demo_pose", (640, 640), POSE_OUTPUTS)],
)
def test_its_file_has_the_layout_that_its_decoder_expects(name, size, outputs):
    path = BUNDLED / "networks" / f"{name}.onnx"
    assert path.stat().st_size <= LARGEST_BYTES
    network = LocalNetwork(path)
    assert [(i.name, i.dtype, i.shape) for i in network.inputs] == [("images", "float32", (1, 3, *size))]
    found = [(o.name, o.dtype, o.shape) for o in network.outputs]
    network.close()
    assert found == [(output, "float32", shape) for output, shape in outputs.items()]


@pytest.fixture(scope="module")
def tallies():
    """What both find in some frames of the clip, counted by kind."""
    truth = load_truth(BUNDLED / "clips" / "demo.groundtruth.npz")
    detectors = {name: open_detector(BUNDLED / "networks" / f"demo_{name}.onnx") for name in ("mot", "pose")}
    counted = {name: Tally() for name in detectors}
    for index, picture in frames_of(BUNDLED / "clips" / "demo.mp4", EVERY):
        for name, detector in detectors.items():
            seen = truth.boxes[index], truth.keypoints[index], truth.visibility[index]
            counted[name].add(detector.detect(Frame(index, 0.0, picture), StageClock()), *seen)
    for detector in detectors.values():
        detector.close()
    return counted


@pytest.mark.parametrize("name", ["mot", "pose"])
def test_it_finds_nearly_everybody_and_hardly_anything_else(tallies, name):
    tally = tallies[name]
    scores, right = np.array(tally.scores), np.array(tally.right)
    sure = scores >= 0.5
    assert tally.people > 30
    assert right[sure].sum() >= 0.9 * tally.people
    assert right[sure].mean() >= 0.95
    assert np.mean(tally.ious) >= 0.75


@pytest.mark.parametrize("name", ["mot", "pose"])
def test_a_tracker_may_start_from_its_scores(tallies, name):
    """New tracks need 0.6 and what is no person stays far below."""
    scores, right = np.array(tallies[name].scores), np.array(tallies[name].right)
    assert np.median(scores[right]) > 0.7
    assert (scores[~right] >= 0.6).sum() <= 0.02 * right.sum()


def test_its_keypoints_lie_where_the_joints_were_drawn(tallies):
    """Which leg of a figure in dark trousers is the left one is hard to see; where the legs are is not."""
    tally = tallies["pose"]
    assert len(tally.similarities) > 30
    assert np.nanmean(tally.similarities) >= 0.74
    assert np.nanmean(tally.either_side) >= 0.85


def test_overlaps_of_known_boxes():
    boxes = np.array([[0, 0, 10, 10], [5, 0, 10, 10], [50, 50, 1, 1]], np.float64)
    np.testing.assert_allclose(overlaps(boxes[:1], boxes), [[1, 1 / 3, 0]])


def test_a_true_box_is_matched_once():
    boxes = np.array([[0, 0, 10, 10], [1, 0, 10, 10]], np.float64)
    found = Detections(boxes, np.array([0.5, 0.9]), np.zeros(2, np.int64))
    assert matched(found, boxes[:1], 0.5).tolist() == [-1, 0]


def test_keypoints_are_like_themselves():
    points = np.column_stack([np.arange(17.0), np.arange(17.0), np.ones(17)])
    box = np.array([0, 0, 30, 90.0])
    assert oks(points, points, box) == pytest.approx(1)
    assert oks(points + np.array([9.0, 0, 0]), points, box) < 0.6


def test_exchanged_legs_are_worse_than_right_ones_but_legs_of_either_side():
    points = np.column_stack([np.arange(17.0) * 5, np.arange(17.0), np.ones(17)])
    exchanged = points[[*range(13), 14, 13, 16, 15]]
    box = np.array([0, 0, 30, 90.0])
    assert oks(exchanged, points, box) < 0.97
    assert oks_of_either_side(exchanged, points, box) == pytest.approx(1)
