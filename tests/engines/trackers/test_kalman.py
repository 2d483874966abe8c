import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.trackers import kalman


class DenseFilter:
    """The textbook filter of one track with its full matrices."""

    def __init__(self, measured):
        h = measured[3]
        self.mean = np.r_[measured, np.zeros(4)]
        spread = [h / 10, h / 10, 1e-2, h / 10, h / 16, h / 16, 1e-5, h / 16]
        self.covariance = np.diag(np.square(spread))

    def predict(self):
        h = self.mean[3]
        motion = np.eye(8) + np.eye(8, k=4)
        noise = np.diag(np.square([h / 20, h / 20, 1e-2, h / 20, h / 160, h / 160, 1e-5, h / 160]))
        self.mean = motion @ self.mean
        self.covariance = motion @ self.covariance @ motion.T + noise

    def update(self, measured):
        h = self.mean[3]
        seen = np.eye(4, 8)
        noise = np.diag(np.square([h / 20, h / 20, 1e-1, h / 20]))
        inside = seen @ self.covariance @ seen.T + noise
        gain = np.linalg.solve(inside, seen @ self.covariance).T
        self.mean = self.mean + gain @ (measured - seen @ self.mean)
        self.covariance = self.covariance - gain @ inside @ gain.T


def assert_equal(state, dense):
    """`state` holds all that is in the dense filters, and these hold nothing else."""
    for n, one in enumerate(dense):
        blocks = [np.diagonal(one.covariance, k) for k in (0, 4)]
        parts = [one.mean[:4], one.mean[4:], blocks[0][:4], blocks[1], blocks[0][4:]]
        np.testing.assert_allclose(state[:, n], parts, rtol=1e-9, atol=1e-9)
        pattern = np.kron(np.ones((2, 2)), np.eye(4))
        assert np.abs(one.covariance * (1 - pattern)).max() < 1e-9


@pytest.mark.parametrize("count", [0, 1, 7])
def test_the_same_as_the_dense_filter(count):
    rng = np.random.default_rng(count)
    measured = np.c_[rng.uniform(0, 2000, (count, 2)), rng.uniform(0.3, 2, count), rng.uniform(8, 600, count)]
    state, dense = kalman.initiate(measured), [DenseFilter(row) for row in measured]
    assert_equal(state, dense)
    for _ in range(30):
        state = kalman.predict(state)
        seen = rng.random(count) < 0.7
        measured = measured + rng.normal(0, (3, 3, 0.02, 2), (count, 4))
        state[:, seen] = kalman.update(state[:, seen], measured[seen])
        for n, one in enumerate(dense):
            one.predict()
            if seen[n]:
                one.update(measured[n])
        assert_equal(state, dense)


def test_inputs_are_left_alone():
    state = kalman.initiate(np.array([[10.0, 20, 0.5, 100]]))
    before = state.copy()
    later = kalman.predict(state)
    kept = later.copy()
    kalman.update(later, np.array([[12.0, 20, 0.5, 100]]))
    np.testing.assert_array_equal(state, before)
    np.testing.assert_array_equal(later, kept)


def test_it_learns_the_velocity():
    state = kalman.initiate(np.array([[0.0, 50, 0.5, 100]]))
    for frame in range(1, 60):
        state = kalman.update(kalman.predict(state), np.array([[4.0 * frame, 50, 0.5, 100]]))
    assert state[kalman.VELOCITY, 0].tolist() == pytest.approx([4, 0, 0, 0], abs=0.01)


sizes = st.floats(0.01, 1e6)
places = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(places, places, sizes, sizes), max_size=5))
def test_boxes_come_back(rows):
    boxes = np.array(rows, np.float64).reshape(-1, 4)
    again = kalman.boxes_from_means(kalman.measured_from_boxes(boxes))
    np.testing.assert_allclose(again, boxes, rtol=1e-9, atol=1e-8)
