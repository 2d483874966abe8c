import math

import numpy as np
import pytest

from engines.diagnosis.peaks import PeakFigures, peak_of, score_map


def peaked(row, column, side=6, channels=1, channel=0):
    values = np.zeros((1, channels, side, side), np.float32)
    values[0, channel, row, column] = 1.0
    return values


@pytest.mark.parametrize(
    ("outputs", "cell"),
    [
        ({"score": peaked(2, 5)}, (2, 5)),
        # The map of one channel, whatever stands before it.
        ({"size": peaked(1, 1, channels=2), "score": peaked(4, 0)}, (4, 0)),
        # Background and target: channel 1 less channel 0.
        ({"cls": peaked(3, 3, channels=2, channel=1), "box": np.zeros((1, 4, 6, 6))}, (3, 3)),
        # Three anchors: channels 3 to 5 are the target's.
        ({"cls": peaked(0, 4, channels=6, channel=4), "box": np.zeros((1, 12, 6, 6))}, (0, 4)),
        # Features are no scores.
        ({"zf": np.ones((1, 96, 8, 8), np.float32)}, None),
        # Two channels without boxes beside them are no scores either.
        ({"offset": peaked(1, 1, channels=2)}, None),
        ({"vector": np.ones((1, 512), np.float32)}, None),
        ({}, None),
    ],
)
def test_the_score_map_is_found_by_its_shape(outputs, cell):
    assert peak_of(outputs) == cell


def test_background_is_no_peak():
    outputs = {"cls": peaked(3, 3, channels=2, channel=0), "box": np.zeros((1, 4, 6, 6))}
    found = score_map(outputs)
    assert found is not None and found[3, 3] == -1.0 and peak_of(outputs) != (3, 3)


def test_a_broken_map_has_no_peak():
    broken = peaked(1, 1)
    broken[0, 0, 2, 2] = math.nan
    assert peak_of({"score": broken}) is None


def test_figures():
    pairs = [((1, 1), (1, 1)), ((1, 1), (2, 2)), ((0, 0), (3, 4)), ((5, 5), (5, 6))]
    figures = PeakFigures.of(pairs)
    assert figures == PeakFigures(kept=0.25, near=0.75, moved=(math.sqrt(2) + 5 + 1) / 4, frames=4)
    assert PeakFigures.of([]) is None
