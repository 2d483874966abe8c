"""Layers as a Qt table. A cell that is not known is blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from engines.layer_stats import LayerRow
from widgets.headed_model import AnyIndex, HeadedModel, alignment_of
from widgets.layer_arrangement import Key, Line, LineKind, Value, Wish, arrange, matches, short_type
from widgets.texts import figure
from widgets.theme import current_theme

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in settings, `value` reads it from a row."""

    key: str
    title: str
    hint: str
    value: Callable[[LayerRow], Value]
    is_number: bool = True


class LayerModel(HeadedModel):
    """Lines of `layer_arrangement` over rows of `engines.layer_stats`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LayerRow, ...] = ()
        self._lines: list[Line] = []
        self._wish = Wish()
        self._columns = self._make_columns()

    def show_rows(self, rows: tuple[LayerRow, ...]) -> None:
        """Replaces the figures; selection and scroll position survive where the layers are the same."""
        self._rows = rows
        self._arrange()

    def wish_for(self, **changes: Any) -> None:
        """Changes how layers are shown: fields of `Wish`."""
        self._wish = replace(self._wish, **changes)
        self._arrange()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        return self._rows

    @property
    def lines(self) -> list[Line]:
        return self._lines

    @property
    def wish(self) -> Wish:
        return self._wish

    @property
    def found(self) -> list[LayerRow]:
        """Layers that pass the filter, whether or not their group is open, in order of execution."""
        return [row for row in self._rows if matches(row, self._wish.words)]

    def place_of(self, key: Key) -> int | None:
        """Row of the line with a key."""
        return next((i for i, line in enumerate(self._lines) if line.key == key), None)

    def toggle(self, line: Line) -> None:
        """Opens or closes a group, or the sources of a merged operator."""
        if line.kind is LineKind.GROUP:
            self.wish_for(closed=self._wish.closed ^ {line.key})
        elif line.is_open is not None:
            self.wish_for(opened=self._wish.opened ^ {line.key})

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column, or for -1 in order of execution."""
        read = self.columns[column].value if column >= 0 else None
        self.wish_for(sort=read, descending=order is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line, column)
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, column)
        if role == Qt.ItemDataRole.FontRole and line.kind is LineKind.GROUP:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.BackgroundRole and (line.is_pinned or line.kind is LineKind.GROUP):
            return current_theme().color("hover" if line.is_pinned else "window")
        if role == Qt.ItemDataRole.ForegroundRole:
            return current_theme().color(_role(line, column))
        return None

    def text(self, line: Line, column: Column) -> str:
        """What stands in a cell."""
        if column.key == "name":
            count = self.tr("{title} · {n}").format(
                title=short_type(line.title) or self.tr("unknown"), n=line.layers
            )
            return count if line.kind is LineKind.GROUP else line.title
        if line.kind is LineKind.SOURCE or column.key == "recent":
            return ""
        if line.kind is LineKind.GROUP and column.key in ("order", "count"):
            return ""
        return _cell_text(column, column.value(line.row))

    def _arrange(self) -> None:
        lines = arrange(self._rows, self._wish)
        before, after = [line.key for line in self._lines], [line.key for line in lines]
        if before == after:
            self._lines = lines
            if lines:
                last = self.index(len(lines) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        elif len(before) == len(after) and set(before) == set(after):
            self.layoutAboutToBeChanged.emit()
            kept = self.persistentIndexList()
            places = {key: place for place, key in enumerate(after)}
            moved = [self.index(places[before[at.row()]], at.column()) for at in kept]
            self._lines = lines
            self.changePersistentIndexList(kept, moved)
            self.layoutChanged.emit()
        else:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def _tip(self, line: Line, column: Column) -> str | None:
        layer = line.row
        if line.kind is LineKind.GROUP:
            return self.tr("Sums over the layers of this group")
        if column.key == "other" and layer.other_ms is not None and layer.other_ms < 0:
            return self.tr("Total less copy and hardware; negative where the hardware goes on by itself")
        text = self.tr("{name}\n{type} on {device}, profiled frames: {count}").format(
            name=line.title, type=layer.op_type, device=layer.device, count=layer.count
        )
        if not layer.sources or line.kind is LineKind.SOURCE:
            return text
        merged = self.tr("Stands for {n} layers of the file:").format(n=len(layer.sources))
        shown = layer.sources if len(layer.sources) <= _MOST_IN_TIP else (*layer.sources[:_MOST_IN_TIP], "…")
        return "\n".join((text, merged, *shown))

    def _make_columns(self) -> tuple[Column, ...]:
        return (
            *self._name_columns(),
            Column("p50", self.tr("p50 ms"), self.tr("Median of the whole time, ms"), lambda r: r.total_p50),
            Column("p95", self.tr("p95 ms"), self.tr("95th percentile of it, ms"), lambda r: r.total_p95),
            Column("share", self.tr("Share"), self.tr("Part of the sum of all medians"), lambda r: r.share),
            Column("recent", self.tr("Last"), self.tr("The last profiled frames"), _last),
            Column("copy", self.tr("Copy ms"), self.tr("Median of memory copies, ms"), lambda r: r.memcpy_ms),
            Column("hard", self.tr("Hard ms"), self.tr("Median of hardware time, ms"), lambda r: r.hard_ms),
            Column("other", self.tr("Other ms"), self.tr("Median of the rest, ms"), lambda r: r.other_ms),
            Column(
                "published",
                self.tr("Published"),
                self.tr("What somebody published, ms"),
                lambda r: r.published_ms,
            ),
            Column(
                "order", self.tr("No."), self.tr("Place in the order of execution"), lambda r: r.order + 1
            ),
            Column("count", self.tr("n"), self.tr("Profiled frames"), lambda r: r.count),
        )

    def _name_columns(self) -> tuple[Column, ...]:
        name, kind = self.tr("Name in the file, else in the runtime"), self.tr("Operator")
        device, network = self.tr("Where it ran"), self.tr("Which of the networks")
        return (
            Column("name", self.tr("Layer"), name, lambda r: r.name, is_number=False),
            Column("type", self.tr("Type"), kind, lambda r: short_type(r.op_type), is_number=False),
            Column("device", self.tr("Device"), device, lambda r: r.device, is_number=False),
            Column("network", self.tr("Network"), network, lambda r: r.network, is_number=False),
        )


_MOST_IN_TIP = 20


def _last(row: LayerRow) -> float | None:
    return next((value for value in reversed(row.recent) if value is not None), None)


def _cell_text(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.key == "share":
        return f"{value * 100:.1f} %"
    return str(value) if column.key in ("count", "order") else figure(value)


def _role(line: Line, column: Column) -> str:
    if line.kind is LineKind.SOURCE or (column.key == "p95" and line.kind is LineKind.LAYER):
        return "muted"
    other = line.row.other_ms
    return "warning" if column.key == "other" and other is not None and other < 0 else "text"
