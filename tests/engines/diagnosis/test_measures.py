"""Every error measure, with vectors worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.diagnosis.measures import ErrorSums, Extent, compare


def vector(*values):
    return np.array(values, np.float32)


# a, b, cosine, relative L2, greatest difference, SNR in dB
HAND_MADE = [
    # |a| = 5, |b| = 5, a.b = 24; a - b = (-1, 1)
    ((3, 4), (4, 3), 24 / 25, math.sqrt(2) / 5, 1.0, 20 * math.log10(5 / math.sqrt(2))),
    # b = 1.1 a: the same direction, a tenth off
    ((1, -2, 2), (1.1, -2.2, 2.2), 1.0, 0.1, 0.2, 20.0),
    # a right angle: |a - b| = sqrt(2)
    ((1, 0), (0, 1), 0.0, math.sqrt(2), 1.0, -10 * math.log10(2)),
    # the opposite
    ((2, 0), (-2, 0), -1.0, 2.0, 4.0, -20 * math.log10(2)),
    ((10, 0, 0, 0), (10, 0, 0, 1), 10 / math.sqrt(101), 0.1, 1.0, 20.0),
]


@pytest.mark.parametrize(("a", "b", "cosine", "relative", "greatest", "snr"), HAND_MADE)
def test_by_hand(a, b, cosine, relative, greatest, snr):
    error = compare(vector(*a), vector(*b))
    assert error.cosine == pytest.approx(cosine, abs=1e-6)
    assert error.relative_l2 == pytest.approx(relative, rel=1e-5)
    assert error.max_abs == pytest.approx(greatest, rel=1e-5)
    assert error.snr_db == pytest.approx(snr, abs=1e-4)
    assert error.saturated is None and error.problem is None


def test_the_same_has_no_noise_and_so_no_ratio():
    error = compare(vector(1, 2, 3), vector(1, 2, 3))
    assert (error.cosine, error.relative_l2, error.max_abs, error.snr_db) == (1.0, 0.0, 0.0, None)


@pytest.mark.parametrize(
    ("a", "b", "problem", "relative"),
    [((0, 0), (1, 2), "all zero in A", None), ((1, 2), (0, 0), "all zero in B", 1.0),
     ((0, 0), (0, 0), "all zero in A", None)],
)  # fmt: skip
def test_an_all_zero_tensor_has_no_cosine(a, b, problem, relative):
    error = compare(vector(*a), vector(*b))
    assert (error.cosine, error.problem, error.relative_l2) == (None, problem, relative)


@pytest.mark.parametrize(
    ("a", "b", "problem"),
    [
        ((1, math.nan, math.nan), (1, 2, 3), "A holds 2 NaN and 0 infinite values"),
        ((1, 2, 3), (1, math.inf, math.nan), "B holds 1 NaN and 1 infinite values"),
    ],
)
def test_what_is_no_number_is_named_and_gives_no_figure(a, b, problem):
    error = compare(vector(*a), vector(*b))
    assert error.problem == problem
    assert (error.cosine, error.relative_l2, error.max_abs, error.snr_db) == (None, None, None, None)


def test_values_whose_squares_overflow_are_numbers_all_the_same():
    error = compare(vector(3e30, 4e30), vector(4e30, 3e30))
    assert error.problem is None and error.cosine == pytest.approx(24 / 25, abs=1e-6)


def test_tensors_of_different_shape_are_named():
    error = compare(np.zeros((1, 2), np.float32), np.zeros((1, 3), np.float32))
    assert error.problem == "shapes differ: [1, 2] in A, [1, 3] in B"


def test_an_empty_tensor_has_no_figures():
    assert compare(vector(), vector()).problem == "it has no values"


@pytest.mark.parametrize(
    ("limits", "share"), [((-1.0, 1.0), 0.5), ((-5.0, 5.0), 0.0), ((-1.0, 5.0), 0.25), ((-2.0, 3.0), 0.0)]
)
def test_saturation_is_the_share_of_as_values_beyond_what_b_can_say(limits, share):
    assert compare(vector(-2, 0, 1, 3), vector(-1, 0, 1, 1), limits).saturated == share


def test_several_frames_count_as_one_long_tensor():
    a, b = vector(3, 4, 1, -2, 2, 9), vector(4, 3, 1.5, -2, 1, 9)
    sums = ErrorSums()
    sums.add(a[:2], b[:2], (-1.0, 8.0))
    sums.add(a[2:], b[2:], (-1.0, 8.0))
    whole = compare(a, b, (-1.0, 8.0))
    for name in ("cosine", "relative_l2", "max_abs", "snr_db", "saturated"):
        assert getattr(sums.error, name) == pytest.approx(getattr(whole, name), rel=1e-6)


VALUES = st.floats(-50, 50, width=32)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40))
def test_as_numpy_says_it(pairs):
    a, b = (np.array(side, np.float32) for side in zip(*pairs, strict=True))
    wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
    error, norms = compare(a, b), np.linalg.norm
    assert error.max_abs == pytest.approx(np.abs(wide_a - wide_b).max(), rel=1e-4, abs=1e-5)
    if norms(wide_a) > 1e-3:
        assert error.relative_l2 == pytest.approx(norms(wide_a - wide_b) / norms(wide_a), rel=1e-3, abs=1e-4)
        if norms(wide_b) > 1e-3:
            expected = wide_a @ wide_b / norms(wide_a) / norms(wide_b)
            assert error.cosine == pytest.approx(expected, abs=1e-4)


def test_an_extent_that_is_known_already_changes_nothing():
    a, b = vector(1, -2, 5), vector(1, -1, 4)
    sums = ErrorSums()
    sums.add(a, b, (-1.0, 4.0), Extent.of(a))
    assert sums.error == compare(a, b, (-1.0, 4.0))
