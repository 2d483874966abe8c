"""Our scores of the reference trajectories against the ones published with them."""

import pytest

from engines.metrics.sot import score_sequence
from engines.video.open import open_source
from tests.parity.conftest import SEQUENCES, golden_boxes


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_scores_agree_to_four_digits(assets, golden_scores, sequence):
    source = open_source(assets / "videos" / "sot" / sequence)
    source.close()
    assert len(golden_scores[sequence]) >= 4
    for tracker, published in golden_scores[sequence].items():
        boxes = golden_boxes(assets, sequence, tracker)
        truth = [source.ground_truth.box_of(i, 1) for i in range(len(boxes))]
        score = score_sequence(boxes, truth)
        found = (score.frames, round(score.auc, 4), round(score.precision, 4), round(score.mean_iou, 4))
        wanted = tuple(published[key] for key in ("frames", "auc", "precision_20px", "mean_iou"))
        assert found == pytest.approx(wanted, abs=1.01e-4), tracker
