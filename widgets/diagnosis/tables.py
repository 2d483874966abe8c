"""The pages of outputs and of remedies: small tables in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engines.output_health import Light
from widgets.diagnosis.values import AttemptLine, OutputLine
from widgets.elided_label import ElidedLabel
from widgets.headed_model import AnyIndex, HeadedModel, alignment_of
from widgets.headed_table import dress_table
from widgets.layouts import row, tighten, wrapped
from widgets.texts import bytes_text
from widgets.theme import UNIT, current_theme

_ROW_HEIGHT = 26
# Least width of a remedy's title, and what "proposed" and the first figures beside it need.
_TITLE_WIDTH, _FIGURES_WIDTH = 130, 260
_MARKS = {Light.GOOD: "●", Light.WARNING: "▲", Light.BAD: "✕"}


@dataclass(frozen=True, slots=True)
class Head:
    """A heading, and whether figures stand below it. See `headed_model.Heading`."""

    title: str
    is_number: bool
    key: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place; `role` is a colour of the theme."""

    text: str
    role: str = "text"
    is_bold: bool = False
    tip: str = ""


class CellModel(HeadedModel):
    """Rows of cells under headings."""

    def __init__(self, words: Sequence[str], figures: Sequence[str], parent: QObject | None = None) -> None:
        """Headings: those of words, then those of figures."""
        super().__init__(parent)
        heads = [(each, False) for each in words] + [(each, True) for each in figures]
        self._heads = tuple(Head(title, is_number=is_number) for title, is_number in heads)
        self._rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def columns(self) -> tuple[Head, ...]:
        return self._heads

    def show_rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(self._heads[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole:
            return current_theme().color(cell.role)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.FontRole and cell.is_bold:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None


class OutputsPage(QWidget):
    """A light for each output of the quantised networks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = "", self.tr("Output"), self.tr("What is wrong"), self.tr("Network")
        figures = (
            self.tr("Peak kept"),
            self.tr("Peak moved"),
            self.tr("Cosine"),
            self.tr("SNR dB"),
            self.tr("Saturated"),
            self.tr("Range used"),
            self.tr("Zero channels"),
            self.tr("Shape"),
        )
        self._model = CellModel(words, figures, self)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=0)
        layout.addWidget(_table(self._model, self.tr("Outputs")))

    def show_lines(self, lines: Sequence[OutputLine]) -> None:
        self._model.show_rows([self._cells(line) for line in lines])

    @property
    def model(self) -> CellModel:
        return self._model

    def _cells(self, line: OutputLine) -> tuple[Cell, ...]:
        health, role = line.health, line.light.value
        peaks = health.peaks
        moved = self.tr("{cells} cells")
        return (
            Cell(_MARKS[line.light], role, tip=line.problem or self.tr("nothing is wrong")),
            Cell(health.name),
            Cell(line.problem or self.tr("nothing"), role),
            Cell(health.network),
            Cell(_share(peaks.kept if peaks else None)),
            Cell(moved.format(cells=f"{peaks.moved:.1f}") if peaks else ""),
            Cell(_number(health.error.cosine, 4)),
            Cell(_number(health.error.snr_db, 1)),
            Cell(_share(health.saturated)),
            Cell(_share(health.range_used)),
            Cell(str(health.zero_channels)),
            Cell(" × ".join(map(str, health.shape))),
        )


class RemediesPage(QWidget):
    """What was tried and how it does, and a button that uses what is proposed.

    Signals:
        use_requested(): the proposed files are to run beside A.
    """

    use_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        figures = (
            self.tr("AUC A"),
            self.tr("AUC B"),
            self.tr("IoU with A"),
            self.tr("… on A's crops"),
            self.tr("Peak kept"),
            self.tr("Parted at"),
            self.tr("Size"),
        )
        self._model = CellModel((self.tr("Files"), ""), figures, self)
        self._none = wrapped(role="muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._table = _table(self._model, self.tr("Remedies that were tried"))
        self._command = ElidedLabel("muted")
        self._copy = QPushButton(self.tr("Copy command"))
        self._copy.clicked.connect(self._copy_command)
        self._use = QPushButton(self.tr("Use the remedy"))
        self._use.setObjectName("primary")
        self._use.clicked.connect(self.use_requested)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._none)
        foot = row(self._command, self._copy, self._use)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)

    def show_lines(
        self, lines: Sequence[AttemptLine], command: str, *, can_use: bool, is_healthy: bool
    ) -> None:
        """Shows the pair as it is, then what was tried."""
        self._model.show_rows([self._cells(line) for line in lines])
        self._command.setText(command)
        for widget in (self._command, self._copy):
            widget.setVisible(bool(command))
        self._use.setVisible(can_use)
        healthy = self.tr("Nothing needs to be cured.")
        self._none.setText(healthy if is_healthy else self.tr("No remedy was tried, or none helps."))
        self._none.setVisible(len(lines) < 2)
        self._fit_titles()

    @property
    def model(self) -> CellModel:
        return self._model

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_titles()

    def _fit_titles(self) -> None:
        """Long titles give way to the first figures."""
        wanted = self._table.sizeHintForColumn(0) + UNIT
        self._table.setColumnWidth(0, max(_TITLE_WIDTH, min(wanted, self.width() - _FIGURES_WIDTH)))

    def _copy_command(self) -> None:
        QApplication.clipboard().setText(self._command.text())

    def _cells(self, line: AttemptLine) -> tuple[Cell, ...]:
        found, bold = line.agreement, line.is_proposed
        word, role = "", "muted"
        if line.is_proposed:
            word, role = self.tr("proposed"), "good" if line.is_enough else "warning"
        elif line.is_enough:
            word = self.tr("enough")
        peaks = found.peaks
        figures = (
            _number(found.auc_a, 3),
            _number(found.auc_b, 3),
            f"{found.mean_iou:.3f}",
            f"{found.forced_iou:.3f}",
            _share(peaks.kept if peaks else None),
            self.tr("never") if found.parted_at is None else str(found.parted_at),
            bytes_text(line.bytes) if line.bytes is not None else "",
        )
        first = Cell(line.title, is_bold=bold), Cell(word, role, is_bold=bold)
        return *first, *(Cell(text, is_bold=bold) for text in figures)


def _table(model: CellModel, name: str) -> QTableView:
    table = QTableView()
    table.setModel(model)
    dress_table(table, name, _ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setMinimumSectionSize(28)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"
