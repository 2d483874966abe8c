"""YOLOv8-pose and YOLO11-pose: persons with 17 keypoints.

The network's answer may come decoded, or as the nine raw heads that boards hand out:

- [1, 56, N] or [1, N, 56]: for each cell cx, cy, w, h in pixels of the network's picture, score, and 17
  times x, y, visibility; scores already sigmoid.
- for each stride three heads with 64, 1 and 51 channels, NCHW or NHWC, in any order: box, score and
  keypoints, raw. Heads are told apart by grid and number of channels, never by name or place. Whole
  numbers need the scales of their channels.

Raw heads (g the cell's column and row, s its stride): each edge of the box is a distribution over 16
distances, d = sum(bin * softmax(bin)), and lies d strides from g + 0.5; a keypoint lies at (2 k + g) s;
score and visibility are logits. Only cells over the threshold are decoded.

Source: Ultralytics, `Pose` head; D-Robotics, samples for their boards.
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
from engines.detectors.labels import labels_for
from engines.detectors.letterbox import RDK, ULTRALYTICS
from engines.detectors.nms import above
from engines.detectors.outputs import Scales, check_outputs, check_scales, misfit, output_shapes
from engines.detectors.picture_input import PictureInput
from engines.frame import Frame
from engines.frame_result import Stage
from engines.networks.network import Network, Tensor
from engines.texts import Text
from engines.timing import StageClock
from engines.trackers.parameters import parameter

_TITLE = "YOLO-pose"
_KEYPOINTS, _BINS = 17, 16
_BOX_CHANNELS, _KEYPOINT_CHANNELS = 4 * _BINS, 3 * _KEYPOINTS
_COLUMNS = 5 + _KEYPOINT_CHANNELS
_RULES = {"ultralytics": ULTRALYTICS, "rdk": RDK}


@dataclass(frozen=True, slots=True)
class YoloPoseParameters:
    score_threshold: float = parameter(
        0.25, "Score above", "The person's score must be above this", minimum=0.0, maximum=1.0
    )
    nms_iou: float = parameter(
        0.7, "Overlap limit", "Of two boxes that overlap by more, the better one stays",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    max_detections: int = parameter(
        300, "Most boxes", "The best ones, no more than these", unit="boxes", minimum=1, maximum=1000
    )
    clip: bool = parameter(False, "Cut at the edge", "Cut boxes and keypoints at the edges of the frame")
    letterbox: str = parameter(
        "ultralytics", "Letterbox",
        "ultralytics: grey 114 around the frame, whose new sides are rounded; "
        "rdk, as the board's samples: grey 127, new sides cut to whole pixels",
        choices=tuple(_RULES),
    )  # fmt: skip


class YoloPose:
    """See `detector.Detector`."""

    Parameters = YoloPoseParameters

    def __init__(
        self,
        networks: Sequence[Network],
        parameters: YoloPoseParameters,
        labels: Sequence[str] = (),
        scales: Scales | None = None,
    ) -> None:
        """Recognises the network's outputs.

        Args:
            networks: just one.
            parameters: see there.
            labels: name of the one class; empty for "person".
            scales: by output, one number or one for each channel, for outputs of whole numbers.
        """
        (self._network,) = networks
        self._parameters = parameters
        self._choice = Choice(parameters.nms_iou, parameters.max_detections, parameters.clip)
        self._picture = PictureInput(self._network, _TITLE, _RULES[parameters.letterbox])
        self._shapes = output_shapes(self._network, self._picture)
        check_scales(self._network, _TITLE, self._shapes, scales or {})
        cells = Cells(self._picture.width, self._picture.height)
        self._reader = _reader(self._network, self._shapes, cells, scales or {})
        self._labels = labels_for(self._network, _TITLE, 1, labels)

    @property
    def labels(self) -> tuple[str, ...]:
        return self._labels

    def detect(self, frame: Frame, clock: StageClock) -> Detections:
        with clock.stage(Stage.PREPROCESS):
            feeds, placing = self._picture.prepare(frame)
        outputs = self._network.run(feeds, clock)
        with clock.stage(Stage.POSTPROCESS):
            check_outputs(self._network, _TITLE, self._shapes, outputs)
            candidates = self._reader.read(outputs, self._parameters.score_threshold)
            return settle(candidates, placing, self._choice)

    def close(self) -> None:
        self._network.close()


class _Decoded:
    """One output [1, 56, N] or [1, N, 56]."""

    def __init__(self, name: str, shape: Shape) -> None:
        self._name = name
        self._is_transposed = shape[1] == _COLUMNS

    def read(self, outputs: Mapping[str, Tensor], threshold: float) -> Candidates:
        table = outputs[self._name][0]
        if self._is_transposed:
            table = table.T
        scores = table[:, 4]
        over = above(scores, threshold)
        rows = table[over].astype(np.float64)
        boxes = np.concatenate((rows[:, :2] - rows[:, 2:4] / 2, rows[:, 2:4]), axis=1)
        return Candidates(boxes, rows[:, 4], _persons(rows), rows[:, 5:].reshape(-1, _KEYPOINTS, 3))


class _RawHeads:
    """Nine heads."""

    def __init__(self, cells: Cells, boxes: Column, scores: Column, keypoints: Column) -> None:
        self._cells = cells
        self._boxes, self._scores, self._keypoints = boxes, scores, keypoints

    def read(self, outputs: Mapping[str, Tensor], threshold: float) -> Candidates:
        logits = self._scores.whole(outputs)
        # `Column.rows` wants cells in their order.
        over = np.sort(above(logits, logit(threshold)))
        places, strides = self._cells.places[over], self._cells.strides[over]
        # A board's answer may hold anything; `settle` sorts out what is not finite.
        with np.errstate(over="ignore", invalid="ignore"):
            scores = sigmoid(logits[over])
            edges = _distances(self._boxes.rows(outputs, over))
            corners = (places + 0.5 - edges[:, :2]) * strides
            sizes = (edges[:, :2] + edges[:, 2:]) * strides
            boxes = np.concatenate((corners, sizes), axis=1)
            raw = self._keypoints.rows(outputs, over).reshape(-1, _KEYPOINTS, 3)
            points = (2 * raw[..., :2] + places[:, None]) * strides[:, None]
            keypoints = np.concatenate((points, sigmoid(raw[..., 2:])), axis=2)
        classes = _persons(boxes)
        return Candidates(
            boxes.astype(np.float64), scores.astype(np.float64), classes, keypoints.astype(np.float64)
        )


def _persons(rows: NDArray[np.floating]) -> NDArray[np.int64]:
    return np.zeros(len(rows), np.int64)


def _distances(bins: Floats) -> Floats:
    """(n, 4) left, top, right, bottom in strides, from (n, 64) logits."""
    logits = bins.reshape(-1, 4, _BINS)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    expected: Floats = weights @ np.arange(_BINS, dtype=np.float32) / weights.sum(axis=2)
    return expected


def _reader(
    network: Network, shapes: Mapping[str, Shape], cells: Cells, scales: Scales
) -> _Decoded | _RawHeads:
    """Who reads the network's outputs.

    Raises:
        NetworkDoesNotFit: naming every output.
    """
    if len(shapes) == 1:
        ((name, shape),) = shapes.items()
        if shape in ((1, _COLUMNS, len(cells)), (1, len(cells), _COLUMNS)) and name not in scales:
            return _Decoded(name, shape)
    if len(shapes) == 9:
        for heads in arrangements(shapes, cells):
            columns = _sorted_out(heads)
            if columns is not None:
                box, score, keypoints = (Column(part, cells, slice(None), scales) for part in columns)
                return _RawHeads(cells, box, score, keypoints)
    grids = ", ".join(f"{rows} x {columns}" for rows, columns in cells.grids)
    counts = {"columns": _COLUMNS, "cells": len(cells), "box": _BOX_CHANNELS, "keypoints": _KEYPOINT_CHANNELS}
    template = "[1, {columns}, {cells}], or {box}, 1 and {keypoints} channels ({grids})"
    raise misfit(network, _TITLE, Text(template, **counts, grids=grids))


def _sorted_out(heads: Sequence[Head]) -> list[list[Head]] | None:
    """Heads of boxes, scores and keypoints, each in the order of the grids."""
    columns = []
    for channels in (_BOX_CHANNELS, 1, _KEYPOINT_CHANNELS):
        having = sorted((head for head in heads if head.channels == channels), key=lambda head: head.grid)
        if [head.grid for head in having] != [0, 1, 2]:
            return None
        columns.append(having)
    return columns


DETECTORS = {"yolo-pose": DetectorKind(YoloPoseParameters, YoloPose)}
