"""A beside B: what runs beside, what it looks at, and how far the two agree."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engines.pair_history import PairHistory, PairSummary
from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, set_role, tighten, wrapped
from widgets.pair_chart import PairChart
from widgets.texts import UNKNOWN, frame_number
from widgets.theme import UNIT, figure_font
from widgets.views import ChoiceView
from widgets.wheel_guard import leave_wheel

_SIDE = 224


class CompareView(QWidget):
    """Chooses B and shows how it does beside A.

    Signals:
        second_chosen(str): name of a model, "" for none.
        files_requested(), files_dropped(): other weights for B; back to its own.
        place_chosen(str): "local" or "board".
        forced_chosen(bool): whether B looks where A's last box is.
        frame_chosen(int): the user wants to see this frame.
    """

    second_chosen = Signal(str)
    files_requested = Signal()
    files_dropped = Signal()
    place_chosen = Signal(str)
    forced_chosen = Signal(bool)
    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._second = QComboBox()
        self._second.setMinimumContentsLength(8)
        self._second.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._second.setAccessibleName(self.tr("Model B"))
        self._second.activated.connect(lambda i: self.second_chosen.emit(self._second.itemData(i)))
        self._files = ElidedLabel("muted")
        self._choose = QPushButton(self.tr("Other weights…"))
        self._choose.setToolTip(self.tr("Files in place of B's own, for example the same network at 8 bit"))
        self._choose.clicked.connect(self.files_requested)
        self._own = QPushButton(self.tr("Its own"))
        self._own.setToolTip(self.tr("Back to the weights of the catalog"))
        self._own.clicked.connect(self.files_dropped)
        self._place = QComboBox()
        self._place.setAccessibleName(self.tr("Where B runs"))
        self._place.addItem(self.tr("B on this computer"), "local")
        self._place.addItem(self.tr("B on the board"), "board")
        self._place.activated.connect(lambda i: self.place_chosen.emit(self._place.itemData(i)))
        leave_wheel(self._second, self._place)
        self._closed, self._forced = (
            QRadioButton(self.tr("Closed loop")),
            QRadioButton(self.tr("Teacher-forced")),
        )
        self._closed.setToolTip(self.tr("Each follows its own boxes, as in real use"))
        self._forced.setToolTip(self.tr("B looks where A's last box is: what differs is the networks alone"))
        self._modes = QButtonGroup(self)
        for button in (self._closed, self._forced):
            self._modes.addButton(button)
        self._closed.setChecked(True)
        self._forced.toggled.connect(self.forced_chosen)
        self._chart = PairChart()
        self._chart.frame_chosen.connect(self.frame_chosen)
        self._facts = wrapped(role="muted")
        self._facts.setFont(figure_font(self.font(), 0.92))
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Always two lines, so that nothing moves while figures change.
        self._facts.setFixedHeight(2 * self._facts.fontMetrics().lineSpacing() + 2)
        self._go = QPushButton()
        self._go.clicked.connect(self._go_to_parting)
        self._parted_at: int | None = None
        self._hindrance = ""
        self._arrange()
        self.show_choices((), "")
        self.begin(None)

    def _arrange(self) -> None:
        side = QVBoxLayout()
        tighten(side, spacing=UNIT // 2)
        side.addWidget(label(self.tr("B, BESIDE A"), "heading"))
        side.addWidget(self._second)
        side.addWidget(self._files)
        side.addLayout(row(self._choose, self._own, spacing=UNIT // 2))
        side.addWidget(self._place)
        side.addWidget(self._closed)
        side.addWidget(self._forced)
        side.addStretch(1)
        side.addWidget(self._go)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(_SIDE)
        body = QVBoxLayout()
        tighten(body, spacing=UNIT // 2)
        body.addWidget(self._chart, 1)
        body.addWidget(self._facts)
        layout = QHBoxLayout(self)
        tighten(layout, spacing=UNIT * 2)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        layout.addWidget(holder)
        layout.addLayout(body, 1)

    def show_choices(self, models: Sequence[ChoiceView], chosen: str, files: str = "") -> None:
        """Models that can run beside, the chosen one ("" for none), and names of other weights."""
        self._second.clear()
        self._second.addItem(self.tr("Nothing beside"), "")
        for model in models:
            self._second.addItem(model.label, model.value)
        self._second.setCurrentIndex(max(0, self._second.findData(chosen)))
        # The name may be longer than the field.
        self._second.setToolTip(self._second.currentText())
        self._files.setText(files)
        self._files.setVisible(bool(files))
        self._own.setVisible(bool(files))
        for widget in (self._choose, self._closed, self._forced, self._place):
            widget.setEnabled(bool(chosen))
        self.show_figures()

    def show_hindrance(self, reason: str) -> None:
        """Why B does not run, "" where it can; said in place of figures."""
        self._hindrance = reason
        self.show_figures()

    def show_places(self, *, has_board: bool, chosen: str) -> None:
        """Where B can run and does."""
        self._place.setVisible(has_board)
        self._place.setCurrentIndex(max(0, self._place.findData(chosen)))

    def begin(self, frame_count: int | None) -> None:
        """Another source, or another pair."""
        self._chart.begin(frame_count)
        self.show_figures()

    def show_history(self, history: PairHistory, target_id: int) -> None:
        """Shows what is known of a target; `show_figures` tells what it comes to."""
        self._chart.show_history(history, target_id)
        self.show_figures()

    def show_position(self, index: int | None) -> None:
        self._chart.show_position(index)

    def show_figures(self) -> None:
        """What the frames so far come to."""
        summary = self._chart.history.summary()
        self._parted_at = summary.parted_at
        self._go.setVisible(summary.parted_at is not None)
        # Counted from 1, as beside the picture.
        number = frame_number(summary.parted_at or 0)
        self._go.setText(self.tr("Go to where they part ({number})").format(number=number))
        self._go.setToolTip(self.tr("The first frame where the boxes of A and B overlap by less than half"))
        set_role(self._facts, "warning" if self._hindrance else "muted")
        text = self._hindrance or (self._means_text(summary) if summary.frames else self._what_to_do())
        self._facts.setText(text)
        self._facts.setToolTip(text)  # two lines may be too few in a narrow window

    def _means_text(self, summary: PairSummary) -> str:
        text = self.tr(
            "mean IoU, frames {frames}: A with B {between} · A with truth {first} · B with truth {second}"
        )
        names = ("between", "first", "second")
        means = (summary.mean_between, summary.mean_first, summary.mean_second)
        shown = {n: UNKNOWN if m is None else f"{m:.3f}" for n, m in zip(names, means, strict=True)}
        return text.format(frames=summary.frames, **shown)

    def _what_to_do(self) -> str:
        if self._second.currentData():
            return self.tr("Draw a box and play: both boxes are drawn, and their overlap is shown here.")
        return self.tr(
            "Choose B, draw a box and play: both boxes are drawn, and their overlap is shown here."
        )

    @property
    def facts_text(self) -> str:
        return self._facts.text()

    @property
    def chart(self) -> PairChart:
        return self._chart

    def sizeHint(self) -> QSize:
        return QSize(900, 220)

    def _go_to_parting(self) -> None:
        if self._parted_at is not None:
            self.frame_chosen.emit(self._parted_at)
