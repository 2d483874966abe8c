"""A crop as the network gets it, with a map of numbers over it and the cells that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.geometry import Box
from engines.heat import heat_bgra
from widgets.theme import UNIT, current_theme, figure_font

CAPTION = 20
_SMALLEST, _USUAL = 48, 168


@dataclass(frozen=True, slots=True, eq=False)
class MapView:
    """What one `MapPicture` shows.

    Attributes:
        picture: (S, S, 3) uint8 BGR, or None for the map alone.
        values: (R, C) numbers, drawn from 0 (see-through) to their greatest (bright); None for the picture
            alone.
        cells: where the map lies, in pixels of the picture; None where it covers all.
        peak, runner_up: row and column of marked cells.
        text: beside the title, for example the greatest value.
    """

    picture: NDArray[np.uint8] | None = None
    values: NDArray[np.floating[Any]] | None = None
    cells: Box | None = None
    peak: tuple[int, int] | None = None
    runner_up: tuple[int, int] | None = None
    text: str = ""


class MapPicture(QWidget):
    """A square picture with a title above it."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._view: MapView | None = None
        self._picture, self._heat = QImage(), QImage()
        self.setToolTip(hint)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST, _SMALLEST + CAPTION)

    def show_map(self, view: MapView | None) -> None:
        """Shows a picture and its map; None shows an empty place."""
        self._view = view
        self._picture = _picture_image(view.picture) if view and view.picture is not None else QImage()
        self._heat = heat_image(view.values) if view and view.values is not None else QImage()
        self.setAccessibleDescription(view.text if view else "")
        self.update()

    @property
    def shown(self) -> MapView | None:
        return self._view

    def sizeHint(self) -> QSize:
        return QSize(_USUAL, _USUAL + CAPTION)

    def hasHeightForWidth(self) -> bool:
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view = current_theme(), self._view
        painter = QPainter(self)
        painter.setFont(figure_font(self.font(), 0.88))
        side = float(max(1, min(self.width(), self.height() - CAPTION)))
        head = QRectF(0, 0, side, CAPTION)
        area = QRectF(0, CAPTION, side, side)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("muted"))
        painter.drawText(head, int(middle | Qt.AlignmentFlag.AlignLeft), self._title)
        # Maps are made to be seen on something dark.
        is_map = view is not None and view.picture is None
        painter.fillRect(area, theme.color("picture" if is_map else "window"))
        if view is not None:
            words = painter.fontMetrics().horizontalAdvance(f"{self._title} {view.text}")
            if words <= side:
                painter.setPen(theme.color("text"))
                painter.drawText(head, int(middle | Qt.AlignmentFlag.AlignRight), view.text)
            self._paint_map(painter, area, view)
        painter.setPen(theme.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_map(self, painter: QPainter, area: QRectF, view: MapView) -> None:
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._picture)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if view.values is None:
            return
        scale = area.width() / (self._picture.width() if not self._picture.isNull() else 1)
        cells = area
        if view.cells is not None and not self._picture.isNull():
            box = view.cells
            left, top = area.x() + box.x * scale, area.y() + box.y * scale
            cells = QRectF(left, top, box.w * scale, box.h * scale)
        painter.setClipRect(area)
        painter.drawImage(cells, self._heat)
        rows, columns = view.values.shape
        cell = cells.width() / columns, cells.height() / rows
        if view.runner_up is not None:
            self._mark(painter, cells, cell, view.runner_up, dashed=True)
        if view.peak is not None:
            self._mark(painter, cells, cell, view.peak, dashed=False)
        painter.setClipping(False)

    @staticmethod
    def _mark(
        painter: QPainter, cells: QRectF, cell: tuple[float, float], at: tuple[int, int], *, dashed: bool
    ) -> None:
        """A ring round a cell: dark below light, so that it shows on anything."""
        (width, height), (row, column) = cell, at
        middle = QPointF(cells.x() + (column + 0.5) * width, cells.y() + (row + 0.5) * height)
        radius = max(UNIT / 2, 0.8 * max(width, height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QPen(QColor("white"), 1.5)
        if dashed:
            ring.setDashPattern([2.0, 2.0])
            ring.setCapStyle(Qt.PenCapStyle.FlatCap)
        for pen in (QPen(QColor(0, 0, 0, 200), 3.0), ring):
            painter.setPen(pen)
            painter.drawEllipse(middle, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def heat_image(values: NDArray[np.floating[Any]]) -> QImage:
    """Colours of a map, one pixel for each cell."""
    bgra = heat_bgra(values)
    rows, columns = bgra.shape[:2]
    return QImage(bgra.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32).copy()


def _picture_image(bgr: NDArray[np.uint8]) -> QImage:
    height, width = bgr.shape[:2]
    whole = np.ascontiguousarray(bgr)
    return QImage(whole.data, width, height, width * 3, QImage.Format.Format_BGR888).copy()
