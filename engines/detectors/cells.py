"""Cells of a detector's grids, and the heads of its network that answer for them.

A detector without anchors says something about every cell of three grids (strides 8, 16, 32). Cells are
numbered through: grids in the order of their strides, row by row in each.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from engines.networks.network import Tensor

STRIDES = (8, 16, 32)
Shape = tuple[int, ...]
Floats = NDArray[np.float32]


class Cells:
    """The cells of a picture.

    Attributes:
        grids: (rows, columns) of each stride.
        starts: number of the first cell of each grid, and behind the last one the number of all cells.
        places: (N, 2) float32 column and row of each cell in its grid.
        strides: (N, 1) float32 pixels of the picture per cell.
    """

    def __init__(self, width: int, height: int) -> None:
        self.grids = tuple((math.ceil(height / s), math.ceil(width / s)) for s in STRIDES)
        sizes = [rows * columns for rows, columns in self.grids]
        self.starts = tuple(int(n) for n in np.cumsum([0, *sizes]))
        self.places: Floats = np.concatenate(
            [
                np.stack([axis.ravel() for axis in np.meshgrid(np.arange(columns), np.arange(rows))], axis=1)
                for rows, columns in self.grids
            ]
        ).astype(np.float32)
        self.strides: Floats = np.repeat(np.array(STRIDES, np.float32), sizes)[:, None]

    def __len__(self) -> int:
        return self.starts[-1]


@dataclass(frozen=True, slots=True)
class Head:
    """One output of a network that answers for every cell of a grid.

    Attributes:
        name: of the output.
        shape: (1, channels, rows, columns), or (1, rows, columns, channels).
        grid: index into `Cells.grids`.
        channels: how many numbers each cell has.
        is_nchw: which of the two shapes it is.
    """

    name: str
    shape: Shape
    grid: int
    channels: int
    is_nchw: bool


def arrangements(shapes: Mapping[str, Shape], cells: Cells) -> Iterator[tuple[Head, ...]]:
    """Every way to read outputs as heads, those first in which all have the same layout.

    A shape may be read in more than one way: 64 channels on a grid of 64 x 64. What the other heads
    are then decides.

    Args:
        shapes: of the outputs by name, in the network's order.
        cells: of the network's picture.

    Yields:
        One head for each output, in their order. Nothing where an output fits no grid.
    """
    ways = list(product(*(list(_readings(name, shape, cells)) for name, shape in shapes.items())))
    yield from sorted(ways, key=lambda heads: len({head.is_nchw for head in heads}))


def _readings(name: str, shape: Shape, cells: Cells) -> Iterator[Head]:
    if len(shape) != 4:
        return
    for grid, size in enumerate(cells.grids):
        if shape[2:] == size:
            yield Head(name, shape, grid, shape[1], is_nchw=True)
        if shape[1:3] == size:
            yield Head(name, shape, grid, shape[3], is_nchw=False)


class Column:
    """Some channels of one head on each grid, read as one table of cells.

    Numbers are multiplied by the scales of their output where it has some: boards hand out whole
    numbers with a scale for each channel.
    """

    def __init__(
        self,
        heads: Sequence[Head],
        cells: Cells,
        channels: slice,
        scales: Mapping[str, NDArray[np.floating]],
    ) -> None:
        self._heads = tuple(heads)
        self._cells, self._channels = cells, channels
        self._scales = tuple(_scales_of(head, channels, scales) for head in heads)
        self.width = len(range(heads[0].channels)[channels])
        self._whole = np.empty(len(cells), np.float32)

    def whole(self, outputs: Mapping[str, Tensor]) -> Floats:
        """(N,) values of every cell, of the first channel; overwritten by the next call."""
        for head, scale, start, end in zip(
            self._heads, self._scales, self._cells.starts, self._cells.starts[1:], strict=False
        ):
            first = _table(head, outputs[head.name])[:, self._channels.start or 0]
            np.copyto(self._whole[start:end], first, casting="unsafe")
            if scale is not None:
                self._whole[start:end] *= scale[0]
        return self._whole

    def rows(self, outputs: Mapping[str, Tensor], chosen: NDArray[np.intp]) -> Floats:
        """(n, channels) values of some cells, in the order of the grids.

        Args:
            outputs: of the network.
            chosen: numbers of cells, ascending.
        """
        ends = np.searchsorted(chosen, self._cells.starts)
        parts = []
        for index, (head, scale) in enumerate(zip(self._heads, self._scales, strict=True)):
            inside = chosen[ends[index] : ends[index + 1]] - self._cells.starts[index]
            if len(inside):
                part = _table(head, outputs[head.name])[inside, self._channels].astype(np.float32, copy=False)
                parts.append(part if scale is None else part * scale)
        return np.concatenate(parts) if parts else np.zeros((0, self.width), np.float32)


def _table(head: Head, output: Tensor) -> Tensor:
    """(cells of the grid, channels) view of an output."""
    if head.is_nchw:
        return output.reshape(head.channels, -1).T
    return output.reshape(-1, head.channels)


def _scales_of(head: Head, channels: slice, scales: Mapping[str, NDArray[np.floating]]) -> Floats | None:
    if head.name not in scales:
        return None
    given = np.asarray(scales[head.name], np.float32).reshape(-1)
    return np.broadcast_to(given, (head.channels,))[channels]


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), without a warning where exp overflows."""
    with np.errstate(over="ignore"):
        share: Floats = np.float32(1) / (np.float32(1) + np.exp(-x))
    return share


def logit(share: float) -> float:
    """The number whose sigmoid is `share`: comparing with it spares the sigmoid of every cell."""
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else -math.log(1 / share - 1)
