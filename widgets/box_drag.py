"""Drawing and correcting a box, as values: no events, no painting."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engines.frame import Frame
from engines.geometry import Box, clip_to_frame
from engines.track import Track

# Handles by the edges they move: left, top, right, bottom.
HANDLES: dict[str, tuple[int, int, int, int]] = {
    "nw": (1, 1, 0, 0), "n": (0, 1, 0, 0), "ne": (0, 1, 1, 0), "e": (0, 0, 1, 0),
    "se": (0, 0, 1, 1), "s": (0, 0, 0, 1), "sw": (1, 0, 0, 1), "w": (1, 0, 0, 0),
    "move": (1, 1, 1, 1),
}  # fmt: skip
_MIN_SIZE = 2.0


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag on a picture from its press on.

    Attributes:
        frame: shown when the drag began; the box belongs to it.
        start, now: pixels of the frame, also outside of it.
        add: keep the other targets.
        handle: key of `HANDLES` where a target is corrected, else None.
        target: the track that is corrected, else None.
    """

    frame: Frame
    start: tuple[float, float]
    now: tuple[float, float]
    add: bool = False
    handle: str | None = None
    target: Track | None = None

    def moved(self, x: float, y: float, *, add: bool) -> Drag:
        return replace(self, now=(x, y), add=add)

    @property
    def box(self) -> Box | None:
        """The box so far, inside the picture, or None where it has no area."""
        if self.handle is not None and self.target is not None:
            dx, dy = self.now[0] - self.start[0], self.now[1] - self.start[1]
            dragged = dragged_box(self.target.box, self.handle, dx, dy)
            return clip_to_frame(dragged, self.frame.width, self.frame.height)
        return box_between(self.start, self.now, self.frame)


def box_between(a: tuple[float, float], b: tuple[float, float], frame: Frame) -> Box | None:
    """The box with two opposite corners, inside the picture, or None where nothing is left."""
    width, height = float(frame.width), float(frame.height)
    left, right = (min(max(v, 0.0), width) for v in sorted((a[0], b[0])))
    top, bottom = (min(max(v, 0.0), height) for v in sorted((a[1], b[1])))
    if right <= left or bottom <= top:
        return None
    return Box(left, top, right - left, bottom - top)


def dragged_box(box: Box, handle: str, dx: float, dy: float) -> Box:
    """A box with the edges of a handle moved; it neither flips nor vanishes."""
    left, top, right, bottom = HANDLES[handle]
    if handle == "move":
        return Box(box.x + dx, box.y + dy, box.w, box.h)
    x0 = min(box.x + dx * left, box.right - _MIN_SIZE) if left else box.x
    y0 = min(box.y + dy * top, box.bottom - _MIN_SIZE) if top else box.y
    x1 = max(box.right + dx * right, box.x + _MIN_SIZE) if right else box.right
    y1 = max(box.bottom + dy * bottom, box.y + _MIN_SIZE) if bottom else box.bottom
    return Box(x0, y0, x1 - x0, y1 - y0)


def keyboard_box(frame: Frame) -> Box:
    """Where drawing by keyboard starts: a quarter of the picture, in its middle."""
    return Box.around(frame.width / 2, frame.height / 2, frame.width / 4, frame.height / 4)


def nudged_box(box: Box, frame: Frame, dx: float, dy: float, *, resize: bool) -> Box:
    """A box moved or resized by keys, kept inside the picture."""
    if resize:
        w = min(max(box.w + dx, _MIN_SIZE), frame.width - box.x)
        h = min(max(box.h + dy, _MIN_SIZE), frame.height - box.y)
        return Box(box.x, box.y, w, h)
    x = min(max(box.x + dx, 0.0), frame.width - box.w)
    y = min(max(box.y + dy, 0.0), frame.height - box.h)
    return Box(x, y, box.w, box.h)


def handle_at(box_in_view: Box, x: float, y: float, reach: float = 7.0) -> str | None:
    """The corner or edge handle of a box under a point of the view."""
    near_left, near_right = abs(x - box_in_view.x) <= reach, abs(x - box_in_view.right) <= reach
    near_top, near_bottom = abs(y - box_in_view.y) <= reach, abs(y - box_in_view.bottom) <= reach
    within_x = box_in_view.x - reach <= x <= box_in_view.right + reach
    within_y = box_in_view.y - reach <= y <= box_in_view.bottom + reach
    if not (within_x and within_y):
        return None
    vertical = "n" if near_top else "s" if near_bottom else ""
    horizontal = "w" if near_left else "e" if near_right else ""
    return (vertical + horizontal) or None


def track_at(tracks: tuple[Track, ...], x: float, y: float) -> Track | None:
    """The smallest track whose box holds a point of the frame."""
    under = [t for t in tracks if t.box.x <= x <= t.box.right and t.box.y <= y <= t.box.bottom]
    return min(under, key=lambda track: track.box.area, default=None)
