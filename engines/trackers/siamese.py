"""What the Siamese trackers share: context, windows around a centre, penalties on a change of shape.

Source: SiamFC and SiamRPN (`pysot/tracker/siamrpn_tracker.py`), whose rules E.T.Track, LightTrack and
NanoTrack took over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network, Tensor, TensorSpec
from engines.texts import Text

Shape = tuple[int | None, ...]
Value = TypeVar("Value", float, NDArray[np.float64])

CONTEXT = 0.5
_SMALLEST_SIDE = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target is believed to be: centre and size in pixels of the frame.

    Not a Box: windows are rounded from the centre, and a centre clamped to the picture's edge has to
    stay there to the last bit.
    """

    cx: float
    cy: float
    w: float
    h: float

    @classmethod
    def of(cls, box: Box) -> Place:
        return cls(box.cx, box.cy, box.w, box.h)

    @property
    def box(self) -> Box:
        return Box.around(self.cx, self.cy, self.w, self.h)

    def within(self, width: int, height: int) -> Place:
        """Centre in [0, width] x [0, height], sides in [10, width] and [10, height]; the 10 wins."""
        return Place(
            max(0.0, min(self.cx, float(width))),
            max(0.0, min(self.cy, float(height))),
            max(_SMALLEST_SIDE, min(self.w, float(width))),
            max(_SMALLEST_SIDE, min(self.h, float(height))),
        )


@dataclass(frozen=True, slots=True)
class GridMap:
    """An output with `channels` numbers for each cell of a square grid, channels first or last."""

    name: str
    channels: int
    network: str
    tracker: str

    def cells(self, outputs: Mapping[str, Tensor], side: int | None = None) -> Tensor:
        """A (channels, side, side) view of the output.

        Args:
            outputs: of one run.
            side: cells along each side; None takes what comes.

        Raises:
            NetworkDoesNotFit: it has come in another shape than it ought to.
        """
        tensor = outputs[self.name]
        if _is_map(tensor.shape, self.channels, side, last=False):
            return cast(Tensor, tensor[0])
        if _is_map(tensor.shape, self.channels, side, last=True):
            return cast(Tensor, tensor[0].transpose(2, 0, 1))
        raise misfit(
            self.network,
            self.tracker,
            "output {output}: expected {expected}, found {found}",
            output=self.name,
            expected=shape_text((1, self.channels, side, side)),
            found=shape_text(tensor.shape),
        )


def padded_side(w: Value, h: Value) -> Value:
    """Side of the square with the area of a box and its context: sqrt((w + p)(h + p)), p = (w + h) / 2."""
    pad = (w + h) * CONTEXT
    area = (w + pad) * (h + pad)
    side: Value = area**0.5
    return side


def change(ratio: Value) -> Value:
    """max(r, 1/r): how much something grew or shrank, whichever way."""
    if isinstance(ratio, float):
        return max(ratio, 1.0 / ratio)
    return cast(Value, np.maximum(ratio, 1.0 / ratio))


def shape_penalty(
    w: NDArray[np.float64], h: NDArray[np.float64], last_w: float, last_h: float, strength: float
) -> NDArray[np.float64]:
    """exp(-(change of size * change of ratio - 1) * strength) for each proposed size, all in one unit."""
    size = change(padded_side(w, h) / padded_side(last_w, last_h))
    ratio = change((last_w / last_h) / (w / h))
    penalty: NDArray[np.float64] = np.exp(-(ratio * size - 1.0) * strength)
    return penalty


@lru_cache(maxsize=8)
def cosine_window(size: int) -> NDArray[np.float64]:
    """(size, size) outer product of two Hann windows that are zero at both ends; not to be written to."""
    row = np.hanning(size)
    window = np.outer(row, row)
    window.flags.writeable = False
    return window


def channel_means(bgr: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Mean blue, green, red of a picture: what fills a crop where it leaves the picture."""
    blue, green, red, _none = cv2.mean(bgr)
    return blue, green, red


def round_half_up(value: float) -> int:
    """Rounds halves away from zero, as Python 2 and C do."""
    return math.floor(value + 0.5) if value >= 0 else math.ceil(value - 0.5)


def misfit(network: str, tracker: str, reason: str, /, **facts: str) -> NetworkDoesNotFit:
    """The failure of a network that does not fit a tracker, for a reason with `{facts}`."""
    return NetworkDoesNotFit(network=network, tracker=tracker, reason=Text(reason, **facts))


def shape_text(shape: Shape) -> str:
    """A shape for people: [1,4,18,18], with n for what is free."""
    return f"[{','.join('n' if d is None else str(d) for d in shape)}]"


def specs_text(specs: tuple[TensorSpec, ...]) -> str:
    """Tensors for people: names and shapes, or "none"."""
    return ", ".join(f"{spec.name} {shape_text(spec.shape)}" for spec in specs) or "none"


def image_side(spec: TensorSpec) -> int | None:
    """Side of a square image input in pixels, None where it is free."""
    height, width = spec.shape[2:4] if spec.layout == "NCHW" else spec.shape[1:3]
    if height != width:
        raise ValueError(f"{spec.name} {shape_text(spec.shape)} is not square")
    return height


def with_side(spec: TensorSpec, side: int) -> TensorSpec:
    """The image input with a free height and width set."""
    shape = (1, 3, side, side) if spec.layout == "NCHW" else (1, side, side, 3)
    return replace(spec, shape=shape)


def image_inputs(network: Network, tracker: str) -> tuple[TensorSpec, ...]:
    """The square image inputs of a network: the smallest first, one of free size last.

    Raises:
        NetworkDoesNotFit: one of them is not square.
    """
    images = [spec for spec in network.inputs if spec.pixels is not None]
    try:
        return tuple(sorted(images, key=lambda spec: image_side(spec) or math.inf))
    except ValueError:
        reason = "its image inputs have to be square; found: {found}"
        raise misfit(network.name, tracker, reason, found=specs_text(tuple(images))) from None


def grid_maps(network: Network, tracker: str, channels: tuple[int, ...], side: int | None) -> list[GridMap]:
    """The outputs that are maps of so many channels each, in the order of `channels`.

    Args:
        network: whose outputs.
        tracker: who asks, for the message.
        channels: of each wanted map; all different.
        side: cells along each side where it is known; a declared shape may leave it free.

    Raises:
        NetworkDoesNotFit: not exactly one output for each.
    """
    found = []
    for count in channels:
        maps = [
            s.name
            for s in network.outputs
            if any(_is_map(s.shape, count, side, last) for last in (False, True))
        ]
        found += [GridMap(name, count, network.name, tracker) for name in maps]
    if [each.channels for each in found] != list(channels):
        raise misfit(
            network.name,
            tracker,
            "expected outputs {expected} (or with the channels last); found: {found}",
            expected=", ".join(shape_text((1, count, side, side)) for count in channels),
            found=specs_text(network.outputs),
        )
    return found


def _is_map(shape: Shape, channels: int, side: int | None, last: bool) -> bool:
    """Whether a shape can be (1, channels, side, side), or (1, side, side, channels)."""
    if len(shape) != 4 or shape[0] not in (1, None):
        return False
    found, *sides = (shape[3], *shape[1:3]) if last else shape[1:4]
    if found != channels:
        return False
    known = {d for d in (*sides, side) if d is not None}
    return len(known) <= 1
