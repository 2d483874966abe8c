"""Our E.T.Track tracker beside the original, both with LightTrack's weights, on every shared sequence."""

import csv
from dataclasses import dataclass

import numpy as np
import pytest

from engines.frame import Frame
from engines.geometry import Box
from engines.metrics.sot import score_sequence
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.track import Track, TrackState
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget
from engines.video.open import open_source
from tests.parity.conftest import SEQUENCES
from tests.tiny_siamese import Scripted

GOLDEN = "lighttrack_etcode_fixed288"
MEAN, STD = np.array([0.485, 0.456, 0.406]) * 255, np.array([0.229, 0.224, 0.225]) * 255
PIXELS = PixelFormat("RGB", tuple(MEAN), tuple(1 / STD))
TEMPLATE = TensorSpec("z", (1, 3, 127, 127), "float32", "NCHW", PIXELS)
SEARCH = TensorSpec("x", (1, 3, 288, 288), "float32", "NCHW", PIXELS)
# The reference ran in PyTorch; with these ONNX files its own code parts there as well: one rounding decides
# otherwise, and the loop is closed.
PARTED = {"david": 194}
STAGES = {"Crossing": (1, 2, 30), "bag": (1, 2, 100)}
# 761 frames of one sequence, on whatever runs the tests.
pytestmark = pytest.mark.timeout(600)


class Watched:
    """A network that keeps what it is fed and what it makes while `is_kept`."""

    def __init__(self, network):
        self._network = network
        self.name, self.inputs, self.outputs = network.name, network.inputs, network.outputs
        self.is_kept, self.last = True, None

    def run(self, feeds, clock):
        made = self._network.run(feeds, clock)
        if self.is_kept:
            self.last = Moment({name: value.copy() for name, value in feeds.items()}, made)
        return made

    def close(self):
        self._network.close()


@dataclass(frozen=True)
class Moment:
    """What a network was fed and made in one frame."""

    fed: dict
    made: dict


@dataclass(frozen=True)
class Run:
    """One followed sequence; `moments` are those of the template network, and of frames with stages."""

    truth: list[Box | None]
    golden: np.ndarray  # (N, 5) x, y, w, h, score
    tracks: list[Track]
    moments: dict[int, Moment]

    @property
    def off(self):
        """Greatest difference of x, y, w, h by frame."""
        ours = np.array([(t.box.x, t.box.y, t.box.w, t.box.h) for t in self.tracks])
        return np.abs(ours - self.golden[:, :4]).max(axis=1)


@pytest.fixture(scope="module")
def networks(assets):
    models = assets / "models"
    opened = [
        Watched(LocalNetwork(models / "lighttrack_net1_template127.onnx", inputs=[TEMPLATE])),
        Watched(LocalNetwork(models / "lighttrack_net2_search288.onnx", inputs=[SEARCH])),
    ]
    yield opened
    for network in opened:
        network.close()


@pytest.fixture(scope="module")
def runs(assets, networks):
    """Each sequence once, when it is first asked for."""
    made = {}

    def run(sequence):
        if sequence not in made:
            made[sequence] = follow(assets, networks, sequence)
        return made[sequence]

    return run


def follow(assets, networks, sequence):
    with (assets / "golden" / "sot" / sequence / f"{GOLDEN}.csv").open() as file:
        rows = [[float(row[key]) for key in ("x", "y", "w", "h", "score")] for row in csv.DictReader(file)]
    source = open_source(assets / "videos" / "sot" / sequence)
    truth = [source.ground_truth.box_of(i, 1) for i in range(len(rows))]
    tracker = PerTarget(EtTrack(networks, EtTrackParameters()), ())
    tracks, moments = [], {}
    try:
        for index in range(len(rows)):
            frame, clock = source.read(), StageClock()
            networks[1].is_kept = index in STAGES.get(sequence, ())
            tracks += tracker.update(frame, clock) if index else tracker.start(frame, {1: truth[0]}, clock)
            if index == 0 or networks[1].is_kept:
                moments[index] = networks[min(index, 1)].last
    finally:
        source.close()
    return Run(truth, np.array(rows), tracks, moments)


