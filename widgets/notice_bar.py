"""One way to say trouble: what happened, what to try, details one click away. Never modal."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from widgets.icons import icon_pixmap
from widgets.layouts import flat_button, label, row, tighten, wrapped
from widgets.theme import UNIT, current_theme, is_restyled
from widgets.views import NoticeView, Severity

_LOOKS = {
    Severity.INFO: ("info", "accent"),
    Severity.SUCCESS: ("success", "good"),
    Severity.WARNING: ("warning", "warning"),
    Severity.ERROR: ("error", "bad"),
}
_QUEUE = 20


class NoticeBar(QFrame):
    """Shows the newest notice; closing it brings back the one before.

    Signals:
        action_requested(str): `action_key` of the notice whose button was pressed.
        closed(): the user put a notice away.
    """

    action_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._notices: deque[NoticeView] = deque(maxlen=_QUEUE)
        self._mark = QLabel()
        self._mark.setFixedSize(20, 20)
        self._title = wrapped(role="strong")
        self._hint = wrapped(role="muted")
        self._more = label(role="muted")
        self._action = QPushButton()
        self._details = QPushButton(self.tr("Details"))
        self._details.setCheckable(True)
        self._close = flat_button("close", self.tr("Close notice"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(120)
        self._text.setAccessibleName(self.tr("Details"))
        self._arrange()
        self._details.toggled.connect(self._text.setVisible)
        self._action.clicked.connect(self._ask_action)
        self._close.clicked.connect(self._put_away)
        self._show_newest()

    def show_notice(self, notice: NoticeView) -> None:
        """Shows a notice; the same one twice in a row is shown once."""
        if notice in self._notices:
            self._notices.remove(notice)
        self._notices.append(notice)
        self._show_newest()

    def remove(self, action_key: str) -> None:
        """Takes back notices whose reason has gone, by their action key."""
        kept = [notice for notice in self._notices if notice.action_key != action_key]
        if len(kept) != len(self._notices):
            self._notices = deque(kept, maxlen=_QUEUE)
            self._show_newest()

    def clear(self) -> None:
        self._notices.clear()
        self._show_newest()

    @property
    def current(self) -> NoticeView | None:
        return self._notices[-1] if self._notices else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            self._paint_mark()

    def _show_newest(self) -> None:
        notice = self.current
        self.setVisible(notice is not None)
        self._details.setChecked(False)
        self._text.hide()
        if notice is None:
            return
        self._title.setText(notice.title)
        self._hint.setText(notice.hint)
        self._hint.setVisible(bool(notice.hint))
        self._text.setPlainText(notice.details)
        self._details.setVisible(bool(notice.details))
        self._action.setText(notice.action)
        self._action.setVisible(bool(notice.action))
        older = len(self._notices) - 1
        self._more.setText(self.tr("+{count} older").format(count=older))
        self._more.setVisible(older > 0)
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.hint)
        self._paint_mark()

    def _paint_mark(self) -> None:
        if self.current is None:
            return
        name, role = _LOOKS[self.current.severity]
        color = current_theme().color(role).name()
        self._mark.setPixmap(icon_pixmap(name, color, 20, self.devicePixelRatioF()))

    def _put_away(self) -> None:
        if self._notices:
            self._notices.pop()
        self._show_newest()
        self.closed.emit()

    def _ask_action(self) -> None:
        notice = self.current
        if notice is not None:
            self._put_away()
            self.action_requested.emit(notice.action_key)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        tighten(words, spacing=2)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        line = row(self._mark)
        line.addLayout(words, 1)
        for widget in (self._more, self._details, self._action, self._close):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT)
        layout.setContentsMargins(UNIT + 4, UNIT, UNIT, UNIT)
        layout.addLayout(line)
        layout.addWidget(self._text)
