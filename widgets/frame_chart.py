"""What charts with frames from left to right have in common: one can be looked at and chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.keyboard import claims_key
from widgets.texts import frame_number
from widgets.theme import current_theme

_STRIDE = 10
_MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FrameChart(QWidget):
    """A chart over frames; a click goes to one of them.

    With the keyboard: left and right go from frame to frame, with Shift by ten, Home and End to the first
    and the last one, Enter chooses, Escape looks away.

    Signals:
        frame_chosen(int): index of the frame that was chosen.
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position: int | None = None
        self._looked_at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # For the chart itself

    def index_at(self, x: float) -> int | None:
        """The frame drawn at x; None where nothing is known yet."""
        raise NotImplementedError

    def x_of(self, index: int) -> float:
        """Middle of a frame's place from left to right."""
        raise NotImplementedError

    def ends(self) -> tuple[int, int] | None:
        """First and last frame that can be chosen; None where nothing is known yet."""
        raise NotImplementedError

    def words(self) -> str:
        """What is known of the marked frame, for those who cannot see the chart."""
        raise NotImplementedError

    # What is marked

    @property
    def marked(self) -> int | None:
        """The frame that is looked at, else the one on screen."""
        return self._position if self._looked_at is None else self._looked_at

    @property
    def number(self) -> int | None:
        """That frame counted from 1, as it is written beside the picture."""
        return None if self.marked is None else frame_number(self.marked)

    def show_position(self, index: int | None) -> None:
        """Marks the frame on screen."""
        self._position = index
        self.update()

    def _look_at(self, index: int | None) -> None:
        if index != self._looked_at:
            self._looked_at = index
            self.setAccessibleDescription("" if index is None else self.words())
            self.update()

    def _choose(self, index: int | None) -> None:
        if index is not None:
            self.frame_chosen.emit(index)

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self.index_at(event.position().x()))
        is_free = self._looked_at is None
        self.setCursor(Qt.CursorShape.ArrowCursor if is_free else Qt.CursorShape.PointingHandCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self.index_at(event.position().x()))

    # Keys

    def event(self, event: QEvent) -> bool:
        return claims_key(event, self._wants) or super().event(event)

    def _wants(self, key: int) -> bool:
        return key in (*_MOVES, *_CHOOSE) or (key == Qt.Key.Key_Escape and self._looked_at is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MOVES:
            self._move(key, _STRIDE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in _CHOOSE:
            self._choose(self._looked_at)
        elif key == Qt.Key.Key_Escape and self._looked_at is not None:
            self._look_at(None)
        else:
            super().keyPressEvent(event)

    def _move(self, key: int, stride: int) -> None:
        ends = self.ends()
        if ends is None:
            return
        first, last = ends
        now = self.marked
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._look_at(first if key == Qt.Key.Key_Home else last)
            return
        step = -stride if key == Qt.Key.Key_Left else stride
        self._look_at(min(max((last if now is None else now) + step, first), last))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._look_at(None)
        super().focusOutEvent(event)

    # Painting

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        """The frame on screen, and the one that is looked at."""
        for index, role in ((self._position, "text"), (self._looked_at, "accent")):
            if index is None:
                continue
            x = self.x_of(index)
            if area.left() <= x <= area.right():
                painter.fillRect(
                    QRectF(x - 0.75, area.top(), 1.5, area.height()), current_theme().color(role)
                )

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(current_theme().color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5))


def on_chart(rgb: tuple[int, int, int]) -> QColor:
    """A colour made for lines over video, dark enough for thin lines on a chart of the light theme."""
    color = QColor(*rgb)
    return color if current_theme().is_dark else color.darker(170)
