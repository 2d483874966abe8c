"""Layers of a diagnosis as a Qt table. A figure that is not known is blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from engines.diagnosis.measures import TensorError
from widgets.diagnosis.values import LayerLine
from widgets.headed_model import AnyIndex, HeadedModel, alignment_of
from widgets.theme import current_theme

#: The line of a cell; the figure that a bar is drawn from.
LINE_ROLE, VALUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2
Value = str | float | None
_SMALL = 1e-4


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: names it.
        value: reads it from a line.
        text: how a figure reads; None for words.
        great_is_bad: whether sorting by it begins with the greatest.
    """

    key: str
    title: str
    hint: str
    value: Callable[[LayerLine], Value]
    text: Callable[[float], str] | None = None
    great_is_bad: bool = True

    @property
    def is_number(self) -> bool:
        return self.text is not None


class DiagnosisModel(HeadedModel):
    """Layers, worst first until a column is sorted by; those that do not count are always at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[LayerLine, ...] = ()
        self._shown: list[LayerLine] = []
        self._sort: tuple[int, bool] = (-1, False)
        self._columns = self._make_columns()

    def show_lines(self, lines: tuple[LayerLine, ...]) -> None:
        """Replaces the layers; the user's sorting stays."""
        self._lines = lines
        self._arrange()

    @property
    def lines(self) -> list[LayerLine]:
        """As they stand."""
        return self._shown

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column, or for -1 worst first; unknown figures come after known ones either way."""
        self._sort = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._shown)

    def first_order(self, section: int) -> Qt.SortOrder:
        column = self.columns[section]
        descends = column.is_number and column.great_is_bad
        return Qt.SortOrder.DescendingOrder if descends else Qt.SortOrder.AscendingOrder

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        line, column = self._shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == LINE_ROLE:
            return line
        if role == VALUE_ROLE:
            return column.value(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line)
        if role == Qt.ItemDataRole.ForegroundRole:
            return current_theme().color("muted" if line.left_out else "text")
        return None

    def _text(self, line: LayerLine, column: Column) -> str:
        value = column.value(line)
        if value is None:
            return ""
        if column.key == "name" and line.left_out:
            return f"{value} · {line.left_out}"
        return value if isinstance(value, str) else column.text(value) if column.text else str(value)

    def _arrange(self) -> None:
        column, descends = self._sort
        lines = sorted(self._lines, key=lambda line: line.place)
        if column >= 0:
            read = self.columns[column].value
            values: list[tuple[Any, LayerLine]] = [(read(line), line) for line in lines]
            known = [pair for pair in values if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=descends)
            lines = [line for _value, line in known]
            lines += [line for value, line in values if value is None]
        lines.sort(key=lambda line: bool(line.left_out))
        self.beginResetModel()
        self._shown = lines
        self.endResetModel()

    def _tip(self, line: LayerLine) -> str:
        layer = line.layer
        parts = [f"{layer.name}\n{layer.op}, {layer.network}"]
        if layer.node not in ("", layer.name):
            parts.append(layer.node)
        parts += [text for text in (line.left_out, line.why) if text]
        parts.append(self.tr("alone: {figures}").format(figures=_figures(layer.single)))
        parts.append(self.tr("accumulated: {figures}").format(figures=_figures(layer.accumulated)))
        if layer.weight_spread is not None:
            text = self.tr("largest channel's weights: {spread} times those of the median one")
            parts.append(text.format(spread=f"{layer.weight_spread:.0f}"))
        return "\n".join(parts)

    def _make_columns(self) -> tuple[Column, ...]:
        return (
            *self._first_columns(),
            Column(
                "sqnr",
                self.tr("Weights dB"),
                self.tr("Signal-to-noise of the weights, dB; read from the files"),
                lambda each: each.layer.weight_sqnr_db,
                _decibel,
                great_is_bad=False,
            ),
            Column(
                "single",
                self.tr("Single"),
                self.tr("Cosine of this layer with the float network's inputs"),
                lambda each: each.layer.single.cosine,
                _cosine,
                great_is_bad=False,
            ),
            Column(
                "accumulated",
                self.tr("Accum."),
                self.tr("Cosine with all errors of the layers before it"),
                lambda each: each.layer.accumulated.cosine,
                _cosine,
                great_is_bad=False,
            ),
            Column(
                "jump",
                self.tr("Jump"),
                self.tr("By how much that cosine falls in this layer"),
                lambda each: each.layer.jump,
                lambda value: f"{value:.3f}",
            ),
            *self._error_columns(),
            Column(
                "order",
                self.tr("No."),
                self.tr("Place in the order of execution"),
                lambda each: each.layer.order + 1,
                lambda value: f"{value:.0f}",
                great_is_bad=False,
            ),
            Column("op", self.tr("Type"), self.tr("Operator"), lambda each: each.layer.op),
            Column("why", self.tr("Why"), self.tr("What is wrong with it"), lambda each: each.why or None),
        )

    def _first_columns(self) -> tuple[Column, ...]:
        return (
            Column("name", self.tr("Layer"), self.tr("Name in the file"), lambda each: each.layer.name),
            Column(
                "network",
                self.tr("Network"),
                self.tr("Which of the networks"),
                lambda each: each.layer.network,
            ),
            Column(
                "alone",
                self.tr("Alone"),
                self.tr(
                    "Error of the network's outputs where only this layer is quantised: finds the culprit"
                ),
                lambda each: each.layer.effect.relative_l2 if each.layer.effect else None,
                _percent,
            ),
            Column(
                "lost",
                self.tr("Channels lost"),
                self.tr("Share of output channels whose weights have all become zero; read from the files"),
                lambda each: each.layer.channels_lost,
                _percent,
            ),
        )

    def _error_columns(self) -> tuple[Column, ...]:
        """Figures of the accumulated error; those of the single layer are in the tool tip."""
        return (
            Column(
                "l2",
                self.tr("Rel. L2"),
                self.tr("|a - b| / |a|, accumulated"),
                lambda each: each.layer.accumulated.relative_l2,
                _small,
            ),
            Column(
                "snr",
                self.tr("SNR dB"),
                self.tr("Signal-to-noise of the values, dB, accumulated"),
                lambda each: each.layer.accumulated.snr_db,
                _decibel,
                great_is_bad=False,
            ),
            Column(
                "max",
                self.tr("Max abs"),
                self.tr("Greatest |a - b|, accumulated"),
                lambda each: each.layer.accumulated.max_abs,
                _small,
            ),
            Column(
                "saturated",
                self.tr("Satur."),
                self.tr("Share of the float values beyond the quantised range"),
                lambda each: each.layer.accumulated.saturated,
                _percent,
            ),
        )


def _figures(error: TensorError) -> str:
    """The measures of one comparison in a line; what is not known is left out."""
    named = (
        ("cosine", error.cosine, _cosine),
        ("relative L2", error.relative_l2, _small),
        ("max abs", error.max_abs, _small),
        ("SNR dB", error.snr_db, _decibel),
    )
    texts = [f"{name} {text(value)}" for name, value, text in named if value is not None]
    return " · ".join([*texts, *([str(error.problem)] if error.problem is not None else [])]) or "–"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _cosine(value: float) -> str:
    return f"{value:.4f}"


def _decibel(value: float) -> str:
    return f"{value:.1f}"


def _small(value: float) -> str:
    return f"{value:.3g}" if value == 0 or abs(value) >= _SMALL else f"{value:.1e}"
