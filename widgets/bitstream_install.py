"""Installing a bitstream: what it would mean, then step by step, with one question before the restart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from widgets.icons import icon_pixmap
from widgets.keyboard import FocusLoan
from widgets.layouts import clear_layout, row, tighten, wrapped
from widgets.object_views import InstallSourceView, QuestionView, ReviewView
from widgets.question_box import QuestionBox, breakable, scroll_to
from widgets.step_list import StepList
from widgets.texts import verdict_text
from widgets.theme import UNIT, current_theme, is_restyled
from widgets.views import ModelView, StepView, Verdict

_MARKS = {
    Verdict.FITS: ("check", "good"),
    Verdict.DOES_NOT_FIT: ("error", "bad"),
    Verdict.UNKNOWN: ("warning", "warning"),
}


class BitstreamInstall(QWidget):
    """A button; below it what the user has to know and decide on the way.

    Signals:
        file_requested(): one of this computer is to be chosen.
        stored_requested(str): key of one that is on the board.
        start_requested(): the review was read; it may be copied to the board.
        review_closed(): rather not.
        confirmed(bool): whether the board may be restarted.
        cancel_requested()
    """

    file_requested = Signal()
    stored_requested = Signal(str)
    start_requested = Signal()
    review_closed = Signal()
    confirmed = Signal(bool)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._install = QPushButton(self.tr("Install a bitstream"))
        self._menu = QMenu(self)
        self._install.setMenu(self._menu)
        self._review = _Review()
        self._steps = StepList()
        self._question = QuestionBox()
        self._cancel = QPushButton(self.tr("Cancel the installation"))
        self._hide = QPushButton(self.tr("Hide the steps"))
        self._focus = FocusLoan()
        self._is_running = False
        self._is_usable = True
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        line = row(self._install)
        line.addStretch(1)
        layout.addLayout(line)
        for widget in (self._review, self._steps, self._question):
            layout.addWidget(widget)
        ending = row(self._cancel, self._hide)
        ending.addStretch(1)
        layout.addLayout(ending)
        self._question.answered.connect(self.confirmed)
        self._cancel.clicked.connect(self._ask_cancel)
        self._hide.clicked.connect(self.clear)
        self._review.start.clicked.connect(self.start_requested)
        self._review.leave.clicked.connect(self._leave_review)
        self.show_sources(())
        self._review.hide()
        self.clear()

    def show_sources(self, sources: Sequence[InstallSourceView]) -> None:
        """Offers a file of this computer, and what is on the board."""
        self._menu.clear()
        self._menu.addAction(self.tr("From a file…")).triggered.connect(self.file_requested)
        if sources:
            self._menu.addSection(self.tr("On the board"))
        for source in sources:
            action = self._menu.addAction(source.title)
            action.triggered.connect(partial(self.stored_requested.emit, source.key))

    def show_review(self, review: ReviewView) -> None:
        """What it would mean; nothing has been done yet."""
        self.clear()
        self._review.show_review(review)
        self._review.show()
        self._focus.take(self._review.start)
        scroll_to(self._review)

    def show_step(self, step: StepView) -> None:
        """Adds a step, or brings the one with the same key up to date."""
        self._steps.show_step(step)
        self._steps.show()

    def show_running(self, is_running: bool, *, can_cancel: bool = True) -> None:
        """Whether an installation goes on, and whether it can still be called off."""
        has_begun = is_running and not self._is_running
        self._is_running = is_running
        self._allow()
        self._put_review_away()
        self._cancel.setVisible(is_running)
        self._cancel.setEnabled(can_cancel)
        tip = "" if can_cancel else self.tr("The board restarts; that cannot be called off half-way.")
        self._cancel.setToolTip(tip)
        self._hide.setVisible(not is_running and bool(self._steps.shown()))
        if not is_running:
            self._question.withdraw()
        elif has_begun:
            scroll_to(self._cancel)

    def ask(self, question: QuestionView) -> None:
        self._question.ask(question)

    def withdraw_question(self) -> None:
        """It was answered, or nobody needs the answer any more."""
        self._question.withdraw()

    def clear(self) -> None:
        """Only the button is left."""
        self._is_running = False
        self._allow()
        self._steps.clear()
        self._put_review_away()
        for widget in (self._steps, self._question, self._cancel, self._hide):
            widget.hide()

    def show_usable(self, is_usable: bool) -> None:
        """Whether there is a board; a review of what is for another one is put away."""
        self._is_usable = is_usable
        self._allow()
        if not is_usable:
            self._put_review_away()

    @property
    def steps(self) -> tuple[StepView, ...]:
        return self._steps.shown()

    def _allow(self) -> None:
        self._install.setEnabled(self._is_usable and not self._is_running)

    def _ask_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._question.withdraw()
        self.cancel_requested.emit()

    def _leave_review(self) -> None:
        self._put_review_away()
        self.review_closed.emit()

    def _put_review_away(self) -> None:
        if not self._review.isHidden():
            self._focus.give_back(self._review.start)
            self._review.hide()


class _Review(QFrame):
    """What a bitstream can, and which models could run with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = wrapped(role="strong")
        self._facts = wrapped(role="muted")
        self._models = QVBoxLayout()
        self._more = wrapped(role="muted")
        self._advice = wrapped(role="muted")
        self.start = QPushButton(self.tr("Prepare…"))
        self.start.setObjectName("primary")
        self.leave = QPushButton(self.tr("Leave it"))
        tighten(self._models, spacing=UNIT // 2)
        layout = QVBoxLayout(self)
        tighten(layout, margin=UNIT, spacing=UNIT // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addLayout(self._models)
        layout.addWidget(self._more)
        layout.addWidget(self._advice)
        buttons = row(self.start, self.leave)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def show_review(self, review: ReviewView) -> None:
        self.setAccessibleName(review.title)
        self._title.setText(breakable(review.title))
        self._facts.setText(breakable("\n".join(review.facts)))
        clear_layout(self._models)
        for model in review.models:
            self._models.addWidget(_VerdictLine(model))
        self._more.setText(self.tr("Other models that fit it: {count}").format(count=review.more_fit))
        self._more.setVisible(review.more_fit > 0)
        self._advice.setText(
            self.tr(
                "Next, the present one is backed up and this one copied to the board; the service and "
                "what runs there end for that. You are asked again before the board restarts."
            )
        )


class _VerdictLine(QWidget):
    """A model and whether it fits, with the missing thing named."""

    def __init__(self, model: ModelView) -> None:
        super().__init__()
        self._model = model
        self._mark = QLabel()
        self._mark.setFixedSize(16, 16)
        words = wrapped(breakable(f"{model.title}: {verdict_text(model.verdict, model.reason)}"))
        line = row(self._mark, words)
        line.setStretch(1, 1)
        line.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.setAccessibleName(words.text())
        self._paint_mark()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            self._paint_mark()

    def _paint_mark(self) -> None:
        name, role = _MARKS[self._model.verdict]
        color = current_theme().color(role).name()
        self._mark.setPixmap(icon_pixmap(name, color, 16, self.devicePixelRatioF()))
