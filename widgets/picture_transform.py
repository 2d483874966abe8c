"""Where the picture lies in its view: zoom and pan as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from engines.geometry import Box

MAX_SCALE = 64.0
# Logical pixels of the picture that always stay in view while panning.
_KEEP_VISIBLE = 64.0


@dataclass(frozen=True, slots=True)
class PictureTransform:
    """Maps pixels of the frame to logical pixels of the view: view = frame * scale + offset."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    @classmethod
    def fit(cls, width: int, height: int, view_w: float, view_h: float) -> PictureTransform:
        """The whole picture, centred, as large as the view allows."""
        scale = max(min(view_w / width, view_h / height), 1e-6)
        return cls(scale, (view_w - width * scale) / 2, (view_h - height * scale) / 2)

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale + self.dx, y * self.scale + self.dy

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.dx) / self.scale, (y - self.dy) / self.scale

    def box_to_view(self, box: Box) -> Box:
        x, y = self.to_view(box.x, box.y)
        return Box(x, y, box.w * self.scale, box.h * self.scale)

    def zoomed(self, factor: float, x: float, y: float, min_scale: float) -> PictureTransform:
        """Zoomed so that the pixel of the frame under (x, y) of the view stays there."""
        scale = min(max(self.scale * factor, min_scale), MAX_SCALE)
        frame_x, frame_y = self.to_frame(x, y)
        return PictureTransform(scale, x - frame_x * scale, y - frame_y * scale)

    def panned(self, dx: float, dy: float) -> PictureTransform:
        return PictureTransform(self.scale, self.dx + dx, self.dy + dy)

    def kept_visible(self, width: int, height: int, view_w: float, view_h: float) -> PictureTransform:
        """Moved back so that a strip of the picture stays in view."""
        w, h = width * self.scale, height * self.scale
        keep_x, keep_y = min(_KEEP_VISIBLE, w), min(_KEEP_VISIBLE, h)
        dx = min(max(self.dx, keep_x - w), view_w - keep_x)
        dy = min(max(self.dy, keep_y - h), view_h - keep_y)
        return PictureTransform(self.scale, dx, dy)
