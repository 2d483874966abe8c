"""Boxes and what is computed from them. Pixels of the frame, top-left origin, floats."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned box in pixels of the frame; (x, y) is its top-left corner."""

    x: float
    y: float
    w: float
    h: float

    def __post_init__(self) -> None:
        # Not `all(...)` over the four: half the time, and there are thousands of boxes per second.
        if not (isfinite(self.x) and isfinite(self.y) and isfinite(self.w) and isfinite(self.h)):
            raise ValueError(f"a box needs finite numbers, got {self.x}, {self.y}, {self.w}, {self.h}")
        if not (self.w > 0 and self.h > 0):
            raise ValueError(f"a box needs a positive size, got {self.w} x {self.h}")

    @classmethod
    def around(cls, cx: float, cy: float, w: float, h: float) -> Box:
        """The box of size w x h centred on (cx, cy)."""
        return cls(cx - w / 2, cy - h / 2, w, h)

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def area(self) -> float:
        return self.w * self.h


def intersection_area(a: Box, b: Box) -> float:
    """Area shared by two boxes in square pixels, 0 where they only touch."""
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.bottom, b.bottom) - max(a.y, b.y)
    return width * height if width > 0 and height > 0 else 0.0


def iou(a: Box, b: Box) -> float:
    """Intersection over union in [0, 1]."""
    shared = intersection_area(a, b)
    return shared / (a.area + b.area - shared)


#: Boxes of the same target that overlap (IoU) less have parted.
PARTED_BELOW = 0.5


def clip_to_frame(box: Box, width: int, height: int) -> Box | None:
    """The part of a box that lies inside a picture, or None where nothing of it does."""
    x, y = max(box.x, 0.0), max(box.y, 0.0)
    right, bottom = min(box.right, float(width)), min(box.bottom, float(height))
    if right <= x or bottom <= y:
        return None
    return Box(x, y, right - x, bottom - y)


def keep_in_frame(box: Box, width: int, height: int, min_size: float = 1.0) -> Box:
    """The nearest box whose centre is inside the picture and whose size is bounded by it.

    Trackers use it so that a lost target neither grows without end nor shrinks to nothing.
    """
    w = min(max(box.w, min_size), float(width))
    h = min(max(box.h, min_size), float(height))
    cx = min(max(box.cx, 0.0), float(width))
    cy = min(max(box.cy, 0.0), float(height))
    return Box.around(cx, cy, w, h)
