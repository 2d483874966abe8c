"""VitTrack: one network that takes template and search crop and answers with centre, size and offset.

Two ways to use the same weights:

- `mode=best` (default): the pixel scale the network was trained with, sub-pixel bounded boxes, a
  template that takes in a little of what the target looks like now, and a search that widens while
  the target is lost.
- `mode=opencv`: what OpenCV's `TrackerVit` (4.11 and later) does, fault included, to compare with it.

Source: Liu, "VitTracker"; OpenCV `modules/video/src/tracking/tracker_vit.cpp`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box, keep_in_frame
from engines.networks.batch import Ask, Asking
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network, PixelFormat, Tensor, TensorSpec
from engines.networks.packing import ImagePacker
from engines.search_look import Maps, SearchLook
from engines.texts import Text
from engines.timing import StageClock
from engines.track import Track, TrackState
from engines.trackers.kinds import SingleKind
from engines.trackers.parameters import parameter
from engines.trackers.subwindow import Window, cut, window_around

_GRID = 16
_TEMPLATE_FACTOR = 2.0
# OpenCV divides by its Scalar of standard deviations, which is a quaternion inverse: these are the
# scales that come out (times 255) where 1 / std is meant. Applied to BGR as if it were RGB.
_OPENCV_SCALE = (1.4944, -1.4617, -1.4683)
_MEAN = (0.485 * 255, 0.456 * 255, 0.406 * 255)


@dataclass(frozen=True, slots=True)
class VitTrackParameters:
    mode: str = parameter(
        "best", "Mode", "best: ours; opencv: exactly as cv2.TrackerVit", choices=("best", "opencv")
    )
    lost_below: float = parameter(0.20, "Lost below", "Scores below this mean lost", minimum=0.0, maximum=1.0)
    search_factor: float = parameter(
        4.0, "Search size", "Side of the search crop in target sizes", minimum=2.0, maximum=8.0
    )
    widen_by: float = parameter(
        1.25, "Widen by", "While lost, the search crop grows by this each frame", minimum=1.0, maximum=2.0
    )
    widest_factor: float = parameter(
        8.0, "Widest search", "Largest side of the search crop in target sizes", minimum=2.0, maximum=16.0
    )
    blend: float = parameter(
        0.30, "New look", "Share of the newest look in the template", minimum=0.0, maximum=1.0
    )
    blend_every: int = parameter(
        10, "Look every", "Frames between two looks; 0 keeps the first template",
        unit="frames", minimum=0, maximum=1000,
    )  # fmt: skip
    blend_above: float = parameter(
        0.5, "Look above", "Only looks with at least this score are taken in", minimum=0.0, maximum=1.0
    )
    size_inertia: float = parameter(
        0.5, "Size inertia", "Share of the old size in the new one", minimum=0.0, maximum=0.95
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """State of one target.

    Attributes:
        box: believed place, pixels of the frame.
        first_look: template crop at the start, uint8 BGR.
        look: the present one.
        template: the network's input made of it and of later looks.
        packer: makes the target's search input, in memory of its own.
        factor: side of the search crop in target sizes.
        frames: frames since the start.
    """

    box: Box
    first_look: NDArray[np.uint8]
    look: NDArray[np.uint8]
    template: Tensor
    packer: ImagePacker
    factor: float
    frames: int = 0


@dataclass(frozen=True, slots=True)
class _Peak:
    """Best cell of the windowed score map; sizes and places relative to the crop's side."""

    score: float
    cx: float
    cy: float
    w: float
    h: float


def hann_window(size: int = _GRID) -> NDArray[np.float32]:
    """(size, size) outer product of 0.5 (1 - cos(2 pi (i + 1) / (size + 1)))."""
    steps = np.arange(1, size + 1, dtype=np.float32) * np.float32(2 * math.pi / (size + 1))
    row = (0.5 * (1 - np.cos(steps))).astype(np.float32)
    return np.outer(row, row)


