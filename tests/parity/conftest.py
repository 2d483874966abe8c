"""Trajectories of VitTrack on the shared sequences, each made once per session."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.track import TrackState
from engines.video.open import open_source

SEQUENCES = (
    "Crossing", "DragonBaby", "Woman", "bag", "boat1", "david", "jumping", "pedestrian1", "pedestrian3",
    "wakeboard10",
)  # fmt: skip
WEIGHTS = "object_tracking_vittrack_2023sep.onnx"
Boxes = list[Box | None]


@dataclass(frozen=True)
class Trajectories:
    """Boxes of one sequence by frame: the truth, OpenCV's, and ours in both modes. None: no box."""

    truth: Boxes
    golden: Boxes
    as_opencv: Boxes
    best: Boxes


class Gallery:
    """Runs a sequence when somebody first asks for it: both modes over the same decoded frames."""

    def __init__(self, assets: Path, nowhere: Path) -> None:
        self._assets, self._catalog = assets, load_catalog(nowhere)
        self._made: dict[str, Trajectories] = {}

    def of(self, sequence: str) -> Trajectories:
        if sequence not in self._made:
            self._made[sequence] = self._run(sequence)
        return self._made[sequence]

    def _run(self, sequence: str) -> Trajectories:
        golden = golden_boxes(self._assets, sequence, "opencv_trackervit")
        source = open_source(self._assets / "videos" / "sot" / sequence)
        assert source.ground_truth is not None
        truth = [source.ground_truth.box_of(i, 1) for i in range(len(golden))]
        runs = {"opencv": (self._pipeline("opencv"), golden[0]), "best": (self._pipeline("best"), truth[0])}
        found: dict[str, Boxes] = {mode: [] for mode in runs}
        try:
            while (frame := source.read()) is not None:
                for mode, (pipeline, first) in runs.items():
                    result = pipeline.step(frame) if frame.index else pipeline.start(frame, {1: first})
                    (track,) = result.tracks
                    # OpenCV gives no box below its threshold; our own mode keeps the last one.
                    hidden = mode == "opencv" and track.state is TrackState.LOST
                    found[mode].append(None if hidden else track.box)
        finally:
            source.close()
            for pipeline, _first in runs.values():
                pipeline.close()
        return Trajectories(truth, golden, found["opencv"], found["best"])

    def _pipeline(self, mode: str) -> Any:
        entry = self._catalog.entry("vittrack")
        weights = [self._assets / "models" / WEIGHTS]
        return open_pipeline(self._catalog, entry, local_opener(), weights=weights, values={"mode": mode})


def golden_boxes(assets: Path, sequence: str, tracker: str) -> Boxes:
    """Boxes of a reference trajectory; a row of zeroes means that there was none."""
    with (assets / "golden" / "sot" / sequence / f"{tracker}.csv").open() as file:
        rows = [[float(row[key]) for key in "xywh"] for row in csv.DictReader(file)]
    return [Box(*row) if row[2] > 0 and row[3] > 0 else None for row in rows]


@pytest.fixture(scope="session")
def gallery(assets, tmp_path_factory) -> Gallery:
    return Gallery(assets, tmp_path_factory.mktemp("no weights"))


@pytest.fixture(scope="session")
def golden_scores(assets) -> dict[str, dict[str, dict[str, float]]]:
    """Scores by sequence and tracker, as published with the reference trajectories."""
    return json.loads((assets / "golden" / "sot" / "metrics.json").read_text())
