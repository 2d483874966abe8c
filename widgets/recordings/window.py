"""The window of recordings and profiles: a list, and beside it one entry or two compared. Not modal."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from widgets.file_drop import FileDrop
from widgets.layouts import flat_button, label, row, tighten, wrapped
from widgets.notice_bar import NoticeBar
from widgets.progress_strip import ProgressStrip
from widgets.recordings.compare import ComparisonPage
from widgets.recordings.export import Export
from widgets.recordings.list import RecordingsList
from widgets.recordings.page import EntryPage
from widgets.theme import UNIT


class RecordingsWindow(QDialog):
    """Everything in it, as attributes; a controller connects to those. Esc closes it.

    Signals:
        shown(): it has come to the screen.
        refresh_requested(): what has been recorded since is wanted.
        paths_chosen(list[str]): folders and files to open.
    """

    shown = Signal()
    refresh_requested = Signal()
    paths_chosen = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recordings and profiles"))
        self.setModal(False)
        # A window of its own, with all that other windows have.
        self.setWindowFlags(Qt.WindowType.Window)
        self.resize(1280, 760)
        self.setMinimumSize(880, 520)
        self.notice_bar = NoticeBar()
        self.progress_strip = ProgressStrip()
        self.list = RecordingsList()
        self.page = EntryPage()
        self.comparison = ComparisonPage()
        self._none = self._make_none()
        self._many = self._make_hint(self.tr("Select one entry to look at it, or two to compare them."))
        self._stack = QStackedWidget()
        for page in (self._none, self._many, self.page, self.comparison):
            self._stack.addWidget(page)
        self._folder = ""
        self._arrange()
        drop = FileDrop(self)
        drop.dropped.connect(self.paths_chosen)
        refresh = QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self)
        refresh.activated.connect(self.refresh_requested)

    def _arrange(self) -> None:
        folder, profile = QPushButton(self.tr("Open folder…")), QPushButton(self.tr("Import profile…"))
        folder.clicked.connect(self.choose_folder)
        profile.clicked.connect(self.choose_profiles)
        refresh = flat_button("refresh", self.tr("Look for new recordings"))
        refresh.clicked.connect(self.refresh_requested)
        for button in (folder, profile):
            button.setAutoDefault(False)
        head = row(label(self.tr("RECORDINGS AND PROFILES"), "heading"), refresh)
        head.insertStretch(1, 1)
        head.setContentsMargins(UNIT, 0, 0, 0)
        side = QWidget()
        side.setObjectName("panel")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        tighten(column, UNIT, UNIT // 2)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        tighten(buttons, spacing=UNIT // 2)
        buttons.addWidget(folder)
        buttons.addWidget(profile)
        column.addLayout(buttons)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(side)
        splitter.addWidget(self._stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 1010])
        layout = QVBoxLayout(self)
        tighten(layout, spacing=0)
        layout.addWidget(self.notice_bar)
        layout.addWidget(self.progress_strip)
        layout.addWidget(splitter, 1)

    def _make_none(self) -> QWidget:
        text = self.tr(
            "No recording yet.\n\nRecord a run with Ctrl+R, or open the folder of a recording. Profiles and "
            "logs of hb_mapper, hrt_model_exec, msprof, Icraft and onnxruntime can be imported, too: drop "
            "them here."
        )
        return self._make_hint(text)

    def _make_hint(self, text: str) -> QWidget:
        page = QWidget()
        page.setObjectName("emptyState")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        told = wrapped(text, "muted")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told.setMaximumWidth(480)
        layout = QVBoxLayout(page)
        layout.addWidget(told, 1)
        layout.setAlignment(told, Qt.AlignmentFlag.AlignHCenter)
        return page

    # What is shown

    def show_nothing(self) -> None:
        """Says what to do: there is nothing, or nothing is chosen."""
        self._stack.setCurrentWidget(self._many if self.list.count() else self._none)

    def show_page(self) -> None:
        self._stack.setCurrentWidget(self.page)

    def show_compared(self) -> None:
        self._stack.setCurrentWidget(self.comparison)

    @property
    def current(self) -> QWidget:
        """The page on top."""
        page = self._stack.currentWidget()
        assert page is not None
        return page

    @property
    def hint(self) -> str:
        """What the page on top tells, where it only tells what to do."""
        told = (
            self.current.findChild(type(label()), "muted")
            if self.current in (self._none, self._many)
            else None
        )
        return told.text() if told is not None else ""

    def sizeHint(self) -> QSize:
        return QSize(1280, 760)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.list.setFocus()
            self.shown.emit()

    # Dialogs; none of them waits

    def start_in(self, folder: str) -> None:
        """Dialogs begin here."""
        self._folder = folder

    def choose_folder(self) -> None:
        dialog = self._dialog(self.tr("Open the folder of a recording"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.open()

    def choose_profiles(self) -> None:
        dialog = self._dialog(self.tr("Import profiles"))
        profiles = self.tr("Profiles and logs (%s)") % "*.log *.txt *.csv *.xlsx *.json *.md"
        dialog.setNameFilters([profiles, self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.open()

    def ask_where(self, kind: Export, name: str) -> QFileDialog:
        """Asks where a file goes; whoever asks listens to `fileSelected`."""
        ending = kind.ending
        dialog = QFileDialog(self, self.tr("Save"), self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{ending.upper()} (*.{ending})")
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{name}.{ending}")
        dialog.open()
        return dialog

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title, self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.paths_chosen.emit(list(paths)))
        return dialog
