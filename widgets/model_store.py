"""The files in a board's model store: upload, look, remove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.entry_list import ShortList, paint_plate
from widgets.headed_model import AnyIndex
from widgets.layouts import flat_button, row, tighten, wrapped
from widgets.object_views import QuestionView, StoredFileView, StoreView
from widgets.question_box import QuestionBox
from widgets.texts import bytes_text
from widgets.theme import UNIT, current_theme

_FILE_ROLE = int(Qt.ItemDataRole.UserRole)
_PAD = 5
#: As many digits of a checksum tell files apart that people have side by side.
_HASH_DIGITS = 12


class ModelStore(QWidget):
    """Shows the store and says what the user wants of it.

    Signals:
        upload_requested(), refresh_requested()
        remove_requested(list[str]): names; the user was asked and said yes.
        discard_requested(): of what cancelled uploads have left.
    """

    upload_requested = Signal()
    refresh_requested = Signal()
    remove_requested = Signal(list)
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = wrapped(role="muted")
        self._list = StoredFileList(self.tr("Files in the model store"))
        self._empty = wrapped(role="muted")
        self._left = wrapped(role="muted")
        self._discard = QPushButton(self.tr("Discard them"))
        self._upload = QPushButton(self.tr("Upload…"))
        self._remove = QPushButton(self.tr("Remove…"))
        self._refresh = flat_button("refresh", self.tr("Look at the board again"))
        self._question = QuestionBox()
        self._asked_about: list[str] = []
        self._is_uploading = False
        self._arrange()
        self._connect_signals()
        self.show_store(None)

    def show_store(self, store: StoreView | None) -> None:
        """Shows what is there; None where there is no board."""
        files = store.files if store is not None else None
        if store is None:
            self._ask_no_more()
        self._folder.setText(store.folder if store is not None else "")
        self._list.show_files(files or ())
        self._list.setVisible(bool(files))
        self._empty.setVisible(not files)
        if files is None:
            self._empty.setText(self.tr("Looking…") if store is not None else "")
        else:
            self._empty.setText(
                self.tr(
                    "No models here yet. Upload compiled ones, or run a model: what it needs is "
                    "uploaded by itself."
                )
            )
        unfinished = store.unfinished_bytes if store is not None else 0
        words = self.tr("{size} of unfinished uploads: choose the same files again, and it goes on there.")
        self._left.setText(words.format(size=bytes_text(unfinished)))
        for widget in (self._left, self._discard):
            widget.setVisible(unfinished > 0)
        self.setEnabled(store is not None)
        self._allow()

    def show_uploading(self, is_uploading: bool) -> None:
        """One upload at a time; its progress and Cancel are in the strip above the picture."""
        self._is_uploading = is_uploading
        self._allow()

    @property
    def files(self) -> tuple[StoredFileView, ...]:
        return self._list.files

    def _allow(self) -> None:
        self._upload.setEnabled(not self._is_uploading)
        self._discard.setEnabled(not self._is_uploading)
        self._remove.setEnabled(bool(self._list.selected))

    def _ask_remove(self) -> None:
        files = self._list.selected
        if not files:
            return
        self._asked_about = [file.name for file in files]
        one = self.tr("Remove {name} from the board?").format(name=files[0].name)
        many = self.tr("Remove {count} files from the board?").format(count=len(files))
        size = bytes_text(sum(file.size_bytes for file in files))
        names = ", ".join(self._asked_about) if len(files) > 1 else ""
        self._question.ask(
            QuestionView(
                one if len(files) == 1 else many,
                " · ".join(filter(None, (names, size))),
                self.tr("A model that needs it is uploaded again when it is run, if its files are here."),
                self.tr("Remove"),
                self.tr("Keep"),
            )
        )

    def _ask_no_more(self) -> None:
        self._asked_about = []
        self._question.withdraw()

    def _answered(self, is_yes: bool) -> None:
        names, self._asked_about = self._asked_about, []
        if is_yes and names:
            self.remove_requested.emit(names)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        buttons = row(self._upload, self._remove)
        buttons.addStretch(1)
        buttons.addWidget(self._refresh)
        discard = row(self._discard)
        discard.addStretch(1)
        for widget in (self._folder, self._list, self._empty, self._question):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self._left)
        layout.addLayout(discard)
        self._upload.setToolTip(self.tr("Copies files to the board and verifies them there"))
        self._remove.setToolTip(self.tr("Removes the selected files from the board, after asking"))

    def _connect_signals(self) -> None:
        self._upload.clicked.connect(self.upload_requested)
        self._refresh.clicked.connect(self.refresh_requested)
        self._discard.clicked.connect(self.discard_requested)
        self._remove.clicked.connect(self._ask_remove)
        self._list.remove_requested.connect(self._ask_remove)
        self._list.itemSelectionChanged.connect(self._allow)
        self._question.answered.connect(self._answered)


class StoredFileList(ShortList):
    """Files with size and checksum; several can be selected.

    Signals:
        remove_requested(): of the selected ones, by the Delete key or the context menu.
    """

    remove_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._files: tuple[StoredFileView, ...] = ()
        self.setItemDelegate(_FilePainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        remove = self._action(self.tr("Remove…"))
        remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        remove.triggered.connect(self.remove_requested)
        self._action(self.tr("Copy the checksum")).triggered.connect(self._copy_checksum)

    def show_files(self, files: Sequence[StoredFileView]) -> None:
        """Shows files; those that were selected stay so. Says nothing back."""
        if self._files == tuple(files):
            return
        selected = {file.name for file in self.selected}
        is_blocked = self.blockSignals(True)
        self._files = tuple(files)
        self.clear()
        for file in self._files:
            item = QListWidgetItem(file.name)
            item.setData(_FILE_ROLE, file)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{file.name}, {details_of(file)}")
            item.setToolTip("\n".join(filter(None, (file.name, bytes_text(file.size_bytes), file.sha256))))
            self.addItem(item)
            item.setSelected(file.name in selected)
        self.blockSignals(is_blocked)
        self.updateGeometry()

    @property
    def files(self) -> tuple[StoredFileView, ...]:
        return self._files

    @property
    def selected(self) -> tuple[StoredFileView, ...]:
        """In the order in which they are shown."""
        return tuple(file for i, file in enumerate(self._files) if self.item(i).isSelected())

    def _action(self, text: str) -> QAction:
        action = QAction(text, self)
        self.addAction(action)
        return action

    def _copy_checksum(self) -> None:
        sums = [f"{file.sha256}  {file.name}" for file in self.selected if file.sha256]
        if sums:
            QGuiApplication.clipboard().setText("\n".join(sums))


def details_of(file: StoredFileView) -> str:
    """Size and the beginning of the checksum, once that is known."""
    short = f"sha256 {file.sha256[:_HASH_DIGITS]}" if file.sha256 else ""
    return " · ".join(filter(None, (bytes_text(file.size_bytes), short)))


class _FilePainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(120, option.fontMetrics.height() * 2 + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, file = current_theme(), index.data(_FILE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = paint_plate(painter, option)
        text = area.adjusted(_PAD + 3, _PAD, -_PAD - 3, -_PAD)
        metrics = option.fontMetrics
        painter.setFont(option.font)
        painter.setPen(theme.color("text"))
        # The end of a name tells networks of one family apart.
        name = metrics.elidedText(file.name, Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignTop), name)
        painter.setPen(theme.color("muted"))
        line = metrics.elidedText(details_of(file), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignBottom), line)
        painter.restore()
