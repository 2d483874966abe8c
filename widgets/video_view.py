"""The picture: shows frames and marks, lets the user zoom and draw boxes on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter_ns

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from engines.frame import Frame
from engines.geometry import Box
from engines.overlay import Mark
from engines.track import Track
from widgets.box_drag import Drag, handle_at, keyboard_box, nudged_box, track_at
from widgets.box_painter import paint_band, paint_drop_hint, paint_handles
from widgets.file_drop import FileDrop
from widgets.overlay_painter import OverlayPainter
from widgets.picture_scaler import PictureScaler, picture_image
from widgets.picture_transform import PictureTransform
from widgets.theme import current_theme
from widgets.viewport import Viewport

_CLICK_UP_TO_PX = 4.0
_ZOOM_STEP = 1.25
_CURSORS = {
    "n": Qt.CursorShape.SizeVerCursor, "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor, "w": Qt.CursorShape.SizeHorCursor,
    "nw": Qt.CursorShape.SizeFDiagCursor, "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor, "sw": Qt.CursorShape.SizeBDiagCursor,
}  # fmt: skip
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ACCEPT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    frame: Frame
    marks: tuple[Mark, ...]
    tracks: tuple[Track, ...]
    selected: int | None


class VideoView(QWidget):
    """Picture with overlays. While a box is drawn the picture stands still, whatever arrives.

    Signals:
        drawing_started(int): a drag or keyboard box began on the frame of this index.
        drawing_cancelled(): it ended without a box.
        target_drawn(Frame, Box, bool): a new box on the frame it was drawn on; True adds a target.
        target_corrected(Frame, int, Box): the selected target's box was changed by its handles.
        track_clicked(int): id of the track whose box was clicked.
        files_dropped(list[str]): paths or addresses.
        zoom_changed(float): logical pixels per pixel of the frame.
        painted(int, float): index of the frame on screen, and how many ms painting it took.
    """

    drawing_started = Signal(int)
    drawing_cancelled = Signal()
    target_drawn = Signal(object, object, bool)
    target_corrected = Signal(object, int, object)
    track_clicked = Signal(int)
    files_dropped = Signal(list)
    zoom_changed = Signal(float)
    painted = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: _Shown | None = None
        self._kept: _Shown | None = None
        self._viewport = Viewport()
        self._drag: Drag | None = None
        self._press = QPointF()
        self._pan_from: QPointF | None = None
        self._key_box: Box | None = None
        self._drop_hovers = False
        self._scaler = PictureScaler()
        self._overlay = OverlayPainter(self.font())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(self.tr("Picture"))
        self.setAccessibleDescription(
            self.tr("Drag a box round what to follow, or press B to draw by keyboard.")
        )
        drop = FileDrop(self)
        drop.dropped.connect(self.files_dropped)
        drop.hovering.connect(self._show_drop_hint)

    # What is shown

    def show_frame(
        self,
        frame: Frame,
        marks: tuple[Mark, ...] = (),
        tracks: tuple[Track, ...] = (),
        selected: int | None = None,
    ) -> None:
        """Shows a frame with its overlay; kept back while a box is being drawn.

        Args:
            frame: its pixels are only read.
            marks: from `engines.overlay.build_overlay`.
            tracks: what can be clicked.
            selected: id of the track that gets handles, or None.
        """
        shown = _Shown(frame, marks, tracks, selected)
        if self.is_drawing:
            self._kept = shown
        else:
            self._take(shown)

    def show_empty(self) -> None:
        """Shows no picture."""
        self.cancel_drawing()
        self._shown = self._kept = None
        self._scaler.forget()
        self.update()

    @property
    def frame(self) -> Frame | None:
        """The frame on screen."""
        return self._shown.frame if self._shown else None

    @property
    def is_drawing(self) -> bool:
        return self._drag is not None or self._key_box is not None

    @property
    def scale(self) -> float:
        """Logical pixels per pixel of the frame."""
        return self.transform.scale

    @property
    def transform(self) -> PictureTransform:
        """From pixels of the frame to logical pixels of this widget."""
        return self._viewport.transform

    def grab_picture(self) -> QImage:
        """Picture and overlays at the frame's own size; a null image where nothing is shown."""
        if self._shown is None:
            return QImage()
        image = picture_image(self._shown.frame)
        painter = QPainter(image)
        self._overlay.paint(painter, self._shown.marks, PictureTransform(), QRectF(image.rect()))
        painter.end()
        return image

    # Zoom

    def fit(self) -> None:
        """Shows the whole picture and keeps doing so when the window changes."""
        self._viewport.fit()
        self._tell_zoom()

    def zoom_in(self) -> None:
        self._zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        self._zoom(1 / _ZOOM_STEP)

    def _zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        if self._shown is not None:
            self._viewport.zoom(factor, at)
            self._tell_zoom()

    def _tell_zoom(self) -> None:
        self.update()
        self.zoom_changed.emit(self.scale)

    # Drawing

    def start_keyboard_box(self) -> None:
        """Begins a box that arrows move, Shift+arrows size, Enter accepts and Esc gives up."""
        if self._shown is None or self.is_drawing:
            return
        self.setFocus()
        self._key_box = keyboard_box(self._shown.frame)
        self.drawing_started.emit(self._shown.frame.index)
        self.update()

    def cancel_drawing(self) -> bool:
        """Gives up the box being drawn. False where there was none."""
        if not self.is_drawing:
            return False
        self._thaw()
        self.drawing_cancelled.emit()
        return True

    def _take(self, shown: _Shown) -> None:
        self._shown = shown
        self._viewport.show_picture(shown.frame.width, shown.frame.height)
        self.update()

    def _thaw(self) -> None:
        self._drag = self._key_box = None
        kept, self._kept = self._kept, None
        if kept is not None:
            self._take(kept)
        self.update()

    def _begin_drag(self, position: QPointF, *, add: bool) -> None:
        if self._shown is None:
            return
        self.cancel_drawing()
        self._press = position
        start = self.transform.to_frame(position.x(), position.y())
        handle, target = self._handle_under(position)
        self._drag = Drag(self._shown.frame, start, start, add, handle, target)
        self.drawing_started.emit(self._shown.frame.index)

    def _end_drag(self, position: QPointF) -> None:
        drag, shown = self._drag, self._shown
        if drag is None or shown is None:
            return
        way = position - self._press
        is_click = math.hypot(way.x(), way.y()) < _CLICK_UP_TO_PX
        self._thaw()
        if is_click or drag.box is None:
            self.drawing_cancelled.emit()
            clicked = track_at(shown.tracks, *drag.start) if is_click else None
            if clicked is not None:
                self.track_clicked.emit(clicked.id)
        elif drag.target is not None:
            self.target_corrected.emit(drag.frame, drag.target.id, drag.box)
        else:
            self.target_drawn.emit(drag.frame, drag.box, drag.add)

    def _handle_under(self, position: QPointF) -> tuple[str | None, Track | None]:
        target = self._selected_track()
        if target is None:
            return None, None
        handle = handle_at(self.transform.box_to_view(target.box), position.x(), position.y())
        return (handle, target) if handle else (None, None)

    def _selected_track(self) -> Track | None:
        if self._shown is None or self._shown.selected is None:
            return None
        return next((t for t in self._shown.tracks if t.id == self._shown.selected), None)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin_drag(event.position(), add=_has_shift(event))
        elif event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._pan_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._drag is not None:
            point = self.transform.to_frame(position.x(), position.y())
            self._drag = self._drag.moved(*point, add=_has_shift(event))
            self.update()
        elif self._pan_from is not None:
            way = position - self._pan_from
            self._pan_from = position
            self._viewport.pan(way.x(), way.y())
            self.update()
        else:
            self._show_cursor(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._drag is not None:
            point = self.transform.to_frame(event.position().x(), event.position().y())
            self._drag = self._drag.moved(*point, add=_has_shift(event))
            self._end_drag(event.position())
        elif event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._pan_from = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position()
        self._zoom(1.0015 ** event.angleDelta().y(), (at.x(), at.y()))
        event.accept()

    def _show_cursor(self, position: QPointF) -> None:
        if self._shown is None:
            self.unsetCursor()
            return
        handle, _ = self._handle_under(position)
        self.setCursor(_CURSORS[handle] if handle else Qt.CursorShape.CrossCursor)

    # Keyboard

    def event(self, event: QEvent) -> bool:
        # While a box is drawn its keys go before the window's shortcuts.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_drawing:
            key = event.key()
            if key in _ARROWS or key in _ACCEPT_KEYS or key == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.cancel_drawing():
            return
        if self._key_box is not None and self._press_key_on_box(key, event.modifiers()):
            return
        actions = {
            Qt.Key.Key_Plus: self.zoom_in, Qt.Key.Key_Equal: self.zoom_in, Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_F: self.fit, Qt.Key.Key_B: self.start_keyboard_box,
        }  # fmt: skip
        if key in actions:
            actions[key]()
        else:
            super().keyPressEvent(event)

    def _press_key_on_box(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if self._key_box is None or self._shown is None:
            return False
        frame, has_shift = self._shown.frame, bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            step = 1.0 if modifiers & Qt.KeyboardModifier.ControlModifier else max(frame.width / 100, 1.0)
            dx, dy = _ARROWS[key]
            self._key_box = nudged_box(self._key_box, frame, dx * step, dy * step, resize=has_shift)
            self.update()
            return True
        if key in _ACCEPT_KEYS:
            box = self._key_box
            self._thaw()
            self.target_drawn.emit(frame, box, has_shift)
            return True
        return False

    # Geometry and painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._viewport.resize(self.width(), self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel_drawing()
        super().hideEvent(event)

    def _show_drop_hint(self, hovers: bool) -> None:
        self._drop_hovers = hovers
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, began_ns = QPainter(self), perf_counter_ns()
        if self._shown is None:
            painter.fillRect(self.rect(), current_theme().color("picture"))
        else:
            self._paint_picture(painter, self._shown)
        if self._drop_hovers:
            paint_drop_hint(painter, self.rect().toRectF())
        painter.end()
        if self._shown is not None:
            self.painted.emit(self._shown.frame.index, (perf_counter_ns() - began_ns) / 1e6)

    def _paint_picture(self, painter: QPainter, shown: _Shown) -> None:
        area = self.rect().toRectF()
        ratio = self.devicePixelRatioF()
        placed = self._scaler.image_for(shown.frame, self.transform, self.width(), self.height(), ratio)
        picture = QRectF()
        if placed is not None:
            image, x, y = placed
            picture = QRectF(QPointF(x, y), image.deviceIndependentSize())
            painter.drawImage(picture.topLeft(), image)
        _fill_around(painter, area, picture)
        if shown.marks:
            self._overlay.paint(painter, shown.marks, self.transform, area.intersected(picture))
        selected = self._selected_track()
        if selected is not None and self._drag is None:
            paint_handles(painter, self.transform.box_to_view(selected.box))
        box = self._drag.box if self._drag is not None else self._key_box
        if box is not None:
            paint_band(painter, self.transform.box_to_view(box), box, area)


def _has_shift(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def _fill_around(painter: QPainter, area: QRectF, picture: QRectF) -> None:
    """Fills what the picture leaves free; the picture itself is not painted twice."""
    if picture.contains(area):
        return
    color = current_theme().color("picture")
    painter.fillRect(QRectF(0, 0, area.width(), picture.top()), color)
    painter.fillRect(QRectF(0, picture.bottom(), area.width(), area.height() - picture.bottom()), color)
    painter.fillRect(QRectF(0, picture.top(), picture.left(), picture.height()), color)
    right = area.width() - picture.right()
    painter.fillRect(QRectF(picture.right(), picture.top(), right, picture.height()), color)
