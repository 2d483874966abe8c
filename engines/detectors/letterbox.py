"""A frame in the size a network wants: aspect kept, grey around it, and the way back to the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.networks.packing import Part


@dataclass(frozen=True, slots=True)
class LetterboxRule:
    """How a detector was trained to see its frames.

    Attributes:
        is_centred: the frame lies in the middle, else in the top-left corner.
        is_rounded: its new sides are rounded, else cut to whole pixels.
        grey: 0...255, what lies around it.
    """

    is_centred: bool
    is_rounded: bool
    grey: int


# YOLOX `preproc`; Ultralytics `LetterBox`; the samples of D-Robotics for their boards.
YOLOX = LetterboxRule(is_centred=False, is_rounded=False, grey=114)
ULTRALYTICS = LetterboxRule(is_centred=True, is_rounded=True, grey=114)
RDK = LetterboxRule(is_centred=True, is_rounded=False, grey=127)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a frame lies in the network's picture: place there = place in the frame * scale + offset.

    Attributes:
        frame_width, frame_height: pixels of the frame.
        scale: pixels of the network's picture per pixel of the frame.
        left, top: offset in pixels of the network's picture.
        width, height: size of the frame there, at least one pixel.
    """

    frame_width: int
    frame_height: int
    scale: float
    left: int
    top: int
    width: int
    height: int

    @property
    def part(self) -> Part:
        """Rows and columns of the network's picture that show the frame."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    def boxes_to_frame(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, 4) x, y, w, h in pixels of the frame, from pixels of the network's picture."""
        moved: NDArray[np.float64] = (boxes - (self.left, self.top, 0, 0)) / self.scale
        return moved

    def points_to_frame(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) x, y in pixels of the frame, from pixels of the network's picture."""
        moved: NDArray[np.float64] = (points - (self.left, self.top)) / self.scale
        return moved


def place(frame_width: int, frame_height: int, width: int, height: int, rule: LetterboxRule) -> Placing:
    """Where a frame lies in a picture of width x height."""
    scale = min(height / frame_height, width / frame_width)
    whole = round if rule.is_rounded else int
    # A very long and thin frame keeps one pixel.
    inner_width = min(max(whole(frame_width * scale), 1), width)
    inner_height = min(max(whole(frame_height * scale), 1), height)
    left, top = (width - inner_width) // 2, (height - inner_height) // 2
    if not rule.is_centred:
        left = top = 0
    return Placing(frame_width, frame_height, scale, left, top, inner_width, inner_height)


class Letterbox:
    """Puts frames into one kept picture. Frames may change their size from one to the next."""

    def __init__(self, width: int, height: int, rule: LetterboxRule) -> None:
        self._rule = rule
        self._picture = np.empty((height, width, 3), np.uint8)
        self._inside = self._picture
        self._placing: Placing | None = None

    def put(self, bgr: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Placing]:
        """The network's picture of a frame, and where the frame lies in it.

        Returns:
            (height, width, 3) uint8 BGR, overwritten by the next call; the very same `Placing` as long
            as frames keep their size.
        """
        placing = self._placing
        if placing is None or bgr.shape[:2] != (placing.frame_height, placing.frame_width):
            height, width = self._picture.shape[:2]
            self._placing = placing = place(bgr.shape[1], bgr.shape[0], width, height, self._rule)
            self._picture[...] = self._rule.grey
            self._inside = self._picture[placing.part]
        cv2.resize(bgr, (placing.width, placing.height), dst=self._inside, interpolation=cv2.INTER_LINEAR)
        return self._picture, placing
