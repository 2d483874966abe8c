"""Our SiamRPN tracker beside PySOT's, on recorded network answers: everything but the network.

The answers are synthetic (a peak where the truth is, look-alikes, noise); they say nothing about accuracy.
"""

import cv2
import numpy as np
import pytest

from engines.frame import Frame
from engines.geometry import Box
from engines.networks.network import TensorSpec
from engines.timing import StageClock
from engines.trackers.per_target import PerTarget
from engines.trackers.siam_rpn import SiamRpn, SiamRpnParameters, anchor_sizes
from tests.tiny_siamese import RAW_PIXELS, Scripted, image_spec

FILES = (
    "Crossing_alex_dwxcorr", "Crossing_r50_l234_dwxcorr", "Crossing_r50_l234_dwxcorr_border_max",
    "Crossing_r50_l234_dwxcorr_border_min", "Woman_alex_dwxcorr", "Woman_r50_l234_dwxcorr",
    "bag_alex_dwxcorr", "bag_r50_l234_dwxcorr",
)  # fmt: skip
PARAMETERS = {
    "r50": SiamRpnParameters(),
    "alex": SiamRpnParameters(penalty_k=0.16, window_influence=0.40, learning_rate=0.30),
}
# 2.4e-5 px is what a second implementation of the rules came to.
CLOSE_PX = 1e-4


class Recorded:
    """One recorded run; `network` answers as recorded, and in another order of tensors where wanted."""

    def __init__(self, assets, name, *, channels_last=False):
        self.data = dict(np.load(assets / "golden" / "sot_siamrpn" / f"{name}.npz"))
        sequence, self.configuration = name.split("_")[:2]
        self._folder = assets / "videos" / "sot" / sequence / "img"
        side, cells = self.data["search_crops"].shape[1], self.data["cls"].shape[2]
        self._last = channels_last
        shapes = [("loc", 20), ("cls", 10)]
        outputs = [
            TensorSpec(n, (None, cells, cells, c) if channels_last else (None, c, cells, cells), "float32")
            for n, c in shapes
        ]
        inputs = [
            image_spec("search", side, pixels=RAW_PIXELS),
            image_spec("template", 127, pixels=RAW_PIXELS),
        ]
        self.network = Scripted(inputs, outputs)
        self.network.on_run = self._answer

    def frame(self, index):
        return Frame(index, 0.0, cv2.imread(str(self._folder / f"{index + 1:04d}.jpg")))

    def _answer(self, _feeds):
        at = len(self.network.runs) - 1
        answer = {name: self.data[name][at : at + 1] for name in ("cls", "loc")}
        self.network.answer = {
            name: value.transpose(0, 2, 3, 1) if self._last else value for name, value in answer.items()
        }

    def follow(self):
        """Tracks of the whole file, the loop closed: each frame starts where ours ended the last."""
        tracker = PerTarget(SiamRpn([self.network], PARAMETERS[self.configuration]), ())
        tracker.start(self.frame(0), {1: Box(*self.data["init_bbox"].tolist())}, StageClock())
        return [tracker.update(self.frame(int(i)), StageClock())[0] for i in self.data["frame"]]


def corners(tracks):
    return np.array([(track.box.x, track.box.y, track.box.w, track.box.h) for track in tracks])


@pytest.mark.parametrize("name", FILES)
def test_boxes_scores_and_crops_are_those_of_the_original(assets, name):
    recorded = Recorded(assets, name)
    tracks = recorded.follow()
    data, runs = recorded.data, recorded.network.runs
    assert len(tracks) == len(data["frame"]) >= 20
    np.testing.assert_allclose(corners(tracks), data["bbox"], rtol=0, atol=CLOSE_PX)
    np.testing.assert_allclose([track.score for track in tracks], data["best_score"], rtol=0, atol=1e-6)
    assert [track.search.w for track in tracks] == data["crop_side"].tolist()
    for frame, crop in zip(data["search_crop_frames"], data["search_crops"], strict=True):
        (at,) = np.flatnonzero(data["frame"] == frame)
        assert (runs[at]["search"][0].transpose(1, 2, 0) == crop).all()
    assert all((run["template"][0].transpose(1, 2, 0) == data["template_crop"]).all() for run in runs)


def test_channels_last_make_no_difference(assets):
    recorded = Recorded(assets, "bag_alex_dwxcorr", channels_last=True)
    np.testing.assert_allclose(corners(recorded.follow()), recorded.data["bbox"], rtol=0, atol=CLOSE_PX)


@pytest.mark.parametrize("name", FILES[:2])
def test_the_anchors_are_the_originals(assets, name):
    anchors = Recorded(assets, name).data["anchors"].reshape(5, -1, 4)
    assert (anchors[:, :, 2:] == anchor_sizes()[:, None]).all()
