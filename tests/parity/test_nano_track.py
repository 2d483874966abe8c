"""Our NanoTrack beside OpenCV's on every shared sequence, and in its own mode."""

import numpy as np
import pytest

from engines.geometry import iou
from engines.metrics.sot import score_sequence
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.nano_track import NanoTrack, NanoTrackParameters
from engines.trackers.per_target import PerTarget
from engines.video.open import open_source
from tests.parity.conftest import SEQUENCES, golden_boxes

# What differs shows long before; the bench runs all frames.
MOST_FRAMES = 150
IMAGE = TensorSpec("input", (1, 3, None, None), "float32", "NCHW", PixelFormat())
# OpenCV runs the networks with its own arithmetic. Where one rounding of it sends a run elsewhere, frames
# count up to there. None was seen: boxes are the same to the pixel.
PARTED_IOU, EARLIEST_PARTING, MOST_PARTED = 0.5, 40, 1


@pytest.fixture(scope="module")
def networks(assets):
    models = assets / "models"
    opened = [
        LocalNetwork(models / "nanotrackv2_backbone_dynamic.onnx", inputs=[IMAGE]),
        LocalNetwork(models / "nanotrackv2_head_sim.onnx"),
    ]
    yield opened
    for network in opened:
        network.close()


@pytest.fixture(scope="module")
def runs(assets, networks):
    """Tracks of both modes and the truth by sequence, made when first asked for."""
    made = {}

    def run(sequence):
        if sequence not in made:
            made[sequence] = follow(assets, networks, sequence)
        return made[sequence]

    return run


def follow(assets, networks, sequence):
    golden = golden_boxes(assets, sequence, "opencv_trackernano_v2")[:MOST_FRAMES]
    source = open_source(assets / "videos" / "sot" / sequence)
    truth = [source.ground_truth.box_of(i, 1) for i in range(len(golden))]
    trackers = {
        m: PerTarget(NanoTrack(networks, NanoTrackParameters(mode=m)), ()) for m in ("opencv", "best")
    }
    tracks = {mode: [] for mode in trackers}
    try:
        for index in range(len(golden)):
            frame = source.read()
            for mode, tracker in trackers.items():
                if index == 0:
                    tracks[mode] += tracker.start(frame, {1: truth[0]}, StageClock())
                else:
                    tracks[mode] += tracker.update(frame, StageClock())
    finally:
        source.close()
    return golden, truth, tracks


def first_parting(overlaps):
    parted = np.flatnonzero(overlaps < PARTED_IOU)
    return int(parted[0]) if len(parted) else len(overlaps)


def agreement(run):
    golden, _truth, tracks = run
    return np.array(
        [iou(track.box, box) for track, box in zip(tracks["opencv"][1:], golden[1:], strict=True)]
    )


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_same_boxes_as_opencv(runs, sequence):
    overlaps = agreement(runs(sequence))
    parted = first_parting(overlaps)
    assert parted >= EARLIEST_PARTING
    assert overlaps[:parted].mean() >= 0.98
    assert (overlaps[:EARLIEST_PARTING] == 1.0).mean() >= 0.9  # the rounding is OpenCV's


def test_hardly_any_sequence_parts_from_opencvs(runs):
    overlaps = [agreement(runs(name)) for name in SEQUENCES]
    assert sum(first_parting(values) < len(values) for values in overlaps) <= MOST_PARTED


def test_the_same_scores_as_opencv(assets, runs):
    _golden, _truth, tracks = runs("bag")
    text = (assets / "golden" / "sot" / "bag" / "opencv_trackernano_v2.csv").read_text().splitlines()
    scores = [float(row.split(",")[5]) for row in text[2:42]]
    assert [track.score for track in tracks["opencv"][1:41]] == pytest.approx(scores, abs=1e-4)
    assert all(track.state is TrackState.TRACKED for track in tracks["opencv"])


def test_our_own_mode_follows_well(runs):
    """Of the frames that were run; OpenCV's reaches 0.70 there, ours 0.717."""
    made = [runs(name) for name in SEQUENCES]
    scores = [score_sequence([track.box for track in tracks["best"]], truth) for _g, truth, tracks in made]
    assert np.mean([score.auc for score in scores]) >= 0.69
