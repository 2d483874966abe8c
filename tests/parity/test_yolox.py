"""YOLOX beside the recorded detections of both shared networks."""

import numpy as np
import pytest

from engines.detectors.yolox import Yolox, YoloxParameters
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.video.images import read_picture
from engines.video.open import open_source
from tests.parity.detections import assert_same, golden_rows
from tests.tiny_detectors import ScriptedDetector

# File, name in the records, side, NMS of the records, classes.
NETWORKS = {
    "nano": ("yolox_nano_416x416", "yolox_nano_416", 416, 0.7, "person"),
    "light": ("light_person_yolox_192x192", "light_person_192", 192, 0.5, ""),
}
# Of 71 and of 200; detections know nothing of the frame before.
FRAMES = 40


@pytest.mark.parametrize("which", NETWORKS)
@pytest.mark.parametrize("sequence", ["TUD-Campus", "PETS09-S2L1"])
def test_the_same_detections(assets, which, sequence):
    file, stem, side, nms, classes = NETWORKS[which]
    spec = TensorSpec("images", (1, 3, side, side), "float32", "NCHW", PixelFormat("BGR"))
    network = LocalNetwork(assets / "models" / f"{file}.onnx", inputs=[spec])
    detector = Yolox([network], YoloxParameters(nms_iou=nms, classes=classes))
    golden = golden_rows(assets / "golden" / "mot" / sequence / f"detections_{stem}.txt")
    source = open_source(assets / "videos" / "mot" / sequence)
    compared = 0
    try:
        while compared < FRAMES and (frame := source.read()) is not None:
            found = detector.detect(frame, StageClock())
            assert_same(found, golden.get(frame.index, np.zeros((0, 5))))
            compared += 1
    finally:
        source.close()
        detector.close()
    assert compared == FRAMES


@pytest.fixture(scope="module")
def recorded(assets):
    """Inputs and outputs of frame 1."""
    with np.load(assets / "golden" / "model_io" / "TUD-Campus_frame1_model_io.npz") as file:
        return dict(file)


@pytest.mark.parametrize("which", NETWORKS)
def test_the_same_input_and_the_same_decoding(assets, recorded, which):
    """From the recorded raw output, without the network."""
    _file, stem, side, _nms, _classes = NETWORKS[which]
    network = ScriptedDetector(side, side, {"output": recorded[f"{stem}_raw_cols0to5"][None]})
    bgr = read_picture(assets / "videos" / "mot" / "TUD-Campus" / "img1" / "000001.jpg")
    found = Yolox([network], YoloxParameters()).detect(Frame(0, 0.0, bgr), StageClock())
    shown = network.runs[-1]["images"][0].transpose(1, 2, 0)
    np.testing.assert_array_equal(shown, recorded[f"{stem}_input_bgr_u8"])
    corners = recorded[f"{stem}_boxes_xyxy_score_conf0.1_nms0.7"].astype(np.float64)
    golden = np.concatenate((corners[:, :2], corners[:, 2:4] - corners[:, :2], corners[:, 4:]), axis=1)
    assert_same(found, golden, pixels=1e-3, score=1e-5)
