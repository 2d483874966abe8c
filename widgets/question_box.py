"""A question where its matter is shown: what is about to happen, and two answers. Nothing waits for it."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from widgets.keyboard import FocusLoan
from widgets.layouts import row, tighten, wrapped
from widgets.object_views import QuestionView
from widgets.theme import UNIT


class QuestionBox(QFrame):
    """Hidden until something is asked.

    Signals:
        answered(bool): whether the answer was yes.
    """

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._focus = FocusLoan()
        self._title = wrapped(role="strong")
        self._facts = wrapped()
        self._advice = wrapped(role="muted")
        self._yes = QPushButton()
        self._yes.setObjectName("primary")
        self._no = QPushButton()
        layout = QVBoxLayout(self)
        tighten(layout, margin=UNIT, spacing=UNIT // 2)
        for widget in (self._title, self._facts, self._advice):
            layout.addWidget(widget)
        buttons = row(self._yes, self._no)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._yes.clicked.connect(lambda: self._answer(True))
        self._no.clicked.connect(lambda: self._answer(False))
        self.hide()

    def ask(self, question: QuestionView) -> None:
        """Asks; a question that nobody has answered is forgotten. The focus is on the answer no."""
        self._title.setText(breakable(question.title))
        self._facts.setText(breakable(question.facts))
        self._facts.setVisible(bool(question.facts))
        self._advice.setText(breakable(question.advice))
        self._advice.setVisible(bool(question.advice))
        self._yes.setText(question.yes)
        self._no.setText(question.no)
        self.setAccessibleName(question.title)
        self.setAccessibleDescription(" ".join(filter(None, (question.facts, question.advice))))
        self.show()
        self._focus.take(self._no)
        scroll_to(self)

    def withdraw(self) -> None:
        """Takes the question back; nobody is told."""
        if not self.isHidden():
            self._focus.give_back(self._no)
            self.hide()

    def _answer(self, is_yes: bool) -> None:
        self.withdraw()
        self.answered.emit(is_yes)


def breakable(text: str) -> str:
    """A text whose file names may be broken into lines: a long one would make its panel wider."""
    return re.sub(r"(?<=\w)([_/-])(?=\w)", "\\1\u200b", text)


def scroll_to(widget: QWidget) -> None:
    """Brings a widget of a panel into sight; one that is higher than the panel is seen from its top."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        # It was hidden a moment ago: it has its place once the layouts had their turn.
        QTimer.singleShot(0, widget, partial(_scroll, parent, widget))


def _scroll(area: QScrollArea, widget: QWidget) -> None:
    body = area.widget()
    if body is None:
        return
    if widget.height() > area.viewport().height():
        area.verticalScrollBar().setValue(widget.mapTo(body, QPoint(0, 0)).y())
    else:
        area.ensureWidgetVisible(widget, 0, UNIT)
