"""A password is asked for, and kept ones are forgotten. Not modal: a video keeps running behind them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engines.board_values import Secret
from widgets.layouts import row, tighten, wrapped
from widgets.theme import UNIT


class SecretDialog(QDialog):
    """Asks once; it is answered exactly once and holds nothing afterwards.

    Signals:
        answered(Secret): what was typed and whether it may be kept; empty where it was refused.
    """

    answered = Signal(object)

    def __init__(self, prompt: str, *, can_keep: bool, parent: QWidget | None = None) -> None:
        """With a box to tick only where the system has a keyring."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Log in to the board"))
        self.setModal(False)
        self.setMinimumWidth(380)
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(prompt)
        self._keep = QCheckBox(self.tr("Keep in the system's keyring"))
        self._keep.setVisible(can_keep)
        self._hint = wrapped(role="muted")
        self._log_in = QPushButton(self.tr("Log in"))
        self._log_in.setObjectName("primary")
        self._log_in.setDefault(True)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAutoDefault(False)
        buttons = row(self._log_in, self._cancel)
        buttons.insertStretch(0, 1)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT * 2)
        layout.addWidget(wrapped(prompt[:1].upper() + prompt[1:], "strong"))
        layout.addWidget(self._field)
        layout.addWidget(self._keep)
        layout.addWidget(self._hint)
        layout.addSpacing(UNIT)
        layout.addLayout(buttons)
        self._keep.toggled.connect(self._say_where)
        self._log_in.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self._finish)
        self._say_where(False)
        self._field.setFocus()

    def _say_where(self, is_kept: bool) -> None:
        kept = self.tr("The system keeps it, locked with your log-in; Board › Forget kept passwords.")
        self._hint.setText(kept if is_kept else self.tr("It is asked for each time and kept nowhere."))

    def _finish(self, result: int) -> None:
        text = self._field.text() if result == QDialog.DialogCode.Accepted else ""
        self._field.clear()
        self.answered.emit(Secret(text, may_keep=self._keep.isVisibleTo(self) and self._keep.isChecked()))


class KeptSecretsDialog(QDialog):
    """What is kept, by name; the secrets themselves are never shown.

    Signals:
        forget_requested(list[str]): names that were chosen.
    """

    forget_requested = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Kept passwords"))
        self.setModal(False)
        self.resize(440, 320)
        self._message = wrapped()
        self._list = QListWidget()
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setAccessibleName(self.tr("Kept passwords"))
        self._forget = QPushButton(self.tr("Forget"))
        self._forget_all = QPushButton(self.tr("Forget all"))
        self._close = QPushButton(self.tr("Close"))
        for button in (self._forget, self._forget_all, self._close):
            button.setAutoDefault(False)
        buttons = row(self._forget, self._forget_all, self._close)
        buttons.insertStretch(2, 1)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT * 2)
        layout.addWidget(self._message)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)
        self._forget.clicked.connect(self._ask_forget)
        self._forget_all.clicked.connect(lambda: self.forget_requested.emit(self.names))
        self._list.itemSelectionChanged.connect(self._offer)
        self._close.clicked.connect(self.close)
        self.show_names(())

    def show_names(self, names: Sequence[str]) -> None:
        """Shows whose passwords and passphrases are kept."""
        self._list.clear()
        self._list.addItems(list(names))
        self._list.setVisible(bool(names))
        some = self.tr("The system's keyring holds passwords of these boards and keys:")
        self._message.setText(some if names else self.tr("No password is kept."))
        self._offer()

    @property
    def names(self) -> list[str]:
        """As they are shown."""
        return [self._list.item(i).text() for i in range(self._list.count())]

    def _offer(self) -> None:
        self._forget.setEnabled(bool(self._list.selectedItems()))
        self._forget_all.setEnabled(self._list.count() > 0)

    def _ask_forget(self) -> None:
        self.forget_requested.emit([item.text() for item in self._list.selectedItems()])
