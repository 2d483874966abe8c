"""Play, step, speed, timeline, and where in the source we are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.icons import set_icon
from widgets.layouts import flat_button, label, row
from widgets.texts import clock_text, fps_text, frame_number
from widgets.theme import UNIT, figure_font
from widgets.timeline import Timeline
from widgets.timeline_history import TimelinePoint

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class TransportBar(QWidget):
    """Everything about time in the source.

    Signals:
        play_toggled(): play or pause.
        step_requested(int): -1 or +1 frame.
        seek_requested(int, bool): frame; False while scrubbing, True at the end.
        speed_requested(float): one of `SPEEDS`.
    """

    play_toggled = Signal()
    step_requested = Signal(int)
    seek_requested = Signal(int, bool)
    speed_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count: int | None = None
        self.timeline = Timeline()
        self._back = flat_button("step-back", self.tr("One frame back"))
        self._play = flat_button("play", self.tr("Play"))
        self._forward = flat_button("step-forward", self.tr("One frame forward"))
        self._speed = self._make_speed()
        self._clock = self._figure(12 * "0", "strong")
        self._frame = self._figure(self.tr("frame {index} / {count}").format(index="00000", count="00000"))
        self._rate = self._figure("0000 fps", "muted")
        self._rate.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._live = label(self.tr("LIVE"), "bad")
        self._arrange()
        self._back.clicked.connect(lambda: self.step_requested.emit(-1))
        self._forward.clicked.connect(lambda: self.step_requested.emit(1))
        self._play.clicked.connect(self.play_toggled)
        self.timeline.seek_requested.connect(self.seek_requested)
        self.show_nothing()

    def show_source(self, frame_count: int | None, fps: float | None, is_live: bool) -> None:
        """Starts an empty timeline for a source.

        Args:
            frame_count: frames of the source, None where it is not known.
            fps: frames per second of the source, None where it is not known.
            is_live: a camera or stream: no stepping, seeking or speed.
        """
        self._count = frame_count
        self.timeline.show_source(frame_count, can_seek=not is_live)
        self._play.setEnabled(True)
        for widget in (self._back, self._forward, self._speed):
            widget.setEnabled(not is_live)
        self._live.setVisible(is_live)
        self._rate.setText(fps_text(fps) if fps else "")
        self.show_position(0, 0.0)

    def show_nothing(self) -> None:
        """Shows that no source is open."""
        self.timeline.show_source(1, can_seek=False)
        for widget in (self._back, self._play, self._forward, self._speed):
            widget.setEnabled(False)
        self._live.hide()
        for figure in (self._clock, self._frame, self._rate):
            figure.setText("")
        self.show_playing(False)

    def show_position(self, index: int, time_s: float) -> None:
        self._clock.setText(clock_text(time_s))
        if self._count is None:
            self._frame.setText(self.tr("frame {index}").format(index=frame_number(index)))
        else:
            text = self.tr("frame {index} / {count}")
            self._frame.setText(text.format(index=frame_number(index), count=self._count))
        self.timeline.show_position(index)

    def show_playing(self, is_playing: bool) -> None:
        name = self.tr("Pause") if is_playing else self.tr("Play")
        set_icon(self._play, "pause" if is_playing else "play")
        self._play.setToolTip(name)
        self._play.setAccessibleName(name)

    def show_speed(self, speed: float) -> None:
        """Shows a speed that was chosen elsewhere; says nothing back."""
        was_blocked = self._speed.blockSignals(True)
        self._speed.setCurrentIndex(min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - speed)))
        self._speed.blockSignals(was_blocked)

    def show_rate(self, fps: float | None) -> None:
        """Shows how many frames per second are worked on now."""
        self._rate.setText(fps_text(fps))

    def append(self, point: TimelinePoint) -> None:
        """Adds a frame to the timeline."""
        self.timeline.append(point)

    def _arrange(self) -> None:
        for button in (self._back, self._play, self._forward):
            button.setFixedSize(32, 32)
        self._rate.setToolTip(self.tr("Frames per second"))
        figures = row(self._clock, self._frame, self._live, self._rate, spacing=UNIT * 2)
        figures.insertStretch(3, 1)
        line = row(self._back, self._play, self._forward, self._speed, spacing=UNIT // 2)
        line.addSpacing(UNIT)
        line.addLayout(figures, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.timeline)
        layout.addLayout(line)

    def _make_speed(self) -> QComboBox:
        speed = QComboBox()
        for value in SPEEDS:
            speed.addItem(f"{value:g}×", value)
        speed.setCurrentIndex(SPEEDS.index(1.0))
        speed.setToolTip(self.tr("Speed of playing"))
        speed.setAccessibleName(self.tr("Speed of playing"))
        speed.currentIndexChanged.connect(lambda i: self.speed_requested.emit(SPEEDS[i]))
        return speed

    def _figure(self, widest: str, role: str = "") -> QLabel:
        made = label(role=role)
        made.setFont(figure_font(self.font()))
        made.setMinimumWidth(made.fontMetrics().horizontalAdvance(widest))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return made
