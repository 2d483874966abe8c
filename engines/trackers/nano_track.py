"""NanoTrack v2: a backbone for template and search crop, and a head that compares their features.

Two ways to use the same weights:

- `mode=best` (default): the rules of NanoTrack's own tracker (SiamRPN's), sub-pixel boxes, crops filled with
  the first frame's mean colour, and a target that is lost keeps its box.
- `mode=opencv`: what OpenCV's `TrackerNano` (4.14, 5.0) does, faults included, to compare with it: the
  penalty on a change of size measures against the target's place, half the context is cut to whole pixels,
  corners and sizes are cut to whole pixels, and the cosine window is the root of the usual one.

Source: HonglinChu, "NanoTrack"; OpenCV `modules/video/src/tracking/tracker_nano.cpp`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box, keep_in_frame
from engines.networks.batch import Ask, Asking
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network, Tensor, TensorSpec
from engines.networks.packing import ImagePacker
from engines.search_look import Maps, SearchLook, centred_cells
from engines.texts import Text
from engines.timing import StageClock
from engines.track import Track, TrackState
from engines.trackers.kinds import SingleKind
from engines.trackers.parameters import parameter
from engines.trackers.siamese import (
    CONTEXT,
    change,
    channel_means,
    cosine_window,
    padded_side,
    round_half_up,
    shape_penalty,
)
from engines.trackers.subwindow import Window, cut

_TEMPLATE_SIDE, _SEARCH_SIDE = 127, 255
_TEMPLATE_GRID, _GRID, _STRIDE = 8, 16, 16
_LEAST_SIDE = 1e-3
# Its exponential is a number still.
_MOST_LOGIT = 700.0
_LEAST_SIZE, _OPENCV_LEAST_SIZE = 2.0, 10.0

Map = NDArray[np.float64]
Levels = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class NanoTrackParameters:
    mode: str = parameter(
        "best", "Mode", "best: ours; opencv: exactly as cv2.TrackerNano", choices=("best", "opencv")
    )
    # Measured: where the target is, 99.5 % exceed 0.92; where it is not, their quartiles are 0.47, 0.76.
    lost_below: float = parameter(
        0.70, "Lost below", "Scores below this mean lost; in the mode opencv no score is too low",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    penalty_k: float = parameter(
        0.055, "Shape penalty", "How much a change of size or shape costs", minimum=0.0, maximum=1.0
    )
    window_influence: float = parameter(
        0.455, "Cosine window", "Share of the cosine window, which prefers the old place",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    learning_rate: float = parameter(
        0.37, "Learning rate", "How much of the new size the box takes on, at full score",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """State of one target.

    Attributes:
        box: believed place, pixels of the frame, in fractions in either mode.
        fill: mean blue, green, red of the first frame.
        look: the template crop, uint8 BGR.
        template: the backbone's features of it.
        packer: makes the target's search input, in memory of its own.
    """

    box: Box
    fill: Levels
    look: NDArray[np.uint8]
    template: Tensor
    packer: ImagePacker


class _Rules(Protocol):
    """Where the two modes differ."""

    window: Map
    gives_up: bool
    tells_windowed: bool

    def first_box(self, box: Box) -> Box: ...

    def windows(self, box: Box) -> tuple[Window, Window]:
        """What template and search crop show of a frame."""

    def fill(self, first: Levels, frame: Frame, window: Window) -> Levels:
        """What a crop shows outside the picture."""

    def place(self, last: Box, window: Window) -> tuple[float, float, float]:
        """The middle of the search crop in the frame, and pixels of the crop for one of the frame."""

    def penalty(self, w: Map, h: Map, last: Box, scale: float, strength: float) -> Map:
        """In (0, 1], for sizes in pixels of the crop."""

    def kept_in(self, frame: Frame, box: Box) -> Box:
        """The box within its bounds."""

    def shown(self, box: Box) -> Box:
        """The box that is told."""


class NanoTrack:
    """One target through NanoTrack's backbone and head (`per_target.SingleTarget`)."""

    Parameters = NanoTrackParameters

    def __init__(self, networks: Sequence[Network], parameters: NanoTrackParameters) -> None:
        """Checks that the networks belong together.

        Args:
            networks: backbone and head. The backbone's height and width are free.
            parameters: see there.
        """
        self._backbone, self._head = networks
        self._parameters = parameters
        self._image, self._features = _checked_backbone(self._backbone)
        self._template, self._search = _checked_head(self._head)
        self._score, self._sides = _outputs_by_channels(self._head)
        self._template_packer = ImagePacker(_of_size(self._image, _TEMPLATE_SIDE))
        self._rules: _Rules = _OpenCvRules() if parameters.mode == "opencv" else _OwnRules()
        self._window = self._rules.window * parameters.window_influence

    def begin(self, frame: Frame, box: Box, clock: StageClock) -> _Target:
        with clock.stage(Stage.PREPROCESS):
            box = self._rules.first_box(box)
            first = channel_means(frame.bgr)
            window, _search = self._rules.windows(box)
            fill = self._rules.fill(first, frame, window)
            look = cut(frame.bgr, window, _TEMPLATE_SIDE, fill)
            tensor = self._template_packer.pack_new(look)
        outputs = self._backbone.run({self._image.name: tensor}, clock)
        template = self._fitting(outputs[self._features], self._template)
        return _Target(box, first, look, template, ImagePacker(_of_size(self._image, _SEARCH_SIDE)))

    def relocate(self, state: _Target, box: Box) -> _Target:
        return replace(state, box=box)

    def step(
        self, state: _Target, target_id: int, frame: Frame, clock: StageClock
    ) -> Asking[tuple[_Target, Track]]:
        with clock.stage(Stage.PREPROCESS):
            _template, window = self._rules.windows(state.box)
            fill = self._rules.fill(state.fill, frame, window)
            crop = cut(frame.bgr, window, _SEARCH_SIDE, fill)
            tensor = state.packer.pack(crop)
        outputs = yield Ask(self._backbone, {self._image.name: tensor})
        seen = self._fitting(outputs[self._features], self._search)
        outputs = yield Ask(self._head, {self._template.name: state.template, self._search.name: seen})
        with clock.stage(Stage.POSTPROCESS):
            box, score, maps = self._followed(state.box, window, outputs, frame)
            if clock.wants_looks:
                cells = centred_cells(_SEARCH_SIDE, _GRID, _STRIDE)
                look = SearchLook(target_id, window.box, crop, state.look, maps, cells, dict(outputs))
                clock.looks[target_id] = look
        shown = TrackState.LOST if box is None else TrackState.TRACKED
        box = box or state.box
        track = Track(target_id, self._rules.shown(box), score, shown, search=window.box)
        return replace(state, box=box), track

    def _fitting(self, features: Tensor, wanted: TensorSpec) -> Tensor:
        """The backbone's features, which must be what an input of the head takes."""
        if features.shape != wanted.shape:
            shapes = {"wanted": list(wanted.shape), "found": list(features.shape)}
            template = "output '{name}' of the backbone: expected {wanted}, found {found}"
            raise _does_not_fit(self._backbone, Text(template, name=self._features, **shapes))
        return features

    def _followed(
        self, last: Box, window: Window, outputs: Mapping[str, Tensor], frame: Frame
    ) -> tuple[Box | None, float, Maps]:
        """Where the target is now, or None where it is lost; the score of that; what it was chosen by."""
        p, rules = self._parameters, self._rules
        logits = outputs[self._score][0].astype(np.float64)
        sides = outputs[self._sides][0].astype(np.float64)
        # A broken answer counts as "not seen", wherever in it the brokenness is.
        if not math.isfinite(logits.sum() + sides.sum()):
            return None, 0.0, Maps.unknown(_GRID)
        middle_x, middle_y, scale = rules.place(last, window)
        scores = _probabilities(logits)
        w, h = np.maximum(sides[:2] + sides[2:], _LEAST_SIDE)
        penalty = rules.penalty(w, h, last, scale, p.penalty_k)
        windowed = penalty * scores * (1 - p.window_influence) + self._window
        row, col = divmod(int(windowed.argmax()), _GRID)
        score = float(scores[row, col])
        maps = Maps(scores, windowed, penalty)
        if rules.gives_up and score < p.lost_below:
            return None, score, maps
        left, top, right, bottom = sides[:, row, col].tolist()
        rate = float(penalty[row, col]) * score * p.learning_rate
        box = Box.around(
            middle_x + ((col - _GRID // 2) * _STRIDE + (right - left) / 2) / scale,
            middle_y + ((row - _GRID // 2) * _STRIDE + (bottom - top) / 2) / scale,
            (1 - rate) * last.w + rate * float(w[row, col]) / scale,
            (1 - rate) * last.h + rate * float(h[row, col]) / scale,
        )
        return rules.kept_in(frame, box), float(windowed[row, col]) if rules.tells_windowed else score, maps


class _OwnRules:
    """As NanoTrack's own tracker, with a target that may be lost."""

    gives_up, tells_windowed = True, False
    # Cell 8 is the middle of the crop, so the window has its top there; the usual one has it between cells 7
    # and 8. Measured on ten sequences: mean AUC 0.687 instead of 0.673, and nearly the same from every start.
    window = cosine_window(_GRID + 1)[:_GRID, :_GRID]

    def first_box(self, box: Box) -> Box:
        return box

    def windows(self, box: Box) -> tuple[Window, Window]:
        side = padded_side(box.w, box.h)
        return _around(box, side), _around(box, side * _SEARCH_SIDE / _TEMPLATE_SIDE)

    def fill(self, first: Levels, frame: Frame, window: Window) -> Levels:
        return first

    def place(self, last: Box, window: Window) -> tuple[float, float, float]:
        """Of the crop that was really cut: its corner and side are whole pixels."""
        return window.box.cx, window.box.cy, _SEARCH_SIDE / window.side

    def penalty(self, w: Map, h: Map, last: Box, scale: float, strength: float) -> Map:
        return shape_penalty(w, h, last.w * scale, last.h * scale, strength)

    def kept_in(self, frame: Frame, box: Box) -> Box:
        return keep_in_frame(box, frame.width, frame.height, min_size=_LEAST_SIZE)

    def shown(self, box: Box) -> Box:
        return box


class _OpenCvRules:
    """As OpenCV's TrackerNano; it never gives up."""

    gives_up, tells_windowed = False, True
    # cv2.createHanningWindow takes the root of the product.
    window = np.sqrt(cosine_window(_GRID))

    def first_box(self, box: Box) -> Box:
        return Box(round(box.x), round(box.y), max(1, round(box.w)), max(1, round(box.h)))

    def windows(self, box: Box) -> tuple[Window, Window]:
        side = self._side(box)
        return self._around(box, int(side)), self._around(box, int(side * (_SEARCH_SIDE // _TEMPLATE_SIDE)))

    def fill(self, first: Levels, frame: Frame, window: Window) -> Levels:
        """The mean of this very frame, where it is needed."""
        inside = window.x >= 0 and window.y >= 0
        inside = inside and window.x + window.side <= frame.width and window.y + window.side <= frame.height
        if inside:
            return first
        blue, green, red = (round(level) for level in channel_means(frame.bgr))
        return blue, green, red

    def place(self, last: Box, window: Window) -> tuple[float, float, float]:
        return last.cx, last.cy, _TEMPLATE_SIDE / self._side(last)

    def penalty(self, w: Map, h: Map, last: Box, scale: float, strength: float) -> Map:
        """The usual one, with the target's place where its size belongs."""
        place = max(padded_side(last.cx, last.cy), _LEAST_SIDE)
        size = change(padded_side(w, h) / place)
        ratio = change((last.w / last.h) / (w / h))
        penalty: Map = np.exp(-(ratio * size - 1.0) * strength)
        return penalty

    def kept_in(self, frame: Frame, box: Box) -> Box:
        return keep_in_frame(box, frame.width, frame.height, min_size=_OPENCV_LEAST_SIZE)

    def shown(self, box: Box) -> Box:
        return Box(int(box.x), int(box.y), max(1, int(box.w)), max(1, int(box.h)))

    def _side(self, box: Box) -> float:
        context = int(box.w + box.h) * CONTEXT
        return math.sqrt((box.w + context) * (box.h + context))

    def _around(self, box: Box, side: int) -> Window:
        side = max(1, side)
        return Window(int(box.cx) - (side + 1) // 2, int(box.cy) - (side + 1) // 2, side)


def _around(box: Box, side: float) -> Window:
    """The whole-pixel square nearest to one of that side around the box's centre."""
    pixels = max(1, round_half_up(side))
    return Window(round_half_up(box.cx - pixels / 2), round_half_up(box.cy - pixels / 2), pixels)


def _probabilities(logits: Map) -> Map:
    """Softmax of the logits of background and target, (2, 16, 16): the target's share, (16, 16)."""
    ahead = np.minimum(logits[0] - logits[1], _MOST_LOGIT)
    probabilities: Map = 1.0 / (1.0 + np.exp(ahead))
    return probabilities


def _of_size(spec: TensorSpec, side: int) -> TensorSpec:
    """An image input with its free height and width set."""
    shape = (1, 3, side, side) if spec.layout == "NCHW" else (1, side, side, 3)
    return replace(spec, shape=shape)


def _checked_backbone(network: Network) -> tuple[TensorSpec, str]:
    """The image input, which must take crops of both sizes, and the name of the output."""
    images = [spec for spec in network.inputs if spec.pixels is not None]
    if len(images) != 1 or len(network.inputs) != 1 or len(network.outputs) != 1:
        found = _listed((*network.inputs, *network.outputs))
        template = "the backbone needs one image input and one output; found: {found}"
        raise _does_not_fit(network, Text(template, found=found))
    (image,) = images
    sizes = image.shape[2:4] if image.layout == "NCHW" else image.shape[1:3]
    if sizes != (None, None):
        template = (
            "input '{name}' of the backbone: expected free height and width, because it takes crops of "
            "{small} and of {large} pixels; found {found} (`trackbench models import` opens them)"
        )
        sides = {"small": _TEMPLATE_SIDE, "large": _SEARCH_SIDE}
        raise _does_not_fit(network, Text(template, name=image.name, found=list(image.shape), **sides))
    return image, network.outputs[0].name


def _checked_head(network: Network) -> tuple[TensorSpec, TensorSpec]:
    """The inputs for the template's and for the search crop's features: maps of 8 x 8 and of 16 x 16."""
    by_grid = {spec.shape[2:]: spec for spec in network.inputs}
    template, search = by_grid.get((_TEMPLATE_GRID,) * 2), by_grid.get((_GRID,) * 2)
    if template is None or search is None or len(network.inputs) != 2:
        text = "the head: expected inputs [1,C,8,8] and [1,C,16,16]; found: {found}"
        raise _does_not_fit(network, Text(text, found=_listed(network.inputs)))
    return template, search


def _outputs_by_channels(network: Network) -> tuple[str, str]:
    """Names of the scores (two channels) and of the distances to the sides (four), in whatever order."""
    maps = {spec.shape[1]: spec.name for spec in network.outputs if spec.shape[2:] == (_GRID, _GRID)}
    if sorted(maps, key=str) != [2, 4] or len(network.outputs) != 2:
        text = "the head: expected outputs [1,2,16,16] and [1,4,16,16]; found: {found}"
        raise _does_not_fit(network, Text(text, found=_listed(network.outputs)))
    return maps[2], maps[4]


def _listed(specs: Sequence[TensorSpec]) -> str:
    return ", ".join(f"{spec.name} {list(spec.shape)}" for spec in specs) or "none"


def _does_not_fit(network: Network, reason: Text) -> NetworkDoesNotFit:
    return NetworkDoesNotFit(network=network.name, tracker="NanoTrack", reason=reason)


TRACKERS = {"nanotrack": SingleKind(NanoTrackParameters, NanoTrack)}
