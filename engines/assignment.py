"""The assignment of rows to columns with the least cost. scipy is loaded when it is first needed.

Importing `scipy.optimize` takes a fifth of the time in which the program starts, and most runs have
nothing to assign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    Solve = Callable[..., tuple[NDArray[np.intp], NDArray[np.intp]]]

_solve: Solve | None = None


def load() -> Solve:
    """Loads the solver now, so that no frame has to wait for it."""
    global _solve
    if _solve is None:
        from scipy.optimize import linear_sum_assignment

        _solve = linear_sum_assignment
    return _solve


def assign(
    cost: NDArray[np.float64] | NDArray[np.int64], *, maximize: bool = False
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pairs whose costs sum to the least, or to the most.

    Args:
        cost: (N, M); min(N, M) pairs come back, in the order of rows.
        maximize: the most instead of the least.
    """
    return (_solve or load())(cost, maximize=maximize)
