"""SiamRPN: one network that takes template and search crop and corrects anchors of five shapes on a grid.

The sizes of crops and grid are the network's own. The defaults of the parameters are those of
`siamrpn_r50_l234_dwxcorr`.

Source: Li et al., "High Performance Visual Tracking with Siamese Region Proposal Network"; the rules are
those of PySOT (`pysot/tracker/siamrpn_tracker.py`, `pysot/utils/anchor.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.networks.batch import Ask, Asking
from engines.networks.network import Network, Tensor, TensorSpec
from engines.networks.packing import ImagePacker
from engines.search_look import Maps, SearchLook, centred_cells
from engines.timing import StageClock
from engines.track import Track, TrackState
from engines.trackers.kinds import SingleKind
from engines.trackers.parameters import parameter
from engines.trackers.siamese import (
    Place,
    channel_means,
    cosine_window,
    grid_maps,
    image_inputs,
    image_side,
    misfit,
    padded_side,
    shape_penalty,
    specs_text,
)
from engines.trackers.subwindow import Window, cut

_NAME = "SiamRPN"
_STRIDE = 8
_RATIOS = (0.33, 0.5, 1.0, 2.0, 3.0)
_SCALE = 8
# Corrections of a broken network; e^20 times an anchor is far beyond any picture, and still a number.
_GREATEST_LOG = 20.0
# exp of this stays inside float32.
_GREATEST_LOGIT = 80.0


@dataclass(frozen=True, slots=True)
class SiamRpnParameters:
    lost_below: float = parameter(
        0.5, "Lost below",
        "Scores below this mean lost; at 0.5 target and background are equally likely. "
        "The box moves on all the same",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    penalty_k: float = parameter(
        0.05, "Shape penalty", "How much a change of size or shape costs", minimum=0.0, maximum=1.0
    )
    window_influence: float = parameter(
        0.42, "Cosine window", "Share of the cosine window, which prefers the old place",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    learning_rate: float = parameter(
        0.38, "Learning rate", "How much of the new size the box takes on, at full score",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """State of one target.

    Attributes:
        place: where it is believed to be.
        fill: mean blue, green, red of the first frame.
        look: the template crop, uint8 BGR.
        template: the network's input made of the first frame.
        packer: makes the target's search input, in memory of its own.
    """

    place: Place
    fill: tuple[float, float, float]
    look: NDArray[np.uint8]
    template: Tensor
    packer: ImagePacker


@dataclass(frozen=True, slots=True)
class _Found:
    """The chosen anchor, corrected.

    Attributes:
        score: how likely it holds the target, 0...1.
        trust: penalty times score: how much of its size is taken over.
        dx, dy: from the crop's middle to its centre, pixels of the crop.
        w, h: its size, pixels of the crop.
        maps: what it was chosen by.
    """

    score: float
    trust: float
    dx: float
    dy: float
    w: float
    h: float
    maps: Maps


def anchor_sizes() -> NDArray[np.float32]:
    """(5, 2) widths and heights of the anchors in pixels of the search crop; the same in every cell."""
    widths = [int(math.sqrt(_STRIDE * _STRIDE / ratio)) for ratio in _RATIOS]
    sizes = [(w * _SCALE, int(w * ratio) * _SCALE) for w, ratio in zip(widths, _RATIOS, strict=True)]
    return np.array(sizes, np.float32)


class SiamRpn:
    """One target through a SiamRPN network (`per_target.SingleTarget`)."""

    Parameters = SiamRpnParameters

    def __init__(self, networks: Sequence[Network], parameters: SiamRpnParameters) -> None:
        (self._network,) = networks
        self._parameters = parameters
        self._template, self._search = _checked_inputs(self._network)
        self._template_packer = ImagePacker(self._template)
        self._anchors = anchor_sizes()
        count = len(self._anchors)
        self._logits, self._corrections = grid_maps(self._network, _NAME, (2 * count, 4 * count), None)

    def begin(self, frame: Frame, box: Box, clock: StageClock) -> _Target:
        # The centre of the middle pixel, half a pixel off the box's own.
        place = Place(box.x + (box.w - 1) / 2, box.y + (box.h - 1) / 2, box.w, box.h)
        with clock.stage(Stage.PREPROCESS):
            fill = channel_means(frame.bgr)
            window = _window_at(place, round(padded_side(place.w, place.h)))
            look = cut(frame.bgr, window, self._template_packer.width, fill)
            template = self._template_packer.pack_new(look)
            packer = ImagePacker(self._search)
        return _Target(place, fill, look, template, packer)

    def relocate(self, state: _Target, box: Box) -> _Target:
        return replace(state, place=Place.of(box))

    def step(
        self, state: _Target, target_id: int, frame: Frame, clock: StageClock
    ) -> Asking[tuple[_Target, Track]]:
        with clock.stage(Stage.PREPROCESS):
            side, context = state.packer.width, padded_side(state.place.w, state.place.h)
            scale = self._template_packer.width / context
            window = _window_at(state.place, round(context * side / self._template_packer.width))
            crop = cut(frame.bgr, window, side, state.fill)
            search = state.packer.pack(crop)
        outputs = yield Ask(self._network, {self._template.name: state.template, self._search.name: search})
        with clock.stage(Stage.POSTPROCESS):
            found = self._found(outputs, state.place, scale)
            if clock.wants_looks:
                count = self._logits.cells(outputs).shape[1]
                maps = Maps.unknown(count) if found is None else found.maps.flat()
                cells = centred_cells(side, count, _STRIDE)
                look = SearchLook(target_id, window.box, crop, state.look, maps, cells, dict(outputs))
                clock.looks[target_id] = look
            if found is not None:
                state = replace(state, place=self._followed(state.place, found, scale, frame))
            box = state.place.box
        if found is None:
            return state, Track(target_id, box, 0.0, TrackState.LOST, search=window.box)
        is_lost = found.score < self._parameters.lost_below
        shown = TrackState.LOST if is_lost else TrackState.TRACKED
        return state, Track(target_id, box, found.score, shown, search=window.box)

    def _found(self, outputs: Mapping[str, Tensor], place: Place, scale: float) -> _Found | None:
        """The best anchor, or None where the answer holds anything that is no number."""
        logits = self._logits.cells(outputs)
        side, count = logits.shape[1], len(self._anchors)
        corrections = self._corrections.cells(outputs, side).reshape(4, count, side, side)
        if not (np.isfinite(logits).all() and np.isfinite(corrections).all()):
            return None
        p = self._parameters
        scores = _second_of_two(logits.reshape(2, count, side, side))
        logs = np.clip(corrections[2:], -_GREATEST_LOG, _GREATEST_LOG)
        w, h = np.exp(logs) * self._anchors.T[:, :, None, None]
        penalty = shape_penalty(w, h, place.w * scale, place.h * scale, p.penalty_k)
        trust = penalty * scores
        ranking = trust * (1 - p.window_influence) + cosine_window(side) * p.window_influence
        best = np.unravel_index(int(ranking.argmax()), ranking.shape)
        anchor, row, col = (int(index) for index in best)
        dx, dy = corrections[:2, anchor, row, col].tolist()
        anchor_w, anchor_h = self._anchors[anchor].tolist()
        return _Found(
            score=float(scores[best]),
            trust=float(trust[best]),
            dx=(col - side // 2) * _STRIDE + dx * anchor_w,
            dy=(row - side // 2) * _STRIDE + dy * anchor_h,
            w=float(w[best]),
            h=float(h[best]),
            maps=Maps(scores, ranking, penalty),
        )

    def _followed(self, place: Place, found: _Found, scale: float, frame: Frame) -> Place:
        rate = found.trust * self._parameters.learning_rate
        moved = Place(
            place.cx + found.dx / scale,
            place.cy + found.dy / scale,
            place.w * (1 - rate) + found.w / scale * rate,
            place.h * (1 - rate) + found.h / scale * rate,
        )
        return moved.within(frame.width, frame.height)


def _checked_inputs(network: Network) -> tuple[TensorSpec, TensorSpec]:
    """Template and search input: the smaller and the larger of two image inputs of known sizes."""
    images = image_inputs(network, _NAME)
    if len(images) != 2 or len(network.inputs) != 2 or image_side(images[-1]) is None:
        reason = "it needs two image inputs of fixed sizes, template and search; found: {found}"
        raise misfit(network.name, _NAME, reason, found=specs_text(network.inputs))
    return images[0], images[1]


def _second_of_two(logits: Tensor) -> NDArray[np.float32]:
    """Softmax over the first axis of (2, ...), its second part: the share of the target."""
    lead = np.clip(logits[0] - logits[1], -_GREATEST_LOGIT, _GREATEST_LOGIT)
    share: NDArray[np.float32] = 1 / (1 + np.exp(lead))
    return share


def _window_at(place: Place, side: int) -> Window:
    """A square of `side` pixels around a centre; halves go to the greater pixel."""
    side = max(1, side)
    half = (side + 1) / 2
    return Window(math.floor(place.cx - half + 0.5), math.floor(place.cy - half + 0.5), side)


TRACKERS = {"siamrpn": SingleKind(SiamRpnParameters, SiamRpn)}
