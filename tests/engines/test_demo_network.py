"""The bundled network on the bundled clip, through the pipeline that everybody uses."""

from __future__ import annotations

import contextlib
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from app import demo
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.geometry import Box, iou
from engines.networks.local import LocalNetwork
from engines.video.open import open_source
from engines.weights import check_file

LARGEST_BYTES = 3_000_000
VISIBLE, STAYS, LEAST_MEAN_IOU = 0.3, 0.95, 0.6


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return load_catalog(tmp_path_factory.mktemp("no weights"))


@pytest.fixture(scope="module")
def truth():
    path = Path(str(resources.files("resources") / "clips" / "demo.groundtruth.npz"))
    with np.load(path) as stored:
        return {name: stored[name] for name in ("ids", "boxes", "visibility")}


def staying(truth) -> list[int]:
    """Columns of the figures that stay visible during the clip."""
    return [int(i) for i in np.flatnonzero((truth["visibility"] >= VISIBLE).mean(axis=0) >= STAYS)]


def test_it_is_small_and_fits_its_entry(catalog):
    entry = catalog.entry(demo.MODEL)
    (path,) = catalog.weights(entry)
    assert path.stat().st_size <= LARGEST_BYTES
    assert check_file(entry, entry.network[0], path).run_ms > 0


@pytest.mark.parametrize("name", [demo.MODEL, "demo-ettrack", "demo-siamrpn"])
def test_all_targets_of_a_frame_are_one_run(catalog, name, monkeypatch):
    """And each of them is where it is when it is followed alone."""
    entry = catalog.entry(name)
    source = open_source(demo.demo_clip())
    frames = [source.read() for _ in range(4)]
    targets = {each.id: each.box for each in source.ground_truth.at(0)}
    source.close()
    sizes = []
    run = LocalNetwork.run

    def noted_run(network, feeds, clock):
        sizes.append(len(next(iter(feeds.values()))))
        return run(network, feeds, clock)

    monkeypatch.setattr(LocalNetwork, "run", noted_run)
    together = followed(catalog, entry, frames, targets)
    assert sizes[-3:] == [len(targets)] * 3 and len(targets) > 3
    for target_id, box in targets.items():
        (alone,) = followed(catalog, entry, frames, {target_id: box})
        same = next(track for track in together if track.id == target_id)
        assert np.allclose(sides(same.box), sides(alone.box), rtol=0, atol=0.01)


def sides(box):
    return box.x, box.y, box.w, box.h


def followed(catalog, entry, frames, targets):
    """Tracks of the last frame."""
    with contextlib.closing(open_pipeline(catalog, entry, local_opener())) as pipeline:
        pipeline.start(frames[0], targets)
        return [pipeline.step(frame) for frame in frames[1:]][-1].tracks


def test_somebody_stays_visible(truth):
    assert staying(truth)


def test_it_follows_everybody_who_stays_visible(catalog, truth):
    """Closed loop over the whole clip: only the first boxes are given."""
    columns = staying(truth)
    targets = {int(truth["ids"][i]): Box(*map(float, truth["boxes"][0, i])) for i in columns}
    overlaps: dict[int, list[float]] = {target_id: [] for target_id in targets}
    source = open_source(demo.demo_clip())
    pipeline = open_pipeline(catalog, catalog.entry(demo.MODEL), local_opener())
    try:
        while (frame := source.read()) is not None:
            result = pipeline.step(frame) if frame.index else pipeline.start(frame, targets)
            for track in result.tracks:
                true = source.ground_truth.box_of(frame.index, track.id)
                if true is not None:
                    overlaps[track.id].append(iou(track.box, true))
    finally:
        pipeline.close()
        source.close()
    means = {target_id: float(np.mean(ious)) for target_id, ious in overlaps.items()}
    assert all(len(ious) >= 0.9 * len(truth["boxes"]) for ious in overlaps.values())
    assert all(mean >= LEAST_MEAN_IOU for mean in means.values()), means
