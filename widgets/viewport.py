"""Zoom and pan of one view: remembers whether the picture is to fill it."""

from __future__ import annotations

from widgets.picture_transform import PictureTransform


class Viewport:
    """Keeps a `PictureTransform` right while picture, view or zoom change."""

    def __init__(self) -> None:
        self.transform = PictureTransform()
        self._is_fitted = True
        self._picture = (1, 1)
        self._view = (1.0, 1.0)

    def show_picture(self, width: int, height: int) -> None:
        """A picture of another size than before is shown whole."""
        if (width, height) != self._picture:
            self._picture = (width, height)
            self.fit()

    def resize(self, view_w: float, view_h: float) -> None:
        self._view = (max(view_w, 1.0), max(view_h, 1.0))
        if self._is_fitted:
            self.fit()

    def fit(self) -> None:
        self._is_fitted = True
        self.transform = PictureTransform.fit(*self._picture, *self._view)

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zooms at a point of the view, its middle by default."""
        x, y = at or (self._view[0] / 2, self._view[1] / 2)
        smallest = min(PictureTransform.fit(*self._picture, *self._view).scale, 1.0) / 2
        self._place(self.transform.zoomed(factor, x, y, smallest))

    def pan(self, dx: float, dy: float) -> None:
        self._place(self.transform.panned(dx, dy))

    def _place(self, transform: PictureTransform) -> None:
        self._is_fitted = False
        self.transform = transform.kept_visible(*self._picture, *self._view)
