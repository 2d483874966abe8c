"""E.T.Track and LightTrack, whose tracking it took over: a grid of distances to the sides of a box.

Usually two networks: one turns the template crop into features, once per target; the other takes the
search crop and the features. A single network that takes both crops does as well.

Source: Blatter et al., "Efficient Visual Tracking with Exemplar Transformers"
(`pytracking/tracker/et_tracker/et_tracker.py`); Yan et al., "LightTrack".
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
    round_half_up,
    shape_penalty,
    shape_text,
    specs_text,
    with_side,
)
from engines.trackers.subwindow import Window, cut

_NAME = "E.T.Track"
_STRIDE = 16
_TEMPLATE_SIDE = 127
_WIDE_SEARCH, _NARROW_SEARCH = 288, 256
# Below this share of the picture a target counts as small, and is looked for in the wider crop.
_SMALL_TARGET = 0.004
# Distances are positive; a quantised network may round both of a pair to nothing.
_SMALLEST_IN_CROP = 1e-3


@dataclass(frozen=True, slots=True)
class EtTrackParameters:
    # LightTrack on ten sequences: never below 0.984 on the target, 0.94 to 0.97 where it was out of view.
    lost_below: float = parameter(
        0.97, "Lost below", "Scores below this mean lost; the box moves on all the same",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    penalty_k: float = parameter(
        0.007, "Shape penalty", "How much a change of size or shape costs", minimum=0.0, maximum=1.0
    )
    window_influence: float = parameter(
        0.225, "Cosine window", "Share of the cosine window, which prefers the old place",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    learning_rate: float = parameter(
        0.616, "Learning rate", "How much of the new size the box takes on, at full score",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    search_size: str = parameter(
        "fixed", "Search size",
        "fixed: 288 pixels; adaptive: 256 for targets that are large at the start. "
        "Without effect on a network that takes search crops of one size only",
        choices=("fixed", "adaptive"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """State of one target.

    Attributes:
        place: where it is believed to be.
        fill: mean blue, green, red of the first frame.
        look: the template crop, uint8 BGR.
        template: the search network's input that says what the target looks like, by its name.
        packer: makes the target's search input, in memory of its own.
    """

    place: Place
    fill: tuple[float, float, float]
    look: NDArray[np.uint8]
    template: Mapping[str, Tensor]
    packer: ImagePacker


@dataclass(frozen=True, slots=True)
class _Found:
    """The chosen cell.

    Attributes:
        score: greatest score anywhere on the map.
        trust: penalty times score of the chosen cell: how much of its size is taken over.
        dx, dy: from the crop's middle to the proposed centre, pixels of the crop.
        w, h: proposed size, pixels of the crop.
        maps: what it was chosen by.
    """

    score: float
    trust: float
    dx: float
    dy: float
    w: float
    h: float
    maps: Maps


class EtTrack:
    """One target through E.T.Track's or LightTrack's networks (`per_target.SingleTarget`)."""

    Parameters = EtTrackParameters

    def __init__(self, networks: Sequence[Network], parameters: EtTrackParameters) -> None:
        self._parameters = parameters
        self._network = networks[-1]
        self._features = _Features(networks[0], networks[1]) if len(networks) > 1 else None
        template, self._search = _images(networks)
        self._template = with_side(template, image_side(template) or _TEMPLATE_SIDE)
        self._template_packer = ImagePacker(self._template)
        side = image_side(self._search)
        cells = None if side is None else side // _STRIDE
        self._scores, self._distances = grid_maps(self._network, _NAME, (1, 4), cells)

    def begin(self, frame: Frame, box: Box, clock: StageClock) -> _Target:
        place = Place.of(box)
        with clock.stage(Stage.PREPROCESS):
            fill = channel_means(frame.bgr)
            window = _window_at(place, round(padded_side(place.w, place.h)))
            look = cut(frame.bgr, window, self._template_packer.width, fill)
            tensor = self._template_packer.pack_new(look)
            packer = ImagePacker(with_side(self._search, self._search_side(frame, box)))
        if self._features is None:
            return _Target(place, fill, look, {self._template.name: tensor}, packer)
        return _Target(place, fill, look, self._features.of(self._template.name, tensor, clock), packer)

    def relocate(self, state: _Target, box: Box) -> _Target:
        return replace(state, place=Place.of(box))

    def step(
        self, state: _Target, target_id: int, frame: Frame, clock: StageClock
    ) -> Asking[tuple[_Target, Track]]:
        side = state.packer.width
        with clock.stage(Stage.PREPROCESS):
            window, scale = self._search_window(state.place, side)
            crop = cut(frame.bgr, window, side, state.fill)
            search = state.packer.pack(crop)
        outputs = yield Ask(self._network, {**state.template, self._search.name: search})
        with clock.stage(Stage.POSTPROCESS):
            found = self._found(outputs, state.place, scale, side)
            if clock.wants_looks:
                cells = centred_cells(side, side // _STRIDE, _STRIDE)
                maps = Maps.unknown(side // _STRIDE) if found is None else found.maps
                look = SearchLook(target_id, window.box, crop, state.look, maps, cells, dict(outputs))
                clock.looks[target_id] = look
            if found is not None:
                state = replace(state, place=self._followed(state.place, found, scale, frame))
            box = _shown_box(state.place)
        if found is None:
            return state, Track(target_id, box, 0.0, TrackState.LOST, search=window.box)
        is_lost = found.score < self._parameters.lost_below
        shown = TrackState.LOST if is_lost else TrackState.TRACKED
        return state, Track(target_id, box, found.score, shown, search=window.box)

    def _search_side(self, frame: Frame, box: Box) -> int:
        fixed = image_side(self._search)
        if fixed is not None:
            return fixed
        if self._parameters.search_size == "adaptive":
            is_small = box.area / (frame.width * frame.height) < _SMALL_TARGET
            return _WIDE_SEARCH if is_small else _NARROW_SEARCH
        return _WIDE_SEARCH

    def _search_window(self, place: Place, side: int) -> tuple[Window, float]:
        """What to look at, and pixels of the crop per pixel of the frame.

        The scale is that of the template crop; the window's rounding to whole pixels is left out of it.
        """
        context = padded_side(place.w, place.h)
        template_side = self._template_packer.width
        scale = template_side / context
        margin = (side - template_side) / 2 / scale
        return _window_at(place, round_half_up(context + 2 * margin)), scale

    def _found(self, outputs: Mapping[str, Tensor], place: Place, scale: float, side: int) -> _Found | None:
        """The best cell, or None where the answer holds anything that is no number."""
        cells = side // _STRIDE
        logits = self._scores.cells(outputs, cells)[0].astype(np.float64)
        distances = self._distances.cells(outputs, cells).astype(np.float64)
        # A sum is a number only where each part is; in float64 these cannot overflow.
        if not math.isfinite(logits.sum() + distances.sum()):
            return None
        p = self._parameters
        scores = _sigmoid(logits)
        w, h = np.maximum(distances[:2] + distances[2:], _SMALLEST_IN_CROP)
        penalty = shape_penalty(w, h, place.w * scale, place.h * scale, p.penalty_k)
        trust = penalty * scores
        ranking = trust * (1 - p.window_influence) + cosine_window(cells) * p.window_influence
        row, col = divmod(int(ranking.argmax()), cells)
        left, top, right, bottom = distances[:, row, col].tolist()
        return _Found(
            score=float(scores.max()),
            trust=float(trust[row, col]),
            dx=(col - cells // 2) * _STRIDE + (right - left) / 2,
            dy=(row - cells // 2) * _STRIDE + (bottom - top) / 2,
            w=float(w[row, col]),
            h=float(h[row, col]),
            maps=Maps(scores, ranking, penalty),
        )

    def _followed(self, place: Place, found: _Found, scale: float, frame: Frame) -> Place:
        rate = found.trust * self._parameters.learning_rate
        # The size is smoothed twice, as in the original: only this share of the new one arrives.
        share = rate * rate
        moved = Place(
            place.cx + found.dx / scale,
            place.cy + found.dy / scale,
            place.w * (1 - share) + found.w / scale * share,
            place.h * (1 - share) + found.h / scale * share,
        )
        return moved.within(frame.width, frame.height)


class _Features:
    """The network that turns a template crop into features, and how the search network wants them."""

    def __init__(self, network: Network, search_network: Network) -> None:
        self._network, self._search_network = network, search_network
        others = tuple(spec for spec in search_network.inputs if spec.pixels is None)
        if len(network.outputs) != 1 or len(others) != 1 or not others[0].dtype.startswith("float"):
            reason = "it needs one output of features and one float input for it; found: {made} and {wanted}"
            found = {"made": specs_text(network.outputs), "wanted": specs_text(others)}
            raise misfit(search_network.name, _NAME, reason, **found)
        (self._made,), (self._wanted,) = network.outputs, others
        self._axes(self._made.shape)

    def of(self, name: str, template: Tensor, clock: StageClock) -> dict[str, Tensor]:
        """The search network's input of features, from the template crop's tensor."""
        features = self._network.run({name: template}, clock)[self._made.name]
        turned = features.transpose(self._axes(features.shape))
        return {self._wanted.name: np.ascontiguousarray(turned, dtype=self._wanted.dtype)}

    def _axes(self, made: tuple[int | None, ...]) -> tuple[int, ...]:
        """How to transpose: not at all where that fits, else channels to the back or to the front."""
        for axes in ((0, 1, 2, 3), (0, 2, 3, 1), (0, 3, 1, 2)):
            if len(made) == 4 and _agree(tuple(made[axis] for axis in axes), self._wanted.shape):
                return axes
        raise misfit(
            self._search_network.name,
            _NAME,
            "input {input}: expected {expected}, found {found} from {network}",
            input=self._wanted.name,
            expected=shape_text(self._wanted.shape),
            found=shape_text(made),
            network=self._network.name,
        )


def _images(networks: Sequence[Network]) -> tuple[TensorSpec, TensorSpec]:
    """Image inputs for template and search crop."""
    found = [image_inputs(network, _NAME) for network in networks]
    counts = [len(images) for images in found]
    if counts == [1, 1] and len(networks[0].inputs) == 1:
        return found[0][0], found[1][0]
    if counts == [2] and len(networks[0].inputs) == 2:
        return found[0][0], found[0][1]
    raise misfit(
        networks[-1].name,
        _NAME,
        "it needs one image input in each of two networks, or two in one; found: {found}",
        found="; ".join(specs_text(network.inputs) for network in networks),
    )


def _agree(made: tuple[int | None, ...], wanted: tuple[int | None, ...]) -> bool:
    pairs = zip(made, wanted, strict=False)
    return len(made) == len(wanted) and all(a == b or a is None or b is None for a, b in pairs)


def _window_at(place: Place, side: int) -> Window:
    """A square of `side` pixels around a centre; halves go to the even pixel."""
    side = max(1, side)
    half = (side + 1) / 2
    return Window(round(place.cx - half), round(place.cy - half), side)


def _shown_box(place: Place) -> Box:
    """The box as the original reports it: its corner never lies left of or above the picture."""
    return Box(max(0.0, place.cx - place.w / 2), max(0.0, place.cy - place.h / 2), place.w, place.h)


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + exp(-x)) in a form that cannot overflow."""
    half: NDArray[np.float64] = np.tanh(logits / 2)
    return 0.5 + 0.5 * half


TRACKERS = {"ettrack": SingleKind(EtTrackParameters, EtTrack)}
