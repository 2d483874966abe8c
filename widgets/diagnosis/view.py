"""Why B loses the target: makes B, has it diagnosed, and shows verdict, layers, outputs and remedies."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from engines.diagnosis.values import Verdict
from widgets.diagnosis.form import DiagnosisForm
from widgets.diagnosis.layers import LayersPage
from widgets.diagnosis.tables import OutputsPage, RemediesPage
from widgets.diagnosis.values import DiagnosisView, FilesView, SubjectView
from widgets.diagnosis.verdict import VerdictBand, WorkLine
from widgets.layouts import row, tighten, wrapped
from widgets.theme import UNIT

# Least and greatest width of the column with the verdict.
_BAND = 258, 300
# What the form for two networks takes.
_LEAST_HEIGHT = 208
_PREPARE, _LAYERS, _OUTPUTS, _REMEDIES = range(4)


class DiagnosisPanel(QWidget):
    """Pages under one bar: prepare, layers, outputs, remedies.

    Signals:
        frame_chosen(int): the user wants to see this frame.
        use_requested(): the proposed files are to run beside A.
        report_requested(), table_requested(): what was found is to be saved.
        cancel_requested(): of what is being done.
        log_requested(), stages_requested(): what a board's compiler did is to be looked at.
        shown(): the panel has come on screen.
    """

    frame_chosen = Signal(int)
    use_requested = Signal()
    report_requested = Signal()
    table_requested = Signal()
    cancel_requested = Signal()
    log_requested = Signal()
    stages_requested = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.form, self.layers = DiagnosisForm(), LayersPage()
        self.outputs, self.remedies = OutputsPage(), RemediesPage()
        self.band, self.work = VerdictBand(), WorkLine()
        self._has_result = False
        self._pages, self._tabs = QStackedWidget(), self._make_tabs()
        nothing = self.tr(
            "Nothing is diagnosed yet. Quantise the networks or choose files of B under Prepare."
        )
        self._nothing = wrapped(nothing, "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._report = QPushButton(self.tr("Save report…"))
        self._report.setToolTip(self.tr("Everything that was found as one HTML page"))
        self._report.clicked.connect(self.report_requested)
        self._table = QPushButton(self.tr("Save table…"))
        self._table.setToolTip(self.tr("The table of layers as CSV"))
        self._table.clicked.connect(self.table_requested)
        self._compiler = self._make_compiler_menu()
        self._arrange()
        self.band.frame_chosen.connect(self.frame_chosen)
        self.remedies.use_requested.connect(self.use_requested)
        self.work.cancel_requested.connect(self.cancel_requested)
        self.layers.keep_toggled.connect(self._toggle_kept)
        self.form.formats_changed.connect(self._show_kept)
        self._show_page(_PREPARE)

    # What is shown

    def show_subject(self, subject: SubjectView) -> None:
        self.form.show_subject(subject)
        self._stages.setEnabled(not subject.problem)

    def show_files(self, files: FilesView) -> None:
        self.form.show_files(files)

    def show_work(self, text: str, share: float | None) -> None:
        """Something is being made or looked at."""
        self.form.show_busy(True)
        self.work.show_work(text, share)

    def show_idle(self) -> None:
        """It is over, whichever way."""
        self.form.show_busy(False)
        self.work.hide()

    def show_result(self, found: DiagnosisView) -> None:
        """Shows what was found, the layers first."""
        self._has_result = True
        is_healthy = found.verdict is Verdict.HEALTHY
        self.band.show_result(found)
        self.layers.show_worst_first()
        self.layers.show_lines(found.layers, found.ladder_facts)
        self.outputs.show_lines(found.outputs)
        self.remedies.show_lines(
            found.attempts, found.command, can_use=bool(found.files), is_healthy=is_healthy
        )
        tried = len(found.attempts) - 1
        self._tabs.setTabText(
            _REMEDIES, self.tr("Remedies · {n}").format(n=tried) if tried else self._names[-1]
        )
        self._tabs.setCurrentIndex(_LAYERS)
        self._show_page(_LAYERS)

    def show_prepare(self) -> None:
        """Brings the page forward where B is made."""
        self._tabs.setCurrentIndex(_PREPARE)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been diagnosed yet."""
        return not self._has_result

    @property
    def page(self) -> QWidget | None:
        """What is in front."""
        return self._pages.currentWidget()

    @property
    def tabs(self) -> QTabBar:
        return self._tabs

    def sizeHint(self) -> QSize:
        return QSize(900, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.band.setFixedWidth(min(max(self.width() * 3 // 10, _BAND[0]), _BAND[1]))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.shown.emit()

    # Making

    def _make_tabs(self) -> QTabBar:
        self._names = (self.tr("Prepare"), self.tr("Layers"), self.tr("Outputs"), self.tr("Remedies"))
        tabs = QTabBar()
        tabs.setAccessibleName(self.tr("Pages of the diagnosis"))
        tabs.setExpanding(False)
        for name in self._names:
            tabs.addTab(name)
        tabs.currentChanged.connect(self._show_page)
        return tabs

    def _make_compiler_menu(self) -> QPushButton:
        button, menu = QPushButton(self.tr("A board's compiler")), QMenu(self)
        button.setToolTip(self.tr("Where a board's compiler loses the target, by layer or by stage"))
        menu.addAction(self.tr("From a compiler's log…"), self.log_requested.emit)
        self._stages = menu.addAction(self.tr("Stages on the board…"), self.stages_requested.emit)
        button.setMenu(menu)
        return button

    def _arrange(self) -> None:
        for page in (self.form, self.layers, self.outputs, self.remedies, self._nothing):
            self._pages.addWidget(page)
        head = row(self._tabs, self._compiler, self._report, self._table, spacing=UNIT // 2)
        head.insertStretch(1, 1)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        layout.setContentsMargins(UNIT + 4, 0, UNIT + 4, UNIT // 2)
        layout.addLayout(head)
        layout.addWidget(self.work)
        body = row(self.band, self._pages)
        body.setStretch(1, 1)
        layout.addLayout(body, 1)

    # Doing

    def _show_page(self, place: int) -> None:
        is_result = place != _PREPARE and self._has_result
        pages = (self.form, self.layers, self.outputs, self.remedies)
        self._pages.setCurrentWidget(pages[place] if is_result or place == _PREPARE else self._nothing)
        self.band.setVisible(is_result)
        for button in (self._report, self._table):
            button.setVisible(is_result)

    def _toggle_kept(self, name: str) -> None:
        self.form.toggle_kept(name)

    def _show_kept(self) -> None:
        self.layers.show_kept(frozenset(self.form.keep_float))
