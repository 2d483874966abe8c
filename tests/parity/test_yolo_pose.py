"""YOLO-pose beside the recorded persons and keypoints of the shared networks, decoded and raw."""

import json

import numpy as np
import pytest

from engines.detectors.cells import Cells
from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.video.images import read_picture
from tests.parity.detections import assert_same
from tests.tiny_detectors import ScriptedDetector, as_nchw, pose_heads

SIDE = 640
RGB = PixelFormat("RGB", (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))
FILES = {"decoded": "yolov8n-pose_640.onnx", "raw": "yolov8n-pose_640_raw9.onnx"}
# Folder of pictures, and how many of them are passed over each time.
PICTURES = {"TUD-Campus": ("mot/TUD-Campus/img1", 12), "coco8_train": ("pose_images/coco8-pose/images", 1)}


@pytest.fixture(scope="module")
def detectors(assets):
    spec = TensorSpec("images", (1, 3, SIDE, SIDE), "float32", "NCHW", RGB)
    networks = {kind: LocalNetwork(assets / "models" / file, inputs=[spec]) for kind, file in FILES.items()}
    made = {kind: YoloPose([network], YoloPoseParameters()) for kind, network in networks.items()}
    yield made
    for detector in made.values():
        detector.close()


@pytest.mark.parametrize("pictures", PICTURES)
@pytest.mark.parametrize("kind", FILES)
def test_the_same_persons(assets, detectors, kind, pictures):
    folder, step = PICTURES[pictures]
    golden = json.loads((assets / "golden" / "pose" / f"yolov8n-pose_640_{pictures}.json").read_text())
    for name, persons in list(golden.items())[::step]:
        frame = Frame(0, 0.0, read_picture(assets / "videos" / folder / name))
        found = detectors[kind].detect(frame, StageClock())
        rows = np.reshape([[*person["bbox_xywh"], person["score"]] for person in persons], (-1, 5))
        pairs = assert_same(found, rows)
        keypoints = np.reshape([person["keypoints"] for person in persons], (-1, 17, 3))[pairs]
        np.testing.assert_allclose(found.keypoints[..., :2], keypoints[..., :2], rtol=0, atol=0.1)
        np.testing.assert_allclose(found.keypoints[..., 2], keypoints[..., 2], rtol=0, atol=1e-3)


def test_raw_and_decoded_say_the_same(assets, detectors):
    for number in (1, 60):
        bgr = read_picture(assets / "videos" / "mot" / "TUD-Campus" / "img1" / f"{number:06}.jpg")
        decoded, raw = (detectors[kind].detect(Frame(0, 0.0, bgr), StageClock()) for kind in FILES)
        assert len(decoded) >= 3
        np.testing.assert_allclose(raw.boxes, decoded.boxes, rtol=0, atol=2e-3)
        np.testing.assert_allclose(raw.scores, decoded.scores, rtol=0, atol=1e-5)
        np.testing.assert_allclose(raw.keypoints, decoded.keypoints, rtol=0, atol=2e-3)


@pytest.fixture(scope="module")
def recorded(assets):
    """Inputs and outputs of frame 1."""
    with np.load(assets / "golden" / "model_io" / "TUD-Campus_frame1_model_io.npz") as file:
        return dict(file)


def test_the_same_input(assets, recorded):
    network = ScriptedDetector(
        SIDE,
        SIDE,
        pose_heads(SIDE, SIDE, ()),
        picture=TensorSpec("x", (1, 3, SIDE, SIDE), "float32", "NCHW", RGB),
    )
    bgr = read_picture(assets / "videos" / "mot" / "TUD-Campus" / "img1" / "000001.jpg")
    YoloPose([network], YoloPoseParameters()).detect(Frame(0, 0.0, bgr), StageClock())
    shown = network.runs[-1]["x"][0].transpose(1, 2, 0)
    np.testing.assert_allclose(shown * 255, recorded["pose_input_rgb_u8"], atol=1e-4)


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_the_recorded_raw_values_give_the_recorded_decoded_ones(recorded, layout):
    """A hundred cells put where they belong; everything else is far below the threshold."""
    heads, cells = pose_heads(SIDE, SIDE, ()), Cells(SIDE, SIDE)
    for column, cell in enumerate(recorded["pose_anchor_index"]):
        grid = int(np.searchsorted(cells.starts, cell, side="right")) - 1
        row, at = divmod(int(cell) - cells.starts[grid], cells.grids[grid][1])
        for part, values in (("box", "bbox"), ("cls", "cls"), ("kpt", "kpt")):
            heads[f"{part}_{(8, 16, 32)[grid]}"][0, row, at] = recorded[f"pose_raw_{values}"][:, column]
    network = ScriptedDetector(SIDE, SIDE, as_nchw(heads) if layout == "NCHW" else heads)
    everything = YoloPoseParameters(score_threshold=1e-4, nms_iou=1.0)
    frame = Frame(0, 0.0, np.zeros((SIDE, SIDE, 3), np.uint8))
    found = YoloPose([network], everything).detect(frame, StageClock())
    decoded = recorded["pose_decoded_56"].T.astype(np.float64)
    rows = np.concatenate((decoded[:, :2] - decoded[:, 2:4] / 2, decoded[:, 2:5]), axis=1)
    pairs = assert_same(found, rows, pixels=2e-3, score=1e-5)
    np.testing.assert_allclose(found.keypoints, decoded[pairs, 5:].reshape(-1, 17, 3), rtol=0, atol=2e-3)