# -- stage by stage ----------------------------------------------------------------------------


def crop_of(tensor):
    """The uint8 RGB crop that an input was made of."""
    return np.rint(tensor[0].transpose(1, 2, 0) * STD + MEAN).astype(np.uint8)


def stages(assets, sequence):
    return np.load(assets / "golden" / "sot" / sequence / f"{GOLDEN}_stages.npz")


@pytest.mark.parametrize("sequence", STAGES)
def test_crops_features_and_maps(assets, runs, sequence):
    golden, run = stages(assets, sequence), runs(sequence)
    assert (crop_of(run.moments[0].fed["z"]) == golden["z_crop_rgb"]).all()
    np.testing.assert_allclose(run.moments[0].made["zf"], golden["zf"], atol=1e-3)
    for i in STAGES[sequence]:
        moment = run.moments[i]
        assert run.tracks[i].search.w == golden[f"f{i}_x_original_size"]
        assert (crop_of(moment.fed["x"]) == golden[f"f{i}_x_crop_rgb"]).all()
        np.testing.assert_allclose(moment.made["cls"], golden[f"f{i}_cls_logits"], atol=1e-3)
        np.testing.assert_allclose(moment.made["bbox"], golden[f"f{i}_bbox"], atol=1e-2)


@pytest.mark.parametrize("sequence", STAGES)
def test_the_same_maps_give_the_same_boxes(assets, networks, sequence):
    golden = stages(assets, sequence)
    stub = Scripted(networks[1].inputs, networks[1].outputs)
    tracker = EtTrack([networks[0], stub], EtTrackParameters())
    source = open_source(assets / "videos" / "sot" / sequence)
    frame: Frame = source.read()
    source.close()
    state = tracker.begin(frame, Box(*golden["init_bbox"].tolist()), StageClock())
    for i in STAGES[sequence]:
        place = Box.around(*golden[f"f{i}_target_pos_in"].tolist(), *golden[f"f{i}_target_sz_in"].tolist())
        step = tracker.step(tracker.relocate(state, place), 1, frame, StageClock())
        next(step)
        with pytest.raises(StopIteration) as done:
            step.send({"cls": golden[f"f{i}_cls_logits"], "bbox": golden[f"f{i}_bbox"]})
        box = done.value.value[1].box
        assert (box.x, box.y, box.w, box.h) == pytest.approx(golden[f"f{i}_bbox_xywh"].tolist(), abs=1e-4)


# -- the closed loop ---------------------------------------------------------------------------


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_same_boxes_as_the_original(runs, sequence):
    run = runs(sequence)
    together = PARTED.get(sequence, len(run.tracks))
    assert run.off[:together].max() <= 0.01
    ours = np.array([track.score for track in run.tracks[:together]])
    np.testing.assert_allclose(ours, run.golden[:together, 4], atol=1e-4)


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_same_auc_as_the_original(runs, golden_scores, sequence):
    run = runs(sequence)
    ours = score_sequence([track.box for track in run.tracks], run.truth)
    assert ours.auc == pytest.approx(golden_scores[sequence][GOLDEN]["auc"], abs=0.005)


def test_lost_is_said_where_the_target_is_out_of_view_and_hardly_elsewhere(runs):
    out_of_view = [i for i, box in enumerate(runs("pedestrian3").truth) if box is None]
    lost = [i for i, track in enumerate(runs("pedestrian3").tracks) if track.state is TrackState.LOST]
    assert len(out_of_view) == 28 and len(set(lost) & set(out_of_view)) >= 15
    assert not set(lost) - set(out_of_view)
    for sequence in ("Crossing", "bag", "DragonBaby", "jumping"):
        assert all(track.state is TrackState.TRACKED for track in runs(sequence).tracks)
