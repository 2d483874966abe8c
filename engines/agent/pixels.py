"""uint8 pictures to the float input of a network: the link carries a quarter of the bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.agent.model import TensorInfo
from engines.agent.refusal import Refusal


class PixelInput:
    """Takes (1, H, W, 3) uint8 and gives (pixel - mean) * scale in the model's own layout.

    Its buffer is kept and written again by the next call.
    """

    def __init__(self, info: TensorInfo, mean: list[float], scale: list[float]) -> None:
        self.model_info = info
        self._is_nchw = len(info.shape) == 4 and info.shape[1] == 3
        if not self._is_nchw and not (len(info.shape) == 4 and info.shape[3] == 3):
            raise Refusal(400, "input '%s' is no picture of three channels" % info.name)
        if info.datatype not in ("FP32", "FP16"):
            raise Refusal(400, "input '%s' is not a float input" % info.name)
        height, width = info.shape[2:4] if self._is_nchw else info.shape[1:3]
        self.info = TensorInfo(info.name, "UINT8", [1, height, width, 3])
        self._scale = [np.float32(s) for s in scale]
        self._offset = [np.float32(-m * s) for m, s in _pairs(mean, scale)]
        self._dtype = np.dtype("float32" if info.datatype == "FP32" else "float16")
        self._buffer = np.empty((0,), dtype=self._dtype)

    def convert(self, picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        height, width = picture.shape[1:3]
        shape = (1, 3, height, width) if self._is_nchw else (1, height, width, 3)
        if self._buffer.shape != shape:
            self._buffer = np.empty(shape, dtype=self._dtype)
        for channel in range(3):
            plane = self._buffer[0, channel] if self._is_nchw else self._buffer[0, :, :, channel]
            np.multiply(picture[0, :, :, channel], self._scale[channel], out=plane, casting="unsafe")
            np.add(plane, self._offset[channel], out=plane, casting="unsafe")
        return self._buffer


def _pairs(mean: list[float], scale: list[float]) -> list[tuple[float, float]]:
    return [(mean[i], scale[i]) for i in range(3)]


def pixel_inputs(parameter: Any, infos: list[TensorInfo]) -> dict[str, PixelInput]:
    """From the load parameter: {input name: {"mean": [r, g, b], "scale": [r, g, b]}}."""
    if parameter is None:
        return {}
    by_name = {info.name: info for info in infos}
    found = {}
    try:
        for name, entry in parameter.items():
            mean = [float(value) for value in entry["mean"]]
            scale = [float(value) for value in entry["scale"]]
            if len(mean) != 3 or len(scale) != 3:
                raise ValueError("three channels are needed")
            if name not in by_name:
                raise Refusal(400, "the model has no input '%s'" % name)
            found[name] = PixelInput(by_name[name], mean, scale)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refusal(400, "'pixels' is not understood: mean and scale of three channels per input") from None
    return found
