"""Ctrl+K: every action, found by typing a part of its name, with its key beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.actions_view import ActionSpec
from widgets.headed_model import AnyIndex
from widgets.keyboard import FocusLoan
from widgets.layouts import tighten
from widgets.theme import UNIT, current_theme

_WIDTH = 520
_LINE = 32
_SHORTCUT_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class CommandPalette(QFrame):
    """A list over the upper middle of its parent.

    Signals:
        chosen(str): name of an action.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._specs: tuple[ActionSpec, ...] = ()
        self._focus = FocusLoan()
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("What do you want to do?"))
        self._field.setAccessibleName(self.tr("Search actions"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._show_matches)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_ActionPainter(self._list))
        self._list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.hide()

    def show_actions(self, specs: Sequence[ActionSpec]) -> None:
        """Opens with the actions that can be used now."""
        self._specs = tuple(specs)
        self._field.clear()
        self._show_matches("")
        parent = self.parentWidget()
        width = min(_WIDTH, (parent.width() if parent else _WIDTH) - 4 * UNIT)
        height = min(420, (parent.height() if parent else 420) - 12 * UNIT)
        left = ((parent.width() if parent else width) - width) // 2
        self.setGeometry(left, 8 * UNIT, width, height)
        self.show()
        self.raise_()
        self._focus.take(self._field)

    def names(self) -> tuple[str, ...]:
        """Names of the actions that match what is typed, best first."""
        items = (self._list.item(i) for i in range(self._list.count()))
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus():
            if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
                self._close()
            # Else a click beside it has given the focus to somebody already.
            self.hide()
        if event.type() is QEvent.Type.ShortcutOverride:
            # Typing must not trigger the window's one-letter shortcuts.
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(Qt.Key(event.key())) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _press(self, key: Qt.Key) -> bool:
        count = self._list.count()
        if key == Qt.Key.Key_Escape:
            self._close()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % count)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self._list.currentItem()
            if item is not None:
                self._choose(item)
        else:
            return False
        return True

    def _show_matches(self, text: str) -> None:
        self._list.clear()
        words = text.lower().split()
        for spec in sorted(self._specs, key=lambda s: not s.plain_text.lower().startswith(text.lower())):
            haystack = f"{spec.plain_text} {spec.hint} {spec.name}".lower()
            if all(word in haystack for word in words):
                item = QListWidgetItem(spec.plain_text, self._list)
                item.setData(Qt.ItemDataRole.UserRole, spec.name)
                item.setData(_SHORTCUT_ROLE, " / ".join(spec.shortcuts))
                item.setSizeHint(QSize(100, _LINE))
        self._list.setCurrentRow(0)

    def _close(self) -> None:
        self._focus.give_back(self._field)
        self.hide()

    def _choose(self, item: QListWidgetItem) -> None:
        name = str(item.data(Qt.ItemDataRole.UserRole))
        self._close()
        self.chosen.emit(name)


class _ActionPainter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = current_theme()
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(area, 5, 5)
        inner = area.adjusted(UNIT, 0, -UNIT, 0)
        painter.setPen(theme.color("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | middle), str(index.data()))
        painter.setPen(theme.color("muted"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | middle), str(index.data(_SHORTCUT_ROLE)))
        painter.restore()
