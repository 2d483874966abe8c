"""The layer table: sort, filter, groups, pins, bars, totals, and where the figures come from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from engines.frame_history import ProfilingCost
from engines.layer_stats import LayerRow, PublishedTotal, hard_total
from engines.origin import Origin
from widgets.elided_label import ElidedLabel
from widgets.headed_table import ColumnChoice, dress_sorting, dress_table
from widgets.layer_arrangement import Grouping, Key, Line, LineKind, pin_of
from widgets.layer_cells import NameCell, ShareBar, Sparkline
from widgets.layer_lines import LayerLines
from widgets.layer_model import LayerModel
from widgets.layouts import label, row, tighten
from widgets.origin_style import OriginBadge
from widgets.texts import cost_text, figure, ms_text
from widgets.theme import UNIT, figure_font

# Columns by the width from which on they are shown, until the user chooses.
_SHOWN_FROM = {
    "name": 0, "p50": 0, "share": 0, "p95": 320, "recent": 400, "type": 560, "copy": 700, "hard": 700,
    "other": 700, "network": 860, "device": 860, "published": 960, "order": 1040,
}  # fmt: skip
# Narrower than this, bars lie under the names.
_BARS_FROM, _NARROW_SHARE = 400, 54
_COLUMN_WIDTHS = {
    "name": 116, "p50": 64, "p95": 58, "share": 84, "recent": 84, "count": 40, "order": 44, "network": 80,
    "published": 76,
}  # fmt: skip


class LayerTable(QWidget):
    """Time of every layer.

    Signals:
        layer_selected(LayerRow): the user chose a row.
        export_requested(): what is shown is to be saved.
    """

    layer_selected = Signal(object)
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LayerModel(self)
        self._pins: dict[str, frozenset[tuple[str, str]]] = {}
        self._model_name, self._every = "", 0
        self._current: Key | None = None
        self._field = self._make_field()
        self._groups = self._make_groups()
        self._names, self._bars, self._sparks = NameCell(self), ShareBar(self), Sparkline(self)
        self._table = self._make_table()
        columns = self._model.columns
        frames = columns[self._model.column_of("count")].hint
        self._choice = ColumnChoice(self._table, columns, _SHOWN_FROM, {"count": frames})
        self._totals, self._note = label(), label(role="muted")
        self._origin = OriginBadge()
        self._cost, self._published = ElidedLabel("muted"), ElidedLabel("muted")
        for widget in (self._totals, self._note, self._origin, self._cost, self._published):
            widget.setFont(figure_font(self.font(), 0.88))
        self._arrange()
        self.setMinimumWidth(280)
        self.show_rows(())
        self.show_published(())
        self.show_cost(ProfilingCost(None, None))

    # What is shown

    def show_rows(self, rows: tuple[LayerRow, ...]) -> None:
        """Shows layers in order of execution; the user's sorting, groups, pins and filter stay."""
        self._bars.largest = max((row.share or 0.0 for row in rows), default=0.0) or 1.0
        self._names.largest = self._bars.largest
        self._names.has_arrows = any(row.sources for row in rows)
        self._model.show_rows(rows)
        self._show_totals()

    def clear(self) -> None:
        self.show_rows(())

    def show_model(self, name: str) -> None:
        """Another model: its own pins come back."""
        if name != self._model_name:
            self._model_name = name
            self._model.wish_for(pinned=self._pins.get(name, frozenset()))

    def show_published(self, published: tuple[PublishedTotal, ...]) -> None:
        """What somebody published for the networks of this model."""
        self._model.wish_for(published=published)
        self._show_totals()

    def show_cost(self, cost: ProfilingCost) -> None:
        """What timing the layers costs."""
        self._cost.setText(cost_text(cost))
        self._cost.setVisible(bool(self._cost.text()))

    def show_profiled_every(self, frames: int) -> None:
        """Says how often a frame is profiled; 0 says nothing."""
        self._every = frames
        self._show_totals()

    # What the user chose

    def group_by(self, grouping: Grouping) -> None:
        self._groups.setCurrentIndex(self._groups.findData(grouping.value))

    def show_execution_order(self) -> None:
        self._table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def toggle_pin(self, line: Line) -> None:
        """Keeps a layer at the top, or no longer; remembered for this model while the program runs."""
        pinned = self._model.wish.pinned ^ {pin_of(line.row)}
        self._pins[self._model_name] = pinned
        self._model.wish_for(pinned=pinned)
        self._select_again()

    @property
    def rows_shown(self) -> int:
        """Layers that pass the filter."""
        return len(self._model.found)

    @property
    def rows_found(self) -> tuple[LayerRow, ...]:
        """Those layers, to save them."""
        return tuple(self._model.found)

    @property
    def totals_text(self) -> str:
        return self._totals.text()

    @property
    def published_text(self) -> str:
        return self._published.text()

    @property
    def cost_text(self) -> str:
        return self._cost.text()

    @property
    def view(self) -> LayerLines:
        return self._table

    def hidden_columns(self) -> tuple[str, ...]:
        """Keys of the hidden columns, to remember them."""
        return self._choice.hidden

    def hide_columns(self, keys: tuple[str, ...]) -> None:
        """Hides these and shows all others, whatever the width."""
        self._choice.hide(keys)

    def sizeHint(self) -> QSize:
        return QSize(340, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._names.underlines = self.width() < _BARS_FROM
        width = _NARROW_SHARE if self._names.underlines else _COLUMN_WIDTHS["share"]
        self._table.setColumnWidth(self._model.column_of("share"), width)
        self._choice.fit(self.width())

    # Making

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("Filter layers"))
        field.setClearButtonEnabled(True)
        field.setAccessibleName(self.tr("Filter layers"))
        field.textChanged.connect(self._filter)
        return field

    def _make_groups(self) -> QComboBox:
        box = QComboBox()
        texts = {
            Grouping.NONE: self.tr("No groups"),
            Grouping.TYPE: self.tr("By type"),
            Grouping.DEVICE: self.tr("By device"),
            Grouping.NETWORK: self.tr("By network"),
        }
        for grouping, text in texts.items():
            box.addItem(text, grouping.value)
        box.setAccessibleName(self.tr("Group layers"))
        box.setToolTip(box.accessibleName())
        box.currentIndexChanged.connect(self._regroup)
        return box

    def _make_table(self) -> LayerLines:
        table = LayerLines(self._model)
        dress_table(table, self.tr("Layers"))
        dress_sorting(table)
        for key, cell in (("name", self._names), ("share", self._bars), ("recent", self._sparks)):
            table.setItemDelegateForColumn(self._model.column_of(key), cell)
        table.selectionModel().currentRowChanged.connect(self._select)
        table.toggled.connect(self._toggle)
        table.pin_toggled.connect(self.toggle_pin)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer)
        for i, column in enumerate(self._model.columns):
            table.setColumnWidth(i, _COLUMN_WIDTHS.get(column.key, 66))
        header = table.horizontalHeader()
        header.setSectionResizeMode(self._model.column_of("name"), QHeaderView.ResizeMode.Stretch)
        return table

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        tighten(layout, spacing=0)
        head = row(self._field, self._groups, spacing=UNIT // 2)
        head.setStretch(0, 1)
        head.setContentsMargins(UNIT + 4, UNIT, UNIT + 4, UNIT // 2)
        foot = row(self._totals, self._origin, spacing=UNIT // 2)
        foot.insertStretch(1, 1)
        foot.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        layout.addLayout(head)
        body = row(self._table)
        body.setContentsMargins(UNIT, 0, UNIT, 0)
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        for under in (row(self._published), row(self._cost, self._note)):
            under.insertStretch(1, 1)
            under.setContentsMargins(UNIT + 4, 0, UNIT + 4, UNIT // 2)
            layout.addLayout(under)

    # Doing

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self._table.line_at(self._table.indexAt(at).row())
        if line is not None and line.kind is LineKind.LAYER:
            text = self.tr("No longer keep at the top") if line.is_pinned else self.tr("Keep at the top")
            menu.addAction(text, lambda: self.toggle_pin(line))
            menu.addSeparator()
        menu.addAction(self.tr("In order of execution"), self.show_execution_order)
        menu.addAction(self.tr("Save as CSV, PNG or SVG…"), self.export_requested.emit)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _filter(self, text: str) -> None:
        self._model.wish_for(words=tuple(text.lower().split()))
        self._select_again()
        self._show_totals()

    def _regroup(self) -> None:
        self._model.wish_for(grouping=Grouping(self._groups.currentData()))
        self._select_again()

    def _toggle(self, line: Line) -> None:
        self._model.toggle(line)
        self._current = line.key
        self._select_again()

    def _select_again(self) -> None:
        """The line that was chosen before there were more or fewer of them."""
        place = self._model.place_of(self._current) if self._current is not None else None
        if place is not None and place != self._table.currentIndex().row():
            self._table.setCurrentIndex(self._model.index(place, 0))

    def _select(self) -> None:
        line = self._table.line_at(self._table.currentIndex().row())
        if line is None:
            return
        is_same, self._current = line.key == self._current, line.key
        if line.kind is LineKind.LAYER and not is_same:
            self.layer_selected.emit(line.row)

    def _show_totals(self) -> None:
        rows = self._model.found
        known = [entry.total_p50 for entry in rows if entry.total_p50 is not None]
        text = self.tr("Σ p50 {total} · layers: {count}")
        self._totals.setText(
            text.format(total=ms_text(sum(known)), count=len(rows)) if rows else self.tr("No profile yet")
        )
        self._totals.setToolTip(self.tr("Sum of the layers' medians; it is not the time of a frame."))
        self._origin.setVisible(bool(rows))
        self._origin.show_origin(rows[0].origin if rows else Origin.MEASURED)
        self._note.setText(self._note_text())
        self._note.setVisible(bool(rows) and bool(self._note.text()))
        most = max((entry.count for entry in rows), default=0)
        tip = self.tr("How often a frame is profiled; figures are over the last {n} of them")
        self._note.setToolTip(tip.format(n=most))
        self._published.setText(self._published_line(self._model.rows))
        self._published.setVisible(bool(self._published.text()))

    def _note_text(self) -> str:
        if not self._every:
            return ""
        if self._every == 1:
            return self.tr("every frame")
        return self.tr("1 frame in {n}").format(n=self._every)

    def _published_line(self, rows: tuple[LayerRow, ...]) -> str:
        """The published hard time of the networks that are here, beside ours where it is known."""
        networks = {entry.network for entry in rows}
        published = [entry for entry in self._model.wish.published if entry.network in networks]
        if not published:
            return ""
        theirs = sum(entry.hard_ms for entry in published)
        names = {entry.network for entry in published}
        hard = hard_total([entry for entry in rows if entry.network in names])
        source = "; ".join(dict.fromkeys(entry.source for entry in published))
        if hard is None:
            text = self.tr("published {theirs} ms hard · no hardware time here · {source}")
            return text.format(theirs=figure(theirs), source=source)
        text = self.tr("published {theirs} ms hard · here {ours} ({difference} %) · {source}")
        difference = f"{(hard / theirs - 1) * 100:+.1f}"
        return text.format(theirs=figure(theirs), ours=figure(hard), difference=difference, source=source)
