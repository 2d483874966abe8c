"""Recorded detections, and how ours are compared with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines.detections import Detections


def golden_rows(path: Path) -> dict[int, np.ndarray]:
    """(n, 5) x, y, w, h, score by 0-based frame, from a MOTChallenge file."""
    rows = np.loadtxt(path, delimiter=",", ndmin=2)
    return {int(number) - 1: rows[rows[:, 0] == number, 2:7] for number in np.unique(rows[:, 0])}


def counterparts(found: Detections, golden: np.ndarray) -> np.ndarray:
    """Index of the recorded detection that each of ours is; they must pair off."""
    assert len(found) == len(golden)
    ours = np.concatenate((found.boxes, 100 * found.scores[:, None]), axis=1)
    far = np.abs(ours[:, None] - golden * (1, 1, 1, 1, 100)).max(axis=2)
    pairs = far.argmin(axis=1) if len(golden) else np.zeros(0, np.intp)
    assert sorted(pairs) == list(range(len(golden)))
    return pairs


def assert_same(
    found: Detections, golden: np.ndarray, *, pixels: float = 0.1, score: float = 1e-3
) -> np.ndarray:
    """The same boxes and scores, in any order; says which is which."""
    pairs = counterparts(found, golden)
    np.testing.assert_allclose(found.boxes, golden[pairs, :4], rtol=0, atol=pixels)
    np.testing.assert_allclose(found.scores, golden[pairs, 4], rtol=0, atol=score)
    return pairs
