"""What a single-object tracker saw of one target in one frame: crops, maps, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box

Map = NDArray[np.floating[Any]]

# Half the side of the square around the peak that is not sidelobe. Bolme et al. leave out 11 x 11 of a
# correlation map of 64 x 64 and more; these maps have 16 to 25 cells a side.
_PEAK_REACH = 2


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """The numbers a tracker decides by, one for each cell of its grid.

    Attributes:
        scores: (R, C) or, with anchors, (A, R, C): how likely the target is there, 0...1.
        ranking: the same shape, after penalty and window; its greatest cell is the answer.
        penalty: the same shape in (0, 1], or None where the tracker has none.
    """

    scores: Map
    ranking: Map
    penalty: Map | None = None

    @classmethod
    def unknown(cls, side: int) -> Maps:
        """Of an answer that holds something that is no number: nothing is likely anywhere."""
        return cls(np.zeros((side, side)), np.zeros((side, side)))

    def flat(self) -> Maps:
        """With anchors: in each cell the anchor that ranks highest."""
        if self.scores.ndim == 2:
            return self
        best = self.ranking.argmax(axis=0)[None]
        scores, ranking = (np.take_along_axis(each, best, axis=0)[0] for each in (self.scores, self.ranking))
        penalty = None if self.penalty is None else np.take_along_axis(self.penalty, best, axis=0)[0]
        return Maps(scores, ranking, penalty)


@dataclass(frozen=True, slots=True, eq=False)
class SearchLook:
    """One target in one frame, as its tracker saw it.

    Attributes:
        target_id: whose.
        window: the square of the frame that the search crop shows; may reach outside.
        search: (S, S, 3) uint8 BGR, the search crop as the network gets it.
        template: (T, T, 3) uint8 BGR, what is looked for, as the network gets it.
        maps: (R, C) each.
        cells: where the maps lie, in pixels of the search crop.
        outputs: what the network gave, by name.
    """

    target_id: int
    window: Box
    search: NDArray[np.uint8]
    template: NDArray[np.uint8]
    maps: Maps
    cells: Box
    outputs: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def peak(self) -> tuple[int, int]:
        """Row and column of the cell that was chosen."""
        return _greatest(self.maps.ranking)

    @property
    def runner_up(self) -> tuple[int, int] | None:
        """Row and column of the best cell away from the peak; None on a map too small to have one."""
        rest = np.where(_near(self.maps.ranking.shape, self.peak), -np.inf, self.maps.ranking)
        return _greatest(rest) if np.isfinite(rest).any() else None

    @property
    def sidelobe_ratio(self) -> float | None:
        """How far the peak of the scores stands out; see `peak_to_sidelobe`."""
        return peak_to_sidelobe(self.maps.scores)

    def middle_in_crop(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Middle of a cell in pixels of the search crop."""
        rows, columns = self.maps.scores.shape
        row, column = cell
        x = self.cells.x + (column + 0.5) * self.cells.w / columns
        y = self.cells.y + (row + 0.5) * self.cells.h / rows
        return x, y

    def middle_in_frame(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Middle of a cell in pixels of the frame."""
        x, y = self.middle_in_crop(cell)
        scale = self.window.w / self.search.shape[1]
        return self.window.x + x * scale, self.window.y + y * scale

    @property
    def cells_in_frame(self) -> Box:
        """Where the maps lie in the frame."""
        scale = self.window.w / self.search.shape[1]
        x, y = self.window.x + self.cells.x * scale, self.window.y + self.cells.y * scale
        return Box(x, y, self.cells.w * scale, self.cells.h * scale)


def centred_cells(side: int, count: int, stride: float) -> Box:
    """Where a grid lies whose cell count // 2 has its middle in that of a crop of `side` pixels."""
    start = side / 2 - (count // 2 + 0.5) * stride
    return Box(start, start, count * stride, count * stride)


def peak_to_sidelobe(scores: Map) -> float | None:
    """(peak - mean) / standard deviation of a map, both taken away from the peak.

    Source: Bolme et al., "Visual Object Tracking using Adaptive Correlation Filters", section 3.5. The
    square left out around the peak has 5 x 5 cells.

    Returns:
        None where nothing is left beside the peak, or all of it is the same.
    """
    sidelobe = scores[~_near(scores.shape, _greatest(scores))]
    if not len(sidelobe):
        return None
    spread = float(sidelobe.std())
    if not spread > 0:
        return None
    return (float(scores.max()) - float(sidelobe.mean())) / spread


def _greatest(values: Map) -> tuple[int, int]:
    row, column = divmod(int(values.argmax()), values.shape[1])
    return row, column


def _near(shape: tuple[int, ...], cell: tuple[int, int]) -> NDArray[np.bool_]:
    near = np.zeros(shape, np.bool_)
    (row, column), reach = cell, _PEAK_REACH
    near[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = True
    return near
