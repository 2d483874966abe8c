"""Heads of detectors and pose networks: only cells above a score cross the link.

A group is the heads of one grid: every cell has some channels in each of them, and one head holds the
score. The load parameter `filter` is a list of groups:

    {"score": "cls_8", "threshold": -1.1, "outputs": ["box_8"], "channel_axis": 3, "score_channels": [0, 1]}

`threshold` is in the score's own unit (a logit, for raw heads), after its scale. A cell stays where the
largest of its score channels (all of them, unless `score_channels` gives first and end) is not below it.
`channel_axis` (default: the last one) is the axis of the channels in every head of the group.

In the answer each such output has the shape (n, channels), its values of the n cells that stay, with the
parameters `trackbench_cells` (name of a further INT32 output: the n cells, ascending), `trackbench_shape`
(what it would be unfiltered), `trackbench_axis` and `trackbench_fill` (what stands for all other cells).
With the shape taken as (before, channels, behind) the axis, cell = index before * behind + index behind.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.agent.model import Model, Outcome, TensorInfo
from engines.agent.refusal import Refusal

CELLS_PREFIX = "trackbench_cells."
#: Stands for the score of cells that were left out: as a logit next to never, as a probability below none.
LOW_SCORE = -80.0
_NOT_UNDERSTOOD = "'filter' is not understood: a list of groups with score and threshold"


class Group:
    """The heads of one grid."""

    def __init__(self, number: int, entry: Any, infos: dict[str, TensorInfo]) -> None:
        try:
            self.cells_name = "%s%d" % (CELLS_PREFIX, number)
            self.score = entry["score"]
            self.threshold = float(entry["threshold"])
            others = [name for name in entry.get("outputs", []) if name != self.score]
            self.axis = int(entry.get("channel_axis", -1))
            first, end = entry.get("score_channels", (0, None))
            self.channels = slice(int(first), None if end is None else int(end))
            self.names = [self.score, *others]
            ranks = {len(infos[name].shape) for name in self.names}
        except KeyError as error:
            raise Refusal(400, "'filter' lacks %s, or the model has no such output" % error) from None
        except (AttributeError, TypeError, ValueError):
            raise Refusal(400, _NOT_UNDERSTOOD) from None
        if len(ranks) != 1 or not -min(ranks) <= self.axis < min(ranks):
            raise Refusal(400, "the heads of a filter group differ in their dimensions")
        if self.threshold != self.threshold or not self._has_channels(infos[self.score].shape):
            raise Refusal(400, "'filter' names score channels or a threshold that do not exist")

    def _has_channels(self, shape: list[int]) -> bool:
        count = shape[self.axis]
        return count < 0 or 0 <= self.channels.start < min(count, self.channels.stop or count)

    def stays(self, scores: np.ndarray[Any, Any], scale: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
        """Numbers of the cells that stay; scores is (before, channels, behind)."""
        part = scores[:, self.channels]
        if scale is not None:
            factors = scale[self.channels] if scale.size > 1 else scale
            part = part * factors[:, None]
        best = part[:, 0] if part.shape[1] == 1 else part.max(axis=1)
        return np.flatnonzero(best >= self.threshold).astype(np.int32)


class OutputFilter:
    """Groups of a model; without any it leaves everything as it is, but for whole numbers with scales."""

    def __init__(self, parameter: Any, model: Model) -> None:
        self._infos = {info.name: info for info in model.outputs}
        self._scales = model.scales
        entries = [] if parameter is None else parameter
        if not isinstance(entries, list):
            raise Refusal(400, _NOT_UNDERSTOOD)
        self._groups = [Group(number, entry, self._infos) for number, entry in enumerate(entries)]
        names = [name for group in self._groups for name in group.names]
        if len(set(names)) != len(names):
            raise Refusal(400, "an output is in more than one filter group")

    def outputs(self) -> list[TensorInfo]:
        """The outputs as a client takes them to be."""
        return [
            TensorInfo(info.name, "FP32" if info.name in self._scales else info.datatype, info.shape)
            for info in self._infos.values()
        ]

    def apply(self, outcome: Outcome) -> None:
        """Replaces the outputs of a run."""
        for group in self._groups:
            self._filter(group, outcome)
        for name, (scale, axis) in self._scales.items():
            array = outcome.outputs[name]
            # What is filtered has its channels last.
            along = array.ndim - 1 if name in outcome.sparse else axis % array.ndim
            factors = scale.reshape([-1 if i == along else 1 for i in range(array.ndim)])
            outcome.outputs[name] = array.astype(np.float32) * factors.astype(np.float32)

    def _filter(self, group: Group, outcome: Outcome) -> None:
        tables = {name: _table(outcome.outputs[name], group.axis) for name in group.names}
        counts = {(table.shape[0], table.shape[2]) for table in tables.values()}
        if len(counts) != 1:
            raise Refusal(400, "the heads of a filter group have different numbers of cells")
        scale = self._scales.get(group.score)
        cells = group.stays(tables[group.score], None if scale is None else scale[0])
        behind = counts.pop()[1]
        before, after = cells // behind, cells % behind
        for name, table in tables.items():
            array = outcome.outputs[name]
            outcome.outputs[name] = table[before, :, after]
            outcome.sparse[name] = {
                "trackbench_cells": group.cells_name,
                "trackbench_shape": list(array.shape),
                "trackbench_axis": group.axis % array.ndim,
                "trackbench_fill": self._fill(name, array.dtype) if name == group.score else 0,
            }
        outcome.outputs[group.cells_name] = cells

    def _fill(self, name: str, dtype: np.dtype[Any]) -> float:
        if dtype.kind == "f" or name in self._scales:
            return LOW_SCORE
        return int(np.iinfo(dtype).min) if dtype.kind in "iu" else 0


def _table(array: np.ndarray[Any, Any], axis: int) -> np.ndarray[Any, Any]:
    """(before, channels, behind) view."""
    axis %= array.ndim
    before = int(np.prod(array.shape[:axis], dtype=np.int64))
    return array.reshape(before, array.shape[axis], -1)
