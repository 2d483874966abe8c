"""What the picture area shows while nothing is open: three big choices and what was open before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.file_drop import FileDrop
from widgets.icons import icon_pixmap
from widgets.layouts import clear_layout, label, row, tighten
from widgets.theme import UNIT, current_theme, is_restyled
from widgets.views import RecentView

_RECENT = 5
_WIDTH = 568


class EmptyState(QWidget):
    """Says what can be opened.

    Signals:
        demo_requested(), open_file_requested(), open_folder_requested(), open_camera_requested(),
        open_stream_requested(): what the user wants to open.
        recent_requested(str): key of something opened before.
        files_dropped(list[str]): paths or addresses.
    """

    demo_requested = Signal()
    open_file_requested = Signal()
    open_folder_requested = Signal()
    open_camera_requested = Signal()
    open_stream_requested = Signal()
    recent_requested = Signal(str)
    files_dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._demo = _Choice("demo", self.tr("Demo"), self.tr("Virtual board, demo clip"))
        self._file = _Choice("file", self.tr("Video file"), self.tr("Or drop it here"))
        self._camera = _Choice("camera", self.tr("Camera"), self.tr("Connected to this computer"))
        self._demo.setProperty("primary", True)
        self._folder = QPushButton(self.tr("Image folder…"))
        self._stream = QPushButton(self.tr("Network stream…"))
        self._recent_title = label(self.tr("OPENED BEFORE"), "heading")
        self._recent = QVBoxLayout()
        self._arrange()
        self._demo.clicked.connect(self.demo_requested)
        self._file.clicked.connect(self.open_file_requested)
        self._camera.clicked.connect(self.open_camera_requested)
        self._folder.clicked.connect(self.open_folder_requested)
        self._stream.clicked.connect(self.open_stream_requested)
        FileDrop(self).dropped.connect(self.files_dropped)
        self.show_recent(())

    def show_recent(self, recent: Sequence[RecentView]) -> None:
        """Shows the newest few of what was opened before, newest first."""
        clear_layout(self._recent)
        for entry in recent[:_RECENT]:
            button = _RecentButton(entry)
            button.clicked.connect(lambda _=False, key=entry.key: self.recent_requested.emit(key))
            self._recent.addWidget(button)
        self._recent_title.setVisible(bool(recent))

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        inside = QVBoxLayout(column)
        tighten(inside, UNIT * 2)
        title = label(self.tr("What do you want to follow?"), "title")
        inside.addWidget(title)
        inside.addWidget(label(self.tr("Open a video, then drag a box round the target."), "muted"))
        inside.addSpacing(UNIT)
        choices = row(self._demo, self._file, self._camera, spacing=UNIT * 2)
        inside.addLayout(choices)
        others = row(self._folder, self._stream)
        others.addStretch(1)
        inside.addLayout(others)
        inside.addSpacing(UNIT)
        inside.addWidget(self._recent_title)
        tighten(self._recent, spacing=0)
        inside.addLayout(self._recent)
        middle = row(column)
        middle.insertStretch(0, 1)
        middle.addStretch(1)
        middle.setStretch(1, 100)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)


class _Choice(QPushButton):
    """A large button with a drawing, a word and a line."""

    def __init__(self, icon_name: str, title: str, hint: str) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self._icon_name = icon_name
        self._drawing = QLabel()
        layout = QVBoxLayout(self)
        tighten(layout, UNIT * 2, UNIT // 2)
        words = (self._drawing, label(title, "strong"), label(hint, "muted"))
        for widget in words:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            layout.addWidget(widget)
        words[2].setWordWrap(True)
        words[2].setMinimumHeight(2 * words[2].fontMetrics().lineSpacing())
        layout.insertSpacing(1, UNIT // 2)
        self._paint()

    def sizeHint(self) -> QSize:
        return QSize(168, 144)

    def minimumSizeHint(self) -> QSize:
        return QSize(128, 144)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            self._paint()

    def _paint(self) -> None:
        color = current_theme().color("accent").name()
        self._drawing.setPixmap(icon_pixmap(self._icon_name, color, 40, self.devicePixelRatioF()))


class _RecentButton(QPushButton):
    def __init__(self, entry: RecentView) -> None:
        super().__init__()
        self.setObjectName("recent")
        self.setAccessibleName(entry.title)
        self.setToolTip(entry.details)
        line = row(label(entry.title), label(entry.details, "muted"), spacing=UNIT * 2)
        line.addStretch(1)
        line.setContentsMargins(UNIT + 4, 0, UNIT, 0)
        self.setLayout(line)

    def sizeHint(self) -> QSize:
        return QSize(200, 32)
