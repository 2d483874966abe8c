"""What a tracker saw: figures made by hand, places that agree with the boxes the trackers give."""

from __future__ import annotations

import numpy as np
import pytest

from app.demo import demo_clip, demo_targets
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.search_look import Maps, SearchLook, centred_cells, peak_to_sidelobe
from engines.track import TrackState
from engines.video.open import open_source


def checkered(size: int = 16) -> np.ndarray:
    """+1 and -1 in turn: mean 0, standard deviation 1 on every even part of it."""
    return np.where(np.indices((size, size)).sum(axis=0) % 2, 1.0, -1.0)


def look_of(maps: Maps, side: int = 256) -> SearchLook:
    crop = np.zeros((side, side, 3), np.uint8)
    return SearchLook(1, Box(100, 50, 128, 128), crop, crop[:127, :127], maps, Box(0, 0, side, side))


def test_peak_to_sidelobe_by_hand():
    scores = checkered()
    scores[:] = np.where(scores > 0, 3.0, 1.0)  # mean 2, deviation 1
    scores[8, 8] = 12.0
    # The 5 x 5 left out holds 13 of one sign and 12 of the other: 115 + 116 remain, or the other way round.
    rest = np.delete(scores.ravel(), [r * 16 + c for r in range(6, 11) for c in range(6, 11)])
    assert peak_to_sidelobe(scores) == pytest.approx((12 - rest.mean()) / rest.std())
    assert peak_to_sidelobe(scores) == pytest.approx(10.0, abs=0.05)


@pytest.mark.parametrize("scores", [np.zeros((16, 16)), np.ones((3, 3)), np.full((1, 1), 0.5)])
def test_a_map_without_a_sidelobe_has_no_ratio(scores):
    assert peak_to_sidelobe(scores) is None


def test_peak_and_runner_up():
    ranking = np.zeros((16, 16))
    ranking[3, 4], ranking[3, 5], ranking[12, 13] = 1.0, 0.9, 0.4
    look = look_of(Maps(ranking, ranking))
    assert look.peak == (3, 4)
    assert look.runner_up == (12, 13)  # (3, 5) belongs to the peak
    assert look_of(Maps(np.ones((3, 3)), np.ones((3, 3)))).runner_up is None


def test_places():
    look = look_of(Maps(np.zeros((16, 16)), np.zeros((16, 16))))
    assert look.middle_in_crop((0, 0)) == (8, 8)
    assert look.middle_in_frame((0, 0)) == (104, 54)
    assert look.middle_in_frame((15, 15)) == (224, 174)
    assert look.cells_in_frame == Box(100, 50, 128, 128)


@pytest.mark.parametrize("side, count, stride", [(288, 18, 16), (255, 25, 8), (255, 16, 16)])
def test_the_middle_cell_of_a_centred_grid(side, count, stride):
    cells = centred_cells(side, count, stride)
    middle = cells.x + (count // 2 + 0.5) * stride
    assert middle == pytest.approx(side / 2)
    assert cells.w == count * stride


def test_anchors_are_told_by_the_best():
    scores, ranking = np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    scores[0], scores[1] = 0.3, 0.7
    ranking[0, 0, 0], ranking[1, 0, 1] = 1.0, 1.0
    flat = Maps(scores, ranking, scores * 2).flat()
    assert flat.scores.tolist() == [[0.3, 0.7], [0.3, 0.3]]
    assert flat.penalty is not None and flat.penalty.tolist() == [[0.6, 1.4], [0.6, 0.6]]


@pytest.mark.parametrize("name", ["demo-sot", "demo-ettrack", "demo-siamrpn"])
def test_the_peak_is_where_the_box_is(name, tmp_path):
    catalog = load_catalog(tmp_path)
    pipeline = open_pipeline(catalog, catalog.entry(name), local_opener())
    source = open_source(demo_clip())
    try:
        frames = [source.read() for _ in range(12)]
        targets = dict(list(demo_targets(source.ground_truth).items())[:1])
        pipeline.start(frames[0], targets)
        assert pipeline.step(frames[1]).looks == ()
        pipeline.wants_looks = True
        for frame in frames[2:]:
            result = pipeline.step(frame)
            (look,), (track,) = result.looks, result.tracks
            assert look.target_id == track.id and look.window == track.search
            x, y = look.middle_in_frame(look.peak)
            cell = look.cells_in_frame.w / look.maps.scores.shape[1]
            assert abs(x - track.box.cx) <= 1.5 * cell and abs(y - track.box.cy) <= 1.5 * cell
            assert look.sidelobe_ratio is not None and look.sidelobe_ratio > 2
            assert track.evidence is not None and track.evidence.similarity > 0.2
            assert look.search.shape[0] == look.search.shape[1] and look.search.any()
            assert look.outputs
    finally:
        pipeline.close()
        source.close()


@pytest.mark.parametrize("name", ["demo-sot", "demo-ettrack", "demo-siamrpn"])
def test_a_broken_answer_leaves_a_look_too(name, tmp_path, monkeypatch):
    catalog = load_catalog(tmp_path)
    broken = {"on": False}

    def opener(request):
        network = local_opener()(request)
        run = network.run

        def spoiled(feeds, clock):
            outputs = run(feeds, clock)
            return {k: np.full_like(v, np.nan) for k, v in outputs.items()} if broken["on"] else outputs

        monkeypatch.setattr(network, "run", spoiled)
        return network

    pipeline = open_pipeline(catalog, catalog.entry(name), opener)
    source = open_source(demo_clip())
    try:
        pipeline.wants_looks = True
        pipeline.start(source.read(), dict(list(demo_targets(source.ground_truth).items())[:1]))
        broken["on"] = True
        result = pipeline.step(source.read())
        assert result.tracks[0].state is TrackState.LOST
        (look,) = result.looks
        assert look.search.any() and all(np.isnan(each).all() for each in look.outputs.values())
        assert look.sidelobe_ratio is None
    finally:
        pipeline.close()
        source.close()
