"""How a picture input crosses a link: as it is, as NV12, or as JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from engines.networks.network import PixelFormat, Tensor, TensorSpec
from engines.networks.nv12 import Nv12Converter
from engines.networks.wire import WireInput


class Wire(StrEnum):
    """Bytes per pixel on the link: 3, 1.5, and about 0.4 at quality 90."""

    UINT8 = "uint8"
    NV12 = "nv12"
    JPEG = "jpeg"


@dataclass(frozen=True, slots=True)
class WireFormat:
    """How one input is sent.

    Attributes:
        quality: of JPEG, 1...100.
    """

    wire: Wire = Wire.UINT8
    quality: int = 90


def packed_spec(name: str, height: int, width: int, batch: int | None = 1) -> TensorSpec:
    """What an input that is sent as NV12 or JPEG wants of whoever fills it: plain BGR pictures."""
    return TensorSpec(name, (batch, height, width, 3), "uint8", "NHWC", PixelFormat(color="BGR"))


class PicturePacker:
    """Encodes (N, H, W, 3) uint8 BGR pictures of one size."""

    def __init__(self, wanted: WireFormat, height: int, width: int) -> None:
        """An NV12 picture has even sides. Raises ValueError where they are not."""
        self._wanted, self._sides = wanted, (height, width)
        self._nv12: Nv12Converter | None = None
        if wanted.wire is Wire.NV12:
            if height % 2 or width % 2:
                raise ValueError(f"{height} x {width} has no NV12: its sides are odd")
            self._nv12 = Nv12Converter(width, height)
            self._size = height * width * 3 // 2

    def another(self) -> PicturePacker:
        """An equal one, with buffers of its own."""
        return PicturePacker(self._wanted, *self._sides)

    def encode(self, name: str, pictures: Tensor) -> WireInput:
        """The input as it goes out."""
        if self._nv12 is not None:
            vectors = np.empty((len(pictures), self._size), np.uint8)
            for picture, vector in zip(pictures, vectors, strict=True):
                self._nv12.convert(picture, vector)
            return WireInput(name, "UINT8", vectors.shape, vectors.tobytes(), wire=self._wanted.wire)
        options = [cv2.IMWRITE_JPEG_QUALITY, self._wanted.quality]
        files = [cv2.imencode(".jpg", picture, options)[1].tobytes() for picture in pictures]
        payload = b"".join(files)
        sizes = tuple(map(len, files)) if len(files) > 1 else ()
        return WireInput(name, "UINT8", (len(payload),), payload, wire=self._wanted.wire, sizes=sizes)
