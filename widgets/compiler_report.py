"""What a board's compiler did to a network: a sentence, tables under tabs, and notes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.diagnosis.tables import Cell, CellModel
from widgets.headed_table import dress_table
from widgets.layouts import label, row, scrolled, tighten, wrapped
from widgets.theme import UNIT

_SIZE, _LEAST_SIZE = (1080, 620), (640, 360)
_NOTES_HEIGHT = 116


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table.

    Attributes:
        title: of its tab.
        words, figures: headings of columns, those with figures last.
        rows: cells in that order.
        note: a line above it; empty for none.
    """

    title: str
    words: tuple[str, ...]
    figures: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CompilerReportView:
    """Everything in the window; texts are in the user's language.

    Attributes:
        title: what was looked at.
        reason: what was found, in a sentence for each network; `role` is its colour.
        tables: empty ones are left out.
        notes: what did not run, and what to try.
    """

    title: str
    reason: str
    role: str
    tables: tuple[ReportTable, ...]
    notes: tuple[str, ...] = ()


class CompilerReport(QDialog):
    """A window of its own, beside the workbench. Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A board's compiler"))
        self.setModal(False)
        self.resize(*_SIZE)
        self.setMinimumSize(*_LEAST_SIZE)
        self._title, self._reason = label("", "title"), wrapped()
        self.tabs, self._pages = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName(self.tr("Tables of the compiler's report"))
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.notes = wrapped()
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        for each in (self.notes, self._reason):
            each.setTextInteractionFlags(flags)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notes_area = scrolled(self.notes)
        self._notes_area.setMaximumHeight(_NOTES_HEIGHT)
        self._arrange()

    def show_report(self, view: CompilerReportView) -> None:
        """In place of what was shown before."""
        self._title.setText(view.title)
        self._reason.setText(view.reason)
        self._reason.setObjectName(view.role)
        self._reason.style().polish(self._reason)
        while (page := self._pages.currentWidget()) is not None:
            self._pages.removeWidget(page)
            page.deleteLater()
        while self.tabs.count():
            self.tabs.removeTab(0)
        for table in view.tables:
            if table.rows:
                self._pages.addWidget(_page(table))
                self.tabs.addTab(table.title)
        self.notes.setText("\n".join(f"• {note}" for note in view.notes))
        self._notes_area.setVisible(bool(view.notes))
        self.show()
        self.raise_()

    @property
    def page(self) -> QTableView | None:
        """The table in front."""
        widget = self._pages.currentWidget()
        return None if widget is None else widget.findChild(QTableView)

    @property
    def reason(self) -> str:
        return self._reason.text()

    def _arrange(self) -> None:
        copy, close = QPushButton(self.tr("Copy notes")), QPushButton(self.tr("Close"))
        for button in (copy, close):
            button.setAutoDefault(False)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.notes.text()))
        close.clicked.connect(self.close)
        foot = row(copy, close)
        foot.insertStretch(1, 1)
        layout = QVBoxLayout(self)
        tighten(layout, margin=UNIT * 2)
        layout.addWidget(self._title)
        layout.addWidget(self._reason)
        layout.addWidget(self.tabs)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._notes_area)
        layout.addLayout(foot)


def _page(table: ReportTable) -> QWidget:
    page, view = QWidget(), QTableView()
    model = CellModel(table.words, table.figures, page)
    model.show_rows(table.rows)
    view.setModel(model)
    dress_table(view, table.title)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    layout = QVBoxLayout(page)
    tighten(layout, spacing=UNIT // 2)
    if table.note:
        layout.addWidget(wrapped(table.note, "muted"))
    layout.addWidget(view, 1)
    return page
