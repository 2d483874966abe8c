"""What is watched: open something, and the facts of what is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.icons import set_icon
from widgets.layouts import label, row, scrolled, tighten, wrapped
from widgets.theme import UNIT, figure_font
from widgets.views import FactView


class SourcePanel(QWidget):
    """Chooses a source and shows what it is.

    Signals:
        open_file_requested(), open_folder_requested(), open_camera_requested(), demo_requested().
        stream_requested(str): address typed by the user.
        close_requested(): nothing is to be open.
    """

    open_file_requested = Signal()
    open_folder_requested = Signal()
    open_camera_requested = Signal()
    demo_requested = Signal()
    stream_requested = Signal(str)
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = self._button("file", self.tr("Video file…"))
        self._folder = self._button("folder", self.tr("Image folder…"))
        self._camera = self._button("camera", self.tr("Camera…"))
        self._demo = self._button("demo", self.tr("Demo clip"))
        self._address = QLineEdit()
        self._address.setPlaceholderText("rtsp://…  http://…")
        self._address.setAccessibleName(self.tr("Address of a stream"))
        self._open = QPushButton(self.tr("Open"))
        self._title = wrapped(role="strong")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(UNIT * 2)
        self._facts.setVerticalSpacing(UNIT // 2)
        self._close = QPushButton(self.tr("Close source"))
        self._arrange()
        self._file.clicked.connect(self.open_file_requested)
        self._folder.clicked.connect(self.open_folder_requested)
        self._camera.clicked.connect(self.open_camera_requested)
        self._demo.clicked.connect(self.demo_requested)
        self._open.clicked.connect(self._ask_stream)
        self._address.returnPressed.connect(self._ask_stream)
        self._close.clicked.connect(self.close_requested)
        self.show_nothing()

    def show_source(self, title: str, facts: Sequence[FactView] = ()) -> None:
        """Shows what is open, for example its size, rate and ground truth."""
        self._title.setText(title)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for fact in facts:
            text = wrapped(fact.text)
            text.setFont(figure_font(self.font()))
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(fact.name, "muted"), text)
        self._close.show()

    def show_nothing(self) -> None:
        self.show_source(self.tr("Nothing is open."))
        self._close.hide()

    @property
    def title(self) -> str:
        return self._title.text()

    def sizeHint(self) -> QSize:
        return QSize(272, 320)

    def _ask_stream(self) -> None:
        address = self._address.text().strip()
        if address:
            self.stream_requested.emit(address)

    def _button(self, icon_name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("wide")
        set_icon(button, icon_name)
        return button

    def _arrange(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, UNIT + 4)
        layout.addWidget(label(self.tr("OPEN"), "heading"))
        for button in (self._file, self._folder, self._camera, self._demo):
            layout.addWidget(button)
        layout.addLayout(row(self._address, self._open))
        layout.addSpacing(UNIT)
        layout.addWidget(label(self.tr("SOURCE"), "heading"))
        layout.addWidget(self._title)
        layout.addLayout(self._facts)
        close = row(self._close)
        close.addStretch(1)
        layout.addLayout(close)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        tighten(outer)
        outer.addWidget(scrolled(body))
        self.setMinimumWidth(288)
