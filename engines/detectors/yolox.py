"""YOLOX and the detectors of ByteTrack: one box for each cell, found without anchors.

The network's answer may come as one table, or as raw heads, cut behind the last convolution as boards
want it:

- [1, N, 5 + C]: for each cell x, y, w, h raw, objectness and C classes already sigmoid.
- for each stride one head [1, 5 + C, g, g] with the same columns, all raw;
- or for each stride three heads: objectness [1, 1, g, g], classes [1, C, g, g], box [1, 4, g, g], raw.

Heads may come in any order, as NCHW or NHWC. They are told apart by grid and number of channels. Heads of
one grid that have equally many channels are told apart by "obj", "cls" or "class", "reg" or "box" in their
names, and where names do not say it by their order: objectness, then classes, then box.

Source: Ge et al., "YOLOX"; x = (x + column) * stride, w = exp(w) * stride, score = objectness * class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.detections import Detections
from engines.detectors.candidates import Candidates, Choice, settle
from engines.detectors.cells import Cells, Column, Floats, Head, Shape, arrangements, logit, sigmoid
from engines.detectors.kinds import DetectorKind
from engines.detectors.labels import chosen_classes, labels_for
from engines.detectors.letterbox import YOLOX
from engines.detectors.nms import above
from engines.detectors.outputs import Scales, check_outputs, check_scales, misfit, output_shapes
from engines.detectors.picture_input import PictureInput
from engines.frame import Frame
from engines.frame_result import Stage
from engines.networks.network import Network, Tensor
from engines.texts import Text
from engines.timing import StageClock
from engines.trackers.parameters import parameter

_TITLE = "YOLOX"
_WORDS = {"obj": ("obj",), "cls": ("cls", "class"), "reg": ("reg", "box")}
_BOX, _OBJECTNESS, _CLASSES = slice(0, 4), slice(4, 5), slice(5, None)
_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class YoloxParameters:
    score_threshold: float = parameter(
        0.1, "Score above", "Objectness times class must be above this", minimum=0.0, maximum=1.0
    )
    nms_iou: float = parameter(
        0.7, "Overlap limit", "Of two boxes that overlap by more, the better one stays",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    classes: str = parameter("", "Classes", "Names or numbers with commas between; empty: all")
    max_detections: int = parameter(
        300, "Most boxes", "The best ones, no more than these", unit="boxes", minimum=1, maximum=1000
    )
    clip: bool = parameter(False, "Cut at the edge", "Cut boxes at the edges of the frame")


class Yolox:
    """See `detector.Detector`."""

    Parameters = YoloxParameters

    def __init__(
        self,
        networks: Sequence[Network],
        parameters: YoloxParameters,
        labels: Sequence[str] = (),
        scales: Scales | None = None,
    ) -> None:
        """Recognises the network's outputs.

        Args:
            networks: just one.
            parameters: see there.
            labels: class names; empty for the usual ones of a network with so many classes.
            scales: by output, one number or one for each channel, for outputs of whole numbers.
        """
        (self._network,) = networks
        self._parameters = parameters
        self._choice = Choice(parameters.nms_iou, parameters.max_detections, parameters.clip)
        self._picture = PictureInput(self._network, _TITLE, YOLOX)
        self._cells = Cells(self._picture.width, self._picture.height)
        self._shapes = output_shapes(self._network, self._picture)
        check_scales(self._network, _TITLE, self._shapes, scales or {})
        self._reader = _reader(self._network, self._shapes, self._cells, scales or {})
        self._labels = labels_for(self._network, _TITLE, self._reader.classes, labels)
        wanted = chosen_classes(parameters.classes, self._labels)
        self._wanted = np.arange(self._reader.classes) if wanted is None else wanted

    @property
    def labels(self) -> tuple[str, ...]:
        return self._labels

    def detect(self, frame: Frame, clock: StageClock) -> Detections:
        with clock.stage(Stage.PREPROCESS):
            feeds, placing = self._picture.prepare(frame)
        outputs = self._network.run(feeds, clock)
        with clock.stage(Stage.POSTPROCESS):
            check_outputs(self._network, _TITLE, self._shapes, outputs)
            return settle(self._candidates(outputs), placing, self._choice)

    def close(self) -> None:
        self._network.close()

    def _candidates(self, outputs: Mapping[str, Tensor]) -> Candidates:
        threshold = self._parameters.score_threshold
        cells, boxes, objectness, classes = self._reader.read(outputs, threshold)
        wanted = classes if len(self._wanted) == classes.shape[1] else classes[:, self._wanted]
        best = wanted.argmax(axis=1)
        scores = objectness * wanted[np.arange(len(best)), best]
        over = above(scores, threshold)
        raw, cells = boxes[over], cells[over]
        with np.errstate(over="ignore", invalid="ignore"):
            centres = (raw[:, :2] + self._cells.places[cells]) * self._cells.strides[cells]
            sizes = np.exp(raw[:, 2:]) * self._cells.strides[cells]
            corners = centres - sizes / 2
        xywh = np.concatenate((corners, sizes), axis=1).astype(np.float64)
        return Candidates(xywh, scores[over].astype(np.float64), self._wanted[best[over]].astype(np.int64))


# Numbers of n cells, their raw boxes (n, 4), objectness (n,) and classes (n, C), the last two sigmoid.
_Read = tuple[NDArray[np.intp], Floats, Floats, Floats]


class _Table:
    """One output [1, N, 5 + C]."""

    def __init__(self, name: str, shape: Shape) -> None:
        self._name = name
        self.classes = shape[2] - 5

    def read(self, outputs: Mapping[str, Tensor], threshold: float) -> _Read:
        table = outputs[self._name][0]
        # No class is above 1, so no score is above the objectness.
        cells = np.flatnonzero(table[:, _OBJECTNESS.start] > threshold)
        rows = table[cells].astype(np.float32, copy=False)
        return cells, rows[:, _BOX], rows[:, _OBJECTNESS.start], rows[:, _CLASSES]


class _RawHeads:
    """Heads for each stride."""

    def __init__(self, boxes: Column, objectness: Column, classes: Column) -> None:
        self._boxes, self._objectness, self._classes = boxes, objectness, classes
        self.classes = classes.width

    def read(self, outputs: Mapping[str, Tensor], threshold: float) -> _Read:
        objectness = self._objectness.whole(outputs)
        cells = np.flatnonzero((objectness > logit(threshold)) & np.isfinite(objectness))
        boxes, raw = self._boxes.rows(outputs, cells), self._classes.rows(outputs, cells)
        # A class of plus infinity would count as sure.
        raw[~np.isfinite(raw)] = np.nan
        return cells, boxes, sigmoid(objectness[cells]), sigmoid(raw)


def _reader(
    network: Network, shapes: Mapping[str, Shape], cells: Cells, scales: Scales
) -> _Table | _RawHeads:
    """Who reads the network's outputs.

    Raises:
        NetworkDoesNotFit: naming every output.
    """
    if len(shapes) == 1:
        ((name, shape),) = shapes.items()
        if len(shape) == 3 and shape[:2] == (1, len(cells)) and shape[2] > 5 and name not in scales:
            return _Table(name, shape)
    if len(shapes) in (3, 9):
        for heads in arrangements(shapes, cells):
            columns = _as_one_each(heads) if len(shapes) == 3 else _as_three_each(heads)
            if columns is not None:
                box, objectness, classes = (
                    Column(parts, cells, channels, scales) for parts, channels in columns
                )
                return _RawHeads(box, objectness, classes)
    grids = ", ".join(f"{rows} x {columns}" for rows, columns in cells.grids)
    template = "[1, {cells}, 5 + C], or [1, 5 + C, g, g], or 1, C and 4 channels ({grids})"
    raise misfit(network, _TITLE, Text(template, cells=len(cells), grids=grids))


_Columns = tuple[tuple[list[Head], slice], tuple[list[Head], slice], tuple[list[Head], slice]]


def _as_one_each(heads: Sequence[Head]) -> _Columns | None:
    """Box, objectness and classes as channels of one head for each grid."""
    ordered = sorted(heads, key=lambda head: head.grid)
    if [head.grid for head in ordered] != [0, 1, 2]:
        return None
    if len({head.channels for head in ordered}) != 1 or ordered[0].channels <= 5:
        return None
    return (ordered, _BOX), (ordered, _OBJECTNESS), (ordered, _CLASSES)


def _as_three_each(heads: Sequence[Head]) -> _Columns | None:
    """Box, objectness and classes as heads of their own for each grid."""
    found: dict[str, list[Head]] = {"obj": [], "cls": [], "reg": []}
    for grid in range(3):
        roles = _roles([head for head in heads if head.grid == grid])
        if roles is None:
            return None
        for role, head in roles.items():
            found[role].append(head)
    if len({head.channels for head in found["cls"]}) != 1:
        return None
    return (found["reg"], _ALL), (found["obj"], _ALL), (found["cls"], _ALL)


def _roles(heads: Sequence[Head]) -> dict[str, Head] | None:
    """Which of a grid's three heads is which; by names if all of them say it, else by order."""
    named = {role: head for head in heads if (role := _named_role(head.name)) is not None}
    if len(heads) == len(named) == 3 and _channels_fit(named):
        return named
    left = list(heads)
    roles = {}
    for role, channels in (("obj", 1), ("reg", 4)):
        having = [head for head in left if head.channels == channels]
        if not having:
            return None
        # Among equals objectness comes first and the box last.
        roles[role] = having[0] if role == "obj" else having[-1]
        left.remove(roles[role])
    return {**roles, "cls": left[0]} if len(left) == 1 else None


def _named_role(name: str) -> str | None:
    said = [role for role, words in _WORDS.items() if any(word in name.lower() for word in words)]
    return said[0] if len(said) == 1 else None


def _channels_fit(roles: Mapping[str, Head]) -> bool:
    return roles["obj"].channels == 1 and roles["reg"].channels == 4


DETECTORS = {"yolox": DetectorKind(YoloxParameters, Yolox)}
