"""Our scores of recorded tracks beside TrackEval's."""

import json

import pytest

from engines.geometry import Box
from engines.metrics.mot import identity_switches, score_tracks
from engines.metrics.mot_data import read_truth
from engines.mot_rows import BOX, FRAME, ID, parse_mot_rows
from engines.track import Track

TOLERANCE = 1e-4
CASES = [
    ("TUD-Campus", "bytetrack_on_frcnn_sort"),
    ("TUD-Campus", "bytetrack_on_yolox_nano_416"),
    ("PETS09-S2L1", "bytetrack_on_frcnn_sort"),
    ("PETS09-S2L1", "bytetrack_on_yolox_nano_416"),
    ("MOT17-02-FRCNN", "bytetrack_on_frcnn_mot17"),
]


def truth_of(assets, sequence):
    places = (assets / "videos" / "mot" / sequence / "gt", assets / "golden" / "mot" / sequence)
    return read_truth(next(place for place in places if place.is_dir()) / "gt.txt")


def tracks_of(path):
    rows = parse_mot_rows(path.read_text())
    frames = [[] for _ in range(int(rows[:, FRAME].max()))]
    for row in rows:
        frames[int(row[FRAME]) - 1].append(Track(int(row[ID]), Box(*row[BOX].tolist()), 1.0))
    return frames


def test_every_recorded_score_is_compared(assets):
    golden = json.loads((assets / "golden" / "mot" / "metrics.json").read_text())
    assert sorted((sequence, name) for sequence in golden for name in golden[sequence]) == sorted(CASES)


@pytest.mark.parametrize(("sequence", "name"), CASES)
def test_the_same_figures_as_trackeval(assets, sequence, name):
    folder = assets / "golden" / "mot"
    golden = json.loads((folder / "metrics.json").read_text())[sequence][name]
    truth, tracks = truth_of(assets, sequence), tracks_of(folder / sequence / f"{name}.txt")
    score = score_tracks(truth, tracks)
    figures = {
        "HOTA": score.hota.hota,
        "DetA": score.hota.det_a,
        "AssA": score.hota.ass_a,
        "MOTA": score.clear.mota,
        "MOTP": score.clear.motp,
        "IDF1": score.identity.idf1,
    }
    counts = {
        "IDSW": score.clear.id_switches,
        "FP": score.clear.false_positives,
        "FN": score.clear.misses,
        "GT_dets": score.truth_boxes,
    }
    assert {**figures, **counts} == pytest.approx(golden, rel=0, abs=TOLERANCE)
    assert len(identity_switches(truth, tracks)) == golden["IDSW"]
