"""The layer table: sort, filter, bars, totals, and where the figures come from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engines.layer_stats import LayerRow
from engines.origin import Origin
from widgets.layer_model import ORIGIN_ROLE, SHARE_ROLE, AnyIndex, LayerFilter, LayerModel
from widgets.layouts import label, row, tighten
from widgets.origin_style import OriginBadge, hatch
from widgets.texts import ms_text
from widgets.theme import UNIT, current_theme, figure_font

_ROW_HEIGHT = 24
_SHOWN_AT_FIRST = ("name", "p50", "p95", "share")


class ShareBar(QStyledItemDelegate):
    """A bar as long as the layer's share of the largest, with the percentage beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.largest = 1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = current_theme()
        area = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("selection"))
        share = index.data(SHARE_ROLE)
        if share is None:
            return
        text_width = painter.fontMetrics().horizontalAdvance("00.0 %") + UNIT
        room = area.width() - text_width - UNIT
        length = max(2.0, room * share / self.largest)
        bar = QRectF(area.left() + 4, area.top() + 7, length, area.height() - 14)
        painter.fillRect(bar, theme.color("accent"))
        # Qt hands a StrEnum back as plain text.
        if index.data(ORIGIN_ROLE) == Origin.SIMULATED:
            painter.save()
            painter.setClipRect(bar)
            hatch(painter, bar, theme.color("panel"), alpha=150)
            painter.restore()
        painter.setPen(theme.color("text"))
        right = area.adjusted(0, 0, -6, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data())


class LayerTable(QWidget):
    """Time of every layer.

    Signals:
        layer_selected(LayerRow): the user chose a row.
    """

    layer_selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LayerModel(self)
        self._filter = LayerFilter(self)
        self._filter.setSourceModel(self._model)
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Filter layers"))
        self._field.setClearButtonEnabled(True)
        self._field.setAccessibleName(self.tr("Filter layers"))
        self._field.textChanged.connect(self._filter.show_only)
        self._field.textChanged.connect(self._show_totals)
        self._bars = ShareBar(self)
        self._table = self._make_table()
        self._totals = label()
        self._note = label(role="muted")
        self._origin = OriginBadge()
        for widget in (self._totals, self._note, self._origin):
            widget.setFont(figure_font(self.font(), 0.88))
        layout = QVBoxLayout(self)
        tighten(layout, spacing=0)
        head = row(self._field)
        head.setContentsMargins(UNIT + 4, UNIT, UNIT + 4, UNIT // 2)
        foot = row(self._totals, self._origin, self._note, spacing=UNIT // 2)
        foot.insertStretch(1, 1)
        foot.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        layout.addLayout(head)
        body = row(self._table)
        body.setContentsMargins(UNIT, 0, UNIT, 0)
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(280)
        self._every = 0
        self.show_rows(())

    def show_rows(self, rows: tuple[LayerRow, ...]) -> None:
        """Shows layers in order of execution; the user's sorting and filter stay."""
        self._bars.largest = max((row.share or 0.0 for row in rows), default=0.0) or 1.0
        self._model.show_rows(rows)
        self._show_totals()

    def clear(self) -> None:
        self.show_rows(())

    def show_profiled_every(self, frames: int) -> None:
        """Says how often a frame is profiled; 0 says nothing."""
        self._every = frames
        self._show_totals()

    @property
    def rows_shown(self) -> int:
        """Layers that pass the filter."""
        return self._filter.rowCount()

    @property
    def totals_text(self) -> str:
        return self._totals.text()

    @property
    def view(self) -> QTableView:
        return self._table

    def hidden_columns(self) -> tuple[str, ...]:
        """Keys of the hidden columns, to remember them."""
        columns = enumerate(self._model.columns)
        return tuple(column.key for i, column in columns if self._table.isColumnHidden(i))

    def hide_columns(self, keys: tuple[str, ...]) -> None:
        for i, column in enumerate(self._model.columns):
            self._table.setColumnHidden(i, column.key in keys)

    def sizeHint(self) -> QSize:
        return QSize(340, 320)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._filter)
        table.setAccessibleName(self.tr("Layers"))
        table.setSortingEnabled(True)
        # -1 keeps the order of execution until the user clicks a heading.
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideLeft)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.setFont(figure_font(self.font(), 0.92))
        table.setItemDelegateForColumn(self._model.column_of("share"), self._bars)
        table.selectionModel().currentRowChanged.connect(self._select)
        self._dress_header(table.horizontalHeader(), table)
        return table

    def _dress_header(self, header: QHeaderView, table: QTableView) -> None:
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        widths = {"name": 116, "p50": 56, "p95": 56, "share": 88, "count": 40, "network": 80}
        for i, column in enumerate(self._model.columns):
            table.setColumnWidth(i, widths.get(column.key, 68))
            table.setColumnHidden(i, column.key not in _SHOWN_AT_FIRST)
        header.setSectionResizeMode(self._model.column_of("name"), QHeaderView.ResizeMode.Stretch)

    def _offer_columns(self, at: QPoint) -> None:
        header = self._table.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for i, column in enumerate(self._model.columns):
            action = QAction(column.hint if column.key == "count" else column.title, menu)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(i))
            action.setEnabled(column.key != "name")
            action.setData(i)
            menu.addAction(action)
        menu.triggered.connect(self._toggle_column)
        menu.popup(header.mapToGlobal(at))

    def _toggle_column(self, action: QAction) -> None:
        self._table.setColumnHidden(int(action.data()), not action.isChecked())

    def _select(self, index: AnyIndex) -> None:
        if index.isValid():
            self.layer_selected.emit(self._model.rows[self._filter.mapToSource(index).row()])

    def _show_totals(self) -> None:
        rows = [
            self._model.rows[self._filter.mapToSource(self._filter.index(i, 0)).row()]
            for i in range(self._filter.rowCount())
        ]
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
        self._note.setToolTip(self.tr("How often a frame is profiled"))

    def _note_text(self) -> str:
        if not self._every:
            return ""
        if self._every == 1:
            return self.tr("every frame")
        return self.tr("1 frame in {n}").format(n=self._every)
