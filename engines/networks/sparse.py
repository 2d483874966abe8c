"""Outputs of which only some cells crossed the link, as the whole arrays they stand for.

The form is the one of `engines.agent.output_filter`: values (n, channels), the numbers of the n cells, the
whole shape, the axis of its channels, and what stands for every other cell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.agent.tensors import MAX_DIMENSIONS
from engines.networks.network import Tensor

_MOST_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Heads of one grid of which the board hands out only cells with enough score.

    Attributes:
        score: output with the score.
        outputs: the other heads.
        threshold: in the score's own unit; a cell below it stays on the board.
        channel_axis: of the channels, in all heads alike.
        score_channels: first and end of those of the score's output that count; None for all. The
            largest of them decides.
    """

    score: str
    outputs: tuple[str, ...]
    threshold: float
    channel_axis: int = -1
    score_channels: tuple[int, int] | None = None

    @property
    def load_parameter(self) -> dict[str, Any]:
        """As the agent reads it; a little below the threshold, which is the detector's to apply."""
        margin = 1e-4 * max(1.0, abs(self.threshold))
        entry: dict[str, Any] = {
            "score": self.score,
            "outputs": list(self.outputs),
            "threshold": self.threshold - margin,
            "channel_axis": self.channel_axis,
        }
        if self.score_channels is not None:
            entry["score_channels"] = list(self.score_channels)
        return entry


def whole(outputs: Mapping[str, Tensor], described: Mapping[str, Mapping[str, Any]]) -> dict[str, Tensor]:
    """All outputs as if nothing had been left out; the lists of cells are gone.

    Args:
        outputs: as they came.
        described: parameters of those of which only some cells came, by name.

    Raises:
        ValueError: they do not belong together.
    """
    lists = {str(parameters["trackbench_cells"]) for parameters in described.values()}
    made = {name: array for name, array in outputs.items() if name not in lists}
    for name, parameters in described.items():
        cells = outputs.get(str(parameters["trackbench_cells"]))
        if cells is None:
            raise ValueError(f"the cells of output {name!r} are missing")
        made[name] = _whole(name, outputs[name], cells, parameters)
    return made


def _whole(name: str, values: Tensor, cells: Tensor, parameters: Mapping[str, Any]) -> Tensor:
    shape, axis = parameters.get("trackbench_shape"), parameters.get("trackbench_axis")
    fill = parameters.get("trackbench_fill", 0)
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS or not isinstance(axis, int):
        raise ValueError(f"the shape of output {name!r} is missing")
    if any(type(size) is not int or size < 0 for size in shape) or not 0 <= axis < len(shape):
        raise ValueError(f"the shape of output {name!r} is none")
    if math.prod(shape) * values.dtype.itemsize > _MOST_BYTES or not isinstance(fill, int | float):
        raise ValueError(f"output {name!r} is too large, or its other cells have no value")
    before, channels, behind = math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1 :])
    if cells.ndim != 1 or cells.dtype != np.int32 or values.shape != (len(cells), channels):
        raise ValueError(f"values and cells of output {name!r} do not agree")
    if len(cells) and (cells.min() < 0 or cells.max() >= before * behind):
        raise ValueError(f"output {name!r} has values of cells that do not exist")
    # Zeros cost nothing before they are touched: most of a large head never is.
    array = np.zeros(shape, values.dtype) if not fill else np.full(shape, fill, values.dtype)
    array.reshape(before, channels, behind)[cells // max(behind, 1), :, cells % max(behind, 1)] = values
    return array
