"""The workbench's own log."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from widgets.layouts import row, tighten
from widgets.theme import UNIT, current_theme
from widgets.views import Severity

_LINES = 2000
_COLORS = {
    Severity.INFO: "text", Severity.SUCCESS: "good",
    Severity.WARNING: "warning", Severity.ERROR: "bad",
}  # fmt: skip


class LogPanel(QWidget):
    """Lines in order; follows the end while the user has not scrolled away.

    Signals:
        open_file_requested(): the user wants the whole log file.
    """

    open_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setMaximumBlockCount(_LINES)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(self.tr("Log"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        self._text.setFont(font)
        copy = QPushButton(self.tr("Copy"))
        whole = QPushButton(self.tr("Open log file"))
        clear = QPushButton(self.tr("Clear"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self._text.toPlainText()))
        whole.clicked.connect(self.open_file_requested)
        clear.clicked.connect(self._text.clear)
        buttons = QVBoxLayout()
        tighten(buttons, spacing=UNIT // 2)
        for button in (copy, whole, clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = row(self._text)
        layout.addLayout(buttons)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT)
        self.setLayout(layout)

    def append_line(self, line: str, severity: Severity = Severity.INFO) -> None:
        bar = self._text.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 1
        look = QTextCharFormat()
        look.setForeground(QColor(current_theme().color(_COLORS[severity])))
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self._text.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(line, look)
        if follows:
            bar.setValue(bar.maximum())

    def clear(self) -> None:
        self._text.clear()

    def text(self) -> str:
        return self._text.toPlainText()

    def sizeHint(self) -> QSize:
        return QSize(600, 140)
