"""The closed loop around a network with VitTrack's inputs and outputs: crop, run, decode, adapt."""

from __future__ import annotations

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
_STD = np.array((0.229, 0.224, 0.225), np.float32)
_HANN = 0.5 * (1 - np.cos(2 * np.pi * np.arange(1, 17) / 17))
_WINDOW = np.outer(_HANN, _HANN)


def crop(frame: NDArray[np.uint8], box: NDArray[np.float64], factor: float, size: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Square BGR crop (size, size, 3), black outside the picture, and its (x, y, side) in pixels."""
    side = int(np.ceil(np.sqrt(box[2] * box[3]) * factor))
    left, top = (int(round(box[axis] + box[2 + axis] / 2 - side / 2)) for axis in (0, 1))
    height, width = frame.shape[:2]
    cut = np.zeros((side, side, 3), np.uint8)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + side), min(height, top + side)
    if x1 > x0 and y1 > y0:
        cut[y0 - top : y1 - top, x0 - left : x1 - left] = frame[y0:y1, x0:x1]
    return cv2.resize(cut, (size, size)), np.array([left, top, side], np.float64)


def tensor(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Network input (1, 3, S, S) of a BGR picture."""
    scaled = (picture[..., ::-1].astype(np.float32) / 255 - _MEAN) / _STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)


class FollowLoop:
    """Follows one box; blends the template and widens the search while the target is lost."""

    def __init__(self, session: onnxruntime.InferenceSession, frame: NDArray[np.uint8], box: NDArray[np.float64],
                 least_score: float = 0.2, blend: float = 0.3) -> None:  # fmt: skip
        self.session, self.box = session, np.asarray(box, np.float64)
        self.first_look = crop(frame, self.box, 2.0, 128)[0]
        self.template = tensor(self.first_look)
        self.least_score, self.blend = least_score, blend
        self.factor, self.index, self.score = 4.0, 0, 1.0

    def update(self, frame: NDArray[np.uint8]) -> NDArray[np.float64]:
        """The box (x, y, w, h) in the next frame."""
        self.index += 1
        picture, (left, top, side) = crop(frame, self.box, self.factor, 256)
        score, size, offset = self.session.run(None, {"template": self.template, "search": tensor(picture)})
        windowed = score[0, 0] * _WINDOW
        row, col = np.unravel_index(int(windowed.argmax()), (16, 16))
        self.score = float(windowed[row, col])
        if self.score < self.least_score:
            self.factor = min(8.0, self.factor * 1.25)
            return self.box
        self.factor = 4.0
        centre = (np.array([col, row]) + offset[0, :, row, col]) / 16 * side + (left, top)
        extent = 0.5 * size[0, :, row, col] * side + 0.5 * self.box[2:]
        extent = np.clip(extent, 4, frame.shape[1::-1])
        centre = np.clip(centre, 0, frame.shape[1::-1])
        self.box = np.concatenate([centre - extent / 2, extent])
        if self.blend and self.index % 10 == 0 and self.score > 0.5:
            look = crop(frame, self.box, 2.0, 128)[0]
            self.template = tensor(cv2.addWeighted(self.first_look, 1 - self.blend, look, self.blend, 0))
        return self.box