class VitTrack:
    """One target through a VitTrack network (`per_target.SingleTarget`)."""

    Parameters = VitTrackParameters

    def __init__(self, networks: Sequence[Network], parameters: VitTrackParameters) -> None:
        (self._network,) = networks
        self._parameters = parameters
        self._template_spec, self._search_spec = _checked_inputs(self._network)
        self._template_packer = ImagePacker(self._template_spec)
        self._score, self._size, self._offset = _outputs_by_shape(self._network)
        self._window = hann_window()

    @staticmethod
    def pixels(catalog: PixelFormat, parameters: VitTrackParameters) -> PixelFormat:
        """The pixel format the network is to be opened with: the catalog's, or OpenCV's."""
        if parameters.mode == "opencv":
            blue, green, red = (scale / 255 for scale in _OPENCV_SCALE)
            return PixelFormat("BGR", _MEAN, (blue, green, red))
        return catalog

    def begin(self, frame: Frame, box: Box, clock: StageClock) -> _Target:
        with clock.stage(Stage.PREPROCESS):
            if self._parameters.mode == "opencv":
                box = _integer_box(box)
            look = cut(frame.bgr, self._window_of(box, _TEMPLATE_FACTOR), self._template_packer.width)
            template = self._template_packer.pack_new(look)
        packer = ImagePacker(self._search_spec)
        return _Target(box, look, look, template, packer, self._parameters.search_factor)

    def relocate(self, state: _Target, box: Box) -> _Target:
        return replace(state, box=box, factor=self._parameters.search_factor)

    def step(
        self, state: _Target, target_id: int, frame: Frame, clock: StageClock
    ) -> Asking[tuple[_Target, Track]]:
        with clock.stage(Stage.PREPROCESS):
            window = self._window_of(state.box, state.factor)
            crop = cut(frame.bgr, window, state.packer.width)
            search = state.packer.pack(crop)
        outputs = yield Ask(
            self._network, {self._template_spec.name: state.template, self._search_spec.name: search}
        )
        with clock.stage(Stage.POSTPROCESS):
            peak = self._peak(outputs)
            if clock.wants_looks:
                clock.looks[target_id] = self._look(state, target_id, window, crop, outputs)
            tracked = peak.score >= self._parameters.lost_below
            box, factor = self._followed(state, window, peak, frame) if tracked else self._kept(state)
            state = replace(state, box=box, factor=factor, frames=state.frames + 1)
        state = self._with_newer_look(state, peak, frame, clock)
        shown = TrackState.TRACKED if tracked else TrackState.LOST
        return state, Track(target_id, box, peak.score, shown, search=window.box)

    def _look(
        self,
        state: _Target,
        target_id: int,
        window: Window,
        crop: NDArray[np.uint8],
        outputs: Mapping[str, Tensor],
    ) -> SearchLook:
        scores = outputs[self._score].reshape(_GRID, _GRID)
        side = state.packer.width
        maps = Maps(scores, scores * self._window)
        return SearchLook(target_id, window.box, crop, state.look, maps, Box(0, 0, side, side), dict(outputs))

    def _window_of(self, box: Box, factor: float) -> Window:
        if self._parameters.mode != "opencv":
            return window_around(box, factor)
        x, y, w, h = int(box.x), int(box.y), int(box.w), int(box.h)
        side = math.ceil(math.sqrt(w * h) * factor)
        # C++ integer division cuts towards zero.
        return Window(x + int((w - side) / 2), y + int((h - side) / 2), side)

    def _peak(self, outputs: Mapping[str, Tensor]) -> _Peak:
        windowed = outputs[self._score].reshape(_GRID, _GRID) * self._window
        row, col = divmod(int(windowed.argmax()), _GRID)
        score = float(windowed[row, col])
        size = outputs[self._size].reshape(2, _GRID, _GRID)[:, row, col]
        offset = outputs[self._offset].reshape(2, _GRID, _GRID)[:, row, col]
        cx, cy = (col + float(offset[0])) / _GRID, (row + float(offset[1])) / _GRID
        w, h = float(size[0]), float(size[1])
        # A broken answer counts as "not seen", wherever in it the brokenness is: it spoils the sum.
        if not math.isfinite(float(windowed.sum()) + cx + cy + w + h):
            return _Peak(0.0, 0.5, 0.5, 0.0, 0.0)
        return _Peak(min(score, 1.0), cx, cy, w, h)

    def _followed(self, state: _Target, window: Window, peak: _Peak, frame: Frame) -> tuple[Box, float]:
        side = window.side
        if self._parameters.mode == "opencv":
            return self._followed_as_opencv(state, side, peak)
        keep = self._parameters.size_inertia
        w = keep * state.box.w + (1 - keep) * max(peak.w * side, 1.0)
        h = keep * state.box.h + (1 - keep) * max(peak.h * side, 1.0)
        box = Box.around(window.x + peak.cx * side, window.y + peak.cy * side, w, h)
        return keep_in_frame(box, frame.width, frame.height, min_size=2.0), self._parameters.search_factor

    def _followed_as_opencv(self, state: _Target, side: int, peak: _Peak) -> tuple[Box, float]:
        x0 = int(state.box.x) + int((int(state.box.w) - side) / 2)
        y0 = int(state.box.y) + int((int(state.box.h) - side) / 2)
        x = math.floor((peak.cx - peak.w / 2) * side + x0)
        y = math.floor((peak.cy - peak.h / 2) * side + y0)
        box = Box(x, y, max(1, math.floor(peak.w * side)), max(1, math.floor(peak.h * side)))
        return box, self._parameters.search_factor

    def _kept(self, state: _Target) -> tuple[Box, float]:
        if self._parameters.mode == "opencv":
            return state.box, state.factor
        return state.box, min(state.factor * self._parameters.widen_by, self._parameters.widest_factor)

    def _with_newer_look(self, state: _Target, peak: _Peak, frame: Frame, clock: StageClock) -> _Target:
        """The template with a share of what the target looks like now, every so often."""
        p = self._parameters
        due = p.mode != "opencv" and p.blend_every > 0 and state.frames % p.blend_every == 0
        if not due or peak.score < p.blend_above or p.blend == 0.0:
            return state
        with clock.stage(Stage.PREPROCESS):
            window = self._window_of(state.box, _TEMPLATE_FACTOR)
            look = cut(frame.bgr, window, self._template_packer.width)
            mixed = state.first_look * np.float32(1 - p.blend) + look * np.float32(p.blend)
            blended = np.rint(mixed).astype(np.uint8)
            template = self._template_packer.pack_new(blended)
        return replace(state, look=blended, template=template)


