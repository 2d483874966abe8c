"""Pictures to the input of a network: the link carries bytes, not floats, or less than bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.agent.model import NV12, TensorInfo
from engines.agent.pictures import from_nv12, jpeg_decoder, planes_of, to_nv12, turned
from engines.agent.refusal import Refusal
from engines.agent.tensors import GivenInput

_COLORS = ("RGB", "BGR")


class PlainInput:
    """Takes what the model takes."""

    def __init__(self, info: TensorInfo) -> None:
        self.info = info

    def feed(self, given: GivenInput) -> np.ndarray[Any, Any]:
        """What the runtime is fed; may be a buffer that the next call writes again."""
        array = _array(given)
        if given.wire:
            template = "input '%s' takes no %s: 'pixels' says nothing of it"
            raise Refusal(400, template % (self.info.name, given.wire))
        check(self.info, array)
        return array


class PictureInput:
    """Takes (N, H, W, 3) uint8, JPEG or NV12 and gives (pixel - mean) * scale in the model's own layout.

    Its buffer is kept and written again by the next call.
    """

    def __init__(self, info: TensorInfo, mean: list[float], scale: list[float], color: str) -> None:
        self.model_info = info
        self._is_nchw = len(info.shape) == 4 and info.shape[1] == 3
        if not self._is_nchw and not (len(info.shape) == 4 and info.shape[3] == 3):
            raise Refusal(400, "input '%s' is no picture of three channels" % info.name)
        if info.datatype not in ("FP32", "FP16", "UINT8"):
            raise Refusal(400, "input '%s' is neither float nor uint8" % info.name)
        if info.datatype == "UINT8" and (any(mean) or any(factor != 1 for factor in scale)):
            raise Refusal(400, "input '%s' is uint8: the runtime scales it itself" % info.name)
        self._height, self._width = info.shape[2:4] if self._is_nchw else info.shape[1:3]
        self.info = TensorInfo(info.name, "UINT8", [info.shape[0], self._height, self._width, 3])
        self._color = color
        self._scale = [np.float32(s) for s in scale]
        self._offset = [np.float32(-mean[i] * scale[i]) for i in range(3)]
        self._dtype = np.dtype({"FP32": "float32", "FP16": "float16", "UINT8": "uint8"}[info.datatype])
        self._buffer = np.empty((0,), dtype=self._dtype)
        self._planes = []  # type: list[np.ndarray[Any, Any]]

    def feed(self, given: GivenInput) -> np.ndarray[Any, Any]:
        """See `PlainInput.feed`."""
        pictures, color = _array(given), self._color
        if given.wire == "jpeg":
            several, color = decode_all(given, color, self._height, self._width)
            pictures = several[0][None] if len(several) == 1 else np.stack(several)
        elif given.wire == "nv12":
            pictures = self._from_nv12(pictures)
        check(self.info, pictures)
        if color == self._color and self._dtype == np.uint8 and not self._is_nchw:
            return pictures
        return self._convert(pictures, color)

    def _from_nv12(self, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        vectors = nv12_vectors(self.info.name, array, self._height, self._width)
        return np.stack([from_nv12(vector, self._height, self._width, self._color) for vector in vectors])

    def _convert(self, pictures: np.ndarray[Any, Any], color: str) -> np.ndarray[Any, Any]:
        count, height, width = pictures.shape[:3]
        shape = (count, 3, height, width) if self._is_nchw else (count, height, width, 3)
        if self._buffer.shape != shape:
            self._buffer = np.empty(shape, dtype=self._dtype)
            self._planes = [np.empty((height, width), np.uint8) for _ in range(3)]
        places = [color.index(letter) for letter in self._color]
        for picture, target in zip(pictures, self._buffer):  # noqa: B905 (strict= is Python 3.10)
            if self._dtype == np.uint8 and not self._is_nchw:
                turned(picture, target)
                continue
            planes = planes_of(picture, self._planes)
            for channel, place in enumerate(places):
                self._scaled(
                    planes[place], channel, target[channel] if self._is_nchw else target[..., channel]
                )
        return self._buffer

    def _scaled(self, plane: np.ndarray[Any, Any], channel: int, target: np.ndarray[Any, Any]) -> None:
        # Converted first and multiplied in place: a third of the time of multiplying bytes into floats.
        np.copyto(target, plane)
        if self._dtype == np.uint8:
            return
        np.multiply(target, self._scale[channel], out=target, casting="unsafe")
        if self._offset[channel]:
            np.add(target, self._offset[channel], out=target, casting="unsafe")


class Nv12Input:
    """Takes NV12 vectors or JPEGs for a model that takes NV12 itself."""

    def __init__(self, info: TensorInfo, height: int, width: int) -> None:
        self.info = info
        self._height, self._width = height, width

    def feed(self, given: GivenInput) -> np.ndarray[Any, Any]:
        """Flat for one picture, (N, H * W * 3 / 2) for several. See `PlainInput.feed`."""
        array = _array(given)
        if given.wire == "jpeg":
            pictures, color = decode_all(given, "BGR", self._height, self._width)
            array = np.stack([to_nv12(picture, color) for picture in pictures])
        vectors = nv12_vectors(self.info.name, array, self._height, self._width)
        return vectors[0] if len(vectors) == 1 else vectors


Input = Any  # PlainInput, PictureInput or Nv12Input


def make_inputs(infos: list[TensorInfo], parameter: Any) -> list[Input]:
    """Who takes each of a model's inputs, in their order.

    Args:
        infos: the model's.
        parameter: the load parameter `pixels`, or None:
            {input name: {"mean": [3], "scale": [3], "color": "RGB" or "BGR"}}, in the colour order of the
            network; the colour is needed for JPEG and NV12 only and is RGB where it is not said.
    """
    entries = {} if parameter is None else parameter
    names = {info.name for info in infos}
    if not isinstance(entries, dict):
        raise Refusal(400, "'pixels' is no object of inputs")
    for name in entries:
        if name not in names:
            raise Refusal(400, "the model has no input '%.128s'" % name)
    return [_make_input(info, entries.get(info.name)) for info in infos]


def _make_input(info: TensorInfo, entry: Any) -> Input:
    if info.layout == NV12:
        height, width = nv12_size(info)
        return Nv12Input(info, height, width)
    if entry is None:
        return PlainInput(info)
    try:
        mean = [float(value) for value in entry["mean"]]
        scale = [float(value) for value in entry["scale"]]
        color = entry.get("color", "RGB")
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refusal(400, "'pixels' is not understood: mean and scale of three channels per input") from None
    if len(mean) != 3 or len(scale) != 3 or color not in _COLORS:
        raise Refusal(400, "'pixels' needs mean and scale of three channels, and RGB or BGR")
    return PictureInput(info, mean, scale, color)


def nv12_size(info: TensorInfo) -> tuple[int, int]:
    """Height and width of the pictures of an NV12 input of shape (N, 3, H, W) or (N, H * 3 / 2, W)."""
    shape = info.shape
    height, width = 0, 0
    if len(shape) == 4 and shape[1] == 3:
        height, width = shape[2:]
    elif len(shape) == 3 and shape[1] % 3 == 0:
        height, width = shape[1] // 3 * 2, shape[2]
    if min(height, width) < 2 or height % 2 or width % 2:
        raise Refusal(400, "input '%s' of shape %s is no NV12 picture of even sides" % (info.name, shape))
    return height, width


def nv12_vectors(name: str, array: np.ndarray[Any, Any], height: int, width: int) -> np.ndarray[Any, Any]:
    """(N, H * W * 3 / 2) uint8; the length is checked here because runtimes do not."""
    if min(height, width) < 2 or height % 2 or width % 2:
        raise Refusal(400, "input '%s' has no even sides of a fixed size: it takes no NV12" % name)
    size = height * width * 3 // 2
    if array.dtype != np.uint8 or not array.size or array.size % size:
        facts = (name, size, array.dtype, list(array.shape))
        raise Refusal(400, "input '%s' should be NV12, %d values of uint8, not %s %s" % facts)
    return np.ascontiguousarray(array).reshape(-1, size)


def decode_all(
    given: GivenInput, wanted: str, height: int, width: int
) -> tuple[list[np.ndarray[Any, Any]], str]:
    """The pictures of a JPEG input, and the order of their channels: the wanted one, if it can be had."""
    decoder = jpeg_decoder()
    if decoder is None:
        raise Refusal(501, "this board has neither OpenCV nor Pillow to decode JPEG: send uint8 or NV12")
    data = _array(given)
    if data.dtype != np.uint8:
        raise Refusal(400, "input '%s': a JPEG comes as uint8" % given.name)
    data = data.reshape(-1)
    sizes = given.sizes or [data.size]
    if sum(sizes) != data.size:
        raise Refusal(400, "input '%s': its JPEGs have other sizes than announced" % given.name)
    color = decoder.nearest(wanted)
    pictures, at = [], 0
    for size in sizes:
        pictures.append(decoder.decode(data[at : at + size], color, height, width))
        at += size
    return pictures, color


def check(info: TensorInfo, array: np.ndarray[Any, Any]) -> None:
    """Runtimes take what they get, or crash: whatever does not fit is refused here."""
    if not info.accepts(array):
        message = "input '%s' should be %s %s, not %s %s"
        facts = (info.name, info.datatype, info.shape, array.dtype, list(array.shape))
        raise Refusal(400, message % facts)


def _array(given: GivenInput) -> np.ndarray[Any, Any]:
    if given.array is None:
        raise Refusal(400, "input '%s' has no data" % given.name)
    return given.array
