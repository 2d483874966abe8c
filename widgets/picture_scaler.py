"""Frame to QImage by the fastest measured way: cv2.resize, BGR2BGRA, RGB32."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engines.frame import Frame
from widgets.picture_transform import PictureTransform

# From here on single pixels of the frame are what the user wants to see.
_PIXEL_VIEW_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class _Cut:
    """Part of the frame that is visible and where it goes, in device pixels of the view."""

    x0: int
    y0: int
    x1: int
    y1: int
    left: int
    top: int
    width: int
    height: int


class PictureScaler:
    """Keeps two buffers that are written again for every frame; its image lives until the next call."""

    def __init__(self) -> None:
        self._scaled: NDArray[np.uint8] = np.empty((0, 0, 3), np.uint8)
        self._bgra: NDArray[np.uint8] = np.empty((0, 0, 4), np.uint8)
        self._last: tuple[Frame, _Cut, float] | None = None
        self._image = QImage()

    def image_for(
        self, frame: Frame, transform: PictureTransform, view_w: int, view_h: int, ratio: float
    ) -> tuple[QImage, float, float] | None:
        """The visible part of a frame, ready to be drawn at (x, y) of the view, or None.

        Args:
            frame: drawn as it is; its pixels are not touched.
            transform: in logical pixels.
            view_w: width of the view in logical pixels.
            view_h: height of the view in logical pixels.
            ratio: device pixels per logical pixel.

        Returns:
            The image and its place in logical pixels.
        """
        cut = _cut(frame, transform, view_w * ratio, view_h * ratio, ratio)
        if cut is None:
            return None
        if self._last is None or self._last[0] is not frame or self._last[1:] != (cut, ratio):
            self._convert(frame, cut, nearest=transform.scale * ratio >= _PIXEL_VIEW_SCALE)
            self._image.setDevicePixelRatio(ratio)
            self._last = (frame, cut, ratio)
        return self._image, cut.left / ratio, cut.top / ratio

    def forget(self) -> None:
        """Lets go of the last frame."""
        self._last = None
        self._image = QImage()

    def _convert(self, frame: Frame, cut: _Cut, *, nearest: bool) -> None:
        source = frame.bgr[cut.y0 : cut.y1, cut.x0 : cut.x1]
        if self._bgra.shape[:2] != (cut.height, cut.width):
            self._bgra = np.empty((cut.height, cut.width, 4), np.uint8)
            self._scaled = np.empty((cut.height, cut.width, 3), np.uint8)
        if source.shape[:2] != (cut.height, cut.width):
            how = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
            cv2.resize(source, (cut.width, cut.height), dst=self._scaled, interpolation=how)
            source = self._scaled
        cv2.cvtColor(source, cv2.COLOR_BGR2BGRA, dst=self._bgra)
        self._image = QImage(
            self._bgra.data, cut.width, cut.height, cut.width * 4, QImage.Format.Format_RGB32
        )


def _cut(
    frame: Frame, transform: PictureTransform, view_w: float, view_h: float, ratio: float
) -> _Cut | None:
    scale, dx, dy = transform.scale * ratio, transform.dx * ratio, transform.dy * ratio
    x0, y0 = max(0, math.floor(-dx / scale)), max(0, math.floor(-dy / scale))
    x1 = min(frame.width, math.ceil((view_w - dx) / scale))
    y1 = min(frame.height, math.ceil((view_h - dy) / scale))
    if x1 <= x0 or y1 <= y0:
        return None
    left, top = round(dx + x0 * scale), round(dy + y0 * scale)
    width, height = round(dx + x1 * scale) - left, round(dy + y1 * scale) - top
    return _Cut(x0, y0, x1, y1, left, top, max(width, 1), max(height, 1))


def picture_image(frame: Frame) -> QImage:
    """A frame at its own size as an image of its own, for screenshots."""
    bgra = cv2.cvtColor(frame.bgr, cv2.COLOR_BGR2BGRA)
    view = QImage(bgra.data, frame.width, frame.height, frame.width * 4, QImage.Format.Format_RGB32)
    return view.copy()
