"""The shared, real videos: every one opens with its truth, and seeking is exact."""

import json

import numpy as np
import pytest

from engines.video.open import open_source

SOT = (
    "Crossing",
    "DragonBaby",
    "Woman",
    "bag",
    "boat1",
    "david",
    "jumping",
    "pedestrian1",
    "pedestrian3",
    "wakeboard10",
)

pytestmark = pytest.mark.assets


@pytest.mark.parametrize("name", SOT)
def test_single_object_sequences(video_assets, name):
    folder = video_assets / "sot" / name
    facts = json.loads((folder / "sequence.json").read_text())
    source = open_source(folder)
    try:
        info, truth = source.info, source.ground_truth
        assert (info.width, info.height, info.frame_count) == (
            facts["width"],
            facts["height"],
            facts["frames"],
        )
        assert len(truth.frames) == facts["gt_frames"]
        assert sum(not tracks for tracks in truth.frames) == facts["absent"]
        source.seek(info.frame_count - 1)
        assert source.read().index == info.frame_count - 1 and source.read() is None
    finally:
        source.close()


@pytest.mark.parametrize(("name", "fps", "count"), [("PETS09-S2L1", 7, 200), ("TUD-Campus", 25, 71)])
def test_multi_object_sequences(video_assets, name, fps, count):
    source = open_source(video_assets / "mot" / name)
    try:
        assert (source.info.title, source.info.fps, source.info.frame_count) == (name, fps, count)
        assert len(source.ground_truth.frames) >= count and len(source.ground_truth.at(0)) >= 3
    finally:
        source.close()


@pytest.mark.parametrize("name", ["david", "pedestrian3"])
def test_mpeg1_files_seek_exactly(video_assets, name):
    source = open_source(video_assets / "sot" / name / f"{name}.mpg")
    try:
        assert source.ground_truth is not None
        truth = []
        while (frame := source.read()) is not None:
            truth.append(frame.bgr)
        for target in np.random.default_rng(3).integers(0, len(truth), 30).tolist():
            source.seek(target)
            assert np.array_equal(source.read().bgr, truth[target])
    finally:
        source.close()
