"""A list to choose one thing from, each with a second line and a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.entry_list import ShortList, paint_plate
from widgets.headed_model import AnyIndex
from widgets.icons import icon_pixmap
from widgets.texts import verdict_text
from widgets.theme import current_theme, figure_font
from widgets.views import BitstreamView, ModelView, Verdict

_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
_PAD = 6


class VerdictList(ShortList):
    """Entries with title, details and verdict; one of them is current.

    Signals:
        chosen(str): key of the entry the user picked by mouse or Enter.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._entries: tuple[ModelView, ...] = ()
        self._marked = ""
        self.setItemDelegate(_EntryPainter(self))
        self.setUniformItemSizes(False)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def show_entries(self, entries: Sequence[ModelView], marked: str = "") -> None:
        """Shows entries; the one with the key `marked` carries the tick. Says nothing back."""
        if self._entries == tuple(entries) and self._marked == marked:
            return
        self._entries, self._marked = tuple(entries), marked
        self.clear()
        for entry in self._entries:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY_ROLE, (entry, entry.key == marked))
            item.setToolTip(entry.reason or entry.details)
            self.addItem(item)
            if entry.key == marked:
                self.setCurrentItem(item)
        self.updateGeometry()

    @property
    def entries(self) -> tuple[ModelView, ...]:
        return self._entries

    def _choose(self, item: QListWidgetItem) -> None:
        entry, _ = item.data(_ENTRY_ROLE)
        self.chosen.emit(entry.key)


class _EntryPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        entry, _ = index.data(_ENTRY_ROLE)
        lines = 2 if second_line(entry) else 1
        return QSize(120, option.fontMetrics.height() * lines + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = current_theme()
        entry, is_marked = index.data(_ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = paint_plate(painter, option).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        name, role = verdict_icon(entry.verdict, is_marked)
        painter.drawPixmap(inner.left(), inner.top(), _icon(name, role, painter))
        text = inner.adjusted(24, 0, 0, 0)
        painter.setFont(figure_font(option.font, bold=is_marked))
        painter.setPen(theme.color("muted" if entry.verdict is Verdict.DOES_NOT_FIT else "text"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignTop), title)
        painter.setFont(option.font)
        painter.setPen(theme.color("bad" if entry.verdict is Verdict.DOES_NOT_FIT else "muted"))
        line = option.fontMetrics.elidedText(second_line(entry), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignBottom), line)
        painter.restore()


def second_line(entry: ModelView) -> str:
    """The reason where it does not fit, else details and verdict."""
    if entry.verdict is Verdict.DOES_NOT_FIT:
        return verdict_text(entry.verdict, entry.reason)
    if entry.verdict is Verdict.FITS:
        return " · ".join(part for part in (entry.details, verdict_text(entry.verdict)) if part)
    return " · ".join(part for part in (entry.details, entry.reason) if part)


def verdict_icon(verdict: Verdict, is_marked: bool) -> tuple[str, str]:
    """Name and colour role of the mark before an entry."""
    if is_marked:
        return "check", "accent"
    if verdict is Verdict.DOES_NOT_FIT:
        return "error", "bad"
    return "waiting", "muted"


def bitstream_entry(view: BitstreamView) -> ModelView:
    """A bitstream as an entry of the list."""
    return ModelView(view.key, view.title, Verdict.UNKNOWN, "", view.details)


def _icon(name: str, role: str, painter: QPainter) -> QPixmap:
    return icon_pixmap(name, current_theme().color(role).name(), 16, painter.device().devicePixelRatioF())
