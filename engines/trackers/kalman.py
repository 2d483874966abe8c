"""The Kalman filter of SORT, DeepSORT and ByteTrack, for all tracks of a frame at once.

The dense filter has eight states: centre x, centre y, aspect (w / h), height, and their velocities. None of
its matrices mixes two of the four measured numbers, so its 8 x 8 covariance is four 2 x 2 blocks, and predict
and update are a few elementwise formulas. They give what the dense filter gives, up to rounding.

A state of N tracks is one (5, N, 4) float64 array; the last axis is centre x, centre y, aspect, height:

    state[0]  mean, in px, px, 1, px
    state[1]  velocity per frame
    state[2]  variance of the mean
    state[3]  covariance of mean and velocity
    state[4]  variance of the velocity

Source: Wojke, Bewley and Paulus, "Simple Online and Realtime Tracking with a Deep Association Metric", ICIP
2017, and the constants of its published filter, which ByteTrack keeps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MEAN, VELOCITY, VARIANCE, COVARIANCE, VELOCITY_VARIANCE = range(5)
ASPECT, HEIGHT = 2, 3

_POSITION, _SPEED = 1 / 20, 1 / 160


def _squares(scale: float, aspect: float) -> tuple[Floats, Floats]:
    """Variances as `h^2 * factor + floor`: (scale h)^2 for x, y and height, a constant for the aspect."""
    return np.array([scale, scale, 0, scale]) ** 2, np.array([0, 0, aspect, 0]) ** 2


def _pair(position: tuple[Floats, Floats], speed: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Factors and floors of both, shaped (2, 1, 4) for `state[VARIANCE::2]`."""
    factor, floor = (np.stack(both)[:, None] for both in zip(position, speed, strict=True))
    return factor, floor


_FIRST = _pair(_squares(2 * _POSITION, 1e-2), _squares(10 * _SPEED, 1e-5))
_MOTION = _pair(_squares(_POSITION, 1e-2), _squares(_SPEED, 1e-5))
_MEASUREMENT = _squares(_POSITION, 1e-1)
# One frame on: x + v; v; p + 2c + q; c + q; q.
_STEP = np.array(
    [[1, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 2, 1], [0, 0, 0, 1, 1], [0, 0, 0, 0, 1]], dtype=np.float64
)


def initiate(measured: Floats) -> Floats:
    """States of new tracks, standing still.

    Args:
        measured: (N, 4) centre x, centre y, aspect, height.

    Returns:
        (5, N, 4) states.
    """
    state = np.zeros((5, len(measured), 4))
    state[MEAN] = measured
    height = measured[:, HEIGHT]
    state[VARIANCE::2] = (height * height)[:, None] * _FIRST[0] + _FIRST[1]
    return state


def predict(state: Floats) -> Floats:
    """States one frame later, before anything is measured there; (5, N, 4) to a new (5, N, 4)."""
    height = state[MEAN, :, HEIGHT]
    later: Floats = np.dot(_STEP, state.reshape(5, -1)).reshape(state.shape)
    later[VARIANCE::2] += (height * height)[:, None] * _MOTION[0] + _MOTION[1]
    return later


def update(state: Floats, measured: Floats) -> Floats:
    """States that take in one measurement each.

    Args:
        state: (5, N, 4) predicted states.
        measured: (N, 4) centre x, centre y, aspect, height.

    Returns:
        (5, N, 4) new states.
    """
    mean, variance = state[MEAN], state[VARIANCE]
    height = mean[:, HEIGHT]
    innovation_variance = (height * height)[:, None] * _MEASUREMENT[0] + _MEASUREMENT[1] + variance
    gains = state[VARIANCE : COVARIANCE + 1] / innovation_variance
    updated = state.copy()
    updated[:2] += gains * (measured - mean)
    updated[VARIANCE : COVARIANCE + 1] -= gains * variance
    updated[VELOCITY_VARIANCE] -= gains[1] * state[COVARIANCE]
    return updated


def measured_from_boxes(boxes: Floats) -> Floats:
    """(N, 4) centre x, centre y, aspect, height of (N, 4) boxes x, y, w, h."""
    measured = boxes.copy()
    measured[:, :2] += boxes[:, 2:] / 2
    measured[:, ASPECT] /= boxes[:, 3]
    return measured


def boxes_from_means(means: Floats) -> Floats:
    """(N, 4) boxes x, y, w, h of (N, 4) centre x, centre y, aspect, height."""
    boxes = means.copy()
    boxes[:, ASPECT] *= means[:, HEIGHT]
    boxes[:, :2] -= boxes[:, 2:] / 2
    return boxes