def _integer_box(box: Box) -> Box:
    return Box(round(box.x), round(box.y), max(1, round(box.w)), max(1, round(box.h)))


def _checked_inputs(network: Network) -> tuple[TensorSpec, TensorSpec]:
    """Template and search input: the smaller and the larger of two image inputs."""
    images = sorted((s for s in network.inputs if s.pixels is not None), key=lambda s: _side(s))
    if len(images) != 2 or len(network.inputs) != 2:
        found = ", ".join(f"{s.name} {list(s.shape)}" for s in network.inputs) or "none"
        reason = Text("it needs two image inputs, template and search; found: {found}", found=found)
        raise NetworkDoesNotFit(network=network.name, tracker="VitTrack", reason=reason)
    return images[0], images[1]


def _side(spec: TensorSpec) -> int:
    return (spec.shape[2] if spec.layout == "NCHW" else spec.shape[1]) or 0


def _outputs_by_shape(network: Network) -> tuple[str, str, str]:
    """Names of score, size and offset: one map of one channel, then two of two in the file's order."""
    maps = [s for s in network.outputs if s.shape[2:] == (_GRID, _GRID)]
    score = [s.name for s in maps if s.shape[1] == 1]
    pairs = [s.name for s in maps if s.shape[1] == 2]
    if len(score) != 1 or len(pairs) != 2:
        found = ", ".join(f"{s.name} {list(s.shape)}" for s in network.outputs)
        reason = Text("expected outputs [1,1,16,16] and twice [1,2,16,16]; found: {found}", found=found)
        raise NetworkDoesNotFit(network=network.name, tracker="VitTrack", reason=reason)
    return score[0], pairs[0], pairs[1]


TRACKERS = {"vittrack": SingleKind(VitTrackParameters, VitTrack, VitTrack.pixels)}
