"""The list of recordings and profiles: one is looked at, two are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from widgets.entry_list import paint_plate
from widgets.headed_model import AnyIndex
from widgets.theme import current_theme

_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
_SIDE_ROLE = _ENTRY_ROLE + 1
_PAD = 6
_SIDES = ("A", "B")


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the list.

    Attributes:
        key: tells it from all others.
        title: what it is called.
        facts: two more lines, the last of which may be empty.
        tip: all there is to say, for the pointer.
        is_broken: it cannot be read; `facts` say why.
    """

    key: str
    title: str
    facts: tuple[str, str] = ("", "")
    tip: str = ""
    is_broken: bool = False


class RecordingsList(QListWidget):
    """Entries with their facts; of two that are chosen, the one that was chosen first is A.

    Signals:
        chosen(tuple[str, ...]): keys, in the order in which the user chose them.
        remove_requested(tuple[str, ...]): keys to take off the list.
    """

    chosen = Signal(object)
    remove_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[str, ...] = ()
        self.setAccessibleName(self.tr("Recordings and profiles"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_EntryPainter(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.itemSelectionChanged.connect(self._selection_changed)
        self._remove = QAction(self.tr("Remove from the list"), self)
        self._remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._remove.triggered.connect(self._ask_remove)
        self.addAction(self._remove)

    def show_entries(self, entries: Sequence[EntryView]) -> None:
        """Replaces the lines; what was chosen stays so where it is still there. Says nothing back."""
        kept = tuple(key for key in self._keys if any(entry.key == key for entry in entries))
        self.blockSignals(True)
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY_ROLE, entry)
            facts = "\n".join(filter(None, entry.facts))
            item.setToolTip(entry.tip or facts)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, facts)
            self.addItem(item)
        self.blockSignals(False)
        self.choose(kept)

    def choose(self, keys: Sequence[str]) -> None:
        """Selects entries without telling it."""
        self.blockSignals(True)
        self.clearSelection()
        for at in range(self.count()):
            item = self.item(at)
            if item.data(_ENTRY_ROLE).key in keys:
                item.setSelected(True)
                self.setCurrentItem(item, self.selectionModel().SelectionFlag.NoUpdate)
        self._keys = tuple(keys)
        self._mark_sides()
        self.blockSignals(False)

    @property
    def keys(self) -> tuple[str, ...]:
        """Chosen entries in the order in which they were chosen."""
        return self._keys

    @property
    def entries(self) -> tuple[EntryView, ...]:
        return tuple(self.item(at).data(_ENTRY_ROLE) for at in range(self.count()))

    def sizeHint(self) -> QSize:
        return QSize(260, 400)

    def _selection_changed(self) -> None:
        now = [item.data(_ENTRY_ROLE).key for item in self.selectedItems()]
        self._keys = (*(k for k in self._keys if k in now), *(k for k in now if k not in self._keys))
        self._mark_sides()
        self.chosen.emit(self._keys)

    def _mark_sides(self) -> None:
        sides = dict(zip(self._keys, _SIDES, strict=False)) if len(self._keys) == len(_SIDES) else {}
        for at in range(self.count()):
            item = self.item(at)
            item.setData(_SIDE_ROLE, sides.get(item.data(_ENTRY_ROLE).key, ""))
        self.viewport().update()

    def _offer(self, at: QPoint) -> None:
        if self._keys:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self._remove)
            menu.popup(self.viewport().mapToGlobal(at))

    def _ask_remove(self) -> None:
        if self._keys:
            self.remove_requested.emit(self._keys)


class _EntryPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(120, option.fontMetrics.height() * 3 + 2 * _PAD + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, entry, side = current_theme(), index.data(_ENTRY_ROLE), index.data(_SIDE_ROLE)
        metrics = option.fontMetrics
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = paint_plate(painter, option)
        text = area.adjusted(_PAD + 3, _PAD, -_PAD - 3, -_PAD)
        painter.setFont(option.font)
        if side:
            plate = QRect(text.right() - 17, text.center().y() - 9, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(plate, 4, 4)
            painter.setPen(theme.color("on_accent"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, side)
            text.adjust(0, 0, -24, 0)
        painter.setPen(theme.color("muted" if entry.is_broken else "text"))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignTop), title)
        painter.setPen(theme.color("warning" if entry.is_broken else "muted"))
        for line, told in enumerate(entry.facts, start=1):
            facts = metrics.elidedText(told, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(
                text.translated(0, line * metrics.height()), int(Qt.AlignmentFlag.AlignTop), facts
            )
        painter.restore()
