"""How far one tensor is from another, in the figures people compare quantised networks by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.texts import Text

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class TensorError:
    """B against A, over all values of a tensor (of several frames, where several were added).

    Attributes:
        cosine: a.b / (|a| |b|); None where one of them is all zero.
        relative_l2: |a - b| / |a|; None where a is all zero.
        max_abs: greatest |a - b|; None without values that are numbers.
        snr_db: 20 log10(|a| / |a - b|); None where a is all zero, or b the same as a.
        saturated: share of A's values beyond what B can represent, 0...1; None where that is not known.
        problem: why there are no figures, or what is wrong with the tensor; None where nothing is.
    """

    cosine: float | None = None
    relative_l2: float | None = None
    max_abs: float | None = None
    snr_db: float | None = None
    saturated: float | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """What is needed of A's tensor whatever it is compared with.

    Attributes:
        squares: sum of its squares.
        low, high: least and greatest value.
    """

    squares: float
    low: float
    high: float

    @classmethod
    def of(cls, tensor: Array) -> Extent:
        if not tensor.size:
            return cls(0.0, 0.0, 0.0)
        low, high, _at, _there = cv2.minMaxLoc(tensor.reshape(1, -1))
        return cls(float(cv2.norm(tensor.ravel(), cv2.NORM_L2SQR)), low, high)


class ErrorSums:
    """Adds up what a `TensorError` is made from, frame by frame."""

    __slots__ = ("_aa", "_bb", "_beyond", "_count", "_dd", "_greatest", "_problem")

    def __init__(self) -> None:
        self._aa = self._bb = self._dd = self._greatest = 0.0
        self._count = 0
        self._beyond: int | None = None
        self._problem: Text | None = None

    def add(
        self,
        a: Array,
        b: Array,
        limits: tuple[float, float] | None = None,
        extent: Extent | None = None,
    ) -> None:
        """Compares two tensors.

        Args:
            a: any shape, of the float network.
            b: the same shape, of the quantised one.
            limits: least and greatest value that B can represent here.
            extent: of `a`, where it is known already.
        """
        if a.shape != b.shape:
            self._problem = Text("shapes differ: {a} in A, {b} in B", a=list(a.shape), b=list(b.shape))
            return
        extent = extent or Extent.of(a)
        bb, dd, greatest = _compared(a.ravel(), b.ravel())
        if not math.isfinite(extent.squares + bb + dd):
            self._problem = self._problem or _broken(a, b)
            wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
            extent = Extent.of(wide_a)
            bb, dd, greatest = _compared(wide_a.ravel(), wide_b.ravel())
        self._aa, self._bb, self._dd = self._aa + extent.squares, self._bb + bb, self._dd + dd
        self._greatest = max(self._greatest, greatest)
        self._count += a.size
        if limits is not None:
            beyond = extent.low < limits[0] or extent.high > limits[1]
            self._beyond = (self._beyond or 0) + (count_beyond(a, *limits) if beyond else 0)

    @property
    def error(self) -> TensorError:
        """Figures over everything that was added."""
        if self._problem is not None:
            return TensorError(problem=self._problem)
        if not self._count:
            return TensorError(problem=Text("it has no values"))
        beyond = None if self._beyond is None else self._beyond / self._count
        if not self._aa or not self._bb:
            which = Text("all zero in A") if not self._aa else Text("all zero in B")
            relative = 1.0 if self._aa else None
            return TensorError(None, relative, self._greatest, 0.0 if self._aa else None, beyond, which)
        # a.b = (|a|^2 + |b|^2 - |a - b|^2) / 2 saves going through both once more.
        cosine = (self._aa + self._bb - self._dd) / 2 / math.sqrt(self._aa * self._bb)
        relative = math.sqrt(self._dd / self._aa)
        snr = -20 * math.log10(relative) if relative > 0 else None
        return TensorError(min(1.0, max(-1.0, cosine)), relative, self._greatest, snr, beyond)


def _compared(a: Array, b: Array) -> tuple[float, float, float]:
    """Sums of squares of b and of b - a, and the greatest |b - a|."""
    if not a.size:
        return 0.0, 0.0, 0.0
    # OpenCV's norms need no memory for the difference and add up in double precision.
    squares, apart = cv2.norm(b, cv2.NORM_L2SQR), cv2.norm(a, b, cv2.NORM_L2SQR)
    return float(squares), float(apart), float(cv2.norm(a, b, cv2.NORM_INF))


def compare(a: Array, b: Array, limits: tuple[float, float] | None = None) -> TensorError:
    """Figures of one pair of tensors; see `ErrorSums.add`."""
    sums = ErrorSums()
    sums.add(a, b, limits)
    return sums.error


def count_beyond(values: Array, low: float, high: float) -> int:
    """How many values lie outside low...high."""
    return int(np.count_nonzero((values > high) | (values < low)))


def _broken(a: Array, b: Array) -> Text | None:
    for name, values in (("A", a), ("B", b)):
        missing, endless = int(np.isnan(values).sum()), int(np.isinf(values).sum())
        if missing or endless:
            return Text(
                "{which} holds {nan} NaN and {inf} infinite values", which=name, nan=missing, inf=endless
            )
    return None
